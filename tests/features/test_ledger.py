"""Nothing that is sealed can be changed, removed, inserted or moved without being named."""

from __future__ import annotations

import json
import random
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger_making import ID, UPDATE, ledger, load_verifier, seal, verify_command, write_record
from pledges.cli import cli
from pledges.cli.verify import site_reader
from pledges.errors import CommandError, ContentError
from pledges.fetch import AddressPolicy
from pledges.verify_ledger import canonical, check_chain, check_head, verify
from records import SmallSite

CHAIN = f"ledger/{ID}.jsonl"
SAID = f"responses/pledges/{ID}.jsonl"
PROMISE = "pledges/a-person-answers.md"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A sealed record and the site built of it. Read only."""
    site = write_record(SmallSite(tmp_path_factory.mktemp("sealed")))
    seal(site)
    site.build()
    return site


@pytest.fixture(scope="module")
def downloaded(sealed: SmallSite, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The verifier as a reader saves it from the site."""
    file = tmp_path_factory.mktemp("downloads") / "verify_ledger.py"
    shutil.copy(sealed.output / "ledger" / "verify_ledger.py", file)
    return load_verifier(file)


@pytest.fixture
def copy(sealed: SmallSite, tmp_path: Path) -> SmallSite:
    """A copy that a test may spoil."""
    for folder in (sealed.content, sealed.output):
        shutil.copytree(folder, tmp_path / folder.name)
    return SmallSite(tmp_path)


def found_by(verifier: ModuleType, folder: Path, known: Path | None = None) -> list[tuple[str, int, str]]:
    earlier = verifier.verify(*verifier.reader(known), {})[0] if known else {}
    return [tuple(finding) for finding in verifier.verify(*verifier.reader(folder), earlier)[1]]


def agree(verifier: ModuleType, folder: Path, known: Path | None = None) -> list[tuple[str, int, str]]:
    """Return what the downloaded file finds, after making sure that the command prints the same."""
    found = found_by(verifier, folder, known)
    done = verify_command(folder, *(("--known", known) if known else ()))
    printed = [f"{path}:{line}: {message}" if line else f"{path}: {message}" for path, line, message in found]
    assert [line for line in done.output.splitlines()[:-1] if not line.startswith("content/")] == printed
    assert done.exit_code == (1 if found else 0)
    return found


def mutations(data: bytes) -> list[tuple[int, bytes]]:
    """Return, for every byte, its line and the data with another byte in its place."""
    chance = random.Random(7)
    return [
        (
            data.count(b"\n", 0, place) + 1,
            data[:place] + bytes([byte ^ chance.choice((1, 2, 4, 16, 32, 128))]) + data[place + 1 :],
        )
        for place, byte in enumerate(data)
    ]


# --- every byte -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("place", "path"), [("content", CHAIN), ("output", CHAIN), ("content", SAID)])
def test_every_byte_of_a_sealed_line_is_held(
    copy: SmallSite, downloaded: ModuleType, place: str, path: str
) -> None:
    folder = copy.root / place
    assert agree(downloaded, folder) == []
    changed = mutations((folder / path).read_bytes())
    assert len(changed) > 300
    for number, (line, data) in enumerate(changed):
        (folder / path).write_bytes(data)
        found = agree(downloaded, folder) if number % 50 == 0 else found_by(downloaded, folder)
        assert (path, line) in [(where, at) for where, at, _ in found], data


def test_every_byte_of_the_root_and_its_shards_is_held(copy: SmallSite, downloaded: ModuleType) -> None:
    files = [copy.output / "ledger" / "root.json", *(copy.output / "ledger" / "heads").iterdir()]
    for file in files:
        whole = file.read_bytes()
        for _, data in mutations(whole):
            file.write_bytes(data)
            assert any(
                "root.json" in path or "heads/" in path for path, _, _ in found_by(downloaded, copy.output)
            )
        file.write_bytes(whole)


def test_every_byte_of_a_promise_is_held(copy: SmallSite) -> None:
    """Not all of them are sealed; but what is not is caught as a mistake, or is of the file's own form."""
    file = copy.content / PROMISE
    for number, (_, data) in enumerate(mutations(file.read_bytes())):
        if number % 3 == 0:
            file.write_bytes(data)
            assert verify_command(copy.content).exit_code == 1, data


# --- whole entries ----------------------------------------------------------------------------------

Lines = list[bytes]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda lines: [*lines[:1], *lines[2:]], "was removed"),
        (lambda lines: lines[1:], "was removed"),
        (lambda lines: [*lines[:2], lines[1], *lines[2:]], "was doubled"),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], "was moved"),
        (lambda lines: lines[::-1], "was moved"),
        (lambda lines: lines[:-1], "entries 5 to 5 were removed from the end"),
        (lambda lines: lines[:-3], "entries 3 to 5 were removed from the end"),
        (lambda lines: [], "entries 1 to 5 were removed from the end"),
        (lambda lines: [*lines, b"{}"], "was altered: the line is not an entry"),
        (lambda lines: [*lines, b""], "was altered: the line is not an entry"),
    ],
)
def test_entries_cannot_be_dropped_doubled_moved_or_cut_off(
    copy: SmallSite, downloaded: ModuleType, spoil: Callable[[Lines], Lines], said: str
) -> None:
    file = copy.output / CHAIN
    file.write_bytes(b"".join(line + b"\n" for line in spoil(file.read_bytes().splitlines())))
    found = agree(downloaded, copy.output)
    assert said in " ".join(message for _, _, message in found)
    assert {path for path, _, _ in found} == {CHAIN}


def test_an_entry_with_fitting_hashes_cannot_be_inserted(copy: SmallSite, downloaded: ModuleType) -> None:
    lines = (copy.output / CHAIN).read_bytes().splitlines()
    entry = {**json.loads(lines[1])["entry"], "id": "forged"}
    forged = canonical({"entry": entry, "hash": downloaded.digest(entry)})
    (copy.output / CHAIN).write_bytes(b"\n".join([lines[0], forged, *lines[1:], b""]))
    assert any("was inserted" in message for _, _, message in agree(downloaded, copy.output))


@pytest.mark.parametrize(
    "odd",
    [
        {"n": True},
        {"n": "1"},
        {"n": 1.5},
        {"n": -1},
        {"kind": ["wording"]},
        {"id": {}},
        {"supersedes": []},
        {"commitment": None},
        {"prev": 0},
    ],
)
def test_an_entry_of_the_wrong_form_is_named_whatever_its_hash(
    copy: SmallSite, downloaded: ModuleType, odd: dict[str, object]
) -> None:
    lines = (copy.output / CHAIN).read_bytes().splitlines()
    entry = {**json.loads(lines[-1])["entry"], **odd}
    forged = json.dumps(
        {"entry": entry, "hash": downloaded.digest(entry)}, sort_keys=True, separators=(",", ":")
    )
    (copy.output / CHAIN).write_bytes(b"\n".join([*lines[:-1], forged.encode(), b""]))
    assert any(path == CHAIN for path, _, _ in agree(downloaded, copy.output))


def test_a_copy_cannot_steer_the_terminal_of_who_checks_it(copy: SmallSite, downloaded: ModuleType) -> None:
    """Names of ledgers come from the copy, which may be anybody's."""
    (copy.output / "ledger" / "\x1b[2J\u202e.jsonl").write_text("{}\n")

    done = verify_command(copy.output)

    assert r"ledger/\x1b[2J\u202e.jsonl" in done.output
    assert done.output.replace("\n", "").isprintable()
    finding = downloaded.Finding("ledger/\x9b.jsonl", 1, "was altered")
    assert str(finding) == r"ledger/\x9b.jsonl:1: was altered"


def test_a_ledger_that_goes_or_comes_is_named(copy: SmallSite, downloaded: ModuleType) -> None:
    (copy.output / CHAIN).rename(copy.output / "ledger" / "another-1a2b.jsonl")
    found = agree(downloaded, copy.output)
    assert (CHAIN, 0, "entries 1 to 5 were removed from the end") in found
    assert any(path == "ledger/another-1a2b.jsonl" and "inserted" in said for path, _, said in found)


def test_a_ledger_written_anew_is_told_from_an_earlier_copy(copy: SmallSite, downloaded: ModuleType) -> None:
    earlier = copy.root / "earlier"
    shutil.copytree(copy.output, earlier)
    ledger(copy).unlink()
    file = copy.content / PROMISE
    file.write_text(file.read_text().replace('"A person answers."', '"A machine answers."'))
    seal(copy)
    copy.build()
    assert agree(downloaded, copy.output) == []
    assert agree(downloaded, copy.output, earlier) == [
        (CHAIN, 0, "entry 5 was altered: its hash is not the one that was published")
    ]


def test_a_ledger_that_has_grown_still_holds_the_earlier_copy(
    copy: SmallSite, downloaded: ModuleType
) -> None:
    earlier = copy.root / "earlier"
    shutil.copytree(copy.output, earlier)
    copy.respond(f"pledges/{ID}", {"id": "new3", "date": "2026-05-01T12:00:00Z"})
    seal(copy)
    copy.build()
    assert agree(downloaded, copy.output, earlier) == []


def test_a_cut_off_entry_of_a_response_is_missed_in_the_record(
    copy: SmallSite, downloaded: ModuleType
) -> None:
    lines = ledger(copy).read_bytes().splitlines(keepends=True)
    ledger(copy).write_bytes(b"".join(lines[:3]))
    assert (SAID, 2, "two2 was sealed, and its entry was removed") in agree(downloaded, copy.content)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_rearrangement_passes(sealed: SmallSite, data: st.DataObject) -> None:
    lines = ledger(sealed).read_bytes().splitlines(keepends=True)
    order = data.draw(st.lists(st.integers(0, len(lines) - 1), max_size=8))
    text = b"".join(lines[place] for place in order)
    found, findings = check_chain(CHAIN, text)
    head = json.loads(lines[-1])["hash"]
    findings += check_head(CHAIN, found, len(lines), head)
    assert (findings == []) == (order == list(range(len(lines))))


# --- the site ---------------------------------------------------------------------------------------


def test_a_build_fails_on_altered_wording_with_file_line_and_diff(copy: SmallSite) -> None:
    file = copy.content / PROMISE
    line = next(n for n, text in enumerate(file.read_text().splitlines(), 1) if text.startswith("promise:"))
    file.write_text(file.read_text().replace('"A person answers."', '"A person usually answers."'))
    before = copy.files()
    with pytest.raises(ContentError) as raised:
        copy.build()
    assert str(raised.value).endswith(
        f"{PROMISE}:{line}: promise: was changed after it was sealed (entry 1 of its ledger): "
        'A person {+usually +}answers.; put the sealed words back, and write an update "amended"'
    )
    assert copy.files() == before


def test_a_build_never_writes_to_the_record(copy: SmallSite) -> None:
    copy.respond(f"pledges/{ID}", {"id": "new3"})
    before = {file: file.read_bytes() for file in copy.content.rglob("*") if file.is_file()}
    copy.build()
    assert {file: file.read_bytes() for file in copy.content.rglob("*") if file.is_file()} == before


def test_the_head_stands_on_the_page_in_the_feeds_and_in_the_data(sealed: SmallSite) -> None:
    head = json.loads(ledger(sealed).read_bytes().splitlines()[-1])["hash"]
    folder = sealed.output / "pledges" / "a-person-answers"
    assert head in sealed.html("/pledges/a-person-answers/").css_first(".record__notes").text()
    assert json.loads((folder / "pledge.json").read_bytes())["ledgerHead"] == head
    feed = json.loads((folder / "feed.json").read_bytes())["_ledger"]
    assert (feed["entries"], feed["head"]) == (5, head)
    assert feed["url"] == f"https://promises.example/ledger/{ID}.jsonl"
    assert f"head {head}" in (folder / "feed.atom.xml").read_text()


def test_the_published_ledger_is_the_records_own(sealed: SmallSite) -> None:
    assert (sealed.output / CHAIN).read_bytes() == ledger(sealed).read_bytes()


def test_the_site_of_an_earlier_day_has_the_ledger_of_that_day(
    copy: SmallSite, downloaded: ModuleType
) -> None:
    copy.build(AS_OF="2026-02-28")
    lines = ledger(copy).read_bytes().splitlines(keepends=True)
    assert (copy.output / CHAIN).read_bytes() == b"".join(lines[:3])
    assert found_by(downloaded, copy.output) == []


def test_what_is_not_sealed_has_no_ledger_and_says_nothing_of_one(tmp_path: Path) -> None:
    site = write_record(SmallSite(tmp_path))
    site.build()
    assert not (site.output / CHAIN).exists()
    assert "ledger" not in site.html("/pledges/a-person-answers/").css_first(".record__notes").text()
    assert json.loads((site.output / "ledger" / "root.json").read_bytes()) == {"shards": {}}


def test_one_approval_changes_three_files_of_the_ledger(copy: SmallSite) -> None:
    for number in range(30):
        site_id = f"p-{number}-1a2b"
        copy.pledge(f"p-{number}", id=site_id)
    seal(copy)
    copy.build()
    before = copy.files()
    copy.respond(f"pledges/{ID}", {"id": "new3"})
    seal(copy)
    copy.build()
    changed = {name for name, data in copy.files().items() if before.get(name) != data}
    of_ledger = {name for name in changed if name.startswith("ledger/")}
    assert len(of_ledger) == 3
    assert {CHAIN, "ledger/root.json"} < of_ledger


def test_an_amendment_is_shown_word_by_word(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    site.leader()
    site.pledge(body="I mean it.\n\n## 2026-03-10 · amended\nBecause.\nOutcome: 90 % of calls.")
    site.build()
    change = site.html("/pledges/a-person-answers/").css_first(".amendments dd")
    for hidden in change.css(".visually-hidden"):
        hidden.decompose()
    assert change.css_first("del").text() == "95"
    assert change.css_first("ins").text() == "90"
    assert " ".join(change.text().split()) == "95 90 % of calls."


# --- the commands -----------------------------------------------------------------------------------


def test_a_single_ledger_is_checked_against_a_noted_head(
    copy: SmallSite,
    downloaded: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    head = json.loads(ledger(copy).read_bytes().splitlines()[2])["hash"]
    for noted, status in ((head, 0), ("0" * 64, 1)):
        monkeypatch.setattr("sys.argv", ["verify_ledger.py", str(ledger(copy)), "--head", noted])
        assert downloaded.main() == status
    assert "no entry has that hash" in capsys.readouterr().out


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # http.server names it
        pass


@pytest.fixture
def published(copy: SmallSite) -> Iterator[str]:
    """The address of the copy, served by a plain web server."""
    handler = partial(_Quiet, directory=str(copy.output))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_published_site_is_checked_over_the_web(copy: SmallSite, published: str) -> None:
    port = int(published.rpartition(":")[2])
    here = AddressPolicy(ports=frozenset({port}), also_networks=("127.0.0.0/8",))
    assert verify(*site_reader(published, here), {})[1] == []
    lines = (copy.output / CHAIN).read_bytes().splitlines(keepends=True)
    (copy.output / CHAIN).write_bytes(b"".join(lines[:-1]))
    found = verify(*site_reader(f"{published}/ledger/", here), {})[1]
    assert [str(finding) for finding in found] == [f"{CHAIN}: entries 5 to 5 were removed from the end"]
    (copy.output / "ledger" / "root.json").unlink()
    with pytest.raises(CommandError, match="does this site publish its ledger"):
        site_reader(published, here)


def test_a_folder_without_ledgers_is_not_called_good(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert verify_command(tmp_path / "empty").exit_code == 1


def test_the_check_says_in_one_line_what_is_not_sealed_yet(copy: SmallSite, tmp_path: Path) -> None:
    def check(*options: str) -> str:
        done = CliRunner().invoke(cli, ["check", *options, "-s", str(copy.settings_file(tmp_path))])
        assert done.exit_code == 0, done.output
        return done.output

    assert check() == "No problems.\n"

    copy.pledge("another", id="another-1a2b", body=f"I mean it.\n\n{UPDATE}")

    left = "2 things that are public are not sealed yet; run pledges seal before you publish."
    assert check() == f"No problems.\n{left}\n"
    assert json.loads(check("--format", "json")) == []

    shutil.rmtree(copy.content / "ledger")  # the ledger is for those who want it
    assert check() == "No problems.\n"
