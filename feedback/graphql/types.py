"""Types of facts: customers, what they said and bought, and the batches in which facts came."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, cast

import strawberry
import strawberry_django
from strawberry import auto
from strawberry.scalars import JSON

from feedback.graphql.enums import ConflictReason, ConflictState, IdentityKind, ImportKind, ImportState
from feedback.graphql.persons import merges_of, of_person
from feedback.graphql.privacy_types import ConsentType
from feedback.models import (
    Consent,
    Customer,
    CustomerIdentity,
    CustomerMerge,
    FeedbackItem,
    ImportBatch,
    MergeConflict,
    Order,
    PersonKey,
)
from feedback.services.contacts.reading import boxes_of, opened
from journeys.graphql.types import ChannelType, TouchpointType
from journeys.services.money import major_units
from tenants.graphql.children import Children, peers_of
from tenants.graphql.connections import paged
from tenants.graphql.context import Info
from tenants.graphql.keyset import NEWEST_FIRST, by
from tenants.graphql.nodes import Node, rows_of
from tenants.graphql.scalars import Money
from tenants.graphql.types import UnitType

THIS = strawberry.lazy("feedback.graphql.types")
WEIGHT_DIGITS = 9  # a weight is stored in units of 1e-9


@strawberry_django.type(Customer, name="Customer")
class CustomerType(Node):
    """A person or household that buys from the company and may answer."""

    external_id: auto
    created_at: auto
    received_at: auto
    attributes: JSON
    consent: auto

    @paged(Annotated["FeedbackItemType", THIS], description="What the customer answered, the last received first.")
    def feedback_items(root: strawberry.Parent[Customer]) -> Children:  # noqa: N805 - strawberry gives the row
        """Return the customer's answers; by respondent, which has an index and is the customer where one is known."""
        return Children(rows_of(FeedbackItem), NEWEST_FIRST, "respondent", root)

    merged_into: Annotated["CustomerType", THIS] | None

    @paged(
        Annotated["CustomerIdentityType", THIS],
        description="What the person is known by, such as a phone number; of all customers who were merged.",
    )
    def identities(root: strawberry.Parent[Customer]) -> Children:  # noqa: N805 - strawberry gives the row
        """Return the person's identifiers."""
        return of_person(rows_of(CustomerIdentity), by("kind"), root)

    @paged(
        Annotated["CustomerType", THIS], description="Customers who were merged into this one, by their external ids."
    )
    def merged_customers(root: strawberry.Parent[Customer]) -> Children:  # noqa: N805 - strawberry gives the row
        """Return those for whom the customer stands."""
        return Children(rows_of(Customer), by("external_id"), "merged_into_id", root)

    @paged(
        Annotated["CustomerMergeType", THIS],
        description="What was merged into one person, by which rule, and what of it was undone.",
    )
    def merge_history(root: strawberry.Parent[Customer]) -> Children:  # noqa: N805 - strawberry gives the row
        """Return the merges of the person, the last first."""
        return merges_of(rows_of(CustomerMerge), root)

    @paged(ConsentType, description="What the customer consented to and withdrew, the last recorded first.")
    def consents(root: strawberry.Parent[Customer]) -> Children:  # noqa: N805 - strawberry gives the row
        """Return the history of the customer's consent."""
        return of_person(rows_of(Consent), NEWEST_FIRST, root)

    @paged(Annotated["OrderType", THIS], description="What the customer bought and gave back, the last received first.")
    def orders(root: strawberry.Parent[Customer]) -> Children:  # noqa: N805 - strawberry gives the row
        """Return the customer's orders."""
        return Children(rows_of(Order), NEWEST_FIRST, "customer_id", root)


@strawberry_django.type(CustomerIdentity, name="CustomerIdentity")
class CustomerIdentityType(Node):
    """One identifier of a customer, such as a phone number; encrypted with a key of that customer alone."""

    kind: IdentityKind
    customer: CustomerType | None
    source: auto
    first_seen_at: auto

    @strawberry.field(description="Identifier as reported; null once it can be read no more.")
    def value(self, info: Info) -> str | None:
        """Return the identifier; the keys are read for the row's peers too."""
        row = cast("CustomerIdentity", self)
        loaded = info.context.loaded
        if (PersonKey, row.customer_id) not in loaded:
            customers = {peer.customer_id for peer in peers_of(row)}
            boxes = boxes_of(customers)
            loaded.update({(PersonKey, one): boxes.get(one) for one in customers})
        box = loaded[(PersonKey, row.customer_id)]
        return opened(row, {} if box is None else {row.customer_id: box})


@strawberry_django.type(CustomerMerge, name="CustomerMerge")
class CustomerMergeType(Node):
    """Two customers who were found to be one person: by which rule, when, by whom, and whether that was undone."""

    customer: CustomerType | None
    into: CustomerType | None
    rule: auto
    at: datetime
    by: auto
    reason: auto
    undone_at: auto
    undone_by: auto
    undone_reason: auto
    keeps_apart: auto

    @strawberry.field(description="Whether it can be undone: it holds, and the person was not erased.")
    def undoable(root: strawberry.Parent[CustomerMerge]) -> bool:  # noqa: N805 - strawberry gives the row
        """Return whether it can be undone."""
        return root.undone_at is None and root.into.erased_at is None


@strawberry_django.type(MergeConflict, name="MergeConflict")
class MergeConflictType(Node):
    """Two customers who share an identifier and were not merged: a person decides whether they are one."""

    one: CustomerType | None
    other: CustomerType | None
    rule: auto
    reason: ConflictReason
    kinds: list[IdentityKind]
    sharing: int
    state: ConflictState
    found_at: datetime
    decided_at: auto
    decided_by: auto
    decided_reason: auto


@strawberry_django.type(FeedbackItem, name="FeedbackItem")
class FeedbackItemType(Node):
    """One answer about one touchpoint, or about the company as a whole."""

    source: auto
    external_id: auto
    response: auto
    customer: CustomerType | None
    touchpoint: TouchpointType | None
    channel: ChannelType | None
    unit: UnitType | None
    occurred_at: auto
    received_at: auto
    nps: int | None
    csat: int | None
    ces: int | None
    rating: int | None
    rating_max: int | None
    loyalty: int | None
    emotional: int | None
    functional: int | None
    social: int | None
    expectation: int | None
    scores: JSON | None
    text: str | None
    language: auto
    order_ref: auto

    @strawberry.field(description="Survey weight; null when the survey is not weighted.")
    def weight(root: strawberry.Parent[FeedbackItem]) -> Decimal | None:  # noqa: N805 - strawberry gives the row
        """Return the weight as it was given."""
        nano = root.weight_nano
        return None if nano is None else Decimal(nano).scaleb(-WEIGHT_DIGITS).normalize()


@strawberry_django.type(Order, name="Order")
class OrderType(Node):
    """A purchase, or a refund, which has a negative amount."""

    source: auto
    external_id: auto
    customer: CustomerType | None
    unit: UnitType | None
    occurred_at: auto
    received_at: auto
    currency: auto
    is_refund: auto
    refund_of: auto
    referrer: CustomerType | None

    @strawberry.field(description="Amount in the order's currency; negative for a refund.")
    def amount(root: strawberry.Parent[Order]) -> Money:  # noqa: N805 - strawberry gives the row
        """Return the amount in major units."""
        return Money(major_units(root.amount_minor, root.currency))

    @strawberry.field(description="Margin in the order's currency; null when the order did not report one.")
    def margin(root: strawberry.Parent[Order]) -> Money | None:  # noqa: N805 - strawberry gives the row
        """Return the margin in major units."""
        return None if root.margin_minor is None else Money(major_units(root.margin_minor, root.currency))


@strawberry_django.type(ImportBatch, name="ImportBatch")
class ImportBatchType(Node):
    """One import or one ingest request."""

    kind: ImportKind
    file_name: auto
    source: auto
    state: ImportState
    accepted: int
    duplicates: int
    corrected: int
    rejected: int
    created_at: datetime
    finished_at: auto
    undone_at: auto
    requested_by: auto
