"""A record without problems, found quickly: what did not change is not read again, and the rest is read by
several processes.

:mod:`pledges.files.check` is the judge of what is wrong; this only finds out that nothing is.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from pathlib import Path

import msgspec

from pledges.domain.address import Folder
from pledges.domain.document import Document
from pledges.files.check import CheckedRecord
from pledges.files.conversations import id_mark, marks_in
from pledges.files.documents import Documents, documents_of
from pledges.files.due import Due, Seen, SumUp
from pledges.files.identity import identity_problems
from pledges.files.library import Library, read_document, read_moderation
from pledges.files.references import References
from pledges.files.remembered import NOTHING, Remembered
from pledges.files.scan import Found, scan
from pledges.files.text import slug_of
from pledges.settings import Settings

Share = Callable[[Callable[[int, int], bytes], int], list[bytes] | None]
"""Has work done that consists of so many pieces: the work is called with the number of a share, and with
how many shares there are. Returns what each returned; None where one could not be done.
"""

#: What a share returns when something is wrong with a part of it.
_WRONG = b""


def in_one_process(work: Callable[[int, int], bytes], _pieces: int) -> list[bytes] | None:
    """Do all of the work here (see :data:`Share`)."""
    return [work(0, 1)]


def flawless_record(
    content: Path,
    settings: Settings,
    today: dt.date,
    sum_up: SumUp,
    before: Remembered = NOTHING,
    share: Share = in_one_process,
) -> CheckedRecord | None:
    """Return what :func:`check_record` would, when nothing is wrong; None where something is, or may be.

    ``before`` is what an earlier check found; ``sum_up`` makes the summary of a conversation as it can be
    seen today.
    """
    found, problems = scan(content)
    library = None if problems else _library(content, found, before, share)
    if library is None or not _fits_together(library):
        return None
    due = Due(library, settings, today, sum_up, before)
    results = share(lambda number, of: _encoded(due.look(number, of)), due.prepare())
    if results is None or _WRONG in results:
        return None
    checked = due.checked([msgspec.msgpack.decode(result, type=Seen) for result in results])
    return checked if _ids_differ(checked) else None


def _encoded(found: msgspec.Struct | None) -> bytes:
    return msgspec.msgpack.encode(found) if found else _WRONG


def _library(content: Path, found: Found, before: Remembered, share: Share) -> Library | None:
    """Read the documents, and the tally; None where one has a problem."""
    library = Library(content, content.name, found)
    paths = [path for of_folder in found.documents.values() for path in of_folder]
    known = {path: document for path in paths if (document := before.standing(path))}
    due = [path for path in paths if path not in known]
    results = share(lambda number, of: _encoded(_read(library, due[number::of])), len(due))
    if results is None or _WRONG in results or read_moderation(library):
        return None
    while results:  # each is large, and read once
        read = msgspec.msgpack.decode(results.pop(), type=Documents)
        known.update((document.path, document) for document in read)
    in_order = documents_of(known[path] for path in paths)
    library.essays += in_order.essays
    library.pledges += in_order.pledges
    library.leaders += in_order.leaders
    library.pages += in_order.pages
    return library


def _read(library: Library, paths: list[str]) -> Documents | None:
    """Read documents; None where one has a problem."""
    read: list[Document] = []
    for path in paths:
        reading, problems = read_document(library, path)
        if problems:
            return None
        read.append(reading.document)
    return documents_of(read)


def _fits_together(library: Library) -> bool:
    """Tell whether names and references are right, and all that is answered has its target."""
    for _ in itertools.chain(identity_problems(library), References(library).problems()):
        return False
    ids = {folder: {document.id for document in getattr(library, folder.value)} for folder in Folder}
    found = library.found
    return all(
        slug_of(path) in ids[folder]
        for folder, paths in (*found.conversations.items(), (Folder.PLEDGES, found.ledgers))
        for path in paths
    )


def _ids_differ(checked: CheckedRecord) -> bool:
    """Tell whether no id of a response is another's too, or a document's."""
    marks = [id_mark(document.id) for document in checked.documents()]
    for sight in checked.conversations.sights().values():
        marks += marks_in(sight.marks)
    return len(set(marks)) == len(marks)
