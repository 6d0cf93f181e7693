"""Print the drivers of every scored period as a Markdown table: `score --tenant S --json | python tables.py [most]`."""

import json
import sys
from typing import Any


def cell(estimate: dict[str, Any], digits: int) -> str:
    """Return an estimate as value and interval, or that there is too little."""
    if estimate["value"] is None:
        return "insufficient"
    value, low, high = (f"{estimate[name]:.{digits}f}" for name in ("value", "low", "high"))
    return f"{value} [{low}, {high}]"


def rows(period: dict[str, Any], most: int) -> list[str]:
    """Return the rows of a period's strongest drivers, strongest first."""
    touchpoints = [one for one in period["touchpoints"] if one["importance"]["value"] is not None]
    touchpoints.sort(key=lambda one: -one["importance"]["value"])
    return [
        f"| {period['period']} | {one['code']} | {cell(one['importance'], 3)} | {cell(one['slope'], 2)} "
        f"| {cell(one['value'], 1)} | {one['reach']['value']:.2f} | {one['slope']['n']:,} |"
        for one in touchpoints[:most]
    ]


def main() -> None:
    """Read a score from standard input and print its table."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    lines = [
        "| period | touchpoint | importance | slope | value (0-100) | reach | n |",
        "|---|---|---|---|---|---|---|",
    ]
    for period in json.load(sys.stdin)["periods"]:
        lines += rows(period, most) or [f"| {period['period']} | none | | | | | |"]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
