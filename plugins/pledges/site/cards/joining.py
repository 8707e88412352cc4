"""Arabic letters in the shapes that they take beside one another, so that a text can be measured.

Drawing joins them by itself; widths of letters that stand alone add up to far more than what is drawn.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

_LAM = "\u0644"
_FORMS = range(0xFB50, 0xFEFD)
_LAM_ALEF = range(0xFEF5, 0xFEFD)


def shaped(text: str) -> Iterator[tuple[str, str]]:
    """Yield letters with what is drawn for them: a presentation form, or themselves.

    Lam and alef are drawn as one. Marks stand above the letters and are passed over. The Unicode Standard,
    9.2 "Arabic Cursive Joining".
    """
    letters = [letter for letter in text if not unicodedata.combining(letter)]
    is_joined, place = False, 0
    while place < len(letters):
        letter = "".join(letters[place : place + 2])
        if letter[0] != _LAM or letter not in _shapes():
            letter = letter[0]
        place += len(letter)
        shapes = _shapes().get(letter, {})
        joins_next = "initial" in shapes and "final" in _shapes().get("".join(letters[place : place + 1]), {})
        yield letter, shapes.get(_SHAPE[is_joined, joins_next], letter)
        is_joined = joins_next


#: By whether a letter is joined to the one before it, and to the one behind.
_SHAPE = {
    (False, False): "isolated",
    (True, False): "final",
    (False, True): "initial",
    (True, True): "medial",
}


@cache
def _shapes() -> dict[str, dict[str, str]]:
    """Letter → shape → presentation form; lam and alef stand together, too."""
    shapes: dict[str, dict[str, str]] = {}
    for code in _FORMS:
        name, *codes = unicodedata.decomposition(chr(code)).split() or [""]
        letters = "".join(chr(int(one, 16)) for one in codes)
        if len(letters) == 1 or code in _LAM_ALEF:
            shapes.setdefault(letters, {})[name.strip("<>")] = chr(code)
    return shapes
