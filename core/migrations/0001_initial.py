import uuid

import django.db.models.deletion
from django.db import migrations, models

from core.create_models import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="TokenBucket",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=80, unique=True)),
                        ("tokens", models.FloatField()),
                        ("updated_at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Editing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField()),
                        ("editor", models.UUIDField()),
                        ("label", models.CharField(max_length=200)),
                        ("seen_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["seen_at"], name="editing_seen_at")],
                        "constraints": [
                            models.UniqueConstraint(fields=("uuid", "editor"), name="editing_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Operation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("at", models.DateTimeField(auto_now_add=True, db_index=True)),
                        ("verb", models.CharField(max_length=60)),
                        ("summary", models.CharField(blank=True, max_length=300)),
                        (
                            "actor_kind",
                            models.CharField(
                                choices=[
                                    ("account", "Account"),
                                    ("participant", "Participant"),
                                    ("anonymous", "Anonymous"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "actor_uuid",
                            models.UUIDField(blank=True, db_index=True, editable=False, null=True),
                        ),
                        ("actor_label", models.CharField(max_length=200)),
                        ("scope_kind", models.CharField(blank=True, editable=False, max_length=20)),
                        ("scope_uuid", models.UUIDField(blank=True, editable=False, null=True)),
                        ("room_uuid", models.UUIDField(blank=True, db_index=True, editable=False, null=True)),
                        ("has_lost_rows", models.BooleanField(default=False, editable=False)),
                        (
                            "undoes",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="undone_by",
                                to="core.operation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-at", "-pk"),
                        "indexes": [models.Index(fields=["scope_uuid", "id"], name="operation_scope")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "actor_kind__in",
                                        ["account", "participant", "anonymous", "import", "system"],
                                    )
                                ),
                                name="operation_actor_kind",
                            )
                        ],
                    },
                ),
            ]
        )
    ]
