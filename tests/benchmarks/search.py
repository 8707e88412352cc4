"""Measure the search index of a generated site: its size, what making it takes, how soon results stand.

    python tests/benchmarks/search.py --pledges 10000 --essays 1000

The site is built twice in the temporary folder, without search and with it; then Chromium types a word into
the search page and waits for results, ten times, each in a new profile, from a server on this machine.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from measuring import run
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from corpus import AS_OF, Corpus, Size, write_site  # noqa: E402
from fixtures.browser import FLAGS, NAMES  # noqa: E402
from fixtures.served_site import serving  # noqa: E402

PLEDGES = str(Path(sys.executable).with_name("pledges"))
SETTINGS = f"""\
import sys
sys.path.insert(0, {str(ROOT)!r})
from pelicanconf import *
from datetime import date
from pathlib import Path
HERE = Path(__file__).resolve().parent
PATH = str(HERE / "content")
OUTPUT_PATH = str(HERE / "output")
AS_OF = date({AS_OF.year}, {AS_OF.month}, {AS_OF.day})
FEATURED_PLEDGE = ""
SEARCH = {{search}}
SOCIAL_CARDS = False
"""
WORDS = ("night", "promise", "kitchen", "supplier", "honest")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pledges", type=int, default=10_000)
    parser.add_argument("--essays", type=int, default=1_000)
    sizes = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_site(Corpus(Size(sizes.essays, sizes.pledges, responses=sizes.pledges)), folder / "content")
        plain, searched = (built(folder, search) for search in (False, True))
        print(f"build without search {plain:.1f} s, with {searched:.1f} s")
        weigh(folder / "output/pagefind")
        latency(folder / "output")


def built(folder: Path, search: bool) -> float:
    """Build from nothing; return the seconds it took."""
    shutil.rmtree(folder / "output", ignore_errors=True)
    (folder / "benchconf.py").write_text(SETTINGS.format(search=search), encoding="utf-8")
    command = [PLEDGES, "build", "--settings", str(folder / "benchconf.py")]
    return run(command, folder / "output").wall_s


def weigh(index: Path) -> None:
    """Print how large the index is, whole and in the pieces that a browser takes first."""
    files = [file for file in index.rglob("*") if file.is_file()]
    whole = sum(file.stat().st_size for file in files)
    print(f"index: {len(files)} files, {whole / 1e6:.1f} MB")
    for kind in ("pagefind.js", "*.pagefind", "*.pf_meta", "filter/*", "index/*", "fragment/*"):
        sizes = sorted(file.stat().st_size for file in index.glob(kind))
        print(f"  {kind}: {len(sizes)} files, median {statistics.median(sizes) / 1e3:.1f} kB")


def latency(output: Path) -> None:
    """Print how long results take from the last key, with nothing loaded and with the index there."""
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        return
    with serving(output) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        times = [first_results(browser, address, word) for word in WORDS * 2]
        browser.close()
    for name, taken in zip(("first search", "next search"), zip(*times, strict=True), strict=True):
        print(f"{name}: median {statistics.median(taken):.0f} ms, slowest {max(taken):.0f} ms")


def first_results(browser: Browser, address: str, word: str) -> tuple[float, float]:
    """Return milliseconds until the first result of a word, and until that of another after it."""
    page = browser.new_page()
    page.goto(f"{address}/search/", wait_until="networkidle")
    taken = tuple(_search(page, asked) for asked in (word, f"{word} report"))
    page.close()
    return taken[0], taken[1]


def _search(page: Page, asked: str) -> float:
    began = time.perf_counter()
    page.fill("#search-words", asked)
    page.get_by_role("status").filter(has_text=f"“{asked}”").wait_for()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
