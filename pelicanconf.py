"""Settings for working on the site. `pledges settings` lists every setting of the plugin."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "plugins"))

# Bad content stops the build: every problem is printed, and the last good site stays.
PELICAN_CLASS = "pledges.StrictPelican"
PLUGIN_PATHS = [str(HERE / "plugins")]
PLUGINS = ["pledges"]

SITENAME = "The Promise Record"
SITESUBTITLE = "Leaders promise in public. Those they promised to say whether it was kept."
SITEURL = "http://localhost:8000"
TIMEZONE = "Europe/London"
DEFAULT_LANG = "en"

# A host you owned on that date. Feed ids are minted from it: never change it.
TAG_AUTHORITY = "promises.example,2026"

# Readers answer here; empty: no forms and no endpoints.
INBOX_URL = "/inbox"

PATH = str(HERE / "content")
OUTPUT_PATH = str(HERE / "output")
THEME = str(HERE / "theme")

ARTICLE_URL = "essays/{slug}/"
PAGE_URL = "{slug}/"
DEFAULT_PAGINATION = 20

# The promise made large on the front page (a slug); empty: the one that is due next.
FEATURED_PLEDGE = "no-one-is-left-on-the-quay"

# Every part of the theme with examples, at /patterns/, for whoever works on it.
PATTERNS = True
