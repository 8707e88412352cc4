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
