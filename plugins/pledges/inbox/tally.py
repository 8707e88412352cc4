"""The public tally: how many submissions wait, were published, were refused and why.

Counts of what the database no longer holds (deleted after a while, or decided before this database
existed) are kept in it as plain numbers, so the tally never falls because something was tidied away.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from pledges.domain.record import Moderation
from pledges.domain.submission import State
from pledges.files.moderation_file import format_moderation, parse_moderation
from pledges.files.whole import write_whole
from pledges.inbox import store_publications, store_submissions
from pledges.inbox.store import Store, Tx

FILE = "moderation.json"
NO_REASON = "no reason given"
_BEGUN = "begun"
_PUBLISHED = "published"
_REFUSED = "refused "


def begin(store: Store, content: Path) -> None:
    """Take over the counts of the tally that is in the record, once in a database's life."""
    if _BEGUN in store.read(store_publications.tally_counts):
        return
    before = _read(content / FILE)
    counts = {_REFUSED + reason: number for reason, number in before.refused.items()}

    def take_over(tx: Tx) -> None:
        if _BEGUN not in store_publications.tally_counts(tx):
            store_publications.add_to_tally(tx, {_BEGUN: 1, _PUBLISHED: before.published, **counts})

    store.write(take_over)


def count(tx: Tx) -> Moderation:
    """Return the tally as it stands."""
    gone = store_publications.tally_counts(tx)
    refused = Counter(
        {name.removeprefix(_REFUSED): number for name, number in gone.items() if name.startswith(_REFUSED)}
    )
    for (state, reason), number in store_submissions.refused_counts(tx).items():
        refused[public_reason(state, reason)] += number
    published = store_submissions.count_submissions(tx, states=[State.APPROVED])
    return Moderation(
        held=store_submissions.count_submissions(tx, waits=True),
        published=published + gone.get(_PUBLISHED, 0),
        refused={reason: number for reason, number in sorted(refused.items()) if number},
    )


def keep_refusal(tx: Tx, state: State, reason: str) -> None:
    """Count a refused submission that is about to be deleted."""
    store_publications.add_to_tally(tx, {_REFUSED + public_reason(state, reason): 1})


def write(store: Store, content: Path) -> bool:
    """Write ``moderation.json`` whole, if it differs; return whether it did."""
    data = format_moderation(store.read(count))
    path = content / FILE
    if path.exists() and path.read_bytes() == data:
        return False
    write_whole(path, data)
    return True


def public_reason(state: State, reason: str) -> str:
    """Return the reason as the public reads it: spam is spam, whatever made it so."""
    return "spam" if state is State.SPAM else reason or NO_REASON


def _read(path: Path) -> Moderation:
    return parse_moderation(path.name, path.read_bytes())[0] if path.exists() else Moderation()
