"""What subscribers hold on to: ids and dates of feeds through renames, moves, edits and thirty days."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from feed_checks import ATOM, assert_valid_atom, assert_valid_json_feed, assert_valid_opml, assert_valid_rss
from records import ESSAY, PLEDGE, URL, SmallSite, names_in
from site_checks import broken_links

TARGET = f"essays/{ESSAY['id']}"


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    made = SmallSite(tmp_path, {"CONVERSATION_PAGE_SIZE": 2}).everything()
    made.respond(TARGET, {"id": "r-two"}, {"id": "r-three"}, {"id": "r-four", "in_reply_to": "r-three"})
    return made


def parse(file: Path) -> Any:
    return etree.fromstring(file.read_bytes())


def atoms(site: SmallSite) -> dict[str, Any]:
    """Return every Atom feed of the output by its path."""
    return {name: parse(site.output / name) for name in names_in(site.output) if name.endswith("atom.xml")}


def entry_ids(feed: Any) -> list[str]:
    return [entry.findtext(ATOM + "id") for entry in feed.findall(ATOM + "entry")]


def ids(site: SmallSite) -> set[tuple[str, str]]:
    """Return the id of every feed with each of its entries' ids."""
    return {(feed.findtext(ATOM + "id"), entry) for feed in atoms(site).values() for entry in entry_ids(feed)}


def attached(site: SmallSite) -> set[str]:
    """Return the anchor of every response of every page that is no redirect."""
    pages = [site.html(f"/{name}") for name in names_in(site.output) if name.endswith(".html")]
    return {node.id or "" for page in pages for node in page.css("article.response, article.linkback")}


def rename(site: SmallSite) -> None:
    (site.content / "essays/on-promises.md").unlink()
    site.essay(
        "on-kept-promises", author="maya-okafor", category="Promises", tags=["trust"], aliases=["on-promises"]
    )
    (site.content / "pledges/a-person-answers.md").unlink()
    site.pledge("somebody-answers", experience=["safe"], tags=["trust"], aliases=["a-person-answers"])
    essay = site.content / "essays/on-kept-promises.md"
    essay.write_text(essay.read_text().replace("\n---", '\npledges: ["somebody-answers"]\n---', 1))
    (site.content / "leaders/maya-okafor.md").unlink()
    site.leader("maya", aliases=["maya-okafor"])
    for file in (essay, site.content / "pledges/somebody-answers.md"):
        file.write_text(file.read_text().replace('"maya-okafor"', '"maya"', 1))


def test_a_renamed_slug_keeps_feed_ids_and_responses(site: SmallSite) -> None:
    site.build()
    before, answers = ids(site), attached(site)

    rename(site)
    site.build()

    assert ids(site) == before
    assert attached(site) == answers != set()
    assert broken_links(site.output, URL) == []


def test_old_addresses_lead_to_the_new_ones(site: SmallSite) -> None:
    site.build()
    old = set(names_in(site.output))

    rename(site)
    site.build()

    assert old <= set(names_in(site.output)), "every old address is still answered"
    for path, new in (
        ("/essays/on-promises/", "/essays/on-kept-promises/"),
        ("/essays/on-promises/conversation/2/", "/essays/on-kept-promises/conversation/2/"),
        ("/pledges/a-person-answers/", "/pledges/somebody-answers/"),
        ("/leaders/maya-okafor/", "/leaders/maya/"),
    ):
        page = site.html(path)
        refresh = page.css_first("meta[http-equiv=refresh]")
        assert refresh is not None
        assert refresh.attributes["content"] == f"0; url={new}"
        canonical = page.css_first("link[rel=canonical]")
        assert canonical is not None
        assert canonical.attributes["href"] == URL + new
        assert page.css("meta[name=robots][content=noindex]")
    assert "/on-promises/" not in (site.output / "sitemap.xml").read_text()


@pytest.mark.parametrize("form", ["atom.xml", "rss.xml", "json"])
def test_an_old_feed_answers_as_the_new_one(site: SmallSite, form: str) -> None:
    rename(site)
    site.build()

    for old, new in (
        ("essays/on-promises", "essays/on-kept-promises"),
        ("leaders/maya-okafor", "leaders/maya"),
    ):
        assert (site.output / f"{old}/feed.{form}").read_bytes() == (
            site.output / f"{new}/feed.{form}"
        ).read_bytes()


def test_a_moved_domain_keeps_feed_ids_and_responses(site: SmallSite) -> None:
    site.build()
    before, answers = ids(site), attached(site)

    site.build(SITEURL="https://elsewhere.example/record")

    assert ids(site) == before
    assert attached(site) == answers
    assert URL not in (site.output / "feeds/essays.atom.xml").read_text()


def test_a_changed_date_keeps_feed_ids_and_responses(site: SmallSite) -> None:
    site.build()
    before, answers = ids(site), attached(site)

    site.essay(date="2026-01-12", author="maya-okafor", category="Promises", tags=["trust"])
    site.pledge(due="2027-01-31", experience=["safe"], tags=["trust"])
    site.build()

    assert ids(site) == before
    assert attached(site) == answers


def test_an_imported_guid_is_kept(site: SmallSite) -> None:
    site.essay(feed_id="https://old.example/?p=12", author="maya-okafor")

    site.build()

    assert entry_ids(parse(site.output / "feeds/essays.atom.xml")) == ["https://old.example/?p=12"]
    reply = parse(site.output / "essays/on-promises/feed.atom.xml")
    assert 'ref="https://old.example/?p=12"' in etree.tostring(reply).decode()


def test_a_feed_is_as_old_as_what_happened(site: SmallSite) -> None:
    site.build(AS_OF="2026-03-20")
    before = {name: feed.findtext(ATOM + "updated") for name, feed in atoms(site).items()}
    assert before["feeds/essays.atom.xml"] == "2026-01-10T00:00:00Z"

    site.build(AS_OF="2026-03-21", SITENAME="Another name")

    assert {name: feed.findtext(ATOM + "updated") for name, feed in atoms(site).items()} == before


def test_an_erasure_makes_a_feed_newer(site: SmallSite) -> None:
    file = site.content / "responses" / f"{TARGET}.jsonl"
    *kept, last = file.read_text().splitlines()
    line = {name: json.loads(last)[name] for name in ("id", "kind", "date")}
    file.write_text("\n".join([*kept, json.dumps({**line, "erased": "2026-06-01T08:00:00Z"})]) + "\n")

    site.build()

    for name in ("essays/on-promises/feed.atom.xml", "feeds/conversation.atom.xml"):
        feed = parse(site.output / name)
        assert feed.findtext(ATOM + "updated") == "2026-06-01T08:00:00Z"
        assert not any("r-four" in entry for entry in entry_ids(feed))


# --- a site under a path -------------------------------------------------------------------------------


def test_a_site_under_a_path_links_within_it(site: SmallSite) -> None:
    site.leader(url="/essays/on-promises/", links=[{"title": "Promise", "url": "/pledges/a-person-answers"}])
    (site.content / "images").mkdir()
    (site.content / "images/a picture.svg").write_text("<svg/>")
    site.essay(
        body="[The promise](/pledges/a-person-answers/), ![a picture](</images/a picture.svg>).",
        author="maya-okafor",
        image={"src": "/images/a picture.svg", "alt": "A picture"},
        videos=[{"title": "Elsewhere here", "url": "/about/"}],
    )
    rename_pledge = site.content / "pledges/a-person-answers.md"
    rename_pledge.write_text(
        rename_pledge.read_text() + "\n## 2026-03-01 · on track\nGood.\nEvidence: /essays/on-promises/\n"
    )
    base = "https://promises.example/repo"

    site.build(SITEURL=base, INBOX_URL="/inbox")

    assert broken_links(site.output, base, served_elsewhere=("inbox/",)) == []
    for name in names_in(site.output):
        if name.endswith(".html"):
            for node in site.html(f"/{name}").css("[href^='/'], [src^='/'], [action^='/']"):
                address = next(
                    node.attributes[key] or ""
                    for key in ("href", "src", "action")
                    if node.attributes.get(key)
                )
                assert address.startswith("/repo/"), f"{name}: {address}"
    for check, pattern in (
        (assert_valid_atom, "*atom.xml"),
        (assert_valid_rss, "*rss.xml"),
        (assert_valid_json_feed, "feed.json"),
    ):
        for file in site.output.rglob(pattern):
            check(file.read_bytes())
    assert_valid_opml((site.output / "feeds/all.opml").read_bytes())


def test_an_address_in_a_field_that_leads_nowhere_is_a_problem(site: SmallSite) -> None:
    site.leader(url="/essays/none/")

    with pytest.raises(Exception, match=r'leaders/maya-okafor\.md:4: url: "/essays/none/" leads to nothing'):
        site.build()


# --- a feed reader, for thirty days ----------------------------------------------------------------------


@dataclass
class Reader:
    """Follows every Atom feed as a feed reader does and remembers what it was told."""

    size: int
    seen: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)

    def fetch(self, site: SmallSite) -> None:
        for name, feed in atoms(site).items():
            if "archive" not in name:
                self._read(name, feed)

    def _read(self, name: str, feed: Any) -> None:
        entries = feed.findall(ATOM + "entry")
        assert len(set(entry_ids(feed))) == len(entries), f"{name}: an entry twice"
        updated = feed.findtext(ATOM + "updated")
        assert updated >= self.last.get(name, ""), f"{name}: moved back"
        known = self.seen.setdefault(name, {})
        now = {
            entry.findtext(ATOM + "id"): (
                entry.findtext(ATOM + "updated"),
                entry.findtext(ATOM + "title") + entry.findtext(ATOM + "content"),
            )
            for entry in entries
        }
        for identity, (changed, text) in now.items():
            before = known.get(identity, (changed, text))
            assert changed >= before[0], f"{name}: {identity} moved back"
            assert text == before[1] or changed > before[0], f"{name}: {identity} changed in silence"
        gone = known.keys() - now.keys()
        assert not gone or len(entries) >= self.size, f"{name}: {gone} disappeared"
        assert bool(now.keys() - known.keys()) <= (updated > self.last.get(name, "")), (
            f"{name}: new, not newer"
        )
        known.update(now)
        self.last[name] = updated


LIVELY = """

## 2026-03-03 · accepted
They agreed.

## 2026-03-06 · amended
It takes longer.
Due: 2026-03-20
Promise: A person answers soon.

## 2026-03-06 · at risk
Two left.

## 2026-03-06 · amended
And less of it.
Outcome: 90 % of calls.

## 2026-03-20 · amended
A few more days.
Due: 2026-03-24

## 2026-03-26 · kept
We did.

## 2026-03-28 · apology
Not for you, I hear.
"""


def lively(site: SmallSite) -> None:
    """Fill March with events of every kind."""
    site.leader()
    site.essay(author="maya-okafor", date="2026-03-02", tags=["trust"])
    site.essay(
        "another",
        id="another-1a2b",
        author="maya-okafor",
        date="2026-03-12",
        updated="2026-03-22",
        tags=["trust"],
    )
    site.pledge(
        body="I mean it." + LIVELY, made="2026-03-01", due="2026-03-10", silent_days=5, tags=["trust"]
    )
    site.pledge("hushed", id="silent-1a2b", made="2026-03-02", due="2026-03-12", silent_days=3)
    invited = {"type": "verdict", "standing": "invited"}
    site.respond(
        f"pledges/{PLEDGE['id']}",
        {"id": "r-v1", **invited, "customer": "c1", "verdict": "kept", "date": "2026-03-26T09:00:00Z"},
        {"id": "r-v2", **invited, "customer": "c2", "verdict": "not kept", "date": "2026-03-27T09:00:00Z"},
        {"id": "r-v3", **invited, "customer": "c2", "verdict": "kept", "date": "2026-03-29T09:00:00Z"},
    )
    for day in range(3, 30):
        stamp = f"2026-03-{day:02}T{day % 24:02}:00:00Z"
        site.respond(
            f"essays/{ESSAY['id']}",
            {"id": f"r-d{day}", "date": stamp, "in_reply_to": "r-d3" if day > 3 else ""},
        )


@pytest.mark.parametrize("size", [4, 50])
def test_a_feed_reader_is_told_everything_once_for_thirty_days(tmp_path: Path, size: int) -> None:
    site = SmallSite(tmp_path, {"FEED_SIZE": size, "TIMEZONE": "Europe/London"})
    lively(site)
    reader = Reader(size)

    for number in range(31):
        site.build(AS_OF=(dt.date(2026, 3, 1) + dt.timedelta(days=number)).isoformat())
        reader.fetch(site)

    told = reader.seen["feeds/pledges.atom.xml"]
    assert any("-overdue-" in identity for identity in told)
    assert any("-silent-" in identity for identity in told)
    assert any("-disputed-" in identity for identity in told)
    assert len(reader.seen["feeds/conversation.atom.xml"]) == 30


def test_an_entry_of_the_clock_keeps_the_date_it_spoke_of(tmp_path: Path) -> None:
    """The promise is amended on the day it was due: "is due" must not then name the new date."""
    site = SmallSite(tmp_path)
    site.leader()
    site.pledge(
        body="I mean it.\n\n## 2026-03-10 · amended\nLater.\nDue: 2026-05-01\nPromise: Other words.\n",
        made="2026-03-01",
        due="2026-03-10",
    )

    site.build()

    feed = parse(site.output / "pledges/a-person-answers/feed.atom.xml")
    texts = {e.findtext(ATOM + "id"): e.findtext(ATOM + "content") for e in feed.findall(ATOM + "entry")}
    clock = next(
        text for identity, text in texts.items() if "due-today" in identity and "2026-03-10" in identity
    )
    made = next(text for identity, text in texts.items() if identity.endswith(PLEDGE["id"]))
    assert "Due 10 March 2026." in clock
    assert "A person answers." in clock
    assert "Due 10 March 2026." in made
