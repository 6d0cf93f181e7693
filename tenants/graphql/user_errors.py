"""What is wrong with the input of a mutation, as its payload tells it."""

import strawberry

from tenants.access import Refusal, Refusals


@strawberry.type(description="What is wrong with the input of a mutation and what to do about it.")
class UserError:
    """What is wrong with an input."""

    code: str = strawberry.field(description="Sort of mistake, for programs; it stays when the wording changes.")
    field: str = strawberry.field(description="Path of the input field; empty when it is about the input as a whole.")
    message: str = strawberry.field(description="What is wrong and what to do, for people.")


def refused(refusal: Refusal, *, field: str = "") -> UserError:
    """Return a refusal as an error of the input; its code is the refusal's name, such as UNKNOWN_SCENARIO.

    `field` is the input that the refusal's own field is a part of.
    """
    name = type(refusal).__name__
    words = "".join(f"_{letter}" if letter.isupper() else letter for letter in name).strip("_")
    path = ".".join(part for part in (field, _camel(refusal.field)) if part)
    return UserError(code=words.upper(), field=path, message=str(refusal))


def all_refused(refusal: Refusal, *, field: str = "input") -> list[UserError]:
    """Return everything that a refusal says is wrong, each with the path of its own field below `field`."""
    found = refusal.refusals if isinstance(refusal, Refusals) else (refusal,)
    return [refused(one, field=field) for one in found]


def _camel(path: str) -> str:
    """Return a path in the API's spelling, such as treatedUnits for treated_units."""
    return ".".join(_one(part) for part in path.split(".")) if path else ""


def _one(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in others)
