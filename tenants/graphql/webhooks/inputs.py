"""What queries and mutations of webhooks take."""

from datetime import datetime
from typing import Any

import strawberry
from django.db.models import QuerySet

from tenants.graphql.ids import decode_as
from tenants.graphql.inputs import narrowed
from tenants.graphql.webhooks.enums import DeliveryState, EndpointKind, EndpointState
from tenants.hooks.services.replay import Wanted
from tenants.hooks.services.wishes import EndpointWish

ENDPOINT = "WebhookEndpoint"


@strawberry.input(description="Which deliveries to list; all conditions must hold.")
class WebhookDeliveryFilter:
    """Which deliveries to list."""

    endpoint: strawberry.ID | None = strawberry.field(default=None, description="Only those to this endpoint.")
    state: DeliveryState | None = strawberry.field(default=None, description="Only those in this state.")
    types: list[str] | None = strawberry.field(default=None, description="Only events of these types.")
    created_from: datetime | None = strawberry.field(default=None, description="Only those made at this time or later.")
    created_to: datetime | None = strawberry.field(default=None, description="Only those made before this time.")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that are asked for."""
        return narrowed(
            rows,
            endpoint_id=None if self.endpoint is None else decode_as(self.endpoint, ENDPOINT),
            state=self.state,
            event__type__in=self.types,
            created_at__gte=self.created_from,
            created_at__lt=self.created_to,
        )


@strawberry.input(description="An endpoint to be told of events.")
class CreateWebhookEndpointInput:
    """An endpoint to be told of events."""

    name: str = strawberry.field(description="What it is, for people; unique in the company.")
    url: str = strawberry.field(description="Address, beginning with https://.")
    kind: EndpointKind = strawberry.field(default=EndpointKind.WEBHOOK, description="How it is spoken to.")
    events: list[str] = strawberry.field(default_factory=list, description="Types of events; none means all.")
    locale: str | None = strawberry.field(default=None, description="Language of a robot: zh-hans or en.")
    secret: str | None = strawberry.field(
        default=None, description="Secret that a robot was given to sign; a webhook is given one when it brings none."
    )

    def wish(self) -> EndpointWish:
        """Return the endpoint as the services read it."""
        return EndpointWish(self.name, self.url, self.events, self.locale, self.secret)


@strawberry.input(description="Changes of an endpoint; what is left out stays as it is.")
class UpdateWebhookEndpointInput:
    """Changes of an endpoint."""

    id: strawberry.ID = strawberry.field(description="Id of the endpoint.")
    version: int = strawberry.field(description="Version that was read: a change by somebody else is not overwritten.")
    name: str | None = strawberry.field(default=None, description="What it is, for people.")
    url: str | None = strawberry.field(default=None, description="Address, beginning with https://.")
    events: list[str] | None = strawberry.field(default=None, description="Types of events; an empty list means all.")
    locale: str | None = strawberry.field(default=None, description="Language of a robot: zh-hans or en.")
    secret: str | None = strawberry.field(default=None, description="Secret that a robot was given to sign.")
    state: EndpointState | None = strawberry.field(default=None, description="PAUSED to pause, ACTIVE to resume.")

    def wish(self) -> EndpointWish:
        """Return the changes as the services read them."""
        return EndpointWish(self.name, self.url, self.events, self.locale, self.secret)


@strawberry.input(description="An endpoint by its id.")
class WebhookEndpointInput:
    """An endpoint by its id."""

    id: strawberry.ID = strawberry.field(description="Id of the endpoint.")


@strawberry.input(description="A webhook that is to have a new secret.")
class RotateWebhookSecretInput:
    """A webhook that is to have a new secret."""

    id: strawberry.ID = strawberry.field(description="Id of the endpoint.")
    overlap_hours: int = strawberry.field(
        default=24, description="Hours in which messages carry the signatures of both secrets, 0 to 168."
    )


@strawberry.input(description="What to deliver once more: deliveries by id, or the events of a span of time.")
class ReplayWebhookDeliveriesInput:
    """What to deliver once more."""

    id: strawberry.ID = strawberry.field(description="Id of the endpoint.")
    deliveries: list[strawberry.ID] = strawberry.field(default_factory=list, description="Up to 100 of its deliveries.")
    since: datetime | None = strawberry.field(default=None, description="Events that happened at this time or later.")
    until: datetime | None = strawberry.field(default=None, description="Only events that happened before this time.")
    events: list[str] = strawberry.field(default_factory=list, description="Only events of these types.")

    def wanted(self) -> Wanted:
        """Return what to replay as the services read it."""
        ids = tuple(decode_as(one, "WebhookDelivery") for one in self.deliveries)
        return Wanted(ids, self.since, self.until, tuple(self.events))
