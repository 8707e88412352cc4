"""The page and the picture of the architecture name the parts that there are."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "plugins/pledges/docs"


def parts() -> set[str]:
    """Return every part of the package, as the import rules name them."""
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return {name for layer in rules[0]["layers"] for name in re.findall(r"\w+", layer)}


def test_the_picture_shows_every_part_once_in_its_layers() -> None:
    picture = (DOCS / "images/architecture.svg").read_text()
    layers = picture[: picture.index("What runs")]
    assert set(re.findall(r'<text class="n"[^>]*>(\w+)<', layers)) == parts()


def test_the_page_says_of_every_part_what_is_there() -> None:
    table = (DOCS / "architecture.md").read_text().partition("## The layers")[2].partition("## Where")[0]
    assert set(re.findall(r"`(\w+)`", table)) >= parts()


def test_what_the_page_names_is_there() -> None:
    text = (DOCS / "architecture.md").read_text()
    for name in re.findall(r"`([a-z_]+/[a-z_/]*(?:\.py)?)`", text.partition("## One record")[2]):
        package = ROOT / "plugins/pledges" / name
        places = (package, package.with_suffix(".py"), ROOT / name, DOCS / name)
        assert any(place.exists() for place in places) or name in ("content/", "output/"), name
