"""What an answer says: touchpoint scores and loyalty outcomes in units of the 0-10 scale."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.aggregates.counters import UNITS, Ints
from analytics.aggregates.facts import Rows
from analytics.aggregates.items import item_name, item_sql
from analytics.aggregates.respondents import Respondents
from analytics.models.evidence import DIMENSIONS
from analytics.models.settings import Settings

_TEN = 10 * UNITS
_EPOCH_MONTH = 1970 * 12
_COARSE_STEPS = 6
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
    none. `touchpoint` is -1 for the company as a whole. `coarse` tells scales of six steps or fewer. `dimensions` holds
    the score of each value dimension by its metric, -1 where nothing tells of it.
    """

    rows: Rows
    respondent: Ints
    month: Ints
    touchpoint: Ints
    score: Ints
    outcome: Ints
    rating: Ints
    coarse: NDArray[np.bool_]
    dimensions: Mapping[str, Ints]


def months_of_days(days: Ints) -> Ints:
    """Return the month numbers of days since 1970-01-01."""
    stamps = days.astype("datetime64[D]")
    return stamps.astype("datetime64[M]").astype(np.int64) + _EPOCH_MONTH


def read_answers(rows: Rows, people: Respondents, settings: Settings) -> Answers:
    """Return the answers with their scores under the company's settings."""
    dimensions = _dimensions(rows, settings)
    scales = {**_scales(rows), "dimensions": _combined(dimensions, settings)}
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
        dimensions=dimensions,
    )


def _scales(rows: Rows) -> dict[str, Ints]:
    """Return every kind of score in units, -1 where not given: a rating of 1..max becomes 10 (r - 1) / (max - 1)."""
    steps = np.maximum(rows["rating_max"] - 1, 1)
    rating = (2 * _TEN * (rows["rating"] - 1) + steps) // (2 * steps)
    return {
        "nps": np.where(rows["nps"] >= 0, rows["nps"] * UNITS, -1),
        "loyalty": np.where(rows["loyalty"] >= 0, rows["loyalty"] * UNITS, -1),
        "csat": np.where(rows["csat"] >= 1, (rows["csat"] - 1) * (_TEN // 4), -1),
        "rating": np.where((rows["rating"] >= 1) & (rows["rating_max"] >= 2), rating, -1),
    }


def _dimensions(rows: Rows, settings: Settings) -> dict[str, Ints]:
    """Return the score of each value dimension in units, by its metric, -1 where nothing tells of it.

    What was said of the dimension itself goes before the weighted mean of the items that tell of it.
    """
    found = {}
    for name, metric in settings.dimension_metrics.items():
        own = np.where(rows[name] >= 0, rows[name] * UNITS, -1) if name in DIMENSIONS else np.full(len(rows), -1)
        items = [
            (rows[item_name(place)], one.weight)
            for place, one in enumerate(settings.value_evidence)
            if one.is_asked and one.dimension == name
        ]
        found[metric] = np.where(own >= 0, own, _weighted_mean(items, len(rows))) if items else own
    return found


def _combined(dimensions: Mapping[str, Ints], settings: Settings) -> Ints:
    """Return the weighted mean of the value dimensions that are known, in units."""
    weights = settings.dimension_weights
    names = settings.dimension_metrics
    count = len(next(iter(dimensions.values())))
    return _weighted_mean([(dimensions[names[name]], weight) for name, weight in weights.items()], count)


def _weighted_mean(parts: Sequence[tuple[Ints, float]], count: int) -> Ints:
    """Return the weighted mean of scores in units, row by row over those that are given (not -1), rounded."""
    total, share = np.zeros(count), np.zeros(count)
    for score, weight in parts:
        given = score >= 0
        total += np.where(given, score * weight, 0.0)
        share += np.where(given, weight, 0.0)
    mean = np.divide(total, share, out=np.zeros_like(total), where=share > 0)
    return np.where(share > 0, np.floor(mean + 0.5).astype(np.int64), -1)


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
    weights = settings.dimension_weights
    expressions = {
        "dimensions": _mean_sql([(dimension_sql(name, settings), weight) for name, weight in weights.items()]),
        "rating": "CASE WHEN f.rating_max >= 2 THEN 10.0 * (f.rating - 1) / (f.rating_max - 1) END",
        "csat": "(f.csat - 1) * 2.5",
        "nps": "f.nps::numeric",
        "loyalty": "f.loyalty::numeric",
    }
    return f"coalesce({', '.join(expressions[name] for name in order)})::numeric"


def dimension_sql(name: str, settings: Settings) -> str:
    """Return a value dimension of an answer row `f` on the 0-10 scale as SQL, the same choice as `read_answers`."""
    items = [
        (item_sql(one, "f"), one.weight) for one in settings.value_evidence if one.is_asked and one.dimension == name
    ]
    told = [f"f.{name}::numeric"] if name in DIMENSIONS else []
    return f"coalesce({', '.join([*told, *([_mean_sql(items)] if items else []), 'NULL::numeric'])})"


def _mean_sql(parts: Sequence[tuple[str, float]]) -> str:
    total = " + ".join(f"coalesce(({value}) * {weight!r}, 0)" for value, weight in parts)
    given = " + ".join(f"CASE WHEN ({value}) IS NULL THEN 0 ELSE {weight!r} END" for value, weight in parts)
    return f"({total}) / nullif({given}, 0)"
