"""The last step of a build: files in place whole, orphans gone, folders and files in each other's way."""

from __future__ import annotations

import errno
import os
import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from pledges.errors import PledgesError
from pledges.site.builder import Builder, Report
from pledges.site.fallen import fallen
from pledges.site.printer import Printer
from pledges.site.product import FileProduct
from pledges.site.staging import Staging
from pledges.site.state import (
    VERSION,
    Printed,
    PrintedSource,
    PrintedUnit,
    State,
    encode_state,
    load_state,
    printed_unit,
    stands,
)
from pledges.site.style import join_style
from theme_views import SITE


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output"


def build(output: Path, **files: str) -> Report:
    """Build files; ``a__b`` stands for ``a/b``."""
    products = [FileProduct(name.replace("__", "/"), text.encode()) for name, text in files.items()]
    return Builder(output, Printer([], SITE, b"")).build(products)


def tree(output: Path) -> dict[str, str]:
    return {
        path.relative_to(output).as_posix(): path.read_text() if path.is_file() else "/"
        for path in sorted(output.rglob("*"))
    }


def test_files_that_nothing_prints_any_more_go_with_their_folders(output: Path) -> None:
    build(output, a__b__c="1", a__d="2")
    (output / "mine").write_text("not the site's")

    assert build(output, a__d="2") == Report(printed=0, unchanged=1, removed=1)
    assert tree(output) == {"a": "/", "a/d": "2", "mine": "not the site's"}


def test_a_file_may_become_a_folder_and_a_folder_a_file(output: Path) -> None:
    build(output, a__b="1", c="2")
    build(output, a="3", c__d="4")

    assert tree(output) == {"a": "3", "c": "/", "c/d": "4"}
    build(output, a__b="1", c="2")
    assert tree(output) == {"a": "/", "a/b": "1", "c": "2"}


@pytest.mark.parametrize("path", ["../x", "/x", "a//b", "a/../../x"])
def test_nothing_is_printed_outside_the_output(output: Path, path: str) -> None:
    with pytest.raises(PledgesError, match="does not lead into the output folder"):
        Builder(output, Printer([], SITE, b"")).build([FileProduct(path, b"x")])
    assert not output.exists()


def test_an_output_on_a_file_system_of_its_own_is_written_whole(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def across(real: Callable[..., None]) -> Callable[..., None]:
        def move(source: str | Path, target: str | Path) -> None:
            if ".staging/files" in str(source):
                raise OSError(errno.EXDEV, "another file system")
            real(source, target)

        return move

    for name in ("rename", "replace"):
        monkeypatch.setattr(os, name, across(getattr(os, name)))
    build(output, a__b="1")

    assert tree(output) == {"a": "/", "a/b": "1"}
    assert build(output, a__b="1").unchanged == 1


def test_a_file_for_which_there_is_no_room_ends_the_build_and_is_not_cut_short(output: Path) -> None:
    staging = Staging(output)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            staging.add("long.txt", b"x" * 5_000, b"")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_the_memory_of_a_build_is_read_back(tmp_path: Path) -> None:
    files = {"b": Printed(bytes(16), 1, 2), "a": Printed(b"f" * 16, 2**40, -4)}
    state = State(VERSION, {"pages": PrintedSource("read", {"u": printed_unit("reads", files)})})
    (tmp_path / "s").write_bytes(encode_state(state))

    assert load_state(tmp_path / "s") == state
    assert [unit.files() for unit in load_state(tmp_path / "s").units()] == [files]
    (tmp_path / "s").write_bytes(encode_state(State(VERSION + 1, state.sources)))
    assert load_state(tmp_path / "s") == State(VERSION)
    assert load_state(tmp_path / "none") == State(VERSION)


def test_a_file_stands_while_nobody_has_touched_it(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_text("x")
    seen = file.stat()
    known = Printed(b"", seen.st_size, seen.st_mtime_ns)

    assert stands(known, file)
    assert not stands(Printed(b"", 2, seen.st_mtime_ns), file)
    assert not stands(known, tmp_path / "none")


def test_a_part_of_the_site_stands_while_all_of_its_files_do(output: Path) -> None:
    build(output, a__b="1", c="2")
    (unit,) = load_state(output.parent / ".output.state").units()
    wrong = PrintedUnit("", unit.paths, unit.marks[:-1])

    assert fallen([unit, wrong], output) == {1}
    assert fallen([unit], output / "a") == {0}
    assert fallen([unit], output / "none") == {0}
    assert fallen([unit, wrong] * 2000, output) == {*range(1, 4000, 2)}  # by several processes
    (output / "a" / "b").write_text("3")
    assert fallen([unit], output) == {0}


def test_style_sheets_are_joined_in_their_layers(tmp_path: Path) -> None:
    (tmp_path / "main.css").write_text('@layer a, b;\n@import url("x.css") layer(a);\n')
    (tmp_path / "x.css").write_text("p { margin: 0 }\n")

    assert join_style(tmp_path / "main.css") == "@layer a, b;\n@layer a {\np { margin: 0 }\n}\n"


def test_comments_and_indentation_of_style_sheets_are_not_sent(tmp_path: Path) -> None:
    (tmp_path / "main.css").write_text('@import url("x.css") layer(a);\n')
    (tmp_path / "x.css").write_text(
        """/* It's "why". */\n\np {\n  margin: 0; /* so */\n}\n\nq {\n  content: "/* ' */  x";\n}\n"""
    )

    assert join_style(tmp_path / "main.css") == (
        """@layer a {\np {\nmargin: 0; }\nq {\ncontent: "/* ' */  x";\n}\n}\n"""
    )


def test_a_style_sheet_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "main.css").write_text('@import url("x.css") layer(a);\n')

    with pytest.raises(PledgesError, match=r'main\.css: imports "x\.css", which cannot be read'):
        join_style(tmp_path / "main.css")
