"""Uncertain numbers, as the API gives them."""

from typing import Any

import strawberry


@strawberry.type(description="An uncertain number: the least, the most likely and the most that it may be.")
class Guess:
    """An uncertain number."""

    low: float = strawberry.field(description="The least.")
    mode: float = strawberry.field(description="The most likely.")
    high: float = strawberry.field(description="The most.")


def guess_of(value: Any) -> Guess:
    """Return a stored guess; a plain number is certain."""
    if isinstance(value, dict):
        return Guess(low=value["low"], mode=value["mode"], high=value["high"])
    return Guess(low=value, mode=value, high=value)
