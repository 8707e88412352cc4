"""Whatever answers whatever: the record can be read, and a second run has nothing to do."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from import_making import a_response, imported, on, record, run, tree
from pledges.importers.imported import ImportedResponse, Status
from pledges.importers.threads import Orphans

KEYS = "abcdefg"
ITEMS = st.lists(
    st.builds(
        lambda key, parent, day, status, text: a_response(
            key, parent, date=on(day) if day else None, status=status, text=text
        ),
        key=st.sampled_from(KEYS),
        parent=st.sampled_from(["", *KEYS, "missing"]),
        day=st.integers(0, 28),
        status=st.sampled_from([Status.LIVE, Status.LIVE, Status.LIVE, *Status]),
        text=st.sampled_from(["Words.", "More words.", " "]),
    ),
    max_size=10,
)


def given_once(
    items: Sequence[ImportedResponse], orphans: Orphans
) -> tuple[Path, tempfile.TemporaryDirectory[str]]:
    folder = tempfile.TemporaryDirectory()
    content = record(Path(folder.name))
    report = run(content, items, orphans=orphans)
    counted = (report.new, report.skipped, report.aside)
    assert sum(one.total() for one in counted) + report.places_kept == len(items)
    return content, folder


@given(items=ITEMS, orphans=st.sampled_from(Orphans))
@settings(deadline=None, max_examples=30)
def test_an_import_leaves_a_sound_record_and_a_second_has_nothing_to_do(
    items: list[ImportedResponse], orphans: Orphans
) -> None:
    content, folder = given_once(items, orphans)
    with folder:
        before = tree(content)
        again = run(content, items, orphans=orphans)
        assert (again.total_new, again.places_kept, again.conversations) == (0, 0, 0)
        assert tree(content) == before


@given(items=ITEMS, orphans=st.sampled_from(Orphans))
@settings(deadline=None, max_examples=30)
def test_nothing_stands_before_what_it_answers_and_the_rest_is_in_order_of_date(
    items: list[ImportedResponse], orphans: Orphans
) -> None:
    content, folder = given_once(items, orphans)
    with folder:
        met: set[str] = set()
        roots: list[dt.datetime] = []
        for line in imported(content):
            parent = line.get("in_reply_to", "")
            assert not parent or parent in met
            met.add(line["id"])
            if not parent and "erased" not in line:
                roots.append(dt.datetime.fromisoformat(line["date"]))
        drawn = [line for line in imported(content) if "in_reply_to" in line]
        assert drawn or roots == sorted(roots)


@given(items=ITEMS, older=st.integers(0, 10))
@settings(deadline=None, max_examples=30)
def test_an_older_export_first_brings_no_less(items: list[ImportedResponse], older: int) -> None:
    """Two exports of one system, the first from before the later comments were made."""
    unique = list({item.key: item for item in reversed(items)}.values())
    content, folder = given_once(unique, Orphans.THREADS)
    with folder, tempfile.TemporaryDirectory() as other:
        stepwise = record(Path(other))
        run(stepwise, unique[:older], orphans=Orphans.THREADS)
        run(stepwise, unique, orphans=Orphans.THREADS)
        living = {line["id"] for line in imported(content) if "erased" not in line}
        assert {line["id"] for line in imported(stepwise) if "erased" not in line} == living
