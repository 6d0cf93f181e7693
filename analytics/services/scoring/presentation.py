"""Stored runs as `score --json` and `report --json` print them."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from analytics.models.period import PeriodKind
from analytics.models.scope_score import ScopeScore
from analytics.models.score_run import ScoreRun

TOTALS = ("orders", "gross", "refunds", "net", "margin", "first_purchases", "second_purchases")


def printed_runs(runs: Iterable[ScoreRun], *, scope: str | None = None) -> list[dict[str, Any]]:
    """Return the printed form of runs; with a kind of scope, the scores of those scopes beside the rest."""
    totals = sales_to_date()
    return [_printed(run, totals, scope) for run in runs]


def _printed(run: ScoreRun, totals: Mapping[str, dict[str, Any]], scope: str | None) -> dict[str, Any]:
    figures = {name: value for name, value in run.results.items() if name not in ("period", "scopes")}
    if figures["sales"] is not None:
        last = f"{run.period_end - timedelta(days=1):%Y-%m}"
        figures["sales"] = {**figures["sales"], "to_date": totals.get(last)}
    printed: dict[str, Any] = {
        "period": run.label,
        "kind": run.period_kind,
        "start": run.period.isoformat(),
        "end": run.period_end.isoformat(),
        "status": run.status,
        **({"reason": run.reason} if run.reason else {}),
        "closed": run.closed_at is not None,
        "model_version": run.model_version,
        "settings_version": run.settings_number,
        "inputs_hash": run.inputs_hash,
        "run_hash": run.run_hash,
        "seed": run.seed,
        **figures,
    }
    if scope is not None:
        rows = ScopeScore.objects.filter(run=run, kind=scope).order_by("code")
        printed["scopes"] = [row.figures for row in rows]
    return printed


def sales_to_date() -> dict[str, dict[str, Any]]:
    """Return for each scored month the company's sales up to its end, and how many buyers came back.

    A buyer is a known customer with at least one purchase, a repeat buyer one with at least two.
    """
    sums = dict.fromkeys(TOTALS, 0.0)
    found = {}
    months = ScoreRun.objects.filter(is_current=True, period_kind=PeriodKind.MONTH).order_by("period")
    for period, sales in months.values_list("label", "results__sales"):
        for name in TOTALS:
            sums[name] += sales[name]
        buyers, repeat = round(sums["first_purchases"]), round(sums["second_purchases"])
        found[period] = {
            "orders": round(sums["orders"]),
            **{name: round(sums[name], 2) for name in ("gross", "refunds", "net", "margin")},
            "buyers": buyers,
            "repeat_buyers": repeat,
            "repeat_rate": repeat / buyers if buyers else None,
        }
    return found
