"""``python -m pledges`` is the ``pledges`` command."""

from pledges.cli import main

main()
