"""Records of orders, customers and contacts as the API takes them, named as in the import formats."""

from dataclasses import fields
from decimal import Decimal
from typing import Any

import strawberry

from feedback.graphql.records import optional_field

KEY = "Name of this request, 1 to 255 characters; sent again with the same records, it is answered alike."
SOURCE = 'System that sends them; "default" when left out.'
OWN_SOURCE = "System that sends it; the input's source when left out."
EXTERNAL_ID = "Required. Id of it in the system that sends it; unique by source."
OCCURRED_AT = "Required. RFC 3339 time, or one without offset in the company's time zone."


@strawberry.input(description="A further fact in the company's own words.")
class AttributeInput:
    """A further fact."""

    name: str = strawberry.field(description="Name of the attribute.")
    value: str = strawberry.field(description="Its value.")


def record_of(given: Any) -> dict[str, object]:
    """Return an input as a record of its import format; what was left out is left out."""
    found: dict[str, object] = {}
    for field in fields(given):
        value = getattr(given, field.name)
        if field.name == "attributes":
            found |= {f"attr.{one.name}": one.value for one in value or ()}
        elif value is not None:
            found[field.name] = str(value) if isinstance(value, Decimal) else value
    return found


@strawberry.input(description="One purchase or refund. A record that breaks a rule is refused alone.")
class OrderRecordInput:
    """One purchase or refund."""

    external_id: str | None = optional_field(EXTERNAL_ID)
    occurred_at: str | None = optional_field(OCCURRED_AT)
    amount: Decimal | None = optional_field("Required. Amount in major units; below 0 for a refund.")
    margin: Decimal | None = optional_field("Margin in major units.")
    currency: str | None = optional_field("ISO 4217; the company's when left out.")
    source: str | None = optional_field(OWN_SOURCE)
    customer: str | None = optional_field("External id of the customer.")
    unit: str | None = optional_field("Code of the unit.")
    refund_of: str | None = optional_field("External id of the order that this one gives back.")
    referred_by: str | None = optional_field("External id of the customer who brought this one.")


@strawberry.input(description="One customer. A record that breaks a rule is refused alone.")
class CustomerRecordInput:
    """One customer."""

    external_id: str | None = optional_field("Required. Id of the customer in the company's own systems.")
    created_at: str | None = optional_field("When the customer joined: RFC 3339, or in the company's time zone.")
    phone: str | None = optional_field("Phone number.")
    email: str | None = optional_field("E-mail address.")
    member_no: str | None = optional_field("Number of the membership.")
    wechat_unionid: str | None = optional_field("Union id at WeChat.")
    wechat_openid: str | None = optional_field("Open id at WeChat: of one app.")
    device: str | None = optional_field("Id of a device.")
    consent: str | None = optional_field("What the customer agreed to, in the company's own words.")
    attributes: list[AttributeInput] | None = optional_field("Further facts, such as the segment.")


@strawberry.input(description="One contact with a customer. A record that breaks a rule is refused alone.")
class InteractionRecordInput:
    """One contact."""

    external_id: str | None = optional_field(EXTERNAL_ID)
    occurred_at: str | None = optional_field(OCCURRED_AT)
    kind: str | None = optional_field("What happened, such as visit.")
    source: str | None = optional_field(OWN_SOURCE)
    customer: str | None = optional_field("External id of the customer.")
    touchpoint: str | None = optional_field("Code of the touchpoint.")
    channel: str | None = optional_field("Code of the channel.")
    unit: str | None = optional_field("Code of the unit.")
    attributes: list[AttributeInput] | None = optional_field("Further facts.")


@strawberry.input(description="Orders to store, 1,000 at most.")
class IngestOrdersInput:
    """Orders to store."""

    records: list[OrderRecordInput] = strawberry.field(description="The orders, 1,000 at most.")
    source: str | None = optional_field(SOURCE)
    idempotency_key: str | None = optional_field(KEY)


@strawberry.input(description="Customers to store, 1,000 at most.")
class IngestCustomersInput:
    """Customers to store."""

    records: list[CustomerRecordInput] = strawberry.field(description="The customers, 1,000 at most.")
    source: str | None = optional_field(SOURCE)
    idempotency_key: str | None = optional_field(KEY)


@strawberry.input(description="Contacts to store, 1,000 at most.")
class IngestInteractionsInput:
    """Contacts to store."""

    records: list[InteractionRecordInput] = strawberry.field(description="The contacts, 1,000 at most.")
    source: str | None = optional_field(SOURCE)
    idempotency_key: str | None = optional_field(KEY)
