"""Following scores and alerts."""

from datetime import datetime
from typing import Annotated, Any, cast

import strawberry
from django.db.models import FETCH_PEERS, QuerySet

from analytics.graphql.alerts import AlertType
from analytics.graphql.enums import PeriodKindEnum, ScopeKindEnum
from analytics.graphql.queries import BY_PERIOD_AND_CODE, Codes, Scope
from analytics.graphql.types import ExperienceReturnScoreType, ScoreRunType
from analytics.models.alert import Alert
from analytics.models.scope_score import ScopeScore
from analytics.models.score_run import ScoreRun
from tenants.graphql.connections import Listing, paged
from tenants.graphql.inputs import narrowed
from tenants.graphql.live.events import Told
from tenants.graphql.nodes import rows_of
from tenants.graphql.reach import within_reach
from tenants.graphql.scalars import Period

OfKind = Annotated[
    PeriodKindEnum | None, strawberry.argument(description="Only periods of this kind; of every kind when left out.")
]
About = Annotated[
    list[str] | None,
    strawberry.argument(description='Only alerts of touchpoints with these codes; "" is the company as a whole.'),
]


@strawberry.type(description="A period was scored or closed.")
class ScoresPublished:
    """A period was scored or closed."""

    event: str = strawberry.field(description="What happened: score.computed or period.closed.")
    at: datetime = strawberry.field(description="When it happened.")
    period: Period = strawberry.field(description="Period that was scored.")
    run: ScoreRunType = strawberry.field(description="The run that is shown now, which may be a later one.")

    @paged(ExperienceReturnScoreType, description="Scores of the run, by code.")
    def scores(self, scope: Scope, codes: Codes = None) -> Listing:
        """Return scores."""
        rows: QuerySet[Any] = within_reach(
            ScopeScore.objects.filter(run=cast(ScoreRun, self.run), kind=ScopeKindEnum(scope)).select_related("run")
        )
        return Listing(narrowed(rows, code__in=codes).fetch_mode(FETCH_PEERS), BY_PERIOD_AND_CODE)


@strawberry.type(description="An alert was raised or changed.")
class AlertChanged:
    """An alert was raised or changed."""

    event: str = strawberry.field(
        description="What happened: alert.opened, alert.changed, alert.withdrawn, alert.acknowledged or alert.resolved."
    )
    at: datetime = strawberry.field(description="When it happened.")
    alert: AlertType = strawberry.field(description="The alert as it is now.")


@strawberry.type
class AnalyticsSubscription:
    """What is derived, as it is derived."""

    @strawberry.field(description="Periods that are scored anew, with other figures than before, or closed.")
    def scores_published(self, period_kind: OfKind = None) -> ScoresPublished | None:
        """Return what is told of a run; None when its period is of another kind, or shown no more."""
        told = cast(Told, self)
        runs = rows_of(ScoreRun).filter(label=told.entity_id, is_current=True)
        found: Any = narrowed(runs, period_kind=period_kind).first()
        if found is None:
            return None
        return ScoresPublished(event=told.type, at=told.at, period=Period(found.label), run=found)

    @strawberry.field(description="Alerts that are raised, changed, withdrawn, acknowledged or resolved.")
    def alert_changed(self, touchpoints: About = None) -> AlertChanged | None:
        """Return what is told of an alert; None when it is about another touchpoint."""
        told = cast(Told, self)
        if touchpoints is not None and told.data.get("touchpoint") not in touchpoints:
            return None
        found: Any = rows_of(Alert).filter(pk=told.entity_id).first()
        return None if found is None else AlertChanged(event=told.type, at=told.at, alert=found)
