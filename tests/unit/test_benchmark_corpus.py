"""The benchmarks' sites: always the same, and a record without problems."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.corpus import AS_OF, Corpus, Size, one_more, write_site
from pledges.files.record import load_record

SIZE = Size(essays=6, pledges=20, responses=120)


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_the_same_seed_gives_the_same_site(tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_site(Corpus(SIZE, seed="7"), tmp_path / name)

    assert files_of(tmp_path / "one") == files_of(tmp_path / "other")


def test_another_seed_gives_another_site(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        write_site(Corpus(SIZE, seed=seed), tmp_path / seed)

    assert files_of(tmp_path / "1") != files_of(tmp_path / "2")


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_a_site_has_what_was_asked_for_and_no_problems(tmp_path: Path, seed: str) -> None:
    write_site(Corpus(SIZE, seed=seed), tmp_path / "content")

    record, problems = load_record(tmp_path / "content")

    assert problems == []
    assert (len(record.essays), len(record.pledges), len(record.leaders)) == (6, 20, 2)
    assert sum(map(len, record.responses.values())) == 120
    assert any(response.in_reply_to for responses in record.responses.values() for response in responses)


def test_one_more_response_is_new_and_dated_on_the_last_day() -> None:
    ids = {response["id"] for _, _, responses in Corpus(SIZE).conversations() for response in responses}

    assert one_more(1)["id"] not in ids
    assert one_more(1) != one_more(2)
    assert one_more(1)["date"].startswith(str(AS_OF))
