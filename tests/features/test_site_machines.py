"""What machines and other sites take of a built site: it is there, linked, and stays where it was."""

from __future__ import annotations

from pathlib import Path

import icalendar
import pytest

from pledges.domain import address
from pledges.files.links import known_addresses
from pledges.files.record import load_record
from records import SmallSite

PAGE = "/pledges/a-person-answers/"
FILES = [
    "/calendar.ics",
    "/leaders/maya-okafor/calendar.ics",
    f"{PAGE}calendar.ics",
    f"{PAGE}pledge.json",
    f"{PAGE}pledge.svg",
    "/pledges/schema.json",
]


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    return SmallSite(tmp_path, {"AS_OF": "2026-06-30"}).everything()


def test_authors_may_link_to_every_one_of_them_and_each_is_there(site: SmallSite) -> None:
    site.essay(body=" ".join(f"[x]({path})" for path in FILES))
    site.build()
    assert all((site.output / path.lstrip("/")).is_file() for path in FILES)
    links = {node.attributes["href"] for node in site.html("/essays/on-promises/").css(".e-content a")}
    assert links >= set(FILES)


def test_whatever_a_link_may_lead_to_is_printed(site: SmallSite) -> None:
    site.pledge(aliases=["somebody-answers"], experience=["safe"], tags=["trust"])
    site.leader(aliases=["maya"])
    site.build(SEARCH=True, SOCIAL_CARDS=True)
    record, problems = load_record(site.content)
    assert problems == []
    missing = [
        path for path in known_addresses(record) if not (site.output / address.file_of(path)).is_file()
    ]
    assert missing == []


@pytest.mark.parametrize("page", [PAGE, "/leaders/maya-okafor/", "/feeds/"])
def test_pages_lead_to_the_calendar(site: SmallSite, page: str) -> None:
    site.build()
    links = {node.attributes.get("href") or "" for node in site.html(page).css("a")}
    assert any(link.endswith("calendar.ics") for link in links)
    if page != "/feeds/":
        assert f"webcal://promises.example{page}calendar.ics" in links


def test_a_site_in_a_folder_has_its_addresses_there(site: SmallSite) -> None:
    site.build(SITEURL="https://example.org/promises")
    page = site.html(PAGE)
    links = {node.attributes.get("href") for node in page.css("a")}
    assert f"webcal://example.org/promises{PAGE}calendar.ics" in links
    assert f"/promises{PAGE}pledge.json" in links
    assert f"https://example.org/promises{PAGE}pledge.svg" in page.css_first("details.embed code").text()


def test_a_draft_is_in_no_calendar(site: SmallSite) -> None:
    site.pledge("hidden", id="hidden-1a2b", draft=True)
    site.build()
    calendar = icalendar.Calendar.from_ical((site.output / "calendar.ics").read_bytes())
    assert len(calendar.walk("VEVENT")) == 1


def test_a_new_day_prints_the_badge_anew_and_leaves_the_calendars_alone(site: SmallSite) -> None:
    site.build()
    before = site.files()
    site.build(AS_OF="2026-07-01")
    after = site.files()
    changed = {f"/{name}" for name in after if after[name] != before.get(name)}
    assert {f"{PAGE}pledge.svg", f"{PAGE}pledge.json"} <= changed
    assert not any(name.endswith(".ics") for name in changed)
