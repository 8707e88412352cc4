"""The promise for machines: it fits its published schema and says what the page says."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from selectolax.lexbor import LexborHTMLParser

import pledges
from fixtures.site import BuiltSite
from pledges.domain.pledge import Pledge
from pledges.domain.response import Response
from pledges.views.models import View
from pledges.views.pledge import pledge_page
from pledges.views.pledge_document import pledge_document, pledge_json, pledge_schema
from pledges.views.publication import Publication
from promise_making import amended, any_responses, make_pledge, verdict
from promise_making import pledges as any_pledges
from publishing import MAYA, publish

PrintPage = Callable[[Publication, str, View], LexborHTMLParser]
SCHEMA = jsonschema.Draft202012Validator(
    json.loads(pledge_schema()), format_checker=jsonschema.FormatChecker()
)


def document(public: Publication, pledge: Pledge) -> dict[str, Any]:
    """Return the parsed file, after making sure that it fits the schema."""
    found: dict[str, Any] = json.loads(pledge_json(pledge_document(public, public.pledges[pledge.slug])))
    SCHEMA.validate(found)
    return found


def test_the_documented_schema_is_the_one_in_use() -> None:
    """When this fails, write what ``pledge_schema()`` returns into the file."""
    documented = Path(pledges.__file__).parent / "docs" / "pledge.schema.json"
    assert documented.read_bytes() == pledge_schema()


def test_the_schema_is_a_schema_and_explains_every_axis() -> None:
    schema = json.loads(pledge_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    terms = schema["$defs"]["PledgeDocument"]["properties"]
    axes = ("lifecycle", "progress", "schedule", "verdict", "repair", "disputed", "silent")
    assert all(terms[axis]["description"] for axis in axes)


def test_every_sample_pledge_fits_the_schema_that_the_site_publishes(sample_site: BuiltSite) -> None:
    schema = json.loads((sample_site.output / "pledges" / "schema.json").read_bytes())
    files = sample_site.files("pledges/*/pledge.json")
    assert len(files) >= 14
    for file in files:
        jsonschema.validate(json.loads(file.read_bytes()), schema)


def test_it_carries_the_wording_the_dates_and_all_axes() -> None:
    pledge = make_pledge(("2026-03-31", "on track", {"text": "94 %.", "evidence": ("https://e.example/",)}))
    found = document(publish("2026-06-01", pledge), pledge)
    assert found["@id"] == "tag:promises.example,2026:a-person-answers-9m3t"
    assert (found["text"], found["outcome"]) == (pledge.promise, pledge.outcome)
    assert (found["dateCreated"], found["expires"], found["asOf"]) == (
        "2026-01-15",
        "2026-12-31",
        "2026-06-01",
    )
    axes = ("lifecycle", "progress", "schedule", "verdict", "repair", "silent", "disputed")
    assert [found[axis] for axis in axes] == ["offered", "on track", "open", "none yet", "none", False, False]
    assert found["author"]["name"] == MAYA.name
    assert found["audience"] == [{"@type": "Audience", "name": "Everyone who calls"}]
    assert found["events"][1]["evidence"] == ["https://e.example/"]
    assert "ledgerHead" not in found


def test_an_amendment_keeps_the_old_value_beside_the_new_one() -> None:
    pledge = make_pledge(amended("2026-07-06", "2027-03-31"), amended("2026-08-06", "2027-06-30"))
    found = document(publish("2026-09-01", pledge), pledge)
    assert [(one["field"], one["old"], one["new"]) for one in found["amendments"]] == [
        ("due", "2026-12-31", "2027-03-31"),
        ("due", "2027-03-31", "2027-06-30"),
    ]
    assert (found["firstDue"], found["expires"]) == ("2026-12-31", "2027-06-30")


def test_invited_customers_and_readers_are_counted_apart() -> None:
    pledge = make_pledge(("2026-05-01", "kept"))
    words = (
        verdict("2026-06-02", "not kept", "c1"),
        verdict("2026-06-03", "kept", "c2", standing=None),
    )
    found = document(publish("2026-07-01", pledge, responses=words), pledge)
    assert found["verdicts"] == {
        "invited": {"kept": 0, "partly": 0, "notKept": 1},
        "open": {"kept": 1, "partly": 0, "notKept": 0},
    }
    assert (found["verdict"], found["disputed"]) == ("not kept", True)


def test_an_unpublished_leader_is_no_author() -> None:
    pledge = make_pledge()
    assert document(publish("2026-06-01", pledge, leaders=()), pledge)["author"] is None


def test_the_page_names_it_as_an_alternate(print_page: PrintPage) -> None:
    pledge = make_pledge()
    public = publish("2026-06-01", pledge)
    page = print_page(public, "pledge.html", pledge_page(public, pledge))
    (link,) = page.css('link[rel="alternate"][type="application/json"]')
    assert link.attributes["href"] == "/pledges/a-person-answers/pledge.json"


@given(any_pledges(), any_responses())
def test_any_history_fits_the_schema_and_agrees_with_the_page(
    pledge: Pledge, responses: tuple[Response, ...]
) -> None:
    public = publish(dt.date(2027, 1, 1), pledge, responses=responses)
    found = document(public, pledge)
    page = pledge_page(public, public.pledges[pledge.slug])
    assert [event["id"] for event in found["events"]] == [entry.id for entry in page.history]
    assert found["disputed"] == page.verdict.disputed
    assert sum(found["verdicts"]["invited"].values()) == sum(one.count or 0 for one in page.verdict.invited)
    assert sum(found["verdicts"]["open"].values()) == sum(one.count or 0 for one in page.verdict.readers)


@pytest.mark.parametrize("name", ["calendar.ics", "pledge.json", "pledge.svg"])
def test_a_renamed_pledge_is_still_found_at_its_old_address(name: str, tmp_path: Path) -> None:
    from records import SmallSite

    site = SmallSite(tmp_path).everything()
    site.pledge(aliases=["somebody-answers"], experience=["safe"], tags=["trust"])
    site.build()
    old, new = (site.output / "pledges" / slug / name for slug in ("somebody-answers", "a-person-answers"))
    assert old.read_bytes() == new.read_bytes()
