"""What has changed since the last good site, as finely as it can be told apart (decision 20)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from pledges.domain.document import Document
from pledges.domain.pledge import Pledge
from pledges.domain.record import Record
from pledges.files.check import documents
from pledges.files.edited import concerns_itself
from pledges.site.heard import answer_facets
from pledges.site.inputs import Inputs
from pledges.site.known import Known
from pledges.site.memory import Memory
from pledges.site.printer import Printer
from pledges.site.reads import CARDS, Changes, template_facet
from pledges.views.publication import Publication
from pledges.views.shelf import kind_of


def changes_since(
    before: Memory, inputs: Inputs, whole: Record, publication: Publication, printer: Printer
) -> Changes | None:
    """Return what is otherwise than when the site was built; None where anything may be.

    ``whole`` are all documents that there are now.
    """
    edited = inputs.documents_changed_since(before.inputs)
    if edited is None:
        return None
    edits = _edit_facets(edited, before.known, whole, publication.record) if edited else set[str]()
    theme = _theme_facets(before, inputs, printer)
    if edits is None or theme is None:
        return None
    answers = answer_facets(inputs.answers_changed_since(before.inputs), before.heard, publication)
    return Changes(before.inputs, frozenset({*edits, *theme, *answers}))


def _edit_facets(paths: Collection[str], known: Known, whole: Record, shown: Record) -> set[str] | None:
    """Return what the edits in these files have made otherwise; None where that may be more than the
    documents themselves: whether there is a page, its address, its place among others.
    """
    was, now = _at(paths, documents(known.whole())), _at(paths, documents(whole))
    was_shown, is_shown = _at(paths, known.visible), _at(paths, documents(shown))
    facets = set[str]()
    for path in paths:
        if path not in was or path not in now or not concerns_itself(was[path], now[path]):
            return None
        before, after = was_shown.get(path), is_shown.get(path)
        if before == after:
            continue
        if before is None or after is None:
            return None
        facets.update(_sides(before, after))
    return facets


def _sides(before: Document, after: Document) -> Iterator[str]:
    """Yield what is otherwise of a document; a promise's updates decide what is shown of answers, too."""
    sides = ["text"]
    if _without_text(before) != _without_text(after):
        sides.append(kind_of(after))
        if isinstance(after, Pledge):
            sides += ["answers", "count", "words", "status", "ledger"]
            yield from ("said/*", "voices/*", "archives/*")
    for side in sides:
        yield from (f"{side}/{after.id}", f"{side}/*")


def _at(paths: Collection[str], among: Iterable[Document]) -> dict[str, Document]:
    return {document.path: document for document in among if document.path in paths}


def _without_text(document: Document) -> Document:
    """Return a document without its own text, and without all that only says on which line something is."""
    bare = replace(document, body="", body_line=0)
    if isinstance(bare, Pledge):
        return replace(bare, updates=tuple(replace(update, line=0) for update in bare.updates))
    return bare


def _theme_facets(before: Memory, inputs: Inputs, printer: Printer) -> set[str] | None:
    """Return what of the theme is otherwise; None where there are cards now and were none, or are no more."""
    if inputs.rest == before.inputs.rest:
        return set()
    was, now = before.known.templates, printer.made_with()
    if (CARDS in was) != (CARDS in now):
        return None
    changed = {name for name in was.keys() | now.keys() if was.get(name) != now.get(name)}
    return {"theme/*", *(CARDS if name == CARDS else template_facet(name) for name in changed)}
