"""Old events may be deleted only in a transaction that writes down how far, and all at once rather than row by row."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.xid := pg_current_xact_id()::text::bigint;
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit is append-only: % on %.% is refused', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$guard$
"""
PRUNING = """
CREATE FUNCTION audit_guard_pruning() RETURNS trigger LANGUAGE plpgsql AS $guard$
DECLARE
    through bigint;
    undocumented boolean;
BEGIN
    EXECUTE format(
        'SELECT max((after->>''through'')::bigint) FROM %I.audit_event'
        ' WHERE action = ''audit.pruned'' AND xid = pg_current_xact_id()::text::bigint', TG_TABLE_SCHEMA
    ) INTO through;
    EXECUTE format(
        'SELECT EXISTS (SELECT 1 FROM gone LEFT JOIN %I.audit_link l ON l.event_id = gone.id'
        ' WHERE l.place IS NULL OR $1 IS NULL OR l.place > $1)', TG_TABLE_SCHEMA
    ) INTO undocumented USING through;
    IF undocumented THEN
        RAISE EXCEPTION 'the audit is append-only: % on %.% is refused', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END
$guard$
"""
STATEMENTS = [
    FUNCTION,
    PRUNING,
    "DROP TRIGGER audit_event_kept ON audit_event",
    "CREATE TRIGGER audit_event_kept BEFORE UPDATE ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_guard()",
    """CREATE TRIGGER audit_event_pruned AFTER DELETE ON audit_event REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION audit_guard_pruning()""",
]
REVERSED = [
    "DROP TRIGGER audit_event_pruned ON audit_event",
    "DROP FUNCTION audit_guard_pruning()",
    "DROP TRIGGER audit_event_kept ON audit_event",
    "CREATE TRIGGER audit_event_kept BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_guard()",
]


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [migrations.RunSQL(STATEMENTS, REVERSED)]
