"""What the inbox calls the states of a submission, in messages and lists."""

from __future__ import annotations

from pledges.domain.submission import State
from pledges.language import N_, Message

STATE_WORDS = {
    State.RECEIVED: N_("received"),
    State.VERIFYING: N_("verifying"),
    State.HELD: N_("held"),
    State.APPROVED: N_("approved"),
    State.REJECTED: N_("rejected"),
    State.SPAM: N_("spam"),
    State.WITHDRAWN: N_("withdrawn"),
    State.HIDDEN: N_("hidden"),
    State.GONE: N_("gone"),
    State.FAILED: N_("failed"),
    State.ERASED: N_("erased"),
}


def state_word(state: State) -> Message:
    """Return a state as a word in a sentence."""
    return Message(STATE_WORDS[state])
