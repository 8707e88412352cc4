"""View models and feeds in, bytes out: the templates of the theme and the feed writers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
import msgspec
from markupsafe import Markup

from pledges.language import language_of
from pledges.markup import printable_bytes
from pledges.site.reads import CARDS, is_page_template
from pledges.site.template_code import quicken
from pledges.templates import make_environment
from pledges.views.atom import atom
from pledges.views.badge import badge
from pledges.views.feed import Feed
from pledges.views.ical import ical
from pledges.views.json_feed import json_feed
from pledges.views.models import SiteView, SocialCardView, View
from pledges.views.pledge_document import pledge_json
from pledges.views.rss import rss

if TYPE_CHECKING:
    from pledges.site.cards.artist import Artist

#: The feed formats and who writes them.
FEED_WRITERS = {"atom": atom, "rss": rss, "json": json_feed}


#: The forms of files for machines and who writes them.
DATA_WRITERS: dict[str, Callable[[Any], bytes]] = {
    "badge": badge,
    "calendar": ical,
    "pledge": pledge_json,
}


class Printer:
    """Prints pages through the theme's templates and feeds through their writers.

    ``fingerprint`` says what a product is made from: its view model, the site view and every
    template it can reach, so that the same fingerprint means the same bytes.
    """

    def __init__(self, template_folders: Sequence[Path], site: SiteView, code: bytes) -> None:
        self.environment = make_environment(template_folders, language_of(site.lang))
        self.environment.globals["site"] = site
        self.environment.finalize = None  # each page is made fit as a whole, its values need not be
        quicken(self.environment)
        self.artist: Artist | None = None
        self._site = _encode(site)
        self._code = code
        self.digests: dict[str, bytes] = {}  # of templates, by name
        self._reached: dict[str, list[str]] = {}
        self._sources: dict[str, str] = {}
        self._digested: tuple[Feed, bytes] | None = None

    def print_page(self, template: str, page: View) -> bytes:
        """Return the page's bytes; raises jinja2.TemplateError."""
        try:
            text = self.environment.get_template(template).render(page=page)
        except AttributeError as error:
            raise jinja2.UndefinedError(f"{template}: {error}") from error
        return printable_bytes(text).rstrip() + b"\n"

    def page_fingerprint(self, template: str, page: View) -> bytes:
        """Return what the page is made from, as a digest."""
        return _digest(self._code, self._site, self._template_digest(template), _encode(page))

    def feed_fingerprint(self, form: str, feed: Feed) -> bytes:
        """Return what the feed in that form is made from, as a digest."""
        if self._digested is None or self._digested[0] is not feed:
            self._digested = feed, _digest(_encode(feed))  # each form is made from the same
        return _digest(self._code, form.encode(), self._digested[1])

    def data_fingerprint(self, form: str, content: msgspec.Struct) -> bytes:
        """Return what the file for machines in that form is made from, as a digest."""
        return _digest(self._code, form.encode(), _encode(content))

    def card_fingerprint(self, card: SocialCardView) -> bytes:
        """Return what a social card is drawn from; other code of ours than the artist's has no part in it."""
        assert self.artist is not None
        return _digest(self.artist.digest, _encode(card))

    def draw_card(self, card: SocialCardView) -> bytes:
        """Return a social card as PNG."""
        assert self.artist is not None
        return self.artist.draw(card)

    def content_fingerprint(self, content: bytes) -> bytes:
        """Return the fingerprint of a file that is copied or computed whole."""
        return _digest(content)

    def made_with(self) -> dict[str, bytes]:
        """Return the digest of each template with all that it takes in, and of what cards are drawn with."""
        names = self.environment.list_templates(filter_func=is_page_template)
        cards = {CARDS: self.artist.digest} if self.artist else {}
        return {name: self._template_digest(name) for name in names} | cards

    def _template_digest(self, name: str) -> bytes:
        if name not in self.digests:
            sources = [(found, self._source(found)) for found in sorted(self._closure(name))]
            self.digests[name] = _digest(*(part.encode() for pair in sources for part in pair))
        return self.digests[name]

    def _closure(self, name: str) -> set[str]:
        """Return the template's name and those of all it extends, includes and imports.

        A template that computes which one it includes may reach every one.
        """
        found, waiting = set[str](), [name]
        while waiting:
            current = waiting.pop()
            if current in found:
                continue
            found.add(current)
            waiting += self._reached_from(current)
        return found

    def _reached_from(self, name: str) -> list[str]:
        if name not in self._reached:
            named = referenced(self._source(name))
            everything = self.environment.list_templates() if None in named else []
            self._reached[name] = [*filter(None, named), *everything]
        return self._reached[name]

    def _source(self, name: str) -> str:
        if name not in self._sources:
            loader = self.environment.loader
            assert loader is not None
            try:
                self._sources[name] = loader.get_source(self.environment, name)[0]
            except (
                jinja2.TemplateNotFound,
                UnicodeDecodeError,
            ):  # printing tells, if need be
                self._sources[name] = ""
        return self._sources[name]


_REFERENCE = re.compile(r"\{%[-+]?\s*(?:extends|include|import|from)\b\s*(.*?)\s*[-+]?%\}", re.DOTALL)
_NAMED = re.compile(
    r"""(["'])(?P<name>[\w./-]+)\1(?:\s+(?:import|as)\b.*|(?:\s+ignore\s+missing)?(?:\s+with(?:out)?\s+context)?)""",
    re.DOTALL,
)


def referenced(source: str) -> list[str | None]:
    """Return the templates that one extends, includes and imports; None stands for a computed name.

    To parse templates for it would take as long as compiling them does.
    """
    found = (_NAMED.fullmatch(reference) for reference in _REFERENCE.findall(source))
    return [named["name"] if named else None for named in found]


def _plain(value: Any) -> str:
    if isinstance(value, Markup):
        return str.__str__(value)
    raise TypeError(f"{type(value).__name__} cannot be part of a view model")


def _encode(view: msgspec.Struct) -> bytes:
    return msgspec.msgpack.encode(view, enc_hook=_plain)


def _digest(*parts: bytes) -> bytes:
    digest = hashlib.sha256()  # processors have instructions for it: half the time of blake2b
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()[:16]


#: Other packages whose code decides what is printed.
_PRINTED_WITH = ("babel", "cmarkgfm", "jinja2", "markupsafe", "nh3")


@lru_cache(maxsize=1)
def code_digest() -> bytes:
    """Return a digest of the code that prints, ours and others': other code may print other bytes."""
    package = Path(__file__).resolve().parents[1]
    from importlib.metadata import version  # noqa: PLC0415 (only where all is read)

    versions = (version(name).encode() for name in _PRINTED_WITH)
    files = (*sorted(package.rglob("*.py")), *sorted(package.rglob("*.po")))
    return _digest(*versions, *(file.read_bytes() for file in files))
