"""What is given to merge customers, to undo it, to decide what rules leave open, and to change the rules."""

import strawberry

from feedback.graphql.enums import ConflictDecision, IdentityAction, IdentityKind

REASON = "Why, for the history and the audit; 500 characters at most."


@strawberry.input(description="Two customers who are one person.")
class MergeCustomersInput:
    """Two customers."""

    external_id: str = strawberry.field(description="External id of a customer.")
    other_external_id: str = strawberry.field(description="External id of the other.")
    reason: str = strawberry.field(default="", description=REASON)


@strawberry.input(description="A merge to undo.")
class UndoCustomerMergeInput:
    """A merge."""

    id: strawberry.ID = strawberry.field(description="Id of a CustomerMerge.")
    reason: str = strawberry.field(default="", description=REASON)


@strawberry.input(description="What a person says about two customers.")
class DecideMergeConflictInput:
    """A decision."""

    id: strawberry.ID = strawberry.field(description="Id of a MergeConflict.")
    decision: ConflictDecision = strawberry.field(description="Whether they are one person.")
    reason: str = strawberry.field(default="", description=REASON)


@strawberry.input(description="A rule: who has all these kinds of identifier alike is one person.")
class IdentityRuleInput:
    """One rule."""

    kinds: list[IdentityKind] = strawberry.field(description="Kinds of identifier that both must have alike.")
    action: IdentityAction = strawberry.field(
        default=IdentityAction.MERGE, description="Whether it merges, or asks a person."
    )
    most: int = strawberry.field(
        default=10, description="More customers than this sharing the identifier tell nobody apart; 2 to 1000."
    )


@strawberry.input(description="The rules by which customers are recognised; without rules, the usual ones again.")
class SetIdentityPolicyInput:
    """The rules."""

    rules: list[IdentityRuleInput] | None = strawberry.field(
        default=None, description="The rules in the order in which they are tried, 20 at most; null: the usual ones."
    )
    keep_apart: list[IdentityKind] = strawberry.field(
        default_factory=list, description="Kinds of which a person has only one; used with `rules`."
    )
