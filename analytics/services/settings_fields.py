"""What each model setting may be, and its printed form."""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import date

from analytics.models.fiscal import MONTHS, RETAIL
from analytics.models.period import PeriodKind
from analytics.models.settings import CausalDiscount, Settings, ValueWeights
from tenants.access import Refusal

type Reader = Callable[[str, object], object]

OUTCOMES = ("auto", "nps", "loyalty", "csat", "rating")
BUSINESSES = ("regular", "noncontractual")
TOUCHPOINT_SCORES = ("auto", "dimensions", "rating", "csat", "nps")
MONTH = re.compile(r"^(\d{4})-(0[1-9]|1[0-2])$")


class BadSetting(Refusal):
    """A setting that does not exist or a value that it cannot take; the message names the key."""


def one_of(choices: tuple[str, ...]) -> Reader:
    """Return a reader of one of the words."""

    def read(name: str, value: object) -> object:
        if value not in choices:
            raise BadSetting(f"{name}: {_shown(value)} is not one of {', '.join(choices)}")
        return value

    return read


def whole(low: int, high: int) -> Reader:
    """Return a reader of a whole number, both ends included."""

    def read(name: str, value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise BadSetting(f"{name}: {_shown(value)} is not a whole number from {low} to {high}")
        return value

    return read


def number(low: float, high: float) -> Reader:
    """Return a reader of a finite number, both ends included."""

    def read(name: str, value: object) -> object:
        usable = isinstance(value, int | float) and not isinstance(value, bool)
        if not usable or not math.isfinite(float(str(value))) or not low <= float(str(value)) <= high:
            raise BadSetting(f"{name}: {_shown(value)} is not a number from {low:g} to {high:g}")
        return float(str(value))

    return read


def parts(kind: type, readers: Mapping[str, Reader]) -> Reader:
    """Return a reader of an object with exactly these keys."""

    def read(name: str, value: object) -> object:
        if not isinstance(value, Mapping) or set(value) != set(readers):
            raise BadSetting(f"{name}: must be an object with the keys {', '.join(readers)}")
        return kind(**{key: readers[key](f"{name}.{key}", value[key]) for key in readers})

    return read


def read_weights(name: str, value: object) -> object:
    """Read the three weights, of which at least one must be above zero."""
    keys = ("emotional", "functional", "social")
    weights = parts(ValueWeights, {key: number(0, 1000) for key in keys})(name, value)
    if isinstance(weights, ValueWeights) and weights.emotional + weights.functional + weights.social <= 0:
        raise BadSetting(f"{name}: at least one weight must be above 0")
    return weights


def read_discount(name: str, value: object) -> object:
    """Read the prior of the causal discount."""
    return parts(CausalDiscount, {"mean": number(0.01, 1), "sd": number(0.01, 1)})(name, value)


def read_period(name: str, value: object) -> object:
    """Read a month such as "2026-01", or null."""
    if value is None:
        return None
    found = MONTH.match(value) if isinstance(value, str) else None
    if found is None or not 1 <= int(found[1]) <= 9998:
        raise BadSetting(f"{name}: {_shown(value)} is not a month such as 2026-01, or null")
    return date(int(found[1]), int(found[2]), 1)


def read_kinds(name: str, value: object) -> object:
    """Read the kinds of periods that are scored by themselves; months always are."""
    known = [kind.value for kind in PeriodKind]
    if not isinstance(value, list | tuple) or not value or any(kind not in known for kind in value):
        raise BadSetting(f"{name}: {_shown(value)} is not a list of some of {', '.join(known)}")
    return tuple(kind for kind in known if kind in value or kind == PeriodKind.MONTH)


def read_attribute(name: str, value: object) -> object:
    """Read the name of a customer's attribute, written without `attr.`."""
    if not isinstance(value, str) or not value.strip() or len(value) > 120 or "\x00" in value:
        raise BadSetting(f"{name}: must be the name of a customer attribute, at most 120 characters")
    return value.strip().removeprefix("attr.")


READERS: Mapping[str, Reader] = {
    "loyalty_outcome": one_of(OUTCOMES),
    "window_months": whole(1, 36),
    "business": one_of(BUSINESSES),
    "follow_up_months": whole(1, 12),
    "horizon_months": whole(1, 120),
    "discount_rate_monthly": number(0, 0.5),
    "margin_rate": number(0, 1),
    "referral_incremental_share": number(0, 1),
    "acquisition_cost": number(0, 1e9),
    "causal_discount": read_discount,
    "segment_attribute": read_attribute,
    "touchpoint_score": one_of(TOUCHPOINT_SCORES),
    "half_life_days": whole(1, 3650),
    "minimum_n": whole(1, 100_000),
    "value_weights": read_weights,
    "value_dimensions": read_dimensions,
    "value_evidence": read_evidence,
    "reference_period": read_period,
    "period_kinds": read_kinds,
    "fiscal_calendar": one_of((MONTHS, RETAIL)),
    "fiscal_year_start": whole(1, 12),
    "fiscal_year_named_by": one_of(("end", "start")),
}


def changed(settings: Settings, changes: Mapping[str, object]) -> Settings:
    """Return the settings with the changes; raises BadSetting for an unknown key or a value out of range."""
    unknown = sorted(set(changes) - set(READERS))
    if unknown:
        raise BadSetting(f"unknown setting {unknown[0]!r}; known are {', '.join(READERS)}")
    values = {name: READERS[name](name, value) for name, value in changes.items()}
    return replace(settings, **values)  # type: ignore[arg-type]  # each reader returns its field's type


def printed(settings: Settings) -> dict[str, object]:
    """Return the settings as plain JSON values, without the company's own currency and time zone."""
    values: dict[str, object] = asdict(settings)
    period = settings.reference_period
    values["reference_period"] = None if period is None else f"{period:%Y-%m}"
    values["period_kinds"] = list(settings.period_kinds)
    return {name: values[name] for name in READERS}


def restored(stored: Mapping[str, object], *, currency: str, timezone: str) -> Settings:
    """Return stored settings; a setting that did not exist when they were stored has its default."""
    return changed(Settings(currency=currency, timezone=timezone), stored)


def _shown(value: object) -> str:
    text = json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."
