"""A run is one of its period, whatever kind that is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("analytics", "0004_fill_periods")]

    operations = [
        migrations.AlterField(
            model_name="scorerun",
            name="period_end",
            field=models.DateField(help_text="First day after the period."),
        ),
        migrations.AlterField(
            model_name="scorerun",
            name="label",
            field=models.CharField(
                help_text="Name of the period in the calendar it was scored by, such as 2026-01 or FY2026-Q1.",
                max_length=12,
            ),
        ),
        migrations.RemoveConstraint(model_name="scorerun", name="scorerun_inputs_scored_once"),
        migrations.RemoveConstraint(model_name="scorerun", name="scorerun_one_current_per_period"),
        migrations.AddConstraint(
            model_name="scorerun",
            constraint=models.UniqueConstraint(
                fields=("period", "period_end", "period_kind", "model_version", "inputs_hash"),
                name="scorerun_inputs_scored_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="scorerun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_current", True)),
                fields=("period", "period_end", "period_kind"),
                name="scorerun_one_current_per_period",
            ),
        ),
    ]
