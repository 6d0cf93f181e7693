"""Cases, the rules that open them, and working hours."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tenants.models.ids

# What is listed moves the data version; batches that wait for rules do not.
WATCHED = ("feedback_case", "feedback_caseevent", "feedback_caserule", "feedback_workinghours")


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0004_identity"),
        ("journeys", "0003_life_of_intent"),
        ("members", "0006_trusted_addresses"),
        ("versions", "0002_moved_by_triggers"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseInflow",
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
                ("batch_id", models.UUIDField(help_text="The batch.")),
                ("xid", models.BigIntegerField(help_text="Transaction that stored it.")),
                (
                    "stored_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), help_text="When it was stored."
                    ),
                ),
            ],
            options={
                "db_table": "feedback_caseinflow",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="CaseRule",
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
                ("name", models.CharField(help_text="What it is called, for people.", max_length=200, unique=True)),
                (
                    "conditions",
                    models.JSONField(help_text="What an answer must be like: a tree of all, any, not and comparisons."),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[
                            ("low", "When there is time"),
                            ("medium", "In the ordinary course of work"),
                            ("high", "Before other work"),
                            ("critical", "At once"),
                        ],
                        default="medium",
                        help_text="How much its cases matter.",
                        max_length=8,
                    ),
                ),
                (
                    "sla_minutes",
                    models.PositiveIntegerField(
                        default=1440, help_text="Minutes of working time in which its cases have to be resolved."
                    ),
                ),
                (
                    "ladder",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="What happens after how many minutes of working time, while a case is not resolved.",
                    ),
                ),
                (
                    "fresh_days",
                    models.PositiveSmallIntegerField(
                        default=14, help_text="An answer that is older than this when it comes opens no case."
                    ),
                ),
                (
                    "most_a_day",
                    models.PositiveIntegerField(
                        default=200,
                        help_text="Most cases that it opens within 24 hours; what goes beyond is counted and not opened.",
                    ),
                ),
                ("is_active", models.BooleanField(default=False, help_text="Whether it looks at answers that come.")),
                (
                    "active_since",
                    models.DateTimeField(
                        blank=True,
                        help_text="Since when it looks at answers; those that were there before open no case.",
                        null=True,
                    ),
                ),
                (
                    "held_back",
                    models.PositiveBigIntegerField(
                        default=0, help_text="Answers that met it after the most cases of a day were open."
                    ),
                ),
                (
                    "revision",
                    models.PositiveIntegerField(
                        db_default=1,
                        default=1,
                        help_text="Version: grows with every change. Give it back with a change.",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, help_text="When it was written."),
                ),
                (
                    "changed_at",
                    models.DateTimeField(default=django.utils.timezone.now, help_text="When it was last changed."),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="Person who gets its cases.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="Department that gets its cases.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="members.department",
                    ),
                ),
            ],
            options={
                "db_table": "feedback_caserule",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Case",
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
                ("number", models.PositiveBigIntegerField(help_text="Number within the company, from 1.", unique=True)),
                (
                    "origin",
                    models.CharField(
                        choices=[("rule", "A rule opened it"), ("hand", "Somebody opened it")],
                        help_text="How it came to be.",
                        max_length=5,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "Nobody has it yet"),
                            ("assigned", "Somebody has it and has not begun"),
                            ("in_progress", "Somebody works on it"),
                            ("waiting", "The customer has to answer; the clock stands still"),
                            ("resolved", "The customer was answered"),
                            ("closed", "It is over"),
                            ("reopened", "It was over and is not: somebody has to begin again"),
                        ],
                        default="new",
                        help_text="Where it is in its life.",
                        max_length=12,
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[
                            ("low", "When there is time"),
                            ("medium", "In the ordinary course of work"),
                            ("high", "Before other work"),
                            ("critical", "At once"),
                        ],
                        help_text="How much it matters.",
                        max_length=8,
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True, default="", help_text="What it is about, in a few words.", max_length=200
                    ),
                ),
                (
                    "respondent",
                    models.UUIDField(
                        blank=True,
                        help_text="Who answered: the customer's id when known, else that of the answer sheet.",
                        null=True,
                    ),
                ),
                ("opened_at", models.DateTimeField(help_text="When it was opened.")),
                ("due_at", models.DateTimeField(help_text="When it has to be resolved, counted in working hours.")),
                (
                    "first_response_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When somebody first worked on it: wrote, began, waited for or resolved it.",
                        null=True,
                    ),
                ),
                (
                    "waiting_since",
                    models.DateTimeField(blank=True, help_text="Since when its clock stands still.", null=True),
                ),
                (
                    "resolved_at",
                    models.DateTimeField(blank=True, help_text="When it was last resolved or closed.", null=True),
                ),
                ("is_overdue", models.BooleanField(default=False, help_text="True when it was not resolved in time.")),
                ("escalations", models.PositiveSmallIntegerField(default=0, help_text="How often it was escalated.")),
                ("reopened", models.PositiveSmallIntegerField(default=0, help_text="How often it was reopened.")),
                (
                    "ladder",
                    models.JSONField(
                        blank=True, default=list, help_text="Steps of its escalation that are still to come."
                    ),
                ),
                (
                    "clock_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When it is next due or escalated; empty while its clock stands still.",
                        null=True,
                    ),
                ),
                (
                    "root_cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("waiting_time", "Waiting too long"),
                            ("staff", "How staff behaved, or what they did not know"),
                            ("product", "The product, the food or the room itself"),
                            ("price", "Price, bill or refund"),
                            ("delivery", "Delivery or logistics"),
                            ("facility", "Equipment, premises or cleanliness"),
                            ("system", "App, site or another system"),
                            ("policy", "A rule of the company"),
                            ("information", "Wrong or missing information"),
                            ("customer", "A misunderstanding on the customer's side"),
                            ("other", "Something else, said in words"),
                        ],
                        default="",
                        help_text="Why it came to it; empty while unknown.",
                        max_length=12,
                    ),
                ),
                ("cause_note", models.TextField(blank=True, default="", help_text="Why it came to it, in words.")),
                (
                    "resolution_note",
                    models.TextField(blank=True, default="", help_text="How it was resolved, in words."),
                ),
                ("changed_at", models.DateTimeField(help_text="When it last changed.")),
                (
                    "revision",
                    models.PositiveIntegerField(
                        db_default=1,
                        default=1,
                        help_text="Grows with every change. Give it back with a change, and the change is refused when somebody else was quicker.",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        help_text="Customer who was named, where that one was merged into another.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="feedback.customer",
                    ),
                ),
                (
                    "action_plan",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="Action plan that is to keep it from happening again.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="journeys.actionplan",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Customer it is about; empty when unknown.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="feedback.customer",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Answer it was opened from; empty when that was taken back.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="feedback.feedbackitem",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="Person who has it.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="Department that has it.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="members.department",
                    ),
                ),
                (
                    "touchpoint",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        help_text="Touchpoint it is about; empty for the company as a whole.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.touchpoint",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        help_text="Unit where it happened.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="members.unit",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="Rule that opened it.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="feedback.caserule",
                    ),
                ),
            ],
            options={
                "db_table": "feedback_case",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="WorkingHours",
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
                    "timezone",
                    models.CharField(
                        blank=True, default="", help_text="IANA time zone; empty: the company's.", max_length=64
                    ),
                ),
                ("week", models.JSONField(help_text="Spans of working time by day, mon to sun, such as 09:00-12:00.")),
                ("holidays", models.JSONField(blank=True, default=list, help_text="Days without working time.")),
                (
                    "revision",
                    models.PositiveIntegerField(db_default=1, default=1, help_text="Grows with every change."),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="The unit; empty: the company.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.unit",
                    ),
                ),
            ],
            options={
                "db_table": "feedback_workinghours",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="CaseEvent",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "It was opened"),
                            ("joined", "The customer answered again, and that answer belongs to it"),
                            ("assigned", "Somebody was given it"),
                            ("state", "It came into another state"),
                            ("comment", "Somebody wrote something"),
                            ("changed", "Something about it was changed"),
                            ("escalated", "It was passed up, for nobody had resolved it"),
                            ("overdue", "It was not resolved in time"),
                        ],
                        help_text="What happened.",
                        max_length=10,
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), help_text="When it happened."
                    ),
                ),
                ("by_kind", models.CharField(help_text="user, key, command, operator or system.", max_length=10)),
                ("by", models.CharField(help_text="Who or what did it.", max_length=255)),
                (
                    "data",
                    models.JSONField(
                        blank=True, default=dict, help_text="What changed: codes and states as they were and became."
                    ),
                ),
                ("text", models.TextField(blank=True, default="", help_text="What was written.")),
                (
                    "case",
                    models.ForeignKey(
                        help_text="The case.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="feedback.case",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        help_text="Answer that opened or joined it.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="feedback.feedbackitem",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="Rule that the answer met.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="feedback.caserule",
                    ),
                ),
            ],
            options={
                "db_table": "feedback_caseevent",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("rule__isnull", False)),
                        fields=("item", "rule"),
                        name="feedback_caseevent_once",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", ["resolved", "closed"]), _negated=True),
                fields=["respondent"],
                name="feedback_case_open",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("clock_at__isnull", False)), fields=["clock_at"], name="feedback_case_clock"
            ),
        ),
        migrations.AddConstraint(
            model_name="workinghours",
            constraint=models.UniqueConstraint(
                fields=("unit",), name="feedback_workinghours_once", nulls_distinct=False
            ),
        ),
        migrations.RunSQL(
            [
                f"CREATE TRIGGER {table}_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION move_data_version('facts')"
                for table in WATCHED
            ],
            [f"DROP TRIGGER {table}_version ON {table}" for table in WATCHED],
        ),
    ]
