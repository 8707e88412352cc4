"""What a document says, as the HTML of one WordPress post."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup

from pledges.domain import address
from pledges.domain.document import Document
from pledges.domain.essay import Essay
from pledges.domain.pledge import Pledge
from pledges.domain.update import Update
from pledges.markup import for_feed
from pledges.views.entries import essay_entry
from pledges.views.publication import Publication

_CODE = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)
_PROMISE = Markup(
    "<blockquote><p>{promise}</p></blockquote>\n"
    "<p>Promised by {leader} to {customers} on {made}, due {due}.</p>\n"
    "<p><strong>What can be checked:</strong> {outcome}</p>\n"
    "<p><strong>Why:</strong> {why}</p>\n"
)


def post_html(publication: Publication, document: Document) -> str:
    """Return the text of an essay, page, leader or pledge, every address absolute.

    But in code it has no line ends: WordPress would show each as a line break (``wpautop``).
    """
    parts = _CODE.split(_html(publication, document))
    parts[::2] = (" ".join(part.split("\n")) for part in parts[::2])
    return "".join(parts)


def _html(publication: Publication, document: Document) -> str:
    if isinstance(document, Essay):
        return essay_entry(publication, document).html
    html = publication.body(document).html
    if isinstance(document, Pledge):
        html = Markup("").join((_promise(publication, document), html, *_history(publication, document)))
    return for_feed(html, publication.absolute(path_of(document)))


def path_of(document: Document) -> str:
    """Return the address of a document on the site."""
    return address.document(document.path.partition("/")[0], document.slug)


def _promise(publication: Publication, pledge: Pledge) -> Markup:
    leader = publication.leaders.get(pledge.leader)
    name = leader.name if leader else pledge.leader
    return _PROMISE.format(
        promise=pledge.promise,
        leader=f"{name}, {pledge.on_behalf_of}" if pledge.on_behalf_of else name,
        customers="; ".join(pledge.customers),
        made=pledge.made,
        due=pledge.due,
        outcome=pledge.outcome,
        why=pledge.why,
    )


def _history(publication: Publication, pledge: Pledge) -> Iterator[Markup]:
    for update in pledge.updates:
        yield Markup("<h2>{} · {}</h2>\n").format(update.on, update.claim.value)
        yield publication.update_text(pledge, update).html
        for name, value in _fields(update):
            yield Markup("<p><strong>{}:</strong> {}</p>\n").format(name, value)


def _fields(update: Update) -> Iterator[tuple[str, object]]:
    for name, value in (
        ("Promise", update.promise),
        ("Outcome", update.outcome),
        ("Due", update.due),
        ("Customer", update.customer),
        ("Repair", update.repair),
    ):
        if value:
            yield name, value
    for url in update.evidence:
        yield "Evidence", Markup('<a href="{0}">{0}</a>').format(url)
