"""From a request that was read to its answer: measured, charged, permitted, run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import msgspec
from django.http import HttpRequest
from django.utils.translation import gettext as _
from graphql import OperationDefinitionNode, OperationType
from msgspec.structs import replace
from strawberry.types import ExecutionResult

from tenants.access import ANONYMOUS, Actor, RequestInfo, bound_to, current_request
from tenants.graphql.answers import may_keep, name_of_answer
from tenants.graphql.billing import Bill, bucket_of, values_in
from tenants.graphql.body import GraphQLRequest
from tenants.graphql.context import RequestContext
from tenants.graphql.document import InvalidDocument, Prepared, name_of, prepare
from tenants.graphql.errors import STATUS_WITHOUT_DATA, ApiError, Code, answer
from tenants.graphql.forgery import check_csrf
from tenants.graphql.lasting import parts_read
from tenants.graphql.limits import check_points, points_of
from tenants.graphql.negotiation import PLAIN, MediaType
from tenants.graphql.persisted import is_released, keep, text_of
from tenants.graphql.policy import authorise
from tenants.graphql.reach import require_reach
from tenants.graphql.schema import ApiSchema
from tenants.members.services import note_asked
from tenants.models.tenant import Tenant
from tenants.selectors import being_moved, read_only
from tenants.services.answers import KeptAnswer, turn_at
from tenants.telemetry.labels import OTHER
from tenants.versions.selectors import data_version

DRY_RUN = "dryRun"


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: the body of the answer, its status and further headers.

    `kept` is the body as JSON when it was found instead of made.
    """

    body: dict[str, Any]
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    kept: bytes | None = None


@dataclass(slots=True)
class Exchange:
    """One request on its way to an answer."""

    request: HttpRequest
    request_id: str
    bill: Bill
    actor: Actor
    media: MediaType = PLAIN
    is_well_formed: bool = False
    operation: str = OTHER
    operation_type: str = OTHER
    codes: list[Code] = field(default_factory=list)

    @classmethod
    def of(cls, request: HttpRequest) -> "Exchange":
        """Return the exchange that a request begins."""
        actor: Actor = getattr(request, "actor", ANONYMOUS)
        info = current_request() or RequestInfo(id=str(uuid4()))
        return cls(request=request, request_id=info.id, bill=Bill(bucket_of(actor, info.address)), actor=actor)

    def refusal(self, errors: Sequence[Exception]) -> Answer:
        """Return the answer without data that errors make, with the status of the first."""
        found = [answer(error, request_id=self.request_id) for error in errors]
        self.codes = [Code(one["extensions"]["code"]) for one in found]
        code = Code(found[0]["extensions"]["code"])
        status, headers = STATUS_WITHOUT_DATA[code], {}
        if isinstance(errors[0], ApiError):
            status, headers = errors[0].status, errors[0].headers
        if self.is_well_formed:
            status = self.media.status_of_refusal(status, code)
        return Answer({"errors": found}, status, headers)


type Serve = Callable[[GraphQLRequest, Exchange, Prepared, OperationDefinitionNode], Answer]


def respond(schema: ApiSchema, asked: GraphQLRequest, exchange: Exchange, *, follow: Serve | None = None) -> Answer:
    """Measure, charge, permit and run one request. Raises ApiError, GraphQLError when it is refused as a whole.

    `follow` answers subscriptions instead, at the door that has them.
    """
    text = text_of(asked, exchange.actor)
    exchange.is_well_formed = True
    known = schema.kept.get(text)
    prepared = known or prepare(schema.core, text)
    operation = prepared.choose(asked.operation_name)
    exchange.operation_type = operation.operation.value
    exchange.operation = name_of(operation) if is_released(text) else OTHER
    _require_door(exchange.request, operation, follows=follow is not None)
    _require_writable(exchange.request, operation)
    _charge(prepared, operation, asked, exchange.bill)
    try:
        prepared.validate()
    except InvalidDocument as invalid:
        return exchange.refusal(invalid.errors)
    if known is None and exchange.actor.kind != "anonymous":
        schema.kept.put(text, prepared)
    check_csrf(exchange.request, exchange.actor)
    places = prepared.places_run(operation, asked.variables)
    authorise(exchange.actor, places)
    require_reach(exchange.actor, places)
    keep(asked, exchange.actor)
    if exchange.bill.is_dry_run:
        return Answer({"data": None})
    if exchange.actor.kind == "operator":
        note_asked(actor=exchange.actor, operation=operation.operation.value, places=prepared.places(operation))
    asked = replace(asked, query=text)
    if follow is not None:
        return follow(asked, exchange, prepared, operation)
    return _find_or_run(schema, asked, exchange, prepared, operation)


def _find_or_run(
    schema: ApiSchema,
    asked: GraphQLRequest,
    exchange: Exchange,
    prepared: Prepared,
    operation: OperationDefinitionNode,
) -> Answer:
    """Return the answer that was kept for the same question and data; else run the operation, and keep the answer."""
    parts = parts_read(prepared.places(operation)) if may_keep(exchange.request, exchange.actor, operation) else None
    if parts is None:
        return _run(schema, asked, exchange, prepared, operation)[0]
    with turn_at(name=name_of_answer(exchange.request, exchange.actor, asked), version=data_version(parts)) as turn:
        if turn.found is not None:
            exchange.bill.actual = turn.found.points
            return Answer({}, kept=turn.found.data)
        made, passes = _run(schema, asked, exchange, prepared, operation)
        if "errors" not in made.body and not passes and turn.is_at(data_version(parts)):
            turn.keep(KeptAnswer(exchange.bill.actual, msgspec.json.encode(made.body)))
    return made


def _require_door(request: HttpRequest, operation: OperationDefinitionNode, *, follows: bool) -> None:
    """Raise ApiError unless this is where such an operation is answered."""
    if follows != (operation.operation is OperationType.SUBSCRIPTION):
        words = _("Subscriptions are answered at /graphql/stream, as text/event-stream, and nothing else is there.")
        raise ApiError(words)
    if request.method == "GET" and operation.operation is OperationType.MUTATION:
        raise ApiError(_("Only queries are answered by GET."), status=405, Allow="POST")


def _require_writable(request: HttpRequest, operation: OperationDefinitionNode) -> None:
    company: Tenant | None = getattr(request, "company", None)
    if operation.operation is OperationType.MUTATION and company is not None and not company.takes_writes:
        if company.is_paused:
            raise ApiError(being_moved(), code=Code.UNAVAILABLE, Retry_After="2")
        raise ApiError(read_only(company), code=Code.FORBIDDEN)


def _charge(prepared: Prepared, operation: OperationDefinitionNode, asked: GraphQLRequest, bill: Bill) -> None:
    size = prepared.measure(operation, asked.variables or {})
    points = points_of(operation, roots=size.fields, values=size.values)
    if (asked.extensions or {}).get("cost") == DRY_RUN:
        bill.is_dry_run, bill.requested = True, points
        return
    bill.requested = points
    check_points(points)
    bill.charge(points)


def _run(
    schema: ApiSchema,
    asked: GraphQLRequest,
    exchange: Exchange,
    prepared: Prepared,
    operation: OperationDefinitionNode,
) -> tuple[Answer, bool]:
    """Return the answer, and whether it may be another one soon although no data change."""
    context = RequestContext(
        request=exchange.request,
        actor=exchange.actor,
        request_id=exchange.request_id,
        company=getattr(exchange.request, "company", None),
        prepared=prepared,
        bill=exchange.bill,
    )
    with bound_to(exchange.actor.units):
        result = schema.execute_sync(
            None, variable_values=asked.variables, context_value=context, operation_name=asked.operation_name
        )
    roots = len(result.data or ())
    exchange.bill.actual = points_of(operation, roots=roots, values=values_in(result.data))
    return _outcome(result, exchange), context.passes


def _outcome(result: ExecutionResult, exchange: Exchange) -> Answer:
    """Return data and errors. Errors that kept the operation from starting at all leave no data and a 4xx status."""
    if not result.errors:
        return Answer({"data": result.data})
    if result.data is None and all(error.path is None for error in result.errors):
        return exchange.refusal(result.errors)
    errors = [answer(error, request_id=exchange.request_id) for error in result.errors]
    exchange.codes = [Code(one["extensions"]["code"]) for one in errors]
    return Answer({"data": result.data, "errors": errors}, exchange.media.status_of_partial())
