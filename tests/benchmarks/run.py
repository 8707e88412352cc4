"""Measure builds of a generated site, alone or beside Hugo.

    python tests/benchmarks/run.py --size S --runs 5
    python tests/benchmarks/run.py --size M --runs 5 --against hugo --where disk
    python tests/benchmarks/run.py --size L --only resident

``--where memory`` puts record and output into /dev/shm, ``--where disk`` into the temporary folder.
Runs with Hugo are paired: one of ours, one of Hugo's, in turn. Nothing is asserted about times; that both
sites say the same is checked. ``docs/performance.md`` has a table and what it means.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import hugo_site
from measuring import Taken, median, percentile, run
from same_content import differences

from corpus import AS_OF, SIZES, Corpus, one_more, write_site

ROOT = Path(__file__).resolve().parents[2]
PLEDGES = str(Path(sys.executable).with_name("pledges"))
MEASURES = ("cold", "warm", "one-response", "resident", "edit-resident", "essay-edit", "template-edit")
SETTINGS = f"""\
import sys
sys.path.insert(0, {str(ROOT)!r})
from pelicanconf import *
from datetime import date
from pathlib import Path
HERE = Path(__file__).resolve().parent
SITEURL = "https://promises.example"
PATH = str(HERE / "content")
OUTPUT_PATH = str(HERE / "output")
THEME = str(HERE / "theme")
INBOX_URL = "/inbox"
AS_OF = date({AS_OF.year}, {AS_OF.month}, {AS_OF.day})
FEATURED_PLEDGE = ""
SEARCH = False  # another program makes the index, and Hugo makes none
SOCIAL_CARDS = False  # Hugo draws none either
"""


@dataclass(slots=True)
class Rig:
    """One generated site in a folder of its own, and how it is built."""

    folder: Path
    corpus: Corpus
    serial: int = 0

    @property
    def output(self) -> Path:
        """Where the built site is."""
        return self.folder / "output"

    def make(self) -> None:
        """Write the record, the settings and a copy of the theme, which may be edited."""
        write_site(self.corpus, self.folder / "content")
        (self.folder / "benchmark_conf.py").write_text(SETTINGS, encoding="utf-8")
        shutil.copytree(ROOT / "theme", self.folder / "theme")

    def build(self) -> Taken:
        """Build as an operator does."""
        return run([PLEDGES, "build", "-s", str(self.folder / "benchmark_conf.py")], self.output)

    def forget(self) -> None:
        """Remove the output and all that is remembered of it."""
        shutil.rmtree(self.output, ignore_errors=True)
        for path in self.folder.glob(".output.*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def targets(self) -> list[tuple[str, Path]]:
        """Return some pledges (slug, conversation file): every size of conversation is among them."""
        pledges = list(self.corpus.pledges())
        chosen = pledges[:: max(1, len(pledges) // 50)]
        folder = self.folder / "content" / "responses" / "pledges"
        return [(pledge["slug"], folder / f"{pledge['id']}.jsonl") for pledge in chosen]

    def respond(self, file: Path) -> str:
        """Publish one response as the inbox does: the file replaced whole. Returns its id."""
        self.serial += 1
        response = one_more(self.serial)
        before = file.read_bytes() if file.exists() else b""
        near = file.with_name(f".{file.name}.new")
        near.write_bytes(before + json.dumps(response).encode() + b"\n")
        near.replace(file)
        return str(response["id"])


def cold(rig: Rig) -> Taken:
    """Build from nothing."""
    rig.forget()
    return rig.build()


def warm(rig: Rig) -> Taken:
    """Build with nothing changed."""
    return rig.build()


def one_response(rig: Rig) -> Taken:
    """Build after one response came, to a pledge with others before it."""
    targets = rig.targets()
    rig.respond(targets[rig.serial % len(targets)][1])
    return rig.build()


def essay_edit(rig: Rig) -> Taken:
    """Build after a word was added to an essay."""
    essays = sorted((rig.folder / "content" / "essays").iterdir())
    essay = essays[len(essays) // 2]
    essay.write_text(essay.read_text(encoding="utf-8") + "\nIndeed.\n", encoding="utf-8")
    return rig.build()


def template_edit(rig: Rig) -> Taken:
    """Build after a word was added to the pledges' template."""
    template = rig.folder / "theme" / "templates" / "pledge.html"
    text = template.read_text(encoding="utf-8")
    template.write_text(text.replace("On record as", "On record  as"), encoding="utf-8")
    return rig.build()


@contextmanager
def served(rig: Rig) -> Iterator[None]:
    """Have ``pledges serve`` run meanwhile."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    command = [PLEDGES, "serve", "--port", port, "-s", str(rig.folder / "benchmark_conf.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        try:
            assert server.stdout is not None
            said = ""
            while "Serving" not in (line := server.stdout.readline()):
                said += line
                if not line:
                    sys.exit(f"pledges serve ended:\n{said}")
            time.sleep(1)  # until the first events of its own output have passed
            yield
        finally:
            server.terminate()


def edits(rig: Rig, folder: str, count: int) -> Iterator[float]:
    """Yield for each edit of an essay, or report on a pledge, the seconds until its page on disk has it."""
    files = [file for file in sorted((rig.folder / "content" / folder).iterdir()) if _may_go_on(file)]
    for number in range(count):
        file = files[number * len(files) // count]
        rig.serial += 1
        mark = f"Edit number {rig.serial}."
        report = f"\n## {AS_OF} · on track" if folder == "pledges" else ""
        text = f"{file.read_text(encoding='utf-8')}{report}\n{mark}\n"
        page = rig.output / folder / file.stem / "index.html"
        file.write_text(text, encoding="utf-8")
        began = time.perf_counter()
        while mark.encode() not in page.read_bytes():
            if time.perf_counter() - began > 60:
                sys.exit(f"{file.name} did not come up within a minute")
            time.sleep(0.0005)
        yield time.perf_counter() - began
        time.sleep(0.15)


def _may_go_on(file: Path) -> bool:
    """Tell whether a report may follow what a file says."""
    return not re.search(
        r"^## .* · (?:kept|broken|withdrawn)$", file.read_text(encoding="utf-8"), re.MULTILINE
    )


def approvals(rig: Rig, count: int) -> Iterator[float]:
    """Yield for each approval the seconds until page and feeds on disk show it."""
    targets = rig.targets()
    for number in range(count):
        slug, file = targets[number % len(targets)]
        folder = rig.output / "pledges" / slug
        identity = rig.respond(file)
        began = time.perf_counter()
        waiting = [folder / name for name in ("feed.atom.xml", "feed.rss.xml", "feed.json")]
        while waiting:
            waiting = [path for path in waiting if identity.encode() not in path.read_bytes()]
            if time.perf_counter() - began > 60:
                sys.exit(f"{identity} did not come up within a minute")
        while identity.encode() not in _conversation_bytes(folder):
            time.sleep(0.0005)
        yield time.perf_counter() - began
        time.sleep(0.15)


def _conversation_bytes(folder: Path) -> bytes:
    pages = (folder / "index.html", *folder.glob("conversation/*/index.html"))
    return b"".join(page.read_bytes() for page in pages)


def hugo_cold(site: Path) -> Taken:
    """Build the same corpus with Hugo from nothing."""
    import hugo.cli

    output = site.with_name("hugo-output")
    shutil.rmtree(output, ignore_errors=True)
    binary = str(Path(hugo.cli.__file__).parent / "binaries" / "hugo")
    return run([binary, "--source", str(site), "--destination", str(output), "--quiet"], output)


def table(rows: dict[str, list[Taken]]) -> str:
    """Return the medians as a Markdown table."""
    lines = ["| | wall | CPU | peak memory | files | written |", "|---|---|---|---|---|---|"]
    for name, runs in rows.items():
        m = median(runs)
        lines.append(
            f"| {name} | {m.wall_s:.2f} s | {m.cpu_s:.2f} s | {m.peak_mb:.0f} MB | {m.files:.0f} "
            f"| {m.written_mb:.1f} MB |"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure what was asked for and print it."""
    options = _options()
    home = Path("/dev/shm") if options.where == "memory" else Path(tempfile.gettempdir())
    folder = Path(tempfile.mkdtemp(prefix="pledges-benchmark-", dir=options.folder or home))
    try:
        _measure(options, Rig(folder, Corpus(SIZES[options.size])))
    finally:
        if options.keep:
            print(f"Kept: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _measure(options: argparse.Namespace, rig: Rig) -> None:
    rig.make()
    size = rig.corpus.size
    print(f"{options.size}: {size.essays} essays, {size.pledges} pledges, {size.responses} responses")
    rows: dict[str, list[Taken]] = {}
    if "cold" in options.only and options.against == "hugo":
        _beside_hugo(rig, options.runs, rows)
    elif "cold" in options.only:
        rows["cold"] = [cold(rig) for _ in range(options.runs)]
    else:
        rig.build()
    steps: dict[str, Callable[[Rig], Taken]] = {
        "warm": warm,
        "one-response": one_response,
        "essay-edit": essay_edit,
        "template-edit": template_edit,
    }
    for name, step in steps.items():
        if name in options.only:
            runs = 1 if name == "template-edit" else options.runs
            rows[name] = [step(rig) for _ in range(runs)]
    print(table(rows))
    resident: dict[str, Callable[[], Iterator[float]]] = {}
    if "resident" in options.only:
        resident["approvals"] = partial(approvals, rig, options.approvals)
    if "edit-resident" in options.only:
        resident["edits of essays"] = partial(edits, rig, "essays", options.approvals)
        resident["reports on pledges"] = partial(edits, rig, "pledges", options.approvals)
    for name, live in resident.items():
        with served(rig):
            took = list(live())
        print(
            f"resident, {len(took)} {name}: p50 {percentile(took, 0.5) * 1000:.0f} ms, "
            f"p95 {percentile(took, 0.95) * 1000:.0f} ms, longest {max(took) * 1000:.0f} ms"
        )


def _beside_hugo(rig: Rig, runs: int, rows: dict[str, list[Taken]]) -> None:
    site = rig.folder / "hugo"
    hugo_site.write_hugo_site(rig.corpus, site)
    rows["cold"], rows["Hugo"] = [], []
    for _ in range(runs):
        rows["cold"].append(cold(rig))
        rows["Hugo"].append(hugo_cold(site))
    pairs = zip(rows["cold"], rows["Hugo"], strict=True)
    ratios = [(ours.wall_s / theirs.wall_s, ours.peak_mb / theirs.peak_mb) for ours, theirs in pairs]
    wall, peak = (statistics.median(column) for column in zip(*ratios, strict=True))
    print(f"ours to Hugo's, median of {runs} pairs: wall {wall:.2f}, peak memory {peak:.2f}")
    wrong = list(differences(rig.corpus, {"ours": rig.output, "Hugo": rig.folder / "hugo-output"}))
    print("\n".join(wrong[:20]) or "Both say the same: every page, every feed, every response.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", choices=SIZES, default="S")
    parser.add_argument("--runs", type=int, default=3, help="runs of each measure (default: 3)")
    parser.add_argument("--against", choices=["hugo"], help="build the same corpus with Hugo, in turn")
    parser.add_argument("--where", choices=["memory", "disk"], default="memory")
    parser.add_argument("--folder", help="put everything under this folder instead")
    parser.add_argument("--only", nargs="+", choices=MEASURES, default=list(MEASURES))
    parser.add_argument(
        "--approvals", type=int, default=40, help="how many approvals and edits the resident gets"
    )
    parser.add_argument("--keep", action="store_true", help="leave the generated site where it is")
    return parser.parse_args()


if __name__ == "__main__":
    main()
