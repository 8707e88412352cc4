"""A refused verdict from the moderator's desk to the built page, and back."""

from __future__ import annotations

from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser

from inbox_site import InboxSite
from moderating import sign_in
from pledges.inbox.service import invitations
from pledges.inbox.service.intake import Receipt, Sender
from pledges.inbox.service.invitations import AnswerForm

SLUG = "no-news-by-slide"
WORDS = "On two Mondays I heard it from a slide."
NOTE = "A verdict was not published: private details."


def answer(site: InboxSite) -> Receipt:
    target = site.inbox.targets.find(f"/pledges/{SLUG}/")
    _, token = invitations.invite(site.inbox, target, "A member of the team", actor="test")
    form = AnswerForm(question="outcome", answer="not kept", name="One of eleven", text=WORDS)
    return invitations.answer(site.inbox, token, form, Sender(address="192.0.2.7"))


def built(site: InboxSite) -> tuple[list[str], list[str], str]:
    """Build the site; return the notes beside the verdict, the tags there, and the whole page."""
    site.build()
    text = (site.output / f"pledges/{SLUG}/index.html").read_text(encoding="utf-8")
    page = LexborHTMLParser(text)
    notes = [" ".join(note.text().split()) for note in page.css(".standing .unpublished li")]
    return notes, [tag.text() for tag in page.css(".standing .tag")], text


def test_a_refusal_stands_on_the_page_with_its_reason_and_can_be_undone(
    make_site: Callable[..., InboxSite],
) -> None:
    desk = sign_in(make_site())
    said = answer(desk.site).id
    assert "Give a reason" in desk.post(f"/{said}", status=409, verb="reject").text()
    refused = desk.post(f"/{said}", verb="reject", reason="private details")
    notes, tags, page = built(desk.site)
    assert (notes, "Disputed" in tags, WORDS in page) == ([NOTE], False, False)
    desk.press_undo(refused)
    assert built(desk.site)[0] == []
    desk.post(f"/{said}", verb="approve")
    notes, tags, page = built(desk.site)
    assert (notes, "Disputed" in tags, WORDS in page) == ([], True, True)
    desk.post(f"/{said}", verb="reject", reason="private details")
    notes, tags, page = built(desk.site)
    assert (notes, "Disputed" in tags, WORDS in page) == ([NOTE], False, False)


def test_the_desk_tells_whose_word_it_is_and_what_refusing_does(make_site: Callable[..., InboxSite]) -> None:
    desk = sign_in(make_site())
    answer(desk.site)
    page = desk.get()
    assert "Invited customer" in page.css_first(".case").text()
    assert "printed on the promise’s page" in page.css_first(".case .acts__more").text()
    assert not page.css(".case button[value=erase]")
