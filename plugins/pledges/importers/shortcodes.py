"""WordPress's shortcodes, ``[gallery ids="1,2"]``: what they show, as HTML, or themselves where nobody knows.

Source: WordPress's Shortcode API (``wp-includes/shortcodes.php``).
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from pledges.importers.html_tree import Notes

_OPENING = re.compile(r"\[(\[?)([A-Za-z][\w-]{0,60})(?=[\s/\]])([^\[\]]{0,4000}?)(/?)\](\]?)")
_CLOSING = re.compile(r"\[/[A-Za-z][\w-]{0,60}\]")
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s'"]+))|"([^"]*)"|(\S+)""")
_CODE_TAG = re.compile(r"<(/?)(pre|code)\b", re.IGNORECASE)
_PICTURE = re.compile(r"\s*((?:<a\s[^>]*>\s*)?<img\s[^>]*>(?:\s*</a>)?)", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>\"']+")
_MEDIA = ("src", "mp4", "m4v", "webm", "ogv", "mp3", "ogg", "wav", "m4a", "flac", "wmv", "flv")


@dataclass(frozen=True, slots=True)
class Shortcode:
    """One shortcode: its name, its attributes, those without a name, and what it encloses."""

    name: str
    attributes: Mapping[str, str]
    words: tuple[str, ...] = ()
    content: str = ""

    @property
    def url(self) -> str:
        """The address it shows, wherever it has it."""
        found = (self.attributes[name] for name in _MEDIA if _URL.match(self.attributes.get(name, "")))
        return next(found, "") or next(
            (url[0] for text in (*self.words, self.content) if (url := _URL.search(text))), ""
        )


Show = Callable[[Shortcode], str | None]
"""Returns the HTML that a shortcode shows, or None where it cannot be known."""


@dataclass(slots=True)
class Shortcodes:
    """Replaces the shortcodes of a text. ``known`` says how each name is shown; code is left alone."""

    known: Mapping[str, Show]
    notes: Notes
    _closings: dict[str, list[int]] = field(default_factory=dict)

    def shown(self, text: str) -> str:
        """Return the text with every known shortcode as HTML; what is not known stays as it was typed."""
        code = deque(_code_in(text))
        self._closings = {}
        for closing in _CLOSING.finditer(text):
            self._closings.setdefault(closing[0], []).append(closing.start())
        parts, done, start = [], 0, 0
        while found := _OPENING.search(text, start):
            start = found.end()
            while code and code[0][1] <= found.start():
                code.popleft()
            if code and code[0][0] <= found.start():
                start = code[0][1]
                continue
            replaced, end = self._replaced(text, found)
            if replaced is not None:
                parts += [text[done : found.start()], replaced]
                done = start = end
        return "".join([*parts, text[done:]])

    def _replaced(self, text: str, found: re.Match[str]) -> tuple[str | None, int]:
        """Return what stands for the shortcode that was found, and where what it covers ends."""
        escaped, name, typed, closed, escaped_too = found.groups()
        show = self.known.get(name.lower())
        if escaped and escaped_too:
            return found[0][1:-1] if show else found[0], found.end()
        closing = f"[/{name}]"
        end = -1 if closed else self._closing(closing, found.end())
        if show is None:
            if "=" in typed or end >= 0 or closed or re.search(r"[-_]", name):
                self.notes.say(f"[{name}] is a shortcode that nobody here knows: it stays as it was typed")
            return None, 0
        content = text[found.end() : end] if end >= 0 else ""
        shown = show(_read(name.lower(), typed, content))
        if shown is None:
            self.notes.say(f"[{name}] shows something that is not in the export: it stays as it was typed")
            return None, 0
        lead, tail = escaped, ""
        if escaped_too and end < 0:
            tail = escaped_too
        return lead + shown + tail, end + len(closing) if end >= 0 else found.end()

    def _closing(self, closing: str, start: int) -> int:
        """Return where the next such closing behind ``start`` stands, or -1."""
        places = self._closings.get(closing, [])
        next_one = bisect_left(places, start)
        return places[next_one] if next_one < len(places) else -1


def _read(name: str, typed: str, content: str) -> Shortcode:
    attributes, words = {}, []
    for key, *values, quoted, word in _ATTRIBUTE.findall(html.unescape(typed.strip())):
        if key:
            attributes[key.lower()] = "".join(values)
        else:
            words.append(quoted or word)
    return Shortcode(name, attributes, tuple(words), content)


def _code_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield where code begins and ends; code that never ends is none."""
    opened: tuple[str, int] | None = None
    for tag in _CODE_TAG.finditer(text):
        name = tag[2].lower()
        if opened is None and not tag[1]:
            opened = (name, tag.start())
        elif opened is not None and tag[1] and name == opened[0]:
            yield opened[1], tag.end()
            opened = None


# --- those of WordPress itself ----------------------------------------------------------------------


def show_caption(code: Shortcode) -> str | None:
    """Show a picture with its caption, in the attribute or behind the picture."""
    picture = _PICTURE.match(code.content)
    if not picture:
        return code.content or None
    caption = code.attributes.get("caption") or code.content[picture.end() :].strip()
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"\n\n<figure>{picture[1]}{words}</figure>\n\n"


def show_link(code: Shortcode) -> str | None:
    """Show what would be played in the page as a link."""
    return (
        f'\n\n<p><a href="{html.escape(code.url)}">{html.escape(code.url)}</a></p>\n\n' if code.url else None
    )


def show_code(code: Shortcode) -> str:
    """Show code, whether its signs were stored as entities or not."""
    language = code.attributes.get("language") or code.attributes.get("lang") or ""
    text = html.escape(html.unescape(code.content), quote=False)
    return f'\n\n<pre class="language-{html.escape(language)}"><code>{text}</code></pre>\n\n'


def show_vimeo(code: Shortcode) -> str | None:
    """Show a film by its number or its address."""
    number = next((word for word in (*code.words, code.attributes.get("id", "")) if word.isdigit()), "")
    address = code.url or (f"https://vimeo.com/{number}" if number else "")
    return f'\n\n<p><a href="{html.escape(address)}">{html.escape(address)}</a></p>\n\n' if address else None


STANDARD: Mapping[str, Show] = {
    "caption": show_caption,
    "wp_caption": show_caption,
    "embed": show_link,
    "audio": show_link,
    "video": show_link,
    "youtube": show_link,
    "vimeo": show_vimeo,
    "code": show_code,
    "sourcecode": show_code,
}
