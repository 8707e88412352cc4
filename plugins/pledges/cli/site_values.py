"""What the inbox needs to know of a site, handed over without Pelican: its settings and its folders."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pledges.errors import CommandError, PledgesError
from pledges.settings import OPTIONS, Settings, read_settings

TIMEOUT_S = 60


@dataclass(frozen=True, slots=True)
class SiteValues:
    """One site. ``values`` are its settings as they stand in the settings file; folders are absolute."""

    values: dict[str, Any]
    content: Path
    output: Path
    theme: Path
    template_folders: tuple[Path, ...]

    @property
    def settings(self) -> Settings:
        """The settings, checked. Raises SettingsError."""
        return read_settings(self.values)

    def as_json(self) -> dict[str, Any]:
        """Return what :func:`from_json` reads."""
        values = {
            name: value.isoformat() if isinstance(value, dt.date) else value
            for name, value in self.values.items()
        }
        return {
            **values,
            "PATH": str(self.content),
            "OUTPUT_PATH": str(self.output),
            "THEME": str(self.theme),
            "THEME_TEMPLATES_OVERRIDES": [str(folder) for folder in self.template_folders[:-1]],
        }


def site_values(values: Mapping[str, Any]) -> SiteValues:
    """Return a site's values from Pelican's settings, or from the JSON made of them."""
    theme = Path(values["THEME"])
    folders = [Path(folder) for folder in values.get("THEME_TEMPLATES_OVERRIDES", ())]
    return SiteValues(
        values={option.name: values.get(option.name, option.default) for option in OPTIONS},
        content=Path(values["PATH"]),
        output=Path(values["OUTPUT_PATH"]),
        theme=theme,
        template_folders=(*folders, theme / "templates"),
    )


def read_site(settings_file: Path) -> SiteValues:
    """Return the values of the site with this settings file (``.py``, or JSON made of one).

    Pelican's settings files are Python and import Pelican, whose licence asks more of a network service
    than ours: a process of its own reads them, and this one only its JSON. Raises CommandError.
    """
    if not settings_file.is_file():
        raise CommandError(
            f'there is no settings file "{settings_file}"; run this in the folder with pelicanconf.py, '
            "or name the file with --settings"
        )
    text = settings_file.read_text(encoding="utf-8") if settings_file.suffix == ".json" else ""
    try:
        return site_values(json.loads(text or _printed_settings(settings_file)))
    except (ValueError, KeyError) as error:
        raise CommandError(f'"{settings_file}" does not say what a site needs: {error}') from error


def _printed_settings(settings_file: Path) -> str:
    """Return what ``pledges settings`` prints in a process of its own."""
    package = Path(__file__).resolve().parents[2]
    known = os.environ.get("PYTHONPATH", "")
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(package), known)))}
    command = [sys.executable, "-m", "pledges", "settings", "--format", "json", "-s", str(settings_file)]
    try:
        done = subprocess.run(  # noqa: S603  # our own program
            command,
            env=environ,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PledgesError(f'"{settings_file}" could not be read: {error}') from error
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        raise CommandError(
            f'"{settings_file}" could not be read: {lines[-1] if lines else "no reason given"}'
        )
    return done.stdout
