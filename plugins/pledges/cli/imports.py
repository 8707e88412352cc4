"""``pledges import``: what other systems have exported, put into the record."""

from __future__ import annotations

import click

from pledges.cli import LazyGroup

PLACES = {
    "wordpress": "pledges.cli.import_wordpress:wordpress",
    "disqus": "pledges.cli.import_comments:disqus",
    "isso": "pledges.cli.import_comments:isso",
    "staticman": "pledges.cli.import_comments:staticman",
    "webmention.io": "pledges.cli.import_comments:webmention_io",
    "pelican-comments": "pledges.cli.import_comments:pelican_comments",
    "archive": "pledges.cli.import_archive",
}


@click.group("import", cls=LazyGroup, places=PLACES)
def command() -> None:
    """Move in: bring along the responses, and more, that another system has kept so far.

    Nothing that is in the record is changed, and what was imported once is not imported again, so an
    import can be stopped at any moment and run anew. With --dry-run it only says what it would do.

    \b
    Example:
      pledges import wordpress blog.xml --uploads wp-content/uploads --dry-run
      pledges import disqus export.xml --map addresses.txt
    """
