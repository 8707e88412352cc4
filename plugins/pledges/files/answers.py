"""Whether the responses and the updates fit what they speak of."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import sys
from collections.abc import Iterator

from pledges.domain.address import Folder
from pledges.domain.document import Document
from pledges.domain.moves import illegal_moves
from pledges.domain.pledge import Pledge
from pledges.domain.response import Response, ResponseType
from pledges.domain.verdict import bearing_words
from pledges.errors import Problem, did_you_mean
from pledges.files.conversation_file import Conversation
from pledges.files.identity import ResponseIds
from pledges.files.library import Library
from pledges.files.reading import NO_DOUBTS, Doubts
from pledges.files.text import slug_of

_ON_PLEDGES = (ResponseType.VERDICT, ResponseType.ACCEPTANCE, ResponseType.REPAIR_VERDICT)


def move_problems(library: Library, zone: dt.tzinfo) -> Iterator[Problem]:
    """Yield every update that may not follow what stands before it (DESIGN section 4).

    What follows an update whose date or claim is not known, nobody can say; nor is an update with a
    problem named again.
    """
    for pledge in library.pledges:
        if not pledge.updates:
            continue
        responses = library.words.get(pledge.id, ())
        if doubts := library.doubts.get(pledge.path):
            pledge = _clear(pledge, doubts)  # noqa: PLW2901 (what can be judged of it)
        for update, message in illegal_moves(pledge, responses, zone):
            if not doubts or update.number not in doubts.updates:
                yield Problem(pledge.path, update.line, "update", message)


def _clear(pledge: Pledge, doubts: Doubts) -> Pledge:
    """Return the pledge with its updates up to the first of which too little is known."""
    first = min(doubts.lines, default=sys.maxsize) if doubts.is_cut else sys.maxsize
    clear = itertools.takewhile(lambda u: u.number not in doubts.unclear and u.line < first, pledge.updates)
    return dataclasses.replace(pledge, updates=tuple(clear))


class Answers:
    """The responses of all files against their targets."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._targets = {document.id: (folder, document) for folder, document in library.documents()}

    def problems(self) -> Iterator[Problem]:
        """Read every conversation; yield all that is wrong with it, and remember what bears on moves."""
        ids = ResponseIds(self._library)
        for folder, paths in self._library.found.conversations.items():
            for path in paths:
                yield from self._library.conversations.read(path)
                conversation = self._library.conversations[path]
                yield from ids.met_twice(path, conversation)
                yield from self.misfits(folder, path, conversation)
                if folder is Folder.PLEDGES and (words := bearing_words(conversation.responses)):
                    self._library.words[slug_of(path)] = words
        yield from ids.problems()

    def misfits(self, folder: Folder, path: str, conversation: Conversation) -> Iterator[Problem]:
        """Yield that a file has no target, or every response that does not fit its place."""
        if message := self._wrong_target(folder, slug_of(path)):
            yield Problem(path, 0, "", message)
            return
        _, target = self._targets.get(slug_of(path), (folder, None))
        doubts = self._library.doubts_of(target) if target else NO_DOUBTS
        known = target if not (doubts.updates or doubts.is_cut) else None
        yield from _fitting(path, folder, known, conversation)
        yield from _replies(path, conversation)

    def _wrong_target(self, folder: Folder, identity: str) -> str:
        if identity not in self._targets:
            return self._no_target(folder, identity)
        owner = self._targets[identity][0]
        if owner == folder:
            return ""
        if owner in (Folder.ESSAYS, Folder.PLEDGES):
            return f'"{identity}" is one of the {owner}; move the file to responses/{owner}'
        return f'"{identity}" is one of the {owner}, which have no responses; move the file away'

    def _no_target(self, folder: Folder, identity: str) -> str:
        documents = [
            document
            for owner, document in self._targets.values()
            if owner is folder and document.id != document.path
        ]
        if same := [document.id for document in documents if document.slug == identity]:
            return f'"{identity}" is a slug, not an id; rename the file to {same[0]}.jsonl'
        if any(self._library.lacks_id(owner) for owner in Folder):
            return ""  # it may be the one
        near = did_you_mean(identity, [document.id for document in documents])
        return f'none of the {folder} has the id "{identity}"{near}'


def _fitting(
    path: str, folder: Folder, target: Document | None, conversation: Conversation
) -> Iterator[Problem]:
    """Yield the verdicts on essays and the responses about updates that are not there."""
    for response, line in zip(conversation.responses, conversation.lines, strict=True):
        if folder is Folder.ESSAYS and response.type in _ON_PLEDGES:
            message = f'"{response.type}" is given on pledges, and this is an essay; write reply'
            yield Problem(path, line, "type", message)
        if response.about and (message := _wrong_about(response, folder, target)):
            yield Problem(path, line, "about", message)


def _wrong_about(response: Response, folder: Folder, target: Document | None) -> str:
    if folder is Folder.ESSAYS:
        return f'"{response.about}" cannot be: an essay has no updates; delete it'
    if not isinstance(target, Pledge):
        return ""
    known = [target.update_id(update) for update in target.updates]
    if response.about in known:
        return ""
    if not known:
        return f'"{response.about}" is not an update: the pledge has none yet; delete it'
    return f'"{response.about}" is not an update of this pledge; write one from {known[0]} to {known[-1]}'


def _replies(path: str, conversation: Conversation) -> Iterator[Problem]:
    """Yield the replies to nothing, to themselves and in a circle."""
    parents = {response.id: response.in_reply_to for response in conversation.responses}
    for response, line in zip(conversation.responses, conversation.lines, strict=True):
        parent = response.in_reply_to
        if not parent:
            continue
        if parent == response.id:
            yield Problem(path, line, "in_reply_to", f'"{parent}" is this response itself; delete it')
        elif parent not in parents:
            near = did_you_mean(parent, [*parents])
            message = f'"{parent}" is not a response in this file{near}'
            yield Problem(path, line, "in_reply_to", message)
    yield from _circles(path, conversation, parents)


def _circles(path: str, conversation: Conversation, parents: dict[str, str]) -> Iterator[Problem]:
    """Yield one problem for each circle, on the line that closes it."""
    lines = {r.id: line for r, line in zip(conversation.responses, conversation.lines, strict=True)}
    if all(lines.get(parent, 0) <= lines[child] for child, parent in parents.items()):
        return  # every reply stands after what it answers: no circle
    ends: set[str] = {""}
    for start in parents:
        trail: dict[str, None] = {}
        here = start
        while here not in ends and here in parents and here not in trail:
            trail[here] = None
            here = parents[here]
        if here in trail and parents[here] != here:
            circle = [*trail][[*trail].index(here) :]
            last = max(circle, key=lambda identity: lines[identity])
            message = f'"{parents[last]}" leads back to this response; delete this line\'s in_reply_to'
            yield Problem(path, lines[last], "in_reply_to", message)
        ends |= trail.keys()
