"""The inbox serves the network, so it may run only on code whose licences ask nothing of its operator."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import Distribution, distribution, packages_distributions

import pytest

PERMISSIVE = re.compile(
    r"\b(MIT|BSD|0BSD|ISC|Apache|MPL|Mozilla|ZPL|Zope|PSF|Python Software Foundation|LGPL\w*)\b"
)
RECIPROCAL = re.compile(r"\b(AGPL|GPL|Affero)|General Public License", re.IGNORECASE)

# Distributions whose licence stands only in their LICENSE file, read by hand.
READ_BY_HAND: dict[str, str] = {}

IMPORT_THE_INBOX = """
import importlib, pathlib, sys
import pledges
package = pathlib.Path(pledges.__file__).parent
for part in ("inbox", "fetch", "protocols"):
    for file in sorted((package / part).rglob("*.py")):
        dotted = ".".join(file.relative_to(package.parent).with_suffix("").parts)
        importlib.import_module(dotted.removesuffix(".__init__"))
print("\\n".join(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def licence_of(dist: Distribution) -> str:
    """Return what a distribution says of its licence, in its metadata's newest form."""
    metadata = dist.metadata
    classifiers = [c for c in metadata.get_all("Classifier") or () if c.startswith("License ::")]
    short = (metadata.get("License") or "").splitlines()[:1]
    named = metadata.get("License-Expression") or "; ".join(classifiers) or "".join(short)
    return named or READ_BY_HAND.get(dist.name, "unknown")


def is_permissive(licence: str) -> bool:
    """Say whether one of a licence's alternatives is on the project's list."""
    lesser = licence.replace("Lesser General Public License", "LGPL").replace("LGPL", "L-G-P-L")
    alternatives = re.split(r"\bOR\b", lesser)
    return any(
        not RECIPROCAL.search(one) and PERMISSIVE.search(one.replace("L-G-P-L", "LGPL"))
        for one in alternatives
    )


@pytest.fixture(scope="module")
def imported_by_the_inbox() -> dict[str, str]:
    """The distributions that are loaded when all of the inbox is, with their licences."""
    command = [sys.executable, "-c", IMPORT_THE_INBOX]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    by_module = packages_distributions()
    names = {name for module in done.stdout.split() for name in by_module.get(module, ())} - {"pledges"}
    return {name: licence_of(distribution(name)) for name in sorted(names)}


def test_the_inbox_runs_on_permissively_licensed_code_only(imported_by_the_inbox: dict[str, str]) -> None:
    assert imported_by_the_inbox
    assert {n: licence for n, licence in imported_by_the_inbox.items() if not is_permissive(licence)} == {}


def test_the_inbox_does_without_pelican(imported_by_the_inbox: dict[str, str]) -> None:
    assert "pelican" not in imported_by_the_inbox


@pytest.mark.parametrize(
    ("licence", "permissive"),
    [
        ("MIT", True),
        ("BSD-3-Clause", True),
        ("Apache-2.0 OR GPL-3.0-only", True),
        ("MPL-2.0 AND MIT", True),
        ("LGPL-3.0-only", True),
        ("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", True),
        ("License :: OSI Approved :: GNU Affero General Public License v3", False),
        ("AGPL-3.0-only", False),
        ("GPL-2.0-or-later", False),
        ("MIT AND GPL-3.0-only", False),
        ("unknown", False),
    ],
)
def test_licences_are_told_apart(licence: str, permissive: bool) -> None:
    assert is_permissive(licence) is permissive
