"""Bad content and what its author is told, one folder a case.

A case holds the files that differ from ``good/``; an empty file there means that the good one is
absent. ``<case>.expected`` has one line for each problem, exactly as it is printed.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pledges.files.check import check_record
from pledges.files.record import load_record
from remembering import SETTINGS, TODAY, flawless, remembered, since

CORPUS = Path(__file__).parent / "content"
GOOD = CORPUS / "good"
CASES = sorted(path for path in CORPUS.iterdir() if path.is_dir() and path != GOOD)


def lay_out(case: Path, content: Path) -> None:
    """Copy the good record and put the case's files over it."""
    shutil.copytree(GOOD, content)
    for file in sorted(path for path in case.rglob("*") if path.is_file()):
        target = content / file.relative_to(case)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        if file.stat().st_size:
            shutil.copyfile(file, target)


def test_the_corpus_has_cases() -> None:
    assert len(CASES) >= 60
    assert {case.with_suffix(".expected") for case in CASES} == set(CORPUS.glob("*.expected"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_problem_is_reported_in_one_run(case: Path, tmp_path: Path) -> None:
    content = tmp_path / "content"
    lay_out(case, content)

    _, problems = load_record(content)

    expected = case.with_suffix(".expected").read_text()
    assert "".join(f"{problem}\n" for problem in problems) == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_quicker_look_takes_a_record_with_problems_for_one_without(case: Path, tmp_path: Path) -> None:
    content = tmp_path / "content"
    lay_out(case, content)
    good = flawless(GOOD)
    assert good

    if case.with_suffix(".expected").read_text():
        assert flawless(content) is None
        assert flawless(content, since(remembered(good), GOOD, content)) is None
    else:
        check_record(content, SETTINGS, TODAY)
        assert flawless(content)
        assert flawless(content, since(remembered(good), GOOD, content))
