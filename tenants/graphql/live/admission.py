"""The beginning of a stream: looked at as every request is, once, before anything is held open for it."""

from functools import partial
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from graphql import GraphQLError, OperationDefinitionNode
from graphql.execution.values import get_variable_values

from tenants.graphql.body import GraphQLRequest, read_request
from tenants.graphql.document import Prepared
from tenants.graphql.errors import ApiError, Code
from tenants.graphql.live.wanted import Follow, Wanted
from tenants.graphql.persisted import hash_of
from tenants.graphql.schema import ApiSchema
from tenants.graphql.serving import Answer, Exchange, respond
from tenants.graphql.view import speak_to, with_extensions
from tenants.selectors import read_only

EVENT_STREAM = "text/event-stream"
LAST_EVENT_ID = "Last-Event-ID"
LONGEST_PLACE = 40


def admit(schema: ApiSchema, request: HttpRequest) -> HttpResponse:
    """Return what a client may follow, or the refusal, in the form and language of all refusals of the API."""
    exchange = Exchange.of(request)
    speak_to(request)
    granted: list[Wanted] = []
    try:
        _require_stream(request)
        found = respond(schema, read_request(request), exchange, follow=partial(_grant, granted))
    except Exception as error:  # noqa: BLE001 - the last door: whatever it is, the caller gets a clean answer
        found = exchange.refusal([error])
    if not granted or "errors" in found.body:
        return _refusal(exchange, found)
    response = Follow(granted[0])
    for name, value in {"X-Request-Id": exchange.request_id, **exchange.bill.headers()}.items():
        response[name] = value
    return response


def _refusal(exchange: Exchange, found: Answer) -> HttpResponse:
    exchange.bill.close()
    headers = {"X-Request-Id": exchange.request_id, "Cache-Control": "no-store", "Vary": "Accept, Accept-Language"}
    return HttpResponse(
        with_extensions(msgspec.json.encode(found.body), {"cost": exchange.bill.told()}),
        status=found.status,
        content_type=f"{exchange.media.name}; charset=utf-8",
        headers={**headers, **exchange.bill.headers(), **found.headers},
    )


def _require_stream(request: HttpRequest) -> None:
    company, accept = getattr(request, "company", None), request.headers.get("Accept", "*/*")
    names = {part.partition(";")[0].strip().lower() for part in accept.split(",")}
    if not names & {EVENT_STREAM, "text/*", "*/*"}:
        raise ApiError(_("Answers come as %(ours)s.") % {"ours": EVENT_STREAM}, status=406)
    if company is not None and not company.takes_writes:
        raise ApiError(read_only(company), code=Code.FORBIDDEN)


def _grant(
    granted: list[Wanted],
    asked: GraphQLRequest,
    exchange: Exchange,
    prepared: Prepared,
    operation: OperationDefinitionNode,
) -> Answer:
    """Note what is followed. Raises GraphQLError for variables that do not fit, ApiError for whom no stream is."""
    if exchange.actor.kind not in {"key", "user"}:
        raise ApiError(_("Streams are for keys and people of the company."), code=Code.FORBIDDEN)
    given = get_variable_values(prepared.schema, operation.variable_definitions or (), asked.variables or {})
    if isinstance(given, list):
        return exchange.refusal([GraphQLError(str(error)) for error in given])
    request: Any = exchange.request
    is_person = exchange.actor.kind == "user"
    granted.append(
        Wanted(
            company=request.company,
            actor=exchange.actor,
            session=str(request.session.session_key) if is_person else "",
            origin=exchange.request_id,
            language=get_language() or settings.LANGUAGE_CODE,
            field=prepared.places(operation)[0][1],
            document=hash_of(asked.query),
            prepared=prepared,
            operation=asked.operation_name,
            variables=asked.variables,
            after=request.headers.get(LAST_EVENT_ID, "").strip()[:LONGEST_PLACE],
            is_plain=request.method == "POST" and LAST_EVENT_ID not in request.headers,
        )
    )
    return Answer({"data": None})
