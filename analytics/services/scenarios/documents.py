"""Reads the JSON in which a scenario is asked, before it meets the model."""

from collections.abc import Iterator, Mapping
from datetime import date
from math import isfinite
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from analytics.aggregates import months
from analytics.numerics.returns.scenario import Pert
from journeys.services.codes import code_problem
from tenants.access import Refusal

MOST_MOVES = 20
MOST_MONEY = 1e15
MOST_POINTS = 10.0


class ScenarioRefused(Refusal):
    """A scenario that cannot be asked, kept or turned into plans as it stands; the message says why."""


class Guess(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """An uncertain number: the least, the most likely and the most that it may be."""

    low: float
    mode: float
    high: float


class Move(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """One touchpoint's scores rise by `uplift` points of 0-10 for a share of its customers."""

    touchpoint: str
    uplift: float | Guess
    share: float = 1.0


class ScenarioDocument(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A scenario as people write it: codes for touchpoints, major units for money, months for time.

    The last three are assumptions of the company's settings, and of evaluated plans, that the scenario replaces.
    """

    code: str
    title: str
    moves: list[Move]
    period: str | None = None
    cost: float | Guess = 0.0
    monthly_cost: float | Guess = 0.0
    ramp_months: int = 0
    half_life_months: float | None = None
    horizon_months: int | None = None
    discount_rate_monthly: float | None = None
    causal_share: float | None = None

    @property
    def month(self) -> date | None:
        """First day of the month whose model is asked, None for the newest."""
        return None if self.period is None else months.bounds(months.parse(self.period))[0]

    def as_json(self) -> dict[str, Any]:
        """Return the scenario as plain values, complete with defaults."""
        found: dict[str, Any] = msgspec.to_builtins(self)
        return found


def pert_of(value: float | Guess) -> Pert:
    """Return a guess as a distribution; a plain number is certain."""
    if isinstance(value, Guess):
        return Pert(value.low, value.mode, value.high)
    return Pert(value, value, value)


def read_scenario(document: Mapping[str, object], *, least_moves: int = 1) -> ScenarioDocument:
    """Return the scenario of a JSON object. Raises ScenarioRefused naming the field that is wrong."""
    try:
        found = msgspec.convert(document, ScenarioDocument)
    except msgspec.ValidationError as error:
        raise ScenarioRefused(
            _("scenario %(found)s: %(error)s") % {"found": f"{document.get('code', '')!s:.40}", "error": error}
        ) from error
    for problem in _problems(found, least_moves):
        raise ScenarioRefused(_("scenario %(code)s: %(problem)s") % {"code": found.code[:40], "problem": problem})
    return found


def _problems(found: ScenarioDocument, least_moves: int) -> Iterator[str]:
    """Yield what is wrong, in the order of the fields."""
    problem = code_problem(found.code)
    if problem:
        yield f"code {problem}"
    if not found.title.strip() or len(found.title) > 200 or "\x00" in found.title:
        yield "title must have 1 to 200 characters"
    if not least_moves <= len(found.moves) <= MOST_MOVES:
        yield f"moves must name 1 to {MOST_MOVES} touchpoints"
    codes = [move.touchpoint for move in found.moves]
    if len(set(codes)) < len(codes):
        yield "moves names a touchpoint twice"
    yield from _period_problem(found.period)
    for move in found.moves:
        yield from _number_problem(f"uplift of {move.touchpoint[:40]}", move.uplift, -MOST_POINTS, MOST_POINTS)
        if not 0 < move.share <= 1:
            yield f"share of {move.touchpoint[:40]} must be above 0 and at most 1"
    yield from _number_problem("cost", found.cost, 0.0, MOST_MONEY)
    yield from _number_problem("monthly_cost", found.monthly_cost, 0.0, MOST_MONEY)
    if not 0 <= found.ramp_months <= 120:
        yield "ramp_months must be 0 to 120"
    if found.half_life_months is not None and not 0.1 <= found.half_life_months <= 1200:
        yield "half_life_months must be 0.1 to 1200, or null when the gain does not fade"
    yield from _assumption_problems(found)


def _assumption_problems(found: ScenarioDocument) -> Iterator[str]:
    if found.horizon_months is not None and not 1 <= found.horizon_months <= 120:
        yield "horizon_months must be 1 to 120, or null for that of the settings"
    if found.discount_rate_monthly is not None and not 0 <= found.discount_rate_monthly <= 0.2:
        yield "discount_rate_monthly must be 0 to 0.2, or null for that of the settings"
    if found.causal_share is not None and not 0 <= found.causal_share <= 1:
        yield "causal_share must be 0 to 1, or null for what evaluated plans taught"


def _period_problem(period: str | None) -> Iterator[str]:
    if period is None:
        return
    try:
        months.parse(period)
    except ValueError as error:
        yield f"period {error}"


def _number_problem(name: str, value: float | Guess, low: float, high: float) -> Iterator[str]:
    parts = (value.low, value.mode, value.high) if isinstance(value, Guess) else (value,)
    if not all(isfinite(part) and low <= part <= high for part in parts):
        yield f"{name} must be a number from {low:g} to {high:g}"
    elif list(parts) != sorted(parts):
        yield f"{name} must have low <= mode <= high"
