"""Measures the inbox: comments accepted per second, how long each takes, and approval to bytes on disk.

    .venv/bin/python tests/benchmarks/inbox.py --isso build/isso      beside Isso, in turn
    .venv/bin/python tests/benchmarks/inbox.py                        ours alone

``build/isso`` is a virtual environment with Isso and gunicorn; see ``docs/performance.md``. Every server is
started anew on an empty database for each run, holds all for moderation and answers when the comment is on
disk (SQLite, synchronous=FULL). Rate limits are off. Afterwards the rows are counted: what was accepted and
is not there ends the run with an error. Nothing leaves this machine.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from load import Load, closed_loop, numbered, open_loop, post
from measuring import percentile
from run import PLEDGES, SETTINGS

from corpus import SIZES, Corpus, write_site

SITE = "https://promises.example"
TEXT = "A person answered me on the second ring, at four in the morning, and stayed on the line. "
LIMIT_S = 20.0
RATE = 100.0
UNLIMITED = "1000000000"
#: What is approved now is dated now, and a site as of an earlier day would hide it.
TODAY = "del AS_OF\n"
ENV = {
    "PLEDGES_KEY": "k" * 40,
    "PLEDGES_LIMIT": UNLIMITED,
    "PLEDGES_LIMIT_DAY": UNLIMITED,
    "PLEDGES_BUSY": UNLIMITED,
}


@dataclass(frozen=True, slots=True)
class Running:
    """A started server. ``stored`` counts what its database holds."""

    port: int
    comment: Callable[[int], bytes]
    stored: Callable[[], int]


class Ours:
    """``pledges inbox serve``, as operators run it."""

    def __init__(self, site: Path, slugs: list[str], origin: str = SITE) -> None:
        self._site = site
        self._slugs = slugs
        self._origin = origin

    @contextmanager
    def start(self, folder: Path) -> Iterator[Running]:
        """Serve with the database in ``folder``."""
        database, port = folder / "inbox.sqlite", _free_port()
        command = [PLEDGES, "inbox", "serve", "--port", str(port)]
        command += ["-s", str(self._site / "benchmark_conf.py")]
        env = ENV | {"PLEDGES_DATABASE_URL": f"sqlite:///{database}"}
        with _server(command, env, port, folder):
            yield Running(port, self.comment, lambda: _rows(database, "submissions"))

    def comment(self, number: int) -> bytes:
        """Return the form of one comment."""
        slug = self._slugs[number % len(self._slugs)]
        fields = {"target": f"/pledges/{slug}/", "name": f"Reader {number}", "text": f"{TEXT * 3}{number}"}
        form = "application/x-www-form-urlencoded"
        headers = {"Content-Type": form, "Accept": "application/json", "Origin": self._origin}
        return post("/inbox/comments", urlencode(fields).encode(), headers)


class Isso:
    """Isso with its own server, or behind so many workers of gunicorn; its journal is SQLite's default
    (DELETE) or WAL. Its connections keep synchronous=FULL, which SQLite sets by default.
    """

    def __init__(self, programs: Path, slugs: list[str], workers: int = 0, journal: str = "delete") -> None:
        self._bin = programs
        self._slugs = slugs
        self._workers = workers
        self._journal = journal

    @contextmanager
    def start(self, folder: Path) -> Iterator[Running]:
        """Serve with the database in ``folder``."""
        database, port, settings = folder / "isso.sqlite", _free_port(), folder / "isso.cfg"
        settings.write_text(
            f"[general]\ndbpath={database}\nhost={SITE}/\nnotify=\n[server]\nlisten=http://127.0.0.1:{port}/\n"
            "[guard]\nenabled=false\n[moderation]\nenabled=true\n"
        )
        connection = sqlite3.connect(database)
        connection.execute(f"PRAGMA journal_mode={self._journal}")
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,), "not FULL"
        connection.close()
        command = [str(self._bin / "isso"), "-c", str(settings), "run"]
        if self._workers:
            command = [str(self._bin / "gunicorn"), "-b", f"127.0.0.1:{port}", "-w", str(self._workers)]
            command += ["--preload", "--log-level", "warning", "isso.run"]
        with _server(command, {"ISSO_SETTINGS": str(settings)}, port, folder):
            yield Running(port, self.comment, lambda: _rows(database, "comments"))

    def comment(self, number: int) -> bytes:
        """Return the JSON of one comment."""
        slug = self._slugs[number % len(self._slugs)]
        fields = {"author": f"Reader {number}", "title": slug, "text": f"{TEXT * 3}{number}"}
        path = f"/new?uri={quote(f'/pledges/{slug}/', safe='')}"
        headers = {"Content-Type": "application/json", "Origin": SITE}
        return post(path, json.dumps(fields).encode(), headers)


def measure(server: Ours | Isso, folder: Path, scale: float) -> dict[str, float]:
    """Return one run's figures: a second and milliseconds. Exits when an accepted comment is not stored."""
    folder.mkdir()
    with server.start(folder) as running:
        accepted, first = 0, 0

        def take(drive: Callable[[Iterator[bytes]], Load], count: float) -> Load:
            nonlocal accepted, first
            load = drive(numbered(running.comment, first, int(count * scale)))
            accepted, first = accepted + load.accepted, first + int(count * scale)
            if load.accepted != sum(load.statuses.values()):
                print(f"not all were accepted: {dict(load.statuses)}", file=sys.stderr)
            return load

        take(lambda requests: closed_loop(running.port, requests, 4, LIMIT_S), 50)  # warm
        one = take(lambda requests: closed_loop(running.port, requests, 1, LIMIT_S), 400)
        many = take(lambda requests: closed_loop(running.port, requests, 16, LIMIT_S), 1200)
        steady = take(lambda requests: open_loop(running.port, requests, RATE), RATE * 5)
        if running.stored() != accepted:
            sys.exit(f"{accepted} were accepted and {running.stored()} stored")
    shutil.rmtree(folder)
    return {
        "1 client, a second": one.per_s,
        "1 client, p50 ms": percentile(one.latencies, 0.5) * 1000,
        "1 client, p99 ms": percentile(one.latencies, 0.99) * 1000,
        "16 clients, a second": many.per_s,
        "16 clients, p50 ms": percentile(many.latencies, 0.5) * 1000,
        "16 clients, p99 ms": percentile(many.latencies, 0.99) * 1000,
        "100 a second, p50 ms": percentile(steady.latencies, 0.5) * 1000,
        "100 a second, p99 ms": percentile(steady.latencies, 0.99) * 1000,
    }


def report(runs: dict[str, list[dict[str, float]]]) -> str:
    """Return the medians as a Markdown table, and of each pair of runs the ratio's median."""
    others = [name for name in runs if name != "ours"]
    heads = [*runs, *(f"ours to {name}" for name in others)]
    lines = ["| | " + " | ".join(heads) + " |", "|---" * (len(heads) + 1) + "|"]
    for figure in runs["ours"][0]:
        cells = [f"{statistics.median(run[figure] for run in rows):.1f}" for rows in runs.values()]
        for name in others:
            pairs = zip(runs["ours"], runs[name], strict=True)
            cells.append(f"{statistics.median(ours[figure] / theirs[figure] for ours, theirs in pairs):.2f}")
        lines.append(f"| {figure} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def approvals(site: Path, corpus: Corpus, count: int) -> tuple[list[float], list[float]]:
    """Return seconds from approval to the line in the record, and to page and feeds on disk.

    The site and its inbox run as ``pledges serve``; the approval is what ``pledges inbox approve`` does.
    """
    from pledges.cli.inbox_project import open_project_inbox
    from pledges.inbox import service

    database, port = site / "approvals.sqlite", _free_port()
    os.environ.update(ENV | {"PLEDGES_DATABASE_URL": f"sqlite:///{database}"})
    command = [PLEDGES, "serve", "--port", str(port), "-s", str(site / "benchmark_conf.py")]
    targets = list(corpus.pledges())[:: max(1, len(list(corpus.pledges())) // count)][:count]
    ours = Ours(site, [pledge["slug"] for pledge in targets], f"http://localhost:{port}")
    recorded, shown = [], []
    with _server(command, {}, port, site, patience_s=120):
        taken = closed_loop(port, numbered(ours.comment, 0, count), 1, LIMIT_S)
        if taken.accepted != count:
            sys.exit(f"the comments to approve were not accepted: {dict(taken.statuses)}")
        with sqlite3.connect(database) as connection:
            found = connection.execute("SELECT id, target_id FROM submissions").fetchall()
        with open_project_inbox(site / "benchmark_conf.py") as inbox:
            slugs = {pledge["id"]: pledge["slug"] for pledge in targets}
            for identity, target in found:
                record = site / "content" / "responses" / "pledges" / f"{target}.jsonl"
                began = time.perf_counter()
                service.approve(inbox, identity, actor="benchmark")
                if identity.encode() not in record.read_bytes():
                    sys.exit(f"{identity} was approved and is not in the record")
                recorded.append(time.perf_counter() - began)
                _wait_until_shown(site / "output" / "pledges" / slugs[target], identity.encode())
                shown.append(time.perf_counter() - began)
                time.sleep(0.15)
    return recorded, shown


def _wait_until_shown(folder: Path, identity: bytes) -> None:
    ends = time.monotonic() + 60
    feeds = [folder / name for name in ("feed.atom.xml", "feed.rss.xml", "feed.json")]
    while time.monotonic() < ends:
        pages = [folder / "index.html", *folder.glob("conversation/*/index.html")]
        if all(identity in feed.read_bytes() for feed in feeds) and any(
            identity in page.read_bytes() for page in pages
        ):
            return
        time.sleep(0.001)
    sys.exit(f"{identity.decode()} did not come up within a minute")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def _server(
    command: list[str], env: dict[str, str], port: int, folder: Path, patience_s: float = 30
) -> Iterator[None]:
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, env={**os.environ, **env}, stdout=log, stderr=log, cwd=folder)
        try:
            ends = time.monotonic() + patience_s
            while not _listens(port):
                if process.poll() is not None or time.monotonic() > ends:
                    sys.exit(f"{command[0]} did not start:\n{(folder / 'server.log').read_text()[-2000:]}")
                time.sleep(0.05)
            yield
        finally:
            process.terminate()
            process.wait(30)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 0.5).close()
    except OSError:
        return False
    return True


def _rows(database: Path, table: str) -> int:
    with sqlite3.connect(database) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def main() -> None:
    """Measure and print."""
    options = _options()
    home = "/dev/shm" if options.where == "memory" else tempfile.gettempdir()
    folder = Path(tempfile.mkdtemp(prefix="pledges-inbox-benchmark-", dir=options.folder or home))
    corpus = Corpus(SIZES[options.size])
    try:
        write_site(corpus, folder / "content")
        (folder / "benchmark_conf.py").write_text(SETTINGS + TODAY, encoding="utf-8")
        shutil.copytree(Path(__file__).resolve().parents[2] / "theme", folder / "theme")
        slugs = [pledge["slug"] for pledge in corpus.pledges()][:200]
        contenders: dict[str, Ours | Isso] = {"ours": Ours(folder, slugs)}
        if options.isso:
            programs = options.isso.resolve() / "bin"
            contenders["Isso"] = Isso(programs, slugs)
            contenders["Isso, WAL"] = Isso(programs, slugs, journal="wal")
            if (programs / "gunicorn").exists():
                contenders["Isso, gunicorn"] = Isso(programs, slugs, workers=2)
        runs: dict[str, list[dict[str, float]]] = {name: [] for name in contenders}
        for _ in range(options.runs):
            for name, server in contenders.items():
                runs[name].append(measure(server, folder / "run", options.scale))
        if options.runs:
            print(report(runs), flush=True)
        if options.approvals:
            both = approvals(folder, corpus, options.approvals)
            for name, took in zip(("line in the record", "page and feeds"), both, strict=True):
                print(
                    f"approval to {name}, {len(took)}: p50 {percentile(took, 0.5) * 1000:.0f} ms, "
                    f"p95 {percentile(took, 0.95) * 1000:.0f} ms, longest {max(took) * 1000:.0f} ms"
                )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--isso", type=Path, help="the virtual environment Isso is installed in")
    parser.add_argument("--runs", type=int, default=5, help="runs of each server, in turn (default: 5)")
    parser.add_argument("--scale", type=float, default=1.0, help="times so many comments a run")
    parser.add_argument("--size", choices=SIZES, default="S", help="the site for approvals (default: S)")
    parser.add_argument("--approvals", type=int, default=40)
    parser.add_argument("--where", choices=["memory", "disk"], default="disk")
    parser.add_argument("--folder", help="put everything under this folder instead")
    return parser.parse_args()


if __name__ == "__main__":
    main()
