"""Other sites' words: proven before anyone sees them, followed as their source changes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from fixtures.inbox import SITE, Bench
from pledges.domain.submission import State, SubmissionKind
from pledges.errors import PledgesError
from pledges.fetch import BadUrl, Fetched, PrivateAddress, TooLarge, TooManyRedirects, Unreachable
from pledges.fetch.client import ACCEPT
from pledges.inbox import retention, service
from pledges.inbox.errors import Conflict, InvalidSubmission, UnknownTarget
from pledges.inbox.looking import look_at
from pledges.inbox.rules import RuleKind
from pledges.inbox.service import Receipt, Sender
from pledges.inbox.service.verification import RETRIES
from pledges.inbox.worker import Worker
from pledges.protocols import source_page
from pledges.protocols.confined import UnreadablePage

SOURCE = "https://blog.example/post"
TARGET = f"{SITE}/pledges/a-person-answers/"
PAGE = f"""<html><head><title>Waiting</title></head><body class=h-entry>
<h1 class=p-name>On waiting</h1><a class="p-author h-card" href="https://blog.example/">Bo</a>
<div class=e-content><p>Last winter was a winter of telephones, and of music that I had never asked for.</p>
<p>I waited long, and then <a href="{TARGET}">a person answers</a>, which I like more than I can say here.</p>
<p>More of this another time, when the music has stopped and somebody is there.</p></div>
</body></html>"""


@dataclass
class Web:
    """The outside web: a page, a status or a failure for each address."""

    pages: dict[str, str | int | PledgesError | None] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(
        self,
        url: str,
        *,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        accept: str = ACCEPT,
    ) -> Fetched:
        self.asked.append(url)
        page = self.pages.get(url)
        if page is None:
            raise Unreachable("no such host")
        if isinstance(page, PledgesError):
            raise page
        if isinstance(page, int):
            return Fetched(url, page)
        return Fetched(url, 200, {"content-type": ("text/html; charset=utf-8",)}, page.encode())


@dataclass
class Place:
    """An inbox, its worker, and the web around it."""

    bench: Bench
    web: Web
    worker: Worker

    def mention(self, kind: SubmissionKind = SubmissionKind.WEBMENTION, source: str = SOURCE) -> Receipt:
        sender = Sender(address="192.0.2.9")
        return service.submit_mention(self.bench.inbox, kind, source, TARGET, sender)

    def work(self) -> None:
        while self.worker.work_once():
            pass

    def state(self, receipt: Receipt) -> State:
        return service.find(self.bench.inbox, receipt.id).state

    def approved(self) -> Receipt:
        self.web.pages[SOURCE] = PAGE
        receipt = self.mention()
        self.work()
        service.approve(self.bench.inbox, receipt.id, actor="m")
        return receipt

    def again(self, page: str | int | PledgesError | None) -> None:
        self.web.pages[SOURCE] = page
        self.bench.clock.forward(minutes=2)
        self.mention()
        self.work()


@pytest.fixture
def place(bench: Bench) -> Place:
    web = Web()

    def look(inbox: object, submission: object, fetch: Web) -> object:
        return look_at(bench.inbox, submission, fetch, source_page.read)  # type: ignore[arg-type]

    sent: list[object] = []
    return Place(bench, web, Worker(bench.inbox, web, sent.append, look))  # type: ignore[arg-type]


def test_a_mention_is_seen_by_a_moderator_only_once_its_source_links(place: Place) -> None:
    place.web.pages[SOURCE] = PAGE
    receipt = place.mention()
    assert receipt.state is State.RECEIVED
    assert service.queue(place.bench.inbox) == []

    place.work()

    (held,) = service.queue(place.bench.inbox)
    assert (held.words.name, held.words.title) == ("Bo", "On waiting")
    assert "a person answers" in held.words.excerpt


@pytest.mark.parametrize(
    "page", ["<p>no link</p>", f"<!-- <a href='{TARGET}'>x</a> -->", f"<p>{TARGET}</p>", 410]
)
def test_a_source_that_does_not_link_is_never_shown_to_anyone(place: Place, page: str | int) -> None:
    place.web.pages[SOURCE] = page

    receipt = place.mention(SubmissionKind.TRACKBACK)
    place.work()

    assert place.state(receipt) is State.FAILED
    with pytest.raises(Conflict):
        service.approve(place.bench.inbox, receipt.id, actor="m")


def test_the_same_source_by_three_protocols_is_one_response(place: Place) -> None:
    place.web.pages[SOURCE] = PAGE

    first = place.mention(SubmissionKind.WEBMENTION)
    second = place.mention(SubmissionKind.PINGBACK)
    third = place.mention(SubmissionKind.TRACKBACK, f"{SOURCE}/?utm_source=feed")
    place.work()

    assert {first.id, second.id, third.id} == {first.id}
    assert (first.new, second.new) == (True, False)
    assert len(service.queue(place.bench.inbox)) == 1


def test_an_approved_mention_is_a_line_with_its_source(place: Place) -> None:
    receipt = place.approved()

    (line,) = map(json.loads, place.bench.lines())
    assert line["id"] == receipt.id
    assert (line["kind"], line["type"], line["source"]) == ("webmention", "mention", SOURCE)


def test_a_source_that_comes_back_unchanged_changes_nothing(place: Place) -> None:
    place.approved()
    before = place.bench.lines()

    place.again(PAGE)

    assert place.bench.lines() == before
    assert service.queue(place.bench.inbox) == []


def test_a_change_that_matters_waits_while_the_old_words_stay(place: Place) -> None:
    receipt = place.approved()
    before = place.bench.lines()

    place.again(PAGE.replace("I waited long", "Buy cheap watches at our new and shiny shop today"))

    assert place.bench.lines() == before
    assert [one.id for one in service.queue(place.bench.inbox)] == [receipt.id]
    service.approve(place.bench.inbox, receipt.id, actor="m")
    assert "Buy cheap watches" in place.bench.lines()[0]


def test_a_small_correction_is_taken_over_at_once(place: Place) -> None:
    place.approved()

    place.again(PAGE.replace("which I like", "which I liked"))

    assert service.queue(place.bench.inbox) == []
    (line,) = map(json.loads, place.bench.lines())
    assert "liked" in line["excerpt"]
    assert line["updated"] == "2026-07-01T12:02:00Z"


@pytest.mark.parametrize("page", [410, "<p>The link was removed.</p>"])
def test_a_source_that_is_gone_is_taken_down_and_comes_back_for_a_decision(
    place: Place, page: str | int
) -> None:
    receipt = place.approved()

    place.again(page)
    assert place.state(receipt) is State.GONE
    assert place.bench.lines() == []

    place.again(PAGE)
    assert place.state(receipt) is State.HELD


def test_a_failing_source_is_retried_then_hidden_and_shown_again_when_it_is_back(place: Place) -> None:
    receipt = place.approved()

    place.again(503)
    for pause in RETRIES:
        assert place.state(receipt) is State.APPROVED
        place.bench.clock.now += pause
        place.work()
    assert place.state(receipt) is State.HIDDEN
    assert place.bench.lines() == []

    place.web.pages[SOURCE] = PAGE
    place.bench.clock.forward(days=place.bench.inbox.settings.reverify_days)
    place.work()
    assert place.state(receipt) is State.APPROVED
    assert len(place.bench.lines()) == 1


def test_a_source_that_comes_back_after_its_words_were_deleted_waits_for_a_moderator_again(
    place: Place,
) -> None:
    """It was shown at once, as a mention by nobody that says nothing, while its new words waited."""
    receipt = place.approved()
    place.again(503)
    for pause in RETRIES:
        place.bench.clock.now += pause
        place.work()
    place.bench.clock.forward(days=place.bench.inbox.settings.reverify_days)
    place.work()
    place.bench.clock.forward(days=place.bench.inbox.settings.keep_refused_days)
    retention.tidy(place.bench.inbox)

    place.web.pages[SOURCE] = PAGE
    place.work()

    assert place.state(receipt) is State.HELD
    assert place.bench.lines() == []
    service.approve(place.bench.inbox, receipt.id, actor="m")
    assert json.loads(place.bench.lines()[0])["title"] == "On waiting"


def test_a_mention_whose_words_were_deleted_is_not_published_without_them(place: Place) -> None:
    receipt = place.approved()
    service.reject(place.bench.inbox, receipt.id, actor="m")
    place.bench.clock.forward(days=place.bench.inbox.settings.keep_refused_days + 1)
    retention.tidy(place.bench.inbox)

    with pytest.raises(Conflict, match="deleted"):
        service.approve(place.bench.inbox, receipt.id, actor="m")
    assert place.bench.lines() == []


def test_a_source_that_never_answers_is_given_up(place: Place) -> None:
    receipt = place.mention()
    place.work()
    assert place.state(receipt) is State.VERIFYING

    for pause in RETRIES:
        place.bench.clock.now += pause
        place.work()

    assert place.state(receipt) is State.FAILED
    asked = len(place.web.asked)
    place.bench.clock.forward(days=30)
    place.work()
    assert len(place.web.asked) == asked


#: What is wrong with a source until it is another one.
LASTING = (
    TooLarge("a video"),
    TooManyRedirects("in a circle"),
    UnreadablePage("nested without end", lasts=True),
)


@pytest.mark.parametrize("error", LASTING, ids=lambda error: type(error).__name__)
def test_a_source_that_will_not_be_better_next_time_is_looked_at_once(
    place: Place, error: PledgesError
) -> None:
    """It was fetched seven times in four days, for whoever likes to see us fetch things."""
    place.web.pages[SOURCE] = error
    receipt = place.mention()
    for pause in (dt.timedelta(), *RETRIES):
        place.bench.clock.now += pause
        place.work()

    assert place.state(receipt) is State.FAILED
    assert place.web.asked == [SOURCE]

    place.again(PAGE)  # it was mended, and its sender says so

    assert place.state(receipt) is State.HELD


@pytest.mark.parametrize("error", LASTING, ids=lambda error: type(error).__name__)
def test_what_was_shown_has_its_time_to_be_mended(place: Place, error: PledgesError) -> None:
    receipt = place.approved()

    place.again(error)
    for pause in RETRIES[:-1]:
        place.bench.clock.now += pause
        place.work()

    assert place.state(receipt) is State.APPROVED


@pytest.mark.parametrize("error", [BadUrl("another port"), PrivateAddress("127.0.0.1")], ids=str)
def test_an_address_that_is_refused_is_treated_as_one_that_does_not_answer(
    place: Place, error: PledgesError
) -> None:
    """Else a sender could tell from the status which names lead into our own network."""
    place.web.pages[SOURCE] = error
    receipt = place.mention()
    place.work()

    assert place.state(receipt) is State.VERIFYING


def test_a_page_that_a_busy_machine_could_not_read_is_looked_at_again(place: Place) -> None:
    place.web.pages[SOURCE] = UnreadablePage("the clock ran out", lasts=False)
    receipt = place.mention()
    place.work()
    assert place.state(receipt) is State.VERIFYING

    place.web.pages[SOURCE] = PAGE
    place.bench.clock.now += RETRIES[0]
    place.work()

    assert place.state(receipt) is State.HELD


@pytest.mark.parametrize("verb", ["reject", "spam", "erase"])
def test_what_was_refused_stays_so_however_often_it_is_sent(place: Place, verb: str) -> None:
    receipt = place.approved()
    service.decide_batch(place.bench.inbox, verb, [receipt.id], actor="m")
    before = place.state(receipt)

    place.again(PAGE)

    assert place.state(receipt) is before
    assert service.queue(place.bench.inbox) == []


def test_one_source_is_fetched_once_a_minute_at_most(place: Place) -> None:
    place.web.pages[SOURCE] = PAGE
    for _ in range(5):
        place.mention()
        place.work()

    assert len(place.web.asked) == 1


def test_a_known_host_is_approved_by_a_rule_but_never_a_trackback(place: Place) -> None:
    place.approved()
    service.add_rule(place.bench.inbox, RuleKind.APPROVE_HOSTS, actor="m")
    pages = {f"https://blog.example/{name}": PAGE.replace("On waiting", name) for name in ("two", "three")}
    place.web.pages |= pages

    second = place.mention(SubmissionKind.WEBMENTION, "https://blog.example/two")
    third = place.mention(SubmissionKind.TRACKBACK, "https://blog.example/three")
    place.work()

    assert place.state(second) is State.APPROVED
    assert place.state(third) is State.HELD
    assert len(place.bench.lines()) == 2


def test_an_approval_by_rule_can_be_undone(place: Place) -> None:
    service.add_rule(place.bench.inbox, RuleKind.APPROVE_HOST, "blog.example", actor="m")
    place.web.pages[SOURCE] = PAGE
    receipt = place.mention()
    place.work()

    service.undo(place.bench.inbox, receipt.id, actor="m")

    assert place.state(receipt) is State.HELD
    assert place.bench.lines() == []


def test_a_page_cannot_mention_itself_nor_what_is_not_here(place: Place) -> None:
    with pytest.raises(InvalidSubmission):
        place.mention(source=TARGET.rstrip("/"))
    with pytest.raises(UnknownTarget):
        service.submit_mention(
            place.bench.inbox, SubmissionKind.WEBMENTION, SOURCE, f"{SITE}/nothing/", Sender()
        )
    with pytest.raises(InvalidSubmission):
        place.mention(source="javascript:alert(1)")
