"""An archive with any bytes changed is refused with a sentence, or is the record it was."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures.inbox import write_record
from pledges.errors import PledgesError
from pledges.exporters.archive import write_archive
from pledges.exporters.restore import restore
from pledges.settings import read_settings

SETTINGS = read_settings({"SITEURL": "https://promises.example", "TAG_AUTHORITY": "promises.example,2026"})
DAY = dt.date(2026, 7, 1)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small record, exported."""
    folder = tmp_path_factory.mktemp("small")
    write_record(folder / "content")
    (folder / "site").mkdir()
    (folder / "site/index.html").write_text("<!doctype html><title>Promises</title>")
    write_archive(folder / "small.zip", folder / "content", folder / "site", SETTINGS, DAY)
    return folder / "small.zip"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def restored(data: bytes) -> dict[str, bytes] | None:
    """Return what an import puts there, or None when it refuses; then there must be nothing."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.zip").write_bytes(data)
        try:
            restore(folder / "a.zip", folder / "content", SETTINGS, DAY)
        except PledgesError:
            assert [one.name for one in folder.iterdir()] == ["a.zip"]
            return None
        return contents(folder / "content")


@given(data=st.data())
@settings(max_examples=150, suppress_health_check=list(HealthCheck))
def test_whatever_bytes_were_changed_it_is_the_record_or_nothing(archive: Path, data: st.DataObject) -> None:
    good = archive.read_bytes()
    changed = bytearray(good)
    # The lists at the end decide most; half of the changes go there.
    start = data.draw(st.sampled_from([0, good.index(b"PK\x01\x02")]))
    for place in data.draw(st.lists(st.integers(start, len(good) - 1), min_size=1, max_size=6)):
        changed[place] = data.draw(st.integers(0, 255))
    found = restored(bytes(changed))
    assert found is None or found == contents(archive.parent / "content")


@given(cut=st.integers(0, 4000))
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
def test_an_archive_that_was_cut_off_is_refused(archive: Path, cut: int) -> None:
    good = archive.read_bytes()
    assert restored(good[: min(cut, len(good) - 1)]) is None


def test_a_file_that_stands_twice_in_an_archive_is_refused(archive: Path, tmp_path: Path) -> None:
    twice = shutil.copy(archive, tmp_path / "twice.zip")
    with zipfile.ZipFile(twice, "a") as opened:
        name = next(name for name in opened.namelist() if name.startswith("content/"))
        with pytest.warns(UserWarning, match="Duplicate name"):
            opened.writestr(name, "something else")
    assert restored(Path(twice).read_bytes()) is None
