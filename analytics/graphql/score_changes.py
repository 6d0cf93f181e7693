"""How scores changed from one period to another, as the API gives it."""

from typing import Annotated, Any

import strawberry
from django.utils.translation import gettext as _

from analytics.graphql import printed
from analytics.graphql.enums import ScopeKindEnum
from analytics.graphql.estimates import Estimate
from analytics.graphql.periods import named
from analytics.models.period import Period as Span
from analytics.selectors import scope_scores
from analytics.services.scoring.changes import changes_between
from tenants.graphql.connections import Figures, paged
from tenants.graphql.errors import ApiError
from tenants.graphql.inputs import narrowed
from tenants.graphql.reach import within_reach
from tenants.graphql.scalars import Period

Scope = Annotated[ScopeKindEnum, strawberry.argument(description="What the scores are about.")]
ThePeriod = Annotated[Period, strawberry.argument(description="Period that is looked at.")]
Since = Annotated[Period, strawberry.argument(description="Period of the same kind that it is compared with.")]
Codes = Annotated[list[str] | None, strawberry.argument(description="Only scopes with one of these codes.")]


def changed(name: str, what: str) -> Any:
    """Return a field that reads the change of one figure."""
    return printed.figure(name, description=f"Change of the {what}; null where a period has no such figure.")


@strawberry.type(
    description="How the figures of a scope changed between two periods: the later minus the earlier. Intervals take "
    "the periods as told by different customers, so a change that the same customers tell is surer than they say."
)
class ScoreChange:
    """How the figures of a scope changed."""

    code: str = printed.text("code", description="Code of the scope; empty for the company.")
    value: Estimate | None = changed("value", "experience value, in points of 0 to 100")
    nps: Estimate | None = changed("nps", "net promoter score, in points")
    csat: Estimate | None = changed("csat", "share of 4 and 5 in satisfaction, in points of per cent")
    ces: Estimate | None = changed("ces", "mean ease, in points of 1 to 7")
    loyalty: Estimate | None = changed("loyalty", "mean loyalty, in points of 0 to 10")
    return_index: Estimate | None = changed("return_index", "return index, in points")
    return_per_point: Estimate | None = changed("return_per_point", "money for one point more, in the currency")


@strawberry.type
class ScoreChangeQuery:
    """Periods side by side."""

    @paged(ScoreChange, description="Changes of scores between two periods, by code; of scopes that both periods know.")
    def score_changes(self, scope: Scope, period: ThePeriod, since: Since, codes: Codes = None) -> Figures:
        """Return changes."""
        now, before = named(period), named(since)
        if now.kind != before.kind:
            raise ApiError(_("`since` must be a period of the same kind as `period`."))
        return Figures(changes_between(_figures(scope, before, codes), _figures(scope, now, codes)), "code")


def _figures(scope: str, period: Span, codes: list[str] | None) -> dict[str, dict[str, Any]]:
    rows = narrowed(within_reach(scope_scores(kind=scope, period=period)), code__in=codes)
    return dict(rows.order_by().values_list("code", "figures"))
