"""Several processes print what one would, and a failure in any of them is told as if there were one."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from pledges.site.builder import AddressTaken, Builder, Report
from pledges.site.printer import Printer
from pledges.site.product import FileProduct, Product, Source, Unit
from pledges.site.workers import WORTH_SHARING, processes_for, shared
from theme_views import SITE


def builder(output: Path) -> Builder:
    return Builder(output, Printer([], SITE, b""))


def one(path: str, content: str = "", group: int = 0) -> Unit:
    return Unit(path, lambda: [FileProduct(path, content.encode())], group)


def found(units: list[Unit]) -> list[Source]:
    return [Source("all", lambda: units)]


HUNDRED = [one(f"{n % 7}/{n}", str(n), n) for n in range(100)]


def tree(output: Path) -> dict[str, bytes]:
    files = (path for path in output.rglob("*") if path.is_file())
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in files}


def test_every_share_is_done_in_a_process_of_its_own() -> None:
    results = shared(lambda share: f"{share} {os.getpid()}".encode(), 3)

    assert results is not None
    assert [result.split()[0] for result in results] == [b"0", b"1", b"2"]
    assert len({result.split()[1] for result in results}) == 3


def test_a_result_may_be_larger_than_a_pipe_holds() -> None:
    assert shared(lambda share: bytes(3_000_000), 2) == [bytes(3_000_000)] * 2


def test_a_share_that_fails_is_no_result() -> None:
    def work(share: int) -> bytes:
        if share:
            raise ValueError
        return b""

    assert shared(work, 2) is None


def test_children_are_waited_for_when_this_process_fails() -> None:
    def work(share: int) -> bytes:
        if not share:
            raise ValueError("ours")
        return b"theirs"

    with pytest.raises(ValueError, match="ours"):
        shared(work, 3)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_the_bytes_are_the_same_whatever_the_number_of_processes(tmp_path: Path, processes: int) -> None:
    built = builder(tmp_path / "output")

    assert built.build_sources(found(HUNDRED), processes=processes) == Report(printed=100)
    assert tree(tmp_path / "output") == {f"{n % 7}/{n}": str(n).encode() for n in range(100)}
    assert built.build_sources(found(HUNDRED), processes=4 - processes) == Report(unchanged=100)


def test_one_address_claimed_in_two_processes_leaves_the_last_good_site(tmp_path: Path) -> None:
    built = builder(tmp_path / "output")
    built.build_sources(found(HUNDRED), processes=2)
    before = tree(tmp_path / "output")

    with pytest.raises(AddressTaken, match="two pages claim"):
        built.build_sources(found([one("same"), one("same", group=1)]), processes=2)
    assert tree(tmp_path / "output") == before


def test_what_goes_wrong_in_another_process_is_raised_here(tmp_path: Path) -> None:
    def fail() -> list[Product]:
        raise LookupError("in the second share")

    with pytest.raises(LookupError, match="in the second share"):
        builder(tmp_path / "output").build_sources(found([one("a"), Unit("b", fail, group=1)]), processes=2)
    assert not (tmp_path / "output").exists()
    assert not (tmp_path / ".output.staging").exists()


def test_small_work_is_not_shared() -> None:
    assert processes_for(WORTH_SHARING - 1) == 1


def test_nothing_forks_while_another_thread_runs() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert processes_for(WORTH_SHARING) == 1
    finally:
        done.set()
        thread.join()
