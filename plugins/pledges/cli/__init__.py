"""The commands: one module each. They wire the parts together and decide nothing else."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from typing import Any

import click

from pledges import __version__
from pledges.errors import ContentError, PledgesError, harmless

#: Each command and the module it lives in, imported only when it is called for.
COMMANDS = {
    "new": "pledges.cli.new",
    "update": "pledges.cli.update",
    "check": "pledges.cli.check",
    "due": "pledges.cli.due",
    "build": "pledges.cli.build",
    "serve": "pledges.cli.serve",
    "inbox": "pledges.cli.inbox",
    "invite": "pledges.cli.invite",
    "seal": "pledges.cli.seal",
    "verify": "pledges.cli.verify",
    "send": "pledges.cli.send",
    "export": "pledges.cli.export",
    "import": "pledges.cli.imports",
    "doctor": "pledges.cli.doctor",
    "settings": "pledges.cli.settings",
}


class LazyGroup(click.Group):
    """Imports a command when it is asked for, so that each starts fast.

    ``places``: each command's module, whose ``command`` it is, or ``module:name``.
    """

    def __init__(self, *args: Any, places: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order people meet them."""
        return list(self._places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, or None."""
        place = self._places.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command: click.Command = getattr(importlib.import_module(module), name or "command")
        return command


@click.group(cls=LazyGroup, places=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pledges")
def cli() -> None:
    """Publish essays and promises, and let those they were made to answer.

    \b
    Example:
      pledges new pledge "A person answers within a minute" --leader maya-okafor
      pledges update a-person-answers-within-a-minute "on track" --text "94 % in March."
      pledges serve
    """


def main() -> None:
    """Run the command line; content problems go to stderr, one a line, with exit status 1.

    So does what the system refuses: a file that cannot be read, a folder that cannot be written to.
    """
    try:
        cli()
    except ContentError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        sys.exit(1)
    except PledgesError as error:
        _print_error(str(error))
    except OSError as error:
        if not error.filename:
            raise
        _print_error(f'"{error.filename}": {error.strerror}')


def _print_error(text: str) -> None:
    """Print what went wrong and end. It may quote an archive or a database that a stranger has made."""
    print("\n".join(map(harmless, f"pledges: {text}".split("\n"))), file=sys.stderr)
    sys.exit(1)
