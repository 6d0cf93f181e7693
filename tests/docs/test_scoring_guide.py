"""The guide to scoring names every setting with its default, and every command exists."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from analytics.models.settings import Settings
from analytics.services.settings_fields import printed

GUIDE = Path("docs/guides/scoring.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `(\w+)` \| ([^|]+?) \|", GUIDE, flags=re.MULTILINE))


@pytest.mark.parametrize(("name", "default"), printed(Settings()).items())
def test_every_setting_is_there_with_its_default(name, default):
    shown = ROWS[name].strip("`")

    if name != "value_weights":
        assert shown == default or json.loads(shown) == default


def test_every_command_exists():
    named = set(re.findall(r"manage\.py (\w+)", GUIDE))

    assert named <= set(get_commands())
    assert {"score", "report", "whatif", "plan", "evaluate", "settings", "schedule"} <= named
