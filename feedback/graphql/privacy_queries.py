"""Root fields of privacy."""

import strawberry

from feedback.graphql.enums import RetentionKind
from feedback.graphql.privacy_types import ErasureReceiptType, RetentionRuleType
from feedback.models import ErasureReceipt, RetentionRule
from tenants.graphql.connections import Listing, paged
from tenants.graphql.keyset import NEWEST_FIRST
from tenants.graphql.nodes import rows_of


@strawberry.type
class PrivacyQuery:
    """For how long data is kept, and proofs of erasure."""

    @strawberry.field(description="For how long each class of data is kept.")
    def retention_rules(self) -> list[RetentionRuleType]:
        """Return the rules, also of classes that are kept for as long as the company exists."""
        rules = {rule.kind: rule for rule in rows_of(RetentionRule)}
        return [
            RetentionRuleType(
                kind=RetentionKind(kind),
                days=rules[kind].days if kind in rules else None,
                changed_at=rules[kind].changed_at if kind in rules else None,
            )
            for kind in RetentionRule.Kind.values
        ]

    @paged(ErasureReceiptType, description="Proofs that persons were erased, the newest first.")
    def erasure_receipts(self) -> Listing:
        """Return receipts."""
        return Listing(rows_of(ErasureReceipt), NEWEST_FIRST)
