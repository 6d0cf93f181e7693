"""Score the periods of a company: what has changed is computed, what has not is left as it is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from analytics.aggregates.marks import cell_marks
from analytics.aggregates.months import bounds, label, month_of
from analytics.models.period import month_period
from analytics.models.score_run import ScoreRun
from analytics.models.settings import Settings
from analytics.services.refresh import refresh_aggregates
from analytics.services.scoring import MODEL_VERSION
from analytics.services.scoring.hashing import digest_of
from analytics.services.scoring.layout import Layout, read_layout
from analytics.services.scoring.months import Months, Window
from analytics.services.scoring.period import Base, read_base, reference_of, score_period, window_of
from analytics.services.scoring.placement import score_places, whole_scopes
from analytics.services.scoring.printing import is_empty, printed_period
from analytics.services.scoring.record import Keys, Record, keep, status_of
from analytics.services.scoring.reference import Reference, reference_from
from analytics.services.settings import settings_number, settings_of
from analytics.services.settings_fields import printed
from tenants.access import Refusal
from tenants.models.tenant import Tenant
from tenants.services.locks import named_lock

LONGEST = 600

type Progress = Callable[[int, int], None]


class BadPeriods(Refusal):
    """A range of periods that cannot be scored."""


@dataclass(frozen=True, slots=True)
class Span:
    """The periods that were asked for, as month numbers; None is open."""

    first: int | None = None
    last: int | None = None

    @property
    def is_exact(self) -> bool:
        """Return whether every month between two given ends was asked for."""
        return self.first is not None and self.last is not None

    def periods(self, months: Iterable[int]) -> list[int]:
        """Return the periods to score: the months with facts, or every month between two given ends."""
        known = sorted(months)
        if self.first is not None and self.last is not None:
            if not 0 <= self.last - self.first < LONGEST:
                raise BadPeriods(
                    f"from {label(self.first)} to {label(self.last)} is not a range of 1 to {LONGEST} months"
                )
            return list(range(self.first, self.last + 1))
        low = self.first if self.first is not None else -(2**31)
        high = self.last if self.last is not None else 2**31
        return [month for month in known if low <= month <= high]


def mark_of(marks: Mapping[int, tuple[int, int]], window: Window) -> str:
    """Return which cells a window of months holds, of the marks of all months."""
    return digest_of([[month, *mark] for month, mark in marks.items() if window[0] <= month <= window[1]])


@dataclass
class Scoring:
    """One scoring of a company: what is read once and shared by its periods."""

    company: Tenant
    settings: Settings
    now: datetime
    rebuild: bool

    def __post_init__(self) -> None:
        self.marks = cell_marks()
        self.layout: Layout = read_layout()
        self.months = Months()
        self.number = settings_number()
        self.settings_hash = digest_of({**printed(self.settings), "currency": self.settings.currency})
        self.runs = {month_of(run.period): run for run in ScoreRun.objects.filter(is_current=True)}
        self._bases: dict[int, Base] = {}

    @cached_property
    def reference(self) -> Reference | None:
        """Return the reference of the return index: the month that was set, else closed, else the first that can be."""
        if self.settings.reference_period is not None:
            return self._candidate(month_of(self.settings.reference_period))
        closed = ScoreRun.objects.filter(closed_at__isnull=False, reference__isnull=False).order_by("period").first()
        if closed is not None:
            return reference_from(closed.reference)
        found = (self._candidate(month) for month in self.marks)
        return next((reference for reference in found if reference is not None), None)

    def _candidate(self, month: int) -> Reference | None:
        run = self.runs.get(month)
        if run is not None and (run.closed_at is not None or self._is_same_data(run, month)):
            return reference_from(run.reference) if run.reference is not None else None
        return reference_of(self.base(month))

    def base(self, month: int) -> Base:
        """Return what the figures of a month start from, read once."""
        if month not in self._bases:
            self._bases[month] = read_base(self.months, month, self.settings)
        return self._bases[month]

    def mark(self, month: int) -> str:
        """Return which cells the window of a month holds."""
        return mark_of(self.marks, window_of(month, self.settings))

    def _is_same_data(self, run: ScoreRun, month: int) -> bool:
        return (
            not self.rebuild
            and run.mark == self.mark(month)
            and run.settings_hash == self.settings_hash
            and run.model_version == MODEL_VERSION
        )

    def is_fresh(self, run: ScoreRun, month: int) -> bool:
        """Return whether a stored run is what scoring would give again."""
        reference_hash = self.reference.digest if self.reference is not None else ""
        return (
            self._is_same_data(run, month)
            and run.reference_hash == reference_hash
            and run.layout_hash == self.layout_hash
        )

    @cached_property
    def layout_hash(self) -> str:
        """Return the hash of the journeys and of the tree of units."""
        return digest_of([self.layout.journeys_hash, dict(self.layout.parents)])

    def is_final(self, month: int) -> bool:
        """Return whether the month and its follow-up are over in the company's zone."""
        end = bounds(month + self.settings.follow_up_months)[1]
        return self.now.astimezone(ZoneInfo(self.company.timezone)).date() >= end

    def score(self, month: int, *, wanted: bool) -> ScoreRun | None:
        """Return the run of a month: the stored one where it is fresh, else a new one.

        None for a month without facts that nobody asked for; what was shown for it is shown no longer.
        """
        run = self.runs.get(month)
        if run is not None and self.is_fresh(run, month):
            return self._with_status(run, month)
        if not wanted and not self.months.has_facts(month) and (run is None or run.closed_at is None):
            ScoreRun.objects.filter(pk=run.pk if run is not None else None).update(is_current=False)
            return None
        base = self.base(month)
        scored = score_period(self.months, base, self.layout, self.reference)
        record = Record(
            period=month_period(month),
            keys=self._keys(month),
            results=printed_period(scored, self.months.sales((month, month))),
            reference=found.as_json() if (found := reference_of(base)) is not None else None,
            is_empty=is_empty(scored),
            scopes=[*whole_scopes(scored), *scored.scopes, *score_places(scored, self.layout)],
        )
        self._bases.pop(month, None)
        return keep(record, is_final=self.is_final(month), now=self.now)

    def _with_status(self, run: ScoreRun, month: int) -> ScoreRun:
        before = (run.status, run.reason)
        run.status, run.reason = status_of(run, is_final=self.is_final(month))
        if before != (run.status, run.reason):
            run.save(update_fields=["status", "reason"])
        return run

    def _keys(self, month: int) -> Keys:
        reference_hash = self.reference.digest if self.reference is not None else ""
        inputs = {
            "period": label(month),
            "model": MODEL_VERSION,
            "data": self.months.digest(window_of(month, self.settings)),
            "settings": self.settings_hash,
            "units": self.layout.parents_of(self.months.answered(month, "unit")),
            "reference": reference_hash,
        }
        return Keys(
            inputs_hash=digest_of(inputs),
            mark=self.mark(month),
            settings_hash=self.settings_hash,
            reference_hash=reference_hash,
            layout_hash=self.layout_hash,
            settings_number=self.number,
        )


def score_company(
    *, company: Tenant, now: datetime, span: Span | None = None, rebuild: bool = False, progress: Progress | None = None
) -> list[ScoreRun]:
    """Bring the aggregates up to date and score the periods of the current company, oldest first; return their runs.

    Without a span, all months that have facts. Periods whose inputs have not changed keep their run. `rebuild` reads
    all facts again and computes every run again: the hashes stay the same. Raises BadPeriods.
    """
    with named_lock(f"score:{company.schema_name}"):
        refresh_aggregates(company=company, rebuild=rebuild)
        scoring = Scoring(company=company, settings=settings_of(company=company), now=now, rebuild=rebuild)
        periods = (span or Span()).periods(scoring.marks)
        runs = []
        for done, month in enumerate(periods, start=1):
            runs.append(scoring.score(month, wanted=span is not None and span.is_exact))
            if progress is not None:
                progress(done, len(periods))
    return [run for run in runs if run is not None]
