"""Figures of the cases of a span: how many, how fast, and how many customers came back."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from typing import Any, Final
from uuid import UUID

from django.db.models import F, QuerySet, TextChoices
from django.utils.translation import gettext as _

from analytics.numerics.durations import median_time
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.experience.scales import wilson
from feedback.services.cases.recovery import DAYS, returns_of
from feedback.services.cases.states import OVER
from tenants.access import Refusal

MOST_CASES, AT_ONCE, LEAST = 100_000, 5_000, 10


class TooManyCases(Refusal):
    """More cases than are looked at together."""


class CaseGroup(TextChoices):
    """By what cases are looked at together."""

    COMPANY = "company", "All of them"
    TOUCHPOINT = "touchpoint", "By touchpoint"
    UNIT = "unit", "By unit, without those below it"
    OWNER = "owner", "By the person who has them"
    TEAM = "team", "By the department that has them"
    RULE = "rule", "By the rule that opened them"
    ROOT_CAUSE = "root_cause", "By why it came to them"


KEYS: Final[dict[CaseGroup, str]] = {
    CaseGroup.TOUCHPOINT: "touchpoint__code",
    CaseGroup.UNIT: "unit__code",
    CaseGroup.OWNER: "owner__email",
    CaseGroup.TEAM: "team__code",
    CaseGroup.RULE: "rule__name",
    CaseGroup.ROOT_CAUSE: "root_cause",
}


@dataclass(frozen=True, slots=True)
class _Seen:
    """A case as the figures need it."""

    key: UUID
    group: str
    is_over: bool
    is_overdue: bool
    opened: datetime
    answered: datetime | None
    resolved: datetime | None
    is_known: bool


def figures_of(
    rows: QuerySet[Any, Any], *, by: CaseGroup, now: datetime, units: Collection[UUID] | None
) -> list[dict[str, Any]]:
    """Return the figures of some cases by group, in order of its key; "" is those without one.

    Times are hours on the clock. `units` are those at which orders count, None: all. Raises TooManyCases.
    """
    groups: dict[str, list[_Seen]] = defaultdict(list)
    seen = _read(rows, by)
    for one in seen:
        groups[one.group].append(one)
    back = _came_back(seen, now=now, units=units)
    return [{"key": key, **_figures(groups[key], back, now)} for key in sorted(groups)]


def _read(rows: QuerySet[Any, Any], by: CaseGroup) -> list[_Seen]:
    name = KEYS.get(by)
    fields = ("pk", "group", "state", "is_overdue", "opened_at", "first_response_at", "resolved_at", "customer_id")
    found = list(rows.annotate(group=F(name or "origin")).values_list(*fields)[: MOST_CASES + 1])
    if len(found) > MOST_CASES:
        raise TooManyCases(_("Those are too many cases to look at together: ask for a shorter span."))
    return [
        _Seen(key, (code or "") if name else "", state in OVER, late, opened, answered, resolved, who is not None)
        for key, code, state, late, opened, answered, resolved, who in found
    ]


def _came_back(seen: list[_Seen], *, now: datetime, units: Collection[UUID] | None) -> dict[UUID, bool]:
    """Return whether the customers of cases that ended long enough ago bought since, by case."""
    long_ago = now - timedelta(days=DAYS)
    ended = [one.key for one in seen if one.is_over and one.is_known and one.resolved and one.resolved <= long_ago]
    found: dict[UUID, bool] = {}
    for keys in batched(ended, AT_ONCE, strict=False):
        found |= {key: one.orders > 0 for key, one in returns_of(keys, units=units).items()}
    return found


def _figures(seen: list[_Seen], back: dict[UUID, bool], now: datetime) -> dict[str, Any]:
    known = [back[one.key] for one in seen if one.key in back]
    return {
        "opened": len(seen),
        "open": sum(not one.is_over for one in seen),
        "overdue": sum(one.is_overdue and not one.is_over for one in seen),
        "late": sum(one.is_overdue for one in seen),
        "first_response_hours": _median([(one.opened, one.answered) for one in seen], now).as_json(),
        "resolution_hours": _median([(one.opened, one.resolved) for one in seen], now).as_json(),
        "recovered": share(sum(known), len(known)).as_json(),
    }


def _median(spans: list[tuple[datetime, datetime | None]], now: datetime) -> Estimate:
    hours = [((end or now) - start).total_seconds() / 3600 for start, end in spans]
    return median_time(hours, [end is not None for _start, end in spans])


def share(some: int, of: int) -> Estimate:
    """Return a share of customers with its interval; of fewer than 10, none."""
    if of < LEAST:
        return insufficient(of, f"{of} customers, at least {LEAST} are needed")
    return wilson(some, of)
