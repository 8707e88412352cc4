"""A small sealed record, and the verifier as a reader has it: one file, loaded from where it was saved."""

from __future__ import annotations

import datetime as dt
import importlib.util
import itertools
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from click.testing import CliRunner, Result

from pledges.cli import cli
from pledges.files.sealing import NewSalt, Sealing, seal_record
from records import PLEDGE, SmallSite

TODAY = dt.date(2026, 6, 30)
ID = PLEDGE["id"]
UPDATE = "## 2026-02-10 · on track\n94 % in February."
AMENDMENT = "## 2026-03-10 · amended\nHiring takes longer.\nDue: 2027-03-31"
VERDICT = {
    "id": "two2",
    "type": "verdict",
    "date": "2026-03-01T09:00:00Z",
    "verdict": "kept",
    "customer": "c-1",
    "standing": "invited",
}


def counted_salts() -> NewSalt:
    """Return what makes salts that are the same in every run."""
    numbers = itertools.count(1)
    return lambda: f"{next(numbers):032x}"


def write_record(site: SmallSite) -> SmallSite:
    """Write one promise with an update, an amendment, a comment and a verdict."""
    site.leader()
    site.pledge(body=f"I mean it.\n\n{UPDATE}\n\n{AMENDMENT}")
    site.respond(f"pledges/{ID}", {"id": "one1", "author": {"name": "Zoë"}}, VERDICT)
    return site


def seal(site: SmallSite, new_salt: NewSalt | None = None, *, dry_run: bool = False) -> list[Sealing]:
    return seal_record(site.content, TODAY, dt.UTC, new_salt=new_salt or counted_salts(), dry_run=dry_run)


def kinds(found: list[Sealing]) -> list[str]:
    return [f"{statement.kind} {statement.id}" for sealing in found for statement in sealing.statements]


def ledger(site: SmallSite) -> Path:
    return site.content / "ledger" / f"{ID}.jsonl"


def conversation(site: SmallSite) -> Path:
    return site.content / "responses" / "pledges" / f"{ID}.jsonl"


def entries(site: SmallSite) -> list[dict[str, Any]]:
    return [json.loads(line)["entry"] for line in ledger(site).read_bytes().splitlines()]


def load_verifier(file: Path) -> ModuleType:
    """Return the downloaded file as a module of its own, without this package around it."""
    spec = importlib.util.spec_from_file_location(f"downloaded_{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def verify_command(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["verify", *map(str, arguments)])
