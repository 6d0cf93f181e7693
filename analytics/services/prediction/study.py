"""What the past says: how good the prediction would have been, what to doubt about it, the model of today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from analytics.aggregates.customers_as_of import AsOf, count_customers, describe_customers, span_of_orders
from analytics.models.settings import Settings
from analytics.numerics.prediction.columns import Block
from analytics.numerics.prediction.model import Model
from analytics.numerics.prediction.signs import Sign, confounded, signs_of
from analytics.numerics.prediction.traps import Trap, copies_in, leaks, twins
from analytics.numerics.prediction.trial import (
    Trial,
    fit_blocks,
    lacking,
    nothing,
    trial_in_folds,
    trial_in_time,
)
from analytics.services.prediction.days import as_of, days_of, start_of
from analytics.services.prediction.doubts import drift, extremes, level, undated
from analytics.services.prediction.features import RULES, Layout, block_of
from analytics.services.scoring.money import minor_per_major

IN_TIME = "on the last months whose outcome is known"
IN_FOLDS = "across folds of customers: the labels carry no date"


@dataclass(frozen=True, slots=True)
class Study:
    """What was found; `model` is None where there is too little data. `asked` says whom to predict for."""

    design: str
    trial: Trial
    model: Model | None
    warnings: tuple[Trap, ...]
    signs: tuple[Sign, ...]
    asked: AsOf
    blocks: tuple[Block, ...]
    newest: datetime | None  # the last purchase, None where none is needed


def study_repurchase(*, month: int, layout: Layout, settings: Settings, seed: int) -> Study:
    """Return what is found about repurchases within the horizon after a month."""
    span = span_of_orders()
    first = span[0] if span else None
    days = days_of(month, settings=settings, first_order=first) if first else None
    asked = as_of(start_of(month + 1, settings), settings=settings, buyers_only=True)
    if days is None or span is None or not days.past:
        reason = "no purchases of known customers" if span is None else _too_short(settings)
        return Study(IN_TIME, nothing(0, 0, reason), None, (), (), asked, (), None)
    if span[1] < days.judged + (days.predicted - days.judged) / 2:
        reason = f"purchases reach only to {span[1]:%Y-%m-%d}: who came back since {days.judged:%Y-%m-%d} is not known"
        return Study(IN_TIME, nothing(0, 0, reason), None, (), (), asked, (), span[1])
    blocks = tuple(_read(day, layout=layout, settings=settings, labels=False) for day in (*days.past, days.judged))
    return _in_time(blocks, asked=asked, newest=span[1], seed=seed)


def study_labels(*, month: int, layout: Layout, settings: Settings, seed: int) -> Study:
    """Return what is found about a label, from customers as they are described at the end of a month."""
    day = start_of(month + 1, settings)
    asked = as_of(day, settings=settings, buyers_only=False)
    block = _read(day, layout=layout, settings=settings, labels=True)
    trial = trial_in_folds(block, rules=(), seed=seed)
    signs = signs_of(block)
    warnings = (undated(layout.target.name), *leaks(block), *copies_in(block), *twins(block), *confounded(signs))
    model = None
    if not trial.reason:
        model = fit_blocks([block], rules=(), seed=seed)
    return Study(IN_FOLDS, trial, model, (*warnings, *extremes(trial), *level(trial)), signs, asked, (block,), None)


def _in_time(blocks: Sequence[Block], *, asked: AsOf, newest: datetime, seed: int) -> Study:
    past, judged = _sufficient(blocks[:-1]), blocks[-1]
    trial = trial_in_time(past, judged, rules=RULES, seed=seed)
    signs = signs_of(judged)
    warnings = (*leaks(judged), *confounded(signs), *drift(past[-1], judged), *extremes(trial), *level(trial))
    model = None
    if not trial.reason:
        model = fit_blocks(_sufficient([*past, judged])[-3:], rules=RULES, seed=seed)
    return Study(IN_TIME, trial, model, warnings, signs, asked, tuple(blocks), newest)


def _sufficient(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks that suffice, or the last one for the reason that it gives."""
    return [block for block in blocks if not lacking(block)] or [blocks[-1]]


def _read(day: datetime, *, layout: Layout, settings: Settings, labels: bool) -> Block:
    everybody = as_of(day, settings=settings, follow=not labels, buyers_only=not labels)
    thinned = as_of(
        day, settings=settings, customers=count_customers(everybody), follow=not labels, buyers_only=not labels
    )
    parts = list(describe_customers(thinned, attributes=layout.names, settings=settings))
    return block_of(parts, layout, scale=1 / minor_per_major(settings.currency))


def _too_short(settings: Settings) -> str:
    months = 3 * settings.prediction_months
    return (
        f"at least {months} months of purchases are needed: {settings.prediction_months} each to describe customers, "
        "to learn from and to judge by"
    )
