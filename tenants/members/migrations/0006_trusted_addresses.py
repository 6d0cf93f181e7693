"""Whether a provider's addresses count when it does not say of them that they were verified."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0005_person_masks"),
    ]

    operations = [
        migrations.AddField(
            model_name="ssoconnection",
            name="trusts_addresses",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Whether addresses count of which the provider does not say whether they were verified.",
            ),
        ),
    ]
