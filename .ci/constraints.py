"""Print pip's installation report (``pip install --report FILE``) as a constraints file."""

from __future__ import annotations

import json
import sys
from pathlib import Path

OURSELVES = "pledges"


def constraints(report: str) -> list[str]:
    """Return ``name==version`` for every distribution in the report but our own, sorted."""
    chosen = (item["metadata"] for item in json.loads(report)["install"])
    pins = (f"{one['name']}=={one['version']}" for one in chosen if one["name"] != OURSELVES)
    return sorted(pins, key=str.lower)


if __name__ == "__main__":
    print("# Written by `make lock`: what was tested together. Used as pip's --constraint.")
    print("\n".join(constraints(Path(sys.argv[1]).read_text(encoding="utf-8"))))
