"""What the last whole build knew of the documents, so that a build after an answer reads none of them.

Kept beside the output folder as MessagePack, for all inputs but the answers; in any doubt it counts as
absent, and the record is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from markupsafe import Markup

from pledges.domain.document import Document
from pledges.domain.essay import Essay
from pledges.domain.leader import Leader
from pledges.domain.page import Page
from pledges.domain.pledge import Pledge
from pledges.domain.record import Record
from pledges.files.whole import write_changed
from pledges.markup import Rendered
from pledges.site.inputs import Inputs

#: Raised whenever the meaning of the stored values changes.
VERSION = 2

D = TypeVar("D", bound=Document)


class Documents(msgspec.Struct, array_like=True):
    """Documents of each kind."""

    essays: tuple[Essay, ...]
    pledges: tuple[Pledge, ...]
    leaders: tuple[Leader, ...]
    pages: tuple[Page, ...]

    def record(self) -> Record:
        """Return them as a record to which nothing is answered."""
        return Record(essays=self.essays, pledges=self.pledges, leaders=self.leaders, pages=self.pages)


class Known(msgspec.Struct, array_like=True):
    """The visible documents; ``aside`` are whole ones that can be seen in part only, or not yet.

    ``rest`` and ``stamps``: the inputs that they were read from, and their files.
    ``texts``: the HTML of each text as encoded, by its key; ``html``: that of essays and pages as Pelican
    left it, by id. ``templates``: the digests of the templates, ``code`` that of the code.
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

    def whole(self) -> Record:
        """Return all documents, with all that is to come."""
        return Record(
            essays=_overlaid(self.visible.essays, self.aside.essays),
            pledges=_overlaid(self.visible.pledges, self.aside.pledges),
            leaders=_overlaid(self.visible.leaders, self.aside.leaders),
            pages=_overlaid(self.visible.pages, self.aside.pages),
        )


class KnownTexts(Mapping[str, Rendered]):
    """Rendered texts, each decoded when it is asked for."""

    def __init__(self, texts: Mapping[str, msgspec.Raw]) -> None:
        self._texts = texts

    def __getitem__(self, key: str) -> Rendered:
        return msgspec.msgpack.decode(self._texts[key], type=Rendered, dec_hook=_markup)

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


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


def save_known(
    output: Path,
    inputs: Inputs,
    code: bytes,
    shown: Record,
    whole: Record,
    texts: Mapping[str, Rendered],
    html: Mapping[str, str],
    templates: Mapping[str, bytes],
) -> None:
    """Remember the documents of a site that was built from these inputs."""
    visible = Documents(shown.essays, shown.pledges, shown.leaders, shown.pages)
    aside = Documents(
        _others(whole.essays, shown.essays),
        _others(whole.pledges, shown.pledges),
        _others(whole.leaders, shown.leaders),
        _others(whole.pages, shown.pages),
    )
    encoded = {key: msgspec.Raw(msgspec.msgpack.encode(text, enc_hook=_text)) for key, text in texts.items()}
    plain = {key: str.__str__(text) for key, text in html.items()}
    known = Known(
        VERSION, inputs.rest, inputs.documents, code, visible, aside, encoded, plain, dict(templates)
    )
    write_changed(known_path(output), msgspec.msgpack.encode(known))


def _others(whole: Iterable[D], shown: Iterable[D]) -> tuple[D, ...]:
    """Return the documents that are not shown, or not as they are."""
    seen = {document.path: document for document in shown}
    return tuple(document for document in whole if seen.get(document.path) is not document)


def _overlaid(shown: Iterable[D], aside: tuple[D, ...]) -> tuple[D, ...]:
    others = {document.path for document in aside}
    return (*(document for document in shown if document.path not in others), *aside)


def _text(value: Any) -> str:
    if isinstance(value, Markup):
        return str.__str__(value)
    raise TypeError(f"{type(value).__name__} cannot be kept")


def _markup(kind: type, value: Any) -> Any:
    if kind is Markup:
        return Markup(value)  # noqa: S704 (as it was made)
    raise TypeError(f"{kind.__name__} was not kept")
