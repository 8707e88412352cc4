"""Pelican's settings file, read as Pelican reads it."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pelican.settings import get_settings_from_file, read_settings

from pledges.errors import SettingsError


def read_settings_file(path: Path, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the file's settings over Pelican's defaults; what is ``given`` stands before both.

    Raises SettingsError when there is no folder with the record or no theme, or when the file is not
    Python that runs.
    """
    try:
        settings: dict[str, Any] = read_settings(str(path), override=dict(given))
    except ValueError as error:
        if "theme" in str(error):
            raise SettingsError(f"THEME: {error}") from error
        place = f'"{given["PATH"]}" is not a folder' if "PATH" in given else "is not a folder"
        raise SettingsError(f"PATH: {place}; write the folder that holds the record") from error
    except SyntaxError as error:
        raise SettingsError(f"{error.filename}:{error.lineno}: {error.msg}") from error
    except (ImportError, NameError) as error:
        line = traceback.extract_tb(error.__traceback__)[-1]
        raise SettingsError(f"{line.filename}:{line.lineno}: {error}") from error
    return settings


def folder_of_record(path: Path) -> Path:
    """Return the PATH that a settings file names, which need not be there yet. The file must be readable."""
    named = Path(get_settings_from_file(str(path)).get("PATH") or ".")
    return path.absolute().parent / named
