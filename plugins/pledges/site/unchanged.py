"""Whether there is anything to build at all, found out without Pelican: importing it takes longer."""

from __future__ import annotations

import datetime as dt
import runpy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pledges.errors import PledgesError
from pledges.settings import Settings, read_settings
from pledges.site.fallen import fallen
from pledges.site.inputs import UNKNOWN, Inputs, take_inputs
from pledges.site.plain import leaves_texts
from pledges.site.state import State, load_state, state_path


@dataclass(frozen=True, slots=True)
class Standing:
    """A site of which at most answers, documents or the theme have changed since it was built, and what
    building it takes. ``is_plain``: Pelican leaves texts as they are.
    """

    settings: Settings
    today: dt.date
    content: Path
    theme: Path
    overrides: tuple[Path, ...]
    output: Path
    inputs: Inputs
    state: State
    is_plain: bool

    def unchanged_files(self) -> int | None:
        """Return how many files the site has when nothing has changed, and all of them stand."""
        if self.inputs != self.state.inputs:
            return None
        return None if fallen([*self.state.units()], self.output) else self.state.count


def find_standing(settings_file: Path, given: Mapping[str, Any], now: dt.datetime) -> Standing | None:
    """Return the site as it stands; None when more than answers, documents and the theme may have changed, so
    that a whole build has to find out.

    ``given`` settings stand before the file's.
    """
    try:
        values = {**runpy.run_path(str(settings_file)), **given}
    except (ImportError, NameError, SyntaxError):  # reading it as Pelican does will tell
        return None
    return standing_of(values, now)


def standing_of(values: Mapping[str, Any], now: dt.datetime) -> Standing | None:
    """Return the site with these settings as :func:`find_standing` does."""
    try:
        settings = read_settings(values)
    except PledgesError:
        return None
    folders = [values.get(name) for name in ("PATH", "THEME", "OUTPUT_PATH")]
    if not all(isinstance(folder, str) and Path(folder).is_absolute() for folder in folders):
        return None
    content, theme, output = (Path(str(folder)) for folder in folders)
    overrides = tuple(values.get("THEME_TEMPLATES_OVERRIDES", ()))
    inputs = site_inputs(content, theme, overrides, values.get("PLUGINS") or (), settings, now)
    if not inputs.rest:
        return None
    state = load_state(state_path(output))
    if inputs.documents_changed_since(state.inputs) is None:
        return None
    paths = tuple(map(Path, overrides))
    today, is_plain = settings.today(now), leaves_texts(values)
    return Standing(settings, today, content, theme, paths, output, inputs, state, is_plain)


def unchanged_files(settings_file: Path, given: Mapping[str, Any], now: dt.datetime) -> int | None:
    """Return how many files the site has when nothing has changed; None when that is not certain."""
    site = find_standing(settings_file, given, now)
    return site.unchanged_files() if site else None


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
