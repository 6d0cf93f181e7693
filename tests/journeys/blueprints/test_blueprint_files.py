"""The six industry files keep the promises their reader relies on."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[3] / "journeys" / "blueprints"
INDUSTRIES = ("airline", "bank", "dining", "ecommerce", "hotel", "retail")
CODE = re.compile(r"[a-z][a-z0-9_]*")


@pytest.fixture(params=INDUSTRIES)
def blueprint(request: pytest.FixtureRequest) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{request.param}.toml").read_text("utf-8")) | {"asked": request.param}


def touchpoints(blueprint: dict[str, Any]) -> list[dict[str, Any]]:
    return [point for journey in blueprint["journeys"] for stage in journey["stages"] for point in stage["touchpoints"]]


def test_every_industry_has_a_file_and_no_other_is_there() -> None:
    assert tuple(sorted(path.stem for path in FOLDER.glob("*.toml"))) == INDUSTRIES


def test_the_file_names_its_own_industry(blueprint: dict[str, Any]) -> None:
    assert blueprint["industry"]["code"] == blueprint["asked"]
    assert blueprint["industry"]["version"] >= 1


def test_touchpoint_codes_are_unique_and_well_formed(blueprint: dict[str, Any]) -> None:
    codes = [point["code"] for point in touchpoints(blueprint)]

    assert 8 <= len(codes) <= 16
    assert len(codes) == len(set(codes))
    assert all(CODE.fullmatch(code) for code in codes)


def test_every_touchpoint_uses_a_declared_channel(blueprint: dict[str, Any]) -> None:
    declared = {channel["code"] for channel in blueprint["channels"]}

    assert {point["channel"] for point in touchpoints(blueprint)} == declared


def test_fields_hold_allowed_values(blueprint: dict[str, Any]) -> None:
    for point in touchpoints(blueprint):
        assert point["mode"] in {"online", "offline"}
        assert isinstance(point["moment_of_truth"], bool)
        assert point["expected_emotion"] in {-2, -1, 0, 1, 2}


def test_some_but_not_most_touchpoints_are_moments_of_truth(blueprint: dict[str, Any]) -> None:
    points = touchpoints(blueprint)
    decisive = sum(point["moment_of_truth"] for point in points)

    assert 2 <= decisive <= len(points) * 0.6


def test_names_are_given_in_both_languages(blueprint: dict[str, Any]) -> None:
    named = [blueprint["industry"], *blueprint["channels"], *blueprint["personas"], *blueprint["journeys"]]
    named += [stage for journey in blueprint["journeys"] for stage in journey["stages"]] + touchpoints(blueprint)

    for thing in named:
        assert re.search(r"[\u4e00-\u9fff]", thing["name_zh"]), thing
        assert re.fullmatch(r"[ -~]+", thing["name_en"]), thing


def test_the_dining_journey_follows_a_guest_from_booking_to_return() -> None:
    dining = tomllib.loads((FOLDER / "dining.toml").read_text("utf-8"))

    assert [stage["name_zh"] for stage in dining["journeys"][0]["stages"]] == [
        "预订", "到店等位", "点餐", "用餐", "结账", "离店/复购",
    ]  # fmt: skip
