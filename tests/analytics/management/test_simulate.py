"""The command writes a company and says what it wrote."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

WORLD = """
name = "Tiny"
seed = 1
customers = 50
[months]
start = 2026-01-01
count = 2
[[touchpoints]]
code = "queue"
slope = 0.3
"""


def test_it_works(tmp_path: Path) -> None:
    (tmp_path / "world.toml").write_text(WORLD, "utf-8")
    out = io.StringIO()

    call_command("simulate", str(tmp_path / "world.toml"), "--out", str(tmp_path / "out"), "--json", stdout=out)

    answer = json.loads(out.getvalue())
    assert answer["rows"]["customers"] >= 50
    assert Path(answer["manifest"]).exists()
    assert (tmp_path / "out" / "truth.json").exists()


def test_a_bad_world_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "world.toml").write_text(WORLD.replace("slope", "slop"), "utf-8")

    with pytest.raises(CommandError) as caught:
        call_command("simulate", str(tmp_path / "world.toml"), "--out", str(tmp_path / "out"))

    assert "has no key 'slop'" in str(caught.value)
    assert "\n" not in str(caught.value)
