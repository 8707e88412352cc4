"""How far a long build is, on a terminal and without a thread: builds fork."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from typing import TextIO

STEP_S = 0.2


@dataclass(slots=True)
class Progress:
    """Rewrites one line while files are looked at. ``processes`` share the work, and one of them tells."""

    processes: int = 1
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    _told_at: float = field(default_factory=time.monotonic)

    def tell(self, files: int) -> None:
        """Say that this process has looked at so many files."""
        if files % 16 or not self.stream.isatty():
            return
        now = time.monotonic()
        if now - self._told_at >= STEP_S:
            self._told_at = now
            print(f"\rBuilding… {files * self.processes} files", end="", file=self.stream, flush=True)

    def end(self) -> None:
        """Clear the line."""
        if self.stream.isatty():
            print("\r\033[K", end="", file=self.stream, flush=True)
