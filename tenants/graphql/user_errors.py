"""What is wrong with the input of a mutation, as its payload tells it."""

import strawberry

from tenants.access import Refusal


@strawberry.type(description="What is wrong with the input of a mutation and what to do about it.")
class UserError:
    """What is wrong with an input."""

    code: str = strawberry.field(description="Sort of mistake, for programs; it stays when the wording changes.")
    field: str = strawberry.field(description="Path of the input field; empty when it is about the input as a whole.")
    message: str = strawberry.field(description="What is wrong and what to do, for people.")


def refused(refusal: Refusal, *, field: str = "") -> UserError:
    """Return a refusal as an error of the input; its code is the refusal's name, such as UNKNOWN_SCENARIO."""
    name = type(refusal).__name__
    words = "".join(f"_{letter}" if letter.isupper() else letter for letter in name).strip("_")
    return UserError(code=words.upper(), field=field, message=str(refusal))
