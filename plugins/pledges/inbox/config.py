"""Every option of the inbox once: environment name, default, unit, meaning. Secrets only come from there."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pledges.errors import SettingsError
from pledges.inbox.privacy import is_address
from pledges.language import Language, language_of


@dataclass(frozen=True, slots=True)
class InboxOption:
    """One option. ``field`` is its name in :class:`InboxSettings`; ``choice`` lists what may stand there."""

    field: str
    name: str
    default: Any
    unit: str
    meaning: str
    choice: tuple[str, ...] = ()
    secret: bool = False


OPTIONS: tuple[InboxOption, ...] = (
    InboxOption("siteurl", "SITEURL", "http://localhost:8000", "absolute URL", "where the site is published"),
    InboxOption("sitename", "SITENAME", "", "text", "the site's name, in mails"),
    InboxOption("inbox_url", "INBOX_URL", "/inbox", "path or URL", "where the inbox answers"),
    InboxOption("default_lang", "DEFAULT_LANG", "en", "language tag", "what its pages and mails are in"),
    InboxOption("timezone", "TIMEZONE", "UTC", "IANA name", "the zone of the daily digest"),
    InboxOption("silent_days", "SILENT_DAYS", 90, "days", "when an open promise without a word is silent"),
    InboxOption(
        "conversation_page_size",
        "CONVERSATION_PAGE_SIZE",
        50,
        "responses",
        "when a conversation continues on a further page",
    ),
    InboxOption("database_url", "PLEDGES_DATABASE_URL", "sqlite:///var/inbox.sqlite", "URL", "the database"),
    InboxOption(
        "key",
        "PLEDGES_KEY",
        "",
        "keys, newest first",
        "they sign links and encrypt addresses; commas between",
        secret=True,
    ),
    InboxOption(
        "key_file", "PLEDGES_KEY_FILE", "", "path", "the keys when PLEDGES_KEY is empty; made if missing"
    ),
    InboxOption(
        "moderator_token", "PLEDGES_MODERATOR_TOKEN", "", "text", "signs a moderator in", secret=True
    ),
    InboxOption(
        "moderator_mail", "PLEDGES_MODERATOR_MAIL", "", "e-mail addresses", "who hears of what waits"
    ),
    InboxOption(
        "mail_when",
        "PLEDGES_MAIL_WHEN",
        "each",
        "word",
        "a mail each, a daily digest, or none",
        ("each", "daily", "never"),
    ),
    InboxOption(
        "digest_hour", "PLEDGES_DIGEST_HOUR", 7, "hour 0 to 23", "when the digest is sent, site time"
    ),
    InboxOption(
        "weekly_day",
        "PLEDGES_WEEKLY_DAY",
        "monday",
        "word",
        "when readers who asked for it are mailed what is new, at the digest's hour",
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "never"),
    ),
    InboxOption(
        "mail_from", "PLEDGES_MAIL_FROM", "", "e-mail address", "the sender of every mail; empty: no mail"
    ),
    InboxOption("smtp_host", "PLEDGES_SMTP_HOST", "localhost", "host", "the mail server"),
    InboxOption("smtp_port", "PLEDGES_SMTP_PORT", 25, "port", "its port"),
    InboxOption(
        "smtp_tls", "PLEDGES_SMTP_TLS", "none", "word", "how to encrypt", ("none", "starttls", "tls")
    ),
    InboxOption("smtp_user", "PLEDGES_SMTP_USER", "", "text", "the account there; empty: none"),
    InboxOption("smtp_password", "PLEDGES_SMTP_PASSWORD", "", "text", "its password", secret=True),
    InboxOption("smtp_timeout_s", "PLEDGES_SMTP_TIMEOUT", 20, "seconds", "how long the mail server may take"),
    InboxOption("edit_minutes", "PLEDGES_EDIT_MINUTES", 15, "minutes", "how long a comment can be edited"),
    InboxOption("link_days", "PLEDGES_LINK_DAYS", 7, "days", "how long a link in a mail works"),
    InboxOption("withdraw_days", "PLEDGES_WITHDRAW_DAYS", 365, "days", "how long a private link works"),
    InboxOption(
        "keep_refused_days", "PLEDGES_KEEP_REFUSED_DAYS", 30, "days", "when rejected and spam are deleted"
    ),
    InboxOption("undo_days", "PLEDGES_UNDO_DAYS", 14, "days", "how long a decision can be undone"),
    InboxOption(
        "reverify_days", "PLEDGES_REVERIFY_DAYS", 30, "days", "how often a shown source is looked at"
    ),
    InboxOption(
        "busy_per_10_minutes",
        "PLEDGES_BUSY",
        5,
        "submissions",
        "how many in ten minutes from one address are worth a hint",
    ),
    InboxOption(
        "limit_per_10_minutes",
        "PLEDGES_LIMIT",
        30,
        "submissions",
        "how many are taken in in ten minutes from one address or host",
    ),
    InboxOption(
        "limit_per_day",
        "PLEDGES_LIMIT_DAY",
        200,
        "submissions",
        "how many are taken in a day from one address or host",
    ),
    InboxOption("max_text", "PLEDGES_MAX_TEXT", 20_000, "characters", "the longest comment"),
    InboxOption("comments", "PLEDGES_COMMENTS", True, "yes or no", "take in comments"),
    InboxOption("proposals", "PLEDGES_PROPOSALS", True, "yes or no", "take in readers' own promises"),
    InboxOption("trackback", "PLEDGES_TRACKBACK", True, "yes or no", "take in trackbacks"),
    InboxOption("pingback", "PLEDGES_PINGBACK", True, "yes or no", "take in pingbacks"),
    InboxOption("webmention", "PLEDGES_WEBMENTION", True, "yes or no", "take in webmentions"),
    InboxOption(
        "git_commit", "PLEDGES_GIT_COMMIT", False, "yes or no", "commit each publication in content/"
    ),
    InboxOption("hook", "PLEDGES_HOOK", "", "command", "run after something was published"),
    InboxOption(
        "trusted_proxy",
        "PLEDGES_TRUSTED_PROXY",
        "",
        "address",
        "whose X-Forwarded headers count; empty: none",
    ),
    InboxOption("hook_timeout_s", "PLEDGES_HOOK_TIMEOUT", 60, "seconds", "how long the hook may run"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxSettings:
    """The options of one inbox; see :data:`OPTIONS` for what each means."""

    siteurl: str
    sitename: str
    inbox_url: str
    default_lang: str
    timezone: str
    silent_days: int
    conversation_page_size: int
    database_url: str
    key: str = field(repr=False)
    key_file: str
    moderator_token: str = field(repr=False)
    moderator_mail: str
    mail_when: str
    digest_hour: int
    weekly_day: str
    mail_from: str
    smtp_host: str
    smtp_port: int
    smtp_tls: str
    smtp_user: str
    smtp_password: str = field(repr=False)
    smtp_timeout_s: int
    edit_minutes: int
    link_days: int
    withdraw_days: int
    keep_refused_days: int
    undo_days: int
    reverify_days: int
    busy_per_10_minutes: int
    limit_per_10_minutes: int
    limit_per_day: int
    max_text: int
    comments: bool
    proposals: bool
    trackback: bool
    pingback: bool
    webmention: bool
    git_commit: bool
    trusted_proxy: str
    hook: str
    hook_timeout_s: int

    @classmethod
    def from_environ(cls, environ: Mapping[str, str], **known: Any) -> InboxSettings:
        """Return the options set in ``environ``; ``known`` (by field) stands in for what is not there.

        Raises SettingsError, which names every option that cannot be used.
        """
        wrong = list(_misspelt(environ))
        read: dict[str, Any] = {}
        for option in OPTIONS:
            read[option.field] = known.get(option.field, option.default)
            if environ.get(option.name, "") != "":
                try:
                    read[option.field] = _parse(option, environ[option.name].strip())
                except ValueError as error:
                    shown = "its value" if option.secret else repr(environ[option.name])
                    wrong.append(f"{option.name}: {shown} {error}")
        if wrong:
            raise SettingsError("\n".join(wrong))
        return cls(**{entry.name: read[entry.name] for entry in fields(cls)})

    @property
    def absolute_inbox_url(self) -> str:
        """Where the inbox answers, for mails: absolute, without a slash at the end."""
        url = self.inbox_url.rstrip("/")
        if urlsplit(url).scheme:
            return url
        parts = urlsplit(self.siteurl)
        return f"{parts.scheme}://{parts.netloc}{url}"

    @property
    def language(self) -> Language:
        """The language of its pages and mails."""
        return language_of(self.default_lang)

    @property
    def sends_weekly(self) -> bool:
        """Whether readers can have a mail a week."""
        return bool(self.mail_from) and self.weekly_day != "never"

    @property
    def absolute_site_url(self) -> str:
        """Where the site is published, without a slash at the end."""
        return self.siteurl.rstrip("/")

    @property
    def moderators(self) -> tuple[str, ...]:
        """The moderators' e-mail addresses."""
        return tuple(part.strip() for part in self.moderator_mail.split(",") if part.strip())

    @property
    def hook_command(self) -> tuple[str, ...]:
        """The hook as words, run without a shell."""
        return tuple(shlex.split(self.hook))

    @property
    def key_path(self) -> Path | None:
        """Where the keys lie when the environment has none: beside an SQLite database."""
        if self.key_file:
            return Path(self.key_file)
        scheme, _, path = self.database_url.partition(":///")
        return Path(path).with_suffix(".key") if scheme.startswith("sqlite") and path else None


_PREFIX = "PLEDGES_"


def _misspelt(environ: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each name that nobody knows and that one of ours is nearly: PLEDGES_MAIL_FORM.

    Others are let be: hooks, scripts and tests have names of their own.
    """
    known = [option.name.removeprefix(_PREFIX) for option in OPTIONS if option.name.startswith(_PREFIX)]
    for name in sorted(environ):
        word = name.removeprefix(_PREFIX)
        near = difflib.get_close_matches(word, known, n=1, cutoff=0.7) if word != name else []
        if near and word not in known:
            yield f'{name}: is no option; did you mean "{_PREFIX}{near[0]}"?'


_LAST_HOUR = 23
_YES_NO = {
    "yes": True,
    "true": True,
    "1": True,
    "on": True,
    "no": False,
    "false": False,
    "0": False,
    "off": False,
}


def _parse(option: InboxOption, text: str) -> Any:
    """Return the value ``text`` stands for. Raises ValueError with what to write instead."""
    if isinstance(option.default, bool):
        if text.lower() not in _YES_NO:
            raise ValueError("is neither yes nor no")
        return _YES_NO[text.lower()]
    if isinstance(option.default, int):
        if not text.isdecimal():
            raise ValueError(f"is not a number of {option.unit}; write {option.default}")
        if option.field == "digest_hour" and int(text) > _LAST_HOUR:
            raise ValueError(f"is no hour of the day; write {option.default}")
        return int(text)
    if option.choice and text not in option.choice:
        raise ValueError(f"is not one of {', '.join(option.choice)}")
    if option.unit == "e-mail address":
        _check_addresses([text])
    if option.unit == "e-mail addresses":
        _check_addresses(text.split(","))
    return text


def _check_addresses(addresses: Iterable[str]) -> None:
    """Raise ValueError for the first that no mail could be written to."""
    for address in filter(None, map(str.strip, addresses)):
        if not is_address(address):
            raise ValueError(f'has "{address}"; write a plain address such as inbox@promises.example')
