"""Strangers' pages are parsed here: in a process of their own, with limits, that can be killed.

A page of one megabyte can keep any HTML parser busy for minutes (100,000 nested elements: 22 s in
the fastest one there is) and make microformats parsing last for hours. The process inherits no
environment, so that no secret is near the stranger's bytes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

import msgspec

from pledges.errors import PledgesError
from pledges.protocols.confined_task import (
    AuthorTask,
    Confinement,
    Endpoints,
    EndpointsTask,
    Order,
    SourceTask,
    Task,
)
from pledges.protocols.mention import Card
from pledges.protocols.source_page import SourceReading

DEFAULT = Confinement()
#: What a page may take that is read without microformats (seconds of processor).
PLAIN_CPU_S = 2

_PROTOCOL_WORDS = (b"webmention", b"pingback", b"trackback", b"\0")

_Answer = TypeVar("_Answer")


class UnreadablePage(PledgesError):
    """A page could not be parsed within its limits of time and memory, or it broke the parser.

    ``lasts``: it is the page; False where only the clock ran out, for the machine may have been busy.
    """

    def __init__(self, message: str, *, lasts: bool) -> None:
        super().__init__(message)
        self.lasts = lasts


def read_source(
    body: bytes,
    content_type: str,
    source_url: str,
    targets: Iterable[str],
    our_text: str = "",
    *,
    limits: Confinement = DEFAULT,
) -> SourceReading:
    """Return what a source page says about ours, as :func:`pledges.protocols.source_page.read` does.

    A page whose microformats alone are too much is read again without them. Raises UnreadablePage.
    """
    task = SourceTask(body, content_type, source_url, tuple(targets), our_text)
    try:
        return _run(task, SourceReading, limits)
    except UnreadablePage:
        less = replace(limits, cpu_s=min(limits.cpu_s, PLAIN_CPU_S))
        return _run(msgspec.structs.replace(task, microformats=False), SourceReading, less)


def read_author(body: bytes, content_type: str, author_page: str, *, limits: Confinement = DEFAULT) -> Card:
    """Return whom an author's page represents, as ``microformats.author_on``; ``NOBODY`` if it does
    not say. Raises UnreadablePage.
    """
    return _run(AuthorTask(body, content_type, author_page), Card, limits)


def read_endpoints(
    link_headers: Iterable[str],
    pingback_headers: Iterable[str],
    content_type: str,
    body: bytes,
    page_url: str,
    *,
    limits: Confinement = DEFAULT,
) -> Endpoints:
    """Return where a page wants to be told of links, by all three protocols. Raises UnreadablePage.

    Most pages name none of them and are not parsed at all.
    """
    task = EndpointsTask(body, content_type, page_url, tuple(link_headers), tuple(pingback_headers))
    return _run(task, Endpoints, limits) if _names_protocols(task) else Endpoints()


def _names_protocols(task: EndpointsTask) -> bool:
    """Tell whether a protocol is named anywhere; UTF-16 and the like, with zeros between, are not read."""
    texts = (task.body.lower(), "\n".join((*task.link_headers, *task.pingback_headers)).lower().encode())
    return any(word in text for text in texts for word in _PROTOCOL_WORDS) or bool(task.pingback_headers)


def _run(task: Task, answer: type[_Answer], limits: Confinement) -> _Answer:
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "pledges.protocols.confined_task"],
            input=msgspec.json.encode(Order(task, limits)),
            capture_output=True,
            timeout=limits.timeout_s,
            cwd=os.sep,
            env={"PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))},
            check=True,
        )
        return msgspec.json.decode(done.stdout, type=answer)
    except (subprocess.SubprocessError, msgspec.MsgspecError) as error:
        lasts = not isinstance(error, subprocess.TimeoutExpired)
        raise UnreadablePage(f"The page could not be parsed within {limits}.", lasts=lasts) from error
