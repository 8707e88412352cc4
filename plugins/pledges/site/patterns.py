"""The pattern pages: every part of the theme with the examples that its ``patterns.yaml`` gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import yaml
from markupsafe import Markup

from pledges.domain.slug import slugify
from pledges.errors import SettingsError
from pledges.settings import Settings
from pledges.views import models
from pledges.views.models import ExampleView, HeadView, LinkView, PatternsPage, View

FILE = "patterns.yaml"
ADDRESS = "/patterns/"


class _Loader(yaml.SafeLoader):
    """YAML whose tags make view models; dates stay what JSON has for them, texts."""


def _view(loader: yaml.SafeLoader, name: str, node: yaml.Node) -> View:
    kind = getattr(models, name, None)
    if not isinstance(kind, type) or not issubclass(kind, View) or not isinstance(node, yaml.MappingNode):
        raise yaml.constructor.ConstructorError(
            None, None, f'"!{name}" is not a view model with its fields', node.start_mark
        )
    try:
        return msgspec.convert(loader.construct_mapping(node, deep=True), kind, dec_hook=_markup)
    except msgspec.ValidationError as error:
        raise yaml.constructor.ConstructorError(None, None, f"!{name}: {error}", node.start_mark) from error


def _markup(kind: type, value: Any) -> Any:
    if kind is Markup:
        return Markup(value)  # noqa: S704 (the theme's own words)
    raise TypeError(f"{kind.__name__} cannot be made here")


_Loader.add_multi_constructor("!", _view)


def read_patterns(theme: Path) -> dict[str, tuple[ExampleView, ...]]:
    """Return the examples under their titles, in the file's order.

    Raises SettingsError that names the line of what is wrong.
    """
    file = theme / FILE
    try:
        kinds = yaml.load(file.read_text(encoding="utf-8"), _Loader)  # noqa: S506 (a SafeLoader)
        return {kind["title"]: tuple(map(_example, kind["examples"])) for kind in kinds}
    except OSError as error:
        raise SettingsError(f"PATTERNS: {file} cannot be read: {error.strerror}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SettingsError(f"{file}:{line}: {error.problem}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise SettingsError(
            f"{file}: write a list of entries with a title and examples, each with macro and says ({error})"
        ) from error


def _example(given: dict[str, Any]) -> ExampleView:
    file, _, macro = given["macro"].partition(".")
    return ExampleView(
        file=file,
        macro=macro,
        says=given["says"],
        args=tuple(given.get("args", ())),
        more=given.get("more", {}),
    )


def pattern_pages(settings: Settings, theme: Path) -> Iterator[tuple[str, PatternsPage]]:
    """Yield the list of the kinds, and a page for each; they are in no list of the site."""
    patterns = read_patterns(theme)
    kinds = tuple(
        LinkView(title=title, url=settings.url(_at(title)), count=len(examples))
        for title, examples in patterns.items()
    )
    yield ADDRESS, PatternsPage(head=_head(settings, "Patterns", ADDRESS), title="Patterns", kinds=kinds)
    for title, examples in patterns.items():
        head = _head(settings, title, _at(title))
        yield _at(title), PatternsPage(head=head, title=title, examples=examples)


def _at(title: str) -> str:
    return f"{ADDRESS}{slugify(title)}/"


def _head(settings: Settings, title: str, path: str) -> HeadView:
    return HeadView(title=title, absolute_url=settings.absolute(path), indexed=False)
