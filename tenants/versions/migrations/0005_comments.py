"""What is said about plans is read with them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("versions", "0004_identity"), ("journeys", "0004_work_of_plans")]

    operations = [
        migrations.RunSQL(
            "CREATE TRIGGER journeys_plancomment_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE"
            " ON journeys_plancomment FOR EACH STATEMENT EXECUTE FUNCTION move_data_version('intent')",
            "DROP TRIGGER journeys_plancomment_version ON journeys_plancomment",
        )
    ]
