"""What each model setting may be, and its printed form."""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date

from analytics.models.evidence import (
    CUSTOM_METRICS,
    DIMENSIONS,
    MOST_EVIDENCE,
    CustomDimension,
    Evidence,
    Source,
)
from analytics.models.fiscal import MONTHS, RETAIL
from analytics.models.period import PeriodKind
from analytics.models.settings import CausalDiscount, Settings, ValueWeights
from tenants.access import Refusal, Refusals

type Reader = Callable[[str, object], object]

OUTCOMES = ("auto", "nps", "loyalty", "csat", "rating")
BUSINESSES = ("regular", "noncontractual")
TOUCHPOINT_SCORES = ("auto", "dimensions", "rating", "csat", "nps")
CODE = re.compile(r"[\w.-]{1,60}")
MOST_ATTRIBUTES = 50
MONTH = re.compile(r"^(\d{4})-(0[1-9]|1[0-2])$")


class BadSetting(Refusal):
    """A setting that does not exist or a value that it cannot take; the message names the key."""


class SeveralBadSettings(BadSetting, Refusals):
    """Several settings that do not exist, or whose values they cannot take."""


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


def read_dimensions(name: str, value: object) -> object:
    """Read the company's own dimensions of value, each with a code of its own and a weight."""
    keys = {"code": read_code, "weight": number(0, 1000)}
    found = [parts(CustomDimension, keys)(f"{name}[{place}]", one) for place, one in enumerate(listed(name, value))]
    codes = [one.code for one in found if isinstance(one, CustomDimension)]
    if len(codes) > len(CUSTOM_METRICS):
        raise BadSetting(f"{name}: a company may add {len(CUSTOM_METRICS)} dimensions, not {len(codes)}")
    if len({*codes, *DIMENSIONS}) < len(codes) + len(DIMENSIONS):
        raise BadSetting(f"{name}: each code may be used once, and {', '.join(DIMENSIONS)} are there already")
    return tuple(found)


def read_evidence(name: str, value: object) -> object:
    """Read what tells of the dimensions: at most one piece of evidence a code and source."""
    given = listed(name, value)
    if len(given) > MOST_EVIDENCE:
        raise BadSetting(f"{name}: at most {MOST_EVIDENCE} pieces of evidence, not {len(given)}")
    found = [_evidence(f"{name}[{place}]", one) for place, one in enumerate(given)]
    if len({(one.code, one.is_asked) for one in found}) < len(found):
        raise BadSetting(f"{name}: the same code is listed twice")
    return tuple(found)


def _evidence(name: str, value: object) -> Evidence:
    readers = {
        "code": read_code,
        "source": one_of(tuple(Source)),
        "dimension": read_code,
        "low": number(-1e9, 1e9),
        "high": number(-1e9, 1e9),
        "weight": number(0.001, 1000),
    }
    filled = {"weight": 1.0, **value} if isinstance(value, Mapping) else value
    found = parts(Evidence, readers)(name, filled)
    if not isinstance(found, Evidence) or found.low == found.high:
        raise BadSetting(f"{name}: low and high must differ")
    return replace(found, source=Source(found.source))


def listed(name: str, value: object) -> Sequence[object]:
    """Return the entries of a list."""
    if not isinstance(value, list | tuple):
        raise BadSetting(f"{name}: must be a list")
    return value


def read_code(name: str, value: object) -> object:
    """Read the code of a question, attribute or dimension."""
    if not isinstance(value, str) or not CODE.fullmatch(value):
        raise BadSetting(f"{name}: {_shown(value)} is not a code of 1 to 60 letters, digits, _, - and .")
    return value


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


def read_attributes(name: str, value: object) -> object:
    """Read a list of customers' attributes, written without `attr.`; order and repetition do not matter."""
    given = listed(name, value)
    if len(given) > MOST_ATTRIBUTES:
        raise BadSetting(f"{name}: at most {MOST_ATTRIBUTES} attributes, not {len(given)}")
    return tuple(sorted({str(read_attribute(f"{name}[{place}]", one)) for place, one in enumerate(given)}))


def read_switch(name: str, value: object) -> object:
    """Read true or false."""
    if not isinstance(value, bool):
        raise BadSetting(f"{name}: {_shown(value)} is neither true nor false")
    return value


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
    "prediction_months": whole(1, 12),
    "prediction_attributes": read_attributes,
    "activity_attributes": read_attributes,
    "predict_regularly": read_switch,
    "false_alarms_per_month": number(0.01, 100),
    "chart_lambda": number(0.05, 0.5),
}


def _refuse_homeless(settings: Settings) -> Settings:
    """Refuse evidence of a dimension that the company does not have."""
    known = settings.dimension_weights
    for one in settings.value_evidence:
        if one.dimension not in known:
            raise BadSetting(
                f"value_evidence: {one.code} tells of {one.dimension!r}, which is none of {', '.join(known)}; "
                "list your own dimensions in value_dimensions",
                field="value_evidence",
            )
    return settings


CALENDAR_FIELDS = frozenset({"period_kinds", "fiscal_calendar", "fiscal_year_start", "fiscal_year_named_by"})
"""What decides which periods there are, but no figure of a period."""


def changed(settings: Settings, changes: Mapping[str, object]) -> Settings:
    """Return the settings with the changes; raises BadSetting, naming each unknown key or value out of range."""
    unknown = sorted(set(changes) - set(READERS))
    if unknown:
        raise BadSetting(f"unknown setting {unknown[0]!r}; known are {', '.join(READERS)}")
    values, wrong = {}, []
    for name, value in changes.items():
        try:
            values[name] = READERS[name](name, value)
        except BadSetting as problem:
            wrong.append(BadSetting(str(problem), field=name))
    if wrong:
        raise wrong[0] if len(wrong) == 1 else SeveralBadSettings(wrong)
    after = replace(settings, **values)  # type: ignore[arg-type]  # each reader returns its field's type
    return _refuse_homeless(after)


def printed(settings: Settings) -> dict[str, object]:
    """Return the settings as plain JSON values, without the company's own currency and time zone."""
    values: dict[str, object] = asdict(settings)
    period = settings.reference_period
    values["reference_period"] = None if period is None else f"{period:%Y-%m}"
    for name in ("period_kinds", "value_dimensions", "value_evidence", "prediction_attributes", "activity_attributes"):
        values[name] = list(values[name])  # type: ignore[call-overload]  # these are tuples
    return {name: values[name] for name in READERS}


def restored(stored: Mapping[str, object], *, currency: str, timezone: str) -> Settings:
    """Return stored settings; a setting that did not exist when they were stored has its default."""
    return changed(Settings(currency=currency, timezone=timezone), stored)


def _shown(value: object) -> str:
    text = json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."
