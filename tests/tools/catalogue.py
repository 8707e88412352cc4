"""Brings the catalogues up to what the code and the theme say: new messages come in, old ones go.

    python tests/tools/catalogue.py            every language there is
    python tests/tools/catalogue.py fr         and a new one

The tests that keep the catalogues complete read the messages by :func:`extract`.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel import Locale
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "plugins" / "pledges" / "locale"

PACKAGE = ROOT / "plugins" / "pledges"
#: What speaks to readers; commands and problems stay English.
SPEAKING = ("language.py", "markup/**.py", "views/**.py", "protocols/**.py", "inbox/**.py")
SOURCES = (
    (PACKAGE, [(pattern, "python") for pattern in SPEAKING]),
    (
        ROOT / "theme" / "templates",
        [("**.html", "jinja2.ext:babel_extract"), ("**.svg", "jinja2.ext:babel_extract")],
    ),
)
#: Pages for those who work on the theme.
UNTRANSLATED = {"patterns.html"}
#: The functions whose first arguments are messages: which are the forms, and which the context ("c").
KEYWORDS = {
    "_": None,
    "gettext": None,
    "say": None,
    "say_count": (1, 2),
    "N_": None,
    "Message": None,
    "ngettext": (1, 2),
    "NN_": (1, 2),
    "plural_forms": (1, 2),
    "pgettext": ((1, "c"), 2),
    "P_": ((1, "c"), 2),
}


def extract() -> Catalog:
    """Return every message of the code and the theme, in the order of the files they stand in."""
    found = Catalog(charset="utf-8")
    for folder, methods in SOURCES:
        for name, _, message, comments, context in extract_from_dir(
            folder, methods, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
        ):
            if Path(name).name in UNTRANSLATED:
                continue
            place = (folder / name).relative_to(ROOT).as_posix()
            found.add(message, None, [(place, 0)], auto_comments=comments, context=context)
    return found


def catalogue_path(language: str) -> Path:
    """Return the file that holds a language's translations."""
    return FOLDER / language / "LC_MESSAGES" / "pledges.po"


def read(language: str) -> Catalog:
    """Return a language's translations; those of a new language are empty."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=Locale.parse(language, sep="-"), charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language.replace("-", "_"))


def update(language: str, template: Catalog) -> Catalog:
    """Write a language's catalogue with the messages of ``template``; return it."""
    catalogue = read(language)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    write(language, catalogue)
    return catalogue


def write(language: str, catalogue: Catalog) -> None:
    """Write a catalogue without line numbers and dates, so that it changes only when a message does."""
    text = io.BytesIO()
    write_po(
        text,
        catalogue,
        width=110,
        include_lineno=False,
        sort_by_file=True,
        ignore_obsolete=True,
        omit_header=True,
    )
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_header(language, catalogue) + text.getvalue().decode("utf-8"), encoding="utf-8")


def _header(language: str, catalogue: Catalog) -> str:
    name = Locale.parse(language, sep="-").english_name
    return (
        f"# The interface of pledges in {name}; see docs/translating.md.\n"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )


def main(asked: list[str]) -> None:
    """Update every catalogue and those asked for; say what is left to translate."""
    template = extract()
    there = [path.parents[1].name for path in sorted(FOLDER.glob("*/LC_MESSAGES/pledges.po"))]
    for language in dict.fromkeys([*there, *asked]):
        catalogue = update(language, template)
        missing = [message for message in catalogue if message.id and not all(_forms(message.string))]
        print(f"{language}: {len(catalogue)} messages, {len(missing)} to translate")


def _forms(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    if string is None:
        return ("",)
    return (string,) if isinstance(string, str) else tuple(string) or ("",)


if __name__ == "__main__":
    main(sys.argv[1:])
