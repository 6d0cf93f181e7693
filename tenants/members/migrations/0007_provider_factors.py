"""Whether a provider's word counts as two factors, and that a session may have begun so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0006_trusted_addresses"),
    ]

    operations = [
        migrations.AddField(
            model_name="ssoconnection",
            name="asks_second_factor",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Whether the provider asks everybody for two factors, so that its word counts as both.",
            ),
        ),
        migrations.AlterField(
            model_name="signin",
            name="way",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="How the person proved who they are: password, password+totp, password+recovery, link, "
                "passkey, sso, sso+provider.",
                max_length=30,
            ),
        ),
    ]
