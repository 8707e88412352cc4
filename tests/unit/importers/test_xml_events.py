"""Large XML, element by element and in little memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from pledges.errors import ContentError
from pledges.importers.xml_events import elements


def test_elements_come_with_all_that_is_in_them_one_within_another_first(tmp_path: Path) -> None:
    file = tmp_path / "x.xml"
    file.write_text(
        '<r><i><t>one</t><c n="1"><x>a</x></c><c n="2"><x>b</x></c><z>end</z></i><i><t>two</t></i></r>',
        encoding="utf-8",
    )
    seen = []
    for element in elements(file, ("i", "c")):
        parent = element.getparent()
        title = parent.findtext("t") if parent is not None else ""
        seen.append((element.tag, element.findtext("x") or element.findtext("z"), title, element.get("n")))
    assert seen == [
        ("c", "a", "one", "1"),
        ("c", "b", "one", "2"),
        ("i", "end", None, None),
        ("i", None, None, None),
    ]


def test_what_was_read_is_forgotten_however_large_the_file(tmp_path: Path) -> None:
    file = tmp_path / "x.xml"
    with file.open("w", encoding="utf-8") as out:
        out.write("<r><i><t>title</t>")
        out.writelines(f"<c><x>{n}</x></c>\n" for n in range(20_000))
        out.write("</i></r>")
    behind = 0
    for count, element in enumerate(elements(file, ("i", "c"))):
        parent = element.getparent()
        assert parent is not None
        behind = max(behind, parent.index(element))
        assert element.tag == "i" or element.findtext("x") == str(count)
    assert behind <= 2


@pytest.mark.parametrize(
    "text",
    [
        "<r><i></r>",
        "<r><i/>",
        "<r>&undefined;<i/></r>",
        '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><r><i>&b;</i></r>',
        '<!DOCTYPE r SYSTEM "http://127.0.0.1/x.dtd"><r><i/></r>',
        "<r>" + "<d>" * 5_000,
    ],
)
def test_broken_and_hostile_documents_are_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.xml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError):
        list(elements(file, ("i",)))
