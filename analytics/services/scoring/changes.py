"""How the stored figures of scopes changed from one period to another."""

from collections.abc import Mapping
from typing import Any

from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.experience.change import change_between

FIGURES = ("value", "nps", "csat", "ces", "loyalty", "return_index", "return_per_point")
ANOTHER_REFERENCE = "the two periods are measured against different reference periods"

type Printed = Mapping[str, Any]


def changes_between(before: Mapping[str, Printed], after: Mapping[str, Printed]) -> list[dict[str, Any]]:
    """Return the printed changes of the scopes that have figures in both periods, by code."""
    return [
        {"code": code, **{name: _change(before[code].get(name), after[code].get(name)) for name in FIGURES}}
        for code in sorted(before.keys() & after.keys())
    ]


def _change(before: Printed | None, after: Printed | None) -> dict[str, Any] | None:
    """Return the printed change of a figure; None where one of the periods does not know such a figure."""
    if before is None or after is None:
        return None
    if before.get("reference") != after.get("reference"):
        return _printed(insufficient(after["n"], ANOTHER_REFERENCE))
    return _printed(change_between(Estimate.read(before), Estimate.read(after)))


def _printed(found: Estimate) -> dict[str, Any]:
    return {**found.as_json(), "method": found.method}
