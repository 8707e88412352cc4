"""Fixtures for all tests stand in ``fixtures/``, one module a noun; this file only names them."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

pytest_plugins = [
    "fixtures.browser",
    "fixtures.desk",
    "fixtures.html_checker",
    "fixtures.inbox",
    "fixtures.inbox_site",
    "fixtures.languages",
    "fixtures.mailbox",
    "fixtures.network",
    "fixtures.no_skips",
    "fixtures.postgresql",
    "fixtures.publisher",
    "fixtures.served_site",
    "fixtures.shell",
    "fixtures.site",
    "fixtures.web_server",
    "fixtures.wordpress",
]

pytest.register_assert_rewrite("feed_checks", "site_checks")

settings.register_profile("local", deadline=None, max_examples=50)
settings.register_profile("ci", deadline=None, max_examples=100, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")
