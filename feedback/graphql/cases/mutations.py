"""Working on cases."""

from typing import Any

import strawberry

from feedback.graphql.cases import inputs as told
from feedback.services.cases import opening, working
from tenants.graphql.changes import attempt, given
from tenants.graphql.context import Info
from tenants.graphql.ids import decode_as

CASE = "Case"


@strawberry.type
class CaseMutation:
    """Working on cases."""

    @strawberry.mutation(description="Open a case by hand. An answer that has an open case gives that one.")
    def open_case(self, info: Info, input: told.OpenCaseInput) -> told.CasePayload:
        """Open a case."""
        item = None if input.feedback_item_id is None else decode_as(input.feedback_item_id, "FeedbackItem")
        wish = opening.Wish(
            item=item, customer=input.customer, title=input.title, severity=input.severity, owner=input.owner,
            team=input.team, note=input.note,
        )  # fmt: skip
        return _case(opening.open_case, info, {"wish": wish})

    @strawberry.mutation(description="Give a case to a person, a department, both, or back to all.")
    def assign_case(self, info: Info, input: told.AssignCaseInput) -> told.CasePayload:
        """Give a case to somebody."""
        return _case(working.assign_case, info, given(input, id=CASE))

    @strawberry.mutation(description="Give several cases to the same; all or none.")
    def assign_cases(self, info: Info, input: told.AssignCasesInput) -> told.CasesPayload:
        """Give several cases to somebody."""
        asked = given(input, ids=CASE)
        return attempt(told.CasesPayload, "cases", lambda: working.assign_cases(actor=info.context.actor, **asked))

    @strawberry.mutation(description="Bring a case into another state. While it waits its clock stands still.")
    def change_case_state(self, info: Info, input: told.ChangeCaseStateInput) -> told.CasePayload:
        """Bring a case into another state."""
        return _case(working.change_state, info, given(input, id=CASE))

    @strawberry.mutation(description="Write into a case's history; the first who does so has answered.")
    def comment_on_case(self, info: Info, input: told.CommentOnCaseInput) -> told.CasePayload:
        """Write into a case's history."""
        return _case(working.comment_on_case, info, given(input, id=CASE))

    @strawberry.mutation(description="Say why it came to a case, whatever its state.")
    def set_case_root_cause(self, info: Info, input: told.SetCaseRootCauseInput) -> told.CasePayload:
        """Say why it came to a case."""
        return _case(working.set_root_cause, info, given(input, id=CASE))

    @strawberry.mutation(description="Say how the customer was answered.")
    def resolve_case(self, info: Info, input: told.ResolveCaseInput) -> told.CasePayload:
        """Resolve a case."""
        return _case(working.resolve_case, info, given(input, id=CASE))

    @strawberry.mutation(description="Open a case again that is over; its time begins anew.")
    def reopen_case(self, info: Info, input: told.ReopenCaseInput) -> told.CasePayload:
        """Open a case again."""
        return _case(working.reopen_case, info, given(input, id=CASE))

    @strawberry.mutation(description="Say how much a case matters, and which plan is to keep it from happening again.")
    def update_case(self, info: Info, input: told.UpdateCaseInput) -> told.CasePayload:
        """Change a case."""
        asked = given(input, id=CASE, action_plan_id="ActionPlan")
        asked["unlinks_plan"] = "action_plan_id" in asked
        return _case(working.update_case, info, asked)


def _case(change: Any, info: Info, asked: dict[str, Any]) -> told.CasePayload:
    return attempt(told.CasePayload, "case", lambda: change(actor=info.context.actor, **asked))
