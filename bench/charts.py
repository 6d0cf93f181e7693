"""False alarms of stable companies against the budget, and how soon a shift is found against the table of run lengths.

`python -m bench charts`. Everything is as in the product: scores of 0 to 10 that lean, shares of the satisfied,
weekdays that differ in number and level, baselines estimated anew every month, several metrics of the same answers, one
alarm an excursion. Every row has the standard error of its simulation, taken between companies, because the charts of a
touchpoint share their answers.
"""

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

SIZES = (5, 8, 12, 20, 50, 500, 5000)
TOUCHPOINTS = 10
MONTHS = 13
COMPANIES = 30
PER_MONTH = 4.0
USUAL = np.array([2, 1, 1, 2, 2, 5, 6, 12, 22, 22, 25]) / 100
LEVELS = np.arange(11.0)
BUSY = np.array([0.8, 0.8, 0.8, 0.9, 1.1, 1.4, 1.2])
MOOD = np.array([0.0, 0.0, 0.0, 0.0, 0.02, -0.04, -0.04])
FIRST = date(2024, 1, 1)

type Counts = NDArray[np.int64]
type Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Alarms:
    """False alarms by company (C, 2), of shifts and of single days, how many the charts say, and the budget (C,)."""

    months: int
    found: Floats
    stated: Floats
    budget: Floats

    @property
    def shifts(self) -> tuple[float, float, float]:
        """Shifts a month: found, stated, standard error of the difference."""
        return self._compared(self.found[:, 0], self.stated[:, 0])

    @property
    def spikes(self) -> tuple[float, float, float]:
        """Single days outside their limits a month: found, stated, standard error of the difference."""
        return self._compared(self.found[:, 1], self.stated[:, 1])

    @property
    def together(self) -> tuple[float, float, float]:
        """All a month: found, the budget, standard error of the difference."""
        return self._compared(self.found.sum(axis=1), self.budget)

    def _compared(self, found: Floats, wanted: Floats) -> tuple[float, float, float]:
        error = np.sqrt(len(found) * max((found - wanted).var(ddof=1), wanted.mean()))
        return float(found.sum() / self.months), float(wanted.sum() / self.months), float(error / self.months)


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
        score = satisfied(hist) if place % 2 else hist
        sums += [
            DaySums(f"t{place}", name, one, one @ np.arange(11), 1) for name, one in (("nps", hist), ("score", score))
        ]
    series = charted(sums, settings)
    return [month_charts(series, begin, span, settings, (None, None)) for span in spans]


def satisfied(hist: Counts) -> Counts:
    """Return the same answers as no (0) and yes (10): a score of 8 or more is somebody satisfied."""
    told = np.zeros_like(hist)
    told[..., 0], told[..., 10] = hist[..., :8].sum(axis=-1), hist[..., 8:].sum(axis=-1)
    return told


def false_alarms(n: float, *, companies: int, months: int = MONTHS, drift: float = 0.0) -> Alarms:
    """Count the false alarms of stable companies. The first month is only looked at for what goes on from it."""
    found, stated, budget = np.zeros((companies, 2)), np.zeros((companies, 2)), np.zeros(companies)
    for seed in range(companies):
        charts = stable_company(seed, n=n, months=months, drift=drift)
        start = bounds(month_of(FIRST) + 1)[0]
        kinds = [one.kind for one in findings(charts) if one.day >= start]
        found[seed] = kinds.count(AlertKind.SHIFT), kinds.count(AlertKind.SPIKE)
        for chart in (chart for month in charts[1:] for chart in month if chart.found.baseline is not None):
            days = np.isfinite(chart.found.z[chart.month_start :]).sum()
            stated[seed] += days / chart.found.shift_run_length, days * chart.found.day_rate
            budget[seed] += days / chart.run_length * (1 + (chart.metric == ChartMetric.DETRACTORS))
    return Alarms((months - 1) * companies, found, stated, budget)


def detection_days(n: int, *, runs: int, run_length: float = 500.0) -> tuple[float, float, float]:
    """Return in how many days a change of one standard error per day is found, the table's number, and our error.

    Half of the runs fall and half rise: limits lean where scores lean, so one side is found sooner than the other.
    """
    rng, base, after = np.random.default_rng(n), 182, 80
    level, variance = USUAL @ LEVELS, USUAL @ LEVELS**2 - (USUAL @ LEVELS) ** 2
    moved = {side: _tilt_to(level + side * np.sqrt(variance / n)) for side in (-1, 1)}
    delays, tabled = [], []
    for run in range(runs):
        side = 1 if run % 2 else -1
        hist = np.vstack([rng.multinomial(n, USUAL, size=base), rng.multinomial(n, moved[side], size=after)])
        series = charted([DaySums("t", "score", hist[None], (hist @ np.arange(11))[None], 1)], Settings())
        chart = control_chart(series["t", ChartMetric.MEAN], monitored_from=base, run_length=run_length)
        signals = [one.start for one in shifts(chart) if one.side == side and one.end >= base]
        delays.append(max(min(signals, default=base + after) - base + 1, 0))
        tabled.append(float(ewma_arl(chart.limit, shift=1.0)))
    return float(np.mean(delays)), float(np.mean(tabled)), float(np.std(delays, ddof=1) / np.sqrt(runs))


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
        alarms = false_alarms(n, companies=COMPANIES)
        for kind, other, measured in (
            ("together", "the budget", alarms.together),
            ("shifts", "what the charts say", alarms.shifts),
            ("spikes", "what the charts say", alarms.spikes),
        ):
            unit = f"false alarms a month (other: {other})"
            rows[f"false_alarms_{kind}_n{n}"] = _row(measured, unit, alarms.months)
        unit = "days until a change of one standard error is found (other: table of run lengths)"
        rows[f"detection_n{n}"] = _row(detection_days(n, runs=600), unit, 600)
    return rows


def _row(measured: tuple[float, float, float], unit: str, runs: int) -> dict[str, object]:
    ours, other, error = measured
    away = abs(ours - other) / error
    unit = f"{unit}, error {error:.2g}: {away:.1f} of them away"
    return {"ratio": ours / other, "ours": ours, "other": other, "error": error, "unit": unit, "runs": runs}
