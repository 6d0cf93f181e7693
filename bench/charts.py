"""False alarms of stable companies against the budget, and how soon a shift is found against the table of run lengths.

`python -m bench charts`. Everything is as in the product: scores of 0 to 10 that lean, weekdays that differ in number
and level, baselines estimated anew every month, several metrics of the same answers, one alarm an excursion.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from analytics.aggregates.days import DaySums
from analytics.aggregates.months import bounds, month_of
from analytics.models.alert import AlertKind, ChartMetric
from analytics.models.settings import Settings
from analytics.numerics.monitoring.arl import ewma_arl
from analytics.numerics.monitoring.control import control_chart, shifts
from analytics.services.monitoring.charts import BEFORE, MonthChart, month_charts
from analytics.services.monitoring.excursions import findings
from analytics.services.monitoring.metrics import charted

SIZES = (5, 20, 100, 500, 5000)
TOUCHPOINTS = 10
MONTHS = 6
PER_MONTH = 4.0
USUAL = np.array([2, 1, 1, 2, 2, 5, 6, 12, 22, 22, 25]) / 100
LEVELS = np.arange(11.0)
BUSY = np.array([0.8, 0.8, 0.8, 0.9, 1.1, 1.4, 1.2])
MOOD = np.array([0.0, 0.0, 0.0, 0.0, 0.02, -0.04, -0.04])
FIRST = date(2024, 1, 1)

type Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Alarms:
    """False alarms of shifts and of spikes over so many months, and how many the budget allows each."""

    months: int
    shifts: int
    spikes: int
    allowed_shifts: float
    allowed_spikes: float


def tilted(tilt: float) -> NDArray[np.float64]:
    """Return the shares of the scores 0 to 10 when better scores become likelier (above 0) or rarer."""
    shares = USUAL * np.exp(tilt * (LEVELS - LEVELS.mean()))
    return np.asarray(shares / shares.sum(), dtype=np.float64)


def stable_answers(rng: np.random.Generator, *, n: float, days: int, drift: float = 0.0) -> Counts:
    """Return answers by day and score of one touchpoint, about n a day; `drift` is what days differ by themselves."""
    weekday = np.arange(days) % 7
    size = rng.poisson(n * BUSY[weekday])
    moods = MOOD[weekday] + drift * rng.normal(size=days)
    shares = USUAL * np.exp(moods[:, None] * (LEVELS - LEVELS.mean()))
    return np.asarray(rng.multinomial(size, shares / shares.sum(axis=1, keepdims=True)), dtype=np.int64)


def stable_company(seed: int, *, n: float, months: int = MONTHS, drift: float = 0.0) -> list[list[MonthChart]]:
    """Return the charts, month by month, of a company where nothing ever changes."""
    rng, begin = np.random.default_rng(seed), FIRST - timedelta(days=BEFORE)
    spans = [bounds(month_of(FIRST) + place) for place in range(months)]
    days = (spans[-1][1] - begin).days
    settings = Settings(false_alarms_per_month=PER_MONTH)
    sums = []
    for place in range(TOUCHPOINTS):
        hist = stable_answers(rng, n=n, days=days, drift=drift)[None]
        sums += [DaySums(f"t{place}", metric, hist, hist @ np.arange(11), 1) for metric in ("nps", "score")]
    series = charted(sums, settings)
    return [month_charts(series, begin, span, settings, (None, None)) for span in spans]


def false_alarms(n: float, *, companies: int, drift: float = 0.0) -> Alarms:
    """Count the false alarms of stable companies. The first month is only looked at for what goes on from it."""
    found: Counter[AlertKind] = Counter()
    allowed: Counter[AlertKind] = Counter()
    for seed in range(companies):
        months = stable_company(seed, n=n, drift=drift)
        start = bounds(month_of(FIRST) + 1)[0]
        found.update(one.kind for one in findings(months) if one.day >= start)
        for chart in (chart for month in months[1:] for chart in month if chart.found.baseline is not None):
            days = np.isfinite(chart.found.z[chart.month_start :]).sum() / chart.run_length
            allowed[AlertKind.SHIFT] += days
            allowed[AlertKind.SPIKE] += days * (chart.metric == ChartMetric.DETRACTORS)
    return Alarms(
        (MONTHS - 1) * companies,
        found[AlertKind.SHIFT],
        found[AlertKind.SPIKE],
        float(allowed[AlertKind.SHIFT]),
        float(allowed[AlertKind.SPIKE]),
    )


def detection_days(n: int, *, runs: int, run_length: float = 500.0) -> tuple[float, float]:
    """Return in how many days a fall of one standard error per day is found, and in how many the table says."""
    rng, base, after = np.random.default_rng(n), 182, 80
    level, variance = USUAL @ LEVELS, USUAL @ LEVELS**2 - (USUAL @ LEVELS) ** 2
    lower = _tilt_to(level - np.sqrt(variance / n))
    delays, tabled = [], []
    for _ in range(runs):
        hist = np.vstack([rng.multinomial(n, USUAL, size=base), rng.multinomial(n, lower, size=after)])
        series = charted([DaySums("t", "score", hist[None], (hist @ np.arange(11))[None], 1)], Settings())
        chart = control_chart(series["t", ChartMetric.MEAN], monitored_from=base, run_length=run_length)
        signals = [one.start for one in shifts(chart) if one.side < 0 and one.end >= base]
        delays.append(max(min(signals, default=base + after) - base + 1, 0))
        tabled.append(float(ewma_arl(chart.limit, shift=1.0)))
    return float(np.mean(delays)), float(np.mean(tabled))


def _tilt_to(level: float) -> NDArray[np.float64]:
    """Return the shares of the scores with a mean, by bisection."""
    low, high = -2.0, 2.0
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (middle, high) if tilted(middle) @ LEVELS < level else (low, middle)
    return tilted(low)


def measures() -> dict[str, dict[str, object]]:
    """Return false alarms a month beside the budget, and days until a shift is found beside the table, by n a day."""
    rows: dict[str, dict[str, object]] = {}
    for n in SIZES:
        alarms = false_alarms(n, companies=24)
        for kind, found, allowed in (
            ("shifts", alarms.shifts, alarms.allowed_shifts),
            ("spikes", alarms.spikes, alarms.allowed_spikes),
        ):
            unit = f"false alarms a month (other: the budget), {found} in {alarms.months} months"
            rows[f"false_alarms_{kind}_n{n}"] = _row(
                found / alarms.months, allowed / alarms.months, unit, alarms.months
            )
        ours, tabled = detection_days(n, runs=400)
        unit = "days until a fall of one standard error is found (other: table of run lengths)"
        rows[f"detection_n{n}"] = _row(ours, tabled, unit, 400)
    return rows


def _row(ours: float, other: float, unit: str, runs: int) -> dict[str, object]:
    return {"ratio": ours / other, "ours": ours, "other": other, "unit": unit, "runs": runs}
