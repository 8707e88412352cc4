"""Pages as blogs, newspapers and bridges really write them, each with what is to be read from it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from pledges.protocols.source_page import read

CASES = sorted((Path(__file__).parents[2] / "corpus" / "source_pages").glob("*.html"))
TARGETS = ("https://us.example/pledges/answers/",)


def test_every_page_has_its_expectation() -> None:
    assert len(CASES) >= 6
    assert all(case.with_suffix(".expected").exists() for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_page_is_described_in_its_own_words(case: Path) -> None:
    expected = json.loads(case.with_suffix(".expected").read_text(encoding="utf-8"))
    reading = read(case.read_bytes(), "text/html", f"https://linking.example/{case.name}", TARGETS)
    assert reading.mention is not None
    mention = {name: getattr(reading.mention, name) for name in expected}
    published = reading.mention.published
    mention["published"] = published.astimezone(dt.UTC).isoformat() if published else None
    assert mention == expected
