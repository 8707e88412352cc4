"""What the interface says in each language: messages, plurals, dates, numbers, direction."""

from __future__ import annotations

import datetime as dt

import pytest
from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date
from babel.localedata import locale_identifiers
from babel.numbers import format_decimal

from pledges.domain.response import VerdictValue
from pledges.errors import SettingsError
from pledges.language import (
    Language,
    Message,
    direction,
    is_right_to_left,
    language_complaint,
    language_of,
    languages,
    spoken,
)
from pledges.settings import read_settings
from pledges.views import tags

#: How Unicode's locale data (CLDR) writes a day, and a month with its year, in each language shipped.
PATTERNS = {
    "en": ("d MMMM y", "MMMM y"),
    "de": ("d. MMMM y", "MMMM y"),
    "es": ("d 'de' MMMM 'de' y", "MMMM 'de' y"),
}
GERMAN = Language(
    "de",
    {
        ("", "Due"): "Fällig",
        ("", "%(num)s reply"): ("%(num)s Antwort", "%(num)s Antworten"),
        ("", "it is %(state)s"): "Stand: %(state)s",
        ("", "held"): "wartend",
        ("month", "May"): "Mai",
    },
)


def test_a_message_that_no_catalogue_has_is_said_in_english() -> None:
    assert GERMAN.gettext("Due") == "Fällig"
    assert GERMAN.gettext("Made on %(day)s", day="Monday") == "Made on Monday"
    assert GERMAN.pgettext("month", "May") == "Mai"


def test_a_number_chooses_the_plural_and_stands_in_it() -> None:
    assert [GERMAN.ngettext("%(num)s reply", "%(num)s replies", number) for number in (0, 1, 2)] == [
        "0 Antworten",
        "1 Antwort",
        "2 Antworten",
    ]


def test_a_rule_with_more_forms_than_english_chooses_among_all_of_them() -> None:
    polish = Language(
        "pl", {("", "%(num)s reply"): ("a", "b", "c")}, lambda n: 0 if n == 1 else 1 if n < 5 else 2
    )
    assert [polish.ngettext("%(num)s reply", "%(num)s replies", number) for number in (1, 3, 7)] == [*"abc"]


def test_a_message_for_later_is_english_until_a_reader_is_known() -> None:
    message = Message("it is %(state)s", state=Message("held"))
    assert message == "it is held"
    assert GERMAN.said(message) == "Stand: wartend"
    assert GERMAN.said("as it came") == "as it came"


@pytest.mark.parametrize("name", languages())
def test_dates_and_numbers_are_written_as_the_locale_has_them(name: str) -> None:
    language = language_of(name)
    day, month = PATTERNS[name]
    for number in range(1, 13):
        date = dt.date(2026, number, 9)
        assert language.day(date) == format_date(date, day, locale=name)
        assert language.month(date) == format_date(date, month, locale=name)
    for count in (0, 7, 999, 1000, 12_345, 1_000_000, -12_345):
        assert language.number(count) == format_decimal(count, locale=name)


def test_one_instant_has_another_day_in_another_zone() -> None:
    """Both are equal, and what was written for one was once taken for the other."""
    noon = dt.datetime(2026, 2, 1, 12, tzinfo=dt.UTC)
    there = noon.astimezone(dt.timezone(dt.timedelta(hours=13)))
    assert [language_of("en").day(moment) for moment in (noon, there)] == [
        "1 February 2026",
        "2 February 2026",
    ]


@pytest.mark.parametrize("name", languages())
def test_the_pattern_of_a_day_is_that_of_the_locale(name: str) -> None:
    assert (
        Locale.parse(name).date_formats["long"].pattern.replace("MMMM d, y", "d MMMM y") == PATTERNS[name][0]
    )


@pytest.mark.parametrize("name", languages())
def test_a_catalogue_counts_as_the_locale_does(name: str) -> None:
    """CLDR knows a form for millions in Spanish that gettext's catalogues do without."""
    rule, language = Locale.parse(name).plural_form, language_of(name)
    assert all((rule(number) == "one") == (language.form(number) == 0) for number in range(1000))


@pytest.mark.parametrize(
    ("tag", "language"),
    [("en", "en"), ("en-GB", "en"), ("de", "de"), ("de-AT", "de"), ("DE", "de"), ("es-MX", "es"), ("fr", "")],
)
def test_a_tag_is_spoken_by_the_catalogue_of_its_language(tag: str, language: str) -> None:
    assert spoken(tag) == language
    assert bool(language_complaint(tag)) == (not language)


@pytest.mark.parametrize(
    ("tag", "complaint"),
    [
        ("german", 'is not a language tag; did you mean "de"?'),
        ("de_DE", 'is not a language tag; did you mean "de"?'),
        ("", "is not a language tag; write one of en, de, es"),
        (None, "is not a text; write it in quotes"),
        (
            "fr",
            (
                "is not spoken by the interface; write one of en, de, es"
                " (texts in it say so in their header: lang: fr)"
            ),
        ),
    ],
)
def test_another_language_is_named_with_what_to_write(tag: object, complaint: str) -> None:
    assert language_complaint(tag) == complaint


def test_a_site_in_a_language_that_is_not_spoken_is_refused() -> None:
    values = {"SITEURL": "https://promises.example", "TAG_AUTHORITY": "promises.example,2026"}
    assert read_settings({**values, "DEFAULT_LANG": "de-AT"}).language.gettext("Promises") == "Versprechen"
    with pytest.raises(
        SettingsError, match=r"^DEFAULT_LANG: 'fr' is not spoken by the interface; write one of"
    ):
        read_settings({**values, "DEFAULT_LANG": "fr"})


def test_a_script_decides_on_the_direction_before_the_language() -> None:
    assert [direction(tag) for tag in ("ar", "he-IL", "az-Arab", "en", "ar-Latn", "de-AT")] == [
        *("rtl", "rtl", "rtl", "ltr", "ltr", "ltr")
    ]


def test_the_direction_is_that_of_the_locale() -> None:
    wrong = []
    for identifier in locale_identifiers():
        try:
            locale = Locale.parse(identifier)
        except (UnknownLocaleError, ValueError):
            continue
        if is_right_to_left(identifier.replace("_", "-")) != (locale.character_order == "right-to-left"):
            wrong.append(identifier)
    assert not wrong


@pytest.mark.parametrize("value", VerdictValue)
def test_a_customers_word_within_a_sentence_is_the_same_word_in_small_letters(value: VerdictValue) -> None:
    assert tags.value_said(value) in tags.value_tag(value).word.lower()


def test_german_keeps_the_capital_letters_of_its_nouns_within_a_sentence() -> None:
    said = language_of("de").gettext(tags.value_said(VerdictValue.REFUSED))
    assert said == "Wiedergutmachung abgelehnt"
