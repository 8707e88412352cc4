"""Settings as they are read: what is misspelt is named, what is not ours is let be."""

from __future__ import annotations

import re

import pytest
from pelican.settings import DEFAULT_CONFIG

from pledges.errors import SettingsError
from pledges.settings import OPTIONS, read_settings

GOOD = {"SITEURL": "https://promises.example", "TAG_AUTHORITY": "promises.example,2026"}


@pytest.mark.parametrize(
    ("name", "meant"),
    [("TAG_AUTORITY", "TAG_AUTHORITY"), ("SITE_URL", "SITEURL"), ("INBOX_URI", "INBOX_URL")],
)
def test_a_misspelt_setting_is_named_with_the_one_that_was_meant(name: str, meant: str) -> None:
    """A wrong TAG_AUTHORITY in silence would give every feed entry an id that changes later."""
    with pytest.raises(SettingsError, match=re.escape(f'{name}: is no setting; did you mean "{meant}"?')):
        read_settings({**GOOD, name: "x"})


def test_names_of_pelican_and_of_others_are_let_be() -> None:
    values = {name: value for name, value in DEFAULT_CONFIG.items() if name not in {o.name for o in OPTIONS}}
    assert read_settings({**values, **GOOD, "MY_OWN": 1, "site_url": "x"}).siteurl == GOOD["SITEURL"]
