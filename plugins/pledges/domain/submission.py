"""What a stranger sent and nobody has accepted yet. Untrusted; a `Response` is what it may become."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field, replace
from enum import StrEnum

from pledges.domain.response import Author, Kind, Response, ResponseType, Role, Standing, VerdictValue


class SubmissionKind(StrEnum):
    """The door a submission came in by."""

    COMMENT = "comment"
    PLEDGE = "pledge"
    TRACKBACK = "trackback"
    PINGBACK = "pingback"
    WEBMENTION = "webmention"

    @property
    def is_mention(self) -> bool:
        """Sent by another site, so its source has to prove the link."""
        return self not in (SubmissionKind.COMMENT, SubmissionKind.PLEDGE)


class State(StrEnum):
    """Where a submission stands. Only ``APPROVED`` is public."""

    RECEIVED = "received"  # a mention whose source nobody has looked at
    VERIFYING = "verifying"  # its source did not answer; it is asked again
    HELD = "held"  # waits for a moderator
    APPROVED = "approved"
    REJECTED = "rejected"
    SPAM = "spam"
    WITHDRAWN = "withdrawn"  # by the one who sent it
    HIDDEN = "hidden"  # was approved; its source fails, and may come back
    GONE = "gone"  # its source says 410, or no longer links here
    FAILED = "failed"  # a mention whose source never proved the link
    ERASED = "erased"


REFUSED = frozenset({State.REJECTED, State.SPAM})


@dataclass(frozen=True, slots=True)
class TargetRef:
    """What a submission answers: ``kind`` is essays or pledges, ``id`` the target's permanent id."""

    kind: str
    id: str

    @property
    def conversation(self) -> str:
        """The file of what was answered to it, relative to the record's folder."""
        return f"responses/{self.kind}/{self.id}.jsonl"


@dataclass(frozen=True, slots=True)
class Hint:
    """One reason to look twice. ``weight`` above 0 speaks for spam, below 0 against it."""

    reason: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a moderator judges, as it came. A revision replaces all of it at once."""

    name: str = ""
    url: str = ""
    text: str = ""
    title: str = ""
    excerpt: str = ""
    source: str = ""
    type: ResponseType = ResponseType.REPLY
    verdict: VerdictValue | None = None
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A reader's own promise, all fields of a pledge (DESIGN section 3)."""

    title: str
    promise: str
    outcome: str
    why: str
    customers: tuple[str, ...]
    due: dt.date
    on_behalf_of: str = ""
    experience: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One submission. ``role``, ``customer`` and ``standing`` are set only by an authenticated door.

    ``revision`` holds new words of something already approved that wait for a moderator while the
    old ones stay public. ``updated_at`` is when the public words last changed. ``decided_at`` is
    when the present state was reached. ``trained`` is what the classifier has learnt from it.
    """

    id: str
    kind: SubmissionKind
    state: State
    received_at: dt.datetime
    target: TargetRef | None = None
    target_url: str = ""
    in_reply_to: str = ""
    words: Words = field(default_factory=Words)
    revision: Words | None = None
    proposal: Proposal | None = None
    role: Role | None = None
    customer: str = ""
    standing: Standing | None = None
    hints: tuple[Hint, ...] = ()
    reason: str = ""
    updated_at: dt.datetime | None = None
    decided_at: dt.datetime | None = None
    trained: str = ""

    @property
    def score(self) -> float:
        """The hints' weights added up; the higher, the more it looks like spam."""
        return round(sum(hint.weight for hint in self.hints), 3)

    @property
    def waits(self) -> bool:
        """Whether a moderator has something to decide."""
        return self.state is State.HELD or self.revision is not None

    @property
    def judged(self) -> Words:
        """The words a moderator would be deciding about now."""
        return self.revision or self.words

    def response(self) -> Response:
        """Return the line this submission becomes once approved. Proposals become files instead."""
        return Response(
            id=self.id,
            kind=Kind(self.kind.value),
            date=self.received_at,
            type=self.words.type,
            author=Author(self.words.name, self.words.url, self.role) if self.words.name else None,
            in_reply_to=self.in_reply_to,
            title=self.words.title,
            source=self.words.source,
            excerpt=self.words.excerpt,
            text=self.words.text,
            verdict=self.words.verdict,
            about=self.words.about,
            customer=self.customer,
            standing=self.standing,
            updated=self.updated_at,
        )

    def tombstone(self) -> Response:
        """Return the line that keeps the place of an erased response."""
        return Response(
            id=self.id,
            kind=Kind(self.kind.value),
            date=self.received_at,
            in_reply_to=self.in_reply_to,
            erased=self.decided_at or self.received_at,
        )

    @property
    def leaves_note(self) -> bool:
        """Whether refusing it is told in public: an invited customer's word is never dropped in silence."""
        return self.standing is Standing.INVITED and self.state in REFUSED

    def refusal_note(self) -> Response:
        """Return the line that says why an invited customer's word is not published. It has none of it."""
        return Response(
            id=self.id,
            kind=Kind(self.kind.value),
            date=self.received_at,
            author=Author(NOTE_AUTHOR, role=Role.MODERATOR),
            text=f"{_NOTES.get(self.words.type, _A_WORD)} was not published: {self._refused_because}.",
            about=self.words.about,
            customer=self.customer,
            standing=self.standing,
        )

    @property
    def _refused_because(self) -> str:
        return "spam" if self.state is State.SPAM else self.reason or "no reason given"

    def emptied(self) -> Submission:
        """Return the submission without anything its sender wrote."""
        source = self.words.source if self.kind.is_mention else ""
        return replace(
            self, words=Words(source=source), revision=None, proposal=None, hints=(), customer="", reason=""
        )


NOTE_AUTHOR = "The moderators"
_A_WORD = "A customer’s word"
_NOTES = {
    ResponseType.VERDICT: "A verdict",
    ResponseType.REPAIR_VERDICT: "A verdict on the repair",
    ResponseType.ACCEPTANCE: "An acceptance",
}

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\ufdd0-\ufdef]"
)
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean_text(text: str) -> str:
    """Return the text without what XML 1.0 cannot carry, lines ending in LF, in NFC.

    Nothing else is changed: markup is made harmless where it is printed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("", text)).strip()


def clean_line(text: str) -> str:
    """Return the text on one line, also without marks that turn the direction of what follows."""
    return " ".join(_BIDI.sub("", clean_text(text)).split())
