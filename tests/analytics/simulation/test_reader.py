"""A world is read whole or refused with the key that is wrong."""

import datetime as dt
from pathlib import Path

import pytest

from analytics.simulation.errors import WorldError
from analytics.simulation.reader import read_world

TEXT = """
name = "Tiny"
seed = 1
customers = 10
[months]
start = 2026-01-01
count = 2
[[touchpoints]]
code = "queue"
slope = 1
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "world.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_minimal_world_gets_defaults(tmp_path: Path) -> None:
    world = read_world(written(tmp_path, TEXT))

    assert world.months.start == dt.date(2026, 1, 1)
    assert world.touchpoints[0].slope == 1.0
    assert world.missing.response_rate == 1.0


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("slope = 1", "slop = 1", "world.touchpoints[0] has no key 'slop'"),
        ("seed = 1", "", "world lacks the key 'seed'"),
        ("customers = 10", "customers = 'ten'", "world.customers must be of type int"),
        ("customers = 10", "customers = true", "world.customers must be of type int"),
        ("customers = 10", "customers = 0", "at least one customer"),
        ("2026-01-01", "2026-01-02", "first day of a month"),
        ("slope = 1", "exposure = 1.5", "exposure must be above 0"),
        ("slope = 1", "question = 'stars'", "question must be dims or rating"),
        ("slope = 1", "slope = 1\n[loyalty]\nbehaviour = 'odd'", "must be rounded or unrounded"),
        ("slope = 1", "slope = 1\n[[touchpoints]]\ncode = 'queue'", "'queue' is empty or given twice"),
        ("slope = 1", "slope = 1\n[[segments]]\ncode = 'a'\nshare = 0.5", "must add up to 1"),
        ("slope = 1", "slope = 1\n[missing]\ncareless = 2.0", "missing.careless must lie in 0..1"),
        ("slope = 1", "slope = 1\n[output]\ninteractions = ['bar']", "unknown touchpoint 'bar'"),
        ("count = 2", "count = 2]", "is not TOML"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(WorldError) as caught:
        read_world(written(tmp_path, TEXT.replace(old, new, 1)))

    assert told in str(caught.value)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(WorldError, match="cannot read the world"):
        read_world("no-such-world")


@pytest.mark.parametrize("name", ["hotpot", "shop"])
def test_bundled_worlds_use_the_codes_of_their_blueprint(name: str) -> None:
    world = read_world(name)
    blueprint = Path(__file__).parents[3] / "journeys" / "blueprints" / f"{world.industry}.toml"

    text = blueprint.read_text("utf-8")

    assert all(f'code = "{point.code}"' in text for point in world.touchpoints)
    assert all(f'code = "{point.channel}"' in text for point in world.touchpoints)
    assert all(f'segment = "{segment.code}"' in text for segment in world.segments)


@pytest.mark.parametrize(
    "path",
    sorted((Path(__file__).parents[3] / "docs" / "examples" / "worlds").glob("*.toml")),
    ids=lambda path: path.stem,
)
def test_example_worlds_are_readable(path: Path) -> None:
    assert read_world(path).touchpoints
