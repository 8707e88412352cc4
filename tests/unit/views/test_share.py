"""Words to cite by that stay true, and links that work without a script."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qs, unquote, urlsplit

from pledges.domain.essay import Essay
from pledges.views.share import essay_share, pledge_share
from promise_making import make_pledge
from publishing import publish

PLEDGE = make_pledge(id="quay-1", slug="quay", title='Home & "dry"', made=dt.date(2026, 1, 15))
URL = "https://promises.example/pledges/quay/"


def test_a_citation_names_promisor_title_day_record_site_and_address() -> None:
    cite = pledge_share(publish("2026-06-30", PLEDGE), PLEDGE).cite

    assert "Maya Okafor" in cite
    assert 'Home & "dry"' in cite
    assert "15 January 2026" in cite
    assert "quay-1" in cite
    assert cite.endswith(f"The Promise Record. {URL}")


def test_a_citation_says_the_same_every_day() -> None:
    first, last = (pledge_share(publish(day, PLEDGE), PLEDGE) for day in ("2026-06-30", "2027-06-30"))

    assert first == last


def test_an_essay_is_cited_by_its_author_and_date() -> None:
    essay = Essay(id="e-1", slug="e", title="On quays", date=dt.date(2026, 2, 1), author="maya-okafor")
    share = essay_share(publish("2026-06-30", essays=[essay]), essay)

    assert share.cite == (
        "Maya Okafor: “On quays”. The Promise Record, 1 February 2026. https://promises.example/essays/e/"
    )


def test_an_essay_of_nobody_is_cited_by_its_title() -> None:
    essay = Essay(id="e-1", slug="e", title="On quays", date=dt.date(2026, 2, 1))

    assert essay_share(publish("2026-06-30", essays=[essay]), essay).cite.startswith("“On quays”.")


def test_the_links_hand_on_title_and_address_whole() -> None:
    links = {link.title: link.url for link in pledge_share(publish("2026-06-30", PLEDGE), PLEDGE).links}
    whole = f'Home & "dry": a promise by Maya Okafor {URL}'

    assert parse_qs(urlsplit(links["Mail"]).query)["body"] == [URL]
    assert unquote(urlsplit(links["Mastodon"]).fragment) == f"text={whole}"
    assert parse_qs(urlsplit(links["Bluesky"]).query)["text"] == [whole]
    assert parse_qs(urlsplit(links["LinkedIn"]).query)["url"] == [URL]
