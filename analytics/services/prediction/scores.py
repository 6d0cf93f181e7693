"""The probabilities of all customers, some thousand at a time: computed, explained, hashed and stored."""

import hashlib
from collections.abc import Iterator
from typing import Any, cast

import numpy as np
from django.db import connection
from psycopg.types.json import Jsonb

from analytics.aggregates.customers_as_of import Described, describe_customers
from analytics.models.prediction import PredictionRun
from analytics.models.settings import Settings
from analytics.numerics.prediction.columns import Columns
from analytics.numerics.prediction.model import Forecast, Model
from analytics.services.prediction.features import Layout, columns_of
from analytics.services.prediction.study import Study
from analytics.services.scoring.money import minor_per_major
from tenants.models.ids import uuid7

LEAST_EFFECT = 0.01
_COPY = (
    "COPY analytics_customerprediction (id, run_id, customer_id, risk, probability, low, high, reasons) "
    "FROM STDIN (FORMAT BINARY)"
)
_TYPES = ("uuid", "uuid", "uuid", "float8", "float8", "float8", "float8", "jsonb")


def store_scores(run: PredictionRun, study: Study, layout: Layout, settings: Settings) -> tuple[int, str]:
    """Store a probability with its reasons for each customer; return how many, and the hash of what described them.

    Customers without enough data to predict for are counted and hashed all the same.
    """
    hashed = hashlib.sha256()
    for block in study.blocks:
        feed(hashed, block.columns)
        hashed.update(block.outcome.tobytes())
    count = 0
    for part in describe_customers(study.asked, attributes=layout.names, settings=settings):
        columns = columns_of([part], layout, scale=1 / minor_per_major(settings.currency))
        hashed.update("\0".join(part.external_ids).encode())
        feed(hashed, columns)
        if study.model is not None:
            _copy(_rows(run, part, columns, study.model, layout))
            count += len(part.ids)
    return count, hashed.hexdigest()


def feed(hashed: "hashlib._Hash", columns: Columns) -> None:
    """Add columns to a hash."""
    for column in columns:
        hashed.update(column.code.encode())
        data = "\0".join(column.values.tolist()).encode() if column.is_text else np.ascontiguousarray(column.values)
        hashed.update(data)


def _rows(
    run: PredictionRun, part: Described, columns: Columns, model: Model, layout: Layout
) -> Iterator[tuple[Any, ...]]:
    forecast = model.forecast(columns)
    probability, low, high = (
        np.round(values, 6).tolist() for values in (forecast.probability, forecast.low, forecast.high)
    )
    reasons = reasons_of(columns, forecast)
    for place, customer in enumerate(part.ids):
        risk = probability[place] if layout.target.is_label else round(1 - probability[place], 6)
        yield uuid7(), run.pk, customer, risk, probability[place], low[place], high[place], Jsonb(reasons[place])


def reasons_of(columns: Columns, forecast: Forecast) -> list[list[dict[str, Any]]]:
    """Return for each customer the columns that move the log-odds most, strongest first, with their values."""
    top = forecast.top()
    effects = np.round(np.take_along_axis(forecast.effects, top, axis=1), 3).tolist()
    values = [column.values.tolist() for column in columns]
    return [
        [
            {"code": columns[column].code, "value": _plain(values[column][row]), "effect": effect}
            for column, effect in zip(places, moved, strict=True)
            if abs(effect) >= LEAST_EFFECT
        ]
        for row, (places, moved) in enumerate(zip(top.tolist(), effects, strict=True))
    ]


def _plain(value: float | str) -> float | str | None:
    """Return a value as JSON can hold it: null where unknown."""
    if isinstance(value, str):
        return value or None
    return None if np.isnan(value) else float(f"{value:.6g}")


def _copy(rows: Iterator[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cast("Any", cursor).copy(_COPY) as copy:
        copy.set_types(_TYPES)
        for row in rows:
            copy.write_row(row)
