"""The texts of the merge statements. All names in them are constants of `tables`; values are parameters."""
# ruff: noqa: S608

from feedback.services.merge.tables import FactTable

CURRENT_XID = "(SELECT pg_current_xact_id()::text::bigint)"
# A UUIDv7 made in SQL, for PostgreSQL before 18 too: 48 bits of milliseconds over a random version 4, then the version.
UUID7 = (
    "encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing "
    "substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), "
    "'hex')::uuid"
)
IDENTITIES = "identities"
STORED_HASHES = (
    "COALESCE((SELECT jsonb_object_agg(i.kind, i.value_hash) FROM feedback_customeridentity i "
    "WHERE i.customer_id = f.id), '{}'::jsonb)"
)
# As images keep them: encrypted. A `value` is there only where one was stored before there was encryption.
STORED_IDENTITIES = (
    "COALESCE((SELECT jsonb_object_agg(i.kind, jsonb_strip_nulls(jsonb_build_object('hash', i.value_hash, "
    "'sealed', i.sealed, 'value', NULLIF(i.value, '')))) FROM feedback_customeridentity i "
    "WHERE i.customer_id = f.id), '{}'::jsonb)"
)
_NOT_ERASED = "NOT EXISTS (SELECT FROM feedback_customer e WHERE e.id = f.customer_id AND e.erased_at IS NOT NULL)"
_JOINS = {
    "customer": " LEFT JOIN feedback_customer c ON c.external_id = s.customer",
    "referred_by": " LEFT JOIN feedback_customer r ON r.external_id = s.referred_by",
}


def staged(table: FactTable) -> str:
    """Return the FROM list of the staged rows with the customers they name."""
    return f"pg_temp.{table.staging} s" + "".join(_JOINS[name] for name in table.people or {})


def insert_people(table: FactTable) -> str:
    """Return the statement that creates the customers that are named but not known, in order of their ids.

    Parameters: batch, received.
    """
    named = " UNION ALL ".join(
        f"SELECT {name} AS external_id, {bucket} AS bucket FROM pg_temp.{table.staging} WHERE {name} IS NOT NULL"
        for name, bucket in (table.people or {}).items()
    )
    return (
        "INSERT INTO feedback_customer (id, external_id, bucket, attributes, consent, xid, batch_id, received_at) "
        f"SELECT {UUID7}, p.external_id, p.bucket, '{{}}', '', {CURRENT_XID}, %s, %s "
        f"FROM (SELECT DISTINCT ON (external_id) external_id, bucket FROM ({named}) named ORDER BY external_id) p "
        "WHERE NOT EXISTS (SELECT FROM feedback_customer k WHERE k.external_id = p.external_id) "
        'ORDER BY p.external_id COLLATE "C" ON CONFLICT (external_id) DO NOTHING'
    )


def insert_new(table: FactTable) -> str:
    """Return the statement that stores what is not known yet, in order of the keys, so that writers cannot deadlock.

    Parameters: batch, received.
    """
    key = ", ".join(table.key)
    return (
        f"INSERT INTO {table.table} ({', '.join(table.values)}, xid, batch_id, received_at) "
        f"SELECT {', '.join(table.values.values())}, {CURRENT_XID}, %s, %s FROM {staged(table)} "
        f"ORDER BY {', '.join(f's.{name} COLLATE "C"' for name in table.key)} ON CONFLICT ({key}) DO NOTHING"
    )


def _known(table: FactTable) -> str:
    same_key = " AND ".join(f"f.{name} = s.{name}" for name in table.key)
    return f"{staged(table)} JOIN {table.table} f ON {same_key} AND f.id <> s.id"


def differs(content: dict[str, str]) -> str:
    """Return the condition under which a staged row says something else than the fact `f`."""
    stored = ", ".join(STORED_HASHES if name == IDENTITIES else f"f.{name}" for name in content)
    return f"({stored}) IS DISTINCT FROM ({', '.join(content.values())})"


def lock_changed(table: FactTable, content: dict[str, str]) -> str:
    """Return the statement that locks the facts that will be corrected, in order of their ids.

    What is left of somebody who was erased is not: the same report sent again would bring the person back.
    """
    kept = f" AND {_NOT_ERASED}" if table.people else ""
    return f"SELECT f.id FROM {_known(table)} WHERE {differs(content)}{kept} ORDER BY f.id FOR UPDATE OF f"


def keep_images(table: FactTable, content: dict[str, str]) -> str:
    """Return the statement that keeps the rows about to be corrected. Parameters: kind, batch, ids of locked facts."""
    image = image_of(content)
    return (
        "INSERT INTO feedback_superseded (id, kind, fact_id, xid, replaced_xid, batch_id, replaced_batch_id, row) "
        f"SELECT {UUID7}, %s, f.id, f.xid, {CURRENT_XID}, f.batch_id, %s, {image} "
        f"FROM {_known(table)} WHERE f.id = ANY(%s) AND {differs(content)}"
    )


def image_of(content: dict[str, str]) -> str:
    """Return the expression of a fact's image; a customer's image holds the identifiers too."""
    if IDENTITIES not in content:
        return "to_jsonb(f)"
    return f"to_jsonb(f) || jsonb_build_object('{IDENTITIES}', {STORED_IDENTITIES})"


def correct(table: FactTable, content: dict[str, str]) -> str:
    """Return the statement that overwrites the facts that were reported anew.

    Parameters: batch, received, ids of locked facts.
    """
    derived = {name: value for name, value in table.values.items() if name in ("bucket", "respondent")}
    target = table.table
    columns = {name: value for name, value in (content | derived).items() if name != IDENTITIES}
    sets = ", ".join(f"{name} = n.{name}" for name in columns)
    values = ", ".join(f"{value} AS {name}" for name, value in columns.items())
    return (
        f"UPDATE {target} f SET {sets}, xid = {CURRENT_XID}, batch_id = %s, received_at = %s "
        f"FROM (SELECT f.id, {values} FROM {_known(table)} WHERE f.id = ANY(%s) AND {differs(content)}) n "
        "WHERE f.id = n.id"
    )


def remove_repeats(table: FactTable) -> str:
    """Return the statement that takes repeated keys out of the staging table and tells, for each, what it was.

    Rows: number of the first row, number of the repeated row, key, whether both say the same.
    """
    keys = ", ".join(table.key)
    same_key = " AND ".join(f"g.{name} = s.{name}" for name in table.key)
    said = [name for name in table.stage if name not in ("id", *table.key, *table.unlike)]
    first, again = (", ".join(f"{alias}.{name}" for name in said) for alias in ("f", "s"))
    return (
        f"WITH g AS (SELECT {keys}, min(n) AS n FROM pg_temp.{table.staging} GROUP BY {keys} HAVING count(*) > 1) "
        f"DELETE FROM pg_temp.{table.staging} s USING g JOIN pg_temp.{table.staging} f ON f.n = g.n "
        f"WHERE {same_key} AND s.n > g.n "
        f"RETURNING f.row_no, s.row_no, s.external_id, ({first}) IS NOT DISTINCT FROM ({again})"
    )
