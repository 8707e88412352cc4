"""Where a promise stands, small enough to be shown on other sites: a picture without script.

It says what the promise's page says on the same day, in the same words.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator, Mapping
from html import escape

from pledges.domain import address
from pledges.domain.pledge import Pledge
from pledges.language import is_right_to_left, language_of
from pledges.markup import printable, xml_text
from pledges.views import cards, tags
from pledges.views.models import TagView, View
from pledges.views.publication import Publication

WIDTH, HEIGHT = 480, 132
"""Of the picture, in CSS pixels."""

MAX_COLUMNS = 48
"""How wide a line may be, in Latin letters; what is longer ends in an ellipsis."""

#: Each scheme's ground, text, muted text, and the colour of each tone. Other sites have no style sheet
#: of ours, so the badge carries its own; a test holds every pair to its contrast.
LIGHT = {
    "ground": "#fdfcf9",
    "rule": "#8a857a",
    "title": "#1c1b19",
    "muted": "#57544d",
    "open": "#33475c",
    "progress": "#1a4f8b",
    "kept": "#1d5c34",
    "partly": "#6b4a00",
    "overdue": "#8a3b00",
    "broken": "#8c1d18",
    "withdrawn": "#4d4a45",
}
DARK = {
    "ground": "#17181a",
    "rule": "#77746c",
    "title": "#e6e3dc",
    "muted": "#a8a49b",
    "open": "#c3d2e2",
    "progress": "#a9cdf7",
    "kept": "#a5dcb5",
    "partly": "#f0d58b",
    "overdue": "#ffc39b",
    "broken": "#ffb4ae",
    "withdrawn": "#d0ccc4",
}


class BadgeView(View, frozen=True, kw_only=True):
    """What a badge says: ``claims`` by the promisor and the clock, ``verdicts`` by customers."""

    title: str
    promisor: str
    claims: tuple[TagView, ...]
    verdicts: tuple[TagView, ...]
    as_of: dt.date
    lang: str = ""  # of the title
    language: str  # of the words around it


def badge_view(publication: Publication, pledge: Pledge) -> BadgeView:
    """Return what the badge of a promise says on the day the site is built for."""
    status = publication.status(pledge)
    schedule = tags.schedule_tag(publication.language, status)
    claims = (tags.claim_tag(status), tags.repair_tag(status), schedule)
    silent = (tags.SILENT,) if status.silent else ()
    disputed = (tags.DISPUTED,) if status.disputed else ()
    verdicts = (tags.verdict_tag(status), tags.made_right_tag(status))
    return BadgeView(
        title=pledge.title,
        promisor=cards.promisor(publication, pledge).name,
        claims=tuple(publication.tag(tag) for tag in (*claims, *silent) if tag),
        verdicts=tuple(publication.tag(tag) for tag in (*verdicts, *disputed) if tag),
        as_of=publication.today,
        lang=pledge.lang or publication.settings.default_lang,
        language=publication.settings.default_lang,
    )


def embed_html(publication: Publication, pledge: Pledge) -> str:
    """Return the HTML that shows the badge on another site. It names no state, which will change."""
    page = publication.absolute(address.pledge(pledge.slug))
    picture = publication.absolute(address.badge(pledge.slug))
    name = publication.say(
        "%(title)s: a promise by %(name)s, and where it stands",
        title=pledge.title,
        name=cards.promisor(publication, pledge).name,
    )
    return (
        f'<a href="{_text(page)}"><img src="{_text(picture)}" alt="{_text(name)}" '
        f'width="{WIDTH}" height="{HEIGHT}"></a>'
    )


def badge(view: BadgeView) -> bytes:
    """Return the badge as SVG that refers to nothing outside itself."""
    claims, verdicts = _words(view.claims), _words(view.verdicts)
    language = language_of(view.language)
    say, as_of = language.gettext, language.day(view.as_of)
    described = say(
        "Promisor says: %(claims)s. Customers say: %(verdicts)s. As of %(day)s.",
        claims=claims,
        verdicts=verdicts,
        day=as_of,
    )
    named_by = say("%(title)s: a promise by %(name)s", title=view.title, name=view.promisor)
    mirrored = is_right_to_left(view.language)
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    named = f'role="img" aria-labelledby="t d" lang="{_text(view.language)}"' + ' direction="rtl"' * mirrored
    lines = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {named}>',
        f'<title id="t">{_text(named_by)}</title>',
        f'<desc id="d">{_text(described)}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="ground" x="0.5" y="0.5" width="{WIDTH - 1}" height="{HEIGHT - 1}" rx="4"/>',
        _line(28, "title", view.title, mirrored),
        _line(48, "muted", view.promisor, mirrored),
        *_table({say("Promisor says"): view.claims, say("Customers say"): view.verdicts}, mirrored),
        _line(118, "muted", say("as of %(day)s", day=as_of), mirrored),
        "</svg>",
    )
    return "\n".join((*lines, "")).encode("utf-8")


def _words(shown: tuple[TagView, ...]) -> str:
    return ", ".join(tag.word for tag in shown)


def _x(start: int, mirrored: bool) -> int:
    """Return where a text begins, ``start`` pixels from the side at which its language begins."""
    return WIDTH - start if mirrored else start


def _line(y: int, style: str, text: str, mirrored: bool) -> str:
    return f'<text x="{_x(16, mirrored)}" y="{y}" class="{style}">{_text(shortened(text))}</text>'


def _table(rows: Mapping[str, tuple[TagView, ...]], mirrored: bool) -> Iterator[str]:
    """Yield two lines of coloured words, one below the other behind their labels."""
    column = max(128, *(30 + 7 * len(label) for label in rows))
    for y, (label, shown) in zip((74, 96), rows.items(), strict=True):
        yield _tagged(y, label, column, shown, mirrored)


def _tagged(y: int, label: str, column: int, shown: tuple[TagView, ...], mirrored: bool) -> str:
    """Return a line of coloured words behind a label; the colour only repeats the word."""
    words = '<tspan class="muted"> · </tspan>'.join(
        f'<tspan class="{tag.tone}">{_text(tag.word)}</tspan>' for tag in shown
    )
    length = _fitting(column, " · ".join(tag.word for tag in shown))
    return (
        f'<text x="{_x(16, mirrored)}" y="{y}"><tspan class="muted">{_text(label)}</tspan>'
        f'<tspan x="{_x(column, mirrored)}"{length}>{words}</tspan></text>'
    )


def _fitting(column: int, words: str) -> str:
    """Return what draws words together that would run out of the picture, in languages with long ones."""
    room = WIDTH - 16 - column
    too_long = 7.4 * len(words) > room
    return f' textLength="{room}" lengthAdjust="spacingAndGlyphs"' if too_long else ""


def shortened(text: str) -> str:
    """Return the text as it fits on a line; wide characters count twice."""
    if 2 * len(text) <= MAX_COLUMNS or (len(text) <= MAX_COLUMNS and text.isascii()):
        return text
    columns = 0
    for place, character in enumerate(text):
        columns += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if columns > MAX_COLUMNS:
            return f"{text[: place - 1].rstrip()}…"
    return text


def _text(text: str) -> str:
    return escape(xml_text(printable(text)))


def _rules(colours: dict[str, str]) -> str:
    rules = (f".{name}{{fill:{colour}}}" for name, colour in colours.items())
    return "".join(rules).replace(".rule{fill:", ".ground{stroke:")


_STYLE = (
    "text{font:13px system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif}"
    ".title{font-weight:600;font-size:16px}tspan{font-weight:600}tspan.muted{font-weight:400}"
    f"{_rules(LIGHT)}@media (prefers-color-scheme:dark){{{_rules(DARK)}}}"
)
