"""Files that an import will write: kept on disk elsewhere until then, since all of them may be many."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import BinaryIO

from pledges.files.whole import write_whole


class NewFiles:
    """Texts by their paths below the content folder. Gone when closed or killed."""

    def __init__(self) -> None:
        self._file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 (closed by close)
        self._places: dict[str, tuple[int, int]] = {}

    def add(self, path: str, text: str) -> None:
        """Keep one more."""
        data = text.encode()
        self._places[path] = (self._file.seek(0, 2), len(data))
        self._file.write(data)

    def write(self, content: Path) -> int:
        """Write each whole, but none that is there; return how many were written."""
        count = 0
        for path, (start, length) in self._places.items():
            if not (content / path).exists():
                self._file.seek(start)
                write_whole(content / path, self._file.read(length))
                count += 1
        return count

    def count_by_folder(self) -> Counter[str]:
        """Return how many there are in each folder."""
        return Counter(path.partition("/")[0] for path in self._places)

    def __len__(self) -> int:
        return len(self._places)

    def close(self) -> None:
        """Give the disk back."""
        self._file.close()
