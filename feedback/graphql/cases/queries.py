"""Questions about cases and the rules that open them."""

from datetime import datetime
from typing import Annotated, Any, Final, cast

import strawberry
from django.utils.translation import gettext as _

from feedback.graphql.cases.enums import CaseSortEnum
from feedback.graphql.cases.inputs import CaseFilter
from feedback.graphql.cases.rule_inputs import CaseConditionInput, document_of
from feedback.graphql.cases.rule_types import CaseRuleBackTest, CaseRuleType, WorkingHoursType
from feedback.graphql.cases.types import CaseType
from feedback.models import Case, CaseRule, WorkingHours
from feedback.services.cases.backtest import back_test
from tenants.access import Refusal
from tenants.graphql.connections import Listing, paged
from tenants.graphql.errors import ApiError
from tenants.graphql.ids import decode_as
from tenants.graphql.keyset import BY_ID, NEWEST_FIRST, by
from tenants.graphql.nodes import rows_of

ORDERS: Final[dict[Any, Any]] = {
    CaseSortEnum.NEWEST: NEWEST_FIRST,
    CaseSortEnum.DUE: by("due_at", datetime),
    CaseSortEnum.CHANGED: by("changed_at", datetime, descending=True),
}
TheCase = Annotated[strawberry.ID, strawberry.argument(description="Id of the case.")]
Sorted = Annotated[CaseSortEnum, strawberry.argument(description="In which order.")]
Conditions = Annotated[
    CaseConditionInput | None, strawberry.argument(description="The conditions to try; or give `rule`.")
]
Rule = Annotated[strawberry.ID | None, strawberry.argument(description="Id of a rule to try; or give `conditions`.")]
First = Annotated[datetime, strawberry.argument(name="from", description="Only answers at or after this moment.")]
Last = Annotated[datetime, strawberry.argument(description="Only answers before this moment.")]


@strawberry.type
class CaseQuery:
    """Customers whom somebody has to answer."""

    @strawberry.field(description="A case; null when there is none for the caller.")
    def case(self, id: TheCase) -> CaseType | None:
        """Return one case."""
        return cast("CaseType | None", rows_of(Case).filter(pk=decode_as(id, "Case")).first())

    @paged(CaseType, description="Cases, the last opened first unless asked otherwise.")
    def cases(self, filter: CaseFilter | None = None, order_by: Sorted = CaseSortEnum.NEWEST) -> Listing:
        """Return cases."""
        rows = rows_of(Case)
        return Listing(filter.narrow(rows) if filter else rows, ORDERS[order_by])

    @paged(CaseRuleType, description="Rules that open cases, the oldest first.")
    def case_rules(self) -> Listing:
        """Return rules."""
        return Listing(rows_of(CaseRule), BY_ID)

    @strawberry.field(
        description="What a rule would have done in a span of at most three years: exact counts, refused when they "
        "would take too long. Attributes of customers are those of today, what they spent is as of each answer."
    )
    def case_rule_backtest(
        self, from_: First, to: Last, conditions: Conditions = None, rule: Rule = None
    ) -> CaseRuleBackTest:
        """Return a back-test."""
        document: Any = document_of(conditions) if conditions else None
        if rule is not None and conditions is None:
            found = CaseRule.objects.filter(pk=decode_as(rule, "CaseRule")).first()
            document = found.conditions if found else None
        if document is None:
            raise ApiError(_("Give conditions, or the id of a rule."))
        try:
            return CaseRuleBackTest.of(back_test(conditions=document, first=from_, last=to))
        except Refusal as refusal:
            raise ApiError(str(refusal)) from refusal

    @paged(WorkingHoursType, description="When people work: the company's hours and those of units.")
    def working_hours(self) -> Listing:
        """Return the hours."""
        return Listing(rows_of(WorkingHours), BY_ID)
