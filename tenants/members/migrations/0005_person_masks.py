"""What is hidden from a person whatever their roles."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0004_ways_to_sign_in"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="masks",
            field=models.JSONField(
                blank=True,
                db_default=models.Value([], models.JSONField()),
                default=list,
                help_text="What is hidden from this person whatever their roles: contacts, texts.",
            ),
        ),
    ]
