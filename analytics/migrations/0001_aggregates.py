"""Create the tables of the aggregates."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Cell",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("segment", "customers of a segment, by month"),
                            ("unit", "answers about a unit, by month"),
                            ("channel", "answers through a channel, by month"),
                            ("day", "answers of a segment, by day"),
                            ("contact", "contacts of a segment, by day"),
                        ],
                        help_text="What the counters are about.",
                        max_length=10,
                    ),
                ),
                ("scope", models.IntegerField(help_text="Position of the segment, unit or channel in the layout.")),
                (
                    "period",
                    models.IntegerField(
                        help_text="Month number (year * 12 + month - 1), or day number since 1970-01-01."
                    ),
                ),
                (
                    "bucket",
                    models.SmallIntegerField(help_text="Group of customers; the jackknife leaves out one at a time."),
                ),
                (
                    "payload",
                    models.BinaryField(help_text="Packed (counter: uint32, increment: int64) pairs, little-endian."),
                ),
            ],
            options={
                "db_table": "analytics_cell",
                "indexes": [models.Index(fields=["kind", "period"], name="analytics_cell_kind_period")],
            },
        ),
        migrations.CreateModel(
            name="LayoutEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("touchpoint", "touchpoint"),
                            ("segment", "segment"),
                            ("unit", "unit"),
                            ("channel", "channel"),
                        ],
                        help_text="What the code names.",
                        max_length=10,
                    ),
                ),
                (
                    "code",
                    models.TextField(help_text="Code of the touchpoint, unit or channel, or name of the segment."),
                ),
                ("position", models.IntegerField(help_text="Place in the counters, from 0.")),
            ],
            options={
                "db_table": "analytics_layout",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "code"), name="analytics_layout_code"),
                    models.UniqueConstraint(fields=("kind", "position"), name="analytics_layout_position"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Watermark",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                (
                    "snapshot",
                    models.TextField(
                        blank=True, default="", help_text="pg_current_snapshot() of the last run; empty: none."
                    ),
                ),
                (
                    "fingerprint",
                    models.TextField(
                        blank=True,
                        default="",
                        help_text="Hash of the settings that the counters depend on; a change means a rebuild.",
                    ),
                ),
                (
                    "appended",
                    models.BigIntegerField(default=0, help_text="Cells appended since the last compaction."),
                ),
                (
                    "compacted",
                    models.BigIntegerField(default=0, help_text="Cells that the last compaction left."),
                ),
                (
                    "refreshed_at",
                    models.DateTimeField(help_text="When the cells were last brought up to date.", null=True),
                ),
            ],
            options={
                "db_table": "analytics_watermark",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="analytics_watermark_single")
                ],
            },
        ),
        migrations.RunSQL(
            # Cells are packed already: keep them uncompressed, which makes appending and reading cheaper.
            "ALTER TABLE analytics_cell ALTER COLUMN payload SET STORAGE EXTERNAL",
            "ALTER TABLE analytics_cell ALTER COLUMN payload SET STORAGE EXTENDED",
        ),
    ]
