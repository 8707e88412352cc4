"""What is public is sealed once; what changes afterwards supersedes it, or is found out."""

from __future__ import annotations

import datetime as dt
import json
from hashlib import sha256
from pathlib import Path

import pytest

from ledger_making import ID, conversation, counted_salts, entries, kinds, ledger, seal, write_record
from pledges.domain.response import Author, Kind, Response
from pledges.errors import ContentError
from pledges.files.record import load_record
from pledges.files.response_line import encode_response
from pledges.files.sealing import put_sealed, remove_sealed
from pledges.verify_ledger import reader, verify
from records import SmallSite

PATH = f"responses/pledges/{ID}.jsonl"
WHEN = dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC)
SAID = Response(id="new3", kind=Kind.COMMENT, date=WHEN, author=Author("Ada"), text="Yes.")
GONE = Response(id="new3", kind=Kind.COMMENT, date=WHEN, erased=WHEN + dt.timedelta(days=1))


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    return write_record(SmallSite(tmp_path))


def findings(site: SmallSite) -> list[str]:
    return [str(finding) for finding in verify(*reader(site.content), {})[1]]


def problems(site: SmallSite) -> list[str]:
    return [str(problem) for problem in load_record(site.content)[1]]


def put(site: SmallSite, response: Response) -> None:
    put_sealed(site.content, PATH, response.id, encode_response(response))


def test_everything_public_is_sealed_in_order_of_date(site: SmallSite) -> None:
    assert kinds(seal(site)) == [
        f"wording {ID}",
        "response one1",
        f"update {ID}-u1",
        "verdict two2",
        f"amendment {ID}-u2",
    ]
    assert (findings(site), problems(site)) == ([], [])


def test_sealing_twice_is_as_good_as_once(site: SmallSite) -> None:
    seal(site)
    before = {file: file.read_bytes() for file in site.content.rglob("*") if file.is_file()}
    assert seal(site) == []
    assert {file: file.read_bytes() for file in site.content.rglob("*") if file.is_file()} == before


def test_a_dry_run_says_the_same_and_writes_nothing(site: SmallSite) -> None:
    before = {file: file.read_bytes() for file in site.content.rglob("*") if file.is_file()}
    said = kinds(seal(site, dry_run=True))
    assert {file: file.read_bytes() for file in site.content.rglob("*") if file.is_file()} == before
    assert said == kinds(seal(site))


def test_drafts_and_what_is_dated_later_are_not_sealed(site: SmallSite) -> None:
    site.pledge("a-draft", id="a-draft-1a2b", draft=True)
    site.pledge("a-later", id="a-later-1a2b", made="2026-07-01")
    site.respond(f"pledges/{ID}", {"id": "late4", "date": "2026-07-01T12:00:00Z"})
    assert {kind.split()[1] for kind in kinds(seal(site))} == {ID, f"{ID}-u1", f"{ID}-u2", "one1", "two2"}
    assert b"salt" not in conversation(site).read_bytes().splitlines()[-1]


def test_a_record_with_problems_is_not_sealed(site: SmallSite) -> None:
    site.pledge(due="31 February 2026")
    with pytest.raises(ContentError):
        seal(site)
    assert not ledger(site).exists()


def test_a_new_update_is_fine_and_sealed_later(site: SmallSite) -> None:
    seal(site)
    file = site.content / "pledges" / "a-person-answers.md"
    file.write_text(file.read_text() + "\n## 2026-04-10 · at risk\nTwo have left.\n")
    assert problems(site) == []
    assert kinds(seal(site)) == [f"update {ID}-u3"]


def test_leaders_and_repairs_are_sealed_by_id_so_files_may_be_renamed(site: SmallSite) -> None:
    site.pledge("a-better-one", id="a-better-one-1a2b")
    body = "I mean it.\n\n## 2026-02-01 · broken\nNo.\n\n## 2026-02-02 · repair\nAnew.\nRepair: a-better-one"
    site.pledge(body=body)
    seal(site)
    (site.content / "leaders/maya-okafor.md").unlink()
    (site.content / "pledges/a-better-one.md").unlink()
    site.leader("maya", aliases=["maya-okafor"])
    site.pledge("another-one", id="a-better-one-1a2b", leader="maya", aliases=["a-better-one"])
    site.pledge(leader="maya", body=body.replace("a-better-one", "another-one"))
    assert problems(site) == []


# --- what was altered -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"A person answers."', '"A person or a machine answers."', "promise: "),
        ("2026-12-31", "2027-12-31", "due: "),
        ("I mean it.", "I meant it.", "[-mean-]{+meant+}"),
        ("94 % in February.", "64 % in February.", "update: was changed after it was sealed"),
        ("2027-03-31", "2028-03-31", "Due: was changed after it was sealed"),
        ("## 2026-02-10 · on track\n94 % in February.\n\n", "", '"2026-02-10 · on track" was removed'),
        ("## 2026-02-10", "## 2026-02-09 · blocked\nNo.\n\n## 2026-02-10", "was inserted before updates"),
    ],
)
def test_a_change_of_what_is_sealed_is_named_with_its_line(
    site: SmallSite, old: str, new: str, said: str
) -> None:
    seal(site)
    file = site.content / "pledges" / "a-person-answers.md"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    found = problems(site)
    assert any(said in line for line in found)
    assert all(
        line.startswith(f"content/pledges/a-person-answers.md:{_line_of(file, new)}") for line in found
    )


def _line_of(file: Path, text: str) -> str:
    """Return where the text stands now; what was removed is told of the update that follows it."""
    wanted = text or "## 2026-03-10"
    place = file.read_text().index(wanted.split("\n")[0])
    return f"{file.read_text().count(chr(10), 0, place) + 1}:" if wanted[0] != "2" else ""


def test_a_sealed_promise_can_neither_go_nor_become_a_draft(site: SmallSite) -> None:
    seal(site)
    site.pledge(body=(site.content / "pledges/a-person-answers.md").read_text().split("---\n")[2], draft=True)
    assert any("draft: was set after the promise was published" in line for line in problems(site))
    (site.content / "pledges/a-person-answers.md").unlink()
    assert any("has no file any more" in line for line in problems(site))


def test_a_response_cannot_be_altered_or_removed_by_hand(site: SmallSite) -> None:
    seal(site)
    lines = conversation(site).read_bytes().splitlines(keepends=True)
    conversation(site).write_bytes(lines[0].replace(b"Well", b"Ill") + lines[1])
    assert any('"one1" was altered' in line for line in problems(site))
    conversation(site).write_bytes(lines[0])
    assert any('"two2" of 2026-03-01 was sealed and is gone' in line for line in problems(site))


# --- one response at a time -----------------------------------------------------------------------


def test_what_is_published_is_sealed_with_it_and_only_once(site: SmallSite) -> None:
    put(site, SAID)
    before = conversation(site).read_bytes(), ledger(site).read_bytes()
    put(site, SAID)
    assert (conversation(site).read_bytes(), ledger(site).read_bytes()) == before
    assert [entry["id"] for entry in entries(site)] == ["new3"]
    assert findings(site) == []


def test_a_crash_between_line_and_entry_is_no_problem_and_made_good(site: SmallSite) -> None:
    put(site, SAID)
    whole = ledger(site).read_bytes()
    ledger(site).unlink()
    assert problems(site) == []
    put(site, SAID)
    assert ledger(site).read_bytes() == whole


def test_an_edit_supersedes_what_was_said_under_a_new_salt(site: SmallSite) -> None:
    put(site, SAID)
    old = json.loads(conversation(site).read_bytes().splitlines()[-1])["salt"]
    later = WHEN + dt.timedelta(minutes=5)
    put(site, Response(**{**{n: getattr(SAID, n) for n in SAID.__slots__}, "text": "No.", "updated": later}))
    assert [entry.get("supersedes") for entry in entries(site)] == [None, 1]
    assert entries(site)[1]["date"] == "2026-04-01T12:05:00Z"
    assert old.encode() not in conversation(site).read_bytes() + ledger(site).read_bytes()
    assert (findings(site), problems(site)) == ([], [])


def test_an_erasure_keeps_the_chain_and_leaves_nothing_to_guess_from(site: SmallSite) -> None:
    """Whoever knows every word but not the salt has 2**128 hashes to try."""
    seal(site)
    put(site, SAID)
    salt = json.loads(conversation(site).read_bytes().splitlines()[-1])["salt"]
    head = entries(site)[-1]
    put(site, GONE)
    left = b"".join(file.read_bytes() for file in site.content.rglob("*") if file.is_file())
    assert salt.encode() not in left
    assert SAID.text.encode() not in left
    assert len(bytes.fromhex(salt)) == 16
    assert entries(site)[-2] == head
    assert (entries(site)[-1]["kind"], entries(site)[-1]["supersedes"]) == ("erasure", head["n"])
    assert (findings(site), problems(site)) == ([], [])


def test_a_line_taken_out_is_an_erasure_too_and_can_come_back(site: SmallSite) -> None:
    put(site, SAID)
    remove_sealed(site.content, PATH, "new3", encode_response(GONE))
    assert b"new3" not in conversation(site).read_bytes()
    assert (findings(site), problems(site)) == ([], [])
    put(site, SAID)
    assert [entry["kind"] for entry in entries(site)] == ["response", "erasure", "response"]
    assert (findings(site), problems(site)) == ([], [])


def test_what_was_never_sealed_leaves_no_erasure(site: SmallSite) -> None:
    remove_sealed(site.content, PATH, "new3", encode_response(GONE))
    assert not ledger(site).exists()


def test_responses_to_essays_have_no_ledger(site: SmallSite) -> None:
    put_sealed(site.content, "responses/essays/x-1a2b.jsonl", "new3", encode_response(SAID))
    assert (site.content / "responses/essays/x-1a2b.jsonl").read_bytes() == encode_response(SAID)
    assert not (site.content / "ledger").exists()


def test_a_torn_ledger_is_not_continued(site: SmallSite) -> None:
    seal(site)
    ledger(site).write_bytes(ledger(site).read_bytes()[:-30])
    with pytest.raises(ContentError, match=r"ledger/.*was altered"):
        put(site, SAID)


# --- the format -----------------------------------------------------------------------------------


def test_somebody_elses_twenty_lines_find_the_same_hashes(site: SmallSite) -> None:
    seal(site, counted_salts())
    prev = sha256(b'{"ledger":"a-person-answers-9m3t"}').hexdigest()
    said = {json.loads(line)["id"]: line for line in conversation(site).read_bytes().splitlines()}
    for number, line in enumerate(ledger(site).read_bytes().splitlines(), start=1):
        entry, _, rest = line.removeprefix(b'{"entry":').partition(b',"hash":"')
        assert sha256(entry).hexdigest() == rest[:64].decode()
        assert f'"n":{number},"prev":"{prev}"'.encode() in entry
        prev = rest[:64].decode()
        opening = rest[64:].removeprefix(b'","opening":').removesuffix(b"}")
        identity = entry.partition(b'"id":"')[2].partition(b'"')[0].decode()
        if identity in said:
            parts = json.loads(said[identity])
            salt = parts.pop("salt")
            keys = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
            opening = f'{{"body":{keys},"salt":"{salt}"}}'.encode()
        assert f'"commitment":"{sha256(opening).hexdigest()}"'.encode() in entry
