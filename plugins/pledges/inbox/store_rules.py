"""The moderator's rules, what the classifier has learnt, links that were used and sessions that ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import bindparam, delete, select, update

from pledges.inbox.store import Tx
from pledges.inbox.store_sql import upsert
from pledges.inbox.store_tables import classifier, rules, used_tokens

_PUBLISHED = "published "
_RULES = select(rules.c.kind, rules.c.value).order_by(rules.c.kind, rules.c.value)
_WORDS = select(classifier).where(classifier.c.word.in_(bindparam("words", expanding=True)))


def put_rule(tx: Tx, kind: str, value: str, actor: str, now: dt.datetime) -> None:
    """Add a rule; one that is there stays."""
    values = {"kind": kind, "value": value, "actor": actor, "created_at": now}
    tx.execute(upsert(tx, rules, ("kind", "value")), values)


def drop_rule(tx: Tx, kind: str, value: str) -> bool:
    """Delete a rule and return whether it was there."""
    statement = delete(rules).where(rules.c.kind == kind, rules.c.value == value).returning(rules.c.kind)
    return tx.execute(statement).first() is not None


def list_rules(tx: Tx) -> list[tuple[str, str]]:
    """Return every rule as its kind and value."""
    return [(kind, value) for kind, value in tx.execute(_RULES)]


def word_counts(tx: Tx, words: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return for each word that is known how often it was in good texts and in spam."""
    found = tx.execute(_WORDS, {"words": list(words)})
    return {row.word: (row.good, row.spam) for row in found}


def add_words(tx: Tx, words: Iterable[str], *, good: int = 0, spam: int = 0) -> None:
    """Add to the counts of these words (below 0: unlearn). Counts never fall below 0."""
    ordered = sorted(set(words))  # always in the same order: two writers cannot block one another
    if not ordered:
        return
    new = [{"word": word, "good": 0, "spam": 0} for word in ordered]
    tx.execute(upsert(tx, classifier, ("word",)), new)
    changes: Mapping[str, object] = {"good": classifier.c.good + good, "spam": classifier.c.spam + spam}
    tx.execute(update(classifier).where(classifier.c.word.in_(ordered)).values(changes))
    tx.execute(delete(classifier).where(classifier.c.good <= 0, classifier.c.spam <= 0))


def use_token(tx: Tx, nonce: str, now: dt.datetime) -> bool:
    """Note that a link was used; return False when it had been before."""
    values = {"nonce": nonce, "used_at": now}
    done = tx.execute(upsert(tx, used_tokens, ("nonce",)).returning(used_tokens.c.nonce), values).first()
    return done is not None


def release_token(tx: Tx, nonce: str) -> None:
    """Note that something was not used after all."""
    tx.execute(delete(used_tokens).where(used_tokens.c.nonce == nonce))


def published_once(submission: str) -> str:
    """Return the word under which it is kept that a submission was published, and readers told of it."""
    return f"{_PUBLISHED}{submission}"


def forget_tokens(tx: Tx, before: dt.datetime) -> None:
    """Forget links used before an instant; they have expired since. What was told is never told again."""
    lasts = used_tokens.c.nonce.startswith(_PUBLISHED)
    tx.execute(delete(used_tokens).where(used_tokens.c.used_at < before, ~lasts))


def is_used(tx: Tx, nonce: str) -> bool:
    """Return whether a link was used."""
    return tx.execute(select(used_tokens.c.nonce).where(used_tokens.c.nonce == nonce)).first() is not None
