"""What search finds: each essay, promise, leader and page as a small document for Pagefind.

The documents are made from the record rather than from the printed pages, so that the index holds the
words of the author alone (no menus, no strangers' words), and changes only when those words or a
promise's state do. Pagefind reads attributes: ``data-pagefind-filter`` is what results can be narrowed
to, ``data-pagefind-meta`` what is shown beside them; headings with ids are found by themselves.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from markupsafe import Markup, escape

from pledges.domain import address
from pledges.domain.address import PledgeList
from pledges.domain.document import Document
from pledges.domain.essay import Essay
from pledges.domain.leader import Leader
from pledges.domain.page import Page
from pledges.domain.pledge import Pledge
from pledges.domain.scorecard import lists_of
from pledges.language import N_
from pledges.views import cards
from pledges.views.conversation import update_name
from pledges.views.head import head
from pledges.views.lists import state_name
from pledges.views.models import SearchPage
from pledges.views.policy import search_policy
from pledges.views.publication import Publication

#: The file of the search page's script in the theme, and beside the style sheet on the site.
SCRIPT = "search.js"

_PERMALINK = re.compile(r'<a class="permalink"[^>]*>[^<]*</a>')

KINDS = (N_("Promise"), N_("Essay"), N_("Leader"), N_("Page"))
"""The kinds of document that results can be narrowed to."""


def search_page(publication: Publication) -> SearchPage:
    """Return the search page: the only one with a script."""
    page_head = head(
        publication,
        publication.say("Search"),
        address.SEARCH,
        description=publication.say("Look for words in promises and essays."),
        indexed=False,
    )
    found = {state for pledge in publication.pledges.values() for state in _states(publication, pledge)}
    return SearchPage(
        head=msgspec.structs.replace(page_head, policy=search_policy(publication.settings)),
        script_url=publication.url(f"/{SCRIPT}"),
        kinds=tuple(map(publication.say, KINDS)),
        states=tuple(publication.say_of_many(state_name(state)) for state in PledgeList if state in found),
    )


def search_digest(publication: Publication) -> bytes:
    """Return a digest that changes when anything does that :func:`search_documents` is made from."""
    digest = hashlib.blake2b(publication.settings.default_lang.encode(), digest_size=16)
    for document in _documents(publication):
        digest.update(msgspec.msgpack.encode(document, enc_hook=str))
        if isinstance(document, Pledge):
            digest.update(" ".join(_states(publication, document)).encode())
    return digest.digest()


def search_documents(publication: Publication) -> Iterator[tuple[str, str]]:
    """Yield each document's address and its HTML."""
    for document in _documents(publication):
        match document:
            case Pledge():
                yield address.pledge(document.slug), _pledge(publication, document)
            case Essay():
                yield address.essay(document.slug), _essay(publication, document)
            case Leader():
                yield address.leader(document.slug), _leader(publication, document)
            case Page():
                yield address.page(document.slug), _page(publication, document)


def _documents(publication: Publication) -> Iterator[Document]:
    yield from publication.pledges.values()
    yield from publication.essay_list
    yield from publication.everything.leaders
    yield from publication.everything.pages


def _states(publication: Publication, pledge: Pledge) -> list[PledgeList]:
    held = lists_of(publication.status(pledge))
    return [state for state in PledgeList if state in held]


def _pledge(publication: Publication, pledge: Pledge) -> str:
    promisor = cards.promisor(publication, pledge)
    states = [publication.say_of_many(state_name(state)) for state in _states(publication, pledge)]
    words = [
        pledge.promise_on(publication.today),
        pledge.outcome_on(publication.today),
        pledge.why,
        promisor.name,
        pledge.on_behalf_of,
        *pledge.customers,
        *pledge.tags,
    ]
    about = publication.say(
        "%(name)s, due %(day)s",
        name=promisor.name,
        day=publication.language.day(publication.status(pledge).due),
    )
    parts = [_text("p", word) for word in words if word]
    parts.append(publication.page_html(pledge))
    for update in pledge.updates_until(publication.today):
        heading = update_name(publication, update)
        parts += [
            _text("h2", heading, id=pledge.update_id(update)),
            publication.update_text(pledge, update).html,
        ]
    return _document(
        publication, pledge, "Promise", parts, about=", ".join([*states[:1], about]), states=states
    )


def _essay(publication: Publication, essay: Essay) -> str:
    author = cards.person(publication, essay.author)
    parts = [_text("p", word) for word in (essay.summary, author.name if author else "", *essay.tags) if word]
    parts.append(publication.page_html(essay))
    about = ", ".join([*([author.name] if author else []), publication.language.day(essay.date)])
    return _document(publication, essay, "Essay", parts, about=about)


def _leader(publication: Publication, leader: Leader) -> str:
    about = ", ".join(part for part in (leader.role, leader.organisation) if part)
    parts = [_text("p", about), publication.page_html(leader)]
    return _document(publication, leader, "Leader", parts, about=about)


def _page(publication: Publication, page: Page) -> str:
    return _document(publication, page, "Page", [publication.page_html(page)], about=page.summary)


def _document(
    publication: Publication,
    document: Document,
    kind: str,
    parts: Iterable[Markup],
    *,
    about: str,
    states: Iterable[str] = (),
) -> str:
    """Return one document; ``about`` stands under its title among the results."""
    kind = publication.say(kind)
    aside = [_text("p", kind, data_pagefind_filter="kind", data_pagefind_meta="kind")]
    aside += [_text("p", state, data_pagefind_filter="state") for state in states]
    aside.append(_text("p", about, data_pagefind_meta="about"))
    lang = document.lang or publication.settings.default_lang
    words = _PERMALINK.sub("", Markup("").join(parts))
    return (
        f'<!doctype html><html lang="{escape(lang)}"><body data-pagefind-body>'
        f"<div data-pagefind-ignore>{Markup('').join(aside)}</div>"
        f"<h1>{escape(document.title)}</h1>{words}</body></html>"
    )


def _text(tag: str, text: str, **attributes: Any) -> Markup:
    named = "".join(f' {name.replace("_", "-")}="{escape(value)}"' for name, value in attributes.items())
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(tag), Markup(named), text)  # noqa: S704 (escaped above)
