"""What is known of a deployment on its own machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pledges.cli.inbox_project import inbox_settings
from pledges.cli.project import read_pelican_settings
from pledges.cli.send import SENT
from pledges.cli.site_values import SiteValues, site_values
from pledges.inbox.config import InboxSettings
from pledges.settings import Settings


@dataclass(frozen=True, slots=True)
class Project:
    """A site and its inbox. ``options`` is None where it has none."""

    settings_file: Path
    site: SiteValues
    settings: Settings
    options: InboxSettings | None

    @property
    def sent_path(self) -> Path:
        """The file that remembers what was sent to other sites."""
        return self.site.content.resolve().parent / SENT


def read_project(settings_file: Path, environ: Mapping[str, str]) -> Project:
    """Return the project with this settings file. Raises CommandError, SettingsError."""
    site = site_values(read_pelican_settings(settings_file))
    settings = site.settings
    options = inbox_settings(site, environ) if settings.has_inbox else None
    return Project(settings_file, site, settings, options)
