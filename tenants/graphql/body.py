"""Reads one GraphQL request out of HTTP, before anything else looks at it.

Whatever the bytes are, the outcome is a request or a clean ApiError: never a server fault.
"""

from typing import Any

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError
from django.utils.translation import gettext as _

from tenants.graphql.errors import ApiError, Code

MAX_BYTES = 1024 * 1024
MAX_NESTING = 32
METHODS = "GET, POST"


class GraphQLRequest(msgspec.Struct, kw_only=True, frozen=True):
    """A document to run or the name of a persisted one, with its variables. Other keys are ignored."""

    query: str = ""
    document_id: str = msgspec.field(default="", name="documentId")
    variables: dict[str, Any] | None = None
    operation_name: str | None = msgspec.field(default=None, name="operationName")
    extensions: dict[str, Any] | None = None


def read_request(request: HttpRequest) -> GraphQLRequest:
    """Return the request. Raises ApiError with status 400, 405, 413 or 415."""
    if request.method == "POST":
        _require_json(request)
        found = _decode(_bytes(request))
    elif request.method == "GET":
        found = _from_address(request)
    else:
        raise ApiError(_("GraphQL is served to GET and POST."), status=405, Allow=METHODS)
    check_text(found.query)
    _check_value(found.variables, 0)
    return found


def _require_json(request: HttpRequest) -> None:
    if request.content_type != "application/json":
        raise ApiError(_("Send the request as application/json."), status=415, Accept="application/json")
    if (request.content_params or {}).get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
        raise ApiError(_("Send the request in UTF-8."), status=415)
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise ApiError(_("Send the request without content encoding."), status=415)


def _bytes(request: HttpRequest) -> bytes:
    try:
        too_long = int(request.headers.get("Content-Length") or 0) > MAX_BYTES
        body = b"" if too_long else request.body
    except RequestDataTooBig:
        too_long = True
    except (ValueError, UnreadablePostError) as error:
        raise ApiError(_("The request could not be read to its end.")) from error
    if too_long or len(body) > MAX_BYTES:
        raise ApiError(
            _("A request may have %(most)s bytes at most.") % {"most": MAX_BYTES}, code=Code.COST_LIMIT, status=413
        )
    return body


def _decode(body: bytes) -> GraphQLRequest:
    try:
        return msgspec.json.decode(body, type=GraphQLRequest)
    except msgspec.ValidationError as error:
        raise ApiError(_("The request is not a GraphQL request: %(why)s.") % {"why": error}) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ApiError(_("The request is not JSON in UTF-8.")) from error
    except RecursionError as error:
        raise ApiError(_("The request is nested too deeply."), code=Code.COST_LIMIT) from error


def _from_address(request: HttpRequest) -> GraphQLRequest:
    if any(len(values) > 1 for _name, values in request.GET.lists()):
        raise ApiError(_("Send each parameter once."))  # whoever stands in front may have read the other one
    values = {
        name: request.GET[name]
        for name in ("query", "documentId", "variables", "operationName", "extensions")
        if name in request.GET
    }
    if len(request.META.get("QUERY_STRING", "")) > MAX_BYTES:
        raise ApiError(_("The address is too long."), code=Code.COST_LIMIT, status=414)
    fields: dict[str, Any] = {
        "query": values.get("query", ""),
        "document_id": values.get("documentId", ""),
        "operation_name": values.get("operationName") or None,
    }
    for name in ("variables", "extensions"):
        fields[name] = _decode_object(values[name]) if values.get(name) else None
    return GraphQLRequest(**fields)


def _decode_object(text: str) -> dict[str, Any] | None:
    check_text(text)
    try:
        return msgspec.json.decode(text, type=dict[str, Any] | None)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ApiError(_("Variables and extensions must be JSON objects.")) from error


def check_text(text: str) -> None:
    """Refuse text that cannot be stored: a NUL, or half of a surrogate pair."""
    if "\0" in text:
        raise ApiError(_("Text must not hold the character NUL."))
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise ApiError(_("Text must be valid Unicode.")) from error


def _check_value(value: object, depth: int) -> None:
    if depth > MAX_NESTING:
        raise ApiError(_("Variables are nested too deeply."), code=Code.COST_LIMIT)
    if isinstance(value, str):
        check_text(value)
    elif isinstance(value, dict):
        for key, entry in value.items():
            check_text(key)
            _check_value(entry, depth + 1)
    elif isinstance(value, list):
        for entry in value:
            _check_value(entry, depth + 1)
