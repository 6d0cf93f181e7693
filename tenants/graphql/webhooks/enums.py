"""Enums of webhooks."""

from tenants.graphql.enums import choices_enum
from tenants.hooks.models import WebhookDelivery, WebhookEndpoint

EndpointKind = choices_enum(WebhookEndpoint.Kind, name="WebhookEndpointKind")
EndpointState = choices_enum(WebhookEndpoint.State, name="WebhookEndpointState")
DeliveryState = choices_enum(WebhookDelivery.State, name="WebhookDeliveryState")
