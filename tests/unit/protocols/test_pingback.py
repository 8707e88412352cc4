"""Pingback 1.0: calls of true and hostile clients, and answers that true clients read."""

from __future__ import annotations

import xmlrpc.client

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.protocols import pingback
from pledges.protocols.pingback import Fault, PingbackPing, Success, parse_answer, parse_call

SOURCE, TARGET = "https://them.example/post?a=1&b=2", "https://us.example/essays/x/"
PING = PingbackPing(SOURCE, TARGET)
ESCAPED = SOURCE.replace("&", "&amp;")
CALL = (
    "<methodCall><methodName>pingback.ping</methodName><params>"
    f"<param><value><string>{ESCAPED}</string></value></param>"
    f"<param><value><string>{TARGET}</string></value></param></params></methodCall>"
)


def test_a_call_of_pythons_client_is_read() -> None:
    assert parse_call(xmlrpc.client.dumps((SOURCE, TARGET), "pingback.ping").encode()) == PING


def test_our_own_call_is_read_and_is_what_the_specification_shows() -> None:
    assert parse_call(pingback.call(SOURCE, TARGET)) == PING
    assert pingback.call("https://a.example/?x=1&y", "https://b.example/") == (
        b'<?xml version="1.0" encoding="utf-8"?>\n<methodCall>\n'
        b"<methodName>pingback.ping</methodName>\n<params>\n"
        b"<param><value><string>https://a.example/?x=1&amp;y</string></value></param>\n"
        b"<param><value><string>https://b.example/</string></value></param>\n</params>\n</methodCall>\n"
    )


@pytest.mark.parametrize(
    "body",
    [
        CALL.replace("<string>", "").replace("</string>", "").encode(),
        b"\n  " + CALL.encode() + b"\n",
        b"\xef\xbb\xbf" + CALL.encode(),
        ('<?xml version="1.0" encoding="ISO-8859-1"?>' + CALL).encode("latin-1"),
        ('<?xml version="1.0" encoding="utf-16"?>' + CALL).encode("utf-16"),
        CALL.replace("<string>", "<string>\n").replace("</string>", "\n</string>").encode(),
    ],
    ids=[
        "no string elements",
        "white space",
        "byte order mark",
        "Latin-1",
        "UTF-16",
        "white space in values",
    ],
)
def test_calls_in_the_forms_that_clients_send_are_read(body: bytes) -> None:
    assert parse_call(body) == PING


DTD = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'
MULTICALL = xmlrpc.client.dumps(
    ([{"methodName": "pingback.ping", "params": [SOURCE, TARGET]}],), "system.multicall"
)

DEEP = CALL.replace(f"<string>{ESCAPED}</string>", "<array>" * 400 + "</array>" * 400).encode()

REFUSED = {
    "empty": (b"", pingback.NOT_WELL_FORMED),
    "no XML": (b"source=a&target=b", pingback.NOT_WELL_FORMED),
    "unescaped ampersand": (CALL.replace("&amp;", "&").encode(), pingback.NOT_WELL_FORMED),
    "DTD": ((DTD + CALL).encode(), pingback.NOT_WELL_FORMED),
    "bare DTD": (("<!DOCTYPE methodCall>" + CALL).encode(), pingback.NOT_WELL_FORMED),
    "external DTD": (('<!DOCTYPE x SYSTEM "http://127.0.0.1/">' + CALL).encode(), pingback.NOT_WELL_FORMED),
    "unknown encoding": (('<?xml version="1.0" encoding="x-y"?>' + CALL).encode(), pingback.NOT_WELL_FORMED),
    "UTF-7": (('<?xml version="1.0" encoding="utf-7"?>' + CALL).encode(), pingback.NOT_WELL_FORMED),
    "Shift_JIS": (('<?xml version="1.0" encoding="shift_jis"?>' + CALL).encode(), pingback.NOT_WELL_FORMED),
    "too long": (CALL.encode() + b" " * 10 + b"<!--" + b"a" * 9000 + b"-->", pingback.NOT_WELL_FORMED),
    "another document": (b"<html/>", pingback.NOT_WELL_FORMED),
    "a response": (pingback.success("x"), pingback.NOT_WELL_FORMED),
    "no method": (b"<methodCall/>", pingback.NO_SUCH_METHOD),
    "multicall": (MULTICALL.encode(), pingback.NO_SUCH_METHOD),
    "other method": (xmlrpc.client.dumps((), "system.listMethods").encode(), pingback.NO_SUCH_METHOD),
    "no parameters": (xmlrpc.client.dumps((), "pingback.ping").encode(), pingback.BAD_PARAMETERS),
    "one": (xmlrpc.client.dumps((SOURCE,), "pingback.ping").encode(), pingback.BAD_PARAMETERS),
    "three": (xmlrpc.client.dumps((SOURCE,) * 3, "pingback.ping").encode(), pingback.BAD_PARAMETERS),
    "integers": (xmlrpc.client.dumps((1, 2), "pingback.ping").encode(), pingback.BAD_PARAMETERS),
    "arrays": (xmlrpc.client.dumps(([SOURCE], TARGET), "pingback.ping").encode(), pingback.BAD_PARAMETERS),
    "5,000 digits": (CALL.replace(f"<string>{ESCAPED}</string>", f"<int>{'9' * 5000}</int>").encode(),
                     pingback.BAD_PARAMETERS),
    "boolean 7": (CALL.replace(f"<string>{ESCAPED}</string>", "<boolean>7</boolean>").encode(),
                  pingback.BAD_PARAMETERS),
    "deep arrays": (DEEP, pingback.BAD_PARAMETERS),
    "source is no address": (pingback.call("there", TARGET), pingback.SOURCE_MISSING),
    "target is no address": (pingback.call(SOURCE, "javascript:x"), pingback.TARGET_UNUSABLE),
    "same page": (pingback.call(TARGET + "#a", TARGET), pingback.GENERIC),
}  # fmt: skip


@pytest.mark.parametrize(("body", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_ping_gets_the_fault_that_fits(body: bytes, code: int) -> None:
    refused = parse_call(body)
    assert isinstance(refused, Fault)
    assert refused.code == code


@given(st.binary(max_size=300))
def test_no_bytes_raise(body: bytes) -> None:
    assert isinstance(parse_call(body), Fault)
    assert isinstance(parse_answer(body), Fault)


def test_pythons_client_reads_our_answer() -> None:
    assert xmlrpc.client.loads(pingback.success("Received <b> & thanks.").decode())[0] == (
        "Received <b> & thanks.",
    )


@given(code=st.integers(-32768, 32767), text=st.text(st.characters(exclude_categories=[])))
def test_pythons_client_reads_our_faults_whatever_is_in_their_text(code: int, text: str) -> None:
    with pytest.raises(xmlrpc.client.Fault) as raised:
        xmlrpc.client.loads(pingback.fault(code, text).decode())
    assert raised.value.faultCode == code


def test_control_characters_are_not_written() -> None:
    assert b"<string>ab</string>" in pingback.fault(0, "a\x00\x0b\ud800b")


def test_a_fault_is_written_byte_by_byte_as_xml_rpc_shows() -> None:
    assert pingback.fault(48, "Known already.") == (
        b'<?xml version="1.0" encoding="utf-8"?>\n<methodResponse>\n<fault><value><struct>\n'
        b"<member><name>faultCode</name><value><int>48</int></value></member>\n"
        b"<member><name>faultString</name><value><string>Known already.</string></value></member>\n"
        b"</struct></value></fault>\n</methodResponse>\n"
    )


def test_answers_of_others_are_read() -> None:
    assert parse_answer(xmlrpc.client.dumps(("Thanks",), methodresponse=True).encode()) == Success("Thanks")
    assert parse_answer(
        b"<methodResponse><params><param><value>Yes</value></param></params></methodResponse>"
    ) == (Success("Yes"))
    assert parse_answer(xmlrpc.client.dumps(xmlrpc.client.Fault(48, "Known")).encode()) == Fault(48, "Known")
    i4 = pingback.fault(17, "No link").replace(b"int>", b"i4>")
    assert parse_answer(i4) == Fault(17, "No link")


@pytest.mark.parametrize("number", ["9" * 5000, "x", "", "-", "٣"])
def test_a_fault_with_an_absurd_code_is_a_generic_one(number: str) -> None:
    answer = pingback.fault(7, "x").replace(b"<int>7</int>", f"<int>{number}</int>".encode())
    assert parse_answer(answer) in {Fault(0, "x"), Fault(3, "x")}
