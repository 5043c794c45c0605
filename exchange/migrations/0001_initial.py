import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from core.create_models import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0001_initial"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Erasure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("number", models.PositiveIntegerField(unique=True)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("is_asked_for", models.BooleanField(default=True)),
                        ("uuids", models.JSONField(default=list)),
                        (
                            "organization",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="erasures",
                                to="organizations.organization",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("number",),
                    },
                ),
            ]
        )
    ]
