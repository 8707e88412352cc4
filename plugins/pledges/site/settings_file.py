"""Pelican's settings file, read as Pelican reads it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pelican.settings import read_settings


def read_settings_file(path: Path, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the file's settings over Pelican's defaults; what is ``given`` stands before both."""
    settings: dict[str, Any] = read_settings(str(path), override=dict(given))
    return settings
