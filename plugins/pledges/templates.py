"""The theme's templates: one environment for the built pages and for those the inbox answers with.

Messages are put into the site's language while a template is compiled, so that printing a page looks
nothing up: what was ``{{ _("Due") }}`` is the word itself in the compiled template.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import jinja2
from jinja2 import nodes
from jinja2.ext import InternationalizationExtension
from jinja2.parser import Parser
from jinja2.runtime import Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from pledges.language import Language, direction, language_of
from pledges.markup import printable
from pledges.markup.qr_code import qr_code

_ENGLISH = language_of("en")


def make_environment(
    template_folders: Sequence[Path], language: Language = _ENGLISH
) -> TranslatingEnvironment:
    """Return the theme's Jinja environment: autoescape on, undefined names are errors.

    No printed value carries control characters or turns the direction of the text around it.
    """
    environment = TranslatingEnvironment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in template_folders]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=_fit,
        auto_reload=False,
        extensions=[_Translation],
    )
    environment.language = language
    environment.filters.update(
        day=language.day,
        isodate=isodate,
        number=language.number,
        qr_code=qr_code,
        direction=direction,
        plural_form=language.form,
        counted=language.counted,
        in_comment=in_comment,
        remembered=_same,
    )
    return environment


def _fit(value: Any) -> Any:
    return value if isinstance(value, Markup) or not isinstance(value, str) else printable(value)


def in_comment(text: str) -> Markup:
    """Return a text escaped for a comment of HTML, in which ``--`` may not occur."""
    return Markup(str(escape(text)).replace("--", "&#45;&#45;"))  # noqa: S704 (escaped)


def _same(macro: Macro) -> Macro:
    """Return the macro: what many pages print alike is remembered where many pages are printed."""
    return macro


def isodate(value: dt.date) -> str:
    """Print a day or an instant for machines: 2026-03-31, 2026-03-31T08:00:00Z."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()[:19] + "Z"
    return value.isoformat()


#: Print a day for people, in English: 31 March 2026.
long_date = _ENGLISH.day


# --- messages -----------------------------------------------------------------------------------------


class TranslatingEnvironment(jinja2.Environment):
    """An environment whose templates are compiled in one ``language``."""

    language: Language = _ENGLISH

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        if name and name.endswith(".html"):
            source = _INDENT.sub("", source)  # it is for those who read the template
        tree = super()._parse(source, name, filename)
        translated: nodes.Template = _Messages(self.language).visit(tree)
        return translated


_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


class _Messages(NodeTransformer):
    """Puts the messages of ``_("…")``, ``pgettext("…", "…")`` and ``ngettext("…", "…", number)`` in place.

    ``plural_forms("…", "…")`` is all forms of a message, for scripts to choose from.
    """

    def __init__(self, language: Language) -> None:
        self.language = language

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        """Return the translation in place of a call that asks for one."""
        self.generic_visit(node)
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if name not in ("_", "gettext", "pgettext", "ngettext", "plural_forms"):
            return node
        said = [given.value if isinstance(given, nodes.Const) else None for given in node.args]
        if name == "plural_forms":
            return nodes.Const(self.language.forms(str(said[0]), str(said[1])), lineno=node.lineno)
        if name == "ngettext":
            forms = nodes.Const(self.language.forms(str(said[0]), str(said[1])))
            return _filter(node.args[2], "counted", [forms], node.lineno)
        context, message = ("", said[0]) if len(said) == 1 else (str(said[0]), said[1])
        if message is None:
            raise jinja2.TemplateSyntaxError("only a literal message can be translated", node.lineno)
        return nodes.Const(self.language.pgettext(context, message), lineno=node.lineno)


class _Translation(InternationalizationExtension):
    """Puts the messages of ``{% trans %}`` in place, their variables between the words."""

    environment: TranslatingEnvironment

    def parse(self, parser: Parser) -> nodes.Node | list[nodes.Node]:
        """Return the message; a call that is its first variable stands in it, not in a variable before it."""
        made = super().parse(parser)
        if not isinstance(made, list):
            return made
        assigned, said = made
        if not isinstance(assigned, nodes.Assign) or not isinstance(said, nodes.Output):
            return made
        for index, part in enumerate(said.nodes):
            if isinstance(part, nodes.Name) and part.name == "_trans":
                said.nodes[index] = cast("nodes.Expr", assigned.node)
        return said

    def _make_node(  # type: ignore[override]  # a node of another kind is as good
        self,
        singular: str,
        plural: str | None,
        context: str | None,
        variables: dict[str, nodes.Expr],
        plural_expr: nodes.Expr | None,
        vars_referenced: bool,
        num_called_num: bool,
    ) -> nodes.Node:
        said = self._forms(singular, plural, context, vars_referenced)
        outputs = [nodes.Output(_parts(text, variables)) for text in said]
        if plural_expr is None or len(outputs) == 1:
            return outputs[0]
        return _choice(plural_expr, outputs)

    def _forms(self, singular: str, plural: str | None, context: str | None, has_places: bool) -> list[str]:
        """Return the translations, each with ``%%`` for a per cent sign."""
        language = self.environment.language
        if not has_places:  # as Jinja's extractor has it
            singular, plural = singular.replace("%%", "%"), plural and plural.replace("%%", "%")
        found = (
            [language.pgettext(context or "", singular)]
            if plural is None
            else list(language.forms(singular, plural))
        )
        return found if has_places else [text.replace("%", "%%") for text in found]


_PLACE = re.compile(r"%\((\w+)\)s")


def _parts(text: str, variables: dict[str, nodes.Expr]) -> list[nodes.Expr]:
    """Return a message as template: its words as they are, what stands in its places as expressions."""
    parts: list[nodes.Expr] = []
    for index, part in enumerate(_PLACE.split(text)):
        if index % 2:
            parts.append(variables[part])
        elif part:
            parts.append(nodes.TemplateData(part.replace("%%", "%")))
    return parts


def _choice(number: nodes.Expr, outputs: list[nodes.Output]) -> nodes.If:
    """Return the output of the plural form that a number asks for."""
    last: list[nodes.Node] = [outputs[-1]]
    for index in range(len(outputs) - 2, -1, -1):
        form = _filter(number, "plural_form", [], number.lineno)
        test = nodes.Compare(form, [nodes.Operand("eq", nodes.Const(index))])
        last = [nodes.If(test, [outputs[index]], [], last)]
    chosen = last[0]
    assert isinstance(chosen, nodes.If)
    return chosen


def _filter(value: nodes.Expr, name: str, given: list[nodes.Expr], line: int) -> nodes.Filter:
    return nodes.Filter(value, name, given, [], None, None, lineno=line)
