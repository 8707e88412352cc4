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


def test_what_is_missing_is_an_error() -> None:
    environment = make_environment([TEMPLATES])
    quicken(environment)
    with pytest.raises(AttributeError, match="author"):
        environment.from_string("{{ page.author }}").render(page=LINK)
    with pytest.raises(jinja2.UndefinedError, match="nobody"):
        environment.from_string("{{ nobody.author }}").render()
