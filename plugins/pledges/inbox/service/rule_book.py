"""The moderator's rules: listed, added, removed; each change is in the log."""

from __future__ import annotations

from pledges.inbox import store_rules
from pledges.inbox.context import Inbox
from pledges.inbox.errors import InvalidSubmission, Mistake
from pledges.inbox.privacy import is_address
from pledges.inbox.rules import Rule, RuleKind
from pledges.inbox.store import Tx
from pledges.inbox.store_actions import add_action
from pledges.language import Message

MAX_VALUE = 253  # characters; a host has no more
_PLAIN = (RuleKind.APPROVE_COMMENTERS, RuleKind.APPROVE_INVITED, RuleKind.APPROVE_HOSTS)


def rule_book(inbox: Inbox) -> list[Rule]:
    """Return every rule. Addresses show as hashes: nobody can read them here."""
    return [Rule(RuleKind(kind), value) for kind, value in inbox.store.read(store_rules.list_rules)]


def add_rule(inbox: Inbox, kind: RuleKind, value: str = "", *, actor: str) -> Rule:
    """Add a rule for what comes from now on. An address is kept as a keyed hash only.

    Raises InvalidSubmission when the value cannot be used.
    """
    rule = Rule(kind, _value(inbox, kind, value))

    def change(tx: Tx) -> None:
        store_rules.put_rule(tx, rule.kind, rule.value, actor, inbox.now())
        add_action(tx, at=inbox.now(), actor=actor, verb="add rule", note=f"{rule.kind} {rule.value}".strip())

    inbox.store.write(change)
    return rule


def remove_rule(inbox: Inbox, kind: RuleKind, value: str = "", *, actor: str) -> bool:
    """Remove a rule (an address may be given as itself or as its hash); return whether it was there."""
    values = (
        {value, _value(inbox, kind, value)}
        if kind is not RuleKind.BLOCK_ADDRESS
        else {value, *(inbox.keys.fingerprints(value) if is_address(value) else ())}
    )

    def change(tx: Tx) -> bool:
        found = [store_rules.drop_rule(tx, kind, one) for one in sorted(values)]
        if any(found):
            add_action(tx, at=inbox.now(), actor=actor, verb="remove rule", note=kind.value)
        return any(found)

    return inbox.store.write(change)


_MISSING = {
    RuleKind.APPROVE_HOST: Message("Enter what to approve"),
    RuleKind.BLOCK_WORD: Message("Enter what to block"),
    RuleKind.BLOCK_HOST: Message("Enter what to block"),
}


def _value(inbox: Inbox, kind: RuleKind, value: str) -> str:
    value = value.strip().casefold()
    if kind in _PLAIN:
        return ""
    if kind is RuleKind.BLOCK_ADDRESS:
        if not is_address(value):
            raise InvalidSubmission(
                (Mistake("value", Message("Enter an e-mail address such as name@example.org")),)
            )
        return inbox.keys.fingerprint(value)
    if not value:
        raise InvalidSubmission((Mistake("value", _MISSING[kind]),))
    if len(value) > MAX_VALUE:
        raise InvalidSubmission(
            (Mistake("value", Message("Enter at most %(count)s characters", count=MAX_VALUE)),)
        )
    return value.removeprefix("www.") if kind in (RuleKind.BLOCK_HOST, RuleKind.APPROVE_HOST) else value
