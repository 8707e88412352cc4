"""The published ledger, and the record behind it."""

from __future__ import annotations

import json
from pathlib import Path

from pledges.cli.doctor.finding import Findings, ok, problem, warning
from pledges.cli.doctor.visit import Visit
from pledges.domain import address

#: Heads are published in so many files at most, each for some promises; more are for ``pledges verify``.
MAX_SHARDS = 100
_VERIFY = "see what differs: pledges verify"


def published(visit: Visit) -> Findings:
    """Look at the ledger that the world sees."""
    answer = visit.get(address.LEDGER_ROOT)
    if answer.status != 200:
        yield problem("ledger", f"{visit.absolute(address.LEDGER_ROOT)} answers {answer.status}", _VERIFY)
        return
    built = visit.built(address.LEDGER_ROOT)
    if built is not None and built != answer.body:
        said = "the published ledger is not the one that was built here"
        yield warning("ledger", said, f"publish the site; then {_VERIFY} {visit.url}")
    else:
        yield from _verified(visit)


def _verified(visit: Visit) -> Findings:
    from pledges.verify_ledger import verify

    def read(path: str) -> bytes | None:
        found = visit.get(f"/{path}")
        return None if found.status == 404 else found.body

    if _shards(visit) > MAX_SHARDS:
        yield ok("ledger", f"published, and too long to fetch here: pledges verify {visit.url}")
        return
    heads, findings = verify(read, [], {})
    for finding in findings:
        yield problem("ledger", f"{visit.url}/{finding}", _VERIFY + f" {visit.url}")
    if not findings:
        yield ok("ledger", f"the chains of {len(heads)} promises are whole")


def _shards(visit: Visit) -> int:
    try:
        return len(json.loads(visit.get(address.LEDGER_ROOT).body)["shards"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return 0  # the verifier says what is wrong with it


def sealed(content: Path) -> Findings:
    """Check the ledger of the record: the chains alone; whether the record agrees, the check says."""
    from pledges.verify_ledger import reader, verify

    heads, findings = verify(*reader(content), {})
    for finding in findings:
        yield problem("ledger of the record", str(finding), _VERIFY)
    if not findings:
        yield ok("ledger of the record", f"the chains of {len(heads)} promises are whole")
