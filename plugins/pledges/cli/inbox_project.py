"""The inbox of the project a command works on, opened without Pelican."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pledges.cli.site_values import SiteValues, read_site
from pledges.errors import CommandError
from pledges.inbox.config import InboxSettings

if TYPE_CHECKING:
    from pledges.inbox.context import Inbox

#: Said by the settings file alone, so that the inbox and the built pages cannot disagree.
SAID_BY_THE_SITE = (
    "SITEURL",
    "SITENAME",
    "TIMEZONE",
    "INBOX_URL",
    "DEFAULT_LANG",
    "SILENT_DAYS",
    "CONVERSATION_PAGE_SIZE",
)


def inbox_settings(site: SiteValues, environ: Mapping[str, str]) -> InboxSettings:
    """Return the inbox's options: the site's own, and those of the environment.

    The database is ``var/inbox.sqlite`` beside the record when the environment names no other, so that
    each record has its own. Raises SettingsError.
    """
    settings = site.settings
    others = {name: value for name, value in environ.items() if name not in SAID_BY_THE_SITE}
    return InboxSettings.from_environ(
        others,
        siteurl=settings.siteurl,
        sitename=settings.sitename,
        inbox_url=settings.inbox(""),
        default_lang=settings.default_lang,
        timezone=settings.timezone,
        silent_days=settings.silent_days,
        conversation_page_size=settings.conversation_page_size,
        database_url=f"sqlite:///{site.content.resolve().parent / 'var' / 'inbox.sqlite'}",
    )


def read_inbox_site(settings_file: Path) -> tuple[SiteValues, InboxSettings]:
    """Return a site with an inbox, and the inbox's options. Raises CommandError, SettingsError."""
    site = read_site(settings_file)
    if not site.settings.has_inbox:
        raise CommandError(
            f'INBOX_URL is empty in "{settings_file}", so the site has no inbox; write INBOX_URL = "/inbox"'
        )
    return site, inbox_settings(site, os.environ)


@contextmanager
def open_project_inbox(settings_file: Path) -> Iterator[Inbox]:
    """Open the inbox of the site with this settings file, for one command."""
    from pledges.inbox.start import open_inbox

    site, options = read_inbox_site(settings_file)
    inbox = open_inbox(options, site.content)
    try:
        yield inbox
    finally:
        inbox.close()


def actor() -> str:
    """Return who acts, for the log: the user of this shell."""
    try:
        return f"{getpass.getuser()} (command)"
    except (KeyError, OSError):  # a container may have no name for its user
        return "command"
