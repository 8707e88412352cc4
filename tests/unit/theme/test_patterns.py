"""The examples of ``theme/patterns.yaml``: each part that pages use has one, and each can be printed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from pledges.errors import SettingsError
from pledges.site.patterns import read_patterns
from pledges.views.models import ExampleView, TagView
from theme_files import TEMPLATES, THEME

EXAMPLES = [example for examples in read_patterns(THEME).values() for example in examples]
IMPORT = re.compile(r'{% from "macros/(\w+)\.html" import ([\w, ]+) %}')
#: Parts of a field or of a sentence, which show nothing by themselves.
FRAGMENTS = {
    *("text.lang_attributes", "text.addressed", "text.paraph", "time.when", "time.on_day"),
    *("figure.picture", "figure.plate", "person.name", "person.post", "share.printed_address"),
    *("form.described_by", "form.hint_and_error", "form.honeypot"),
}


def used() -> set[str]:
    """Return the macros that the pages of the site and their parts ask for."""
    files = [*TEMPLATES.glob("*.html"), *TEMPLATES.glob("parts/*.html")]
    return {
        f"{file}.{name.strip()}"
        for template in files
        for file, names in IMPORT.findall(template.read_text())
        for name in names.split(",")
    }


def test_every_part_that_pages_use_has_an_example() -> None:
    shown = {f"{example.file}.{example.macro}" for example in EXAMPLES}
    within = {"card.essay_card", "card.pledge_line", "form.text_field"}  # shown by others of their file
    assert used() - FRAGMENTS - within - shown == set()


def test_every_tone_has_an_example() -> None:
    tones = {tag.tone for example in EXAMPLES for tag in example.args if isinstance(tag, TagView)}
    css = (THEME / "static/css/components/tag.css").read_text()
    assert set(re.findall(r"\.tag--(\w+)", css)) - tones == set()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: f"{one.file}.{one.macro}: {one.says}")
def test_an_example_can_be_printed(example: ExampleView, macro: Any) -> None:
    assert macro(example.file, example.macro, *example.args, **example.more).body.text(strip=True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "- title: A\n  examples:\n    - macro: a.b\n      says: x\n      args: [!TagView {word: A}]\n",
            "patterns.yaml:5: !TagView: Object missing required field `tone`",
        ),
        ("- title: A\n  examples: [!Nothing {}]\n", 'patterns.yaml:2: "!Nothing" is not a view model'),
        ("- title: A\n", "write a list of entries with a title and examples"),
        ("- title: [\n", "patterns.yaml:2: "),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "patterns.yaml").write_text(text)
    with pytest.raises(SettingsError, match=re.escape(message)):
        read_patterns(tmp_path)
