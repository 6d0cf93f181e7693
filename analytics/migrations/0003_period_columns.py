"""Periods get a kind, an end and a label; runs of before are months."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("analytics", "0002_scores")]

    operations = [
        migrations.AlterField(
            model_name="scorerun",
            name="period",
            field=models.DateField(help_text="First day of the period that is scored."),
        ),
        migrations.AddField(
            model_name="scorerun",
            name="period_end",
            field=models.DateField(help_text="First day after the period.", null=True),
        ),
        migrations.AddField(
            model_name="scorerun",
            name="period_kind",
            field=models.CharField(
                choices=[
                    ("day", "A day"),
                    ("week", "An ISO week, Monday to Sunday"),
                    ("month", "A calendar month"),
                    ("fiscal_month", "Four or five weeks of a 4-4-5 calendar"),
                    ("quarter", "A quarter of the company's fiscal year"),
                    ("year", "The company's fiscal year"),
                ],
                default="month",
                help_text="How long the period is.",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="scorerun",
            name="label",
            field=models.CharField(
                help_text="Name of the period in the calendar it was scored by, such as 2026-01 or FY2026-Q1.",
                max_length=12,
                null=True,
            ),
        ),
    ]
