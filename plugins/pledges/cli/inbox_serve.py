"""``pledges inbox serve``: the inbox alone, for production, behind the web server that has the site."""

from __future__ import annotations

import logging
from pathlib import Path

import click

from pledges.cli.project import settings_option
from pledges.errors import PledgesError


@click.command("serve")
@click.option("--port", default=8001, show_default=True, help="The port to listen on.")
@click.option("--bind", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--no-worker", is_flag=True, help="Only answer; another process looks at sources and mails.")
@settings_option
def command(port: int, bind: str, no_worker: bool, settings_file: Path) -> None:
    """Take in what readers and other sites send; look at sources, send mails, publish what is approved.

    Options come from the environment (PLEDGES_DATABASE_URL, PLEDGES_KEY, PLEDGES_MODERATOR_TOKEN,
    PLEDGES_MAIL_FROM, PLEDGES_TRUSTED_PROXY …) and from the site's settings. The site is built by another
    process: its web server passes the path of INBOX_URL on to this one.

    \b
    Example:
      PLEDGES_TRUSTED_PROXY=127.0.0.1 pledges inbox serve -s publishconf.py
    """
    from pledges.cli.inbox_project import read_inbox_site
    from pledges.cli.web_app import WebPlan, log_to_stderr, open_web
    from pledges.cli.web_server import end_on_sigterm, listen, run_server

    end_on_sigterm()
    log_to_stderr()
    site, options = read_inbox_site(settings_file)
    try:
        listener = listen(bind, port)
    except OSError as error:
        raise PledgesError(
            f"cannot listen on {bind}:{port}: {error.strerror}; choose another --port"
        ) from error
    with open_web(WebPlan(site, None, options, works=not no_worker)) as (app, _):
        place = f"{bind}:{listener.getsockname()[1]}"
        logging.getLogger("pledges").info("the inbox %s listens on %s", options.absolute_inbox_url, place)
        run_server(app, listener, trusted_proxy=options.trusted_proxy)
