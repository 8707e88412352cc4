"""Which essay or pledge an old address means."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.domain.address import Folder
from pledges.errors import ContentError
from pledges.importers.target_map import Choice, read_map
from pledges.importers.targets import Miss, Target, Targets, read_targets
from records import SmallSite

LISTENING = Target(Folder.ESSAYS, "listening-1a2b")
ANSWERS = Target(Folder.PLEDGES, "answers-3c4d")


def targets(choices: Sequence[Choice] = (), hosts: Sequence[str] = ()) -> Targets:
    found = Targets(choices, hosts)
    found.add(
        Folder.ESSAYS,
        "listening-1a2b",
        "listening",
        aliases=["on-listening"],
        feed_id="https://old.example/?p=17",
        addresses=["post:17"],
    )
    found.add(Folder.PLEDGES, "answers-3c4d", "answers")
    found.add(Folder.ESSAYS, "twice-e5f6", "twice")
    found.add(Folder.PLEDGES, "twice-g7h8", "twice")
    return found


@pytest.mark.parametrize(
    "address",
    [
        "https://old.example/2019/05/listening/",
        "http://www.old.example/listening.html?utm_source=mail#comments",
        "https://old.example/blog/Listening.PHP",
        "https://old.example/2019-05-03-listening.html",
        "https://old.example/listening/index.html",
        "https://old.example/listening/comment-page-2/",
        "/essays/listening/conversation/2/",
        "/essays/on-listening/",
        "listening",
        "On Listening",
        "https://old.example/?p=17",
        "https://OLD.example/?p=17",
        "post:17",
        "2019/05/listening",
    ],
)
def test_an_old_address_finds_its_essay(address: str) -> None:
    assert targets().find(address) == LISTENING


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("", Miss.UNKNOWN),
        ("https://old.example/", Miss.UNKNOWN),
        ("https://old.example/?p=18", Miss.UNKNOWN),
        ("https://old.example/listening/about/", Miss.UNKNOWN),
        ("/pledges/listening/", Miss.UNKNOWN),
        ("https://old.example/twice/", Miss.UNCLEAR),
        ("javascript:listening()", Miss.UNKNOWN),
    ],
)
def test_an_address_that_means_nothing_says_why(address: str, why: Miss) -> None:
    assert targets().find(address) is why


def test_the_address_of_a_site_s_front_page_is_no_word_in_a_path() -> None:
    found = targets()
    found.add(Folder.ESSAYS, "front-1a2b", "front", addresses=["https://old.example"])
    assert found.find("http://old.example/") == Target(Folder.ESSAYS, "front-1a2b")
    assert found.find("e") is Miss.UNKNOWN


def test_the_folder_in_an_address_decides_between_two_of_a_name() -> None:
    assert targets().find("/pledges/twice/") == Target(Folder.PLEDGES, "twice-g7h8")


def test_a_map_goes_before_everything_and_a_path_in_it_holds_on_every_host() -> None:
    choices = [
        Choice("https://old.example/a/", "answers", 1),
        Choice("/b/", "pledges/twice", 2),
        Choice("/listening", "", 3),
        Choice("https://old.example/?p=9", "/essays/listening/", 4),
    ]
    found = targets(choices)
    assert found.find("http://old.example/a") == ANSWERS
    assert found.find("https://other.example/b/") == Target(Folder.PLEDGES, "twice-g7h8")
    assert found.find("https://old.example/listening/") is Miss.LEFT_OUT
    assert found.find("https://old.example/?p=9") == LISTENING
    assert list(found.problems("map.txt")) == []


def test_a_map_that_names_what_is_not_there_is_a_problem_with_its_line() -> None:
    found = targets([Choice("/a/", "essays/listning", 1), Choice("/b/", "zzz", 4)])
    near, far = map(str, found.problems("map.txt"))
    assert near == 'map.txt:1: "essays/listning" is no essay or pledge; did you mean "essays/listening"?'
    assert far.startswith('map.txt:4: "zzz" is no essay or pledge; write essays/<slug>, pledges/<slug>, or -')


def test_only_the_hosts_that_were_asked_for_count() -> None:
    found = targets([], ["Old.example"])
    assert found.find("https://old.example/listening/") == LISTENING
    assert found.find("https://www.old.example/listening/") is Miss.OTHER_HOST
    assert found.find("http://localhost:4000/listening/") is Miss.OTHER_HOST
    assert found.find("/listening/") == LISTENING


def test_a_map_file_is_read_with_every_line_that_is_none(tmp_path: Path) -> None:
    file = tmp_path / "map.txt"
    file.write_text("# old new\n\n/a/ essays/x\n/b/\t-\n", encoding="utf-8")
    assert read_map(file) == [Choice("/a/", "essays/x", 3), Choice("/b/", "", 4)]
    file.write_text("/a/\n/b/ essays/x\n/c/ essays/x too\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_map(file)
    assert [problem.line for problem in caught.value.problems] == [1, 3]
    assert 'map.txt:1: "/a/" is not an old address and what it means now' in str(caught.value)


def test_the_record_s_essays_and_pledges_are_read_but_not_those_without_an_id(tmp_path: Path) -> None:
    site = SmallSite(tmp_path).everything()
    (site.content / "essays" / "no-id.md").write_text("---\ntitle: x\n---\n", encoding="utf-8")
    (site.content / "essays" / "broken.md").write_text(
        "---\nid: broken-1a2b\ndate: never\n---\n", encoding="utf-8"
    )
    found = read_targets(site.content)
    assert isinstance(found.find("/on-promises/"), Target)
    assert found.find("/a-person-answers/") == Target(Folder.PLEDGES, "a-person-answers-9m3t")
    assert found.find("/broken/") == Target(Folder.ESSAYS, "broken-1a2b")
    assert found.find("/no-id/") is Miss.UNKNOWN
    assert found.find("/about/") is Miss.UNKNOWN


@given(st.text(max_size=60))
def test_any_address_is_survived(address: str) -> None:
    assert targets().find(address) is not None
