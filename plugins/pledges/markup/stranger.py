"""What strangers write: a small Markdown subset, printed as HTML that cannot harm.

The C parser of GitHub's Markdown does the work in linear time; the sanitiser behind it allows nothing
that is not listed here.
"""

from __future__ import annotations

import re
from functools import lru_cache

import cmarkgfm.cmark
import nh3
from markupsafe import Markup

from pledges.markup.mail import hide_mail_in_html, unlinked_mail
from pledges.markup.text import plain_text

MAX_NESTING = 6  # quotes and lists in one another; what is deeper stays at this depth

_OPTIONS = cmarkgfm.cmark.Options.CMARK_OPT_HARDBREAKS
_CLEANER = nh3.Cleaner(
    tags={"p", "br", "em", "strong", "a", "blockquote", "code", "pre", "ul", "ol", "li", "hr"},
    attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
    url_schemes={"http", "https"},
    link_rel="nofollow ugc noopener",
)
_CONTAINER = r"(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])))"
_TOO_DEEP = re.compile(rf"^({_CONTAINER}{{{MAX_NESTING}}}){_CONTAINER}+", re.MULTILINE)
# No raw HTML: each "<" but that of <https://…> and <name@host> stands in for itself as a noncharacter, which
# plain_text has removed from the input, and comes back escaped. So nothing that was typed is lost.
_LESS_THAN = re.compile(r"<(?!(?:https?://|[\w.+\-]+@)[^\s<>]+>)")
_STAND_IN = "\ufdd0"
_STAND_IN_IN_URL = "%EF%B7%90"
_IMAGE = re.compile(r'<img src="[^"]*" alt="([^"]*)"(?: title="[^"]*")? />')
_HEADING = re.compile(r"<(/?)h[1-6]>")
_LINK = re.compile(r'<a href="([^"]*)"(?: title="[^"]*")?>(.*?)</a>', re.DOTALL)
_WEB_LINK = re.compile(r"https?://[^/?#@]+(?:[/?#]|\Z)", re.IGNORECASE)


@lru_cache(maxsize=2048)  # a page and its feeds print the same texts one after the other
def render_stranger(text: str, max_chars: int = 20_000) -> Markup:
    """Return a stranger's text as safe HTML: paragraphs, line breaks, emphasis, http(s) links, quotes,
    code and lists. Everything else is printed as text; what is longer than ``max_chars`` is cut.
    """
    text = plain_text(text, max_chars)
    return Markup(_parsed(text))  # noqa: S704 (made safe)


def _parsed(text: str) -> str:
    text = _TOO_DEEP.sub(r"\1", text)
    source = _LESS_THAN.sub(_STAND_IN, text) if "<" in text else text
    if "@" in text or "://" in text or "www." in text:
        html = cmarkgfm.cmark.markdown_to_html_with_extensions(source, _OPTIONS, ["autolink"])
    else:  # looking for addresses takes as long as all else
        html = cmarkgfm.cmark.markdown_to_html(source, _OPTIONS)
    html = html.replace(_STAND_IN, "&lt;").replace(_STAND_IN_IN_URL, "%3C")
    return hide_mail_in_html(_CLEANER.clean(_subset(html)).strip())


def _subset(html: str) -> str:
    """Turn images into their alternative, headings into bold paragraphs, unsafe links into text."""
    if "<img" in html:
        html = _IMAGE.sub(r"\1", html)
    if "<h" in html:
        html = _HEADING.sub(lambda tag: "</strong></p>" if tag[1] else "<p><strong>", html)
    return _LINK.sub(_link, html) if "<a " in html else html


def _link(found: re.Match[str]) -> str:
    url, label = found.groups()
    if _WEB_LINK.match(url):
        return f'<a href="{url}">{label}</a>'
    return unlinked_mail(url[7:], label) if url.lower().startswith("mailto:") else label
