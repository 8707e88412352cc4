"""Zip files: written so that the same files give the same bytes, read as if an enemy had made them."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pledges.errors import ContentError, Problem
from pledges.exporters.manifest import NAME, ArchiveError, Entry, Manifest, decode

CHUNK = 1 << 20
LEVEL = 6
MAX_MANIFEST_BYTES = 1 << 28
#: Real exports shrink to a tenth or a third; nothing honest is a hundred times its archive.
MAX_GROWTH = 100
FREE_GROWTH_BYTES = 1 << 26
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,  # zipfile has no method for how it is compressed
    RuntimeError,
)


class Writer:
    """A zip file being written. Every file in it bears the day, and no clock's time."""

    def __init__(self, file: IO[bytes], day: dt.date) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL)
        self._day = max(day, dt.date(1980, 1, 1))  # the format knows no earlier one
        self.entries: dict[str, Entry] = {}

    def add(self, name: str, data: bytes) -> None:
        """Add a file and note its size and hash. Raises ArchiveError for a name that cannot travel."""
        if not is_plain(name):
            raise ArchiveError(f'"{name}" cannot be carried to every machine; give the file a plainer name')
        info = zipfile.ZipInfo(name, (self._day.year, self._day.month, self._day.day, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        info.create_system = 3  # Unix, wherever this runs
        info.external_attr = (stat.S_IFREG | 0o644) << 16
        self._zip.writestr(info, data)
        self.entries[name] = Entry(len(data), hashlib.sha256(data).hexdigest())

    def close(self) -> None:
        """Write the closing list."""
        self._zip.close()


def refuse_existing(path: Path) -> None:
    """Raise ArchiveError when there is something at ``path``, or no folder for it."""
    if not path.parent.is_dir():
        raise ArchiveError(f'"{path.parent}" is not a folder; make it first, or name another file')
    if path.exists() or path.is_symlink():
        raise ArchiveError(f'"{path}" is there already; name another file, or move it away')


@contextmanager
def writing_new(path: Path, mode: int = 0o644) -> Iterator[IO[bytes]]:
    """Open a new file that appears under its name only when it is whole and on disk.

    Raises ArchiveError where there is something of that name; it stays as it is.
    """
    refuse_existing(path)
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode), "w+b") as file:
            os.fchmod(file.fileno(), mode)
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.link(new, path)  # unlike a rename, it never takes another's place
    except FileExistsError:
        raise ArchiveError(f'"{path}" is there already; name another file, or move it away') from None
    finally:
        new.unlink(missing_ok=True)


class Reader:
    """An export whose list of files has been looked at: nothing in it leads anywhere else."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._zip = archive
        self.manifest = manifest

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a file's bytes; raises ArchiveError, at the end at last, when they are not those listed."""
        entry, digest, size = self.manifest.files[name], hashlib.sha256(), 0
        try:
            with self._zip.open(name) as file:
                while data := file.read(CHUNK):
                    size += len(data)
                    digest.update(data)
                    if size > entry.bytes:
                        break
                    yield data
        except _UNREADABLE as error:
            raise ArchiveError(f"{name}: cannot be read: {error}") from error
        if (size, digest.hexdigest()) != (entry.bytes, entry.sha256):
            raise ArchiveError(f"{name}: is not what {NAME} says; the archive was damaged or changed")


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """Open an export and look at its list, before anything is unpacked.

    Raises ContentError with everything in it that no export has: files that lead elsewhere, links, what
    would grow beyond measure, files that its manifest does not know. Raises ArchiveError for no archive.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ArchiveError(f'"{path}" is not an archive of `pledges export`: {error}') from error
    with archive:
        size = path.stat().st_size
        problems = [
            Problem(str(path), 0, info.filename, message)
            for info in archive.infolist()
            if (message := _complaint(info))
        ]
        problems += [Problem(str(path), 0, "", message) for message in _of_all(archive.infolist(), size)]
        if problems:
            raise ContentError(problems)
        manifest = _manifest(archive, path)
        listed = {info.filename: info.file_size for info in archive.infolist() if info.filename != NAME}
        expected = {name: entry.bytes for name, entry in manifest.files.items()}
        if listed != expected:
            odd = sorted({name for name, _ in listed.items() ^ expected.items()})
            raise ContentError(Problem(str(path), 0, name, f"{NAME} says otherwise") for name in odd)
        yield Reader(archive, manifest)


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        info = archive.getinfo(NAME)
        if info.file_size > MAX_MANIFEST_BYTES:
            raise ArchiveError(f"{NAME}: {info.file_size} bytes are more than a list of files has")
        return decode(archive.read(info))
    except KeyError:
        raise ArchiveError(f'"{path}" is not an archive of `pledges export`: it has no {NAME}') from None
    except _UNREADABLE as error:
        raise ArchiveError(f"{NAME}: cannot be read: {error}") from error


def _complaint(info: zipfile.ZipInfo) -> str:
    """Return what is wrong with one file of the list, or an empty text."""
    # The name as it stands in the archive: what zipfile makes of it may already look harmless.
    name = info.orig_filename
    if not is_plain(name):
        return "does not lead into a folder of the export; an export has plain relative names"
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG) or info.is_dir():
        return "is no plain file; an export has no links, folders or devices"
    if info.flag_bits & _ENCRYPTED or info.compress_type not in _METHODS:
        return "is encrypted or packed in an unusual way; an export is neither"
    return ""


def is_plain(name: str) -> bool:
    """Tell whether a name leads into the archive's own folders, on any machine."""
    parts = name.split("/")
    odd = any(character in "\\:" or not character.isprintable() for character in name)
    return not odd and not any(part in ("", ".", "..") or part.startswith(".") for part in parts)


def _of_all(infos: list[zipfile.ZipInfo], size: int) -> Iterator[str]:
    names = [info.filename for info in infos]
    if len(set(names)) < len(names):
        yield "has two files of one name"
    if sum(info.compress_size for info in infos) > size:
        yield "has files that lie on top of one another; it would grow beyond measure"
    whole = sum(info.file_size for info in infos)
    if whole > max(FREE_GROWTH_BYTES, MAX_GROWTH * size):
        yield f"would grow from {size} bytes to {whole}, more than any record does"
