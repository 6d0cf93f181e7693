"""What is known of a person changes with consent and with the person's key, too."""

from django.db import migrations

TABLES = ("feedback_consent", "feedback_personkey")


class Migration(migrations.Migration):
    dependencies = [("versions", "0002_moved_by_triggers"), ("feedback", "0002_privacy")]

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
