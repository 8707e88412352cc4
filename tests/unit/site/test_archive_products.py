"""Archives are put together from what is printed beside them, and are the same however that goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from pledges.domain.address import feed, file_of, pledge
from pledges.domain.document import Document
from pledges.domain.response import Response
from pledges.site.archive_products import Archives
from pledges.site.builder import Builder, Report
from pledges.site.inputs import Inputs
from pledges.site.printer import Printer
from pledges.site.product import FeedProduct, FileProduct, LateProduct, Product, Source, Unit
from pledges.site.reads import Changes
from pledges.site.spool import Spool
from pledges.views.feeds import target_feed
from pledges.views.publication import Publication
from promise_making import comment, instant, make_pledge
from publishing import publish
from theme_views import SITE

PLEDGES = [make_pledge(id=f"p-{number}", slug=f"p-{number}") for number in range(3)]


def said(target: str, number: int) -> list[Response]:
    moments = (instant("2026-02-01T08:00") + dt.timedelta(hours=7 * one) for one in range(number))
    return [comment(f"{target}-r{one}", moment, text="So *it* is.") for one, moment in enumerate(moments)]


def published(**settings: int) -> Publication:
    answers = {pledge.id: said(pledge.id, 70) for pledge in PLEDGES}
    return publish("2026-06-30", *PLEDGES, responses=answers, **settings)


def builder(output: Path) -> Builder:
    return Builder(output, Printer([], SITE, b""))


def documents(publication: Publication, kept: Archives | None) -> Iterable[Unit]:
    def printed(target: Document) -> Iterator[Product]:
        own = target_feed(publication, target)
        yield FeedProduct(file_of(feed(pledge(target.slug))), "atom", own)
        if kept:
            kept.take(target, own.entries)

    return [Unit(one.id, partial(printed, one), number) for number, one in enumerate(PLEDGES)]


def build(output: Path, publication: Publication, *, processes: int = 1, shared: bool = True) -> Report:
    with closing(Archives(publication, output.parent)) as kept:
        units = partial(documents, publication, kept if shared else None)
        sources = [Source("archives", kept.units, keys_say_all=True), Source("documents", units)]
        return builder(output).build_sources(sources, processes=processes)


def tree(output: Path) -> dict[str, bytes]:
    files = (path for path in output.rglob("*") if path.is_file())
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("settings", [{}, {"FEED_SIZE": 10}])
def test_the_bytes_are_the_same_whoever_prints_the_entries(tmp_path: Path, settings: dict[str, int]) -> None:
    """In this process, in several, or only once an archive asks for them, as feeds show few of them."""
    ways = {"one": {"processes": 1}, "two": {"processes": 2}, "alone": {"shared": False}}
    for name, way in ways.items():
        build(tmp_path / name, published(**settings), **way)

    alone = tree(tmp_path / "alone")
    archives = [content for name, content in alone.items() if "archive-" in name]
    assert len(archives) >= 2
    assert sum(content.count(b"<entry>") for content in archives) == 210
    assert tree(tmp_path / "one") == tree(tmp_path / "two") == alone
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith(".")) == sorted(ways)


def test_an_archive_that_stands_is_not_made_again_and_one_that_is_gone_is(tmp_path: Path) -> None:
    output = tmp_path / "output"
    build(output, published())
    before = tree(output)
    archives = sorted(output.rglob("archive-*"))
    archives[0].unlink()

    assert build(output, published()) == Report(printed=1, unchanged=len(before) - 1)
    assert tree(output) == before


def test_a_spool_gives_back_what_is_added_in_any_order(tmp_path: Path) -> None:
    with closing(Spool(tmp_path)) as spool:
        spool.add([(25, b"c"), (11, b"a")])
        spool.add([(3, b"too early"), (12, bytes(70_000)), (25, b"c")])
        pieces = spool.by_period([10, 20, 30])

        assert pieces.of(10) == [b"a", bytes(70_000)]
        assert pieces.of(20) == [b"c", b"c"]
        assert (pieces.places(20), pieces.of(30)) == (1, [])
    assert [*tmp_path.iterdir()] == []


def test_a_spool_takes_more_than_is_held_in_memory(tmp_path: Path) -> None:
    with closing(Spool(tmp_path)) as spool:
        spool.add((number, str(number).encode()) for number in range(5_000))

        assert spool.by_period([0]).of(0) == [str(number).encode() for number in range(5_000)]


def test_an_empty_spool_has_nothing(tmp_path: Path) -> None:
    with closing(Spool(tmp_path)) as spool:
        assert spool.by_period([1]).of(1) == []


# --- late units ---------------------------------------------------------------------------------------


def test_what_is_late_is_announced_first_and_made_last(tmp_path: Path) -> None:
    told: list[str] = []

    def late() -> Iterator[Product]:
        yield LateProduct("late", "form", SITE, partial(told.append, "wanted"), partial(make, "late"))

    def make(name: str) -> bytes:
        told.append(name)
        return name.encode()

    def early() -> Iterator[Product]:
        told.append("early")
        yield FileProduct("early", b"")

    sources = [
        Source("late", lambda: [Unit("late", late, is_late=True)]),
        Source("early", lambda: [Unit("early", early)]),
    ]
    assert builder(tmp_path / "output").build_sources(sources) == Report(printed=2)
    assert told == ["wanted", "early", "late"]

    told.clear()
    assert builder(tmp_path / "output").build_sources(sources) == Report(unchanged=2)
    assert told == ["early"]


@pytest.mark.parametrize(("keys_say_all", "looked_at"), [(True, []), (False, ["a"])])
def test_keys_that_say_all_stand_whatever_finding_them_has_read(
    tmp_path: Path, keys_say_all: bool, looked_at: list[str]
) -> None:
    made: list[str] = []
    inputs = Inputs(rest=b"1")

    def find() -> list[Unit]:
        built.reads.add("archives/*")
        return [Unit("a", lambda: [*map(file, ["a"])])]

    def file(name: str) -> Product:
        made.append(name)
        return FileProduct(name, b"")

    built = builder(tmp_path / "output")
    sources = [Source("archives", find, keys_say_all=keys_say_all)]
    built.build_sources(sources, inputs)
    made.clear()

    built.build_sources(sources, inputs, changes=Changes(inputs, frozenset({"archives/*"})))
    assert made == looked_at
