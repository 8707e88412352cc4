"""What the last build knew of every conversation, so that the next reads only those that have changed.

Kept beside the output folder as MessagePack, for the inputs that the site was built from; in any doubt it
counts as absent, and all conversations are read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import msgspec

from pledges.domain.document import Document
from pledges.domain.pledge import Pledge
from pledges.domain.summary import NOTHING_SAID, Summary
from pledges.site.builder import Changes
from pledges.site.inputs import Inputs
from pledges.site.staging import write_whole
from pledges.views.publication import Publication

#: Raised whenever the meaning of the stored values changes.
VERSION = 1

Summaries = Mapping[str, Summary]
"""By the id of the essay or pledge."""


class _Heard(msgspec.Struct, array_like=True):
    version: int
    inputs: bytes
    summaries: dict[str, Summary]


def heard_path(output: Path) -> Path:
    """Return where this is kept for an output folder: beside it."""
    return output.parent / f".{output.name}.answers"


def load_heard(output: Path, inputs: Inputs) -> Summaries | None:
    """Return what was known of the conversations when the site was built from these inputs; None in doubt."""
    try:
        heard = msgspec.msgpack.decode(heard_path(output).read_bytes(), type=_Heard)
    except (OSError, msgspec.MsgspecError):
        return None
    return heard.summaries if heard.version == VERSION and heard.inputs == inputs.digest() else None


def save_heard(output: Path, inputs: Inputs, publication: Publication) -> None:
    """Remember what is known of the conversations of a site that was built from these inputs."""
    summaries = {target.id: publication.summary(target) for target in publication.targets}
    known = {target: summary for target, summary in summaries.items() if summary != NOTHING_SAID}
    write_whole(heard_path(output), msgspec.msgpack.encode(_Heard(VERSION, inputs.digest(), known)))


def changes_since(
    before: Inputs, changed: Collection[str], heard: Summaries, publication: Publication
) -> Changes:
    """Return what the answers to ``changed`` (ids) have made otherwise since the build ``before``."""
    by_id = {target.id: target for target in publication.targets} if changed else {}
    facets = {"tally/*"} if changed else set[str]()
    for identity in changed:
        if target := by_id.get(identity):
            facets.update(_facets(publication, target, heard.get(identity, NOTHING_SAID)))
    return Changes(before, frozenset(facets))


def _facets(publication: Publication, target: Document, before: Summary) -> Iterator[str]:
    now = publication.summary(target)
    sides = ["answers", "ledger"]
    if (before.count, before.changed, before.erased) != (now.count, now.changed, now.erased):
        sides.append("count")
    if before.words != now.words:
        sides.append("words")
    if isinstance(target, Pledge) and publication.status_by(target, before) != publication.status(target):
        sides.append("status")
    for side in sides:
        yield from (f"{side}/{target.id}", f"{side}/*")
    if before.voices != now.voices:
        yield "voices/*"
    yield from _quarters(dict(before.quarters), dict(now.quarters))


def _quarters(before: Mapping[str, bytes], now: Mapping[str, bytes]) -> Iterator[str]:
    if before.keys() != now.keys():
        yield "quarters/*"
    for quarter in before.keys() | now.keys():
        if before.get(quarter) != now.get(quarter):
            yield from (f"quarter/{quarter}", "quarter/*")
