"""Predict for all customers of the current company as of the end of a month, and keep what the prediction is worth."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from analytics.aggregates.customer_attributes import known_attributes
from analytics.aggregates.months import label, month_of
from analytics.models.prediction import CustomerPrediction, PredictionRun, PredictionStatus, PredictionVerdict
from analytics.models.settings import Settings
from analytics.services.prediction import MODEL_VERSION
from analytics.services.prediction.days import start_of
from analytics.services.prediction.features import Layout, layout_of
from analytics.services.prediction.printing import printed_study
from analytics.services.prediction.scores import store_scores
from analytics.services.prediction.study import Study, study_labels, study_repurchase
from analytics.services.prediction.target import REPURCHASE, read_target
from analytics.services.scoring.hashing import digest_of, seed_of
from analytics.services.settings import settings_number, settings_of
from tenants.access import Refusal
from tenants.hooks.services import Subject, emit
from tenants.models.tenant import Tenant

FIRST_YEAR, LAST_YEAR = 1900, 2200
QUIET = timedelta(days=7)
SETTINGS = ("prediction_months", "prediction_attributes", "activity_attributes", "loyalty_outcome", "touchpoint_score")


class BadPeriod(Refusal):
    """A period that no calendar of customers holds."""


class PredictionUnderWay(Refusal):
    """Somebody else is predicting the same at this moment."""


class _Unchanged(Exception):
    """The run that is shown says the same already; what was written of the new one is taken back."""


def predict_period(*, company: Tenant, period: date, target: str = REPURCHASE, now: datetime) -> PredictionRun:
    """Predict as of the end of a month, given by its first day, and return the run.

    The same facts and settings give the same figures; the run that is shown is then returned as it is. Otherwise the
    new run takes its place, with its customers. Too little data give a run with the status "insufficient", a reason
    and no probabilities. Raises UnknownTarget, BadPeriod and PredictionUnderWay.
    """
    if not FIRST_YEAR <= period.year <= LAST_YEAR:
        raise BadPeriod(
            _("period %(period)s is outside %(first_year)s to %(last_year)s")
            % {"period": f"{period:%Y-%m}", "first_year": FIRST_YEAR, "last_year": LAST_YEAR}
        )
    try:
        with transaction.atomic():
            return _predict(company, period, target, now)
    except _Unchanged:
        stored: PredictionRun = _shown(period, read_target(target).name).get()
        return stored


def _predict(company: Tenant, period: date, text: str, now: datetime) -> PredictionRun:
    settings = settings_of(company=company)
    target, month = read_target(text), month_of(period)
    _be_alone(company, f"{label(month)} {target.name}")
    layout = layout_of(known_attributes(), target=target, settings=settings)
    look = study_labels if target.is_label else study_repurchase
    asked = digest_of([MODEL_VERSION, target.name, label(month), [getattr(settings, name) for name in SETTINGS]])
    study = look(month=month, layout=layout, settings=settings, seed=seed_of(asked))
    before = _shown(period, target.name).select_for_update().first()
    run = _begun(period, layout, settings, now)
    run.status, run.reason = _status(study, month, settings, now)
    run.verdict = PredictionVerdict(study.trial.verdict)
    run.customers, described = store_scores(run, study, layout, settings)
    run.inputs_hash = digest_of([asked, described, run.status])
    run.results = {**printed_head(run), **printed_study(study)}
    run.run_hash = digest_of([run.inputs_hash, run.results])
    if before is not None and before.run_hash == run.run_hash:
        raise _Unchanged
    return _shown_instead(before, run)


def _be_alone(company: Tenant, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended('predict ' || %s, 0))", [f"{company.schema_name} {name}"]
        )
        if not cursor.fetchone()[0]:
            raise PredictionUnderWay(
                _("%(name)s is being predicted already; its run will be there when that is done") % {"name": name}
            )


def _shown(period: date, target: str) -> Any:
    return PredictionRun.objects.filter(period=period, target=target, is_current=True)


def _begun(period: date, layout: Layout, settings: Settings, now: datetime) -> PredictionRun:
    run: PredictionRun = PredictionRun.objects.create(
        period=period,
        target=layout.target.name,
        horizon_months=0 if layout.target.is_label else settings.prediction_months,
        model_version=MODEL_VERSION,
        settings_number=settings_number(),
        customers=0,
        results={},
        is_current=False,
        created_at=now,
    )
    return run


def _status(study: Study, month: int, settings: Settings, now: datetime) -> tuple[PredictionStatus, str]:
    end = start_of(month + 1, settings)
    if study.model is None:
        return PredictionStatus.INSUFFICIENT, study.trial.reason
    if now < end:
        return PredictionStatus.PROVISIONAL, f"{label(month)} is not over"
    if study.newest is not None and study.newest < end - QUIET:
        return PredictionStatus.PROVISIONAL, f"the last purchase is of {study.newest:%Y-%m-%d}: facts may be missing"
    return PredictionStatus.OK, ""


def printed_head(run: PredictionRun) -> dict[str, Any]:
    """Return what was asked and how far the answer can be relied on."""
    return {
        "period": f"{run.period:%Y-%m}",
        "target": run.target,
        "horizon_months": run.horizon_months,
        "status": str(run.status),
        "reason": run.reason,
        "customers": run.customers,
    }


def _shown_instead(before: PredictionRun | None, run: PredictionRun) -> PredictionRun:
    if before is not None:
        CustomerPrediction.objects.filter(run=before).delete()
        before.is_current = False
        before.save(update_fields=["is_current"])
    run.is_current = True
    run.save()
    _tell(run)
    return run


def _tell(run: PredictionRun) -> None:
    name = f"{run.period:%Y-%m} {run.target}"
    head = printed_head(run)
    data = {**{key: head[key] for key in ("period", "target", "status", "customers")}, "verdict": str(run.verdict)}
    emit(event="prediction.finished", subject=Subject("prediction", name, name), data=data)
