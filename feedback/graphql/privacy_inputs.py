"""What requests about privacy are told."""

from datetime import datetime

import strawberry

from feedback.graphql.enums import RetentionKind

IDENTIFIERS = (
    "What the person is known by, of any kind: external id, phone, e-mail, member number, WeChat UnionID. "
    "At most 20, with the words."
)
WORDS = "Further names to look for in texts; those in the person's records are looked for anyway."


@strawberry.input(description="Consent of a customer to one purpose.")
class RecordConsentInput:
    """Consent of a customer."""

    customer: str = strawberry.field(description="External id of the customer.")
    purpose: str = strawberry.field(description="What for, in the company's own words.")
    is_given: bool = strawberry.field(description="True when given, false when withdrawn.")
    at: datetime | None = strawberry.field(default=None, description="Since when; now when left out.")
    source: str | None = strawberry.field(default=None, description="Where it was said; the caller when left out.")


@strawberry.input(description="For how long a class of data is to be kept.")
class SetRetentionInput:
    """A rule."""

    kind: RetentionKind = strawberry.field(description="The class of data.")
    days: int | None = strawberry.field(description="Days; null: for as long as the company exists.")


@strawberry.input(description="Whose data is asked for.")
class RequestSubjectAccessInput:
    """Whose data is asked for."""

    identifiers: list[str] = strawberry.field(description=IDENTIFIERS)
    words: list[str] = strawberry.field(default_factory=list, description=WORDS)


@strawberry.input(description="Who is to be erased.")
class RequestErasureInput:
    """Who is to be erased."""

    identifiers: list[str] = strawberry.field(description=IDENTIFIERS)
    words: list[str] = strawberry.field(default_factory=list, description=WORDS)
    reason: str = strawberry.field(default="", description="Why, for the receipt; at most 500 characters.")
    dry_run: bool = strawberry.field(default=False, description="Count only what would go.")
