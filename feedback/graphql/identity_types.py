"""Types of recognising customers: the company's rules, and why two customers are one person."""

from datetime import datetime

import strawberry

from feedback.graphql.enums import IdentityAction, IdentityKind
from feedback.graphql.types import CustomerMergeType
from feedback.services.identity.policy import Policy


@strawberry.type(description="Customers who have all these kinds of identifier alike are one person.")
class IdentityRule:
    """One rule."""

    kinds: list[IdentityKind] = strawberry.field(description="Kinds of identifier that both must have alike.")
    action: IdentityAction = strawberry.field(description="Whether it merges, or asks a person.")
    most: int = strawberry.field(description="More customers than this sharing the identifier tell nobody apart.")


@strawberry.type(name="IdentityPolicy", description="How the company recognises that customers are one person.")
class IdentityPolicyType:
    """How the company recognises persons."""

    rules: list[IdentityRule] = strawberry.field(description="The rules, in the order in which they are tried.")
    keep_apart: list[IdentityKind] = strawberry.field(
        description="Kinds of which a person has only one: who differs in one is put before a person to decide."
    )
    changed_at: datetime | None = strawberry.field(description="When the rules were last changed; null: never.")

    @classmethod
    def of(cls, policy: Policy) -> "IdentityPolicyType":
        """Return rules as the API tells them."""
        rules = [
            IdentityRule(
                kinds=[IdentityKind(kind) for kind in rule.kinds], action=IdentityAction(rule.action), most=rule.most
            )
            for rule in policy.rules
        ]
        kinds = [IdentityKind(kind) for kind in sorted(policy.keep_apart)]
        return cls(rules=rules, keep_apart=kinds, changed_at=policy.changed_at)


@strawberry.type(description="Whether two customers are one person, and why.")
class SamePerson:
    """Whether two customers are one person."""

    is_one_person: bool = strawberry.field(description="True when they are the same customer or were merged.")
    because: list[CustomerMergeType] = strawberry.field(
        description="The merges that lead from one to the other, in order; empty when they are not one person."
    )
    words: list[str] = strawberry.field(description="The same in words, a sentence for each merge.")
