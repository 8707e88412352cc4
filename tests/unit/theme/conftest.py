"""The theme's environment as the site prints with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jinja2
import pytest
from selectolax.lexbor import LexborHTMLParser

from pledges.site.printer import make_environment
from pledges.views.models import View
from theme_files import TEMPLATES
from theme_views import SITE

Render = Callable[[str, View], LexborHTMLParser]
Macro = Callable[..., LexborHTMLParser]


@pytest.fixture(scope="session")
def environment() -> jinja2.Environment:
    """The templates under the rules of the site: autoescape, nothing undefined."""
    environment = make_environment([TEMPLATES])
    environment.globals["site"] = SITE
    return environment


@pytest.fixture(scope="session")
def print_page(environment: jinja2.Environment) -> Callable[[str, View], str]:
    """Print a page to text."""
    return lambda template, page: environment.get_template(template).render(page=page)


@pytest.fixture(scope="session")
def render(print_page: Callable[[str, View], str]) -> Render:
    """Print a page and parse it."""
    return lambda template, page: LexborHTMLParser(print_page(template, page))


@pytest.fixture(scope="session")
def macro(environment: jinja2.Environment) -> Macro:
    """Call a macro by file and name, and parse what it prints."""

    def call(file: str, name: str, *args: Any, **more: Any) -> LexborHTMLParser:
        module = environment.get_template(f"macros/{file}.html").module
        return LexborHTMLParser(str(getattr(module, name)(*args, **more)))

    return call
