"""A request that is sent twice under one key is carried out once."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from feedback.models import ImportBatch
from tenants.access import Refusal, current_schema

LONGEST_KEY = 255


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
        raise BadIdempotencyKey(f"an idempotency key has 1 to {LONGEST_KEY} printable ASCII characters")


def claim(request: RequestKey) -> dict[str, Any] | None:
    """Return the answer that was given under this key, or None and hold the key until the transaction ends.

    Raises IdempotencyMismatch when the key stands for another request, IdempotencyConflict while another transaction
    holds it.
    """
    require_usable(request.key)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"{current_schema()}:ingest:{request.key}"]
        )
        if not cursor.fetchone()[0]:
            raise IdempotencyConflict("a request with this idempotency key is under way; ask again when it has ended")
    earlier = ImportBatch.objects.filter(idempotency_key=request.key).values("request_digest", "answer").first()
    if earlier is None:
        return None
    if earlier["request_digest"] != request.digest:
        raise IdempotencyMismatch("this idempotency key was used with another request; take a new key")
    answer: dict[str, Any] = earlier["answer"]
    return answer
