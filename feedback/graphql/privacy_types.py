"""Types of privacy: what customers consented to, for how long data is kept, and proofs of erasure."""

from datetime import datetime

import strawberry
import strawberry_django
from strawberry import auto
from strawberry.scalars import JSON

from feedback.graphql.enums import RetentionKind
from feedback.models import Consent, ErasureReceipt
from tenants.graphql.nodes import Node


@strawberry_django.type(Consent, name="Consent")
class ConsentType(Node):
    """Consent to one purpose, given or withdrawn: a line of its history. The latest of a purpose counts."""

    purpose: auto
    is_given: auto
    at: auto
    source: auto
    recorded_at: auto


@strawberry_django.type(ErasureReceipt, name="ErasureReceipt")
class ErasureReceiptType(Node):
    """What was erased of a person, by whom, when, what stays and why: counts and keyed hashes, never content."""

    number: int = strawberry_django.field(description="Place in the chain, from 1.")
    document: JSON
    previous_hash: auto
    hash: auto
    signature: auto
    created_at: auto


@strawberry.type(name="RetentionRule", description="For how long a class of data is kept.")
class RetentionRuleType:
    """For how long a class of data is kept."""

    kind: RetentionKind = strawberry.field(description="The class of data.")
    days: int | None = strawberry.field(description="Days that it is kept; null: for as long as the company exists.")
    changed_at: datetime | None = strawberry.field(description="When the rule was last changed; null without one.")
