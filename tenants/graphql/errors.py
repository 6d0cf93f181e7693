"""One closed list of error codes, and the one place where an exception becomes an answer."""

import logging
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import psycopg
from django.core.exceptions import ValidationError
from django.db import DataError, InterfaceError, OperationalError
from django.utils.translation import gettext as _
from graphql import GraphQLError

from tenants.access import Refusal
from tenants.wording import say

log = logging.getLogger("huibao.graphql")
LONGEST_MESSAGE = 500


class Code(StrEnum):
    """Every value that `extensions.code` can have."""

    BAD_USER_INPUT = "BAD_USER_INPUT"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    SECOND_FACTOR_REQUIRED = "SECOND_FACTOR_REQUIRED"
    NOT_FOUND = "NOT_FOUND"
    CONFLICT = "CONFLICT"
    RATE_LIMITED = "RATE_LIMITED"
    COST_LIMIT = "COST_LIMIT"
    IDEMPOTENCY_MISMATCH = "IDEMPOTENCY_MISMATCH"
    UNAVAILABLE = "UNAVAILABLE"
    INTERNAL_SERVER_ERROR = "INTERNAL_SERVER_ERROR"


STATUS_WITHOUT_DATA: Mapping[Code, int] = {
    Code.BAD_USER_INPUT: 400,
    Code.UNAUTHENTICATED: 401,
    Code.FORBIDDEN: 403,
    Code.SECOND_FACTOR_REQUIRED: 403,
    Code.NOT_FOUND: 404,
    Code.CONFLICT: 409,
    Code.RATE_LIMITED: 429,
    Code.COST_LIMIT: 400,
    Code.IDEMPOTENCY_MISMATCH: 422,
    Code.UNAVAILABLE: 503,
    Code.INTERNAL_SERVER_ERROR: 500,
}


class ApiError(Exception):
    """An error whose message is meant for the caller. `status` overrides the HTTP status of its code."""

    def __init__(
        self, message: str, *, code: Code = Code.BAD_USER_INPUT, status: int | None = None, **headers: str
    ) -> None:
        super().__init__(message)
        self.code = code
        self.status = status or STATUS_WITHOUT_DATA[code]
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def describe(error: Exception) -> tuple[Code, str]:
    """Return the code and message that a caller may see; never a trace, a statement, a path or a class name.

    graphql-core's own complaints about a document or a variable are about what the caller sent. Anything that is not
    an expected refusal is our fault and said to be so, without details. COPY raises the driver's own exceptions.
    """
    cause = error.original_error if isinstance(error, GraphQLError) else error
    match cause:
        case None:
            return Code.BAD_USER_INPUT, _short(str(getattr(error, "message", error)))
        case ApiError():
            return cause.code, _short(str(cause))
        case GraphQLError():
            return describe(cause)
        case Refusal():
            return Code.BAD_USER_INPUT, _short(str(cause))
        case ValidationError():
            return Code.BAD_USER_INPUT, _short(" ".join(cause.messages))
        case DataError() | psycopg.DataError():
            return Code.BAD_USER_INPUT, _("A value is out of the range that can be stored or compared.")
        case OperationalError() | InterfaceError() | psycopg.OperationalError() | psycopg.InterfaceError():
            return Code.UNAVAILABLE, _("The answer took too long or the database is away. Ask for less, or try again.")
        case _:
            return (
                Code.INTERNAL_SERVER_ERROR,
                _("Something went wrong on our side. Quote the requestId when you report it."),
            )


def answer(error: Exception, *, request_id: str) -> dict[str, Any]:
    """Return an error as the GraphQL answer carries it, and log it in full when it is our fault."""
    code, message = describe(error)
    if code in {Code.INTERNAL_SERVER_ERROR, Code.UNAVAILABLE}:
        cause = error.original_error if isinstance(error, GraphQLError) and error.original_error else error
        log.error("request %s failed: %s", request_id, type(cause).__name__, exc_info=cause)
    found: dict[str, Any] = {"message": message}
    if isinstance(error, GraphQLError):
        if error.locations:
            found["locations"] = [{"line": place.line, "column": place.column} for place in error.locations]
        if error.path:
            found["path"] = list(error.path)
    return found | {"extensions": {"code": str(code), "requestId": request_id}}


def _short(message: str) -> str:
    said = say(message)
    return said if len(said) <= LONGEST_MESSAGE else said[: LONGEST_MESSAGE - 1] + "…"
