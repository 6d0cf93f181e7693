"""Facts that change where they stand are noted by the database itself."""

from django.db import migrations, models

import tenants.models.ids

# Nothing names a schema: the function is made in the company's, and finds its table beside the one it watches. The
# arguments of a trigger are the sort of fact and the column that holds the fact's id.
FUNCTION = """
CREATE FUNCTION note_amended() RETURNS trigger LANGUAGE plpgsql AS $note$
BEGIN
    EXECUTE format(
        'INSERT INTO %1$I.feedback_amended (id, kind, xid) VALUES ($1, $2, pg_current_xact_id()::text::bigint)'
        ' ON CONFLICT (id) DO UPDATE SET xid = EXCLUDED.xid', TG_TABLE_SCHEMA
    ) USING (to_jsonb(OLD) ->> TG_ARGV[1])::uuid, TG_ARGV[0];
    RETURN NULL;
END
$note$
"""
FACTS = {
    "feedback_customer": "customers",
    "feedback_feedbackitem": "feedback",
    "feedback_order": "orders",
    "feedback_interaction": "interactions",
}
# A correction moves the row's own transaction id, so it is not noted: batches pay nothing for this.
IN_PLACE = [
    f"CREATE TRIGGER {table}_amended AFTER UPDATE ON {table} FOR EACH ROW "
    "WHEN (OLD.xid = NEW.xid AND OLD.* IS DISTINCT FROM NEW.*) "
    f"EXECUTE FUNCTION note_amended('{kind}', 'id')"
    for table, kind in FACTS.items()
]
# Contacts are told with their customers: those that go, or go to somebody else, change what is told.
CONTACTS = (
    "CREATE TRIGGER feedback_customeridentity_amended AFTER DELETE OR UPDATE OF customer_id ON feedback_customeridentity "
    "FOR EACH ROW EXECUTE FUNCTION note_amended('customers', 'customer_id')"
)
TABLES = (*FACTS, "feedback_customeridentity")


class Migration(migrations.Migration):
    dependencies = [("feedback", "0002_privacy")]

    operations = [
        migrations.CreateModel(
            name="Amended",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.models.ids.uuid7,
                        editable=False,
                        help_text="UUIDv7.",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("kind", models.CharField(help_text="Sort of fact, as images name it.", max_length=20)),
                (
                    "xid",
                    models.BigIntegerField(
                        help_text="Database transaction that last changed the fact where it stands."
                    ),
                ),
            ],
            options={
                "db_table": "feedback_amended",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["xid"], name="feedback_amended_xid")],
            },
        ),
        migrations.RunSQL(
            [FUNCTION, *IN_PLACE, CONTACTS],
            [*(f"DROP TRIGGER {table}_amended ON {table}" for table in TABLES), "DROP FUNCTION note_amended()"],
        ),
    ]
