import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("api", "0001_initial"),
        ("discovery", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="apikey",
            name="discovery",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="discovery.discovery",
            ),
        ),
    ]
