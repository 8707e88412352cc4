"""Hints, with reasons, that order the moderator's queue. Nothing is refused by a guess."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from pledges.domain.submission import Hint, Proposal, Words
from pledges.language import Message

QUICK_S = 3.0  # nobody reads a form and writes an answer in less
MANY_LINKS = 3
COPIED_SHARE = 0.5  # of our sentences: who quotes takes less
ENOUGH = 5  # texts of each sort before the classifier says anything
MAX_WORDS = 300  # of one text; the rest is more of the same
TEXTS = ""  # the classifier's word for "a text"

_WORD = re.compile(r"[^\W_]{3,30}")
_LINK = re.compile(r"https?://[^\s<>\"')\]]+|<a\s|\[url", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What is known of a submission beside its words.

    ``honeypot``: the field that people do not see was filled in. ``filled_in_s``: seconds from
    printing the form to sending it, None when the form was on a built page. ``repeats``: how often the same
    words came before. ``recent``, ``busy``: submissions from one place in ten minutes, and from
    how many on that is worth a hint. ``copied``: the share of our own sentences on the source page.
    """

    honeypot: bool = False
    filled_in_s: float | None = None
    repeats: int = 0
    recent: int = 0
    busy: int = 5
    blocked: tuple[str, ...] = ()
    copied: float = 0.0


def hints(words: Words, signals: Signals, counts: Mapping[str, tuple[int, int]]) -> tuple[Hint, ...]:
    """Return every reason to look twice, the heaviest first. ``counts`` are of :func:`features`."""
    found = [*_of_sending(signals), *_of_words(words), *classify(counts)]
    return tuple(sorted(found, key=lambda hint: (-hint.weight, hint.reason)))


def _of_sending(signals: Signals) -> list[Hint]:
    found = [Hint(Message("blocked: %(what)s", what=what), 10.0) for what in signals.blocked]
    if signals.honeypot:
        found.append(Hint(Message("filled in a field that people do not see"), 5.0))
    if signals.filled_in_s is not None and signals.filled_in_s < QUICK_S:
        quick = Message(
            "sent %(seconds)s seconds after the form was opened", seconds=round(max(signals.filled_in_s, 0))
        )
        found.append(Hint(quick, 2.0))
    if signals.repeats:
        again = Message("the same words came %(count)s times before", count=signals.repeats)
        found.append(Hint(again, min(1.0 + signals.repeats, 4.0)))
    if signals.recent > signals.busy:
        busy = Message("%(count)s submissions from one place in ten minutes", count=signals.recent)
        found.append(Hint(busy, 2.0))
    if signals.copied >= COPIED_SHARE:
        found.append(Hint(Message("the source copies our text"), 3.0))
    return found


def _of_words(words: Words) -> list[Hint]:
    links = len(_LINK.findall(words.text))
    found = []
    if links >= MANY_LINKS:
        found.append(Hint(Message("%(count)s links", count=links), min(0.5 * links, 4.0)))
    if _LINK.search(words.name):
        found.append(Hint(Message("a link as a name"), 2.0))
    letters = [character for character in words.text if character.isalpha()]
    if len(letters) > 40 and sum(map(str.isupper, letters)) > 0.7 * len(letters):
        found.append(Hint(Message("mostly capitals"), 1.0))
    return found


# --- the classifier: naive Bayes over words, trained by what moderators decided --------------------


def features(words: Words, proposal: Proposal | None, hashed: Callable[[str], str]) -> tuple[str, ...]:
    """Return what the classifier looks at: the distinct words, each hashed, and the hosts linked to."""
    texts = [words.name, words.title, words.excerpt, words.text]
    if proposal:
        texts += [proposal.title, proposal.promise, proposal.outcome, proposal.why]
    found = [match.casefold() for match in _WORD.findall("\n".join(texts))]
    hosts = [host_of(url) for url in (words.url, words.source, *_LINK.findall(words.text))]
    distinct = dict.fromkeys([*found[:MAX_WORDS], *(f"host:{host}" for host in hosts if host)])
    return tuple(hashed(word) for word in distinct)


def classify(counts: Mapping[str, tuple[int, int]]) -> list[Hint]:
    """Return what words seen before say: one hint for or against spam, or none.

    ``counts`` has for each known word in how many approved and spam texts it stood, and under
    ``TEXTS`` how many texts of each sort there were.
    """
    good_texts, spam_texts = counts.get(TEXTS, (0, 0))
    if min(good_texts, spam_texts) < ENOUGH:
        return []
    telling = sorted(
        (_log_odds(good / good_texts, spam / spam_texts) for word, (good, spam) in counts.items() if word),
        key=abs,
        reverse=True,
    )[:30]
    score = sum(telling)
    chance = 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
    if chance >= 0.8:
        like_spam = Message("reads like what was called spam before (%(chance)s)", chance=f"{chance:.0%}")
        return [Hint(like_spam, round(4 * chance, 2))]
    if chance <= 0.2:
        like_ours = Message("reads like what was approved before (%(chance)s)", chance=f"{1 - chance:.0%}")
        return [Hint(like_ours, round(-2 * (1 - chance), 2))]
    return []


def _log_odds(good: float, spam: float) -> float:
    """Return how much a word speaks for spam; both shares are pulled off 0 and 1."""
    return math.log((0.98 * spam + 0.01) / (0.98 * good + 0.01))


def links_in(text: str) -> set[str]:
    """Return the web addresses in a text."""
    return set(_LINK.findall(text))


def host_of(url: str) -> str:
    """Return the host of a web address without ``www.``, or an empty string."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
