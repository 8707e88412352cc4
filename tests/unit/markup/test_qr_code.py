"""The QR code on paper holds the address, module by module."""

from __future__ import annotations

import re

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from pledges.markup.qr_code import QUIET, qr_code

addresses = st.text("abcdefghijklmnopqrstuvwxyz0123456789-/", min_size=1, max_size=200).map(
    "https://promises.example/".__add__
)


def modules_of(svg: str) -> list[list[int]]:
    """Return what the path draws, as rows of zeros and ones."""
    found = re.search(r'viewBox="0 0 (\d+) \1"', svg)
    assert found
    rows = [[0] * int(found[1]) for _ in range(int(found[1]))]
    column, row = 0, 0
    for command, first, second in re.findall(r"([Mmh])(\d+)(?: (\d+)(?:\.5)?)?", svg):
        if command == "M":
            column, row = int(first), int(second)
        elif command == "h":
            rows[row][column : column + int(first)] = [1] * int(first)
        if command != "M":
            column += int(first)
    return rows


@given(addresses)
def test_the_picture_is_the_code_with_its_quiet_border(address: str) -> None:
    code = segno.make(address, error="m", boost_error=False, mask=3, micro=False)

    assert modules_of(qr_code(address)) == [
        [int(bit) for bit in row] for row in code.matrix_iter(border=QUIET)
    ]


@pytest.mark.parametrize(
    "text", ["12345", "HELLO WORLD", "https://grüße.example/é", "a", "", "x" * 180, "x" * 181]
)
def test_a_text_of_any_kind_is_drawn(text: str) -> None:
    code = segno.make(text, error="m", boost_error=False, mask=3, micro=False)

    assert modules_of(qr_code(text)) == [[int(bit) for bit in row] for row in code.matrix_iter(border=QUIET)]
