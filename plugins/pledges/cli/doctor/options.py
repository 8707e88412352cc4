"""The settings of the site and the options of its inbox: whether they make sense for the public."""

from __future__ import annotations

import stat
from pathlib import Path
from urllib.parse import urlsplit

from pledges.cli.doctor.finding import Findings, ok, problem, warning
from pledges.inbox.config import InboxSettings
from pledges.inbox.store_checkup import database_file
from pledges.settings import Settings

#: Names that nobody can own (RFC 2606, RFC 6761); the sample site uses them.
_NOBODYS = (".example", ".test", ".invalid", ".localhost")


def _is_nobodys(host: str) -> bool:
    return f".{host}".endswith(_NOBODYS)


def site_settings(settings: Settings) -> Findings:
    """Look at what stands in the settings file."""
    found = [*_addresses(settings), *_days(settings)]
    yield from found
    if not found:
        yield ok("settings", f"{settings.siteurl}, feed ids by {settings.tag_authority}")


def _addresses(settings: Settings) -> Findings:
    site, inbox = urlsplit(settings.siteurl), urlsplit(settings.inbox_url)
    if site.port not in (None, 80, 443) or _is_nobodys(site.hostname or ""):
        said = f'SITEURL: "{settings.siteurl}" is nowhere that others can go'
        advice = (
            "name the settings that you publish with (--settings publishconf.py), and your address in them"
        )
        yield problem("settings", said, advice)
    if _is_nobodys(settings.tag_authority.partition(",")[0]):
        said = f'TAG_AUTHORITY: "{settings.tag_authority}" is not a host that you own'
        yield problem("settings", said, "set it before the first publication; change it never again")
    if not settings.has_inbox:
        yield warning("settings", "INBOX_URL is empty: nobody can answer", 'write INBOX_URL = "/inbox"')
    elif inbox.netloc and (inbox.scheme, inbox.netloc) != (site.scheme, site.netloc):
        said = f'INBOX_URL: "{settings.inbox_url}" is another origin than the site\'s'
        advice = "works, but programs that block things may come between; a path such as /inbox is safer"
        yield warning("settings", said, advice)


def _days(settings: Settings) -> Findings:
    if settings.drafts:
        yield problem("settings", "DRAFTS is on: drafts are published", "take it out; it is for previews")
    if settings.as_of is not None:
        said = f"AS_OF is {settings.as_of}: the site stands still"
        yield problem("settings", said, "take it out; a build is for the day on which it is made")


def inbox_options(settings: Settings, options: InboxSettings) -> Findings:
    """Look at what stands in the environment."""
    found = [*_people(options), *_mailing(settings, options), *_key(options)]
    yield from found
    if not found:
        yield ok("options", "moderators, mail and keys fit together")


def _people(options: InboxSettings) -> Findings:
    if not options.moderator_token and not (options.moderators and options.mail_from):
        said = "nobody can sign in but by pledges inbox link, and nobody hears of what waits"
        advice = "set PLEDGES_MODERATOR_MAIL and PLEDGES_MAIL_FROM, or PLEDGES_MODERATOR_TOKEN"
        yield warning("options", said, advice)
    if not options.trusted_proxy:
        said = "PLEDGES_TRUSTED_PROXY is empty: behind a web server all readers share one limit"
        yield warning("options", said, "set it to the address that the web server connects from (127.0.0.1)")


def _mailing(settings: Settings, options: InboxSettings) -> Findings:
    if settings.inbox_mail and not options.mail_from:
        said = "INBOX_MAIL is on, and no mail can be sent: forms offer what never comes"
        yield problem("options", said, "set PLEDGES_MAIL_FROM, or INBOX_MAIL = False")
    elif options.mail_from and not settings.inbox_mail:
        said = "mail can be sent, and the forms do not offer it"
        yield warning("options", said, "INBOX_MAIL = True in the settings file")


def _key(options: InboxSettings) -> Findings:
    path = options.key_path
    if options.key or path is None:
        return
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        yield warning(
            "options", f'there is no key file "{path}" yet', "it is made when the inbox first starts"
        )
        return
    if mode & 0o077:
        yield problem("options", f'others can read the key file "{path}"', f"chmod 600 {path}")


def folders_of(content: Path, output: Path, options: InboxSettings | None) -> dict[str, Path]:
    """Return the folders that must have room, by what is in them."""
    folders = {"the record": content, "the built site": output.parent}
    database = database_file(options.database_url) if options is not None else None
    if database is not None:
        folders["the database"] = database.parent
    return folders
