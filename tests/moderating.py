"""A moderator at the desk: a signed-in browser without scripts, as far as ``requests`` is one."""

from __future__ import annotations

from dataclasses import dataclass

import requests
from selectolax.lexbor import LexborHTMLParser, LexborNode

from inbox_site import InboxSite
from pledges.domain.submission import Submission
from pledges.inbox import service
from pledges.inbox.service import CommentForm, ProposalForm, Sender

TOKEN = "open-the-inbox"
TARGET = "/pledges/a-person-answers/"
TARGET_ID = "a-person-answers-9m3t"


def send_comment(site: InboxSite, text: str = "Thank you.", *, name: str = "Ada", **more: str) -> str:
    """Send a comment and return its id."""
    form = CommentForm(target=TARGET, name=name, text=text, **more)
    return service.submit_comment(site.inbox, form, Sender(address="192.0.2.1")).id


@dataclass
class Moderator:
    """One session at ``/inbox/moderate`` of a site."""

    site: InboxSite
    session: requests.Session

    @property
    def base(self) -> str:
        """Where the desk is."""
        return f"{self.site.url}/inbox/moderate"

    def get(self, path: str = "", status: int = 200) -> LexborHTMLParser:
        """Return a page, which must have this status."""
        answer = self.session.get(self.base + path, timeout=20)
        assert answer.status_code == status, answer.text
        return LexborHTMLParser(answer.text)

    def post(self, path: str, status: int = 200, **fields: str | list[str]) -> LexborHTMLParser:
        """Post a form, follow the redirect, and return the page it ends on."""
        answer = self.session.post(self.base + path, data=fields, timeout=20)
        assert answer.status_code == status, answer.text
        return LexborHTMLParser(answer.text)

    def press_undo(self, page: LexborHTMLParser) -> LexborHTMLParser:
        """Press the undo of the line that tells what was just done."""
        button = first(page, ".notice button")
        return self.post("/undo", what=button.attributes["value"] or "", on="/inbox/moderate")

    def now(self, submission_id: str) -> Submission:
        """Return a submission as it is stored."""
        return service.find(self.site.inbox, submission_id)


def sign_in(site: InboxSite) -> Moderator:
    """Sign in by the operator's token."""
    moderator = Moderator(site, requests.Session())
    moderator.post("/sign-in", token=TOKEN)
    return moderator


def first(page: LexborHTMLParser, selector: str) -> LexborNode:
    """Return the first element of a page that fits."""
    node = page.css_first(selector)
    assert node is not None, selector
    return node


def texts(page: LexborHTMLParser, selector: str) -> list[str]:
    """Return the texts of the elements that fit, each on one line."""
    return [" ".join(node.text().split()) for node in page.css(selector)]


def propose(site: InboxSite) -> str:
    """Propose a promise and return its id."""
    form = ProposalForm(
        name="Grace Hopper",
        title="I answer every letter",
        promise="I answer every letter within three days.",
        outcome="No letter is older than three days.",
        why="Who writes wants to be heard.",
        customers="Everyone who writes\nMy team",
        due="2027-12-31",
        text="A word to you.",
    )
    return service.submit_pledge(site.inbox, form, Sender(address="192.0.2.9")).id
