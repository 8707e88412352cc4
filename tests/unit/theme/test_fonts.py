"""The serif has the letters that its faces are asked for."""

from __future__ import annotations

import re

import pytest
from PIL import ImageFont

from theme_files import THEME, style_sheets

FACE = re.compile(
    r"font-style: (\w+);\s*font-weight: ([\d ]+);.*?"
    r'url\("fonts/pledges-serif-([\w-]+?)-(?:upright|bold-italic|italic)\.woff2"\).*?unicode-range:([^;]+);',
    re.DOTALL,
)
FACES = [match.groups() for match in FACE.finditer(style_sheets()["fonts.css"])]
FONTS = sorted((THEME / "static/fonts").glob("*.woff2"))
#: No font has it: what is drawn for it is drawn for whatever is missing.
NONE = "\U0010fffe"

#: What languages have beyond A to Z, by the file it is in.
LETTERS = {
    "latin": {
        "Czech": "áčďéěíňóřšťúůýž",
        "Danish": "æøå",
        "Dutch": "áéëïóöü",
        "Esperanto": "ĉĝĥĵŝŭ",
        "Estonian": "äõöüšž",
        "French": "àâæçéèêëîïôœùûüÿ",
        "German": "äöüßẞ„“‚‘",
        "Hungarian": "áéíóöőúüű",
        "Icelandic": "áðéíóúýþæö",
        "Latvian": "āčēģīķļņšūž",
        "Lithuanian": "ąčęėįšųūž",
        "Maltese": "ċġħż",
        "Polish": "ąćęłńóśźż",
        "Portuguese": "áâãàçéêíóôõú",
        "Romanian": "ăâîșț",
        "Slovak": "áäčďéíĺľňóôŕšťúýž",
        "Spanish": "áéíñóúü¿¡",
        "Turkish": "çğıİöşü",
        "Welsh": "âêîôûŵŷẁẃẅỳ",
        "figures": "0123456789%€£–—…−×≤≥≠≈½№™",
    },
    "latin-ext": {"Vietnamese": "ơưạảấầẩẫậắằẳẵặẹẻẽếềểễệ", "Yoruba": "ẹọ"},
    "greek": {"Greek": "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ"},
    "cyrillic": {"Russian": "абвгдежзийклмнопрстуфхцчшщъыьэюяё", "Serbian": "ђјљњћџ", "Ukrainian": "ґєії"},
}


def _in_ranges(character: str, ranges: str) -> bool:
    spans = (part.strip().removeprefix("U+").partition("-") for part in ranges.split(","))
    return any(int(low, 16) <= ord(character) <= int(high or low, 16) for low, _, high in spans)


@pytest.mark.parametrize("script", LETTERS)
def test_every_file_has_the_letters_of_its_languages(script: str) -> None:
    files = [
        file for file in FONTS if re.fullmatch(rf"pledges-serif-{script}-(upright|(bold-)?italic)", file.stem)
    ]
    assert len(files) >= 2
    for file in files:
        font = ImageFont.truetype(file, 24, layout_engine=ImageFont.Layout.BASIC)
        missing = bytes(font.getmask(NONE))
        for language, letters in LETTERS[script].items():
            both = [*letters, *(large for letter in letters if len(large := letter.upper()) == 1)]
            lacking = [letter for letter in both if bytes(font.getmask(letter)) == missing]
            assert not lacking, f"{file.name}: {language}: {lacking}"


@pytest.mark.parametrize(
    ("style", "weight"), [("normal", "400 700"), ("italic", "400 500"), ("italic", "501 700")]
)
def test_one_file_alone_is_asked_for_a_letter_of_a_style(style: str, weight: str) -> None:
    faces = {
        script: ranges for found, weights, script, ranges in FACES if (found, weights) == (style, weight)
    }
    assert faces.keys() == LETTERS.keys()
    for script, languages in LETTERS.items():
        for letter in "".join(languages.values()):
            assert [name for name, ranges in faces.items() if _in_ranges(letter, ranges)] == [script], letter
