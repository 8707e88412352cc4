"""The badge: the words of the promise's page on the same day, readable anywhere, and nothing else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import msgspec
import pytest
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from pledges.views.badge import DARK, LIGHT, MAX_COLUMNS, WIDTH, badge, badge_view, embed_html, shortened
from pledges.views.models import View
from pledges.views.pledge import pledge_page
from pledges.views.publication import Publication
from promise_making import amended, day, make_pledge, repair_verdict, verdict
from publishing import publish
from theme_files import contrast

SVG = "{http://www.w3.org/2000/svg}"
PrintPage = Callable[[Publication, str, View], LexborHTMLParser]

#: A year in which a promise passes through every state that a page can show.
STORY = make_pledge(
    ("2026-01-20", "accepted"),
    ("2026-02-10", "on track"),
    ("2026-05-20", "at risk"),
    amended("2026-05-25", "2026-06-30"),
    ("2026-06-10", "blocked"),
    ("2026-07-05", "kept"),
    ("2026-08-10", "apology"),
    ("2026-08-20", "repair", {"text": "A second line."}),
    ("2026-09-10", "repaired"),
    due=day("2026-05-31"),
)
WORDS = (
    verdict("2026-07-10", "kept", "c1"),
    verdict("2026-08-01", "not kept", "c2"),
    repair_verdict("2026-09-20", "accepted", "c2"),
    verdict("2026-10-05", "partly", "c1"),
)


def parse(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def words_of_badge(data: bytes) -> tuple[set[str], set[str], str]:
    """Return what the badge says for the promisor and the clock, for customers, and of which day."""
    lines = [("".join(line.itertext()), line) for line in parse(data).iter(f"{SVG}text")]
    said = {}
    for text, line in lines:
        for label in ("Promisor says", "Customers say"):
            if text.startswith(label):
                said[label] = {
                    span.text or ""
                    for span in line.iter(f"{SVG}tspan")
                    if span.get("class") not in (None, "muted")
                }
    return said["Promisor says"], said["Customers say"], lines[-1][0]


def words_of_page(page: LexborHTMLParser) -> tuple[set[str], set[str]]:
    """Return what the page says for the promisor and the clock, and for customers."""
    claims = {tag.text(strip=True) for tag in page.css(".standing__word--claim .tag")}
    facts = {fact.css("dt")[0].text(strip=True): fact for fact in page.css(".record__facts .fact")}
    due = facts["Due"]
    claims |= {tag.text(strip=True) for tag in due.css(".tag")}
    verdicts = {tag.text(strip=True) for tag in page.css(".standing__word--verdict .tag")}
    verdicts.add(page.css(".standing__word--verdict")[0].text(deep=False, strip=True))
    if "Declared" not in "".join(claims) and "Due" not in "".join(claims) and "Overdue" not in claims:
        claims.add(f"Due {due.css('time')[0].text(strip=True)}")  # the page prints the date, not a tag
    return claims, verdicts


def test_on_every_day_of_a_year_the_badge_says_what_the_page_says(print_page: PrintPage) -> None:
    said = set()
    for number in range(366):
        today = dt.date(2026, 1, 15) + dt.timedelta(days=number)
        public = publish(today, STORY, responses=WORDS, SILENT_DAYS=60)
        pledge = public.pledges[STORY.slug]
        claims, verdicts, as_of = words_of_badge(badge(badge_view(public, pledge)))
        page = print_page(public, "pledge.html", pledge_page(public, pledge))
        assert (claims, verdicts) == words_of_page(page), today
        assert as_of == f"as of {today.day} {today:%B %Y}"
        said |= claims | verdicts
    assert said >= {"Offered", "Accepted", "On track", "At risk", "Blocked", "Declared kept", "Silent"}
    assert said >= {"Due in 14 days", "Due in 1 day", "Due today", "Overdue", "Due 31 May 2026"}
    assert said >= {"Apology", "Repair promised", "Repaired, says the promisor", "Made right"}
    assert said >= {"No verdict yet", "Kept", "Partly kept", "Disputed"}


@pytest.mark.parametrize("repair", [(), (("2026-06-05", "apology"),)])
def test_a_dispute_is_shown_from_the_day_of_the_verdict(repair: tuple[tuple[str, str], ...]) -> None:
    pledge = make_pledge(("2026-05-01", "kept"), *repair)
    words = (verdict("2026-06-02", "not kept"),)
    before, after = (
        words_of_badge(badge(badge_view(publish(on, pledge, responses=words), pledge)))[1]
        for on in ("2026-06-01", "2026-06-02")
    )
    assert before == {"No verdict yet"}
    assert after == {"Not kept", "Disputed"}


@pytest.mark.parametrize(
    ("zone", "expected"), [("UTC", {"No verdict yet"}), ("Asia/Tokyo", {"Not kept", "Disputed"})]
)
def test_the_day_of_a_verdict_is_that_of_the_sites_zone(zone: str, expected: set[str]) -> None:
    pledge = make_pledge(("2026-05-01", "kept"))
    words = (verdict("2026-06-01T23:30", "not kept"),)
    on = "2026-06-02" if zone == "Asia/Tokyo" else "2026-05-31"
    public = publish(on, pledge, responses=words, TIMEZONE=zone)
    assert words_of_badge(badge(badge_view(public, pledge)))[1] == expected


def test_a_leap_day_is_a_day_like_others() -> None:
    pledge = make_pledge(due=day("2028-02-29"), silent_days=2000)
    said = [
        words_of_badge(badge(badge_view(publish(on, pledge), pledge)))[0]
        for on in ("2028-02-28", "2028-02-29", "2028-03-01")
    ]
    assert said == [{"Offered", "Due in 1 day"}, {"Offered", "Due today"}, {"Offered", "Overdue"}]


def test_it_has_a_title_and_a_description_and_refers_to_nothing_outside() -> None:
    public = publish("2026-10-10", STORY, responses=WORDS)
    data = badge(badge_view(public, public.pledges[STORY.slug]))
    root = parse(data)
    ids = (root.get("aria-labelledby") or "").split()
    texts = {element.get("id"): element.text for element in root if element.get("id")}
    assert root.get("role") == "img"
    assert texts[ids[0]] == "A person answers: a promise by Maya Okafor"
    assert texts[ids[1]] == (
        "Promisor says: Declared kept. Customers say: Partly kept, Made right, Disputed. "
        "As of 10 October 2026."
    )
    assert {etree.QName(element).localname for element in root.iter()} == {
        *("svg", "title", "desc", "style", "rect", "text", "tspan")
    }
    text = data.decode().replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?:|url\(|@import|href|src=|\bon\w+=", text)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_every_word_has_its_contrast_in_both_schemes(colours: dict[str, str]) -> None:
    words = colours.keys() - {"ground", "rule"}
    assert len(words) == 9
    assert all(contrast(colours[name], colours["ground"]) >= 4.5 for name in words)
    assert contrast(colours["rule"], colours["ground"]) >= 3


def test_both_schemes_colour_every_tone_that_is_used() -> None:
    public = publish("2026-10-10", STORY, responses=WORDS)
    style = badge(badge_view(public, public.pledges[STORY.slug])).decode()
    light, dark = style.split("@media (prefers-color-scheme:dark)")
    for colours, rules in ((LIGHT, light), (DARK, dark)):
        assert all(f".{name}{{fill:{colour}}}" in rules for name, colour in colours.items() if name != "rule")


@pytest.mark.parametrize(
    "title", ["<script>alert(1)</script>", 'a" onload="x', "]]>&amp;\x00\ud800\ufffe\u202e", "船" * 60, ""]
)
def test_whatever_a_title_holds_the_picture_is_well_formed(title: str) -> None:
    pledge = make_pledge(title=title)
    root = parse(badge(badge_view(publish("2026-02-01", pledge), pledge)))
    assert all("onload" not in element.attrib for element in root.iter())


def test_in_a_language_from_right_to_left_lines_begin_at_the_right() -> None:
    view = badge_view(publish("2026-02-01", STORY), STORY)
    here, mirrored = (parse(badge(view)), parse(badge(msgspec.structs.replace(view, language="ar"))))

    assert (here.get("direction"), mirrored.get("direction")) == (None, "rtl")
    begins = [
        [int(part.get("x", 0)) for part in svg.iter(f"{SVG}text", f"{SVG}tspan")] for svg in (here, mirrored)
    ]
    assert begins[1] == [x and WIDTH - x for x in begins[0]]


def test_a_long_line_ends_in_an_ellipsis_and_wide_letters_count_twice() -> None:
    assert shortened("a" * MAX_COLUMNS) == "a" * MAX_COLUMNS
    assert shortened("a" * (MAX_COLUMNS + 1)) == "a" * (MAX_COLUMNS - 1) + "…"
    assert len(shortened("船" * 60)) == MAX_COLUMNS // 2


def test_what_other_sites_paste_is_one_link_around_one_picture_and_names_no_state() -> None:
    pledge = make_pledge(("2026-05-01", "kept"), title='A "quote" & more')
    html = embed_html(publish("2026-06-01", pledge), pledge)
    tree = LexborHTMLParser(html)
    (link,), (picture,) = tree.css("body > a"), tree.css("a > img")
    assert link.attributes["href"] == "https://promises.example/pledges/a-person-answers/"
    assert picture.attributes["src"] == "https://promises.example/pledges/a-person-answers/pledge.svg"
    assert 'A "quote" & more' in (picture.attributes["alt"] or "")
    assert "kept" not in html.lower()


def test_the_page_shows_what_to_paste_as_text(print_page: PrintPage) -> None:
    pledge = make_pledge()
    public = publish("2026-06-01", pledge)
    page = print_page(public, "pledge.html", pledge_page(public, pledge))
    (code,) = page.css("details.embed pre code")
    assert code.text() == embed_html(public, pledge)
