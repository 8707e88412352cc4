"""What the site shows of customers' words and of repairs, from the record on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from records import PLEDGE, SmallSite

TARGET = f"pledges/{PLEDGE['id']}"
BROKEN = """
## 2026-03-01 · broken
It was not.

## 2026-03-02 · apology
I am sorry.

## 2026-03-03 · repair
By June.

## 2026-03-04 · repaired
Done."""


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    site = SmallSite(tmp_path)
    site.leader()
    return site


def verdict(name: str, value: str, day: str, customer: str = "c-ada", **more: Any) -> dict[str, Any]:
    """Return an invited customer's word; without ``customer`` any reader's."""
    said: dict[str, Any] = {
        "id": name,
        "kind": "comment",
        "type": "repair-verdict" if value in ("accepted", "refused") else "verdict",
        "author": {"name": "Ada" if customer else "Anybody"},
        "date": f"{day}T12:00:00Z",
        "text": f"I say {value}.",
        "verdict": value,
        **({"customer": customer} if customer else {}),
        "standing": "invited" if customer else "open",
    }
    return said | more


def texts(tree: Any, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in tree.css(selector)]


def test_the_latest_word_of_an_invited_customer_counts_and_readers_stand_apart(site: SmallSite) -> None:
    site.pledge(body="## 2026-03-01 · kept\nDone.")
    site.respond(
        TARGET,
        verdict("r-1", "not kept", "2026-03-02"),
        verdict("r-2", "kept", "2026-03-03"),
        verdict("r-3", "not kept", "2026-03-04", customer=""),
    )
    site.build()
    page = site.html("/pledges/a-person-answers/")
    assert texts(page, "#customers .testimony .tag") == ["Kept", "Not kept", "Not kept"]
    assert len(page.css(".testimonies--readers .testimony")) == 1
    assert len(page.css(".testimony--earlier")) == 1
    assert texts(page, ".standing__count") == ["Invited customers 1 Kept", "Other readers 1 Not kept"]


def test_a_dispute_shows_on_page_list_feed_and_badge_alike(site: SmallSite) -> None:
    site.pledge(body="## 2026-03-01 · kept\nDone.")
    site.respond(TARGET, verdict("r-1", "partly", "2026-03-02"))
    site.build()
    assert "Disputed" in texts(site.html("/pledges/a-person-answers/"), ".standing .tag")
    for place in ("/pledges/", "/pledges/disputed/"):
        assert "Disputed" in texts(site.html(place), ".pledge-card .tag"), place
    feed = (site.output / "feeds/pledges.atom.xml").read_text(encoding="utf-8")
    assert "A customer contradicts what was declared" in feed
    assert "Disputed" in (site.output / "pledges/a-person-answers/pledge.svg").read_text(encoding="utf-8")
    data = (site.output / "pledges/a-person-answers/pledge.json").read_text(encoding="utf-8")
    assert '"disputed": true' in data or '"disputed":true' in data


def test_a_refused_verdict_is_told_beside_the_verdict_and_counts_for_nothing(site: SmallSite) -> None:
    site.pledge(body="## 2026-03-01 · kept\nDone.")
    note = {
        "id": "r-1",
        "kind": "comment",
        "author": {"name": "The moderators", "role": "moderator"},
        "date": "2026-03-02T12:00:00Z",
        "text": "A verdict was not published: private details.",
        "customer": "c-ada",
        "standing": "invited",
    }
    site.respond(TARGET, note)
    site.build()
    page = site.html("/pledges/a-person-answers/")
    assert texts(page, ".standing__side--verdict .unpublished") == [note["text"]]
    assert texts(page, ".standing__word--verdict") == ["No verdict yet"]
    assert "Invited customer" not in texts(page, ".response__standing")
    assert "Moderator" in texts(page, ".response__role")


def test_the_story_of_a_repair_is_told_on_page_and_list(site: SmallSite) -> None:
    site.pledge(body=BROKEN)
    site.respond(TARGET, verdict("r-1", "refused", "2026-03-05"), verdict("r-2", "accepted", "2026-04-05"))
    site.build()
    told = [
        "Declared broken",
        "Apology",
        "Repair promised",
        "Repaired, says the promisor",
        "Repair refused",
        "Made right",
    ]
    assert texts(site.html("/pledges/a-person-answers/"), ".step .tag") == told
    assert texts(site.html("/pledges/made-right/"), ".pledge-card__how .step .tag") == told
    assert texts(site.html("/pledges/"), ".step") == []
    feed = (site.output / "feeds/pledges.atom.xml").read_text(encoding="utf-8")
    assert "A customer accepts the repair" in feed


def test_the_story_leads_to_the_promise_that_repairs_and_that_one_leads_back(site: SmallSite) -> None:
    site.pledge("a-new-one", id="a-new-one-2k4d", title="A new one")
    site.pledge(body="## 2026-03-01 · broken\nNo.\n\n## 2026-03-02 · repair\nThis.\nRepair: a-new-one")
    site.build()
    assert "The repair: A new one" in texts(site.html("/pledges/a-person-answers/"), ".step .step__who")
    facts = texts(site.html("/pledges/a-new-one/"), ".record__notes .fact")
    assert "Repairs A person answers" in facts


def test_a_broken_promise_without_a_repair_has_no_story(site: SmallSite) -> None:
    site.pledge(body="## 2026-03-01 · broken\nNo.")
    site.build()
    assert texts(site.html("/pledges/a-person-answers/"), ".step") == []


def test_the_history_and_the_feed_say_a_verdict_in_words(site: SmallSite) -> None:
    site.pledge(body=BROKEN)
    site.respond(TARGET, verdict("r-1", "partly", "2026-03-02"), verdict("r-2", "refused", "2026-03-05"))
    site.build()
    headings = " ".join(texts(site.html("/pledges/a-person-answers/"), ".event__heading"))
    feed = (site.output / "feeds/pledges.atom.xml").read_text(encoding="utf-8")
    for told in (headings, feed):
        assert "A customer says: partly kept" in told
        assert "A customer says: repair refused" in told
