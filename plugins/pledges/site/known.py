"""What the last whole build knew of the documents, so that the next reads only those that have changed.

Kept beside the output folder as MessagePack, for all inputs but the answers; in any doubt it counts as
absent, and the record is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from pledges.domain.document import Document
from pledges.domain.record import Record
from pledges.files.check import CheckedRecord, Links
from pledges.files.documents import Documents
from pledges.files.whole import write_changed
from pledges.site.inputs import Inputs

#: Raised whenever the meaning of the stored values changes.
VERSION = 2

D = TypeVar("D", bound=Document)


class Known(msgspec.Struct, array_like=True):
    """The visible documents; ``aside`` are whole ones that can be seen in part only, or not yet.

    ``rest`` and ``stamps``: the inputs that they were read from, and their files.
    ``texts``: the HTML of each text as encoded, by its key; ``html``: that of essays and pages by id, where
    Pelican left it otherwise; ``links``: by a document's path, where each address in it leads.
    ``templates``: the digests of the templates, ``code`` that of the code.
    """

    version: int
    rest: bytes
    stamps: dict[str, bytes]
    code: bytes
    visible: Documents
    aside: Documents
    texts: dict[str, msgspec.Raw]
    html: dict[str, str]
    templates: dict[str, bytes]
    links: dict[str, Links]

    def whole(self) -> Record:
        """Return all documents, with all that is to come."""
        return Record(
            essays=_overlaid(self.visible.essays, self.aside.essays),
            pledges=_overlaid(self.visible.pledges, self.aside.pledges),
            leaders=_overlaid(self.visible.leaders, self.aside.leaders),
            pages=_overlaid(self.visible.pages, self.aside.pages),
        )


def known_path(output: Path) -> Path:
    """Return where this is kept for an output folder: beside it."""
    return output.parent / f".{output.name}.record"


def load_known(output: Path, inputs: Inputs) -> Known | None:
    """Return what was known when all inputs but the answers were these; None in doubt."""
    try:
        known = msgspec.msgpack.decode(known_path(output).read_bytes(), type=Known)
    except (OSError, msgspec.MsgspecError):
        return None
    is_of_these = known.version == VERSION and (known.rest, known.stamps) == (inputs.rest, inputs.documents)
    return known if is_of_these and inputs.rest else None


def known_of(
    inputs: Inputs,
    checked: CheckedRecord,
    html: Mapping[str, str],
    code: bytes,
    templates: Mapping[str, bytes],
) -> Known:
    """Return what is known of the documents of a site that was built from these inputs."""
    shown, whole = checked.visible, checked.whole
    return Known(
        version=VERSION,
        rest=inputs.rest,
        stamps=inputs.documents,
        code=code,
        visible=Documents(shown.essays, shown.pledges, shown.leaders, shown.pages),
        aside=Documents(
            _others(whole.essays, shown.essays),
            _others(whole.pledges, shown.pledges),
            _others(whole.leaders, shown.leaders),
            _others(whole.pages, shown.pages),
        ),
        texts=checked.texts.encoded(),
        html={key: str.__str__(text) for key, text in html.items()},
        templates=dict(templates),
        links=dict(checked.links),
    )


def save_known(output: Path, known: Known) -> None:
    """Remember it for the next build."""
    write_changed(known_path(output), msgspec.msgpack.encode(known))


def _others(whole: Iterable[D], shown: Iterable[D]) -> tuple[D, ...]:
    """Return the documents that are not shown, or not as they are."""
    seen = {document.path: document for document in shown}
    return tuple(document for document in whole if seen.get(document.path) is not document)


def _overlaid(shown: Iterable[D], aside: tuple[D, ...]) -> tuple[D, ...]:
    others = {document.path for document in aside}
    return (*(document for document in shown if document.path not in others), *aside)
