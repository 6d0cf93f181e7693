"""Requests of persons, consent, and how long data is kept."""

import strawberry
from django.utils import timezone

from feedback.graphql.privacy_inputs import (
    RecordConsentInput,
    RequestErasureInput,
    RequestSubjectAccessInput,
    SetRetentionInput,
)
from feedback.graphql.privacy_types import ConsentType, RetentionRuleType
from feedback.models import RetentionRule
from feedback.services.privacy.consents import record_consent
from feedback.services.privacy.requests import request_access, request_erasure
from feedback.services.privacy.rules import set_retention
from tenants.graphql.changes import attempt, errors_field
from tenants.graphql.context import Info
from tenants.graphql.sending import sent
from tenants.graphql.types import JobType
from tenants.graphql.user_errors import UserError


@strawberry.type(description="The line that was added to the history, or what is wrong with the input.")
class RecordConsentPayload:
    """The line that was added."""

    consent: ConsentType | None = strawberry.field(description="The line; null when refused.")
    user_errors: list[UserError] = errors_field()


@strawberry.type(description="The rule as it is now, or what is wrong with the input.")
class SetRetentionPayload:
    """The rule as it is now."""

    rule: RetentionRuleType | None = strawberry.field(description="The rule; null when refused.")
    user_errors: list[UserError] = errors_field()


@strawberry.type(description="The job that does what a person asked for, or what is wrong with the input.")
class PrivacyRequestPayload:
    """The job that does it."""

    job: JobType | None = strawberry.field(description="The job; its result says what was found. Null when refused.")
    user_errors: list[UserError] = errors_field()


@strawberry.type
class PrivacyMutation:
    """What persons may ask for, and how long their data is kept."""

    @strawberry.mutation(description="Note that a customer gave or withdrew consent to a purpose.")
    def record_consent(self, info: Info, input: RecordConsentInput) -> RecordConsentPayload:
        """Note consent."""
        return attempt(
            RecordConsentPayload,
            "consent",
            lambda: record_consent(
                actor=info.context.actor,
                customer=input.customer,
                purpose=input.purpose,
                is_given=input.is_given,
                at=input.at,
                source=input.source or "",
                now=timezone.now(),
            ),
        )

    @strawberry.mutation(description="Say for how long a class of data is kept; every night what is older goes.")
    def set_retention(self, info: Info, input: SetRetentionInput) -> SetRetentionPayload:
        """Change a rule."""

        def changed() -> RetentionRuleType:
            rule = set_retention(actor=info.context.actor, kind=input.kind, days=input.days)
            return _rule(input.kind, rule)

        return attempt(SetRetentionPayload, "rule", changed)

    @strawberry.mutation(
        description="Have all that is held of a person written to a file, to be fetched once the job is done from "
        "`/privacy/access/<id of the job's row>`."
    )
    def request_subject_access(self, info: Info, input: RequestSubjectAccessInput) -> PrivacyRequestPayload:
        """Ask for a person's data."""
        return sent(
            lambda: request_access(actor=info.context.actor, identifiers=input.identifiers, words=input.words),
            payload=PrivacyRequestPayload,
        )

    @strawberry.mutation(
        description="Have a person erased for ever, also where texts name them; figures stay as they are. The job's "
        "result counts by place and names the receipt."
    )
    def request_erasure(self, info: Info, input: RequestErasureInput) -> PrivacyRequestPayload:
        """Ask for a person's erasure."""
        return sent(
            lambda: request_erasure(
                actor=info.context.actor,
                identifiers=input.identifiers,
                words=input.words,
                reason=input.reason,
                dry_run=input.dry_run,
            ),
            payload=PrivacyRequestPayload,
        )


def _rule(kind: str, rule: RetentionRule | None) -> RetentionRuleType:
    return RetentionRuleType(
        kind=RetentionRule.Kind(kind), days=rule.days if rule else None, changed_at=rule.changed_at if rule else None
    )
