"""The QR code on paper holds the address, module by module."""

from __future__ import annotations

import re

import segno
from hypothesis import given
from hypothesis import strategies as st

from pledges.markup.qr_code import QUIET, qr_code

addresses = st.text("abcdefghijklmnopqrstuvwxyz0123456789-/", min_size=1, max_size=120).map(
    "https://promises.example/".__add__
)


def modules_of(svg: str) -> list[list[int]]:
    """Return what the path draws, as rows of zeros and ones."""
    found = re.search(r'viewBox="0 0 (\d+) \1"', svg)
    assert found
    rows = [[0] * int(found[1]) for _ in range(int(found[1]))]
    for x, y, length in re.findall(r"M(\d+) (\d+)\.5h(\d+)", svg):
        for column in range(int(x), int(x) + int(length)):
            rows[int(y)][column] = 1
    return rows


@given(addresses)
def test_the_picture_is_the_code_with_its_quiet_border(address: str) -> None:
    code = segno.make(address, error="m", boost_error=False, mask=3, micro=False)

    assert modules_of(qr_code(address)) == [
        [int(bit) for bit in row] for row in code.matrix_iter(border=QUIET)
    ]
