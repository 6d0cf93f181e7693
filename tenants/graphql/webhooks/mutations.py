"""Changes of endpoints, test messages and replays."""

from datetime import timedelta

import strawberry
from django.utils import timezone

from tenants.access import Refusal
from tenants.graphql.changes import attempt
from tenants.graphql.context import Info
from tenants.graphql.ids import decode_as
from tenants.graphql.user_errors import UserError, all_refused
from tenants.graphql.webhooks.inputs import (
    ENDPOINT,
    CreateWebhookEndpointInput,
    ReplayWebhookDeliveriesInput,
    RotateWebhookSecretInput,
    UpdateWebhookEndpointInput,
    WebhookEndpointInput,
)
from tenants.graphql.webhooks.types import WebhookDeliveryType, WebhookEndpointType
from tenants.hooks.models import WebhookEndpoint
from tenants.hooks.services.endpoints import change_endpoint, create_endpoint, delete_endpoint, rotate_secret
from tenants.hooks.services.replay import replay, send_test

ERRORS = "What is wrong with the input; empty when nothing is."


@strawberry.type(description="The endpoint as it is now, or what is wrong with the input.")
class WebhookEndpointPayload:
    """The endpoint as it is now."""

    endpoint: WebhookEndpointType | None = strawberry.field(default=None, description="The endpoint; null if refused.")
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=ERRORS)


@strawberry.type(description="The endpoint and its new secret, or what is wrong with the input.")
class WebhookSecretPayload:
    """The endpoint and its new secret."""

    endpoint: WebhookEndpointType | None = strawberry.field(default=None, description="The endpoint; null if refused.")
    secret: str | None = strawberry.field(
        default=None, description="Secret that signs, shown this once; null for robots and when refused."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=ERRORS)


@strawberry.type(description="Which endpoint is gone, or what is wrong with the input.")
class DeleteWebhookEndpointPayload:
    """Which endpoint is gone."""

    deleted_id: strawberry.ID | None = strawberry.field(default=None, description="Its id; null if refused.")
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=ERRORS)


@strawberry.type(description="The delivery of a test message, or what is wrong with the input.")
class TestWebhookEndpointPayload:
    """The delivery of a test message."""

    delivery: WebhookDeliveryType | None = strawberry.field(
        default=None, description="The delivery, to be read again once it was tried; null if refused."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=ERRORS)


@strawberry.type(description="How much is delivered once more, or what is wrong with the input.")
class ReplayWebhookDeliveriesPayload:
    """How much is delivered once more."""

    count: int = strawberry.field(default=0, description="New deliveries, with the webhook-ids they had before.")
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=ERRORS)


@strawberry.type
class WebhookMutation:
    """Changes of who is told of events."""

    @strawberry.mutation(description="Have an endpoint told of events; its secret is shown this once.")
    def create_webhook_endpoint(self, info: Info, input: CreateWebhookEndpointInput) -> WebhookSecretPayload:
        """Make an endpoint."""

        def made() -> tuple[WebhookEndpoint, str | None]:
            endpoint, secret = create_endpoint(actor=info.context.actor, kind=input.kind, wish=input.wish())
            return endpoint, None if input.secret else secret or None

        return attempt(WebhookSecretPayload, "endpoint secret", made)

    @strawberry.mutation(description="Change an endpoint, pause it, or resume it.")
    def update_webhook_endpoint(self, info: Info, input: UpdateWebhookEndpointInput) -> WebhookEndpointPayload:
        """Change an endpoint."""
        key, actor = decode_as(input.id, ENDPOINT), info.context.actor
        return attempt(
            WebhookEndpointPayload,
            "endpoint",
            lambda: change_endpoint(
                actor=actor, endpoint_id=key, version=input.version, wish=input.wish(), state=input.state
            ),
        )

    @strawberry.mutation(description="Remove an endpoint with the log of its deliveries.")
    def delete_webhook_endpoint(self, info: Info, input: WebhookEndpointInput) -> DeleteWebhookEndpointPayload:
        """Remove an endpoint."""
        key = decode_as(input.id, ENDPOINT)

        def deleted() -> strawberry.ID:
            delete_endpoint(actor=info.context.actor, endpoint_id=key)
            return input.id

        return attempt(DeleteWebhookEndpointPayload, "deleted_id", deleted)

    @strawberry.mutation(description="Give a webhook a new secret, shown this once; for a while both sign.")
    def rotate_webhook_secret(self, info: Info, input: RotateWebhookSecretInput) -> WebhookSecretPayload:
        """Give a webhook a new secret."""
        key, overlap = decode_as(input.id, ENDPOINT), timedelta(hours=max(-1, min(input.overlap_hours, 10_000)))
        return attempt(
            WebhookSecretPayload,
            "endpoint secret",
            lambda: rotate_secret(actor=info.context.actor, endpoint_id=key, overlap=overlap, now=timezone.now()),
        )

    @strawberry.mutation(description="Send an endpoint a test message.")
    def test_webhook_endpoint(self, info: Info, input: WebhookEndpointInput) -> TestWebhookEndpointPayload:
        """Send a test message."""
        key = decode_as(input.id, ENDPOINT)
        return attempt(
            TestWebhookEndpointPayload, "delivery", lambda: send_test(actor=info.context.actor, endpoint_id=key)
        )

    @strawberry.mutation(description="Deliver once more what was delivered before, or what a new endpoint missed.")
    def replay_webhook_deliveries(
        self, info: Info, input: ReplayWebhookDeliveriesInput
    ) -> ReplayWebhookDeliveriesPayload:
        """Deliver once more."""
        try:
            count = replay(actor=info.context.actor, endpoint_id=decode_as(input.id, ENDPOINT), wanted=input.wanted())
        except Refusal as refusal:
            return ReplayWebhookDeliveriesPayload(user_errors=all_refused(refusal))
        return ReplayWebhookDeliveriesPayload(count=count)
