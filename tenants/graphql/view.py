"""The HTTP side of GraphQL: one request in, one answer out, with the status that its outcome has."""

from collections.abc import Callable
from time import perf_counter
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import activate
from django.views.decorators.csrf import csrf_exempt

from tenants.graphql.body import read_request
from tenants.graphql.conditional import is_held, may_keep, tag_of
from tenants.graphql.counting import count
from tenants.graphql.negotiation import acceptable
from tenants.graphql.schema import ApiSchema
from tenants.graphql.serving import Answer, Exchange, respond


def graphql_endpoint(schema: ApiSchema) -> Callable[[HttpRequest], HttpResponse]:
    """Return the view that serves a schema."""

    @csrf_exempt  # keys need no token; for sessions it is checked later, once the caller is known
    def graphql(request: HttpRequest) -> HttpResponse:
        started = perf_counter()
        exchange = Exchange.of(request)
        speak_to(request)
        found = _answer(schema, exchange)
        exchange.bill.close()
        count(exchange, found, seconds=perf_counter() - started)
        data = msgspec.json.encode(found.body) if found.kept is None else found.kept
        headers = {
            "X-Request-Id": exchange.request_id,
            "Cache-Control": "no-store",
            "Vary": "Accept, Accept-Language",
            **exchange.bill.headers(),
            **found.headers,
        }
        if request.method == "GET" and found.status == 200 and "errors" not in found.body:
            headers |= {"ETag": tag_of(data, media=exchange.media), "Cache-Control": may_keep(exchange.actor.kind)}
            if is_held(request, headers["ETag"]):
                return HttpResponse(status=304, headers=headers)
        return HttpResponse(
            with_extensions(data, {"cost": exchange.bill.told()} | ({} if found.kept is None else {"cached": True})),
            status=found.status,
            content_type=f"{exchange.media.name}; charset=utf-8",
            headers=headers,
        )

    return graphql


def with_extensions(body: bytes, extensions: dict[str, Any]) -> bytes:
    """Return an encoded answer, which is an object that is not empty, with extensions at its end.

    >>> with_extensions(b'{"data":null}', {"a": 1})
    b'{"data":null,"extensions":{"a":1}}'
    """
    return body[:-1] + b',"extensions":' + msgspec.json.encode(extensions) + b"}"


def speak_to(request: HttpRequest) -> None:
    """Choose the language of a person who sent none; Django has read the Accept-Language of everybody else."""
    locale = getattr(getattr(request, "user", None), "locale", "")
    if locale and "Accept-Language" not in request.headers:
        activate(locale)


def _answer(schema: ApiSchema, exchange: Exchange) -> Answer:
    try:
        exchange.media = acceptable(exchange.request.headers.get("Accept", ""))
        return respond(schema, read_request(exchange.request), exchange)
    except Exception as error:  # noqa: BLE001 - the last door: whatever it is, the caller gets a clean answer
        return exchange.refusal([error])
