"""Which part may import what from outside. Arrows between our own parts: ``lint-imports``, pyproject.toml."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import pledges

PACKAGE = Path(pledges.__file__).parent

HTTP_CLIENTS = {
    "requests",
    "urllib.request",
    "http.client",
    "urllib3",
    "ssrfguard",
    "httpx",
    "aiohttp",
}
DATABASES = {"sqlalchemy", "sqlite3", "psycopg", "alembic"}

# What is imported, and the only parts that may. A part is a module, what is in it, and its `name_…` siblings.
ONLY_IN: dict[str, tuple[set[str], tuple[str, ...]]] = {
    "Pelican": ({"pelican"}, ("pledges.site",)),
    "Flask": ({"flask"}, ("pledges.inbox",)),
    # Importers read other systems' own databases.
    "SQL": (
        DATABASES,
        ("pledges.inbox.store", "pledges.inbox.migrations", "pledges.site.state", "pledges.importers"),
    ),
    "outgoing HTTP": (HTTP_CLIENTS, ("pledges.fetch",)),
    # The commands listen, and look for a port to listen on.
    "sockets": ({"socket"}, ("pledges.fetch", "pledges.cli")),
}


def modules() -> dict[str, Path]:
    """Every module of the package, by its dotted name."""
    files = PACKAGE.rglob("*.py")
    return {
        ".".join(f.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): f
        for f in files
    }


def imports_of(file: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of all that a module imports: ``a.b`` and ``a.b.c`` for ``from a.b import c``."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def is_within(name: str, part: str) -> bool:
    return name == part or name.startswith((f"{part}.", f"{part}_"))


def is_one_of(imported: str, names: set[str]) -> bool:
    return any(imported == name or imported.startswith(f"{name}.") for name in names)


@pytest.mark.parametrize("what", ONLY_IN)
def test_what_reaches_outside_is_imported_in_one_place_only(what: str) -> None:
    names, parts = ONLY_IN[what]
    found = modules()

    strays = {
        f"{module}:{line} imports {imported}"
        for module, file in found.items()
        for line, imported in imports_of(file)
        if is_one_of(imported, names) and not any(is_within(module, part) for part in parts)
    }

    assert found
    assert strays == set()


@pytest.mark.parametrize("part", ["pledges.domain", "pledges.errors"])
def test_the_lowest_layers_need_only_the_standard_library(part: str) -> None:
    found = {
        module: file for module, file in modules().items() if module == part or module.startswith(f"{part}.")
    }
    allowed = sys.stdlib_module_names | {"pledges"}

    strays = {
        f"{module}:{line} imports {imported}"
        for module, file in found.items()
        for line, imported in imports_of(file)
        if imported.partition(".")[0] not in allowed
    }

    assert found
    assert strays == set()
