from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0008_second_factor_rule"),
    ]

    operations = [
        migrations.AddField(
            model_name="provisioningrun",
            name="origin",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Address of the company's host, named in the mail that invites its first owner; empty: no mail.",
                max_length=300,
            ),
        ),
        migrations.AddField(
            model_name="provisioningrun",
            name="with_demo",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Whether the company is filled with demonstration data at the end.",
            ),
        ),
    ]
