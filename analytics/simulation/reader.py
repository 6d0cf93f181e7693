"""Read a world from TOML, refusing what it does not understand."""

from __future__ import annotations

import dataclasses
import datetime as dt
import tomllib
import types
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from analytics.simulation.checks import check_world
from analytics.simulation.errors import WorldError
from analytics.simulation.world import World

BUNDLED = Path(__file__).with_name("worlds")


def read_world(source: str | Path) -> World:
    """Return the world of a TOML file, or of a bundled name such as `hotpot`.

    Raises WorldError naming the key that is wrong.
    """
    path = Path(source)
    if not path.suffix and not path.exists():
        path = BUNDLED / f"{source}.toml"
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WorldError(f"cannot read the world {path}: {error}") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WorldError(f"{path} is not TOML: {error}") from error
    return parse_world(data)


def parse_world(data: dict[str, Any]) -> World:
    """Return the world that a parsed TOML document describes."""
    world: World = _build(World, data, "world")
    check_world(world)
    return world


def _build(kind: type, data: object, where: str) -> Any:
    if not isinstance(data, dict):
        raise WorldError(f"{where} must be a table")
    hints = get_type_hints(kind)
    unknown = sorted(set(data) - set(hints))
    if unknown:
        raise WorldError(f"{where} has no key {unknown[0]!r}; it knows {', '.join(sorted(hints))}")
    for field in dataclasses.fields(kind):
        required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        if required and field.name not in data:
            raise WorldError(f"{where} lacks the key {field.name!r}")
    values = {key: _value(hints[key], item, f"{where}.{key}") for key, item in data.items()}
    return kind(**values)


def _value(hint: Any, item: object, where: str) -> Any:
    if get_origin(hint) is tuple:
        if not isinstance(item, list):
            raise WorldError(f"{where} must be a list")
        inner = get_args(hint)[0]
        return tuple(_value(inner, part, f"{where}[{index}]") for index, part in enumerate(item))
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _build(hint, item, where)
    return _scalar(hint, item, where)


def _scalar(hint: type | types.UnionType, item: object, where: str) -> Any:
    if hint is float and isinstance(item, int) and not isinstance(item, bool):
        return float(item)
    if isinstance(item, bool | dt.datetime) or type(item) is not hint:
        name = hint.__name__ if isinstance(hint, type) else str(hint)
        raise WorldError(f"{where} must be of type {name}, not {item!r}")
    return item
