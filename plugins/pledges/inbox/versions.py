"""The record's history in git, where ``content/`` has one."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from pledges.inbox.errors import InboxError

TIMEOUT_S = 60


class VersionError(InboxError):
    """Git could not do what was asked; the message is git's own."""


def commit(content: Path, paths: Sequence[str], message: str) -> bool:
    """Commit these paths (relative to ``content``) and nothing else; return False if nothing differs.

    The message must not carry anything a visitor wrote. Raises VersionError.
    """
    _git(content, "add", "--all", "--", *paths)
    staged = _git(content, "diff", "--cached", "--name-only", "--", *paths)
    if not staged.strip():
        return False
    _git(content, "commit", "--quiet", "--message", message, "--only", "--", *paths)
    return True


def commits_with(content: Path, path: str, response_id: str) -> list[str]:
    """Return the commits, newest first, in which the response's line came, changed or went.

    They still hold its text after an erasure. An empty list where there is no git.
    """
    try:
        found = _git(content, "log", "--all", "--format=%H", f"-G{response_id}", "--", path)
    except VersionError:
        return []
    return found.split()


def _git(content: Path, *arguments: str) -> str:
    try:
        command = ["git", "-C", str(content), *arguments]
        done = subprocess.run(  # noqa: S603  # nothing in it comes from a visitor
            command,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise VersionError(str(error)) from error
    if done.returncode:
        raise VersionError(f"git {arguments[0]}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout
