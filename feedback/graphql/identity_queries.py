"""Questions about who is one person."""

from typing import Annotated, cast

import strawberry
from django.utils.translation import gettext as _

from feedback.graphql.enums import ConflictState
from feedback.graphql.identity_types import IdentityPolicyType, SamePerson
from feedback.graphql.types import CustomerMergeType, MergeConflictType
from feedback.models import Customer, CustomerMerge, MergeConflict
from feedback.services.identity.answering import why_one_person
from feedback.services.identity.history import MANUAL
from feedback.services.identity.policy import current_policy
from tenants.graphql.connections import Listing, paged
from tenants.graphql.keyset import NEWEST_FIRST
from tenants.graphql.nodes import rows_of

One = Annotated[str, strawberry.argument(description="External id of a customer.")]
Other = Annotated[str, strawberry.argument(description="External id of another.")]
State = Annotated[ConflictState | None, strawberry.argument(description="Only those in this state.")]


@strawberry.type
class IdentityQuery:
    """Who is one person."""

    @strawberry.field(description="The rules by which customers are recognised as one person.")
    def identity_policy(self) -> IdentityPolicyType:
        """Return the rules."""
        return IdentityPolicyType.of(current_policy())

    @paged(MergeConflictType, description="Customers about whom a person decides whether they are one, newest first.")
    def merge_conflicts(self, state: State = None) -> Listing:
        """Return the questions."""
        rows = rows_of(MergeConflict)
        return Listing(rows if state is None else rows.filter(state=state.value), NEWEST_FIRST)

    @strawberry.field(description="Whether two customers are one person, and why; null when one of them is unknown.")
    def same_person(self, external_id: One, other_external_id: Other) -> SamePerson | None:
        """Return the merges between two customers."""
        asked = [external_id, other_external_id]
        rows = {row.external_id: row for row in rows_of(Customer).filter(external_id__in=asked)}
        if len(rows) < len(set(asked)):
            return None
        answer = why_one_person(rows[external_id], rows[other_external_id])
        return SamePerson(
            is_one_person=answer.is_one_person,
            because=cast("list[CustomerMergeType]", answer.because),
            words=[_words(merge) for merge in answer.because],
        )


def _words(merge: CustomerMerge) -> str:
    told = {"one": merge.customer.external_id, "other": merge.into.external_id, "at": merge.at.strftime("%Y-%m-%d")}
    if merge.rule == MANUAL:
        return _("%(one)s and %(other)s were merged by %(by)s on %(at)s.") % (told | {"by": merge.by})
    return _("%(one)s and %(other)s have the same %(rule)s, merged on %(at)s.") % (told | {"rule": merge.rule})
