"""What an event is to those who follow: their document, asked with the event at its root."""

from collections.abc import Sequence
from typing import Any

import msgspec
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.utils import translation
from graphql import GraphQLError
from psycopg.errors import QueryCanceled

from tenants.access import RequestInfo, bound_to, company_context, request_context
from tenants.graphql.billing import Bill, bucket_of, values_in
from tenants.graphql.context import RequestContext
from tenants.graphql.errors import answer
from tenants.graphql.limits import points_of
from tenants.graphql.live.events import Told
from tenants.graphql.live.wanted import Wanted
from tenants.graphql.schema import ApiSchema
from tenants.models.ids import uuid7
from tenants.services.buckets import take


class DatabaseAway(Exception):
    """An event cannot be told now: it is asked for again a little later."""


class Reply(msgspec.Struct, frozen=True):
    """What is sent of an event to all who are alike, and the points that it costs each of them."""

    body: bytes
    points: int


def reply_to(schema: ApiSchema, wanted: Wanted, told: Told) -> Reply | None:
    """Return what somebody is told of an event; None when it has nothing for them. Reads the database."""
    origin, request = str(uuid7()), HttpRequest()
    actor, company, prepared = wanted.actor, wanted.company, wanted.prepared
    context = RequestContext(
        request=request,
        actor=actor,
        request_id=origin,
        company=company,
        prepared=prepared,
        bill=Bill(bucket_of(actor, "")),
    )
    with (
        company_context(company),
        request_context(RequestInfo(id=origin)),
        translation.override(wanted.language),
        bound_to(actor.units),
    ):
        result = schema.execute_sync(
            None,
            variable_values=wanted.variables,
            context_value=context,
            root_value=told,
            operation_name=wanted.operation,
        )
        _require_database(result.errors or ())
        errors = [answer(error, request_id=origin) for error in result.errors or ()]
    data: dict[str, Any] | None = result.data
    if not errors and all(value is None for value in (data or {}).values()):
        return None
    points = points_of(prepared.choose(wanted.operation), roots=len(data or ()), values=values_in(data))
    body = {"data": data} | ({"errors": errors} if errors else {}) | {"extensions": {"cost": {"actual": points}}}
    return Reply(msgspec.json.encode(body), points)


def charge_all(bills: Sequence[tuple[Wanted, int]]) -> list[int]:
    """Take what events cost from the callers' buckets; return for each 0, or the seconds until there are points."""
    return [_charge(wanted, points) for wanted, points in bills]


def _charge(wanted: Wanted, points: int) -> int:
    with company_context(wanted.company):
        level = take(bucket_of(wanted.actor, ""), points)
    return 0 if level is None or level.is_granted else level.seconds


def _require_database(errors: Sequence[GraphQLError]) -> None:
    """Raise DatabaseAway when that is what went wrong; a question that took too long would do so again."""
    for error in errors:
        cause = error.original_error
        if isinstance(cause, InterfaceError | OperationalError) and not isinstance(cause.__cause__, QueryCanceled):
            raise DatabaseAway from error
