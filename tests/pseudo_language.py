"""A language that nobody speaks, written from right to left: every message stands between ⟦ and ⟧.

What stands outside them on a page was said by people, or is a literal that no catalogue has.
"""

from __future__ import annotations

import html
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import write_po
from selectolax.lexbor import LexborHTMLParser, LexborNode

from pledges.language import FOLDER
from tools.catalogue import extract

#: Arabic lends its name, its direction and its six plural forms.
TAG = "ar"
ROOT = Path(__file__).resolve().parents[1]
_SAID = re.compile(r"⟦[^⟦⟧]*⟧")
_ADDRESS = re.compile(r"https?://\S+")
_WORD = re.compile(r"[^\W\d_]{2}")
#: Between two texts of a page.
_BREAK = "\x00"
_ATTRIBUTES = ("aria-label", "alt", "title", "placeholder", "data-broken", "data-nothing", "data-nothing-for")


def write_catalogue(folder: Path) -> Path:
    """Write the catalogue below ``folder``; return the folder for ``pledges.language.FOLDER``."""
    catalogue = Catalog(locale=TAG, charset="utf-8", fuzzy=False)
    for message in extract():
        if message.id:
            many = message.id if isinstance(message.id, str) else message.id[1]
            string = _said(many) if message.id is many else tuple([_said(many)] * catalogue.num_plurals)
            catalogue.add(message.id, string, context=message.context)
    path = folder / TAG / "LC_MESSAGES" / "pledges.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_po(file, catalogue)
    return folder


def _said(message: str) -> str:
    return f"⟦{message}⟧"


def build(folder: Path, language: str, catalogues: Path = FOLDER) -> Path:
    """Build the sample site in a language below ``folder``; return where it is."""
    conf, output = str(ROOT / "pelicanconf.py"), folder / "output"
    settings = folder / "pelicanconf.py"
    settings.write_text(
        "import runpy\n\n"
        f"globals().update({{k: v for k, v in runpy.run_path({conf!r}).items() if k.isupper()}})\n"
        f"DEFAULT_LANG = {language!r}\n"
        "PATTERNS = False\n"
        "SOCIAL_CARDS = False  # no font of theirs has the marks, and other tests draw them\n"
    )
    program = (
        "import pathlib, sys\nimport pledges.language\n"
        "pledges.language.FOLDER = pathlib.Path(sys.argv.pop(1))\n"
        "from pledges.cli import main\nmain()"
    )
    arguments = ["build", "-s", str(settings), "--output", str(output), "--as-of", "2026-11-22"]
    done = subprocess.run(
        [sys.executable, "-c", program, str(catalogues), *arguments, "--content", str(ROOT / "content")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return output


def bare(page: str) -> list[str]:
    """Return every text and attribute of a page that people read and no message covers."""
    tree = LexborHTMLParser(page)
    tree.strip_tags(["script", "style", "code"])
    for foreign in tree.css("body [lang]"):  # what stands in it is in its language
        foreign.decompose()
    attributes = [node.attributes.get(name) or "" for node in tree.css("*") for name in _ATTRIBUTES]
    texts = _BREAK.join(_texts(tree.root))
    return [*_outside(texts), *(left for value in attributes for left in _outside(value))]


def _texts(node: LexborNode | None) -> Iterator[str]:
    if node is None:
        return
    for found in node.traverse(include_text=True):
        if found.tag == "-text":
            yield found.text(deep=False)


def bare_lines(text: str) -> list[str]:
    """Return what no message covers in a plain text."""
    return list(_outside(text.replace("\n", _BREAK)))


def _outside(text: str) -> Iterator[str]:
    """Yield what is left outside of the marks, however they nest; what has no word is left out."""
    before = ""
    while before != text:
        before, text = text, _SAID.sub("", text)
    for part in re.split(f"{_BREAK}| · ", text):  # a title and its site's
        line = " ".join(part.split())
        if _WORD.search(_ADDRESS.sub("", line)):
            yield line


class Record:
    """All that people have written: what may stand bare."""

    def __init__(self, folders: Iterable[Path], *more: str) -> None:
        texts = [file.read_text(encoding="utf-8") for folder in folders for file in _files(folder)]
        self._text = _plain("\n".join([*texts, *more]))

    def has(self, text: str) -> bool:
        """Tell whether somebody wrote this."""
        return _plain(text) in self._text


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.suffix in (".md", ".jsonl", ".json")]


_MARKS = re.compile(r"[\W_]+")


def _plain(text: str) -> str:
    """Return letters and digits alone: marks are set typographically on pages."""
    decoded = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text.replace("\\n", " "))
    decoded = decoded.replace("@", " at ")  # as pages show mail addresses
    return " ".join(_MARKS.sub(" ", html.unescape(decoded)).split()).casefold()
