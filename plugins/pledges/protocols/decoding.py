"""Bytes → text, when the sender does not say, or says it wrongly, how it wrote them."""

from __future__ import annotations

import re
from email.message import Message

import webencodings
from bs4.dammit import EncodingDetector

# Kana proves Japanese; kanji alone is what Western text looks like when read as Shift_JIS.
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_NOT_JAPANESE = re.compile(r"[^\x00-\x7f\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")
_META_PRESCAN_BYTES = 1024 * 4


def media_type(content_type: str) -> str:
    """Return the lower-case ``type/subtype`` of a Content-Type header, or an empty string."""
    return content_type.partition(";")[0].strip().lower()


def declared_charset(content_type: str) -> str:
    """Return the ``charset`` parameter of a Content-Type header, or an empty string."""
    header = Message()
    header["content-type"] = content_type.replace("\n", " ").replace("\r", " ")
    charset = header.get_param("charset", "")
    return charset.strip() if isinstance(charset, str) else ""


def strictly(octets: bytes, charset: str) -> str | None:
    """Return the text if ``charset`` is one that browsers know and all bytes fit, else None.

    The WHATWG list holds no UTF-7, which would smuggle markup past every filter, and none of
    Python's codecs that are no charsets.
    """
    encoding = webencodings.lookup(charset) if charset else None
    if encoding is None or encoding.name == "x-user-defined":
        return None
    try:
        return str(encoding.codec_info.decode(octets, "strict")[0])
    except (UnicodeError, ValueError):
        return None


def html_text(body: bytes, content_type: str) -> str:
    """Return a page's text: byte order mark, header, ``<meta>``, UTF-8, then Windows-1252."""
    declared = EncodingDetector.find_declared_encoding(body[:_META_PRESCAN_BYTES], is_html=True) or ""
    for charset in (_marked(body), declared_charset(content_type), str(declared), "utf-8"):
        text = strictly(body, charset)
        if text is not None:
            return text.removeprefix("\ufeff")
    known = webencodings.lookup(declared_charset(content_type)) or webencodings.lookup("utf-8")
    text = body.decode("utf-8", "replace") if known is None else webencodings.decode(body, known)[0]
    return str(text).removeprefix("\ufeff")


def form_charset(octets: bytes, declared: tuple[str, ...]) -> str:
    """Return the charset of a form's fields, judged by all their bytes together.

    The first of ``declared`` that fits wins; then strict UTF-8; then Japanese where it is plain
    that it is; then Windows-1252, which fits nearly everything. TrackBack 1.2 lets the client
    leave the charset out, and most do.
    """
    for charset in (*declared, "utf-8"):
        if strictly(octets, charset) is not None and not _hides_escapes(octets, charset):
            return charset
    if b"\x1b$" in octets and strictly(octets, "iso-2022-jp") is not None:
        return "iso-2022-jp"
    for charset in ("euc-jp", "shift_jis"):
        text = strictly(octets, charset)
        if text is not None and _KANA.search(text) and not _NOT_JAPANESE.search(text):
            return charset
    return "windows-1252"


def _hides_escapes(octets: bytes, charset: str) -> bool:
    """ISO-2022-JP is seven-bit, so undeclared it passes for UTF-8 and comes out as gibberish."""
    return b"\x1b$" in octets and charset.lower() in {"utf-8", "utf8", "us-ascii", "ascii"}


def _marked(body: bytes) -> str:
    """Return the charset that a byte order mark names, or an empty string."""
    if body.startswith(b"\xef\xbb\xbf"):
        return "utf-8"
    if body.startswith(b"\xff\xfe"):
        return "utf-16le"
    return "utf-16be" if body.startswith(b"\xfe\xff") else ""
