"""The database itself refuses to change what was written down."""

from django.db import migrations

# Nothing names a schema: the function is made in the company's, and looks up its tables beside the one it guards.
FUNCTION = """
CREATE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
DECLARE
    documented boolean := false;
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.xid := pg_current_xact_id()::text::bigint;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'audit_event' THEN
        EXECUTE format(
            'SELECT EXISTS (SELECT 1 FROM %1$I.audit_link l, %1$I.audit_event e WHERE l.event_id = $1'
            ' AND e.action = ''audit.pruned'' AND e.xid = pg_current_xact_id()::text::bigint'
            ' AND l.place <= (e.after->>''through'')::bigint)', TG_TABLE_SCHEMA
        ) INTO documented USING OLD.id;
        IF documented THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'the audit is append-only: % on %.% is refused', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$guard$
"""
STATEMENTS = [
    FUNCTION,
    "CREATE TRIGGER audit_event_stamp BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_guard()",
    "CREATE TRIGGER audit_event_kept BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_guard()",
    "CREATE TRIGGER audit_event_whole BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION audit_guard()",
    "CREATE TRIGGER audit_link_kept BEFORE UPDATE OR DELETE ON audit_link FOR EACH ROW EXECUTE FUNCTION audit_guard()",
    "CREATE TRIGGER audit_link_whole BEFORE TRUNCATE ON audit_link FOR EACH STATEMENT EXECUTE FUNCTION audit_guard()",
]
REVERSED = [
    *(f"DROP TRIGGER audit_event_{name} ON audit_event" for name in ("stamp", "kept", "whole")),
    *(f"DROP TRIGGER audit_link_{name} ON audit_link" for name in ("kept", "whole")),
    "DROP FUNCTION audit_guard()",
]


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunSQL(STATEMENTS, REVERSED)]
