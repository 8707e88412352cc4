"""Whether a linking page is only a copy of ours, as scrapers make them."""

from __future__ import annotations

import re

_MIN_SENTENCE = 40
_MAX_SENTENCES = 500
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_NOT_WORD = re.compile(r"[\W_]+")


def copied_share(page_text: str, our_text: str) -> float:
    """Return the share, 0 to 1, of our longer sentences that stand on the page word for word."""
    sentences = [_words(sentence) for sentence in _SENTENCE_END.split(our_text)]
    long_ones = [each for each in sentences if len(each) >= _MIN_SENTENCE][:_MAX_SENTENCES]
    page = _words(page_text)
    return sum(sentence in page for sentence in long_ones) / len(long_ones) if long_ones else 0.0


def _words(text: str) -> str:
    return _NOT_WORD.sub(" ", text.lower()).strip()
