"""Score the periods of a company: what has changed is computed, what has not is left as it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import FETCH_PEERS

from analytics.aggregates.months import bounds, month_of
from analytics.models.period import Period, PeriodKind, month_period
from analytics.models.score_run import ScoreRun
from analytics.models.settings import Settings
from analytics.services.refresh import refresh_aggregates
from analytics.services.scoring import MODEL_VERSION
from analytics.services.scoring.chain import Chain
from analytics.services.scoring.counted import month_of_prices
from analytics.services.scoring.freshness import Marks
from analytics.services.scoring.hashing import digest_of
from analytics.services.scoring.layout import Layout, read_layout
from analytics.services.scoring.months import Months, Window
from analytics.services.scoring.period import Base, read_base, reference_of, score_period, window_of
from analytics.services.scoring.placement import score_places, whole_scopes
from analytics.services.scoring.printing import is_empty, printed_period
from analytics.services.scoring.record import Keys, Record, keep, status_of
from analytics.services.scoring.reference import Reference, reference_from
from analytics.services.scoring.running import memory_of
from analytics.services.scoring.span import Span
from analytics.services.settings import settings_number, settings_of
from analytics.services.settings_fields import CALENDAR_FIELDS, printed
from tenants.models.tenant import Tenant
from tenants.services.locks import named_lock

type Progress = Callable[[int, int], None]


@dataclass
class Scoring:
    """One scoring of a company: what is read once and shared by its periods."""

    company: Tenant
    settings: Settings
    now: datetime
    rebuild: bool

    def __post_init__(self) -> None:
        self.marks = Marks()
        self.layout: Layout = read_layout()
        self.months = Months()
        self.number = settings_number()
        assumed = {name: value for name, value in printed(self.settings).items() if name not in CALENDAR_FIELDS}
        self.settings_hash = digest_of({**assumed, "currency": self.settings.currency})
        retire_strangers(self.settings)
        shown = ScoreRun.objects.filter(is_current=True).defer("results").fetch_mode(FETCH_PEERS)
        self.runs = {run.span: run for run in shown}
        self._bases: dict[Period, Base] = {}
        self._chain: tuple[Window, Chain] | None = None

    @cached_property
    def reference(self) -> Reference | None:
        """Return the reference of the return index: the month that was set, else closed, else the first that can be."""
        if self.settings.reference_period is not None:
            return self._candidate(month_period(month_of(self.settings.reference_period)))
        closed = ScoreRun.objects.filter(closed_at__isnull=False, reference__isnull=False).order_by("period").first()
        if closed is not None:
            return reference_from(closed.reference)
        found = (self._candidate(month_period(month)) for month in self.marks.months)
        return next((reference for reference in found if reference is not None), None)

    def _candidate(self, month: Period) -> Reference | None:
        run = self.runs.get(month)
        if run is not None and (run.closed_at is not None or self._is_same_data(run, month)):
            return reference_from(run.reference) if run.reference is not None else None
        return reference_of(self.base(month))

    def base(self, period: Period) -> Base:
        """Return what the figures of a period start from, read once; neighbours may share the chain of a window."""
        if period not in self._bases:
            window = self.window(period)
            known = self._chain[1] if self._chain is not None and self._chain[0] == window else None
            base = read_base(self.months, period, window, self.settings, known)
            self._bases[period], self._chain = base, (window, base.chain)
        return self._bases[period]

    def window(self, period: Period) -> Window:
        """Return the window of months that drivers and money of a period come from."""
        return window_of(month_of_prices(period, self.marks.months), self.settings)

    def mark(self, period: Period) -> str:
        """Return which cells the figures of a period are read from."""
        return self.marks.of(period, self.window(period), memory_of(period, self.settings))

    def _is_same_data(self, run: ScoreRun, period: Period) -> bool:
        return (
            not self.rebuild
            and run.mark == self.mark(period)
            and run.settings_hash == self.settings_hash
            and run.model_version == MODEL_VERSION
        )

    def is_fresh(self, run: ScoreRun, period: Period) -> bool:
        """Return whether a stored run is what scoring would give again."""
        reference_hash = self.reference.digest if self.reference is not None else ""
        return (
            self._is_same_data(run, period)
            and run.reference_hash == reference_hash
            and run.layout_hash == self.layout_hash
        )

    @cached_property
    def layout_hash(self) -> str:
        """Return the hash of the journeys and of the tree of units."""
        return digest_of([self.layout.journeys_hash, dict(self.layout.parents)])

    def is_final(self, period: Period) -> bool:
        """Return whether the period and the follow-up of its window are over in the company's zone."""
        followed = bounds(self.window(period)[1] + self.settings.follow_up_months)[1]
        return self.now.astimezone(ZoneInfo(self.company.timezone)).date() >= max(followed, period.end)

    def score(self, period: Period, *, wanted: bool) -> ScoreRun | None:
        """Return the run of a period: the stored one where it is fresh, else a new one.

        None for a period without facts that nobody asked for; what was shown for it is shown no longer.
        """
        run = self.runs.get(period)
        if run is not None and self.is_fresh(run, period):
            return self._with_status(run, period)
        base = self.base(period)
        if not wanted and not base.counted.has_facts and (run is None or run.closed_at is None):
            ScoreRun.objects.filter(pk=run.pk if run is not None else None).update(is_current=False)
            return None
        scored = score_period(self.months, base, self.layout, self.reference)
        record = Record(
            period=period,
            keys=self._keys(base),
            results=printed_period(scored, base.counted.sales),
            reference=found.as_json() if (found := reference_of(base)) is not None else None,
            is_empty=is_empty(scored),
            scopes=[*whole_scopes(scored), *scored.scopes, *score_places(scored, self.layout)],
        )
        self._bases.pop(period, None)
        return keep(record, is_final=self.is_final(period), now=self.now)

    def _with_status(self, run: ScoreRun, period: Period) -> ScoreRun:
        before = (run.status, run.reason)
        run.status, run.reason = status_of(run, is_final=self.is_final(period))
        if before != (run.status, run.reason):
            run.save(update_fields=["status", "reason"])
        return run

    def _keys(self, base: Base) -> Keys:
        period = base.period
        reference_hash = self.reference.digest if self.reference is not None else ""
        inputs: dict[str, object] = {
            "period": period.label,
            "model": MODEL_VERSION,
            "data": self.months.digest(base.window),
            "settings": self.settings_hash,
            "contacts": base.counted.contacts,
            "running": base.running.digest,
            "units": self.layout.tree_of(base.counted.answered("unit")),
            "reference": reference_hash,
        }
        if period.kind != PeriodKind.MONTH:
            inputs |= {"days": list(period.days), "own": base.counted.digest}
        return Keys(
            inputs_hash=digest_of(inputs),
            mark=self.mark(period),
            settings_hash=self.settings_hash,
            reference_hash=reference_hash,
            layout_hash=self.layout_hash,
            settings_number=self.number,
        )


def retire_strangers(settings: Settings) -> None:
    """Show runs no longer whose periods the company's calendar does not know."""
    shown = ScoreRun.objects.filter(is_current=True).exclude(period_kind=PeriodKind.MONTH)
    rows = shown.values_list("pk", "period_kind", "period", "period_end")
    strange = [pk for pk, *span in rows if not settings.calendar.is_known(*span)]
    ScoreRun.objects.filter(pk__in=strange).update(is_current=False)


def score_company(
    *,
    company: Tenant,
    now: datetime,
    span: Span | None = None,
    rebuild: bool = False,
    progress: Progress | None = None,
) -> list[ScoreRun]:
    """Bring the aggregates up to date and score the periods of the current company, oldest first; return their runs.

    Without a span, all months that have facts. Periods whose inputs have not changed keep their run. `rebuild` reads
    all facts again and computes every run again: the hashes stay the same. Raises BadPeriods.
    """
    return _score(company, now, lambda _: [span or Span()], rebuild, progress)


def score_by_itself(
    *, company: Tenant, now: datetime, rebuild: bool = False, progress: Progress | None = None
) -> list[ScoreRun]:
    """Score what is due without being asked: all months with facts, and the other kinds that the settings name.

    Those are scored when they are over; again, when facts change, as far back as the window of drivers and money goes.
    """
    today = now.astimezone(ZoneInfo(company.timezone)).date()

    def spans(settings: Settings) -> list[Span]:
        oldest = month_period(today.year * 12 + today.month - 1 - settings.window_months)
        others = [kind for kind in settings.period_kinds if kind != PeriodKind.MONTH]
        return [Span(), *(Span(first=oldest, kind=kind, over_by=today) for kind in others)]

    return _score(company, now, spans, rebuild, progress)


def _score(
    company: Tenant,
    now: datetime,
    spans: Callable[[Settings], list[Span]],
    rebuild: bool,
    progress: Progress | None,
) -> list[ScoreRun]:
    with named_lock(f"score:{company.schema_name}"):
        refresh_aggregates(company=company, rebuild=rebuild)
        scoring = Scoring(company=company, settings=settings_of(company=company), now=now, rebuild=rebuild)
        marks, calendar = scoring.marks, scoring.settings.calendar
        wanted = [
            (period, span.is_exact)
            for span in spans(scoring.settings)
            for period in span.periods(calendar, marks.months, lambda: marks.days)
        ]
        runs = []
        for done, (period, is_wanted) in enumerate(wanted, start=1):
            runs.append(scoring.score(period, wanted=is_wanted))
            if progress is not None:
                progress(done, len(wanted))
    return [run for run in runs if run is not None]
