"""Webmention requests, and when two addresses mean the same page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.protocols.web_url import comparable, resolve, same_target, web_url
from pledges.protocols.webmention import WebmentionError, WebmentionPing, parse_request

SOURCE, TARGET = "https://them.example/post", "https://us.example/pledges/x/"


def test_a_ping_keeps_its_addresses_as_they_were_sent() -> None:
    form = {"source": f" {SOURCE}#me ", "target": f"{TARGET}#r-1"}
    assert parse_request(form) == WebmentionPing(f"{SOURCE}#me", f"{TARGET}#r-1")


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"source": SOURCE},
        {"target": TARGET},
        {"source": "", "target": TARGET},
        {"source": SOURCE, "target": " "},
        {"source": "junk", "target": TARGET},
        {"source": SOURCE, "target": "junk"},
        {"source": "junk", "target": "junk"},
        {"source": "ftp://them.example/", "target": TARGET},
        {"source": "javascript:alert(1)", "target": TARGET},
        {"source": "http:///them.example/", "target": TARGET},
        {"source": "http:them.example", "target": TARGET},
        {"source": "http://them .example/", "target": TARGET},
        {"source": "http://user:pass@them.example/", "target": TARGET},
        {"source": SOURCE, "target": "https://" + "a" * 5000},
        {"source": TARGET, "target": TARGET},
        {"source": TARGET + "#a", "target": TARGET.replace("https", "http")},
    ],
)
def test_a_request_that_the_recommendation_forbids_is_400(form: dict[str, str]) -> None:
    refused = parse_request(form)
    assert isinstance(refused, WebmentionError)
    assert refused.status == 400


@pytest.mark.parametrize(
    "other",
    [
        "http://us.example/pledges/x/",
        "https://us.example/pledges/x",
        "https://us.example/pledges/x/#r-1",
        "HTTPS://US.example:443/pledges/x/",
        "https://us.example/pledges/./x/",
        "https://us.example/pledges/x/?utm_source=a&utm_medium=b",
        "https://us.example/pledges/x/?fbclid=1",
        "https://us.example/pledges/x/?",
    ],
)
def test_addresses_of_the_same_page_are_the_same_target(other: str) -> None:
    assert same_target(TARGET, other)


@pytest.mark.parametrize(
    "other",
    [
        "https://us.example/pledges/xy/",
        "https://us.example/pledges/",
        "https://us.example/pledges/x/?page=2",
        "https://us.example/pledges/X/",
        "https://www.us.example/pledges/x/",
        "https://us.example:8443/pledges/x/",
        "https://us.example.evil.example/pledges/x/",
        "",
    ],
)
def test_addresses_of_other_pages_are_not(other: str) -> None:
    assert not same_target(TARGET, other)


def test_parameters_that_mean_something_are_kept_in_their_order() -> None:
    assert comparable("https://a.example/?b=2&utm_x=1&a=1") == "a.example?b=2&a=1"


def test_no_address_is_not_the_same_as_no_address() -> None:
    assert not same_target("", "")


@given(st.text(max_size=100), st.text(max_size=100))
def test_no_text_raises(one: str, other: str) -> None:
    assert same_target(one, other) in {True, False}
    assert resolve(one, other) == web_url(resolve(one, other))
    parse_request({"source": one, "target": other})
