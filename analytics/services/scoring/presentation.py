"""Stored runs as `score --json` and `report --json` print them."""

from collections.abc import Iterable, Mapping
from typing import Any

from analytics.models.scope_score import ScopeScore
from analytics.models.score_run import ScoreRun

TOTALS = ("orders", "gross", "refunds", "net", "margin", "first_purchases", "second_purchases")


def printed_runs(runs: Iterable[ScoreRun], *, scope: str | None = None) -> list[dict[str, Any]]:
    """Return the printed form of runs; with a kind of scope, the scores of those scopes beside the rest."""
    totals = sales_to_date()
    return [_printed(run, totals, scope) for run in runs]


def _printed(run: ScoreRun, totals: Mapping[str, dict[str, Any]], scope: str | None) -> dict[str, Any]:
    period = f"{run.period:%Y-%m}"
    figures = {name: value for name, value in run.results.items() if name not in ("period", "scopes")}
    figures["sales"] = {**figures["sales"], "to_date": totals.get(period)}
    printed: dict[str, Any] = {
        "period": period,
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
    """Return for each scored period the company's sales up to its end, and how many buyers came back.

    A buyer is a known customer with at least one purchase, a repeat buyer one with at least two.
    """
    sums = dict.fromkeys(TOTALS, 0.0)
    found = {}
    rows = ScoreRun.objects.filter(is_current=True).order_by("period").values_list("period", "results__sales")
    for period, sales in rows:
        for name in TOTALS:
            sums[name] += sales[name]
        buyers, repeat = round(sums["first_purchases"]), round(sums["second_purchases"])
        found[f"{period:%Y-%m}"] = {
            "orders": round(sums["orders"]),
            **{name: round(sums[name], 2) for name in ("gross", "refunds", "net", "margin")},
            "buyers": buyers,
            "repeat_buyers": repeat,
            "repeat_rate": repeat / buyers if buyers else None,
        }
    return found
