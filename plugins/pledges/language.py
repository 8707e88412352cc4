"""What the interface says, in the language of the site: messages, plurals, dates and numbers.

A message is written in English where it is said; a catalogue in ``locale/`` says it in another language.
Catalogues are read as they are written (``.po``), once in a process and only for a site that is not English.
"""

from __future__ import annotations

import datetime as dt
import gettext
import hashlib
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

#: Each language but English has a folder here: ``<language>/LC_MESSAGES/pledges.po``.
FOLDER = Path(__file__).parent / "locale"
#: The language that messages are written in.
SOURCE = "en"

#: Context and message; of a message with plural forms, that for one.
Key = tuple[str, str]


class Message(str):
    """A message that is translated later, by who knows the reader: as text it is English.

    ``source`` is the message as the catalogues have it, ``values`` what stands in its places.
    """

    source: str
    values: dict[str, Any]

    def __new__(cls, source: str, **values: Any) -> Message:
        """Return the message with its values: ``Message("At most %(count)s characters", count=100)``."""
        made = super().__new__(cls, source % values if values else source)
        made.source = source
        made.values = values
        return made


def N_(message: str) -> str:
    """Mark a constant for the catalogue; who prints it has it translated."""
    return message


def P_(context: str, message: str) -> str:  # the context is for the catalogue alone
    """Mark a constant whose translation depends on where it is said."""
    return message


def NN_(one: str, many: str) -> tuple[str, str]:
    """Mark a constant with plural forms for the catalogue."""
    return one, many


MONTHS = (
    P_("month", "January"),
    P_("month", "February"),
    P_("month", "March"),
    P_("month", "April"),
    P_("month", "May"),
    P_("month", "June"),
    P_("month", "July"),
    P_("month", "August"),
    P_("month", "September"),
    P_("month", "October"),
    P_("month", "November"),
    P_("month", "December"),
)


class Language:
    """What is said in one language. ``tag`` is the site's own (``de-AT``), whose catalogue may be ``de``'s.

    ``texts`` has the translations by context and message, ``form`` gives the plural form for a number.
    """

    def __init__(
        self,
        tag: str,
        texts: Mapping[Key, str | tuple[str, ...]] | None = None,
        form: Callable[[int], int] | None = None,
    ) -> None:
        self.tag = tag
        self._texts = texts or {}
        self._messages = {
            message: found if isinstance(found, str) else found[0]
            for (context, message), found in self._texts.items()
            if not context
        }
        self.form = form or _english_form
        self._days = lru_cache(maxsize=4096)(self._day)
        self._large_numbers = lru_cache(maxsize=4096)(self._large_number)

    @property
    def is_translated(self) -> bool:
        """Whether it is another language than the one that messages are written in."""
        return bool(self._texts)

    @property
    def digest(self) -> bytes:
        """What all that is said in this language depends on."""
        return hashlib.blake2b(repr((self.tag, sorted(self._texts.items()))).encode()).digest()

    def gettext(self, message: str, **values: Any) -> str:
        """Return a message with values in its places, ``%(name)s``."""
        text = self._messages.get(message, message)
        return text % values if values else text

    def pgettext(self, context: str, message: str, **values: Any) -> str:
        """Return a message whose translation depends on where it is said."""
        found = self._texts.get((context, message), message)
        text = found if isinstance(found, str) else found[0]
        return text % values if values else text

    def ngettext(self, one: str, many: str, number: int, **values: Any) -> str:
        """Return a message about a number, which stands in its place ``%(num)s``."""
        return self.counted(number, self.forms(one, many), **values)

    def forms(self, one: str, many: str) -> tuple[str, ...]:
        """Return all plural forms of a message, in the order of the language's rule."""
        found = self._texts.get(("", one), ())
        return found if found and not isinstance(found, str) else (one, many)

    def counted(self, number: int, forms: tuple[str, ...], **values: Any) -> str:
        """Return the form that a number asks for, with the number in it."""
        return forms[self.form(number)] % {"num": self.number(number), **values}

    def said(self, text: str) -> str:
        """Return a :class:`Message` in this language, and any in its places; other texts stay as they are."""
        if not isinstance(text, Message):
            return text
        values = {
            name: self.said(value) if isinstance(value, Message) else value
            for name, value in text.values.items()
        }
        return self.gettext(text.source, **values)

    def day(self, value: dt.date) -> str:
        """Return a day for people: 31 March 2026. An instant's is its own, whatever its zone."""
        return self._days(value.date() if isinstance(value, dt.datetime) else value)

    def _day(self, value: dt.date) -> str:
        month = self.pgettext("month", MONTHS[value.month - 1])
        return self.gettext("%(day)s %(month)s %(year)s", day=value.day, month=month, year=value.year)

    def month(self, value: dt.date) -> str:
        """Return the month of a day: March 2026."""
        month = self.pgettext("month", MONTHS[value.month - 1])
        return self.gettext("%(month)s %(year)s", month=month, year=value.year)

    def number(self, value: int) -> str:
        """Return a number for people: 12,345."""
        return str(value) if -1000 < value < 1000 else self._large_numbers(value)

    def _large_number(self, value: int) -> str:
        from babel.numbers import format_decimal  # noqa: PLC0415 (slow to load, and few sites count so far)

        return format_decimal(value, locale=self.tag.replace("-", "_").partition("_")[0])


def _english_form(number: int) -> int:
    return int(number != 1)


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that the interface speaks."""
    return (SOURCE, *sorted(path.parents[1].name for path in FOLDER.glob("*/LC_MESSAGES/pledges.po")))


def spoken(tag: str) -> str:
    """Return the language of the interface for a tag: ``de`` for ``de-AT``; empty where there is none."""
    primary = tag.lower().partition("-")[0]
    exact = next((name for name in languages() if name.lower() == tag.lower()), "")
    return exact or (primary if primary in languages() else "")


#: What people write for a language who do not know its tag.
_NAMES = {"english": "en", "german": "de", "deutsch": "de", "spanish": "es", "español": "es", "espanol": "es"}
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


def language_complaint(tag: object) -> str:
    """Return what is wrong with the language of a site (DEFAULT_LANG), or an empty string."""
    if not isinstance(tag, str):
        return "is not a text; write it in quotes"
    if _TAG.fullmatch(tag) and spoken(tag):
        return ""
    known = ", ".join(languages())
    meant = _NAMES.get(tag.strip().lower()) or spoken(tag.strip().replace("_", "-"))
    hint = f'; did you mean "{meant}"?' if meant else f"; write one of {known}"
    if _TAG.fullmatch(tag):
        return f"is not spoken by the interface{hint} (texts in it say so in their header: lang: {tag})"
    return f"is not a language tag{hint}"


@cache
def language_of(tag: str) -> Language:
    """Return the language of a site whose DEFAULT_LANG is ``tag``; English where there is no catalogue."""
    name = spoken(tag)
    if name in ("", SOURCE):
        return Language(tag)
    texts, form = _read_catalogue(FOLDER / name / "LC_MESSAGES" / "pledges.po")
    return Language(tag, texts, form)


def _read_catalogue(path: Path) -> tuple[dict[Key, str | tuple[str, ...]], Callable[[int], int]]:
    from babel.messages.pofile import read_po  # noqa: PLC0415 (slow to load, and English sites need none)

    with path.open("rb") as file:
        catalogue = read_po(file)
    texts: dict[Key, str | tuple[str, ...]] = {}
    for message in catalogue:
        name = message.id if isinstance(message.id, str) else message.id[0]
        if name and message.string and not message.fuzzy:
            said = message.string
            texts[message.context or "", name] = said if isinstance(said, str) else tuple(said)
    return texts, gettext.c2py(catalogue.plural_expr)


#: Languages that are written from right to left where their tag names no script.
_RIGHT_TO_LEFT = frozenset(
    "apc ar arc bal bgn ckb dv fa he ks lrc mzn nqo ps rhg sd sdh skr syr trw ug ur yi".split()  # noqa: SIM905
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset(
    ("adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa")
)


@cache
def is_right_to_left(tag: str) -> bool:
    """Tell whether a language is written from right to left; a script in its tag decides (``az-Arab``)."""
    primary, *others = tag.lower().split("-")
    script = next((part for part in others if len(part) == 4 and part.isalpha()), "")
    return script in _RIGHT_TO_LEFT_SCRIPTS if script else primary in _RIGHT_TO_LEFT


@cache
def direction(tag: str) -> str:
    """Return the writing direction of a language, as HTML's ``dir`` has it."""
    return "rtl" if is_right_to_left(tag) else "ltr"
