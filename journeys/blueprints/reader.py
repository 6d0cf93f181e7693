"""Reads and checks a blueprint file, `<industry>.toml` beside this module."""

from pathlib import Path
from typing import Literal

import msgspec

FOLDER = Path(__file__).parent


class BrokenBlueprint(Exception):
    """Raised when a blueprint file breaks its own format: a fault of the file, not of the person who applies it."""


class _Named(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    code: str
    name_zh: str
    name_en: str


class IndustryHeader(_Named, frozen=True):
    """Which industry the blueprint is for, and its version."""

    version: int


class BlueprintChannel(_Named, frozen=True):
    """A channel of the industry."""

    kind: Literal[
        "in_person",
        "self_service",
        "web",
        "app",
        "mini_program",
        "phone",
        "messaging",
        "social",
        "marketplace",
        "delivery",
        "other",
    ]


class BlueprintPersona(_Named, frozen=True):
    """A typical customer of the industry."""

    story_zh: str = ""
    story_en: str = ""
    segment: str = ""


class BlueprintTouchpoint(_Named, frozen=True):
    """A touchpoint in its place in a stage; when a code returns in a later stage, its first entry describes it."""

    channel: str = ""
    mode: Literal["online", "offline", "unknown"] = "unknown"
    moment_of_truth: bool = False
    expected_emotion: int = 0
    description_zh: str = ""
    description_en: str = ""


class BlueprintStage(_Named, frozen=True):
    """A stage with its touchpoints in order."""

    touchpoints: tuple[BlueprintTouchpoint, ...]


class BlueprintJourney(_Named, frozen=True):
    """A journey with its stages in order."""

    stages: tuple[BlueprintStage, ...]


class Blueprint(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """What a company of an industry starts with."""

    industry: IndustryHeader
    channels: tuple[BlueprintChannel, ...] = ()
    personas: tuple[BlueprintPersona, ...] = ()
    journeys: tuple[BlueprintJourney, ...] = ()

    def touchpoints(self) -> dict[str, BlueprintTouchpoint]:
        """Return each touchpoint of the blueprint once, by code."""
        found: dict[str, BlueprintTouchpoint] = {}
        for journey in self.journeys:
            for stage in journey.stages:
                for touchpoint in stage.touchpoints:
                    found.setdefault(touchpoint.code, touchpoint)
        return found


def industries() -> list[str]:
    """Return the industries that have a blueprint, in alphabetical order."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def read_blueprint(industry: str) -> Blueprint:
    """Return the blueprint of an industry. Raises BrokenBlueprint when there is none or its file is wrong."""
    if industry not in industries():
        raise BrokenBlueprint(f"there is no blueprint for {industry!r}; known are {', '.join(industries())}")
    return parse_blueprint((FOLDER / f"{industry}.toml").read_bytes())


def parse_blueprint(text: bytes) -> Blueprint:
    """Return the blueprint written in a TOML text. Raises BrokenBlueprint naming the place of the mistake."""
    try:
        blueprint = msgspec.toml.decode(text, type=Blueprint)
    except msgspec.DecodeError as error:
        raise BrokenBlueprint(str(error)) from error
    for problem in _problems(blueprint):
        raise BrokenBlueprint(f"{blueprint.industry.code}: {problem}")
    return blueprint


def _problems(blueprint: Blueprint) -> list[str]:
    problems = []
    channels = {channel.code for channel in blueprint.channels}
    for journey in blueprint.journeys:
        stages = [stage.code for stage in journey.stages]
        if len(set(stages)) < len(stages):
            problems.append(f"journey {journey.code} names a stage twice")
        for stage in journey.stages:
            codes = [touchpoint.code for touchpoint in stage.touchpoints]
            if len(set(codes)) < len(codes):
                problems.append(f"stage {stage.code} names a touchpoint twice")
            problems += [
                f"touchpoint {touchpoint.code} expects emotion {touchpoint.expected_emotion}, outside -2..2"
                for touchpoint in stage.touchpoints
                if not -2 <= touchpoint.expected_emotion <= 2
            ]
    problems += [
        f"touchpoint {touchpoint.code} names an unknown channel {touchpoint.channel}"
        for touchpoint in blueprint.touchpoints().values()
        if touchpoint.channel and touchpoint.channel not in channels
    ]
    return problems
