"""Merging customers, undoing it, and deciding what rules leave open."""

import strawberry

from feedback.graphql.enums import ConflictDecision
from feedback.graphql.identity_inputs import (
    DecideMergeConflictInput,
    MergeCustomersInput,
    SetIdentityPolicyInput,
    UndoCustomerMergeInput,
)
from feedback.graphql.identity_types import IdentityPolicyType
from feedback.graphql.types import CustomerMergeType, CustomerType, MergeConflictType
from feedback.models import Customer, CustomerMerge, MergeConflict
from feedback.services.identity.conflicts import decide_conflict
from feedback.services.identity.merging import merge_customers, undo_merge
from feedback.services.identity.policy import Policy, set_policy, usable_policy
from feedback.services.identity.recognising import request_recognition
from tenants.graphql.changes import attempt, errors_field
from tenants.graphql.context import Info
from tenants.graphql.ids import decode_as
from tenants.graphql.types import JobType
from tenants.graphql.user_errors import UserError
from tenants.jobs.models import Job
from tenants.tasks import enqueue_job


@strawberry.type(description="The customer who stands for both, and the merge, or what is wrong.")
class MergeCustomersPayload:
    """The customer who stands for both."""

    customer: CustomerType | None = strawberry.field(description="Who stands for both now; null when refused.")
    merge: CustomerMergeType | None = strawberry.field(description="The merge; null when refused.")
    user_errors: list[UserError] = errors_field()


@strawberry.type(description="The merge that was undone, or what is wrong.")
class UndoCustomerMergePayload:
    """The merge that was undone."""

    merge: CustomerMergeType | None = strawberry.field(description="The merge; null when refused.")
    user_errors: list[UserError] = errors_field()


@strawberry.type(description="The question as it is decided, or what is wrong.")
class DecideMergeConflictPayload:
    """The question as it is decided."""

    conflict: MergeConflictType | None = strawberry.field(description="The question; null when refused.")
    user_errors: list[UserError] = errors_field()


@strawberry.type(description="The rules that hold, and the job that looks at all customers again, or what is wrong.")
class SetIdentityPolicyPayload:
    """The rules that hold."""

    policy: IdentityPolicyType | None = strawberry.field(description="The rules; null when refused.")
    job: JobType | None = strawberry.field(description="The job that applies them to everybody; null when refused.")
    user_errors: list[UserError] = errors_field()


@strawberry.type
class IdentityMutation:
    """Changes of who is one person."""

    @strawberry.mutation(
        description="Make one person of two customers: who joined first stands for both, with the facts of both, also "
        "those to come. It can be undone."
    )
    def merge_customers(self, info: Info, input: MergeCustomersInput) -> MergeCustomersPayload:
        """Merge customers."""

        def merged() -> tuple[Customer, CustomerMerge]:
            return merge_customers(
                actor=info.context.actor, one=input.external_id, other=input.other_external_id, reason=input.reason
            )

        return attempt(MergeCustomersPayload, "customer merge", merged)

    @strawberry.mutation(
        description="Undo a merge: both become what they are without it, with the facts that named them, also since. "
        "No rule merges the two again; a person may."
    )
    def undo_customer_merge(self, info: Info, input: UndoCustomerMergeInput) -> UndoCustomerMergePayload:
        """Undo a merge."""
        merge = decode_as(input.id, "CustomerMerge")
        return attempt(
            UndoCustomerMergePayload,
            "merge",
            lambda: undo_merge(actor=info.context.actor, id=merge, reason=input.reason),
        )

    @strawberry.mutation(description="Say whether two customers who share an identifier are one person.")
    def decide_merge_conflict(self, info: Info, input: DecideMergeConflictInput) -> DecideMergeConflictPayload:
        """Decide a question."""
        conflict = decode_as(input.id, "MergeConflict")

        def decided() -> MergeConflict:
            return decide_conflict(
                actor=info.context.actor,
                id=conflict,
                is_one_person=input.decision is ConflictDecision.MERGE,
                reason=input.reason,
            )

        return attempt(DecideMergeConflictPayload, "conflict", decided)

    @strawberry.mutation(
        description="Say by which identifiers customers are recognised as one person. A job looks at all customers "
        "again; what is merged stays merged until it is undone."
    )
    def set_identity_policy(self, info: Info, input: SetIdentityPolicyInput) -> SetIdentityPolicyPayload:
        """Change the rules."""

        def changed() -> tuple[IdentityPolicyType, Job]:
            policy = set_policy(actor=info.context.actor, policy=_policy(input))
            job = request_recognition(actor=info.context.actor)
            enqueue_job(job)
            return IdentityPolicyType.of(policy), job

        return attempt(SetIdentityPolicyPayload, "policy job", changed)


def _policy(input: SetIdentityPolicyInput) -> Policy | None:
    if input.rules is None:
        return None
    rules = [
        {"kinds": [kind.value for kind in one.kinds], "action": one.action.value, "most": one.most}
        for one in input.rules
    ]
    return usable_policy(rules=rules, keep_apart=[kind.value for kind in input.keep_apart])
