"""A request that is sent twice under one key is carried out once."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation

from tenants.access import Refusal, current_schema

LONGEST_KEY = 255
_UNDER_WAY = "a request with this idempotency key is under way; ask again when it has ended"
_CLAIM = (
    "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0)), b.request_digest, b.answer "
    "FROM (SELECT) AS once LEFT JOIN feedback_importbatch b ON b.idempotency_key = %s"
)


class IdempotencyMismatch(Refusal):
    """The key was used before, with another request."""


class IdempotencyConflict(Refusal):
    """A request with the same key is being carried out at this moment."""


class BadIdempotencyKey(Refusal):
    """The key is empty, too long or holds unusual characters."""


@dataclass(frozen=True, slots=True)
class RequestKey:
    """An idempotency key with the digest of the request it stands for."""

    key: str
    digest: str


def require_usable(key: str) -> None:
    """Raise BadIdempotencyKey unless the key has 1 to 255 printable ASCII characters."""
    if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        raise BadIdempotencyKey(
            _("an idempotency key has 1 to %(longest_key)s printable ASCII characters") % {"longest_key": LONGEST_KEY}
        )


def claim(request: RequestKey) -> dict[str, Any] | None:
    """Return the answer that was given under this key, or None and hold the key until the transaction ends.

    Raises IdempotencyMismatch when the key stands for another request, IdempotencyConflict while another transaction
    holds it.
    """
    require_usable(request.key)
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [f"{current_schema()}:ingest:{request.key}", request.key])
        held, digest, answer = cursor.fetchone()
    if not held:
        raise IdempotencyConflict(_UNDER_WAY)
    if digest is None:
        return None
    if digest != request.digest:
        raise IdempotencyMismatch(_("this idempotency key was used with another request; take a new key"))
    earlier: dict[str, Any] = json.loads(answer)
    return earlier


@contextmanager
def noting(request: RequestKey | None) -> Iterator[None]:
    """Raise IdempotencyConflict when the batch that is stored inside names a key that another one has taken.

    That happens when the other transaction committed while `claim` was looking.
    """
    try:
        yield
    except IntegrityError as error:
        if request is None or not isinstance(error.__cause__, UniqueViolation):
            raise
        raise IdempotencyConflict(_UNDER_WAY) from error
