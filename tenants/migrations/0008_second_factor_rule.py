"""From when on everybody of a company has to give a second factor."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0007_erasures"),
    ]

    operations = [
        migrations.AddField(
            model_name="tenant",
            name="second_factor_from",
            field=models.DateTimeField(
                blank=True,
                help_text="From when on everybody has to give a second factor; null: nobody is asked to.",
                null=True,
            ),
        ),
    ]
