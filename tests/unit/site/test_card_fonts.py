"""Texts on cards are measured as they will be drawn."""

from __future__ import annotations

import unicodedata

import pytest
from PIL import ImageFont

from pledges.site.cards.fonts import CardFonts
from pledges.site.cards.joining import shaped
from theme_files import THEME

FONTS = CardFonts(THEME / "cards", ("Source Serif 4",))


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("بيت", "INITIAL MEDIAL FINAL"),
        ("دار", "ISOLATED ISOLATED ISOLATED"),
        ("سلام", "INITIAL FINAL ISOLATED"),  # lam and alef are one
        ("لا", "ISOLATED"),
        ("نَعَم", "INITIAL MEDIAL FINAL"),  # with marks
        ("پدر", "INITIAL FINAL ISOLATED"),
    ],
)
def test_letters_take_the_shapes_that_they_have_beside_one_another(text: str, shapes: str) -> None:
    drawn = [unicodedata.name(form) for _, form in shaped(text)]
    assert " ".join(name.split()[-2] if name.endswith("FORM") else name for name in drawn) == shapes


def test_an_arabic_name_is_measured_joined() -> None:
    """The flourish stood far from a name, whose letters were measured one by one."""
    name = "محمد عبد الله الخالدي"
    font = ImageFont.truetype(
        THEME / "cards/NotoNaskhArabic-Regular.ttf", 200, layout_engine=ImageFont.Layout.BASIC
    )

    family = FONTS.family_for(name)
    assert family == "Noto Naskh Arabic"
    assert FONTS.width(name, family) < 0.8 * font.getlength(name) / 200


def test_the_serif_of_the_pages_is_taken_for_what_it_can_write() -> None:
    assert FONTS.family_for("Łucja Kovač, Ελένη, Олена") == "Source Serif 4"
