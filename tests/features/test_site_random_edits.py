"""Whatever is edited in whatever order: a build leaves what a clean one makes, and the next writes nothing.

``PLEDGES_EDIT_EXAMPLES`` sets how many sequences of edits are tried (8 unless set).
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

from site_editing import Site

TestRandomEdits = Site.TestCase
TestRandomEdits.settings = settings(
    max_examples=int(os.environ.get("PLEDGES_EDIT_EXAMPLES", "8")),
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
