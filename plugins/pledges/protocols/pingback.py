"""Pingback 1.0 (Langridge and Hickson): the XML-RPC call, its answer and its faults."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from pledges.protocols import xml_document
from pledges.protocols.web_url import same_target, web_url

CONTENT_TYPE = "text/xml; charset=utf-8"
MAX_BYTES = 8 * 1024
MAX_ANSWER_BYTES = 64 * 1024

GENERIC = 0
SOURCE_MISSING = 16
SOURCE_WITHOUT_LINK = 17
TARGET_MISSING = 32
TARGET_UNUSABLE = 33
ALREADY_REGISTERED = 48
ACCESS_DENIED = 49
UPSTREAM_ERROR = 50
NOT_WELL_FORMED = -32700
NO_SUCH_METHOD = -32601
BAD_PARAMETERS = -32602

_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'


@dataclass(frozen=True, slots=True)
class PingbackPing:
    """A claim that the page ``source`` links to the page ``target``."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A refusal in XML-RPC's own form; sent with HTTP status 200."""

    code: int
    text: str


@dataclass(frozen=True, slots=True)
class Success:
    """The other side took our ping, and said so in ``text``."""

    text: str


def parse_call(body: bytes) -> PingbackPing | Fault:
    """Return the ping in an XML-RPC call, or the fault to answer with.

    Any content type will do: senders get it wrong. A DTD, ``system.multicall`` and every method
    but ``pingback.ping`` are refused.
    """
    if len(body) > MAX_BYTES:
        return Fault(NOT_WELL_FORMED, f"The call is longer than {MAX_BYTES} bytes.")
    root = xml_document.parse(body.strip())
    if root is None or root.tag != "methodCall":
        return Fault(NOT_WELL_FORMED, "The call is not well-formed XML-RPC.")
    if (root.findtext("methodName") or "").strip() != "pingback.ping":
        return Fault(NO_SUCH_METHOD, "The only method here is pingback.ping.")
    values = [_string(value) for value in root.findall("params/param/value")]
    if len(values) != 2 or values[0] is None or values[1] is None:
        return Fault(BAD_PARAMETERS, "pingback.ping takes two strings: sourceURI and targetURI.")
    return _checked(values[0].strip(), values[1].strip())


def success(text: str) -> bytes:
    """Return the answer that acknowledges a ping; ``text`` is for whoever debugs the sender."""
    return (
        f"{_HEAD}<methodResponse>\n<params>\n<param><value><string>{xml_document.escaped(text)}"
        "</string></value></param>\n</params>\n</methodResponse>\n"
    ).encode()


def fault(code: int, text: str) -> bytes:
    """Return the answer that refuses a ping, with one of this module's codes."""
    return (
        f"{_HEAD}<methodResponse>\n<fault><value><struct>\n"
        f"<member><name>faultCode</name><value><int>{code:d}</int></value></member>\n"
        f"<member><name>faultString</name><value><string>{xml_document.escaped(text)}</string></value></member>\n"
        "</struct></value></fault>\n</methodResponse>\n"
    ).encode()


def call(source: str, target: str) -> bytes:
    """Return the body of our own ping; POST it as ``text/xml``."""
    parameters = "".join(
        f"<param><value><string>{xml_document.escaped(url)}</string></value></param>\n"
        for url in (source, target)
    )
    return (
        f"{_HEAD}<methodCall>\n<methodName>pingback.ping</methodName>\n<params>\n{parameters}"
        "</params>\n</methodCall>\n"
    ).encode()


def parse_answer(body: bytes) -> Success | Fault:
    """Return what the other side answered; an answer that cannot be read is a fault too."""
    root = xml_document.parse(body.strip()) if len(body) <= MAX_ANSWER_BYTES else None
    if root is None or root.tag != "methodResponse":
        return Fault(NOT_WELL_FORMED, "The answer is not well-formed XML-RPC.")
    if root.find("fault") is not None:
        members = {_name(member): member.find("value") for member in root.iter("member")}
        return Fault(_integer(members.get("faultCode")), _string(members.get("faultString")) or "")
    return Success(_string(root.find("params/param/value")) or "")


def _checked(source: str, target: str) -> PingbackPing | Fault:
    if not web_url(source):
        return Fault(SOURCE_MISSING, "sourceURI is not an http or https address.")
    if not web_url(target):
        return Fault(TARGET_UNUSABLE, "targetURI is not an http or https address.")
    if same_target(source, target):
        return Fault(GENERIC, "sourceURI and targetURI are the same page.")
    return PingbackPing(source, target)


def _string(value: Element | None) -> str | None:
    """Return a value's text; XML-RPC lets ``<string>`` be left out."""
    if value is None or len(value) > 1:
        return None
    if len(value) == 0:
        return value.text or ""
    return value[0].text or "" if value[0].tag == "string" and len(value[0]) == 0 else None


def _integer(value: Element | None) -> int:
    """Return a fault's code, 0 when it is missing or absurd (int() refuses 5,000 digits)."""
    text = "".join(value.itertext()).strip() if value is not None else ""
    return int(text) if len(text) <= 10 and text.removeprefix("-").isdecimal() else GENERIC


def _name(member: Element) -> str:
    return (member.findtext("name") or "").strip()
