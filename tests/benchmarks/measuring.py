"""Runs commands and says what they took: wall and processor time, memory, files and bytes written."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Taken:
    """What one run took. ``peak_mb`` is that of the largest process of its tree."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    files: int = 0
    written_mb: float = 0.0


def run(command: Sequence[str], output: Path, env: Mapping[str, str] | None = None) -> Taken:
    """Run the command to its end and compare ``output`` before and after. Raises when it fails.

    Python keeps what it compiles, as it does unless forbidden: or each run would compile our modules.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = _stamps(output)
    began = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**kept, **(env or {})}
    ) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with status {process.returncode}:\n{said.decode()[-2000:]}")
    changed = [
        size for path, (size, stamp) in _stamps(output).items() if before.get(path, (0, 0))[1] != stamp
    ]
    cpu = usage.ru_utime + usage.ru_stime
    return Taken(wall, cpu, usage.ru_maxrss / 1024, len(changed), sum(changed) / 1e6)


def median(runs: Sequence[Taken]) -> Taken:
    """Return the median of each figure on its own."""
    names = Taken.__slots__
    return Taken(**{name: statistics.median(getattr(one, name) for one in runs) for name in names})


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least ``share`` of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of the last change of every file."""
    found: dict[str, tuple[int, int]] = {}
    waiting = [str(folder)] if folder.is_dir() else []
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    stat = entry.stat()
                    found[entry.path] = (stat.st_size, stat.st_mtime_ns)
    return found
