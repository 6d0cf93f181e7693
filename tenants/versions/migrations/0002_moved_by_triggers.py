"""The database itself moves the version of what is written."""

from django.db import migrations

# Nothing names a schema: the function is made in the company's, and finds its table beside the one it watches. The
# random step keeps two histories apart that begin alike, such as a rolled back one or one that a backup brings back.
FUNCTION = """
CREATE FUNCTION move_data_version() RETURNS trigger LANGUAGE plpgsql AS $move$
DECLARE
    part text := TG_ARGV[0];
    moved text := coalesce(current_setting('huibao.moved', true), '');
    step bigint := 1 + floor(random() * 1000000)::bigint;
    taken uuid;
BEGIN
    IF pg_current_xact_id_if_assigned() IS NULL OR strpos(moved, part) > 0 THEN
        RETURN NULL;
    END IF;
    IF current_setting('transaction_isolation') = 'read committed' THEN
        EXECUTE format(
            'UPDATE %1$I.versions_dataversion SET number = number + $1 WHERE id = (SELECT id FROM'
            ' %1$I.versions_dataversion WHERE part = $2 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id',
            TG_TABLE_SCHEMA
        ) INTO taken USING step, part;
    END IF;
    IF taken IS NULL THEN
        EXECUTE format('INSERT INTO %1$I.versions_dataversion (id, part, number)'
            ' VALUES (gen_random_uuid(), $1, $2)', TG_TABLE_SCHEMA) USING part, step;
    END IF;
    PERFORM set_config('huibao.moved', moved || ' ' || part, true);
    RETURN NULL;
END
$move$
"""
WATCHED = {
    "house": "members_department members_membership members_role members_unit members_user",
    "intent": (
        "journeys_actionplan journeys_actiontask journeys_channel journeys_journey journeys_journeyversion "
        "journeys_persona journeys_plandepartment journeys_planunit journeys_stage journeys_stagetouchpoint "
        "journeys_touchpoint"
    ),
    "facts": (
        "feedback_customer feedback_customeridentity feedback_feedbackitem feedback_importbatch "
        "feedback_interaction feedback_order"
    ),
    "derived": (
        "analytics_alert analytics_customerprediction analytics_modelsettings analytics_planevaluation "
        "analytics_predictionrun analytics_scenario analytics_scopescore analytics_scorerun"
    ),
}
TABLES = [(part, table) for part, tables in WATCHED.items() for table in tables.split()]


class Migration(migrations.Migration):
    dependencies = [
        ("versions", "0001_initial"),
        ("members", "0001_initial"),
        ("journeys", "0003_life_of_intent"),
        ("feedback", "0001_initial"),
        ("analytics", "0010_alerts"),
    ]

    operations = [
        migrations.RunSQL(
            [
                FUNCTION,
                *(
                    f"CREATE TRIGGER {table}_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
                    f" FOR EACH STATEMENT EXECUTE FUNCTION move_data_version('{part}')"
                    for part, table in TABLES
                ),
            ],
            [*(f"DROP TRIGGER {table}_version ON {table}" for _, table in TABLES), "DROP FUNCTION move_data_version()"],
        )
    ]
