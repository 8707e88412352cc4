"""The catalogues are complete, fresh and sound: no message is missing, left over, or loses its places."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from babel.messages.catalog import Catalog, Message

from pledges.language import SOURCE, languages
from tools.catalogue import extract, read

OTHERS = [name for name in languages() if name != SOURCE]
_PLACE = re.compile(r"%\(\w+\)s|%(?!\()")
_MARKUP = re.compile(r"</?[a-z][^<>]*>|&[#\w]+;")


@pytest.fixture(scope="module")
def template() -> Catalog:
    """Every message of the code and the theme."""
    return extract()


def test_there_are_other_languages_than_english() -> None:
    assert OTHERS


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_has_every_message_and_no_other(language: str, template: Catalog) -> None:
    """`make catalogue` brings it up to date."""
    assert _keys(read(language)) == _keys(template)


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_translated_in_every_plural_form(language: str) -> None:
    catalogue = read(language)
    assert [message.id for message in catalogue if message.fuzzy and message.id] == []
    for message in _messages(catalogue):
        forms = _forms(message)
        assert len(forms) == (catalogue.num_plurals if message.pluralizable else 1), message.id
        assert all(form.strip() for form in forms), f"{message.id!r} is not translated into {language}"


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_keeps_the_places_the_markup_and_the_space_at_the_ends(language: str) -> None:
    for message in _messages(read(language)):
        source = message.id if isinstance(message.id, str) else message.id[1]
        # A form for one number may spell it out: "one customer".
        may_lack = {"%(num)s"} if message.pluralizable else set()
        for form in _forms(message):
            assert set(_PLACE.findall(source)) - set(_PLACE.findall(form)) <= may_lack, form
            assert set(_PLACE.findall(form)) <= set(_PLACE.findall(source)), form
            assert Counter(_MARKUP.findall(form)) == Counter(_MARKUP.findall(source)), form
            assert _ends(form) == _ends(source), form
            assert '"' not in form or '"' in source, f"{form!r} has a straight quotation mark"


def _ends(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_quoted_is_quoted_as_the_language_does(language: str) -> None:
    marks = {"de": "„“", "es": "«»"}[language]
    foreign = set("“”„«»") - set(marks)
    for message in _messages(read(language)):
        for form in _forms(message):
            assert not foreign & set(form), form


def _messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _keys(catalogue: Catalog) -> set[tuple[str, object]]:
    return {(message.context or "", message.id) for message in _messages(catalogue)}


def _forms(message: Message) -> tuple[str, ...]:
    string = message.string
    return (string,) if isinstance(string, str) else tuple(string or ())
