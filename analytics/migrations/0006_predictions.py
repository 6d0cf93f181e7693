"""Predictions: a run with its figures, and a probability for each customer."""

import django.db.models.deletion
from django.db import migrations, models

import tenants.models.ids


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0005_period_keys"),
        ("feedback", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PredictionRun",
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
                (
                    "period",
                    models.DateField(
                        help_text="First day of the month whose last day the customers are described as of."
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        help_text="What is predicted: repurchase, attr:NAME or attr:NAME=VALUE for a label.",
                        max_length=250,
                    ),
                ),
                (
                    "horizon_months",
                    models.PositiveSmallIntegerField(help_text="Months that a repurchase is waited for; 0 for labels."),
                ),
                ("model_version", models.CharField(help_text="Version of the model that predicted.", max_length=40)),
                (
                    "inputs_hash",
                    models.CharField(help_text="Hash of the customers as they were described.", max_length=64),
                ),
                ("run_hash", models.CharField(help_text="Hash of the inputs and of all figures.", max_length=64)),
                (
                    "settings_number",
                    models.PositiveIntegerField(help_text="Version of the model settings; 0 stands for the defaults."),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("ok", "All facts of the period are in"),
                            ("provisional", "Facts of the period are still missing, so the probabilities may move"),
                            ("insufficient", "Too little data for any probability"),
                        ],
                        help_text="How far it can be relied on.",
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField(blank=True, help_text="Why the status is not ok; empty when it is.")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("better", "It tells customers apart better than the best simple rule, beyond chance"),
                            ("no_better", "It is no better than the best simple rule: use the rule"),
                            ("worse", "It is worse than the best simple rule, beyond chance"),
                            ("insufficient", "Too little data to make or to judge a prediction"),
                        ],
                        help_text="Whether it says more than a simple rule.",
                        max_length=12,
                    ),
                ),
                ("customers", models.PositiveBigIntegerField(help_text="Number of customers with a probability.")),
                ("results", models.JSONField(help_text="All figures and warnings, as `predict --json` prints them.")),
                (
                    "is_current",
                    models.BooleanField(
                        default=True, help_text="Whether this is the run that is shown for its period and target."
                    ),
                ),
                ("created_at", models.DateTimeField(help_text="When the run was computed.")),
            ],
            options={
                "db_table": "analytics_predictionrun",
                "ordering": ("period", "target", "-created_at"),
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("period", "target"),
                        name="predictionrun_one_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerPrediction",
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
                (
                    "risk",
                    models.FloatField(
                        help_text="Chance of losing the customer: 1 minus the probability of a repurchase, or that of the label."
                    ),
                ),
                ("probability", models.FloatField(help_text="Probability of the target, 0 to 1.")),
                ("low", models.FloatField(help_text="Lower end of the probability's 90 % interval.")),
                ("high", models.FloatField(help_text="Upper end of the probability's 90 % interval.")),
                (
                    "reasons",
                    models.JSONField(
                        help_text="What moves the probability most: code, value, and effect in log-odds relative to the average."
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        help_text="The customer.",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="feedback.customer",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Run it belongs to.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="analytics.predictionrun",
                    ),
                ),
            ],
            options={
                "db_table": "analytics_customerprediction",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["run", "risk", "id"], name="customerprediction_by_risk")],
            },
        ),
    ]
