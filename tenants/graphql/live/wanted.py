"""What one client follows: as little as is needed to answer it again with each event."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import msgspec
from django.http import HttpResponse

from tenants.access import Actor
from tenants.graphql.document import Prepared
from tenants.models.tenant import Tenant


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """A subscription that was measured, charged and permitted.

    `session` is the key of the session by which a person came; empty for a key. `after` is the place that the client
    had come to before; empty for one that begins. `origin` is the request's id, `document` the hash of the text.
    `is_plain` says that the client may know the two events of GraphQL over SSE alone, and nothing else of what
    server-sent events can say: the protocol's own client takes exception to it.
    """

    company: Tenant
    actor: Actor
    session: str
    origin: str
    language: str
    field: str
    document: str
    prepared: Prepared
    operation: str | None
    variables: dict[str, Any] | None
    after: str
    is_plain: bool

    @property
    def caller(self) -> str:
        """Return who asks, as buckets and limits name them."""
        return f"{self.actor.kind}:{self.actor.id}"

    def group(self) -> Hashable:
        """Return what decides an answer: those who are alike in it are answered together."""
        variables = msgspec.json.encode(self.variables, order="sorted")
        rights = (self.actor.kind, self.actor.capabilities, self.actor.units)
        return (self.document, self.operation, variables, rights, self.language)


class Follow(HttpResponse):
    """A request that was granted: what it is answered with comes from the stream."""

    def __init__(self, wanted: Wanted) -> None:
        super().__init__(content_type="text/event-stream; charset=utf-8")
        self.wanted = wanted
