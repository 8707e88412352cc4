"""schema.org data: comments as comments, and a review only where an invited customer judged."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from fixtures.site import BuiltSite
from pledges.domain.pledge import Pledge
from pledges.domain.response import Author, Kind, Response
from pledges.domain.verdict import is_invited_verdict
from pledges.views.jsonld import RATINGS, claim_reviews, conversation_data, pledge_data
from pledges.views.pledge import pledge_page
from promise_making import acceptance, any_responses, comment, instant, make_pledge, verdict
from promise_making import pledges as any_pledges
from publishing import publish

ADA = Author(name="Ada")


def data(*responses: Response, on: str = "2026-12-01", **settings: Any) -> dict[str, Any]:
    pledge = make_pledge(("2026-05-01", "kept"))
    return pledge_data(publish(on, pledge, responses=responses, **settings), pledge)


def test_a_comment_is_a_comment_with_its_author_time_and_place() -> None:
    found = data(comment("r-1", text="Well said.", author=ADA, updated=instant("2026-03-01")))
    assert found["comment"] == [
        {
            "@type": "Comment",
            "@id": "tag:promises.example,2026:r-1",
            "url": "https://promises.example/pledges/a-person-answers/#r-r-1",
            "dateCreated": "2026-02-01T12:00:00Z",
            "dateModified": "2026-03-01T12:00:00Z",
            "author": {"@type": "Person", "name": "Ada"},
            "text": "Well said.",
        }
    ]


def test_a_reply_names_what_it_answers_and_nothing_that_was_erased() -> None:
    gone = comment("r-0", erased=instant("2026-03-01"))
    found = data(
        gone,
        comment("r-1", text="A?"),
        comment("r-2", in_reply_to="r-1", text="B."),
        comment("r-3", in_reply_to="r-0", text="C."),
    )
    parents = {
        one["@id"].rpartition(":")[2]: one.get("parentItem", {}).get("@id") for one in found["comment"]
    }
    assert parents == {"r-1": None, "r-2": "tag:promises.example,2026:r-1", "r-3": None}


def test_linkbacks_are_no_comments() -> None:
    assert "comment" not in data(comment("r-1", kind=Kind.WEBMENTION, source="https://a.example/"))


def test_each_page_of_a_conversation_has_its_own_comments() -> None:
    some = [comment(f"r-{number}", text=f"{number}.") for number in range(5)]
    pledge = make_pledge()
    public = publish("2026-12-01", pledge, responses=some, CONVERSATION_PAGE_SIZE=2)
    pages = [
        pledge_data(public, pledge),
        *(conversation_data(public, pledge, number) for number in (2, 3)),
    ]
    assert [len(page["comment"]) for page in pages] == [2, 2, 1]
    assert pages[1]["comment"][0]["url"].endswith("/conversation/2/#r-r-2")
    assert pages[1]["about"] == {"@id": "tag:promises.example,2026:a-person-answers-9m3t"}


def test_an_invited_verdict_is_a_review_of_the_claim() -> None:
    (review,) = data(verdict("2026-06-02", "partly", author=ADA))["review"]
    assert review["@type"] == "ClaimReview"
    assert review["reviewRating"] == {
        "@type": "Rating",
        "ratingValue": 2,
        "worstRating": 1,
        "bestRating": 3,
        "alternateName": "Partly kept",
    }
    assert review["author"]["name"] == "Ada"
    assert review["claimReviewed"] == "A person answers."
    assert review["itemReviewed"]["author"]["name"] == "Maya Okafor"
    assert review["url"] == "https://promises.example/pledges/a-person-answers/#r-verdict-c1-2026-06-02"


@pytest.mark.parametrize(
    "response",
    [
        verdict("2026-06-02", "kept", standing=None),
        acceptance("2026-06-02"),
        comment("r-1", text="It was kept."),
        verdict("2026-06-02", "kept", erased=instant("2026-06-03")),
    ],
)
def test_nobody_elses_word_is_a_review(response: Response) -> None:
    assert "review" not in data(response)


def test_the_latest_word_of_each_customer_is_the_review() -> None:
    reviews = data(
        verdict("2026-06-02", "not kept", "c1"),
        verdict("2026-06-05", "kept", "c1"),
        verdict("2026-06-03", "partly", "c2"),
    )["review"]
    assert sorted(review["reviewRating"]["ratingValue"] for review in reviews) == [2, 3]


def test_a_mail_address_in_a_comment_is_not_given_to_machines() -> None:
    found = data(comment("r-1", text="Write to ada@example.org please."))
    assert "ada@example.org" not in json.dumps(found)


def test_a_comment_cannot_end_the_script_it_stands_in() -> None:
    pledge = make_pledge()
    public = publish("2026-12-01", pledge, responses=[comment("r-1", text="</script><script>alert(1)")])
    assert "<" not in pledge_page(public, pledge).head.json_ld


@given(any_pledges(), any_responses())
def test_there_are_as_many_reviews_as_the_page_counts_invited_customers(
    pledge: Pledge, responses: tuple[Response, ...]
) -> None:
    public = publish("2027-12-31", pledge, responses=responses)
    invited = pledge_page(public, pledge).verdict.invited
    assert len(claim_reviews(public, pledge)) == sum(link.count or 0 for link in invited)
    given = {response.verdict for response in responses if is_invited_verdict(response)}
    assert given <= RATINGS.keys()


def test_on_the_sample_site_reviews_stand_only_on_promises_that_were_judged(sample_site: BuiltSite) -> None:
    judged = 0
    for file in sample_site.files("pledges/*/pledge.json"):
        counts = json.loads(file.read_bytes())["verdicts"]["invited"]
        html = file.with_name("index.html").read_text(encoding="utf-8")
        assert html.count('"ClaimReview"') == sum(counts.values())
        judged += sum(counts.values())
    assert judged
