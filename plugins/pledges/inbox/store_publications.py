"""What ``content/`` should hold of the inbox, and whether it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from pledges.domain.response import Role
from pledges.domain.submission import NOTE_AUTHOR
from pledges.inbox.store import Tx
from pledges.inbox.store_sql import upsert
from pledges.inbox.store_tables import publications, tally


class Form(StrEnum):
    """What should be at a path."""

    LINE = "line"  # the submission's line is in the conversation file, just so
    NONE = "none"  # neither its line nor, for a proposal, its file
    FILE = "file"  # a file of its own, just so


@dataclass(frozen=True, slots=True)
class Publication:
    """The wish for one path. ``content`` is the line or file; ``previous`` what may stand there now.

    ``tombstone`` is the line that takes the place of one that has answers and shall go.
    """

    path: str
    submission: str
    form: Form
    content: str
    tombstone: str
    previous: str
    version: int

    @property
    def holds_note(self) -> bool:
        """Whether it is the note on a refused word, which tells nothing of the word itself."""
        return self.form is Form.LINE and f'"name":"{NOTE_AUTHOR}","role":"{Role.MODERATOR}"' in self.content


def want(tx: Tx, path: str, submission: str, form: Form, *, content: str = "", tombstone: str = "") -> None:
    """Ask for something to be at a path; the same transaction changes the submission's state."""
    mine = (publications.c.path == path) & (publications.c.submission == submission)
    found = tx.execute(select(publications).where(mine)).first()
    if found is None and form is Form.NONE:
        return
    if found is not None and (found.form, found.content, found.tombstone) == (form, content, tombstone):
        return
    values = {
        "form": form.value,
        "content": content,
        "tombstone": tombstone,
        "previous": found.content if found is not None else "",
        "version": found.version + 1 if found is not None else 1,
    }
    row = {"path": path, "submission": submission, "done": 0, **values}
    tx.execute(upsert(tx, publications, ("path", "submission"), _new_wish), row)


def _new_wish(new: Any) -> dict[str, Any]:
    return {name: new[name] for name in ("form", "content", "tombstone", "previous", "version")}


def unfinished(tx: Tx) -> list[Publication]:
    """Return what is not known to be on disk."""
    query = select(publications).where(publications.c.done < publications.c.version)
    return [_publication(row) for row in tx.execute(query.order_by(publications.c.path))]


def mark_done(tx: Tx, publication: Publication) -> None:
    """Note that this version is on disk."""
    mine = (publications.c.path == publication.path) & (publications.c.submission == publication.submission)
    statement = update(publications).where(mine, publications.c.done < publication.version)
    tx.execute(statement.values(done=publication.version))


def publications_of(tx: Tx, submission: str) -> list[Publication]:
    """Return everything a submission has or had in ``content/``."""
    query = select(publications).where(publications.c.submission == submission)
    return [_publication(row) for row in tx.execute(query.order_by(publications.c.path))]


def forget_content(tx: Tx, submission: str) -> None:
    """Empty the earlier content kept with what has been carried out."""
    statement = update(publications).where(publications.c.submission == submission)
    tx.execute(statement.values(previous=""))


def drop_publications(tx: Tx, submission: str) -> None:
    """Forget that a submission was ever published."""
    tx.execute(delete(publications).where(publications.c.submission == submission))


def count_unfinished(tx: Tx) -> int:
    """Return how many publications are not on disk yet."""
    query = select(func.count()).where(publications.c.done < publications.c.version)
    return int(tx.execute(query).scalar_one())


def tally_counts(tx: Tx) -> dict[str, int]:
    """Return the counts of what is no longer in the submissions."""
    return {row.name: int(row._mapping["count"]) for row in tx.execute(select(tally))}


def add_to_tally(tx: Tx, counts: Mapping[str, int]) -> None:
    """Add to these counts."""
    for name, number in sorted(counts.items()):
        tx.execute(upsert(tx, tally, ("name",), _added), {"name": name, "count": number})


def _added(new: Any) -> dict[str, Any]:
    return {"count": tally.c.count + new["count"]}


def _publication(row: Row[Any]) -> Publication:
    return Publication(
        path=row.path,
        submission=row.submission,
        form=Form(row.form),
        content=row.content,
        tombstone=row.tombstone,
        previous=row.previous,
        version=row.version,
    )


def is_wished(tx: Tx, path: str) -> bool:
    """Return whether a file is to be, or was, at this path."""
    query = select(publications.c.path).where(publications.c.path == path).limit(1)
    return tx.execute(query).first() is not None
