"""Keeping the score of a period: one row a run, one row a scope, and which run is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from analytics.models.period import Period
from analytics.models.scope_score import ScopeScore
from analytics.models.score_run import RunStatus, ScoreRun
from analytics.services.scoring import MODEL_VERSION
from analytics.services.scoring.hashing import digest_of, seed_of
from analytics.services.scoring.scopes import ScopeScores
from tenants.hooks.services import Subject, emit

LATE = "facts came after this period had been scored as final; close the period to confirm the new figures"
OPEN = "the period or its follow-up is not over, so the figures may still move"


@dataclass(frozen=True, slots=True)
class Keys:
    """What tells runs of a period apart, and what tells quickly that nothing has changed."""

    inputs_hash: str
    mark: str
    settings_hash: str
    reference_hash: str
    layout_hash: str
    settings_number: int


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of a scored period."""

    period: Period
    keys: Keys
    results: dict[str, object]
    reference: dict[str, object] | None
    is_empty: bool
    scopes: Sequence[ScopeScores]


def run_hash_of(results: dict[str, object], inputs_hash: str) -> str:
    """Return the hash of a run: its inputs, its seed and all figures that come from facts and settings."""
    return digest_of({"inputs": inputs_hash, "seed": seed_of(inputs_hash), "results": results})


@transaction.atomic
def keep(record: Record, *, is_final: bool, now: datetime) -> ScoreRun:
    """Store a run and make it the one that is shown; the same inputs again overwrite it with the same figures.

    A closed run is left as it is: a run with other inputs stands beside it, as late. `is_final` says that the
    period and its follow-up are over.
    """
    named = {"period": record.period.start, "period_end": record.period.end, "period_kind": record.period.kind}
    shown = ScoreRun.objects.select_for_update().filter(**named, is_current=True).first()
    same = ScoreRun.objects.filter(**named, model_version=MODEL_VERSION, inputs_hash=record.keys.inputs_hash).first()
    run = same or ScoreRun(**named, label=record.period.label, created_at=now)
    if run.closed_at is None:
        _fill(run, record)
        run.is_late = _is_late(shown, run)
    run.mark, run.is_current = record.keys.mark, True
    run.status, run.reason = status_of(run, is_final=is_final)
    if shown is not None and shown.pk != run.pk:
        ScoreRun.objects.filter(pk=shown.pk).update(is_current=False)
    run.save()
    _keep_scopes(run, record.scopes)
    if shown is None or shown.run_hash != run.run_hash:
        tell_run(run, event="score.computed")
    return run


def tell_run(run: ScoreRun, *, event: str) -> None:
    """Tell whoever listens about the run of a period."""
    hashes = {"modelVersion": run.model_version, "runHash": run.run_hash}
    data = {"period": run.label, "status": str(run.status), **_figures(run), **hashes}
    emit(event=event, subject=Subject("period", run.label, run.label), data=data)


def _figures(run: ScoreRun) -> dict[str, float | None]:
    """Return what a reader of the event wants to know first: index and value of the company."""
    company = run.results.get("company", {})
    value, index = (company.get(name) or {} for name in ("value", "return_index"))
    return {
        "returnIndex": index.get("value"),
        "value": value.get("value"),
        "low": value.get("low"),
        "high": value.get("high"),
    }


def _fill(run: ScoreRun, record: Record) -> None:
    keys = record.keys
    run.model_version, run.inputs_hash = MODEL_VERSION, keys.inputs_hash
    run.run_hash, run.seed = run_hash_of(record.results, keys.inputs_hash), seed_of(keys.inputs_hash)
    run.reference_hash, run.settings_hash = keys.reference_hash, keys.settings_hash
    run.layout_hash, run.settings_number = keys.layout_hash, keys.settings_number
    run.results, run.reference = record.results, record.reference
    run.has_figures = not record.is_empty


def _is_late(shown: ScoreRun | None, run: ScoreRun) -> bool:
    """Return whether other data had been shown as final: the same settings and model, but facts came since."""
    if shown is None or shown.pk == run.pk:
        return run.is_late
    was_final = shown.status == RunStatus.OK or shown.is_late
    same_view = shown.settings_hash == run.settings_hash and shown.model_version == run.model_version
    return was_final and (same_view or shown.closed_at is not None)


def status_of(run: ScoreRun, *, is_final: bool) -> tuple[str, str]:
    """Return the status of a run and the reason when it is not ok."""
    if not run.has_figures:
        return RunStatus.INSUFFICIENT, "no figure of the company has enough answers"
    if run.closed_at is not None:
        return RunStatus.OK, ""
    if run.is_late:
        return RunStatus.PROVISIONAL, LATE
    return (RunStatus.OK, "") if is_final else (RunStatus.PROVISIONAL, OPEN)


def _keep_scopes(run: ScoreRun, scopes: Sequence[ScopeScores]) -> None:
    ScopeScore.objects.filter(run=run).delete()
    ScopeScore.objects.bulk_create(_row(run, scope) for scope in scopes)


def _row(run: ScoreRun, scope: ScopeScores) -> ScopeScore:
    value, worth = scope.figures["value"], scope.figures["return_per_point"]
    return ScopeScore(
        run=run,
        kind=scope.kind,
        code=scope.code,
        n=scope.n,
        status=value.status,
        evidence=scope.evidence,
        value=value.value,
        value_low=value.low,
        value_high=value.high,
        return_per_point=worth.value,
        return_low=worth.low,
        return_high=worth.high,
        figures=scope.as_json(),
    )
