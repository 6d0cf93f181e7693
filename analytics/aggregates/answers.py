"""What an answer says: touchpoint scores and loyalty outcomes in units of the 0-10 scale."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.aggregates.counters import UNITS, Ints
from analytics.aggregates.facts import Rows
from analytics.aggregates.respondents import Respondents
from analytics.models.settings import Settings

_TEN = 10 * UNITS
_EPOCH_MONTH = 1970 * 12
_COARSE_STEPS = 6
_DIMENSIONS = ("emotional", "functional", "social")
_TOUCHPOINT_ORDER = {
    "auto": ("dimensions", "rating", "csat", "nps"),
    "dimensions": ("dimensions",),
    "rating": ("rating",),
    "csat": ("csat",),
    "nps": ("nps",),
}
_OUTCOME_ORDER = {
    "auto": ("loyalty", "nps", "csat", "rating"),
    "loyalty": ("loyalty",),
    "nps": ("nps",),
    "csat": ("csat",),
    "rating": ("rating",),
}


@dataclass(frozen=True)
class Answers:
    """Answers as parallel arrays, ordered by respondent and time.

    `score` is the touchpoint score, `outcome` the loyalty outcome of an answer about the company; -1 where there is
    none. `touchpoint` is -1 for the company as a whole. `coarse` tells scales of six steps or fewer.
    """

    rows: Rows
    respondent: Ints
    month: Ints
    touchpoint: Ints
    score: Ints
    outcome: Ints
    rating: Ints
    coarse: NDArray[np.bool_]


def months_of_days(days: Ints) -> Ints:
    """Return the month numbers of days since 1970-01-01."""
    stamps = days.astype("datetime64[D]")
    return stamps.astype("datetime64[M]").astype(np.int64) + _EPOCH_MONTH


def read_answers(rows: Rows, people: Respondents, settings: Settings) -> Answers:
    """Return the answers with their scores under the company's settings."""
    scales = _scales(rows, settings)
    touchpoint = rows["touchpoint"]
    score = _first_given(scales, _TOUCHPOINT_ORDER[settings.touchpoint_score])
    outcome = _first_given(scales, _OUTCOME_ORDER[settings.loyalty_outcome])
    return Answers(
        rows=rows,
        respondent=people.numbers(rows["key"]),
        month=months_of_days(rows["day"]),
        touchpoint=touchpoint,
        score=np.where(touchpoint >= 0, score, -1),
        outcome=np.where(touchpoint == -1, outcome, -1),
        rating=scales["rating"],
        coarse=((rows["rating_max"] >= 2) & (rows["rating_max"] <= _COARSE_STEPS)) | (rows["csat"] >= 1),
    )


def _scales(rows: Rows, settings: Settings) -> dict[str, Ints]:
    """Return every kind of score in units, -1 where not given: a rating of 1..max becomes 10 (r - 1) / (max - 1)."""
    steps = np.maximum(rows["rating_max"] - 1, 1)
    rating = (2 * _TEN * (rows["rating"] - 1) + steps) // (2 * steps)
    return {
        "nps": np.where(rows["nps"] >= 0, rows["nps"] * UNITS, -1),
        "loyalty": np.where(rows["loyalty"] >= 0, rows["loyalty"] * UNITS, -1),
        "csat": np.where(rows["csat"] >= 1, (rows["csat"] - 1) * (_TEN // 4), -1),
        "rating": np.where((rows["rating"] >= 1) & (rows["rating_max"] >= 2), rating, -1),
        "dimensions": _dimensions(rows, settings),
    }


def _dimensions(rows: Rows, settings: Settings) -> Ints:
    """Return the weighted mean of the value dimensions that were given, in units."""
    weights = settings.value_weights
    total = np.zeros(len(rows), dtype=np.float64)
    share = np.zeros(len(rows), dtype=np.float64)
    for name in _DIMENSIONS:
        given = rows[name] >= 0
        weight = float(getattr(weights, name))
        total += np.where(given, rows[name] * weight, 0.0)
        share += np.where(given, weight, 0.0)
    mean = np.divide(total, share, out=np.zeros_like(total), where=share > 0)
    return np.where(share > 0, np.floor(mean * UNITS + 0.5).astype(np.int64), -1)


def _first_given(scales: dict[str, Ints], order: tuple[str, ...]) -> Ints:
    """Return, row by row, the first score in `order` that was given."""
    chosen = scales[order[-1]]
    for name in reversed(order[:-1]):
        chosen = np.where(scales[name] >= 0, scales[name], chosen)
    return chosen


def touchpoint_score_sql(settings: Settings) -> str:
    """Return the touchpoint score of an answer row `f` on the 0-10 scale as SQL, the same choice as `read_answers`."""
    return _coalesced(_TOUCHPOINT_ORDER[settings.touchpoint_score], settings)


def outcome_sql(settings: Settings) -> str:
    """Return the loyalty outcome of an answer row `f` on the 0-10 scale as SQL, the same choice as `read_answers`."""
    return _coalesced(_OUTCOME_ORDER[settings.loyalty_outcome], settings)


def _coalesced(order: tuple[str, ...], settings: Settings) -> str:
    weights = {name: float(getattr(settings.value_weights, name)) for name in _DIMENSIONS}
    given = " + ".join(f"CASE WHEN f.{name} IS NULL THEN 0 ELSE {weight!r} END" for name, weight in weights.items())
    total = " + ".join(f"coalesce(f.{name} * {weight!r}, 0)" for name, weight in weights.items())
    expressions = {
        "dimensions": f"({total}) / nullif({given}, 0)",
        "rating": "CASE WHEN f.rating_max >= 2 THEN 10.0 * (f.rating - 1) / (f.rating_max - 1) END",
        "csat": "(f.csat - 1) * 2.5",
        "nps": "f.nps::numeric",
        "loyalty": "f.loyalty::numeric",
    }
    return f"coalesce({', '.join(expressions[name] for name in order)})::numeric"
