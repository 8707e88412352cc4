"""``pledges invite``: ask a customer for their word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledges.cli.inbox_project import actor, open_project_inbox
from pledges.cli.project import settings_option
from pledges.errors import CommandError, did_you_mean

if TYPE_CHECKING:
    from pledges.inbox.context import Inbox
    from pledges.inbox.promises import Promise
    from pledges.inbox.service.invitations import Guest
    from pledges.inbox.store_invitations import Invitation

DAYS = 30


@click.command("invite")
@click.argument("slug")
@click.option("--customer", default="", help="Who is asked: one of the pledge's customers, or a person.")
@click.option("--for", "belongs_to", default="", help="Which of the pledge's customers that person is of.")
@click.option("--email", default="", help="Mail the link there; kept encrypted, never in the record.")
@click.option("--again", is_flag=True, help="Ask the same customer anew; links sent before end.")
@click.option("--days", default=DAYS, show_default=True, help="How long the link works.")
@click.option("--list", "listed", is_flag=True, help="Show who was invited, and who has answered.")
@settings_option
def command(
    slug: str,
    customer: str,
    belongs_to: str,
    email: str,
    again: bool,
    days: int,
    listed: bool,
    settings_file: Path,
) -> None:
    """Ask a customer of the pledge SLUG for their word, by a link that is theirs alone.

    The link is printed, or mailed with --email. Behind it they say whether the promise was kept, or
    accept it, or a repair; it works once. Their latest word is the one that counts.

    \b
    Example:
      pledges invite a-person-answers --customer "Everyone who calls our support line"
      pledges invite a-person-answers --customer "Ewan T." --for "Everyone who calls our support line" \\
          --email ewan@example.org
      pledges invite a-person-answers --customer "Ewan T." --again
      pledges invite a-person-answers --list
    """
    from pledges.inbox.errors import InboxError, InvalidSubmission

    with open_project_inbox(settings_file) as inbox:
        promise = _promise(inbox, slug)
        if listed or not customer:
            _list(inbox, promise)
            return
        name, belongs_to = _who(inbox, promise, customer, belongs_to)
        try:
            _invite(inbox, promise, name, belongs_to, email, days, again=again)
        except InvalidSubmission as error:
            raise CommandError("; ".join(mistake.message for mistake in error.mistakes)) from error
        except InboxError as error:
            raise CommandError(str(error)) from error


def _promise(inbox: Inbox, slug: str) -> Promise:
    from pledges.inbox.errors import UnknownTarget
    from pledges.inbox.promises import read_promise

    slug = slug.strip("/").rpartition("/")[2].removesuffix(".md")
    try:
        return read_promise(inbox, inbox.targets.find(f"/pledges/{slug}/"))
    except UnknownTarget:
        slugs = sorted(file.stem for file in (inbox.content / "pledges").glob("*.md"))
        raise CommandError(f'there is no published pledge "{slug}"{did_you_mean(slug, slugs)}') from None


def _who(inbox: Inbox, promise: Promise, name: str, belongs_to: str) -> tuple[str, str]:
    """Return the customer's name as it is known, and whom a person belongs to."""
    from pledges.inbox.service import invitations

    customers = promise.pledge.customers
    known = {guest.invitation.customer for guest in invitations.guests(inbox, promise.target)}
    if belongs_to:
        return name, _one_of(customers, belongs_to, "--for")
    if found := next((one for one in known if one.name.casefold() == name.casefold()), None):
        return found.name, found.belongs_to
    if found_name := next((one for one in customers if one.casefold() == name.casefold()), ""):
        return found_name, ""
    near = did_you_mean(name, [*customers, *(one.name for one in known)])
    raise CommandError(
        f'"{name}" is not a customer of this promise{near}\n'
        f"  Its customers: {'; '.join(customers)}\n"
        f'  A person who is one of them is invited with: --customer "{name}" --for "{customers[0]}"'
    )


def _one_of(customers: tuple[str, ...], name: str, option: str) -> str:
    found = next((one for one in customers if one.casefold() == name.casefold()), None)
    if found is None:
        raise CommandError(
            f'{option}: "{name}" is not a customer of this promise{did_you_mean(name, customers)}; '
            f"its customers: {'; '.join(customers)}"
        )
    return found


def _invite(
    inbox: Inbox, promise: Promise, name: str, belongs_to: str, email: str, days: int, *, again: bool
) -> None:
    from pledges.inbox.links import Links
    from pledges.inbox.mail import MailError
    from pledges.inbox.service import invitations

    invitation, token = invitations.invite(
        inbox,
        promise.target,
        name,
        actor=actor(),
        belongs_to=belongs_to,
        email=email,
        days=days,
        again=again,
    )
    to = email or invitations.customer_address(inbox, invitation.customer)
    link = Links(inbox.settings).invitation(token)
    if to and inbox.settings.mail_from:
        try:
            _mail(inbox, promise, invitation, token, to)
        except MailError as error:
            click.echo(f"pledges: not mailed: {error}; send the link yourself", err=True)
        else:
            click.echo(f"Mailed to {to}; the link works until {invitation.expires_at:%Y-%m-%d}.")
            return
    elif email:
        click.echo("pledges: not mailed: PLEDGES_MAIL_FROM is empty; send the link yourself", err=True)
    click.echo(link)


def _mail(inbox: Inbox, promise: Promise, invitation: Invitation, token: str, to: str) -> None:
    from pledges.inbox.invitation_letter import invitation_letter
    from pledges.inbox.mail import smtp_sender, write_message

    letter = invitation_letter(inbox.settings, promise, invitation, token, to)
    smtp_sender(inbox.settings)(write_message(inbox.settings, letter, inbox.now()))


def _list(inbox: Inbox, promise: Promise) -> None:
    from pledges.inbox.service import invitations

    guests = invitations.guests(inbox, promise.target)
    for guest in guests:
        who = guest.invitation.customer
        named = f"{who.name} ({who.belongs_to})" if who.belongs_to else who.name
        click.echo(f"{who.id}\t{named}\tinvited {guest.invitation.made_at:%Y-%m-%d}\t{_state(inbox, guest)}")
    if not guests:
        customers = promise.pledge.customers
        click.echo(
            "Nobody was invited yet. For example: "
            f'pledges invite {promise.pledge.slug} --customer "{customers[0]}"'
        )


def _state(inbox: Inbox, guest: Guest) -> str:
    invitation = guest.invitation
    if invitation.submission:
        return f"answered: {_ANSWERS.get(guest.answer or '', 'no longer there')}"
    if invitation.expires_at <= inbox.now():
        return "expired without an answer"
    return f"no answer yet, until {invitation.expires_at:%Y-%m-%d}"


_ANSWERS = {
    "held": "waits for a moderator",
    "approved": "published",
    "rejected": "refused, with a public note",
    "spam": "refused, with a public note",
    "withdrawn": "taken back by the customer",
    "erased": "erased",
}
