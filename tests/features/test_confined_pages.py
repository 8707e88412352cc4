"""Hostile pages in the process that is made for them."""

from __future__ import annotations

import pytest

from pledges.domain.response import ResponseType
from pledges.protocols.confined import UnreadablePage, read_author, read_endpoints, read_source
from pledges.protocols.confined_task import Confinement, Endpoints
from pledges.protocols.mention import NOBODY, Card
from pledges.protocols.source_page import read

TARGET = "https://us.example/pledges/x/"
SOURCE = "https://them.example/post"
HTML = "text/html; charset=utf-8"
LIKE = (
    f'<div class="h-entry"><p class="p-name">Ü</p><a class="u-like-of" href="{TARGET}">x</a></div>'.encode()
)
SHORT = Confinement(cpu_s=1)


def test_the_answer_is_the_one_of_the_pure_function() -> None:
    confined = read_source(LIKE, HTML, SOURCE, [TARGET], "our text")
    assert confined == read(LIKE, HTML, SOURCE, [TARGET], "our text")
    assert confined.mention is not None
    assert confined.mention.type is ResponseType.LIKE


def test_100_000_nested_elements_are_given_up() -> None:
    with pytest.raises(UnreadablePage) as told:
        read_source(b"<div>" * 100_000 + LIKE, HTML, SOURCE, [TARGET], limits=SHORT)
    assert told.value.lasts


def test_a_page_that_needs_too_much_memory_is_given_up() -> None:
    little = Confinement(memory_bytes=1_000_000)
    with pytest.raises(UnreadablePage) as told:
        read_source(b"<p>x" * 100_000 + LIKE, HTML, SOURCE, [TARGET], limits=little)
    assert told.value.lasts


def test_a_process_that_is_late_is_killed_and_may_be_tried_again() -> None:
    with pytest.raises(UnreadablePage) as told:
        read_source(LIKE, HTML, SOURCE, [TARGET], limits=Confinement(timeout_s=0.001))
    assert not told.value.lasts


def test_a_page_whose_microformats_are_too_much_is_described_without_them() -> None:
    """Each level's content is walked and written out again for each level around it."""
    words, levels = b"<b>word</b> " * 15_000, 120
    nested = b'<div class="h-entry"><div class="e-content">' * levels + words + b"</div></div>" * levels
    page = b"<title>T</title>" + LIKE + nested
    mention = read_source(page, HTML, SOURCE, [TARGET], limits=Confinement(cpu_s=2)).mention
    assert mention is not None
    assert (mention.title, mention.type) == ("T", ResponseType.MENTION)


def test_the_process_inherits_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """This variable makes Python fail at its start, wherever it is seen."""
    monkeypatch.setenv("PYTHONHOME", "/nonexistent")
    assert read_source(LIKE, HTML, SOURCE, [TARGET]).links


def test_an_author_is_read_from_their_page() -> None:
    page = b'<div class="h-card"><a class="u-url u-uid p-name" href="/ann">Ann</a></div>'
    assert read_author(page, HTML, "https://them.example/ann") == Card("Ann", "https://them.example/ann")
    assert read_author(b"", HTML, "https://them.example/ann") == NOBODY


def test_the_endpoints_of_a_page_are_read() -> None:
    page = b'<a rel=webmention href=/wm>x</a><link rel="pingback" href="https://them.example/pb">'
    found = read_endpoints([], [], HTML, page, SOURCE)
    assert found == Endpoints("https://them.example/wm", "https://them.example/pb", "")
    headers = ["</header>; rel=webmention"]
    assert (
        read_endpoints(headers, [], "application/pdf", b"", SOURCE).webmention
        == "https://them.example/header"
    )
