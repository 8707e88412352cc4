"""The links and pictures of a text, looked at in its sanitised HTML.

The sanitiser serialises: tags are lower-case, every attribute is double-quoted, "<" never stands in
text. Only on such HTML are these expressions right.
"""

from __future__ import annotations

import html
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urljoin

from pledges.domain import address
from pledges.domain.picture import Size

Resolve = Callable[[str], str | None]
SizeOf = Callable[[str], Size | None]

_TAG = re.compile(r'<(a|img|source|video|audio|track)((?: [^\s=>"]+="[^"]*")+)>')
_ATTRIBUTE = re.compile(r' ([^\s=>"]+)="([^"]*)"')
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:|//", re.IGNORECASE)
_CREDENTIALS = re.compile(r"(?:https?:)?//[^/?#]*@", re.IGNORECASE)
_ID = re.compile(r' id="([^"]*)"')
# Begins with what is rare in a text, so that it is soon gone through.
_RELATIVE = re.compile(r'="(?:(?<= href=")|(?<= src=")|(?<= poster=")|(?<= cite="))(?!https?://)([^"]*)"')
_SMALLER = re.compile(
    r'<picture><source type="image/webp" srcset="[^"]*" sizes="[^"]*">(<img [^>]*>)</picture>'
)
_LEADING = re.compile(
    r'(\A\s*<(?:p|figure)(?: [^>]*)?>\s*(?:<a [^>]*>)?(?:<picture><source [^>]*>)?<img [^>]*?) loading="lazy"'
)
#: How wide a picture in a text is shown: the measure (tokens.css), or a phone's width without its margins.
PROSE_SIZES = "(min-width: 44rem) 40rem, 92vw"
_PERMALINK = re.compile(r'<a class="permalink"[^>]*>.*?</a>')


@dataclass(frozen=True, slots=True)
class LinkProblem:
    """Something in a text that its author can repair. ``line`` is the file's, ``target`` what is quoted."""

    line: int
    target: str
    message: str


@dataclass(frozen=True, slots=True)
class PictureUse:
    """A picture in a text: the line of the file, the address as typed and as printed."""

    line: int
    target: str
    url: str


@dataclass(slots=True)
class Linker:
    """Resolves the links of one text and collects what is wrong with them.

    ``source`` is the author's Markdown, ``first_line`` the line of the file it begins on. ``prefix``
    stands before the ids of this text's headings and footnotes.
    """

    source: str
    resolve: Resolve
    size_of: SizeOf | None = None
    first_line: int = 1
    prefix: str = ""
    links: list[str] = field(default_factory=list)
    problems: list[LinkProblem] = field(default_factory=list)
    _ids: frozenset[str] = frozenset()
    pictures: list[PictureUse] = field(default_factory=list)
    _seen: Counter[str] = field(default_factory=Counter)
    _shown: Counter[str] = field(default_factory=Counter)

    def resolved(self, clean_html: str) -> str:
        """Return the HTML with every address resolved and every picture ready to load lazily."""
        self._ids = frozenset(html.unescape(name) for name in _ID.findall(clean_html))
        return _TAG.sub(self._tag, clean_html)

    def report(self, target: str, message: str) -> None:
        """Note a problem at the line where ``target`` stands; the next call finds the next such line."""
        self._seen[target] += 1
        line = _line_of(self.source, target, self._seen[target])
        self.problems.append(LinkProblem(self.first_line + line, target, message))

    def _tag(self, found: re.Match[str]) -> str:
        name = found[1]
        attributes = {key: html.unescape(value) for key, value in _ATTRIBUTE.findall(found[2])}
        src = attributes.get("src", "")
        for key in ("href", "src", "poster"):
            if key in attributes:
                attributes[key] = self._address(attributes[key])
        if attributes.get("href") == "":  # HTML: without href it stands where a link will be
            attributes = {"class": attributes["class"]} if "class" in attributes else {}
        if name == "img":
            return self._picture(attributes, src, found)
        if name == "a" and attributes.get("href", "")[:1] not in ("", "#"):
            self.links.append(attributes["href"])
        return _opening(name, attributes)

    def _address(self, url: str) -> str:
        if _SCHEME.match(url):
            if _CREDENTIALS.match(url):
                self.report(url, f'"{url}" carries a user name; write the address without it')
            return url
        path, hash_, fragment = url.partition("#")
        if not path:
            return self._on_this_page(url, fragment)
        address = self.resolve(path)
        if address == "":
            return ""
        if address is None:
            self.report(
                url, f'"{url}" leads to nothing on this site; write the address of a page or file that exists'
            )
            return url
        return address + hash_ + fragment

    def _on_this_page(self, url: str, fragment: str) -> str:
        if not fragment:
            self.report("]()", "a link has no address; write one between the parentheses")
        if fragment not in self._ids and self.prefix + fragment in self._ids:
            return f"#{self.prefix}{fragment}"
        return url

    def _picture(self, attributes: dict[str, str], typed_src: str, found: re.Match[str]) -> str:
        if not attributes.get("alt", "").strip() and attributes.get("role") != "presentation":
            self.report(
                typed_src,
                f"the image {typed_src} needs a text alternative; write ![what it shows]({typed_src}), "
                "or put {role=presentation} behind a mere ornament",
            )
        src = attributes.get("src", "")
        self.pictures.append(PictureUse(self._line_of_next(typed_src), typed_src, src))
        size = self.size_of(src) if self.size_of else None
        sizes = f"{attributes['width']}px" if attributes.get("width", "").isdigit() else PROSE_SIZES
        if size and "width" not in attributes:
            attributes["width"], attributes["height"] = str(size.width), str(size.height)
        attributes.setdefault("loading", "lazy")
        attributes.setdefault("decoding", "async")
        image = _opening("img", attributes)
        before = found.string[: found.start()]
        if not size or not size.widths or before.rfind("<picture") > before.rfind("</picture"):
            return image
        smaller = {"type": "image/webp", "srcset": srcset(src, size.widths), "sizes": sizes}
        return f"<picture>{_opening('source', smaller)}{image}</picture>"

    def _line_of_next(self, target: str) -> int:
        """Return the line of the next place where a picture's address stands."""
        self._shown[target] += 1
        return self.first_line + _line_of(self.source, target, self._shown[target])


def for_feed(rendered_html: str, page_absolute_url: str) -> str:
    """Return what ``render_author`` or ``render_stranger`` made, fit to be read away from its page:
    every address absolute, the headings' permalinks gone. ``page_absolute_url`` is its page's.
    """

    def absolute(found: re.Match[str]) -> str:
        return f'="{html.escape(urljoin(page_absolute_url, html.unescape(found[1])))}"'

    if 'class="permalink"' in rendered_html:
        rendered_html = _PERMALINK.sub("", rendered_html)
    if "<picture>" in rendered_html:
        rendered_html = _SMALLER.sub(r"\1", rendered_html)
    return _RELATIVE.sub(absolute, rendered_html) if '="' in rendered_html else rendered_html


def eager_first(rendered_html: str) -> str:
    """Return a text whose first block is a picture with that picture loaded before all else."""
    return _LEADING.sub(r'\1 loading="eager" fetchpriority="high"', rendered_html, count=1)


def srcset(url: str, widths: Iterable[int]) -> str:
    """Return where browsers find a picture in other widths; ``url`` is the picture's own."""
    base, _, path = url.partition("/images/")
    return ", ".join(f"{base}{address.sized_picture(f'/images/{path}', width)} {width}w" for width in widths)


def _opening(name: str, attributes: dict[str, str]) -> str:
    return f"<{name}{''.join(_written(key, value) for key, value in attributes.items())}>"


def _written(name: str, value: str) -> str:
    return f' {name}="{html.escape(value)}"'


def _line_of(source: str, target: str, occurrence: int) -> int:
    """Return the line, from 0, of the given occurrence of ``target``; the last one's if there are fewer."""
    before = r"(?<![\w/.\-])" if target[:1].isalnum() or target[:1] in "/." else ""
    after = r"(?![\w/.\-])" if target[-1:].isalnum() or target[-1:] == "/" else ""
    pattern = before + re.escape(target) + after
    starts = [found.start() for found in itertools.islice(re.finditer(pattern, source), occurrence)]
    return source.count("\n", 0, starts[-1]) if starts else 0
