"""Root fields about webhooks."""

import strawberry

from tenants.graphql.connections import Listing, paged
from tenants.graphql.keyset import NEWEST_FIRST, by
from tenants.graphql.nodes import rows_of
from tenants.graphql.webhooks.inputs import WebhookDeliveryFilter
from tenants.graphql.webhooks.types import WebhookDeliveryType, WebhookEndpointType, WebhookEventType
from tenants.hooks.catalogue import CATALOGUE
from tenants.hooks.models import WebhookDelivery, WebhookEndpoint


@strawberry.type
class WebhookQuery:
    """Who is told of events, and what became of it."""

    @paged(WebhookEndpointType, description="Endpoints that are told of events, by name.")
    def webhook_endpoints(self) -> Listing:
        """Return endpoints."""
        return Listing(rows_of(WebhookEndpoint), by("name"))

    @paged(WebhookDeliveryType, description="The log of deliveries of the last 30 days, the newest first.")
    def webhook_deliveries(self, filter: WebhookDeliveryFilter | None = None) -> Listing:
        """Return deliveries."""
        rows = rows_of(WebhookDelivery)
        return Listing(filter.narrow(rows) if filter else rows, NEWEST_FIRST)

    @strawberry.field(description="All types of events that endpoints can be told of, by name.")
    def webhook_event_types(self) -> list[WebhookEventType]:
        """Return the catalogue."""
        return [WebhookEventType.of(CATALOGUE[name]) for name in sorted(CATALOGUE)]
