"""Photograph every kind of page of the sample site, at every width, in light and dark.

    python tests/tools/gallery.py [FOLDER]

The pictures go to ``build/gallery`` unless another folder is named; neither belongs into the repository.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from fixtures.browser import FLAGS, NAMES  # noqa: E402
from fixtures.served_site import serving  # noqa: E402
from fixtures.site import AS_OF  # noqa: E402
from page_kinds import SHOWN  # noqa: E402

WIDTHS = (320, 360, 768, 1280, 1920)
SCHEMES = ("light", "dark")


def main() -> None:
    """Build the sample site and photograph it."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build/gallery"
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        raise SystemExit("Chromium is not installed")
    with tempfile.TemporaryDirectory() as scratch:
        output = Path(scratch) / "output"
        command = [sys.executable, "-m", "pledges", "build", "--output", str(output), "--as-of", AS_OF]
        subprocess.run(command, cwd=ROOT, check=True)
        with serving(output) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
            count = sum(
                photograph(browser, address, folder, scheme, width) for scheme in SCHEMES for width in WIDTHS
            )
            browser.close()
    print(f"{count} pictures in {folder}")


def photograph(browser: Browser, address: str, folder: Path, scheme: str, width: int) -> int:
    """Photograph each page whole; return how many pictures were made."""
    place = folder / scheme / str(width)
    place.mkdir(parents=True, exist_ok=True)
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})  # type: ignore[arg-type]
    for name, path in SHOWN.items():
        page.goto(address + path, wait_until="networkidle")
        page.screenshot(path=place / f"{name}.png", full_page=True)
    page.close()
    return len(SHOWN)


if __name__ == "__main__":
    main()
