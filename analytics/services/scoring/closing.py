"""Closing a period freezes its record: later facts give a run beside it, never in its place."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from analytics.models.period import Period, PeriodKind
from analytics.models.score_run import RunStatus, ScoreRun
from analytics.services.scoring.record import tell_run
from tenants.access import COMMAND, Actor, Refusal
from tenants.audit.services import Subject, record


class CannotClose(Refusal):
    """A period that is not ready to be closed."""


@transaction.atomic
def close_period(*, period: Period, by: str, now: datetime, actor: Actor = COMMAND) -> ScoreRun:
    """Close the run that is shown for a period; closing it again changes nothing.

    Raises CannotClose for a period without a run, without figures, or whose follow-up is not over.
    """
    run: ScoreRun | None = (
        ScoreRun.objects.select_for_update()
        .filter(period=period.start, period_end=period.end, period_kind=period.kind, is_current=True)
        .first()
    )
    name = period.label
    if run is None:
        raise CannotClose(_("period %(name)s has not been scored; score it first") % {"name": name}, field="period")
    if run.closed_at is not None:
        return run
    if run.status == RunStatus.INSUFFICIENT:
        raise CannotClose(
            _("period %(name)s has no figures to close: %(reason)s") % {"name": name, "reason": run.reason},
            field="period",
        )
    if run.status == RunStatus.PROVISIONAL and not run.is_late:
        raise CannotClose(
            _("period %(name)s is still open: %(reason)s") % {"name": name, "reason": run.reason}, field="period"
        )
    run.reference = _reference_used(run)
    run.closed_at, run.closed_by = now, by
    run.status, run.reason, run.is_late = RunStatus.OK, "", False
    run.save(update_fields=["reference", "closed_at", "closed_by", "status", "reason", "is_late"])
    frozen = {"run_hash": run.run_hash, "model_version": run.model_version, "settings_number": run.settings_number}
    about = Subject("period", id=str(run.pk), name=name)
    record(actor=actor, action="period.closed", subject=about, after=frozen)
    tell_run(run, event="period.closed")
    return run


def _reference_used(run: ScoreRun) -> dict[str, Any] | None:
    """Return what the run's return index is measured against, so that closing freezes it for all later periods."""
    month = run.results["company"]["return_index"]["reference"]
    if month is None or month == run.label:
        own: dict[str, Any] | None = run.reference
        return own
    origin = ScoreRun.objects.filter(
        period=date.fromisoformat(f"{month}-01"), period_kind=PeriodKind.MONTH, is_current=True
    ).first()
    return origin.reference if origin is not None else None
