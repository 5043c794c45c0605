import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.manager
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from core.create_models import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Discovery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("revision", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("modified_at", models.DateTimeField(auto_now=True)),
                        ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("slug", models.SlugField(max_length=80, unique=True)),
                        ("template", models.CharField(max_length=40, verbose_name="template")),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="starts on")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                        (
                            "domain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="discoveries",
                                to="organizations.domain",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "discoveries",
                        "ordering": ("-created_at",),
                        "abstract": False,
                        "base_manager_name": "everything",
                        "default_manager_name": "objects",
                    },
                    managers=[
                        ("objects", django.db.models.manager.Manager()),
                        ("everything", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="DiscoveryAccess",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("revision", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("modified_at", models.DateTimeField(auto_now=True)),
                        ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("facilitator", "Facilitator"),
                                    ("editor", "Editor"),
                                    ("viewer", "Viewer"),
                                ],
                                default="viewer",
                                max_length=12,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="accesses",
                                to="discovery.discovery",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="discovery_accesses",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "access to the discovery",
                        "verbose_name_plural": "access to the discovery",
                        "abstract": False,
                        "base_manager_name": "everything",
                        "default_manager_name": "objects",
                    },
                    managers=[
                        ("objects", django.db.models.manager.Manager()),
                        ("everything", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="GlossaryTerm",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("revision", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("modified_at", models.DateTimeField(auto_now=True)),
                        ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("name", models.CharField(max_length=120, verbose_name="word")),
                        ("short", models.CharField(blank=True, max_length=20, verbose_name="abbreviation")),
                        ("meaning", models.TextField(max_length=1000, verbose_name="what it means")),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="glossary_terms",
                                to="discovery.discovery",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "word of the discovery",
                        "verbose_name_plural": "words of the discovery",
                        "ordering": (django.db.models.functions.text.Lower("name"), "pk"),
                        "abstract": False,
                        "base_manager_name": "everything",
                        "default_manager_name": "objects",
                    },
                    managers=[
                        ("objects", django.db.models.manager.Manager()),
                        ("everything", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="HistoricalDiscovery",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("revision", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("modified_at", models.DateTimeField(blank=True, editable=False)),
                        ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("slug", models.SlugField(max_length=80)),
                        ("template", models.CharField(max_length=40, verbose_name="template")),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="starts on")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "domain",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.domain",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "operation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="core.operation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical discovery",
                        "verbose_name_plural": "historical discoveries",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDiscoveryAccess",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("revision", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("modified_at", models.DateTimeField(blank=True, editable=False)),
                        ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("facilitator", "Facilitator"),
                                    ("editor", "Editor"),
                                    ("viewer", "Viewer"),
                                ],
                                default="viewer",
                                max_length=12,
                                verbose_name="role",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "discovery",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="discovery.discovery",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "operation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="core.operation",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical access to the discovery",
                        "verbose_name_plural": "historical access to the discovery",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalGlossaryTerm",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("revision", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("modified_at", models.DateTimeField(blank=True, editable=False)),
                        ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("name", models.CharField(max_length=120, verbose_name="word")),
                        ("short", models.CharField(blank=True, max_length=20, verbose_name="abbreviation")),
                        ("meaning", models.TextField(max_length=1000, verbose_name="what it means")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "discovery",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="discovery.discovery",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "operation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="core.operation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical word of the discovery",
                        "verbose_name_plural": "historical words of the discovery",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPhase",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("revision", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("modified_at", models.DateTimeField(blank=True, editable=False)),
                        ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("accelerate", "Accelerate"),
                                    ("discovery", "Discovery"),
                                    ("handover", "Handover"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "discovery",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="discovery.discovery",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "operation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="core.operation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical phase",
                        "verbose_name_plural": "historical phases",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Phase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("revision", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("modified_at", models.DateTimeField(auto_now=True)),
                        ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("accelerate", "Accelerate"),
                                    ("discovery", "Discovery"),
                                    ("handover", "Handover"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="phases",
                                to="discovery.discovery",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position",),
                        "abstract": False,
                        "base_manager_name": "everything",
                        "default_manager_name": "objects",
                    },
                    managers=[
                        ("objects", django.db.models.manager.Manager()),
                        ("everything", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="HistoricalStream",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("revision", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("modified_at", models.DateTimeField(blank=True, editable=False)),
                        ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("operating_model", "Operating model"),
                                    ("product", "Product"),
                                    ("tech", "Technology"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "operation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="core.operation",
                            ),
                        ),
                        (
                            "phase",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="discovery.phase",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical stream",
                        "verbose_name_plural": "historical streams",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Stream",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("revision", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("modified_at", models.DateTimeField(auto_now=True)),
                        ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("operating_model", "Operating model"),
                                    ("product", "Product"),
                                    ("tech", "Technology"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "phase",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="streams",
                                to="discovery.phase",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position",),
                        "abstract": False,
                        "base_manager_name": "everything",
                        "default_manager_name": "objects",
                    },
                    managers=[
                        ("objects", django.db.models.manager.Manager()),
                        ("everything", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.AddConstraint(
                    model_name="discovery",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on", None),
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="discovery_ends_after_start",
                        violation_error_message="The end lies before the start.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="discoveryaccess",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("discovery", "user"),
                        name="discoveryaccess_one_per_user",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="discoveryaccess",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("role__in", ["facilitator", "editor", "viewer"])),
                        name="discoveryaccess_role",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="phase",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("discovery", "kind"),
                        name="phase_kind_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="phase",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["accelerate", "discovery", "handover"])),
                        name="phase_kind",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="stream",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("phase", "kind"),
                        name="stream_kind_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="stream",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["operating_model", "product", "tech"])),
                        name="stream_kind",
                    ),
                ),
            ]
        )
    ]
