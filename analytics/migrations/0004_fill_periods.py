"""Runs of before get the end and the label of their month."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("analytics", "0003_period_columns")]

    operations = [
        migrations.RunSQL(
            "UPDATE analytics_scorerun SET period_end = (period + interval '1 month')::date,"
            " label = to_char(period, 'YYYY-MM') WHERE period_end IS NULL",
            migrations.RunSQL.noop,
        ),
    ]
