"""The quicker code prints what Jinja's own code prints."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from pledges.site.template_code import quicken
from pledges.templates import make_environment
from pledges.views.models import LinkView, View
from theme_files import TEMPLATES
from theme_views import PAGES, SITE

LINK = LinkView(title="<One> & two", url="/one")

TEMPLATES_BY_NAME = {
    "macros.html": (
        '{% macro link(link, class="plain", rel="") %}'
        '<a class="{{ class }}" rel="{{ rel }}">{{ link.title }}</a>{% endmacro %}'
        "{% macro framed(title) %}<h1>{{ title }}</h1>{{ caller() }}{% endmacro %}"
        '{% macro every() %}{{ varargs | join("+") }}{{ kwargs["rel"] }}{% endmacro %}'
    ),
    "part.html": "{{ outer }}{{ link(page) }}",
}


@pytest.fixture(scope="module")
def environments() -> tuple[jinja2.Environment, jinja2.Environment]:
    """Jinja's own, and the quicker one."""
    plain, quick = (make_environment([TEMPLATES]) for _ in range(2))
    for environment in (plain, quick):
        environment.globals["site"] = SITE
        environment.finalize = None
    quicken(quick)
    return plain, quick


@pytest.mark.parametrize(("template", "page"), PAGES)
def test_every_page_is_the_same(
    template: str, page: View, environments: tuple[jinja2.Environment, jinja2.Environment]
) -> None:
    plain, quick = (environment.get_template(template).render(page=page) for environment in environments)
    assert quick == plain


@pytest.mark.parametrize(
    "source",
    [
        "{{ link(page) }}",
        '{{ link(page, rel="<me>") }}',
        '{{ link(page, "big", "me") | upper }}',
        '{% set made = link(page) %}{{ made }}{{ made ~ "<" }}',
        "{% call framed(page.title) %}{{ link(page) }}{% endcall %}",
        '{{ every(1, page.title, rel="x") }}',
        "{% macro inner(link) %}{{ link(1) }}{% endmacro %}{{ inner(show) }}",
        "{% macro outer(link) %}{{ link.title.upper() }}{% endmacro %}{{ outer(page) }}",
        '{% set outer = "here" %}{% include "part.html" %}',
        "{% for item in [page, page] %}{{ loop.index }}{{ link(item) }}{% endfor %}",
        "{{ page.title.replace('<', '(') }}{{ link(*[page]) }}",
        "{% import 'macros.html' as all %}{{ all.link(page) }}",
    ],
)
def test_macros_take_and_give_what_they_did(source: str, tmp_path: Path) -> None:
    begin = '{% from "macros.html" import link, framed, every %}'
    for name, text in {**TEMPLATES_BY_NAME, "page.html": begin + source}.items():
        (tmp_path / name).write_text(text)
    plain, quick = (make_environment([tmp_path]) for _ in range(2))
    plain.finalize = quick.finalize = None
    quicken(quick)
    texts = [
        environment.get_template("page.html").render(page=LINK, show=lambda number: f"<{number}>")
        for environment in (plain, quick)
    ]
    assert texts[0] == texts[1]


WHOLE = {
    "base.html": (
        '{% from "macros.html" import link %}{% set outer = "there" %}<body>{% include "part.html" %}'
        "{% block above %}{{ link(page) }}{% block inner %}base{% endblock %}{% endblock %}"
        "{% block main %}base{% endblock %}</body>"
    ),
    "loop.html": '{% for item in "ab" %}{% block main %}{{ item }}{% endblock %}{% endfor %}',
    "middle.html": '{% extends "base.html" %}{% block inner %}middle{% endblock %}',
    "own.html": '{% from "macros.html" import framed as link %}{{ link is defined }}',
    "block.html": "{% block main %}included{% endblock %}",
}


@pytest.mark.parametrize(
    "source",
    [
        '{% extends "base.html" %}',
        '{% extends "base.html" %}{% block main %}<{{ page.title }}>{% endblock %}',
        '{% extends "middle.html" %}{% block main %}{% include "part.html" %}{% endblock %}',
        '{% extends "middle.html" %}{% block inner %}{{ super() }} own{% endblock %}',
        '{% extends "loop.html" %}{% block main scoped %}{{ item }}{% endblock %}',
        '{% extends "base.html" %}{% set outer = "child" %}{% block inner %}{{ outer }}{% endblock %}',
        '{% extends "base.html" %}{% if true %}{% set outer = "never" %}{% endif %}',
        '{% extends "base.html" %}{% macro own() %}<{% endmacro %}{% block main %}{{ own() }}{% endblock %}',
        '{% extends "base.html" %}{% block main %}{% include "own.html" %}{{ link(page) }}{% endblock %}',
        '{% extends "base.html" %}{% block main %}{% include "block.html" %}{% endblock %}',
        '{% extends "loop.html" %}',
        '{% extends "loop.html" %}{% block main %}own{% endblock %}',
        '{% include "none.html" ignore missing %}{% include ["none.html", "own.html"] %}',
        '{% set outer = 1 %}{% include "part.html" without context %}',
        '{% from "macros.html" import link as page %}{% include "part.html" %}',
        '{% for number in [1, 2] %}{% set outer = number %}{% include "part.html" %}{% endfor %}{{ outer }}',
        '{% macro all(outer) %}{% include "part.html" %}{% endmacro %}{{ all("<1>") }}',
    ],
)
def test_a_page_is_the_same_with_what_it_extends_and_includes(source: str, tmp_path: Path) -> None:
    part = '{% from "macros.html" import link %}{% set inner = outer ~ "!" %}{{ inner }}{{ link(page) }}'
    files = {**TEMPLATES_BY_NAME, **WHOLE, "part.html": part, "page.html": source}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    plain, quick = (make_environment([tmp_path]) for _ in range(2))
    plain.finalize = quick.finalize = None
    quicken(quick)
    texts = [_printed(environment) for environment in (plain, quick)]
    assert texts[0] == texts[1]


def _printed(environment: jinja2.Environment) -> str:
    try:
        return environment.get_template("page.html").render(page=LINK)
    except jinja2.UndefinedError as error:
        return str(error)


def test_what_is_missing_is_an_error() -> None:
    environment = make_environment([TEMPLATES])
    quicken(environment)
    with pytest.raises(AttributeError, match="author"):
        environment.from_string("{{ page.author }}").render(page=LINK)
    with pytest.raises(jinja2.UndefinedError, match="nobody"):
        environment.from_string("{{ nobody.author }}").render()
