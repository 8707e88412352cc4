"""Compiled templates stand beside their sources, and are good for nothing else."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from pledges.site.compiled import CompiledTemplates


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    folder = tmp_path / "theme" / "templates"
    folder.mkdir(parents=True)
    (folder / "a.html").write_text("{% include 'parts/a.html' %}")
    (folder / "parts").mkdir()
    (folder / "parts" / "a.html").write_text("one")
    return folder


def printed(templates: Path, code: bytes = b"") -> str:
    loader = jinja2.FileSystemLoader(templates)
    environment = jinja2.Environment(loader=loader, bytecode_cache=CompiledTemplates([templates], code))
    return environment.get_template("a.html").render()


def stamps(templates: Path) -> set[tuple[str, int]]:
    return {(file.name, file.stat().st_mtime_ns) for file in (templates.parent / "__pycache__").iterdir()}


def test_what_was_compiled_is_taken_again(templates: Path) -> None:
    printed(templates)
    before = stamps(templates)

    assert printed(templates) == "one"
    assert stamps(templates) == before
    assert {name.partition(".cpython")[0] for name, _ in before} == {"a.html", "parts%2Fa.html"}


def test_another_template_or_other_code_compiles_all_anew(templates: Path) -> None:
    printed(templates)
    before = stamps(templates)
    (templates / "parts" / "a.html").write_text("two")

    assert printed(templates) == "two"
    assert not stamps(templates) & before
    printed(templates, b"other")
    assert not stamps(templates) & before


def test_what_cannot_be_read_or_written_is_compiled(templates: Path) -> None:
    (templates.parent / "__pycache__").write_text("in the way")

    assert printed(templates) == "one"
