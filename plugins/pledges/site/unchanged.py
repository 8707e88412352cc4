"""Whether there is anything to build at all, found out without Pelican: importing it takes longer."""

from __future__ import annotations

import datetime as dt
import runpy
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pledges.errors import PledgesError
from pledges.settings import Settings, read_settings
from pledges.site.inputs import UNKNOWN, Inputs, take_inputs
from pledges.site.state import load_state, stands, state_path


def unchanged_files(settings_file: Path, given: Mapping[str, Any], now: dt.datetime) -> int | None:
    """Return how many files the site has when all of them stand and nothing they are built from has
    changed; None when that is not certain, so that a build has to find out.

    ``given`` settings stand before the file's.
    """
    try:
        values = {**runpy.run_path(str(settings_file)), **given}
    except (ImportError, NameError, SyntaxError):  # reading it as Pelican does will tell
        return None
    folders = [values.get(name) for name in ("PATH", "THEME", "OUTPUT_PATH")]
    if not all(isinstance(folder, str) and Path(folder).is_absolute() for folder in folders):
        return None
    content, theme, output = (Path(str(folder)) for folder in folders)
    before = load_state(state_path(output))
    try:
        settings = read_settings(values)
    except PledgesError:
        return None
    overrides = values.get("THEME_TEMPLATES_OVERRIDES", ())
    inputs = site_inputs(content, theme, overrides, values.get("PLUGINS") or (), settings, now)
    if not inputs.rest or inputs != before.inputs:
        return None
    if not all(stands(known, f"{output}/{path}") for path, known in before.printed.items()):
        return None
    return len(before.printed)


def site_inputs(
    content: Path,
    theme: Path,
    overrides: Iterable[str],
    plugins: Iterable[object],
    settings: Settings,
    now: dt.datetime,
) -> Inputs:
    """Return what the site is built from; nothing certain when other plugins have a say in it."""
    if any(plugin != "pledges" for plugin in plugins):
        return UNKNOWN
    folders = [theme, *map(Path, overrides)]
    return take_inputs(content, folders, (content, settings, settings.today(now)))
