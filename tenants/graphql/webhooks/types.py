"""Types of webhooks."""

from datetime import datetime
from typing import Annotated, Any

import strawberry
import strawberry_django
from django.utils.translation import get_language
from strawberry import auto
from strawberry.scalars import JSON

from tenants.graphql.children import Children
from tenants.graphql.connections import paged
from tenants.graphql.keyset import NEWEST_FIRST
from tenants.graphql.nodes import Node, rows_of
from tenants.graphql.webhooks.enums import DeliveryState, EndpointKind, EndpointState
from tenants.hooks.catalogue import EventType
from tenants.hooks.channels.message import message_id_of
from tenants.hooks.models import WebhookDelivery, WebhookEndpoint

THIS = strawberry.lazy("tenants.graphql.webhooks.types")


@strawberry_django.type(WebhookEndpoint, name="WebhookEndpoint")
class WebhookEndpointType(Node):
    """An address that is told of events."""

    name: auto
    kind: EndpointKind = strawberry_django.field(description="How the endpoint is spoken to.")
    state: EndpointState = strawberry_django.field(description="Whether the endpoint is told of events.")
    url: str = strawberry_django.field(
        field_name="shown_url", description="Address without what in it is secret: the query, and a robot's path."
    )
    events: list[str] = strawberry_django.field(description="Types of events it is told of; empty means all.")
    locale: auto
    reason: auto
    failing_since: auto
    former_secret_until: datetime | None = strawberry_django.field(
        field_name="former_until", description="Until when messages carry the former secret's signature too."
    )
    version: auto
    created_at: auto = strawberry_django.field(description="When the endpoint was made.")
    updated_at: auto = strawberry_django.field(description="When it was last changed.")

    @paged(Annotated["WebhookDeliveryType", THIS], description="What the endpoint was told, the newest first.")
    def deliveries(root: strawberry.Parent[WebhookEndpoint]) -> Children:  # noqa: N805 - strawberry gives the row
        """Return the deliveries of the endpoint."""
        return Children(rows_of(WebhookDelivery), NEWEST_FIRST, "endpoint_id", root)


@strawberry.type(description="One attempt at a delivery.")
class WebhookAttempt:
    """One attempt at a delivery."""

    at: datetime = strawberry.field(description="When it ended.")
    code: int | None = strawberry.field(description="HTTP status of the answer; null when there was none.")
    milliseconds: int = strawberry.field(description="How long it took.")
    answer: str = strawberry.field(description="First 500 characters of the answer.")
    error: str = strawberry.field(description="Why it failed; empty when it did not.")


@strawberry_django.type(WebhookDelivery, name="WebhookDelivery")
class WebhookDeliveryType(Node):
    """One event told to one endpoint."""

    endpoint: WebhookEndpointType = strawberry_django.field(description="Endpoint that is told.")
    state: DeliveryState = strawberry_django.field(description="Where the delivery is in its life.")
    attempts: auto
    code: auto
    milliseconds: auto
    answer: auto
    error: auto
    is_replay: auto
    created_at: auto = strawberry_django.field(description="When the delivery was made of the event.")
    finished_at: auto = strawberry_django.field(description="When it ended, well or badly; null before.")

    @strawberry_django.field(description="Time of the next attempt; null once it ended.")
    def due_at(root: strawberry.Parent[WebhookDelivery]) -> datetime | None:  # noqa: N805
        """Return when it is tried next."""
        return root.due_at if root.state == WebhookDelivery.State.OPEN else None

    @strawberry_django.field(description="The webhook-id, the same for every attempt and every replay.")
    def message_id(root: strawberry.Parent[WebhookDelivery]) -> str:  # noqa: N805
        """Return the id of the message."""
        return message_id_of(root.event.key)

    @strawberry_django.field(description="Type of the event.")
    def type(root: strawberry.Parent[WebhookDelivery]) -> str:  # noqa: N805
        """Return the type of the event."""
        return str(root.event.type)

    @strawberry_django.field(description="Sort of thing that the event is about, such as plan.")
    def entity_kind(root: strawberry.Parent[WebhookDelivery]) -> str:  # noqa: N805
        """Return the kind of the entity."""
        return str(root.event.entity_kind)

    @strawberry_django.field(description="Id of the thing; events of one thing arrive in their order.")
    def entity_id(root: strawberry.Parent[WebhookDelivery]) -> str:  # noqa: N805
        """Return the id of the entity."""
        return str(root.event.entity_id)

    @strawberry_django.field(description="Name of the thing when it happened.")
    def entity_name(root: strawberry.Parent[WebhookDelivery]) -> str:  # noqa: N805
        """Return the name of the entity."""
        return str(root.event.entity_name)

    @strawberry_django.field(description="What the event carries, as webhookEventTypes describes it.")
    def data(root: strawberry.Parent[WebhookDelivery]) -> JSON:  # noqa: N805
        """Return the data of the event."""
        found: Any = root.event.data
        return JSON(found)

    @strawberry_django.field(description="When the event happened.")
    def happened_at(root: strawberry.Parent[WebhookDelivery]) -> datetime:  # noqa: N805
        """Return when the event was written."""
        found: datetime = root.event.created_at
        return found

    @strawberry_django.field(description="The attempts, the oldest first: 10 at most.")
    def log(root: strawberry.Parent[WebhookDelivery]) -> list[WebhookAttempt]:  # noqa: N805
        """Return the attempts."""
        return [WebhookAttempt(**{**entry, "at": datetime.fromisoformat(entry["at"])}) for entry in root.log]


@strawberry.type(description="Something that an event carries.")
class WebhookEventField:
    """Something that an event carries."""

    name: str = strawberry.field(description="Name in `data`.")
    description: str = strawberry.field(description="What it is, in the caller's language.")


@strawberry.type(description="A type of event that endpoints can be told of.")
class WebhookEventType:
    """A type of event."""

    name: str = strawberry.field(description="Name of the type, such as plan.approved.")
    since: str = strawberry.field(description="Month in which it came.")
    description: str = strawberry.field(description="What happened, in the caller's language.")
    entity_kind: str = strawberry.field(description="Sort of thing that it is about.")
    fields: list[WebhookEventField] = strawberry.field(description="What `data` holds.")
    example: JSON = strawberry.field(description="An example of `data`.")

    @classmethod
    def of(cls, known: EventType) -> "WebhookEventType":
        """Return an entry of the catalogue as the API tells it."""
        locale = get_language() or "en"
        labels = known.labels(locale)
        return cls(
            name=known.name,
            since=known.since,
            description=known.title(locale),
            entity_kind=known.entity,
            fields=[WebhookEventField(name=name, description=label) for name, label in labels.items()],
            example=JSON(known.example),
        )
