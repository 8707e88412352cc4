"""The axes of a promise as status tags: always a word, with a tone that repeats it in colour.

The words are English, to be put into the site's language where they are shown (``Publication.tag``).
"""

from __future__ import annotations

from pledges.domain.response import VerdictValue
from pledges.domain.status import Lifecycle, Progress, Repair, Schedule, Status, VerdictState
from pledges.domain.update import Claim
from pledges.language import N_, Language
from pledges.views.models import TagView

_LIFECYCLE = {
    Lifecycle.OFFERED: TagView(word=N_("Offered"), tone="open"),
    Lifecycle.ACCEPTED: TagView(word=N_("Accepted"), tone="open"),
    Lifecycle.DECLARED_KEPT: TagView(word=N_("Declared kept"), tone="kept"),
    Lifecycle.DECLARED_BROKEN: TagView(word=N_("Declared broken"), tone="broken"),
    Lifecycle.WITHDRAWN: TagView(word=N_("Withdrawn"), tone="withdrawn"),
}
_PROGRESS = {
    Progress.ON_TRACK: TagView(word=N_("On track"), tone="progress"),
    Progress.AT_RISK: TagView(word=N_("At risk"), tone="overdue"),
    Progress.BLOCKED: TagView(word=N_("Blocked"), tone="overdue"),
}
_VERDICT = {
    VerdictState.NONE_YET: TagView(word=N_("No verdict yet"), tone="open"),
    VerdictState.KEPT: TagView(word=N_("Kept"), tone="kept"),
    VerdictState.PARTLY: TagView(word=N_("Partly kept"), tone="partly"),
    VerdictState.NOT_KEPT: TagView(word=N_("Not kept"), tone="broken"),
}
_REPAIR = {
    Repair.APOLOGY: TagView(word=N_("Apology"), tone="partly"),
    Repair.PROMISED: TagView(word=N_("Repair promised"), tone="progress"),
    Repair.REPAIRED: TagView(word=N_("Repaired, says the promisor"), tone="progress"),
    Repair.MADE_RIGHT: TagView(word=N_("Made right"), tone="kept"),
}
_CLAIM = {
    Claim.ACCEPTED: TagView(word=N_("Accepted"), tone="open"),
    Claim.ON_TRACK: _PROGRESS[Progress.ON_TRACK],
    Claim.AT_RISK: _PROGRESS[Progress.AT_RISK],
    Claim.BLOCKED: _PROGRESS[Progress.BLOCKED],
    Claim.AMENDED: TagView(word=N_("Amended"), tone="partly"),
    Claim.KEPT: _LIFECYCLE[Lifecycle.DECLARED_KEPT],
    Claim.BROKEN: _LIFECYCLE[Lifecycle.DECLARED_BROKEN],
    Claim.WITHDRAWN: _LIFECYCLE[Lifecycle.WITHDRAWN],
    Claim.APOLOGY: _REPAIR[Repair.APOLOGY],
    Claim.REPAIR: _REPAIR[Repair.PROMISED],
    Claim.REPAIRED: TagView(word=N_("Repaired, says the promisor"), tone="progress"),
}
REPAIR_ACCEPTED = TagView(word=N_("Repair accepted"), tone="kept")
REPAIR_REFUSED = TagView(word=N_("Repair refused"), tone="broken")
_VALUE = {
    VerdictValue.KEPT: _VERDICT[VerdictState.KEPT],
    VerdictValue.PARTLY: _VERDICT[VerdictState.PARTLY],
    VerdictValue.NOT_KEPT: _VERDICT[VerdictState.NOT_KEPT],
    VerdictValue.ACCEPTED: REPAIR_ACCEPTED,
    VerdictValue.REFUSED: REPAIR_REFUSED,
}
#: The same within a sentence. No language is asked to make small letters of its nouns.
_VALUE_SAID = {
    VerdictValue.KEPT: N_("kept"),
    VerdictValue.PARTLY: N_("partly"),
    VerdictValue.NOT_KEPT: N_("not kept"),
    VerdictValue.ACCEPTED: N_("repair accepted"),
    VerdictValue.REFUSED: N_("repair refused"),
}

DISPUTED = TagView(word=N_("Disputed"), tone="broken")
MADE = TagView(word=N_("Promised"), tone="open")
OVERDUE = TagView(word=N_("Overdue"), tone="overdue")
DUE_TODAY = TagView(word=N_("Due today"), tone="overdue")
SILENT = TagView(word=N_("Silent"), tone="overdue")
ACCEPTANCE = TagView(word=N_("Accepted by the customer"), tone="kept")
DISPUTE_ENDED = TagView(word=N_("No longer disputed"), tone="kept")
PROMISE_ACCEPTED = TagView(word=N_("Promise accepted"), tone="kept")
MADE_RIGHT = _REPAIR[Repair.MADE_RIGHT]


def claim_tag(status: Status) -> TagView:
    """Return what the promisor says: the progress while open, else the declaration."""
    return _PROGRESS[status.progress] if status.progress else _LIFECYCLE[status.lifecycle]


def verdict_tag(status: Status) -> TagView:
    """Return what invited customers say."""
    return _VERDICT[status.verdict]


def repair_tag(status: Status) -> TagView | None:
    """Return how far the promisor says a repair is; None without one, or once a customer has spoken."""
    return None if status.repair is Repair.MADE_RIGHT else _REPAIR.get(status.repair)


def made_right_tag(status: Status) -> TagView | None:
    """Return that a customer accepted the repair: nobody else's word makes right."""
    return MADE_RIGHT if status.repair is Repair.MADE_RIGHT else None


def update_tag(claim: Claim) -> TagView:
    """Return the tag of an update's claim."""
    return _CLAIM[claim]


def value_tag(value: VerdictValue) -> TagView:
    """Return the tag of one customer's word."""
    return _VALUE[value]


def value_said(value: VerdictValue) -> str:
    """Return one customer's word as it stands within a sentence, to be translated."""
    return _VALUE_SAID[value]


def schedule_tag(language: Language, status: Status) -> TagView | None:
    """Return where the clock stands, in ``language``, or None once nothing is due any more."""
    match status.schedule:
        case Schedule.OVERDUE:
            return TagView(word=language.gettext(OVERDUE.word), tone=OVERDUE.tone)
        case Schedule.DUE_TODAY:
            return TagView(word=language.gettext(DUE_TODAY.word), tone=DUE_TODAY.tone)
        case Schedule.DUE_SOON:
            days = (status.due - status.as_of).days
            word = language.ngettext("Due in %(num)s day", "Due in %(num)s days", days)
            return TagView(word=word, tone="partly")
        case Schedule.OPEN:
            word = language.gettext("Due %(day)s", day=language.day(status.due))
            return TagView(word=word, tone="open")
    return None
