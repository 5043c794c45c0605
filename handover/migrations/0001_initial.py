import uuid

import django.db.models.deletion
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
        ("discovery", "0001_initial"),
        ("organizations", "0001_initial"),
        ("workshops", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Finding",
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
                            "stream",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("operating_model", "Operating model"),
                                    ("product", "Product"),
                                    ("tech", "Technology"),
                                ],
                                max_length=16,
                                verbose_name="stream",
                            ),
                        ),
                        ("title", models.CharField(max_length=300, verbose_name="what we found")),
                        (
                            "detail",
                            models.TextField(blank=True, max_length=4000, verbose_name="more about it"),
                        ),
                        ("evidence", models.TextField(blank=True, max_length=2000, verbose_name="evidence")),
                        (
                            "link",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="where the evidence lies"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="findings",
                                to="discovery.discovery",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "pk"),
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
                    name="HandoverVersion",
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
                        ("number", models.PositiveSmallIntegerField()),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="what is new")),
                        ("frozen_at", models.DateTimeField()),
                        ("frozen_by", models.CharField(max_length=200)),
                        ("approvals", models.JSONField(default=list)),
                        ("document", models.TextField()),
                        ("page", models.TextField()),
                        ("reissued_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="handover_versions",
                                to="discovery.discovery",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-number",),
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
                    name="HandoverLink",
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
                        ("key", models.CharField(max_length=64, unique=True)),
                        ("label", models.CharField(max_length=120, verbose_name="for whom")),
                        ("expires_at", models.DateTimeField(verbose_name="expires")),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="links",
                                to="handover.handoverversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-pk",),
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
                    name="HistoricalFinding",
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
                            "stream",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("operating_model", "Operating model"),
                                    ("product", "Product"),
                                    ("tech", "Technology"),
                                ],
                                max_length=16,
                                verbose_name="stream",
                            ),
                        ),
                        ("title", models.CharField(max_length=300, verbose_name="what we found")),
                        (
                            "detail",
                            models.TextField(blank=True, max_length=4000, verbose_name="more about it"),
                        ),
                        ("evidence", models.TextField(blank=True, max_length=2000, verbose_name="evidence")),
                        (
                            "link",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="where the evidence lies"
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
                        "verbose_name": "historical finding",
                        "verbose_name_plural": "historical findings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalHandoverLink",
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
                        ("key", models.CharField(db_index=True, max_length=64)),
                        ("label", models.CharField(max_length=120, verbose_name="for whom")),
                        ("expires_at", models.DateTimeField(verbose_name="expires")),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
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
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="handover.handoverversion",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical handover link",
                        "verbose_name_plural": "historical handover links",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalHandoverVersion",
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
                        ("number", models.PositiveSmallIntegerField()),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="what is new")),
                        ("frozen_at", models.DateTimeField()),
                        ("frozen_by", models.CharField(max_length=200)),
                        ("approvals", models.JSONField(default=list)),
                        ("document", models.TextField()),
                        ("page", models.TextField()),
                        ("reissued_at", models.DateTimeField(blank=True, null=True)),
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
                        "verbose_name": "historical handover version",
                        "verbose_name_plural": "historical handover versions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalRecommendation",
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
                            "stream",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("operating_model", "Operating model"),
                                    ("product", "Product"),
                                    ("tech", "Technology"),
                                ],
                                max_length=16,
                                verbose_name="stream",
                            ),
                        ),
                        ("title", models.CharField(max_length=300, verbose_name="what we recommend")),
                        (
                            "detail",
                            models.TextField(blank=True, max_length=4000, verbose_name="more about it"),
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
                        "verbose_name": "historical recommendation",
                        "verbose_name_plural": "historical recommendations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalReportProfile",
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
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("executive", "Executive summary"),
                                    ("full", "Full report"),
                                    ("stream", "Report of a stream"),
                                ],
                                default="full",
                                max_length=10,
                                verbose_name="for whom",
                            ),
                        ),
                        (
                            "stream",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("operating_model", "Operating model"),
                                    ("product", "Product"),
                                    ("tech", "Technology"),
                                ],
                                max_length=16,
                                verbose_name="stream",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(blank=True, max_length=10, verbose_name="language of labels"),
                        ),
                        ("sections", models.JSONField(blank=True, default=list)),
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
                        "verbose_name": "historical report profile",
                        "verbose_name_plural": "historical report profiles",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalSectionReview",
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
                        ("round", models.PositiveSmallIntegerField(default=1)),
                        ("section", models.CharField(max_length=60)),
                        ("reviewer", models.CharField(max_length=120, verbose_name="who looks through it")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Asked"),
                                    ("approved", "Approved"),
                                    ("objected", "Changes wanted"),
                                ],
                                default="asked",
                                max_length=8,
                            ),
                        ),
                        ("comment", models.TextField(blank=True, max_length=4000, verbose_name="comment")),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
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
                            "account",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        "verbose_name": "historical section review",
                        "verbose_name_plural": "historical section reviews",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Recommendation",
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
                            "stream",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("operating_model", "Operating model"),
                                    ("product", "Product"),
                                    ("tech", "Technology"),
                                ],
                                max_length=16,
                                verbose_name="stream",
                            ),
                        ),
                        ("title", models.CharField(max_length=300, verbose_name="what we recommend")),
                        (
                            "detail",
                            models.TextField(blank=True, max_length=4000, verbose_name="more about it"),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recommendations",
                                to="discovery.discovery",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "pk"),
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
                    name="HistoricalRecommendationFinding",
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
                            "finding",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="handover.finding",
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
                            "recommendation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="handover.recommendation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical recommendation finding",
                        "verbose_name_plural": "historical recommendation findings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalRecommendationAction",
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
                            "action",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="workshops.actionitem",
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
                            "recommendation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="handover.recommendation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical recommendation action",
                        "verbose_name_plural": "historical recommendation actions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="RecommendationAction",
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
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recommendation_links",
                                to="workshops.actionitem",
                            ),
                        ),
                        (
                            "recommendation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="action_links",
                                to="handover.recommendation",
                            ),
                        ),
                    ],
                    options={
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
                    name="RecommendationFinding",
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
                            "finding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recommendation_links",
                                to="handover.finding",
                            ),
                        ),
                        (
                            "recommendation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="finding_links",
                                to="handover.recommendation",
                            ),
                        ),
                    ],
                    options={
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
                    name="ReportExport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("source", models.TextField(blank=True)),
                        ("requested_by_label", models.CharField(max_length=200)),
                        ("format", models.CharField(default="pdf", max_length=8)),
                        ("options", models.JSONField(blank=True, default=dict)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("held", "Not asked for yet"),
                                    ("queued", "Waiting"),
                                    ("running", "In progress"),
                                    ("done", "Ready"),
                                    ("failed", "Failed"),
                                ],
                                default="queued",
                                max_length=8,
                            ),
                        ),
                        ("percent", models.PositiveSmallIntegerField(default=0)),
                        ("step", models.CharField(blank=True, max_length=120)),
                        ("error", models.TextField(blank=True)),
                        ("path", models.CharField(blank=True, max_length=255)),
                        ("size", models.PositiveBigIntegerField(default=0)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("beat_at", models.DateTimeField(blank=True, null=True)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="exports",
                                to="discovery.discovery",
                            ),
                        ),
                        (
                            "requested_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "version",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pdf",
                                to="handover.handoverversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                    },
                ),
                migrations.CreateModel(
                    name="ReportProfile",
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
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("executive", "Executive summary"),
                                    ("full", "Full report"),
                                    ("stream", "Report of a stream"),
                                ],
                                default="full",
                                max_length=10,
                                verbose_name="for whom",
                            ),
                        ),
                        (
                            "stream",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("operating_model", "Operating model"),
                                    ("product", "Product"),
                                    ("tech", "Technology"),
                                ],
                                max_length=16,
                                verbose_name="stream",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(blank=True, max_length=10, verbose_name="language of labels"),
                        ),
                        ("sections", models.JSONField(blank=True, default=list)),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="report_profiles",
                                to="discovery.discovery",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("pk",),
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
                    name="SectionReview",
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
                        ("round", models.PositiveSmallIntegerField(default=1)),
                        ("section", models.CharField(max_length=60)),
                        ("reviewer", models.CharField(max_length=120, verbose_name="who looks through it")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Asked"),
                                    ("approved", "Approved"),
                                    ("objected", "Changes wanted"),
                                ],
                                default="asked",
                                max_length=8,
                            ),
                        ),
                        ("comment", models.TextField(blank=True, max_length=4000, verbose_name="comment")),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "account",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="section_reviews",
                                to="discovery.discovery",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("pk",),
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
                    model_name="handoverversion",
                    constraint=models.UniqueConstraint(
                        fields=("discovery", "number"), name="handoverversion_number_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recommendationaction",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("recommendation", "action"),
                        name="recommendationaction_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recommendationfinding",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("recommendation", "finding"),
                        name="recommendationfinding_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportexport",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["held", "queued", "running", "done", "failed"])),
                        name="reportexport_state",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportexport",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("percent__lte", 100)), name="reportexport_percent"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportprofile",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("audience__in", ["executive", "full", "stream"])),
                        name="reportprofile_audience",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportprofile",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("audience", "stream"), _negated=True),
                            ("stream__in", ["operating_model", "product", "tech"]),
                            _connector="OR",
                        ),
                        name="reportprofile_stream",
                        violation_error_message="A report of one stream names the stream.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sectionreview",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("discovery", "round", "section", "reviewer"),
                        name="sectionreview_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sectionreview",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["asked", "approved", "objected"])),
                        name="sectionreview_state",
                    ),
                ),
            ]
        )
    ]
