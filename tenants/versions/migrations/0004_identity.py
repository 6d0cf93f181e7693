"""Who is one person changes what is known of a customer, too."""

from django.db import migrations

TABLES = ("feedback_customermerge", "feedback_identitypolicy", "feedback_mergeconflict")


class Migration(migrations.Migration):
    dependencies = [("versions", "0003_privacy"), ("feedback", "0004_identity")]

    operations = [
        migrations.RunSQL(
            [
                f"CREATE TRIGGER {table}_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION move_data_version('facts')"
                for table in TABLES
            ],
            [f"DROP TRIGGER {table}_version ON {table}" for table in TABLES],
        )
    ]
