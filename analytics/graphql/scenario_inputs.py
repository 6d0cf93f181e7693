"""What is given to ask for a scenario."""

import strawberry


@strawberry.input(description="A guess: the least, the most likely and the most; equal when it is certain.")
class GuessInput:
    """A guess."""

    low: float = strawberry.field(description="The least.")
    mode: float = strawberry.field(description="The most likely.")
    high: float = strawberry.field(description="The most.")


@strawberry.input(description="One touchpoint to improve.")
class ScenarioMoveInput:
    """One touchpoint to improve."""

    touchpoint: str = strawberry.field(description="Code of the touchpoint.")
    uplift: GuessInput = strawberry.field(description="Points of 0-10 that its scores would rise.")
    share: float = strawberry.field(default=1.0, description="Share of its customers, above 0 and at most 1.")
