"""Mail addresses, printed for people and not for harvesters: ``name [at] host.example``.

Every ``@`` of an address is replaced, in code and attributes too, so that the literal address
stands nowhere. ``@`` in handles (``@user``), decorators and paths (``/@user``) stays.
"""

from __future__ import annotations

import re

_ADDRESS_AT = re.compile(r"(?<=[\w.+\-'!#$%&*=?^`{|}~])@(?=(?:[\w\-]+\.)+[^\W\d_][\w\-])")
# Serialised HTML: "<" is never literal in text, and every attribute is double-quoted.
_TAG_OR_TEXT = re.compile(r'<(?:[^<>"]|"[^"]*")*>|[^<]+')
_URL_ATTRIBUTE = re.compile(r'\b(href|src|cite|poster)="([^"]*)"')
_MAIL_LINK = re.compile(r'<a\b[^>]*?\bhref="mailto:([^"?]*)[^"]*"[^>]*>(.*?)</a>', re.DOTALL | re.IGNORECASE)


def hide_mail(text: str) -> str:
    """Return plain text with its mail addresses written as ``name [at] host.example``."""
    return _ADDRESS_AT.sub(" [at] ", text) if "@" in text else text


def hide_mail_in_html(html: str) -> str:
    """Return sanitised, serialised HTML with its mail addresses hidden and its mailto links unlinked.

    In addresses of links the ``@`` becomes ``%40``, which means the same.
    """
    if "mailto:" in html:
        html = _MAIL_LINK.sub(lambda found: unlinked_mail(found[1], found[2]), html)
    return _TAG_OR_TEXT.sub(_hidden, html) if "@" in html else html


def unlinked_mail(address: str, label_html: str) -> str:
    """Return what stands in place of a mailto link: its label, and its address if that is not the label."""
    address = address.replace("%40", "@")
    return label_html if not address or address in label_html else f"{label_html} ({address})"


def _hidden(found: re.Match[str]) -> str:
    part = found[0]
    if "@" not in part or not part.startswith("<"):
        return hide_mail(part)
    return hide_mail(_URL_ATTRIBUTE.sub(lambda url: f'{url[1]}="{_ADDRESS_AT.sub("%40", url[2])}"', part))
