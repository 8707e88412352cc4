"""``pledges send`` remembers what was sent, through kills, trial runs and another sender before it."""

from __future__ import annotations

import json

from fixtures.publisher import NOW, Publisher, states
from pledges.outbox.send import preview, take_as_sent
from pledges.outbox.sent import Protocol, State
from receivers import Receiver


def stopped_while_sending(publisher: Publisher, protocol: Protocol, target: str) -> None:
    """Leave the file as a run does that is killed between the request and its answer."""
    publisher.send()
    (line,) = publisher.lines()
    assert line["protocol"] == protocol
    torn = {name: line[name] for name in ("kind", "source", "target", "content", "protocol", "endpoint")}
    publisher.sent_path.write_text(json.dumps({**torn, "state": "sending"}) + '\n{"kind": "mention", "sou')


def test_a_run_that_was_killed_sends_again_what_may_be_sent_twice(
    publisher: Publisher, blog: Receiver
) -> None:
    """To both protocols a repetition is known as one."""
    target = blog.webmention_page()
    publisher.links_to(target)
    stopped_while_sending(publisher, Protocol.WEBMENTION, target)

    assert states(publisher.send()) == {target: State.TOLD}
    assert len(blog.posts) == 2
    assert publisher.send().rows == []


def test_a_run_that_was_killed_never_sends_a_second_trackback(publisher: Publisher, blog: Receiver) -> None:
    target = blog.trackback_page()
    publisher.links_to(target)
    stopped_while_sending(publisher, Protocol.TRACKBACK, target)

    (row,) = publisher.send().rows

    assert "it may have arrived" in row.mention.why
    assert len(blog.posts) == 1
    assert publisher.send().rows == []


def test_a_dry_run_sends_nothing_and_says_what_it_would(publisher: Publisher, blog: Receiver) -> None:
    mention, silent = blog.webmention_page(), blog.page("/silent")
    publisher.site.essay(body=f"See [this]({mention}) and [that]({silent}).")

    report = preview(publisher.order(), publisher.web(), NOW)

    assert states(report) == {mention: State.SENDING, silent: State.NO_DOOR}
    assert [row.mention.endpoint for row in report.rows if row.mention.target == mention] == [
        f"{blog.url}/webmention"
    ]
    assert blog.posts == []
    assert not publisher.sent_path.exists()


def test_what_was_sent_by_something_else_can_be_noted_as_told(publisher: Publisher, blog: Receiver) -> None:
    mention, ping = blog.webmention_page(), blog.pingback_page()
    publisher.links_to(mention, ping)
    assert take_as_sent(publisher.order(), NOW).noted == 2
    assert publisher.send().rows == []
    publisher.links_to(mention, ping, title="On keeping promises")

    publisher.send()

    assert [path for path, _ in blog.posts] == ["/webmention"]
