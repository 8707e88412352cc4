"""Settings for publishing: the same pages under the site's own address."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from pelicanconf import *  # noqa: F403

# The address of your site. The environment's SITEURL stands before it; an empty one is refused.
SITEURL = os.environ.get("SITEURL", "https://promises.example")

# Each text also as .br and .gz, for web servers that send them as they are.
PRECOMPRESS = True

# Where another server answers readers, its address: https://inbox.example; empty: no forms and no endpoints.
INBOX_URL = os.environ.get("INBOX_URL", INBOX_URL)  # noqa: F405

PATTERNS = False

# "netlify" or "cloudflare": the _headers and _redirects that these hosts read.
HOST_FILES = os.environ.get("HOST_FILES", "")
