"""Disqus's XML, as its documentation and real exports have it."""

from __future__ import annotations

from pathlib import Path

import pytest

from import_making import by_text, record, run, tree
from pledges.errors import ContentError
from pledges.importers.disqus import SYSTEM, read_disqus

HEAD = """<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://disqus.com/api/schemas/1.0/disqus.xsd">
<category dsq:id="1"><forum>lead</forum><title>General</title><isDefault>true</isDefault></category>
"""


def thread(number: int, link: str, identifier: str = "") -> str:
    return f"""<thread dsq:id="{number}"><id>{identifier}</id><forum>lead</forum><category dsq:id="1" />
<link>{link}</link><title>On promises</title><message /><createdAt>2019-05-01T08:00:00Z</createdAt>
<author><name>Maya</name><isAnonymous>false</isAnonymous><username>maya</username></author>
<isClosed>false</isClosed><isDeleted>false</isDeleted></thread>
"""


def post(
    number: int, text: str, *, of: int = 10, parent: int = 0, spam: bool = False, deleted: bool = False
) -> str:
    answers = f'<parent dsq:id="{parent}" />' if parent else ""
    return f"""<post dsq:id="{number}"><id>wp_id={number}</id><message><![CDATA[{text}]]></message>
<createdAt>2019-05-02T10:00:{number:02}Z</createdAt><isDeleted>{str(deleted).lower()}</isDeleted>
<isSpam>{str(spam).lower()}</isSpam><author><name>Ada &amp; Bo</name><email>ada@mail.example</email>
<isAnonymous>true</isAnonymous></author><ipAddress>203.0.113.7</ipAddress>
<thread dsq:id="{of}" />{answers}</post>
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return record(tmp_path)


def written(tmp_path: Path, *parts: str) -> Path:
    file = tmp_path / "export.xml"
    file.write_text(HEAD + "".join(parts) + "</disqus>", encoding="utf-8")
    return file


def test_threads_texts_dates_and_authors_come_over_and_nothing_private(content: Path, tmp_path: Path) -> None:
    file = written(
        tmp_path,
        thread(10, "https://old.example/2019/05/on-promises/"),
        thread(11, "", "a-person-answers"),
        post(20, "<p>First &amp; <i>foremost</i></p>"),
        post(21, "<p>Indeed.</p>", parent=20),
        post(22, "<p>Gone</p>", deleted=True),
        post(23, "<p>Why gone?</p>", parent=22),
        post(24, "<p>Buy!</p>", spam=True),
        post(25, "<p>On a promise</p>", of=11),
        post(26, "<p>No parent</p>", parent=99),
    )
    report = run(content, read_disqus(file), system=SYSTEM)
    found = by_text(content)
    assert list(found) == ["First & *foremost*", "Indeed.", "Why gone?"]
    first = found["First & *foremost*"]
    assert (first["date"], first["author"]) == ("2019-05-02T10:00:20Z", {"name": "Ada & Bo"})
    assert first["origin"] == "disqus:20"
    assert found["Indeed."]["in_reply_to"] == first["id"]
    assert report.skipped == {"is spam": 1}
    assert report.aside == {"answers what is not in the export": 1}
    assert (report.total_new, report.places_kept, report.pledges) == (4, 1, True)
    everything = b"".join(tree(content).values())
    assert b"mail.example" not in everything
    assert b"203.0.113.7" not in everything


def test_a_post_without_a_thread_or_a_name_is_a_problem_with_its_line(content: Path, tmp_path: Path) -> None:
    good = thread(10, "/on-promises/") + post(20, "Good.")
    bad = '<post dsq:id="21"><message>x</message></post>\n<post><message>y</message></post>\n'
    report = run(content, read_disqus(written(tmp_path, good, bad)), system=SYSTEM)
    assert (report.total_new, report.aside) == (1, {"cannot be read": 2})


def test_a_post_of_an_unknown_thread_is_kept_aside(content: Path, tmp_path: Path) -> None:
    report = run(content, read_disqus(written(tmp_path, post(20, "Lost.", of=77))), system=SYSTEM)
    assert report.unknown == {"Disqus thread 77": 1}


def test_links_lead_where_they_led_before_disqus_counted_who_follows_them(
    content: Path, tmp_path: Path
) -> None:
    tracked = "http://disq.us/url?url=https%3A%2F%2Fa.example%2Fx%3Fa%3D1%26b%3A9Yb0Ar1lSMQZvC8mQLXYDSd0oWY&amp;cuid=7"
    text = f'<p><a href="{tracked}" rel="nofollow">a.example</a></p>'
    run(content, read_disqus(written(tmp_path, thread(10, "/on-promises/"), post(20, text))), system=SYSTEM)
    assert list(by_text(content)) == ["[a.example](https://a.example/x?a=1&b)"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<rss></rss>", "has no threads of Disqus"),
        (HEAD + thread(10, "/x/") + "<post", "is not well-formed XML"),
        ("no XML", "is not well-formed XML"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><disqus>&a;</disqus>', "has a document type"),
        ("", "is not well-formed XML"),
    ],
)
def test_what_is_no_export_imports_nothing(content: Path, tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "export.xml"
    file.write_text(text, encoding="utf-8")
    before = tree(content)
    with pytest.raises(ContentError, match=message):
        run(content, read_disqus(file), system=SYSTEM)
    assert tree(content) == before


def test_entities_are_never_read_from_the_disk(content: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret words", encoding="utf-8")
    file = tmp_path / "export.xml"
    dtd = f'<!DOCTYPE disqus [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    file.write_text(HEAD.replace("<disqus", f"{dtd}<disqus") + post(1, "&x;") + "</disqus>", encoding="utf-8")
    with pytest.raises(ContentError, match="has a document type"):
        list(read_disqus(file))
