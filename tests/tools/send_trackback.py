"""Sends one trackback with the ``indieweb-utils`` package: TARGET SOURCE TITLE.

Only its trackback module and what that needs is imported: the package as a whole wants large libraries
of other services.
"""

import importlib
import importlib.util
import sys
import types
from pathlib import Path

PARTS = ("indieweb_utils", "indieweb_utils.rsd", "indieweb_utils.utils", "indieweb_utils.trackback")


def main() -> None:
    """Send the trackback; an error of the sender's is a traceback and an exit status."""
    spec = importlib.util.find_spec("indieweb_utils")
    if spec is None or spec.origin is None:
        sys.exit("indieweb-utils is not installed")
    folder = Path(spec.origin).parent
    for name in PARTS:
        package = types.ModuleType(name)
        package.__path__ = [str(folder.joinpath(*name.split(".")[1:]))]
        sys.modules[name] = package
    target, source, title = sys.argv[1:]
    send = importlib.import_module("indieweb_utils.trackback.send")
    print(send.send_trackback(target, source, title=title, excerpt="An excerpt", blog_name="A blog"))


if __name__ == "__main__":
    main()
