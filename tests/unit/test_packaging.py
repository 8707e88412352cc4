"""What pyproject.toml asks for and what .constraints.txt pins belong together."""

from __future__ import annotations

import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]


def required() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [project["project"]["dependencies"], *project["dependency-groups"].values()]
    return [Requirement(line) for group in groups for line in group]


def pinned() -> dict[str, str]:
    lines = (ROOT / ".constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = (line.split("==") for line in lines if not line.startswith("#"))
    return {canonicalize_name(name): version for name, version in pins}


def test_every_requirement_is_pinned_to_a_version_that_satisfies_it() -> None:
    """When this fails, ``make lock`` repairs it."""
    pins = pinned()

    unpinned = [
        str(one)
        for one in required()
        if not one.specifier.contains(pins.get(canonicalize_name(one.name), "0"))
    ]

    assert pins
    assert unpinned == []
