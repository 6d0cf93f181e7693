"""The mapping file as it is written; docs/guides/import.md explains each key with an example."""

from collections.abc import Mapping as Map
from pathlib import Path
from typing import Literal

import msgspec

from tenants.access import Refusal


class WrongMapping(Refusal):
    """The mapping cannot be read, or does not fit the file; the message names the key and the column."""


class Group(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Rows that follow each other and share `by` become one record: `sum` is added up, the rest is the first row's."""

    by: str
    sum: list[str] = []


class Mapping(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """How to read a file, and which of its columns become which of our fields."""

    format: Literal["csv", "xlsx", "ndjson"] | None = None
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    skip_lines: int = 0
    header: list[str] | None = None
    missing: dict[str, list[str]] | list[str] = []
    values: dict[str, dict[str, str]] = {}
    dates: dict[str, str] = {}
    integers: list[str] = []
    only_with: list[str] = []
    rename: dict[str, str] = {}
    set: dict[str, str | int | float] = {}
    multiply: dict[str, tuple[str, str]] = {}
    melt: dict[str, str] = {}
    value: str = "rating"
    not_met: list[str] = []
    company: dict[str, str] = {}
    company_set: dict[str, str | int | float] = {}
    group: Group | None = None
    unique: str | None = None
    note: str = ""


def read_mapping(path: Path) -> Mapping:
    """Return the mapping that a file holds; raise WrongMapping with the key that is wrong."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Mapping)
    except OSError as error:
        raise WrongMapping(f"{path}: {error.strerror or error}") from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        known = ", ".join(Mapping.__struct_fields__)
        raise WrongMapping(f"{path.name}: {error}; the keys of a mapping are {known}") from None


def missing_codes(mapping: Mapping) -> Map[str, frozenset[str]]:
    """Return the codes that mean "no answer", by column; "*" stands for every column."""
    given = mapping.missing if isinstance(mapping.missing, dict) else {"*": mapping.missing}
    return {name: frozenset(codes) for name, codes in given.items()}
