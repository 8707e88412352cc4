"""An address as a QR code (ISO/IEC 18004), for pages on paper.

A large site has a code on each of its pages, and the library needs a millisecond for one. Error correction
and placement are linear, so a code is the exclusive or of what each of its codewords adds to the empty
code: that is worked out once for each value and place, with the tables of the library.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial, reduce
from itertools import product
from operator import getitem, xor
from typing import Any, cast

from markupsafe import Markup

#: The empty border that readers need, in modules (ISO/IEC 18004, 6.3.8).
QUIET = 4
#: One mask is used for all: readers read each, and choosing the best of eight takes six times as long.
MASK = 3
#: The largest version of which the header of a text in bytes is 12 bits long (7.4.1).
MAX_VERSION = 9

#: Behind how many codewords the addresses of a site become different: what stands before is added up once.
BEGUN = 32


def qr_code(text: str) -> Markup:
    """Return the code as SVG without a size of its own, in the colour of the text around it."""
    size, modules = _modules(text)
    return _drawn(size, modules)


def _modules(text: str) -> tuple[int, int]:
    """Return how many modules a side has, and all rows in one number: a row has :func:`_stride` bits."""
    if not text.isascii() or text.upper() == text:  # the library chooses something smaller than bytes
        return _by_library(text)
    for number in range(1, MAX_VERSION + 1):
        if len(text) + 2 <= sum(_blocks(number)):
            version = _version(number)
            return version.size, version.modules(text.encode())
    return _by_library(text)


def _by_library(text: str) -> tuple[int, int]:
    import segno  # noqa: PLC0415 (the inbox, which shares the templates, prints none)

    code = segno.make(text, error="m", boost_error=False, mask=MASK, micro=False)
    size = len(code.matrix)
    rows = (int("".join(map(str, row)), 2) << (_stride(size) - size) for row in code.matrix)
    modules = 0
    for row in rows:
        modules = modules << _stride(size) | row
    return size, modules


def _stride(size: int) -> int:
    """Return how many bits a row takes: whole bytes."""
    return -(-size // 8) * 8


class _Version:
    """The codes of one version: the empty one, and what each codeword adds to it."""

    def __init__(self, number: int) -> None:
        from segno import consts  # noqa: PLC0415

        self.size = 17 + 4 * number
        self._blocks = _blocks(number)
        self.capacity = sum(self._blocks)
        places = _places(number)
        self._halves = [
            (_modules_of(places[start : start + 4]), _modules_of(places[start + 4 : start + 8]))
            for start in range(0, len(places) - 7, 8)
        ]
        first = _correction(number)[0]
        self._generator: tuple[int, ...] = consts.GEN_POLY[first.num_total - first.num_data]
        self._exp, self._log = consts.GALIOS_EXP, consts.GALIOS_LOG
        self._remainders = [[1] + [0] * (len(self._generator) - 1)]  # of the codeword 1, by steps
        self._adds = [_Added(partial(self._added, place)) for place in range(self.capacity)]
        self._begun = lru_cache(64)(partial(self._sum, 2))
        self._empty = 0
        full = "a" * (self.capacity - 2)
        self._empty = _by_library(full)[1] ^ self.modules(full.encode())

    def modules(self, text: bytes) -> int:
        """Return the code of a text in bytes, with the library's filling behind the end of the message."""
        message = (0x4 << 8 | len(text)) << 8 * len(text) | int.from_bytes(text, "big")
        codewords = (message << 4).to_bytes(len(text) + 2, "big")
        codewords += (b"\0" + b"\xec\x11" * self.capacity)[: self.capacity - len(codewords)]
        begun, rest = codewords[2:BEGUN], codewords[BEGUN:]
        return self._empty ^ self._sum(0, codewords[:2]) ^ self._begun(begun) ^ self._sum(BEGUN, rest)

    def _sum(self, start: int, codewords: bytes) -> int:
        """Return what these codewords add from a place on."""
        return reduce(xor, map(getitem, self._adds[start:], codewords), 0)

    def _added(self, place: int, value: int) -> int:
        """Return the modules that a codeword of the data and its error correction turn dark."""
        block, start = 0, 0
        while place >= start + self._blocks[block]:
            start += self._blocks[block]
            block += 1
        within = place - start
        number = sum(min(length, within) for length in self._blocks)  # interleaved (7.6)
        number += sum(length > within for length in self._blocks[:block])
        added = self._placed(number, value)
        for step, word in enumerate(self._remainder(value, self._blocks[block] - within)):
            added ^= self._placed(self.capacity + step * len(self._blocks) + block, word)
        return added

    def _remainder(self, value: int, steps: int) -> list[int]:
        """Return the error correction of one codeword with so many steps to the end of its block (7.5.2)."""
        while len(self._remainders) <= steps:
            first, *others = self._remainders[-1]
            words = zip((*others, 0), self._generator, strict=True)
            self._remainders.append([word ^ self._product(first, 1, power) for word, power in words])
        return [self._product(value, word, 0) for word in self._remainders[steps]]

    def _product(self, one: int, other: int, power: int) -> int:
        """Return the product of two numbers and of 2 to a power in the field of 256."""
        if not one or not other:
            return 0
        exponent: int = self._log[one] + self._log[other] + power
        return int(self._exp[exponent % 255])

    def _placed(self, number: int, value: int) -> int:
        high, low = self._halves[number]
        return high[value >> 4] | low[value & 15]


class _Added(dict[int, int]):
    """What each value adds to the code at one place, worked out when it is first met."""

    def __init__(self, work_out: Callable[[int], int]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, value: int) -> int:
        added = self[value] = self._work_out(value)
        return added


def _modules_of(places: Sequence[int]) -> tuple[int, ...]:
    """Return the modules of each value of four bits."""
    return tuple(
        sum(1 << place for bit, place in enumerate(places) if value >> (3 - bit) & 1) for value in range(16)
    )


_version = cache(_Version)


@cache
def _blocks(version: int) -> tuple[int, ...]:
    """Return how many codewords of data each block has (table 9)."""
    return tuple(some.num_data for some in _correction(version) for _ in range(some.num_blocks))


def _correction(version: int) -> Any:
    """Return the library's row of a version: numbers of blocks, codewords in each, and of data among them."""
    from segno import consts  # noqa: PLC0415

    return cast("Any", consts.ECC)[version][consts.ERROR_LEVEL_M]


def _places(version: int) -> list[int]:
    """Return where the bits of the codewords stand, as places in the number of all modules (7.7.3)."""
    size = 17 + 4 * version
    stride, taken = _stride(size), _patterns(version)
    places, upwards = [], True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for row in range(size - 1, -1, -1) if upwards else range(size):
            places += [
                (size - 1 - row) * stride + stride - 1 - column
                for column in (right, right - 1)
                if (row, column) not in taken
            ]
        upwards = not upwards
    return places  # the last few may hold no codeword


def _patterns(version: int) -> set[tuple[int, int]]:
    """Return the modules, by row and column, that hold no codeword (6.3)."""
    from segno import consts  # noqa: PLC0415

    size = 17 + 4 * version
    corners = [(range(9), range(9)), (range(9), range(size - 8, size)), (range(size - 8, size), range(9))]
    timing = [((6,), range(size)), (range(size), (6,))]
    numbers = [(range(6), range(size - 11, size - 8)), (range(size - 11, size - 8), range(6))]
    middles = consts.ALIGNMENT_POS[version - 2] if version > 1 else ()
    alignment = [
        (range(row - 2, row + 3), range(column - 2, column + 3))
        for row, column in product(middles, repeat=2)
        if {row, column} != {6, size - 7} and (row, column) != (6, 6)
    ]
    areas = [*corners, *timing, *alignment, *(numbers if version >= 7 else ())]
    return {module for rows, columns in areas for module in product(rows, columns)}


# --- drawing ------------------------------------------------------------------------------------------


def _drawn(size: int, modules: int) -> Markup:
    stride = _stride(size) // 8
    rows = modules.to_bytes(size * stride, "big")
    parts = [""] * (size * (stride + 1))
    parts[:: stride + 1] = _row_starts(size)
    for column in range(stride):
        strokes = _EIGHT if column < stride - 1 else _LAST_EIGHT
        parts[column + 1 :: stride + 1] = [strokes[byte] for byte in rows[column::stride]]
    side = size + 2 * QUIET
    return Markup(  # noqa: S704 (numbers only)
        f'<svg class="qr-code" viewBox="0 0 {side} {side}" shape-rendering="crispEdges" aria-hidden="true">'
        f'<path stroke="currentColor" d="{"".join(parts)}"/></svg>'
    )


@cache
def _row_starts(size: int) -> list[str]:
    return [f"M{QUIET} {row + QUIET}.5" for row in range(size)]


def _strokes(byte: int) -> str:
    """Return the path over eight modules, the dark ones drawn."""
    path, bits = "", f"{byte:08b}"
    while bits:
        length = len(bits) - len(bits.lstrip(bits[0]))
        path += f"h{length}" if bits[0] == "1" else f"m{length} 0"
        bits = bits[length:]
    return path


_EIGHT = tuple(map(_strokes, range(256)))
_LAST_EIGHT = tuple(strokes.rpartition("m")[0] if strokes.endswith(" 0") else strokes for strokes in _EIGHT)
