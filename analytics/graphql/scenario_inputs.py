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


@strawberry.input(description="A scenario to think through; nothing of it is kept.")
class ScenarioForecastInput:
    """A scenario to think through."""

    moves: list[ScenarioMoveInput] = strawberry.field(
        default_factory=list, description="Up to 20 touchpoints, each once; none to see what may be asked."
    )
    period: str | None = strawberry.field(default=None, description="Month whose model answers; the newest by default.")
    cost: GuessInput | None = strawberry.field(default=None, description="Money spent at the start; 0 by default.")
    monthly_cost: GuessInput | None = strawberry.field(default=None, description="Money spent every month.")
    ramp_months: int = strawberry.field(default=0, description="Months over which the gain grows.")
    half_life_months: float | None = strawberry.field(
        default=None, description="Months in which the gain halves after that; it stays by default."
    )
    horizon_months: int | None = strawberry.field(default=None, description="Instead of that of the settings.")
    discount_rate_monthly: float | None = strawberry.field(default=None, description="Instead of that of the settings.")
    causal_share: float | None = strawberry.field(
        default=None, description="Instead of what evaluated plans taught, 0 to 1."
    )
