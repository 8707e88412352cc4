"""The other end of :mod:`pledges.protocols.confined`: one task in, one answer out, then the process ends.

Started as ``python -m pledges.protocols.confined_task``.
"""

from __future__ import annotations

import contextlib
import resource
import sys
from dataclasses import dataclass

import msgspec

from pledges.protocols import discovery, microformats, source_page
from pledges.protocols.decoding import html_text
from pledges.protocols.mention import NOBODY, Card
from pledges.protocols.source_page import SourceReading


@dataclass(frozen=True, slots=True)
class Confinement:
    """Limits of one parse: seconds by the clock, seconds of processor, bytes of address space.

    The largest honest page takes a third of this; a page without microformats takes a tenth.
    """

    timeout_s: float = 12.0
    cpu_s: int = 5
    memory_bytes: int = 768 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where a page wants to be told of links to it; empty where it does not. All are absolute."""

    webmention: str = ""
    pingback: str = ""
    trackback: str = ""


class SourceTask(msgspec.Struct, frozen=True, tag="source"):
    """Read a page that may link to ours."""

    body: bytes
    content_type: str
    source_url: str
    targets: tuple[str, ...]
    our_text: str = ""
    microformats: bool = True

    def run(self) -> SourceReading:
        """Return what the page says about ours."""
        return source_page.read(
            self.body,
            self.content_type,
            self.source_url,
            self.targets,
            self.our_text,
            microformats=self.microformats,
        )


class AuthorTask(msgspec.Struct, frozen=True, tag="author"):
    """Read the page of an author."""

    body: bytes
    content_type: str
    author_page: str

    def run(self) -> Card:
        """Return whom the page represents."""
        text = html_text(self.body, self.content_type)
        return microformats.author_on(text, self.author_page) or NOBODY


class EndpointsTask(msgspec.Struct, frozen=True, tag="endpoints"):
    """Read a page that ours links to."""

    body: bytes
    content_type: str
    page_url: str
    link_headers: tuple[str, ...]
    pingback_headers: tuple[str, ...]

    def run(self) -> Endpoints:
        """Return the addresses that take webmentions, pingbacks and trackbacks."""
        page = (self.content_type, self.body, self.page_url)
        text = html_text(self.body, self.content_type)
        return Endpoints(
            webmention=discovery.webmention_endpoint(self.link_headers, *page) or "",
            pingback=discovery.pingback_endpoint(self.pingback_headers, *page) or "",
            trackback=discovery.find_ping_url(text, self.page_url) or "",
        )


Task = SourceTask | AuthorTask | EndpointsTask


class Order(msgspec.Struct, frozen=True):
    """What the parent process sends."""

    task: Task
    limits: Confinement


def confine(limits: Confinement) -> None:
    """Bind this process: memory, processor time, no core dump, no new file content.

    A system that knows a limit but does not enforce it (macOS and address space) still has the
    parent's clock.
    """
    wanted = {
        resource.RLIMIT_AS: limits.memory_bytes,
        resource.RLIMIT_CPU: limits.cpu_s,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
    }
    for limit, value in wanted.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))


def main() -> None:
    """Read an order from standard input, obey it within its limits, write the answer."""
    order = msgspec.json.decode(sys.stdin.buffer.read(), type=Order)
    confine(order.limits)
    sys.stdout.buffer.write(msgspec.json.encode(order.task.run()))


if __name__ == "__main__":
    main()
