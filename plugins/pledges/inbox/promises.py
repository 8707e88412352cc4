"""A promise as the record has it now: what invited customers are asked follows from where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from pledges.domain.pledge import Pledge
from pledges.domain.response import Response
from pledges.domain.status import Repair, Status, Thresholds, status_of
from pledges.domain.update import Claim, Update
from pledges.domain.verdict import is_invited_acceptance
from pledges.files.leader_file import parse_leader
from pledges.files.pledge_file import parse_pledge
from pledges.files.text import decode
from pledges.inbox.context import Inbox
from pledges.inbox.conversations import published
from pledges.inbox.errors import Conflict
from pledges.inbox.targets import Target

# What is soon and what is silence changes nothing that is read here.
_ANY_DAYS = Thresholds(due_soon_days=0, silent_days=0)


class Question(StrEnum):
    """What an invited customer can be asked."""

    REPAIR = "repair"
    OUTCOME = "outcome"
    ACCEPTANCE = "acceptance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A pledge, where it stands today, and the name of who promised; ``responses`` are those published."""

    target: Target
    pledge: Pledge
    promisor: str
    status: Status
    responses: tuple[Response, ...]

    @property
    def updates(self) -> tuple[Update, ...]:
        """The updates that are dated until today."""
        return self.pledge.updates_until(self.status.as_of)

    @property
    def is_decided(self) -> bool:
        """Whether the outcome can be told: the promise is due, declared or withdrawn."""
        return not self.status.is_open or self.status.due <= self.status.as_of

    def questions(self, customer: str) -> tuple[Question, ...]:
        """Return what this customer (an id) can be asked today, what matters most first."""
        asked = (
            (Question.REPAIR, self.status.repair in (Repair.REPAIRED, Repair.MADE_RIGHT)),
            (Question.OUTCOME, self.is_decided),
            (Question.ACCEPTANCE, not self.is_decided and not self._is_accepted_by(customer)),
            (Question.OUTCOME, bool(self.updates) and not self.is_decided),
        )
        return tuple(question for question, is_asked in asked if is_asked)

    def reports(self, question: Question) -> tuple[Update, ...]:
        """Return the updates that a customer should know to answer: all of the repair, else the latest."""
        if question is not Question.REPAIR:
            return self.updates[-1:]
        return tuple(update for update in self.updates if update.claim in _OF_THE_REPAIR)

    def abouts(self, question: Question) -> tuple[str, ...]:
        """Return what an answer may be about, the likeliest first: updates' ids, empty for the whole."""
        if question is Question.ACCEPTANCE:
            return ("",)
        if question is Question.REPAIR:
            claims = [self._id(update) for update in self.updates if update.claim is Claim.REPAIRED]
            return (claims[-1],)
        ids = [self._id(update) for update in reversed(self.updates)]
        return ("", *ids) if self.is_decided else (*ids, "")

    def names_the_promisor(self, name: str) -> bool:
        """Tell whether this is the name of who promised, or of the organisation behind the promise."""
        return _plain(name) in {_plain(self.promisor), _plain(self.pledge.on_behalf_of)} - {""}

    def _id(self, update: Update) -> str:
        return self.pledge.update_id(update)

    def _is_accepted_by(self, customer: str) -> bool:
        return any(one.customer == customer and is_invited_acceptance(one) for one in self.responses)


_OF_THE_REPAIR = (Claim.BROKEN, Claim.APOLOGY, Claim.REPAIR, Claim.REPAIRED)
_PROMISE = "pledges"


def read_promise(inbox: Inbox, target: Target) -> Promise:
    """Return the promise at a target. Raises Conflict for an essay, and while its file has problems."""
    path = f"{target.ref.kind}/{target.slug}.md"
    text, _ = decode(path, (inbox.content / path).read_bytes())
    pledge, problems = parse_pledge(path, text) if target.ref.kind == _PROMISE else (None, [])
    if pledge is None:
        raise Conflict(f"this promise cannot be read just now: {'; '.join(map(str, problems)) or path}")
    responses = published(inbox, target.ref)
    zone = ZoneInfo(inbox.settings.timezone)
    return Promise(
        target=target,
        pledge=pledge,
        promisor=_name(inbox, pledge.leader),
        status=status_of(pledge, responses, inbox.local_now().date(), _ANY_DAYS, zone),
        responses=responses,
    )


def _name(inbox: Inbox, leader: str) -> str:
    path = f"leaders/{leader}.md"
    file = inbox.content / path
    if not file.exists():
        return leader
    found, _ = parse_leader(path, decode(path, file.read_bytes())[0])
    return found.name if found else leader


def last_word(responses: Iterable[Response], customer: str) -> Response | None:
    """Return what a customer last said in public, or None."""
    said = [one for one in responses if one.customer == customer and one.erased is None and one.verdict]
    return max(said, key=lambda one: one.date, default=None)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
