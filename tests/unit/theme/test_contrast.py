"""Every pair of colours that meets on a page, in both schemes (WCAG 2.2: 4.5 for text, 3 for controls)."""

import pytest

from theme_files import contrast, schemes

TONES = ("open", "progress", "kept", "partly", "overdue", "broken", "withdrawn")

TEXT = 4.5
CONTROL = 3.0
TAG = 6.5

PAIRS = [
    *(
        (colour, ground, TEXT)
        for ground in ("page", "sheet", "target")
        for colour in ("text", "muted", "link")
    ),
    *(("link-visited", ground, TEXT) for ground in ("page", "sheet", "target")),
    ("error", "page", TEXT),
    ("button-text", "button", TEXT),
    ("ink", "page", CONTROL),
    ("ink", "sheet", CONTROL),
    ("rule", "page", CONTROL),
    ("rule", "sheet", CONTROL),
    ("button", "page", CONTROL),
    ("button", "sheet", CONTROL),
    *(("focus", ground, CONTROL) for ground in ("page", "sheet", "target")),
    ("target-bar", "target", CONTROL),
    ("target-bar", "page", CONTROL),
    *((f"status-{tone}", f"status-{tone}-ground", TAG) for tone in TONES),
    *((f"status-{tone}", "page", CONTROL) for tone in TONES),
    *(("focus", f"status-{tone}-ground", CONTROL) for tone in TONES),
]


def test_both_schemes_define_the_same_colours() -> None:
    light, dark = schemes().values()
    assert light
    assert light.keys() == dark.keys()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("colour", "ground", "least"), PAIRS)
def test_a_pair_of_colours_has_its_contrast(scheme: str, colour: str, ground: str, least: float) -> None:
    colours = schemes()[scheme]
    assert contrast(colours[colour], colours[ground]) >= least


def test_every_colour_that_carries_meaning_is_in_a_pair() -> None:
    paired = {name for colour, ground, _ in PAIRS for name in (colour, ground)}
    assert set(schemes()["light"]) - paired == {"hairline"}  # decoration: nothing is lost without it
