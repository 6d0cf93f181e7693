"""The HTTP side of GraphQL: one request in, one answer out, with the status that its outcome has."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import msgspec
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.views.decorators.csrf import csrf_exempt
from graphql import OperationType
from strawberry.types import ExecutionResult

from tenants.access import ANONYMOUS, Actor, current_request
from tenants.graphql.body import read_request
from tenants.graphql.context import RequestContext
from tenants.graphql.document import InvalidDocument, prepare
from tenants.graphql.errors import STATUS_WITHOUT_DATA, ApiError, Code, answer
from tenants.graphql.policy import authorise
from tenants.graphql.schema import ApiSchema

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: the body of the answer, its status and further headers."""

    body: dict[str, Any]
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def graphql_endpoint(schema: ApiSchema) -> Callable[[HttpRequest], HttpResponse]:
    """Return the view that serves a schema."""

    @csrf_exempt  # keys need no token; for sessions it is checked below, once the caller is known
    def graphql(request: HttpRequest) -> HttpResponse:
        caused_by = current_request()
        request_id = caused_by.id if caused_by else str(uuid4())
        media_type = JSON
        try:
            media_type = acceptable(request)
            found = respond(schema, request, request_id)
        except ApiError as error:
            found = Answer({"errors": [answer(error, request_id=request_id)]}, error.status, error.headers)
        except Exception as error:  # noqa: BLE001 - the last door: whatever it is, the caller gets a clean answer
            found = _refusal([error], request_id)
        headers = {"X-Request-Id": request_id, "Cache-Control": "no-store", "Vary": "Accept", **found.headers}
        return HttpResponse(
            msgspec.json.encode(found.body),
            status=found.status,
            content_type=f"{media_type}; charset=utf-8",
            headers=headers,
        )

    return graphql


def acceptable(request: HttpRequest) -> str:
    """Return the media type of the answer. Raises ApiError 406 when the caller takes none of ours."""
    accepted = [part.split(";")[0].strip().lower() for part in request.headers.get("Accept", "*/*").split(",")]
    for offered, others in ((GRAPHQL_JSON, set()), (JSON, {"*/*", "application/*", ""})):
        if offered in accepted or others.intersection(accepted):
            return offered
    raise ApiError(f"Answers come as {GRAPHQL_JSON} or {JSON}.", status=406)


def respond(schema: ApiSchema, request: HttpRequest, request_id: str) -> Answer:
    """Read, limit, permit and run one request. Raises ApiError when it is refused as a whole."""
    asked = read_request(request)
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    try:
        prepared = prepare(schema.core, asked.query, keep=actor.kind != "anonymous")
    except InvalidDocument as invalid:
        return _refusal(invalid.errors, request_id)
    operation = prepared.choose(asked.operation_name)
    if request.method == "GET" and operation.operation is not OperationType.QUERY:
        raise ApiError("Only queries are answered by GET.", status=405, Allow="POST")
    check_csrf(request, actor)
    authorise(actor, prepared.coordinates[operation.name.value if operation.name else ""])
    prepared.check_nodes(operation, asked.variables or {})
    context = RequestContext(
        request=request,
        actor=actor,
        request_id=request_id,
        company=getattr(request, "company", None),
        prepared=prepared,
    )
    result = schema.execute_sync(
        asked.query, variable_values=asked.variables, context_value=context, operation_name=asked.operation_name
    )
    return _outcome(result, request_id)


def _outcome(result: ExecutionResult, request_id: str) -> Answer:
    """Return data and errors. Errors that kept the operation from starting at all leave no data and a 4xx status."""
    if not result.errors:
        return Answer({"data": result.data})
    if result.data is None and all(error.path is None for error in result.errors):
        return _refusal(result.errors, request_id)
    return Answer({"data": result.data, "errors": [answer(error, request_id=request_id) for error in result.errors]})


def _refusal(errors: Sequence[Exception], request_id: str) -> Answer:
    found = [answer(error, request_id=request_id) for error in errors]
    return Answer({"errors": found}, STATUS_WITHOUT_DATA[Code(found[0]["extensions"]["code"])])


def check_csrf(request: HttpRequest, actor: Actor) -> None:
    """Raise ApiError FORBIDDEN when a signed-in browser posts without the token that only our pages can read."""
    if actor.kind != "user" or request.method != "POST":
        return
    check = _Csrf(lambda _: HttpResponse())
    check.process_request(request)
    if check.process_view(request, lambda _: HttpResponse(), (), {}) is not None:
        raise ApiError("The CSRF token is missing or wrong.", code=Code.FORBIDDEN)


class _Csrf(CsrfViewMiddleware):
    """Django's own check, asked for by hand."""
