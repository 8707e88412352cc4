#!/usr/bin/env python3
"""Check a ledger of promises: was anything changed, removed or inserted? Needs nothing but Python 3.11.

    python3 verify_ledger.py FOLDER                  a copy of a site, or of the content it is built from
    python3 verify_ledger.py FOLDER --known EARLIER  also: all that an earlier copy holds still stands
    python3 verify_ledger.py ID.jsonl --head HASH    one promise; HASH is a head that you noted before

Each promise has a file ledger/ID.jsonl with one entry a line, in canonical JSON (RFC 8785: UTF-8, keys
sorted, no spaces, whole numbers only):

    {"entry": {"commitment", "date", "id", "kind", "n", "prev", "supersedes"?}, "hash", "opening"?}

    hash     the SHA-256 of the entry; "prev" is the hash of the entry before, or of {"ledger": ID}
    opening  {"body", "salt"}: what was said; "commitment" is its SHA-256. A response's stands beside
             the response itself (content/responses/), so that it can be erased and not guessed.

ledger/root.json and ledger/heads/ say how many entries each file has, and the last one's hash.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

Read = Callable[[str], bytes | None]  # a path such as "ledger/root.json" to its bytes; None: no such file
Heads = dict[str, tuple[int, str]]  # a promise's id to the number of its entries and the last one's hash
BAD = (ValueError, LookupError, TypeError, AttributeError, RecursionError)  # what broken JSON leads to


class Finding(NamedTuple):
    """Something that is not as it was sealed. ``line`` counts from 1; 0 is the file as a whole."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        line = f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"
        # The copy is somebody else's: nothing in it may steer the terminal of who checks it.
        return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in line)


class Sealed(NamedTuple):
    """A line of a ledger that says what it said when it was sealed."""

    line: int
    hash: str
    entry: dict[str, Any]
    opening: dict[str, Any] | None

    @property
    def kind(self) -> str:
        """Whether it is a wording, update, amendment, response, verdict or erasure."""
        return str(self.entry["kind"])

    def __str__(self) -> str:
        return "entry {n} ({kind} {id}, {date})".format(**self.entry)


Chain = dict[int, Sealed]  # the entries of one ledger by their numbers


def canonical(value: object) -> bytes:
    """Return the one way to write a value of texts, whole numbers, lists and objects (RFC 8785)."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(value: object) -> str:
    """Return the SHA-256 of a value's canonical form in hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def is_plain(entry: dict[str, Any]) -> bool:
    """Whether an entry holds whole numbers and texts where it should, and nothing else."""
    return all(type(value) is (int if key in ("n", "supersedes") else str) for key, value in entry.items())


def read_line(number: int, line: bytes) -> Sealed:
    """Return what is sealed on a line. Raises ValueError with the reason when it was altered."""
    try:
        parts = json.loads(line)
        sealed = Sealed(number, parts["hash"], parts["entry"], parts.get("opening"))
        wrong = {
            "what it says": digest(sealed.entry) != sealed.hash or not is_plain(sealed.entry),
            "its text": sealed.opening is not None and digest(sealed.opening) != sealed.entry["commitment"],
            "how it is written": canonical(parts) != line or not parts.keys() <= {"hash", "entry", "opening"},
        }
        name = str(sealed)
    except BAD as error:
        raise ValueError(f"the line is not an entry ({error})") from error
    if any(wrong.values()):
        raise ValueError(f"{name}: {next(what for what in wrong if wrong[what])} does not fit its hash")
    return sealed


def read_chain(path: str, data: bytes) -> tuple[Chain, set[int], list[Finding]]:
    """Return the entries that stand, the numbers of those that were altered, and what is wrong so far."""
    chain: Chain = {}
    findings: list[Finding] = []
    last, altered = 0, set[int]()
    *lines, rest = data.split(b"\n")
    for number, line in enumerate([*lines, rest + b" (no line end)"] if rest else lines, start=1):
        try:
            sealed = read_line(number, line)
        except ValueError as error:
            findings.append(Finding(path, number, f"was altered: {error}"))
            last += 1
            altered.add(last)
            continue
        n = sealed.entry["n"]
        twin = chain.setdefault(n, sealed)
        if twin is not sealed:
            how = "was doubled" if twin.hash == sealed.hash else f"was inserted, or line {twin.line} was"
            findings.append(Finding(path, number, f"{sealed} {how}"))
        elif n < last:
            findings.append(Finding(path, number, f"{sealed} was moved: it belongs before entry {last}"))
        last = max(last, n)
    return chain, altered, findings


def check_chain(path: str, data: bytes) -> tuple[Chain, list[Finding]]:
    """Return the entries that stand, by number, and everything wrong with the file ledger/ID.jsonl."""
    chain, altered, findings = read_chain(path, data)
    erased = {sealed.entry.get("supersedes") for sealed in chain.values() if sealed.kind == "erasure"}
    for n, sealed in chain.items():
        prev = chain[n - 1].hash if n - 1 in chain else sealed.entry["prev"]
        if sealed.entry["prev"] != (digest({"ledger": Path(path).stem}) if n == 1 else prev):
            findings.append(Finding(path, sealed.line, f"{sealed} does not continue what is before it"))
        if n > 1 and n - 1 not in chain and n - 1 not in altered:
            findings.append(Finding(path, sealed.line, f"what was before {sealed} was removed"))
        if sealed.kind in ("wording", "update", "amendment") and not sealed.opening and n not in erased:
            findings.append(Finding(path, sealed.line, f"{sealed}: the text was removed, not erased"))
    return chain, findings


def check_head(path: str, entries: Chain, count: int, head: str) -> list[Finding]:
    """Return what is wrong when entry ``count`` must have the hash ``head``."""
    last = max(entries, default=0)
    if last < count:
        return [Finding(path, 0, f"entries {last + 1} to {count} were removed from the end")]
    if count not in entries or entries[count].hash != head:
        return [Finding(path, 0, f"entry {count} was altered: its hash is not the one that was published")]
    return []


def check_responses(path: str, data: bytes, entries: Chain) -> list[Finding]:
    """Return what is wrong with responses/pledges/ID.jsonl, where the openings of responses stand."""
    findings, met = [], set()
    latest = {entries[n].entry["id"]: entries[n] for n in sorted(entries)}
    for number, line in enumerate(data.removesuffix(b"\n").split(b"\n") if data else (), start=1):
        try:
            body = json.loads(line)
            is_as_written = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode() == line
            sealed, salt = latest.get(body["id"]), body.pop("salt", "")
            fits = (
                sealed
                and is_as_written
                and digest({"body": body, "salt": salt}) == sealed.entry["commitment"]
            )
            met.add(body["id"])
        except BAD as error:
            findings.append(Finding(path, number, f"was altered: the line is not a response ({error})"))
            continue
        if not sealed and salt:
            findings.append(Finding(path, number, f"{body['id']} was sealed, and its entry was removed"))
        elif sealed and not fits:
            findings.append(Finding(path, number, f"{body['id']} was altered: it does not fit {sealed}"))
    for identity, sealed in latest.items():
        if sealed.kind in ("response", "verdict") and identity not in met:
            findings.append(Finding(path, 0, f"{identity} was removed, not erased: the ledger has {sealed}"))
    return findings


def read_root(read: Read) -> tuple[Heads, list[Finding]]:
    """Return the heads that a site publishes, and what is wrong with the files that say them."""
    heads: Heads = {}
    findings = []
    try:
        for shard, known in json.loads(read("ledger/root.json") or b'{"shards":{}}')["shards"].items():
            data = read(path := f"ledger/heads/{shard}.json") or b"{}"
            if hashlib.sha256(data).hexdigest() != known:
                findings.append(Finding(path, 0, "was altered: it does not fit ledger/root.json"))
            heads |= {
                name: (int(said["entries"]), str(said["head"])) for name, said in json.loads(data).items()
            }
    except BAD as error:
        findings.append(Finding("ledger/root.json", 0, f"it, or what it names, was altered ({error})"))
    return heads, findings


def verify(read: Read, names: Iterable[str], known: Heads) -> tuple[Heads, list[Finding]]:
    """Return the heads found, and all that is wrong. ``names``: ids with a file; ``known``: older heads."""
    heads: Heads = {}
    published, findings = read_root(read)
    is_site = read("ledger/root.json") is not None
    for name in sorted({*names, *published, *known}):
        entries, wrong = check_chain(path := f"ledger/{name}.jsonl", read(f"ledger/{name}.jsonl") or b"")
        for expected in (published, known):
            if name in expected:
                wrong += check_head(path, entries, *expected[name])
        if is_site and max(entries, default=0) > published.get(name, (0, ""))[0]:
            wrong.append(Finding(path, 0, "entries were inserted that ledger/root.json does not lead to"))
        if not is_site:
            said = f"responses/pledges/{name}.jsonl"
            wrong += check_responses(said, read(said) or b"", entries)
        if entries:
            heads[name] = (max(entries), entries[max(entries)].hash)
        findings += wrong
    return heads, findings


def reader(folder: Path) -> tuple[Read, list[str]]:
    """Return what reads a copy's files, and the ids of its ledgers. The copy may be of ledger/ alone."""
    root = folder if (folder / "ledger").is_dir() else folder.parent if folder.name == "ledger" else folder

    def read(path: str) -> bytes | None:
        return file.read_bytes() if (file := root / path).is_file() else None

    return read, [file.stem for file in (root / "ledger").glob("*.jsonl")]


def main() -> int:
    """Print what is wrong; return 1 when there is something."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("copy", type=Path, metavar="FOLDER_OR_FILE")
    parser.add_argument("--known", type=Path, metavar="EARLIER", help="an earlier copy")
    parser.add_argument("--head", metavar="HASH", help="a hash that must be among the file's entries")
    given = parser.parse_args()
    if given.copy.is_file():
        entries, findings = check_chain(str(given.copy), given.copy.read_bytes())
        heads = {given.copy.stem: (max(entries, default=0), "")}
        if given.head and given.head not in {sealed.hash for sealed in entries.values()}:
            findings.append(Finding(str(given.copy), 0, "no entry has that hash: it was altered or removed"))
    else:
        known = verify(*reader(given.known), {})[0] if given.known else {}
        heads, findings = verify(*reader(given.copy), known)
    print(*findings, f"{len(heads)} ledgers, {len(findings)} findings.", sep="\n")
    return 1 if findings or not heads else 0


if __name__ == "__main__":
    sys.exit(main())
