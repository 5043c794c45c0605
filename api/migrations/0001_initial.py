import uuid

import django.utils.timezone
from django.db import migrations, models

from config.patches.creating import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="ApiKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("name", models.CharField(max_length=120, verbose_name="what it is for")),
                        ("digest", models.CharField(max_length=64, unique=True)),
                        ("scopes", models.CharField(max_length=60)),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("last_used_at", models.DateTimeField(blank=True, null=True)),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ("revoked_at", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="Publication",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("address", models.CharField(max_length=500)),
                        ("document", models.UUIDField()),
                        ("digest", models.CharField(blank=True, max_length=64)),
                        ("status", models.PositiveSmallIntegerField(default=0)),
                        ("detail", models.CharField(blank=True, max_length=300)),
                        ("tried_at", models.DateTimeField()),
                        ("taken_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ("pk",),
                    },
                ),
            ]
        )
    ]
