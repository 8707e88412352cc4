"""A record taken out of one site and put into another: the same bytes, and nothing hostile gets in."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import stat
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import CliRunner, Result

from pledges.cli import main
from pledges.cli.export import command as export
from pledges.cli.import_archive import command as import_archive
from pledges.errors import ContentError, PledgesError
from pledges.exporters.restore import restore
from pledges.settings import read_settings
from serving import write_project

DAY = "2026-11-22"
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def run(command: object, *arguments: object) -> Result:
    return CliRunner().invoke(command, [str(one) for one in arguments])  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The settings file of a project with the sample record."""
    return write_project(tmp_path_factory.mktemp("project"), 8000)


@pytest.fixture(scope="module")
def archive(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample record, exported."""
    file = tmp_path_factory.mktemp("export") / "record.zip"
    done = run(export, file, "--as-of", DAY, "-s", project)
    assert done.exit_code == 0, done.output
    return file


def names(archive: Path) -> list[str]:
    with zipfile.ZipFile(archive) as opened:
        return opened.namelist()


def empty_project(folder: Path) -> Path:
    settings = write_project(folder, 8000)
    (folder / "content").rename(folder / "elsewhere")
    return settings


# --- out, and in again ------------------------------------------------------------------------


def test_an_export_put_into_an_empty_site_and_exported_again_gives_the_same_bytes(
    archive: Path, project: Path, tmp_path: Path
) -> None:
    other = empty_project(tmp_path / "other")

    put = run(import_archive, archive, "-s", other)
    again = run(export, tmp_path / "again.zip", "--as-of", DAY, "-s", other)

    assert (put.exit_code, again.exit_code) == (0, 0), put.output + again.output
    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()
    for source in sorted((project.parent / "content").rglob("*.*")):
        copy = tmp_path / "other/content" / source.relative_to(project.parent / "content")
        assert copy.read_bytes() == source.read_bytes()


def test_an_export_lists_every_file_with_its_hash_and_the_settings_that_belong_to_the_record(
    archive: Path,
) -> None:
    with zipfile.ZipFile(archive) as opened:
        manifest = json.loads(opened.read("manifest.json"))
        for name in opened.namelist():
            if name != "manifest.json":
                data = opened.read(name)
                listed = manifest["files"].pop(name)
                assert listed == {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    assert manifest["files"] == {}
    assert manifest["as_of"] == DAY
    assert manifest["settings"]["TAG_AUTHORITY"] == "promises.example,2026"
    assert {"content/moderation.json", "site/index.html", "site/feeds/essays.atom.xml", "README.txt"} <= {
        *names(archive)
    }


def test_a_second_import_changes_nothing_and_another_record_refuses_it(archive: Path, tmp_path: Path) -> None:
    settings = empty_project(tmp_path / "site")
    content = tmp_path / "site/content"
    assert "put into" in run(import_archive, archive, "-s", settings).output
    before = {file: file.stat().st_mtime_ns for file in content.rglob("*")}

    second = run(import_archive, archive, "-s", settings)
    assert "nothing to do" in second.output
    assert {file: file.stat().st_mtime_ns for file in content.rglob("*")} == before

    essay = next((content / "essays").glob("*.md"))
    essay.write_text(essay.read_text() + "\nOne more word.\n")
    refused = run(import_archive, archive, "-s", settings)
    assert isinstance(refused.exception, PledgesError)
    assert "nothing in it is changed" in str(refused.exception)
    assert essay.read_text().endswith("One more word.\n")


def test_a_dry_run_looks_at_everything_and_leaves_nothing(archive: Path, tmp_path: Path) -> None:
    settings = empty_project(tmp_path / "site")
    before = {*os.listdir(tmp_path / "site")}

    done = run(import_archive, archive, "--dry-run", "-s", settings)

    assert "would be put" in done.output
    compiled = {"__pycache__"}  # Python's own, of the settings
    assert {*os.listdir(tmp_path / "site")} - compiled == before


def test_an_import_says_which_settings_the_record_came_with(archive: Path, tmp_path: Path) -> None:
    settings = empty_project(tmp_path / "site")
    settings.write_text(settings.read_text() + 'TAG_AUTHORITY = "other.example,2025"\n')

    done = run(import_archive, archive, "-s", settings)

    assert "TAG_AUTHORITY: this site has another value" in done.output
    assert "promises.example,2026" in done.output


def test_an_export_takes_no_other_files_place(archive: Path, project: Path) -> None:
    before = archive.read_bytes()
    refused = run(export, archive, "--as-of", DAY, "-s", project)
    assert "is there already" in str(refused.exception)
    assert archive.read_bytes() == before


@pytest.mark.parametrize("option", [(), ("--wxr",)])
def test_an_export_to_a_folder_that_is_not_there_names_the_folder(
    project: Path, tmp_path: Path, option: tuple[str, ...]
) -> None:
    refused = run(export, *option, tmp_path / "nowhere/record.zip", "--as-of", DAY, "-s", project)
    assert f'"{tmp_path / "nowhere"}" is not a folder' in str(refused.exception)


# --- the copy to read -------------------------------------------------------------------------


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "link" and known.get("rel") in ("canonical", "self"):
            return
        self.found += [value for name, value in attrs if name in ("href", "src", "action") and value]


def test_every_link_of_the_copy_leads_to_a_file_of_the_copy_or_out_to_the_web(archive: Path) -> None:
    known = {name.removeprefix("site/") for name in names(archive) if name.startswith("site/")}
    looked_at = 0
    with zipfile.ZipFile(archive) as opened:
        for page in sorted(name for name in known if name.endswith(".html")):
            links = _Links()
            links.feed(opened.read(f"site/{page}").decode())
            for link in links.found:
                parts = urlsplit(link)
                if parts.scheme or not parts.path:
                    continue
                assert not link.startswith("/"), f"{page}: {link}"
                target = os.path.normpath(os.path.join(os.path.dirname(page), unquote(parts.path)))
                assert target in known, f"{page}: {link}"
                looked_at += 1
    assert looked_at > 1000


def test_the_copy_has_no_forms_no_scripts_and_no_search(archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            if name.endswith(".html"):
                text = opened.read(name).decode()
                assert "<form" not in text, name
                assert text.count("<script") == text.count('<script type="application/ld+json">'), name
    assert not any(name.startswith(("site/search/", "site/pagefind/")) for name in names(archive))


# --- what is hostile --------------------------------------------------------------------------


def repacked(archive: Path, path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Write the archive anew with its files changed, and a manifest that fits them."""
    with zipfile.ZipFile(archive) as opened:
        files = {name: opened.read(name) for name in opened.namelist() if not name.startswith("site/")}
    manifest = json.loads(files.pop("manifest.json"))
    change(files)
    manifest["files"] = {
        name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in files.items():
            new.writestr(name, data)
        new.writestr("manifest.json", json.dumps(manifest))
    return path


def refusal(archive: Path, tmp_path: Path) -> str:
    """Import it into an empty site; return the refusal, after which nothing may be there."""
    site = tmp_path / "site"
    site.mkdir()
    with pytest.raises(PledgesError) as told:
        restore(archive, site / "content", SETTINGS, NOW.date())
    assert list(site.iterdir()) == []
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted({archive.name, "site"})
    return str(told.value)


BIG_NAME = "content/images/x.svg"
SETTINGS = read_settings({"SITEURL": "https://promises.example", "TAG_AUTHORITY": "promises.example,2026"})


@pytest.mark.parametrize(
    "name",
    [
        "../outside.md",
        "/etc/outside.md",
        "content/../../outside.md",
        "content/essays/../../../outside.md",
        "content\\..\\outside.md",
        "C:/outside.md",
        "content//essays/x.md",
        "content/essays/./x.md",
        "content/.git/hooks/post-commit",
        "content/essays/\x1b[31m.md",
        "content/essays/NUL.md",
    ],
)
def test_an_archive_with_a_file_that_leads_elsewhere_is_refused(
    archive: Path, tmp_path: Path, name: str
) -> None:
    hostile = repacked(archive, tmp_path / "hostile.zip", lambda files: files.update({name: b"x"}))
    hostile.write_bytes(hostile.read_bytes().replace(b"/NUL.md", b"/N\0L.md"))
    assert "does not lead into a folder of the export" in refusal(hostile, tmp_path)


@pytest.mark.parametrize(
    "name", ["content/essays/x.html", "content/plugins/x.py", "content/responses/x.jsonl", "content/x.md"]
)
def test_an_archive_with_a_file_that_no_record_has_is_refused(
    archive: Path, tmp_path: Path, name: str
) -> None:
    hostile = repacked(archive, tmp_path / "hostile.zip", lambda files: files.update({name: b"x"}))
    assert f"{name}: has no place in a record" in refusal(hostile, tmp_path)


def test_an_archive_with_a_link_is_refused(archive: Path, tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.zip"
    hostile.write_bytes(archive.read_bytes())
    info = zipfile.ZipInfo("content/images/secrets.svg")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(hostile, "a") as opened:
        opened.writestr(info, "/etc/passwd")
    assert "content/images/secrets.svg: is no plain file" in refusal(hostile, tmp_path)


def test_an_archive_that_would_grow_beyond_measure_is_refused(archive: Path, tmp_path: Path) -> None:
    hostile = repacked(
        archive, tmp_path / "hostile.zip", lambda files: files.update({BIG_NAME: bytes(1 << 28)})
    )
    assert hostile.stat().st_size < 1 << 20
    assert "would grow" in refusal(hostile, tmp_path)


def test_an_archive_that_lies_about_its_sizes_is_refused(archive: Path, tmp_path: Path) -> None:
    """The list of a zip file is not bound by what is packed in it."""
    name = b"content/images/x.svg"
    hostile = repacked(
        archive, tmp_path / "hostile.zip", lambda files: files.update({name.decode(): bytes(1 << 20)})
    )
    data = bytearray(hostile.read_bytes())
    place = data.rindex(name) - 46
    assert data[place : place + 4] == b"PK\x01\x02"
    data[place + 24 : place + 28] = (100).to_bytes(4, "little")
    hostile.write_bytes(bytes(data))
    assert "manifest.json says otherwise" in refusal(hostile, tmp_path)


def test_a_file_that_was_changed_after_the_export_is_found(archive: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "site/index.html":
                data = data.replace(b"promise", b"PROMISE")
            new.writestr(name, data)
    assert "site/index.html: is not what manifest.json says" in refusal(changed, tmp_path)


def test_a_damaged_archive_is_refused(archive: Path, tmp_path: Path) -> None:
    data = bytearray(archive.read_bytes())
    data[len(data) // 2] ^= 0xFF
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(bytes(data))
    assert refusal(damaged, tmp_path)


@pytest.mark.parametrize("data", [b"", b"PK", b"no archive at all", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_export_is_refused(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "other.zip"
    file.write_bytes(data)
    assert "is not an archive of `pledges export`" in refusal(file, tmp_path)


def test_an_archive_cannot_steer_the_terminal_that_refuses_it(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the manifest calls its format was printed as it stood, escape sequences and all."""
    hostile = tmp_path / "hostile.zip"
    manifest = {"format": "\x1b]0;pwned\x07", "version": 1, "as_of": DAY, "settings": {}, "files": {}}
    with zipfile.ZipFile(hostile, "w") as new:
        new.writestr("manifest.json", json.dumps(manifest))
    monkeypatch.setattr("sys.argv", ["pledges", "import", "archive", str(hostile), "-s", str(project)])

    with pytest.raises(SystemExit):
        main()

    said = capsys.readouterr().err
    assert r'"\x1b]0;pwned\x07" version 1 is not known here' in said
    assert said.replace("\n", "").isprintable()


def test_an_archive_of_a_later_format_is_told_apart(archive: Path, tmp_path: Path) -> None:
    later = tmp_path / "later.zip"
    with zipfile.ZipFile(later, "w") as new:
        manifest = {"format": "pledges-export", "version": 99, "as_of": DAY, "settings": {}, "files": {}}
        new.writestr("manifest.json", json.dumps(manifest))
    assert "version 99 is not known here" in refusal(later, tmp_path)


def test_a_record_with_problems_is_refused_with_each_of_them_and_its_line(
    archive: Path, tmp_path: Path
) -> None:
    def break_two(files: dict[str, bytes]) -> None:
        essays = [name for name in files if name.startswith("content/essays/")]
        for name in essays[:2]:
            files[name] = files[name].replace(b"\ntitle:", b"\ntittle:")

    broken = repacked(archive, tmp_path / "broken.zip", break_two)
    with pytest.raises(ContentError) as told:
        restore(broken, tmp_path / "content", SETTINGS, NOW.date())
    assert len(told.value.problems) >= 2
    assert all(problem.path.startswith(f"{broken}/content/essays/") for problem in told.value.problems)
    assert not (tmp_path / "content").exists()
