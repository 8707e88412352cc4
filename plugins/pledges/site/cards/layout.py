"""Texts broken into lines: the largest size at which a text fits its box, its lines about equally long."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Width = Callable[[str], float]
"""How wide a text is, in ems."""

#: What may stand on a line by itself: a word, or one of the characters that are written without spaces.
_PIECE = re.compile(
    r"[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U0001b000-\U0003ffff]"
    r"|[^\s\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U0001b000-\U0003ffff]+"
    r"|\s+"
)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text in lines at one size, in pixels. ``cut``: not all of it had room."""

    lines: tuple[str, ...]
    size: float
    cut: bool = False


def fit(text: str, width: Width, box: tuple[float, float], sizes: Sequence[float], leading: float) -> Fitted:
    """Return the text at the largest of ``sizes`` (from large to small) at which it fits the box (width
    and height in pixels); at the smallest what does not fit is cut, and ends in "…".
    """
    smallest = box[0] / sizes[-1]
    pieces = [part for piece in _pieces(text) for part in _parts((piece, width(piece)), smallest)]
    for size in sizes:
        ems = box[0] / size
        lines = _broken(pieces, ems)
        if len(lines) * leading * size <= box[1] and all(_ems(line) <= ems for line in lines):
            return Fitted(tuple(map(_text, _balanced(pieces, ems, len(lines)))), size)
    room = max(1, int(box[1] / (leading * sizes[-1])))
    lines = _broken(pieces, smallest)
    kept = [_text(line) for line in lines[:room]]
    if len(lines) > room:
        kept[-1] = _ellipted(kept[-1], width, smallest)
    return Fitted(tuple(kept), sizes[-1], cut=len(lines) > room)


Piece = tuple[str, float]


def _pieces(text: str) -> list[str]:
    return [" " if piece.isspace() else piece for piece in _PIECE.findall(" ".join(text.split()))]


def _broken(pieces: Sequence[Piece], ems: float) -> list[list[Piece]]:
    """Return the pieces in lines of at most that width, as long as each piece is narrower than that."""
    lines: list[list[Piece]] = [[]]
    used = 0.0
    for piece in pieces:
        if lines[-1] and piece[0] != " " and used + piece[1] > ems:
            lines.append([])
            used = 0.0
        if lines[-1] or piece[0] != " ":
            lines[-1].append(piece)
            used += piece[1]
    return lines


def _balanced(pieces: Sequence[Piece], ems: float, count: int) -> list[list[Piece]]:
    """Return the pieces in as many lines, none of them longer than it must be."""
    least, most = ems / 2, ems
    for _ in range(7):
        middle = (least + most) / 2
        lines = _broken(pieces, middle)
        fits = len(lines) <= count and all(_ems(line) <= middle for line in lines)
        least, most = (least, middle) if fits else (middle, most)
    return _broken(pieces, most)


def _parts(piece: Piece, ems: float) -> list[Piece]:
    """Return a word that is wider than a line in parts that are not."""
    text, wide = piece
    if wide <= ems:
        return [piece]
    clusters = _clusters(text)
    step = max(1, int(len(clusters) * ems / wide * 0.9))
    chunks = ["".join(clusters[at : at + step]) for at in range(0, len(clusters), step)]
    return [(chunk, wide * len(chunk) / len(text)) for chunk in chunks]


def _clusters(text: str) -> list[str]:
    clusters: list[str] = []
    for character in text:
        if clusters and unicodedata.combining(character):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def _ellipted(line: str, width: Width, ems: float) -> str:
    while line and width(f"{line}…") > ems:
        shorter = line.rpartition(" ")[0]
        line = shorter if len(shorter) > len(line) / 2 else line[:-1]
    return f"{line.rstrip(' ,;:–—-')}…"


def _ems(line: Sequence[Piece]) -> float:
    return sum(wide for text, wide in (line[:-1] if line and line[-1][0] == " " else line))


def _text(line: Sequence[Piece]) -> str:
    return "".join(text for text, _ in line).rstrip()


def is_right_to_left(text: str) -> bool:
    """Tell which way a text runs, by its first letter (UAX #9, rules P2 and P3)."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False
