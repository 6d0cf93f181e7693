"""The audit as the API shows it."""

from datetime import datetime
from typing import Any

import strawberry
import strawberry_django
from django.db.models import QuerySet
from strawberry import auto
from strawberry.scalars import JSON

from tenants.audit.models import AuditEvent
from tenants.graphql.connections import Listing, paged
from tenants.graphql.inputs import narrowed
from tenants.graphql.keyset import NEWEST_FIRST
from tenants.graphql.nodes import Node, rows_of


@strawberry_django.type(AuditEvent, name="AuditEvent")
class AuditEventType(Node):
    """Something that was done in the company."""

    at: auto
    actor_kind: auto
    actor_id: auto
    actor_name: auto
    actor_role: auto
    action: auto
    subject_kind: auto
    subject_id: auto
    subject_name: auto
    before: JSON | None = strawberry_django.field(
        description="Changed fields as they were; null when there was nothing before. Secrets and texts are left out."
    )
    after: JSON | None = strawberry_django.field(
        description="Changed fields as they became; null when nothing is left. Secrets and texts are left out."
    )
    request_id: auto
    address: auto
    user_agent: auto
    reason: auto
    digest: auto


@strawberry.input(description="Which audit events to list; all conditions must hold.")
class AuditEventFilter:
    """Which audit events to list."""

    actor_kind: str | None = strawberry.field(default=None, description="Only by this sort of actor, such as user.")
    actor_id: str | None = strawberry.field(default=None, description="Only by the person or key with this id.")
    actor_name: str | None = strawberry.field(default=None, description="Only by the actor of this name.")
    actions: list[str] | None = strawberry.field(default=None, description='Only these, such as "journey.created".')
    subject_kind: str | None = strawberry.field(default=None, description="Only about this sort of thing.")
    subject_id: str | None = strawberry.field(default=None, description="Only about the thing with this id.")
    request_id: str | None = strawberry.field(default=None, description="Only what this request or command did.")
    at_from: datetime | None = strawberry.field(default=None, description="Only at or after this moment.")
    at_to: datetime | None = strawberry.field(default=None, description="Only before this moment.")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that are asked for."""
        return narrowed(
            rows,
            actor_kind=self.actor_kind,
            actor_id=self.actor_id,
            actor_name=self.actor_name,
            action__in=self.actions,
            subject_kind=self.subject_kind,
            subject_id=self.subject_id,
            request_id=self.request_id,
            at__gte=self.at_from,
            at__lt=self.at_to,
        )


@strawberry.type
class AuditQuery:
    """What was done, on either host."""

    @paged(AuditEventType, description="What was done, by whom and when, newest first.")
    def audit_events(self, filter: AuditEventFilter | None = None) -> Listing:
        """Return audited events."""
        rows = rows_of(AuditEvent)
        return Listing(filter.narrow(rows) if filter else rows, NEWEST_FIRST)
