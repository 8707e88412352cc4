"""Authors' Markdown as HTML. Authors are trusted; what they paste from elsewhere is not."""

from __future__ import annotations

import html
import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import nh3
from markupsafe import Markup

from pledges.language import language_of
from pledges.markup.links import Linker, LinkProblem, PictureUse, Resolve, SizeOf
from pledges.markup.mail import hide_mail, hide_mail_in_html
from pledges.markup.text import plain_text
from pledges.markup.typography import typographic

if TYPE_CHECKING:
    from markdown import Markdown

    from pledges.markup.extensions import PledgesExtension

SUMMARY_CHARS = 300

_TAGS = re.findall(
    r"\w+",
    "a abbr aside audio b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt "
    "em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p picture pre q rp rt ruby s samp "
    "section small source span strong sub summary sup table tbody td tfoot th thead time tr track u ul var "
    "video wbr",
)
_ATTRIBUTES = {
    "*": "class dir id lang role title aria-describedby aria-hidden aria-label aria-labelledby",
    "a": "href hreflang rel type",
    "audio": "controls preload src",
    "blockquote": "cite",
    "col": "span",
    "colgroup": "span",
    "del": "cite datetime",
    "details": "open",
    "img": "alt height loading decoding src width",
    "ins": "cite datetime",
    "li": "value",
    "ol": "reversed start type",
    "q": "cite",
    "source": "media src type",
    "td": "colspan headers rowspan",
    "th": "abbr colspan headers rowspan scope",
    "time": "datetime",
    "track": "default kind label src srclang",
    "video": "controls height poster preload src width",
}
_EXTENSIONS = (
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "fenced_code",
    "footnotes",
    "md_in_html",
    "tables",
)
# A text without any of these means the same to Python-Markdown with and without _EXTENSIONS.
_BEYOND_PLAIN = re.compile(r"[<|{`~]|\[\^|!!!|\*\[|^ {0,3}:[ \t]", re.MULTILINE)
_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags={"script", "style", "iframe", "object", "noscript", "template", "svg", "math"},
    attributes={tag: set(names.split()) for tag, names in _ATTRIBUTES.items()},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)
# Python-Markdown escapes "<" in text, so that what looks like a tag in its output is one.
_OPENING_TAG = re.compile(r"<([a-zA-Z][\w:\-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_HANDLER = re.compile(r"\s(on[a-z]+)\s*=", re.IGNORECASE)
_SCRIPT_URL = re.compile(r"[\"'=\s]((?:javascript|vbscript|data):)", re.IGNORECASE)
_FOOTNOTE_CALL = re.compile(r"\[\^[^\]\s]+\]")
_CODE = re.compile(r"<(pre|code)\b.*?</\1>", re.DOTALL)
_ANY_TAG = re.compile(r'<(?:[^<>"]|"[^"]*")*>')
_NO_TEXT = re.compile(
    r'<sup id="[^"]*fnref.*?</sup>|<a class="(?:permalink|footnote-backref)".*?</a>', re.DOTALL
)
_FOOTNOTES = '<div class="footnote">'
_WORD = re.compile(r"\w\S*")
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*(?=\s|\Z)")


@dataclass(frozen=True, slots=True)
class TocEntry:
    """A heading: its level in the page, the id it can be linked by, its text."""

    level: int
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """An author's text as a page shows it.

    ``plain`` are its first sentences, at most ``SUMMARY_CHARS`` characters, for summaries; ``words``
    counts all of it; ``links`` are the resolved targets of its links in order, without fragments of
    its own page. Nothing in it is to be printed while there are ``problems``.
    """

    html: Markup
    toc: tuple[TocEntry, ...] = ()
    problems: tuple[LinkProblem, ...] = ()
    words: int = 0
    plain: str = ""
    links: tuple[str, ...] = ()
    pictures: tuple[PictureUse, ...] = ()


def render_author(
    text: str,
    *,
    resolve: Resolve,
    size_of: SizeOf | None = None,
    first_line: int = 1,
    prefix: str = "t-",
    top_level: int = 2,
    lang: str = "en",
) -> Rendered:
    """Return an author's Markdown as HTML without scripts, and all that is wrong with it.

    ``resolve`` is given every internal address as written, without its fragment (``/pledges/x/``,
    ``{filename}pledges/x.md``, ``{static}/images/x.png``, ``images/x.png``), and returns the address
    to print, an empty text for what is not published yet (the link is left out until it is), or None if
    there is nothing there. ``size_of`` returns width and height in pixels of a
    resolved picture. ``first_line`` is the line of the file that ``text`` begins on. ``prefix`` stands
    before the ids of headings and footnotes: two texts on one page need two, and the page's own ids
    must not begin with either. ``top_level`` is the level of the text's highest headings. Quotes are
    made typographic in English only.
    """
    text = plain_text(text, max_chars=max(len(text), 1))
    quotes = lang[:2].lower() == "en"
    raw, toc = _converted(text, prefix, top_level, quotes=quotes)
    linker = Linker(text, resolve, size_of, first_line, prefix)
    _report_active_content(raw, linker)
    _report_missing_footnotes(raw, linker)
    clean = typographic(linker.resolved(_CLEANER.clean(raw)), quotes=quotes)
    clean = _in_language(clean, lang)
    return Rendered(
        html=Markup(hide_mail_in_html(clean)),  # noqa: S704 (sanitised)
        toc=toc,
        problems=tuple(sorted(linker.problems, key=lambda problem: problem.line)),
        words=len(_WORD.findall(_text_of(clean))),
        plain=hide_mail(_first_sentences(clean)),
        links=tuple(dict.fromkeys(linker.links)),
        pictures=tuple(linker.pictures),
    )


#: What the conversion itself says, in English: of links to headings, and from footnotes back.
_TITLES = re.compile(r' title="(?:Link to this heading|Jump back to footnote (\d+) in the text)"')


def _in_language(clean: str, lang: str) -> str:
    """Return the HTML with what the conversion says put into the text's language, where it is spoken."""
    language = language_of(lang)
    if not language.is_translated:
        return clean

    def said(found: re.Match[str]) -> str:
        title = language.gettext("Link to this heading")
        if found[1]:
            title = language.gettext("Jump back to footnote %(number)s in the text", number=found[1])
        return f' title="{html.escape(title)}"'

    return _TITLES.sub(said, clean)


def sanitised(text: str) -> str:
    """Return an author's Markdown as HTML without scripts and nothing more: no link is looked up, nothing
    is set typographically. For comparing.
    """
    return _CLEANER.clean(_converted(text, "", 2, quotes=False)[0])


def clean_html(html: str) -> str:
    """Return HTML with only those tags and attributes that may stand in an author's text."""
    return _CLEANER.clean(html)


def _converted(text: str, prefix: str, top_level: int, *, quotes: bool) -> tuple[str, tuple[TocEntry, ...]]:
    """Return the text as HTML and its headings: the quick way where it knows everything in the text."""
    from pledges.markup.simple import NotSimple, SimpleMarkdown  # noqa: PLC0415 (the inbox does without it)

    simple = SimpleMarkdown(prefix, top_level)
    try:
        raw = simple.convert(text)
    except NotSimple:
        engine = _engine(complete=_BEYOND_PLAIN.search(text) is not None)
        return engine.convert(text, prefix, top_level), engine.toc(quotes=quotes)
    entries = (TocEntry(level, name, _title(title, quotes=quotes)) for level, name, title in simple.headings)
    return raw, tuple(entries)


def _title(name: str, *, quotes: bool) -> str:
    return hide_mail(html.unescape(typographic(name, quotes=quotes)))


class _Engine:
    """One Python-Markdown instance, made once and reset for each text: making one takes as long as
    converting a short text.
    """

    def __init__(self, *, complete: bool) -> None:
        from markdown import Markdown  # noqa: PLC0415 (the inbox does without it)

        from pledges.markup.extensions import PledgesExtension  # noqa: PLC0415

        self._ours: PledgesExtension = PledgesExtension()
        self._markdown: Markdown = Markdown(
            extensions=["sane_lists", "toc", self._ours, *(_EXTENSIONS if complete else [])],
            extension_configs=_configs(self._ours, complete=complete),
            output_format="html",
        )

    def convert(self, text: str, prefix: str, top_level: int) -> str:
        self._ours.prefix = prefix
        self._ours.top_level = top_level
        return self._markdown.reset().convert(text)

    def toc(self, *, quotes: bool) -> tuple[TocEntry, ...]:
        tokens: list[dict[str, Any]] = getattr(self._markdown, "toc_tokens", [])
        return tuple(_flat(tokens, quotes=quotes))


def _configs(ours: PledgesExtension, *, complete: bool) -> dict[str, dict[str, Any]]:
    toc = {
        "marker": "",
        "slugify": ours.slug,
        "permalink": "#",
        "permalink_class": "permalink",
        "permalink_title": "Link to this heading",
    }
    # The tables' alignment becomes a class: no style attributes.
    return {"toc": toc, "tables": {"use_align_attribute": True}} if complete else {"toc": toc}


_engines = threading.local()


def _engine(*, complete: bool) -> _Engine:
    """Return this thread's engine: the complete one, or the quicker one for plain texts."""
    name = "complete" if complete else "plain"
    engine: _Engine | None = getattr(_engines, name, None)
    if engine is None:
        engine = _Engine(complete=complete)
        setattr(_engines, name, engine)
    return engine


def _flat(tokens: list[dict[str, Any]], *, quotes: bool) -> list[TocEntry]:
    entries: list[TocEntry] = []
    for token in tokens:
        entries.append(TocEntry(token["level"], token["id"], _title(token["name"], quotes=quotes)))
        entries += _flat(token["children"], quotes=quotes)
    return entries


def _report_active_content(raw: str, linker: Linker) -> None:
    """Report tags, event handlers and addresses that the sanitiser is going to take out."""
    for tag, attributes in _OPENING_TAG.findall(raw):
        if tag.lower() not in _TAGS:
            linker.report(f"<{tag}", f"<{tag}> cannot stand in a text; write it in Markdown, or link to it")
        for name in _HANDLER.findall(attributes):
            linker.report(name, f"{name}= is a script; texts carry none, take it out")
        for scheme in _SCRIPT_URL.findall(attributes):
            linker.report(scheme, f"{scheme} addresses cannot be linked; write one that begins with https://")


def _report_missing_footnotes(raw: str, linker: Linker) -> None:
    if "[^" in raw:
        for call in _FOOTNOTE_CALL.findall(_CODE.sub("", raw)):
            linker.report(call, f"{call} has no footnote; write it as a paragraph {call}: …")


def _text_of(clean: str) -> str:
    return html.unescape(_ANY_TAG.sub(" ", _NO_TEXT.sub("", clean)))


def _first_sentences(clean: str) -> str:
    """Return the text of the first paragraphs, cut behind a sentence, or else behind a word."""
    plain = ""
    for found in _PARAGRAPH.finditer(clean.partition(_FOOTNOTES)[0]):
        inner = html.unescape(_ANY_TAG.sub("", _NO_TEXT.sub("", found[1])))
        plain = f"{plain} {' '.join(inner.split())}".strip()
        if len(plain) >= SUMMARY_CHARS:
            break
    if len(plain) <= SUMMARY_CHARS:
        return plain
    ends = [end.end() for end in _SENTENCE_END.finditer(plain[:SUMMARY_CHARS])]
    if ends and ends[-1] > SUMMARY_CHARS // 4:
        return plain[: ends[-1]]
    return plain[: SUMMARY_CHARS - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
