"""What a company has, as counts and checksums: equal content gives equal sums, in any order of rows."""

from dataclasses import dataclass

from django.db import connection

from tenants.access import HasSchema, company_context, current_schema
from tenants.backend.routing import own_transaction

_NAMES = (
    "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = %s AND c.relkind IN ('r', 'p') ORDER BY c.relname"
)


@dataclass(frozen=True, slots=True)
class Sum:
    """Rows of a table and the sum of their hashes."""

    rows: int
    checksum: str


def checksums(company: HasSchema) -> dict[str, Sum]:
    """Return rows and checksum of every table of a company, in two queries."""
    quote = connection.ops.quote_name
    with company_context(company), own_transaction(), connection.cursor() as cursor:
        cursor.execute(_NAMES, [current_schema()])
        names = [name for (name,) in cursor.fetchall()]
        if not names:
            return {}
        total = "coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text"
        parts = [f"SELECT %s, count(*), {total} FROM {quote(name)} t" for name in names]  # noqa: S608 - quoted names
        cursor.execute(" UNION ALL ".join(parts), names)
        return {name: Sum(rows, checksum) for name, rows, checksum in cursor.fetchall()}
