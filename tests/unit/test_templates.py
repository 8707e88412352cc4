"""Messages are in the site's language before a page is printed."""

from __future__ import annotations

import datetime as dt

import jinja2
import pytest

from pledges.language import Language
from pledges.templates import TranslatingEnvironment, make_environment

GERMAN = Language(
    "de",
    {
        ("", "Due"): "Fällig",
        ("closes a quotation", "”"): "“",
        ("", "%(num)s reply"): ("%(num)s Antwort", "%(num)s Antworten"),
        ("", "On %(day)s, 95 %% of <b>%(who)s</b>"): "95 %% von <b>%(who)s</b>, am %(day)s",
        ("", "one page"): ("eine Seite", "%(number)s Seiten"),
        ("month", "March"): "März",
        ("", "%(day)s %(month)s %(year)s"): "%(day)s. %(month)s %(year)s",
    },
)


@pytest.fixture
def german() -> TranslatingEnvironment:
    """The theme's environment in German, without a theme."""
    return make_environment([], GERMAN)


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ('<p title="{{ _("Due") }}">{{ _("Due") }}</p>', '<p title="Fällig">Fällig</p>'),
        ('{{ pgettext("closes a quotation", "”") }}', "“"),
        ('{{ ngettext("%(num)s reply", "%(num)s replies", many) }}', "2 Antworten"),
        ('{{ ngettext("%(num)s reply", "%(num)s replies", 1) }}', "1 Antwort"),
        ("{% trans number=many %}one page{% pluralize %}{{ number }} pages{% endtrans %}", "2 Seiten"),
        (
            '{{ plural_forms("%(num)s reply", "%(num)s replies") | join("|") }}',
            "%(num)s Antwort|%(num)s Antworten",
        ),
        ('{{ none or _("Due") }}', "Fällig"),
        ('{{ _("In no catalogue") }}', "In no catalogue"),
    ],
)
def test_a_message_is_printed_in_the_language(
    german: TranslatingEnvironment, source: str, printed: str
) -> None:
    assert german.from_string(source).render(many=2, none="") == printed


def test_what_a_macro_returns_stands_in_a_message(german: TranslatingEnvironment) -> None:
    macro = "{% macro when(day) %}<b>{{ day }}</b>{% endmacro %}"
    source = "{% trans day=when('<1>') %}on {{ day }}{% endtrans %}"
    assert german.from_string(macro + source).render() == "on <b>&lt;1&gt;</b>"


def test_what_stands_in_a_message_is_escaped_and_its_markup_is_not(german: TranslatingEnvironment) -> None:
    source = "{% trans day=day | day, who=who %}On {{ day }}, 95 % of <b>{{ who }}</b>{% endtrans %}"
    printed = german.from_string(source).render(day=dt.date(2026, 3, 9), who="<i>")
    assert printed == "95 % von <b>&lt;i&gt;</b>, am 9. März 2026"


def test_compiled_templates_hold_the_words_and_look_nothing_up(german: TranslatingEnvironment) -> None:
    code = german.compile('{{ _("Due") }}{% trans %}Due{% endtrans %}', raw=True)
    assert code.count("Fällig") == 2
    assert "gettext" not in code


def test_only_a_literal_can_be_a_message(german: TranslatingEnvironment) -> None:
    with pytest.raises(jinja2.TemplateSyntaxError, match="only a literal"):
        german.from_string("{{ _(word) }}")
