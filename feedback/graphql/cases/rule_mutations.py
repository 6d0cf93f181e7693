"""Writing rules that open cases, and saying when people work."""

from dataclasses import asdict
from typing import Any

import strawberry

from feedback.graphql.cases import rule_inputs as told
from feedback.services.cases import past, rules
from feedback.services.cases.calendar import set_hours
from tenants.graphql.changes import attempt, document, given
from tenants.graphql.context import Info
from tenants.graphql.ids import decode_as
from tenants.graphql.sending import sent

RULE = "CaseRule"


@strawberry.type
class CaseRuleMutation:
    """Rules that open cases."""

    @strawberry.mutation(description="Write a rule that opens cases; it looks at nothing before it is enabled.")
    def create_case_rule(self, info: Info, input: told.CreateCaseRuleInput) -> told.CaseRulePayload:
        """Write a rule."""
        return _rule(rules.create_rule, info, _asked(input))

    @strawberry.mutation(description="Change a rule, from now on: cases that it opened stay as they are.")
    def update_case_rule(self, info: Info, input: told.UpdateCaseRuleInput) -> told.CaseRulePayload:
        """Change a rule."""
        return _rule(rules.update_rule, info, _asked(input, id=RULE))

    @strawberry.mutation(description="Let a rule look at the answers that come from now on.")
    def enable_case_rule(self, info: Info, input: told.CaseRuleIdInput) -> told.CaseRulePayload:
        """Set a rule going."""
        return _rule(rules.enable_rule, info, given(input, id=RULE))

    @strawberry.mutation(description="Stop a rule; its cases stay.")
    def disable_case_rule(self, info: Info, input: told.CaseRuleIdInput) -> told.CaseRulePayload:
        """Stop a rule."""
        return _rule(rules.disable_rule, info, given(input, id=RULE))

    @strawberry.mutation(
        description="Open cases from answers that were there before, once for each answer and rule: a job, of at most "
        "1,000 answers."
    )
    def apply_case_rule(self, info: Info, input: told.ApplyCaseRuleInput) -> told.ApplyCaseRulePayload:
        """Let a rule look back."""
        key = decode_as(input.id, RULE)
        return sent(
            lambda: past.request_past(actor=info.context.actor, id=key, first=input.from_, last=input.to),
            payload=told.ApplyCaseRulePayload,
        )

    @strawberry.mutation(description="Say when people work, at a unit and those below it or in the company.")
    def set_working_hours(self, info: Info, input: told.SetWorkingHoursInput) -> told.WorkingHoursPayload:
        """Say when people work."""
        week = None if input.week is None else asdict(input.week)
        return attempt(
            told.WorkingHoursPayload,
            "working_hours",
            lambda: set_hours(
                actor=info.context.actor,
                unit=input.unit,
                week=week,
                holidays=input.holidays,
                timezone=input.timezone,
            ),
        )


def _asked(input: Any, **ids: str) -> dict[str, Any]:
    asked = given(input, **ids)
    if asked.get("conditions") is not None:
        asked["conditions"] = told.document_of(asked["conditions"])
    if asked.get("ladder") is not None:
        asked["ladder"] = [document(step) for step in asked["ladder"]]
    return asked


def _rule(change: Any, info: Info, asked: dict[str, Any]) -> told.CaseRulePayload:
    return attempt(told.CaseRulePayload, "case_rule", lambda: change(actor=info.context.actor, **asked))
