"""What happened while a trend went on, as the API gives it."""

from datetime import date
from typing import Annotated, Any

import strawberry
from django.utils.translation import gettext as _

from analytics.graphql import printed
from analytics.graphql.annotation_enums import AnnotationKindEnum
from analytics.graphql.periods import named
from analytics.models.period import Period as Span
from analytics.models.period import PeriodKind
from analytics.selectors import current_runs
from analytics.services.annotations import AnnotationKind, annotations_between
from tenants.access import Capability
from tenants.graphql.connections import Figures, paged
from tenants.graphql.context import Info
from tenants.graphql.errors import ApiError
from tenants.graphql.scalars import Period

type Row = dict[str, Any]

From = Annotated[Period, strawberry.argument(name="from", description="First period, such as 2026-01 or 2026-W05.")]
To = Annotated[Period, strawberry.argument(name="to", description="Last period, of the same kind.")]


@strawberry.type(description="Something that happened: a mark on a trend.")
class Annotation:
    """A mark on a trend."""

    day: date = printed.day("day", description="The day, in the company's time zone.")
    code: str = printed.text(
        "code", description="Code of the plan, journey or touchpoint that it is about; empty for the company."
    )
    name_zh: str = printed.text("name_zh", description="Its Chinese name, or its title; empty for the company.")
    name_en: str = printed.text("name_en", description="Its English name, or its title; empty for the company.")
    detail: str = printed.text(
        "detail",
        description="What of it: the verdict, the number of the version, or the metric and direction such as nps_down.",
    )
    period: Period | None = printed.words(
        "period", description="Label of the scored period that the day lies in; null when it was not scored."
    )

    @strawberry.field(description="What happened.")
    def kind(root: strawberry.Parent[Row]) -> AnnotationKindEnum:  # noqa: N805 - strawberry gives the row
        """Return what happened."""
        return AnnotationKind(root["kind"])


@strawberry.type
class AnnotationQuery:
    """What happened meanwhile."""

    @paged(
        Annotation,
        description="What happened in a span of periods, oldest first: plans take the scope plans:read as well, "
        "versions of journeys journeys:read.",
    )
    def annotations(self, info: Info, since: From, until: To) -> Figures:
        """Return marks."""
        first, last = named(since), named(until)
        if first.kind != last.kind or last.start < first.start:
            raise ApiError(_("`to` must be a period of the same kind as `from` and not before it."))
        company, actor = info.context.company, info.context.actor
        rows = annotations_between(
            first=first.start,
            end=last.end,
            zone=company.timezone if company is not None else "UTC",
            with_plans=actor.may(Capability.PLANS_READ),
            with_journeys=actor.may(Capability.JOURNEYS_READ),
        )
        return Figures(_placed(rows, first, last), "key")


def _placed(rows: list[Row], first: Span, last: Span) -> list[Row]:
    """Return the rows with the scored period that each lies in."""
    runs = current_runs(PeriodKind(first.kind)).filter(period__gte=first.start, period__lte=last.start)
    spans = [(start.isoformat(), end.isoformat(), label) for start, end, label in runs.values_list(
        "period", "period_end", "label"
    )]  # fmt: skip
    labels = (next((label for start, end, label in spans if start <= row["day"] < end), None) for row in rows)
    return [{**row, "period": label} for row, label in zip(rows, labels, strict=True)]
