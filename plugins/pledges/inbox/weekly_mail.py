"""What the weekly mails say: plain text, one line and one address for each news."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pledges.domain.submission import clean_line
from pledges.inbox.config import InboxSettings
from pledges.inbox.links import Links
from pledges.inbox.mail import Letter
from pledges.inbox.news import News

#: More than this is named by its number: who was away reads on the site.
IN_MAIL = 100


def ask_letter(
    settings: InboxSettings, to: str, key: str, followed: str, confirm: str, unsubscribe: str
) -> Letter:
    """Ask whether a mailbox's owner really wants the weekly mails. The one mail nobody confirmed."""
    links, say = Links(settings), settings.language.gettext
    text = "\n\n".join(
        (
            say(
                "Somebody asked for a mail a week about “%(followed)s” on %(url)s, sent to this address.",
                followed=clean_line(followed),
                url=settings.absolute_site_url,
            ),
            say("Is that you? Then open this page and say yes:") + f"\n{links.confirm(confirm)}",
            say("If not, do nothing: nothing more will be sent."),
        )
    )
    subject = say("A mail a week from %(site)s?", site=settings.sitename or settings.siteurl)
    return Letter(to, subject, text, f"follow.{key}", links.unsubscribe(unsubscribe))


def weekly_letter(
    settings: InboxSettings, to: str, key: str, day: dt.date, found: Sequence[News], unsubscribe: str
) -> Letter:
    """Tell a follower what is new. A week without news has no mail."""
    links, language = Links(settings), settings.language
    say = language.gettext
    lines = [
        f"- {one.heading}: {clean_line(one.title)}\n  {links.on_site(one.path)}" for one in found[:IN_MAIL]
    ]
    more = len(found) - IN_MAIL
    if more > 0:
        lines.append(language.ngettext("And %(num)s more change.", "And %(num)s more changes.", more))
    end = links.unsubscribe(unsubscribe)
    text = "\n\n".join(("\n".join(lines), say("No more of these mails: %(url)s", url=end)))
    subject = say(
        "%(site)s: the week until %(day)s",
        site=settings.sitename or settings.siteurl,
        day=language.day(day),
    )
    return Letter(to, subject, text, key, end)
