"""A world: everything a synthetic company is drawn from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

DIMENSIONS = ("emotional", "functional", "social")


@dataclass(frozen=True, slots=True, kw_only=True)
class Touchpoint:
    """One kind of encounter.

    Scores are on 0-10; `slope` is loyalty points per score point, `meeting` its effect when met at all.
    """

    code: str
    name_zh: str = ""
    name_en: str = ""
    channel: str = ""
    exposure: float = 1.0
    mean: float = 7.5
    sd: float = 1.8
    slope: float = 0.0
    meeting: float = 0.0
    question: str = "rating"
    rating_max: int = 11
    dimensions: tuple[float, ...] = (0.0, 0.0, 0.0)
    unit_sd: float = 0.0
    busy: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A group of customers.

    `exposure_shift` moves the chance of meeting a touchpoint on the normal scale: missing at random.
    """

    code: str
    name: str = ""
    share: float = 1.0
    shift: float = 0.0
    slope_factor: float = 1.0
    exposure_shift: float = 0.0
    response_factor: float = 1.0
    repurchase_shift: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A place in the tree. `children` names leaves below it, coded `<code>-01`, `<code>-02`, ..."""

    code: str
    name: str = ""
    kind: str = "region"
    parent: str = ""
    children: tuple[str, ...] = ()
    child_kind: str = "store"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Where answers come from."""

    code: str
    name_zh: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """The calendar: the first month and how many of them."""

    start: dt.date
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """Who comes.

    The share present in the first month, new customers a month (share), lapsed ones returning, season multipliers.
    """

    start_share: float = 1.0
    newcomers: float = 0.0
    reactivation: float = 0.0
    seasons: tuple[float, ...] = (1.0,) * 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Correlation:
    """What experiences share: a factor of the visit, a factor of meeting, a customer's lasting part, style and taste.

    `style_sd` is a way of answering that changes no behaviour; `taste_sd` lifts experience and, by `taste_loyalty`,
    loyalty itself.
    """

    experience: float = 0.3
    exposure: float = 0.0
    persistence: float = 0.0
    dimension_sd: float = 0.8
    unit_month_sd: float = 0.0
    style_sd: float = 0.0
    taste_sd: float = 0.0
    taste_loyalty: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Loyalty:
    """The equation of loyalty, clipped and rounded to 0-10, and the question that asks for it (`loyalty` or `nps`).

    `behaviour` follows the `rounded` answer, or the `unrounded` loyalty within 0-10 that people feel.
    """

    intercept: float = 7.0
    noise: float = 1.5
    question: str = "loyalty"
    behaviour: str = "rounded"
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Repurchase:
    """Chance of an order next month at loyalty l.

    `logistic` (with a quadratic term) or `s_shape` between `low` and `high`.
    """

    shape: str = "logistic"
    intercept: float = -2.0
    slope: float = 0.25
    quadratic: float = 0.0
    low: float = 0.1
    high: float = 0.7
    middle: float = 7.0
    steepness: float = 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Revenue:
    """Mean amount of an order at loyalty l, in major units, with its coefficient of variation."""

    intercept: float = 80.0
    slope: float = 5.0
    cv: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """Log rate of referrals next month at loyalty l."""

    intercept: float = -6.0
    slope: float = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What is not seen: visits without an answer, questions left out, straight-liners, answers without a customer."""

    response_rate: float = 1.0
    partial: float = 0.0
    careless: float = 0.0
    anonymous: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """How money is counted; the company's settings are written from it."""

    margin_rate: float = 0.6
    horizon_months: int = 12
    discount_rate_monthly: float = 0.01
    referral_incremental_share: float = 0.5
    acquisition_cost: float = 0.0
    window_months: int = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A change at one touchpoint with a planted effect (points of 0-10) from a date on in the treated units."""

    code: str
    title: str
    touchpoint: str
    start_date: dt.date
    baseline_from: dt.date
    evaluate_to: dt.date
    effect: float
    treated: int
    choose: str = "random"
    treated_units: tuple[str, ...] = ()
    metric: str = "value"
    unit_of_effect: str = "unit"
    expected_uplift: float = 5.0
    cost: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shock:
    """Something that went wrong (or right) at a touchpoint for a while; no units means everywhere."""

    touchpoint: str
    start_date: dt.date
    end_date: dt.date
    effect: float
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What is written besides scores.

    The share of answers with a comment, the phrase bank, touchpoints whose contacts are logged.
    """

    comments: float = 0.0
    phrases: str = ""
    interactions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A synthetic company before anything happened. The same world and seed give the same bytes."""

    name: str
    seed: int
    customers: int
    months: Months
    touchpoints: tuple[Touchpoint, ...]
    industry: str = "none"
    currency: str = "CNY"
    timezone: str = "Asia/Shanghai"
    language: str = "zh"
    segments: tuple[Segment, ...] = (Segment(code="all"),)
    units: tuple[Unit, ...] = ()
    channels: tuple[Channel, ...] = ()
    traffic: Traffic = field(default_factory=Traffic)
    correlation: Correlation = field(default_factory=Correlation)
    loyalty: Loyalty = field(default_factory=Loyalty)
    repurchase: Repurchase = field(default_factory=Repurchase)
    revenue: Revenue = field(default_factory=Revenue)
    referral: Referral = field(default_factory=Referral)
    missing: Missing = field(default_factory=Missing)
    value: Value = field(default_factory=Value)
    plans: tuple[Plan, ...] = ()
    shocks: tuple[Shock, ...] = ()
    output: Output = field(default_factory=Output)
