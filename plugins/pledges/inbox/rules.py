"""The moderator's own rules. They, and only they, decide without the moderator."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pledges.domain.submission import Proposal, State, SubmissionKind, Words
from pledges.inbox.spam import host_of
from pledges.language import Message

DOUBT = 1.0  # hints of this weight or more keep anything from being approved by a rule


class RuleKind(StrEnum):
    """What a rule does. Without any rule everything is held."""

    APPROVE_COMMENTERS = "approve known commenters"  # same name and address as an approved comment
    APPROVE_INVITED = "approve invited customers"  # what came by a signed invitation
    APPROVE_HOSTS = "approve known hosts"  # of an approved mention
    APPROVE_HOST = "approve host"
    BLOCK_WORD = "block word"
    BLOCK_HOST = "block host"
    BLOCK_ADDRESS = "block address"  # its value is the address's keyed hash


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; ``value`` is empty where the kind says all."""

    kind: RuleKind
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the rules look at. ``known_sender`` and ``known_host``: approved before, never spam."""

    kind: SubmissionKind
    words: Words
    proposal: Proposal | None = None
    address_keys: tuple[str, ...] = ()
    known_sender: bool = False
    known_host: bool = False
    invited: bool = False
    score: float = 0.0


def blocked_by(rules: Iterable[Rule], facts: Facts) -> tuple[str, ...]:
    """Return what is blocked, in words for the moderator."""
    return tuple(dict.fromkeys(found for rule in rules if (found := _block(rule, facts))))


def decide(rules: Sequence[Rule], facts: Facts) -> tuple[State, str]:
    """Return the state a submission begins in, and the rule that says so (empty: held as all is).

    What is blocked goes to spam, where it can be looked at and undone; only an invited customer's word
    is never put aside unread. A trackback is never approved by a rule, nor is a proposal, nor what has
    hints against it.
    """
    blocked = blocked_by(rules, facts)
    if blocked and not facts.invited:
        return State.SPAM, Message("blocked: %(what)s", what=blocked[0])
    if blocked or facts.score >= DOUBT:
        return State.HELD, ""
    approving = next((rule for rule in rules if _approves(rule, facts)), None)
    return (State.APPROVED, approving.kind.value) if approving else (State.HELD, "")


def _approves(rule: Rule, facts: Facts) -> bool:
    if facts.kind is SubmissionKind.COMMENT:
        if facts.invited:
            return rule.kind is RuleKind.APPROVE_INVITED
        return rule.kind is RuleKind.APPROVE_COMMENTERS and facts.known_sender
    if facts.kind not in (SubmissionKind.WEBMENTION, SubmissionKind.PINGBACK):
        return False
    if rule.kind is RuleKind.APPROVE_HOSTS:
        return facts.known_host
    return rule.kind is RuleKind.APPROVE_HOST and _is_host(facts.words.source, rule.value)


def _block(rule: Rule, facts: Facts) -> str:
    words = facts.words
    if rule.kind is RuleKind.BLOCK_WORD and _says(rule.value, words, facts.proposal):
        return Message('the word "%(word)s"', word=rule.value)
    if rule.kind is RuleKind.BLOCK_HOST and any(_is_host(url, rule.value) for url in _urls(words)):
        return Message("the host %(host)s", host=rule.value)
    if rule.kind is RuleKind.BLOCK_ADDRESS and rule.value in facts.address_keys:
        return Message("the e-mail address")
    return ""


def _says(word: str, words: Words, proposal: Proposal | None) -> bool:
    texts = [words.name, words.url, words.title, words.excerpt, words.text]
    if proposal:
        texts += [proposal.title, proposal.promise, proposal.outcome, proposal.why, *proposal.customers]
    pattern = rf"(?<!\w){re.escape(word.casefold())}(?!\w)"
    return re.search(pattern, "\n".join(texts).casefold()) is not None


def _urls(words: Words) -> list[str]:
    return [words.url, words.source, *re.findall(r"https?://[^\s<>\"')\]]+", words.text)]


def _is_host(url: str, host: str) -> bool:
    found = host_of(url)
    return bool(found) and (found == host or found.endswith(f".{host}"))
