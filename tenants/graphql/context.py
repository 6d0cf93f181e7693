"""What every resolver can reach: the request, who asks, and what was loaded for several parents at once."""

from dataclasses import dataclass, field
from typing import Any

import strawberry
from django.http import HttpRequest

from tenants.access import Actor
from tenants.graphql.billing import Bill
from tenants.graphql.document import Prepared
from tenants.models import Tenant


@dataclass(slots=True)
class RequestContext:
    """One request. `company` is None on the operator's host.

    `passes` is set by a resolver whose answer may change while no version of the data does.
    """

    request: HttpRequest
    actor: Actor
    request_id: str
    company: Tenant | None
    prepared: Prepared
    bill: Bill
    loaded: dict[Any, Any] = field(default_factory=dict)
    passes: bool = False


Info = strawberry.Info[RequestContext, None]
