"""Which customers share identifiers that a rule trusts."""
# ruff: noqa: S608  the parts of the statements are constants

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from feedback.services.identity.policy import Rule

AT_ONCE = 1_000
_FIRST = "feedback_customeridentity k0"
_NAMED = "k{0}.value_hash AS h{0}"
_CUSTOMER = "JOIN feedback_customer c ON c.id = k0.customer_id"
_FRESH = (
    "SELECT o.value_hash FROM feedback_customeridentity o WHERE o.kind = %s AND o.customer_id IN "
    "(SELECT n.customer_id FROM feedback_customeridentity n WHERE n.kind = ANY(%s) AND n.xid >= %s)"
)


@dataclass(frozen=True, slots=True)
class Shared:
    """Identifiers, by their hashes in the order of a rule's kinds, that several customers have alike."""

    rule: Rule
    hashes: tuple[str, ...]
    customers: int


def shared_identifiers(rule: Rule, *, since: int) -> list[Shared]:
    """Return what customers who are not one person share by a rule, if a transaction from `since` on brought any."""
    hashes = ", ".join(f"k{place}.value_hash" for place in range(len(rule.kinds)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), {hashes} FROM {_identities(rule)} {_CUSTOMER} "
            f"WHERE k0.kind = %s AND k0.value_hash IN ({_FRESH}) GROUP BY {hashes} "
            f"HAVING count(DISTINCT COALESCE(c.merged_into_id, c.id)) > 1 ORDER BY {hashes}",
            [*rule.kinds[1:], rule.kinds[0], rule.kinds[0], list(rule.kinds), since],
        )
        return [Shared(rule, tuple(found), count) for count, *found in cursor.fetchall()]


def sharers(shared: Sequence[Shared]) -> dict[tuple[str, ...], list[UUID]]:
    """Return who shares identifiers of one rule, by their hashes: all, or the first and the last of far too many."""
    rule = shared[0].rule
    hashes = ", ".join(f"k{place}.value_hash" for place in range(len(rule.kinds)))
    named = ", ".join(_NAMED.format(place) for place in range(len(rule.kinds)))
    shown = ", ".join(f"h{place}" for place in range(len(rule.kinds)))
    rank = 'ORDER BY c.created_at NULLS LAST, c.external_id COLLATE "C"'
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {shown}, id FROM (SELECT {named}, c.id, row_number() OVER w AS first, "
            f"count(*) OVER (PARTITION BY {hashes}) AS number FROM {_identities(rule)} {_CUSTOMER} "
            f"WHERE k0.kind = %s AND k0.value_hash = ANY(%s) WINDOW w AS (PARTITION BY {hashes} {rank})) found "
            "WHERE number <= %s OR first IN (1, number) ORDER BY first",
            [*rule.kinds[1:], rule.kinds[0], [one.hashes[0] for one in shared], rule.most],
        )
        found: dict[tuple[str, ...], list[UUID]] = {}
        for *key, customer in cursor.fetchall():
            found.setdefault(tuple(key), []).append(customer)
    return {one.hashes: found[one.hashes] for one in shared if len(found.get(one.hashes, ())) > 1}


def _identities(rule: Rule) -> str:
    """Return the FROM list of identifiers of a rule's kinds, with a parameter for all kinds but the first."""
    joined = (
        f" JOIN feedback_customeridentity k{place} ON k{place}.customer_id = k0.customer_id AND k{place}.kind = %s"
        for place in range(1, len(rule.kinds))
    )
    return _FIRST + "".join(joined)


def identifiers_of(customers: Iterable[UUID]) -> dict[UUID, dict[str, str]]:
    """Return the hashes of some customers' identifiers, by kind."""
    found: dict[UUID, dict[str, str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT customer_id, kind, value_hash FROM feedback_customeridentity WHERE customer_id = ANY(%s)",
            [list(customers)],
        )
        for customer, kind, value_hash in cursor.fetchall():
            found.setdefault(customer, {})[kind] = value_hash
    return found
