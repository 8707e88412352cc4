"""The mails the inbox sends: plain text, one recipient, no picture, no tracking."""

from __future__ import annotations

import datetime as dt
import smtplib
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from pledges.domain.response import VerdictValue
from pledges.domain.submission import Submission, SubmissionKind, clean_line, clean_text
from pledges.inbox.config import InboxSettings
from pledges.inbox.errors import InboxError
from pledges.inbox.links import Links
from pledges.inbox.privacy import is_address
from pledges.language import N_, Language

SendMail = Callable[[EmailMessage], None]
MAX_SUBJECT = 120


class MailError(InboxError):
    """A mail could not be handed over. The message names no address, so that it may be logged."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says. ``key`` is the same for the same mail, so that sending twice shows as one.

    ``unsubscribe`` is the address that ends such mails; empty for mails to moderators.
    """

    to: str
    subject: str
    text: str
    key: str
    unsubscribe: str = ""


def write_message(settings: InboxSettings, letter: Letter, now: dt.datetime) -> EmailMessage:
    """Return the message. No text of a visitor can become a header: each is one clean line.

    Raises MailError when the recipient's or the sender's address cannot be used.
    """
    if not is_address(letter.to) or not is_address(settings.mail_from):
        raise MailError("an address of the mail cannot be used")
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(clean_line(settings.sitename), addr_spec=settings.mail_from)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = clean_line(letter.subject)[:MAX_SUBJECT]
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{letter.key}@{settings.mail_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday answers, please
    if letter.unsubscribe:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    message.set_content(clean_text(letter.text) + "\n")
    return message


def smtp_sender(settings: InboxSettings) -> SendMail:
    """Return a function that hands one message to the mail server. It raises MailError."""

    def send(message: EmailMessage) -> None:
        with _signed_in(settings) as server:
            server.send_message(message)

    return send


def greet_server(settings: InboxSettings) -> None:
    """Connect to the mail server, sign in, and send nothing. Raises MailError."""
    with _signed_in(settings) as server:
        server.noop()


def send_test(settings: InboxSettings, to: str, now: dt.datetime) -> None:
    """Send a mail that says it is a test. Raises MailError."""
    text = f"The inbox of {settings.siteurl} can send mail. Somebody with a shell there asked for this one."
    letter = Letter(to, f"{settings.sitename or settings.siteurl}: a test", text, f"test.{now:%Y%m%d%H%M%S}")
    smtp_sender(settings)(write_message(settings, letter, now))


@contextmanager
def _signed_in(settings: InboxSettings) -> Iterator[smtplib.SMTP]:
    """Connect and sign in. Whatever goes wrong is a MailError that quotes no address."""
    try:
        with _connect(settings) as server:
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
            yield server
    except smtplib.SMTPResponseException as error:
        raise MailError(f"the mail server answered {error.smtp_code}") from None
    except (OSError, smtplib.SMTPException) as error:
        # The cause can quote addresses, so it is left out.
        raise MailError(f"the mail server could not be used ({type(error).__name__})") from None


def _connect(settings: InboxSettings) -> smtplib.SMTP:
    host, port, timeout = settings.smtp_host, settings.smtp_port, settings.smtp_timeout_s
    if settings.smtp_tls == "tls":
        return smtplib.SMTP_SSL(host, port, timeout=timeout, context=ssl.create_default_context())
    server = smtplib.SMTP(host, port, timeout=timeout)
    if settings.smtp_tls == "starttls":
        server.starttls(context=ssl.create_default_context())
    return server


# --- what they say ----------------------------------------------------------------------------

_WAITS = {
    SubmissionKind.COMMENT: N_("A comment waits."),
    SubmissionKind.PLEDGE: N_("A promise waits."),
    SubmissionKind.TRACKBACK: N_("A trackback waits."),
    SubmissionKind.PINGBACK: N_("A pingback waits."),
    SubmissionKind.WEBMENTION: N_("A webmention waits."),
}
_WAITS_ON = {
    SubmissionKind.COMMENT: N_("A comment waits on %(page)s."),
    SubmissionKind.PLEDGE: N_("A promise waits on %(page)s."),
    SubmissionKind.TRACKBACK: N_("A trackback waits on %(page)s."),
    SubmissionKind.PINGBACK: N_("A pingback waits on %(page)s."),
    SubmissionKind.WEBMENTION: N_("A webmention waits on %(page)s."),
}
_SUBJECTS = {
    SubmissionKind.COMMENT: N_("A comment by %(name)s waits"),
    SubmissionKind.PLEDGE: N_("A promise by %(name)s waits"),
    SubmissionKind.TRACKBACK: N_("A trackback by %(name)s waits"),
    SubmissionKind.PINGBACK: N_("A pingback by %(name)s waits"),
    SubmissionKind.WEBMENTION: N_("A webmention by %(name)s waits"),
}
_LINES = {
    SubmissionKind.COMMENT: N_("A comment by %(name)s"),
    SubmissionKind.PLEDGE: N_("A promise by %(name)s"),
    SubmissionKind.TRACKBACK: N_("A trackback by %(name)s"),
    SubmissionKind.PINGBACK: N_("A pingback by %(name)s"),
    SubmissionKind.WEBMENTION: N_("A webmention by %(name)s"),
}
_ACTIONS = {"approve": N_("Approve"), "reject": N_("Reject"), "spam": N_("Spam")}


def held_letter(
    settings: InboxSettings, submission: Submission, to: str, page: str, tokens: Mapping[str, str], key: str
) -> Letter:
    """Tell a moderator of one submission, with a link for each decision. ``tokens`` by action."""
    links, say = Links(settings), settings.language.gettext
    choices = "\n".join(f"{say(_ACTIONS[action])}: {links.act(token)}" for action, token in tokens.items())
    parts = [
        say(_WAITS_ON[submission.kind], page=page) if page else say(_WAITS[submission.kind]),
        _who(settings.language, submission),
        _quote(settings.language, submission),
        "\n".join(f"! {hint.reason}" for hint in submission.hints if hint.weight > 0),
        say(
            "Each link shows it again and asks before anything happens."
            " It works once, and only for this text."
        ),
        choices,
        say("All that waits: %(url)s", url=links.moderate()),
    ]
    subject = say(_SUBJECTS[submission.kind], name=submission.judged.name or say("somebody"))
    text = "\n\n".join(part for part in parts if part)
    return Letter(to, subject, text, f"held.{key}")


def digest_letter(
    settings: InboxSettings, waiting: Sequence[Submission], total: int, to: str, day: dt.date
) -> Letter:
    """Tell a moderator once a day of all that waits."""
    links, language = Links(settings), settings.language
    say = language.gettext
    lines = [
        f"- {say(_LINES[one.kind], name=one.judged.name or say('somebody'))}"
        f"{f' ({one.hints[0].reason})' if one.score > 0 else ''}\n  {links.submission(one.id)}"
        for one in waiting
    ]
    more = say("And %(count)s more.", count=total - len(waiting)) + "\n" if total > len(waiting) else ""
    intro = language.ngettext("%(num)s submission waits for you.", "%(num)s submissions wait for you.", total)
    everything = say("All that waits: %(url)s", url=links.moderate())
    text = f"{intro}\n\n" + "\n".join(lines) + f"\n{more}\n{everything}"
    waits = language.ngettext("%(num)s submission waits", "%(num)s submissions wait", total)
    return Letter(to, f"{settings.sitename or say('The inbox')}: {waits}", text, f"digest.{day.isoformat()}")


def confirm_letter(
    settings: InboxSettings, to: str, key: str, permalink: str, confirm: str, unsubscribe: str
) -> Letter:
    """Ask whether a mailbox's owner really wants to hear of replies. The one mail nobody confirmed."""
    links, say = Links(settings), settings.language.gettext
    parts = (
        say("A comment with your e-mail address was published:") + f"\n{permalink}",
        say("Do you want a mail when someone replies to it? Then open this page and say yes:")
        + f"\n{links.confirm(confirm)}",
        say("If not, or if it was not you, do nothing: nothing more will be sent."),
    )
    subject = say("Hear of replies on %(site)s?", site=settings.sitename or settings.siteurl)
    return Letter(to, subject, "\n\n".join(parts), f"confirm.{key}", links.unsubscribe(unsubscribe))


def reply_letter(
    settings: InboxSettings, reply: Submission, to: str, key: str, permalink: str, unsubscribe: str
) -> Letter:
    """Tell a reader of one reply."""
    end = Links(settings).unsubscribe(unsubscribe)
    say = settings.language.gettext
    name = reply.words.name or say("Somebody")
    parts = (
        say("%(name)s replied:", name=name),
        _quote(settings.language, reply),
        say("Read it in its place: %(url)s", url=permalink),
        say("No more of these mails: %(url)s", url=end),
    )
    subject = say(
        "%(name)s replied to you on %(site)s", name=name, site=settings.sitename or settings.siteurl
    )
    return Letter(to, subject, "\n\n".join(parts), key, end)


def _who(language: Language, submission: Submission) -> str:
    words = submission.judged
    lines = (
        (N_("From"), words.name),
        (N_("Website"), words.url),
        (N_("Source"), words.source),
        (N_("Title"), words.title),
    )
    return "\n".join(f"{language.gettext(label)}: {value}" for label, value in lines if value)


#: A verdict as a mail quotes it.
_VERDICTS = {
    VerdictValue.KEPT: N_("kept"),
    VerdictValue.PARTLY: N_("partly"),
    VerdictValue.NOT_KEPT: N_("not kept"),
    VerdictValue.ACCEPTED: N_("accepted"),
    VerdictValue.REFUSED: N_("refused"),
}


def _quote(language: Language, submission: Submission) -> str:
    """Return what was said, each line marked, so that none can pass for ours."""
    words, proposal = submission.judged, submission.proposal
    verdict = language.gettext(_VERDICTS[words.verdict]) if words.verdict else ""
    texts = [verdict, words.excerpt, words.text]
    if proposal:
        due = language.gettext("Due %(date)s", date=proposal.due)
        texts += [proposal.title, proposal.promise, proposal.outcome, proposal.why, due]
    said = "\n\n".join(text for text in texts if text)
    return "\n".join(f"> {line}" for line in said.splitlines())
