"""What the last build knew of all that is answered, so that the next reads only what has changed.

Kept beside the output folder as MessagePack, for the inputs that the site was built from; in any doubt it
counts as absent, and everything is read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from pledges.domain.document import Document
from pledges.domain.ledger import Ledger
from pledges.domain.pledge import Pledge
from pledges.domain.record import Moderation
from pledges.domain.status import Status
from pledges.domain.summary import NOTHING_SAID, Summary, places_in
from pledges.files.conversations import Sight
from pledges.files.whole import write_changed
from pledges.site.inputs import TALLY, Inputs
from pledges.views.feed_archives import open_since
from pledges.views.publication import Publication

#: Raised whenever the meaning of the stored values changes.
VERSION = 4


class Heard(msgspec.Struct, array_like=True):
    """``summaries`` and ``statuses`` as the site shows them and whole ``ledgers``, by the id of what they are
    about; ``sights``: what was in each conversation's file, by its path. ``periods``: where those began that
    the feed of the whole conversation is cut into.
    """

    summaries: dict[str, Summary]
    statuses: dict[str, Status]
    ledgers: dict[str, Ledger]
    sights: dict[str, Sight]
    moderation: Moderation
    periods: list[int]
    inputs: bytes = b""
    version: int = VERSION


def heard_path(output: Path) -> Path:
    """Return where this is kept for an output folder: beside it."""
    return output.parent / f".{output.name}.answers"


def load_heard(output: Path, inputs: Inputs) -> Heard | None:
    """Return what was known when the site was built from these inputs; None in doubt."""
    try:
        heard = msgspec.msgpack.decode(heard_path(output).read_bytes(), type=Heard)
    except (OSError, msgspec.MsgspecError):
        return None
    return heard if heard.version == VERSION and heard.inputs == inputs.digest() else None


def heard_of(
    inputs: Inputs, publication: Publication, sights: Mapping[str, Sight], ledgers: Mapping[str, Ledger]
) -> Heard:
    """Return what is known of the answers of a site that was built from these inputs."""
    summaries = {target.id: publication.summary(target) for target in publication.targets}
    return Heard(
        summaries={target: summary for target, summary in summaries.items() if summary != NOTHING_SAID},
        statuses={pledge.id: status for pledge, status in publication.statuses()},
        ledgers=dict(ledgers),
        sights=dict(sights),
        moderation=publication.record.moderation,
        periods=publication.period_firsts,
        inputs=inputs.digest(),
    )


def save_heard(output: Path, heard: Heard) -> None:
    """Remember it for the next build."""
    write_changed(heard_path(output), msgspec.msgpack.encode(heard))


def answer_facets(changed: Collection[str], heard: Heard, publication: Publication) -> set[str]:
    """Return what the answers to ``changed`` (ids) have made otherwise since that was heard."""
    facets = {"tally/*"} if TALLY in changed else set[str]()
    rows: set[bytes] = set()
    by_id = {target.id: target for target in publication.targets} if changed else {}
    for identity in changed:
        if target := by_id.get(identity):
            known = heard.summaries.get(identity, NOTHING_SAID)
            facets.update(_facets(publication, target, known))
            rows.update({*known.rows}.symmetric_difference(publication.summary(target).rows))
    facets.update(_of_the_whole(publication, rows, heard.periods))
    return facets


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


def _of_the_whole(publication: Publication, rows: Iterable[bytes], periods: Sequence[int]) -> Iterator[str]:
    """Yield what has become otherwise of all that was said, where these rows of summaries have changed."""
    places = places_in(b"".join(rows))
    if places:
        yield "said/*"
    if publication.period_firsts != periods or any(place < open_since(publication) for place in places):
        yield "archives/*"
