"""A page's template and all that it extends and includes as one: to print a page is one function's work.

What it prints is the same. A template that asks for more than this knows stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeVar, cast

from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer

#: What templates are given, beside the globals: no import may take these names.
GIVEN = frozenset(("page",))

_EXTENDS = re.compile(r"\{%[-+]?\s*extends\b(.*?)%\}", re.DOTALL)

N = TypeVar("N", bound=nodes.Node)


class _NotWhole(Exception):
    """Something that only Jinja's own code does."""


def whole(environment: Environment, template: nodes.Template, name: str) -> nodes.Template:
    """Return a template with its parents around it and its includes within it, or the same template."""
    if not (template.find(nodes.Extends) or template.find(nodes.Include)):
        return template
    if template.find(nodes.Extends) and _is_extended(environment, name):
        return template
    try:
        body = _Joiner(environment).joined(_parsed(environment, name))
    except _NotWhole:
        return template
    return cast("nodes.Template", nodes.Template(body, lineno=1).set_environment(environment))


class _Joiner(NodeTransformer):
    """Puts the bodies of blocks and included templates in place; imports come first, once for all."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._imported: dict[str, tuple[str, str]] = {}  # name: the template that has it, and its name there
        self._imports: list[nodes.Node] = []
        self._blocks: dict[str, nodes.Block] = {}
        self._within: list[str] = []
        self._extends = False

    def joined(self, template: nodes.Template) -> list[nodes.Node]:
        """Return the statements of the whole template. Raises _NotWhole."""
        before: list[nodes.Node] = []
        while parent := _one(template, nodes.Extends):
            self._extends = True
            before[:0] = [self.visit(node) for node in self._defined_by(template)]
            template = _parsed(self._environment, _name_of(parent.template))
            _refuse_magic(template)
        if self._extends:
            _refuse_hidden_blocks(template.body)
        body = self._body_of(template)
        return [*self._imports, *before, *body]

    def _defined_by(self, template: nodes.Template) -> Iterator[nodes.Node]:
        """Yield what a template with a parent defines beside its blocks; what it prints is not seen."""
        _refuse_magic(template)
        for block in template.find_all(nodes.Block):
            self._blocks.setdefault(block.name, block)
        for node in self._without_imports(template.body):
            if isinstance(node, (nodes.Assign, nodes.AssignBlock, nodes.Macro)):
                yield node
            elif not isinstance(node, (nodes.Extends, nodes.Block, nodes.Output)):
                raise _NotWhole

    def _body_of(self, template: nodes.Template) -> list[nodes.Node]:
        return [self.visit(node) for node in self._without_imports(template.body)]

    def _without_imports(self, body: list[nodes.Node]) -> Iterator[nodes.Node]:
        for node in body:
            if not isinstance(node, nodes.FromImport):
                yield node
            elif self._takes(node):
                self._imports.append(node)

    def _takes(self, node: nodes.FromImport) -> bool:
        """Tell whether an import brings something new. Raises _NotWhole where it takes another's name."""
        names = {(name, name) if isinstance(name, str) else (name[1], name[0]) for name in node.names}
        wanted = {alias: (_name_of(node.template), name) for alias, name in names}
        if node.with_context or any(
            self._imported.get(alias, other) != other for alias, other in wanted.items()
        ):
            raise _NotWhole
        if not wanted.keys().isdisjoint(GIVEN | self._environment.globals.keys()):
            raise _NotWhole
        is_new = not wanted.keys() <= self._imported.keys()
        self._imported |= wanted
        return is_new

    def visit_Block(self, node: nodes.Block) -> nodes.Node:
        """Return what stands in a block, of the template that is nearest to the page; others may extend one
        that extends none.
        """
        if not self._extends:
            return self.generic_visit(node)
        if node.scoped or node.required:
            raise _NotWhole
        block = self._blocks.get(node.name, node)
        _refuse_hidden_blocks(block.body)
        return nodes.Scope([self.visit(inner) for inner in block.body], lineno=node.lineno)

    def visit_Include(self, node: nodes.Include) -> nodes.Node:
        """Return what stands in an included template."""
        name = _name_of(node.template)
        if node.ignore_missing or not node.with_context or name in self._within:
            raise _NotWhole
        included = _parsed(self._environment, name)
        _refuse_magic(included)
        if included.find(nodes.Extends) or included.find(nodes.Block):
            raise _NotWhole
        self._within.append(name)
        body = self._body_of(included)
        self._within.pop()
        return nodes.Scope(body, lineno=node.lineno)

    def visit_FromImport(self, node: nodes.FromImport) -> nodes.Node:
        """Refuse an import that stands within something."""
        raise _NotWhole


def _is_extended(environment: Environment, name: str) -> bool:
    """Tell whether another template could have this one as its parent, so that its blocks stay open."""
    sources = (_source(environment, other)[0] for other in environment.list_templates(["html"]))
    parents = (parent for source in sources for parent in _EXTENDS.findall(source))
    return any(name in parent or not ("'" in parent or '"' in parent) for parent in parents)


def _parsed(environment: Environment, name: str) -> nodes.Template:
    source, filename = _source(environment, name)
    return environment._parse(source, name, filename)


def _source(environment: Environment, name: str) -> tuple[str, str | None]:
    assert environment.loader is not None
    source, filename, _ = environment.loader.get_source(environment, name)
    return source, filename


def _name_of(template: nodes.Expr) -> str:
    if isinstance(template, nodes.Const) and isinstance(template.value, str):
        return template.value
    raise _NotWhole


def _one(template: nodes.Template, kind: type[N]) -> N | None:
    found = [*template.find_all(kind)]
    if len(found) > 1 or (found and found[0] not in template.body):
        raise _NotWhole
    return found[0] if found else None


def _refuse_magic(template: nodes.Template) -> None:
    """Refuse a template that asks for its parent's block or for itself."""
    if any(name.name in ("self", "super") for name in template.find_all(nodes.Name)):
        raise _NotWhole


def _refuse_hidden_blocks(body: list[nodes.Node]) -> None:
    """Refuse blocks within other statements: they do not see what is set around them, a scope does."""
    if any(not isinstance(node, nodes.Block) and node.find(nodes.Block) for node in body):
        raise _NotWhole
