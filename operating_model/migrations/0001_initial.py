import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.manager
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import operating_model.guardrails.models
from core.create_models import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
        ("discovery", "0001_initial"),
        ("organizations", "0001_initial"),
        ("products", "0001_initial"),
        ("workshops", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Body",
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
                                    ("portfolio", "Portfolio governance"),
                                    ("domain", "Domain governance"),
                                    ("technology", "Technology governance"),
                                ],
                                max_length=10,
                                verbose_name="type of governance",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("purpose", models.TextField(blank=True, max_length=2000, verbose_name="purpose")),
                        (
                            "inputs",
                            models.TextField(blank=True, max_length=2000, verbose_name="what it looks at"),
                        ),
                        (
                            "decision_rights",
                            models.TextField(blank=True, max_length=2000, verbose_name="what it may decide"),
                        ),
                        (
                            "cadence",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("weekly", "Every week"),
                                    ("biweekly", "Every two weeks"),
                                    ("monthly", "Every month"),
                                    ("quarterly", "Every quarter"),
                                    ("yearly", "Every year"),
                                ],
                                max_length=10,
                                verbose_name="how often it meets",
                            ),
                        ),
                        ("first_on", models.DateField(blank=True, null=True, verbose_name="first meeting")),
                        ("at", models.TimeField(blank=True, null=True, verbose_name="at")),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(
                                default=60,
                                validators=[
                                    django.core.validators.MinValueValidator(5),
                                    django.core.validators.MaxValueValidator(720),
                                ],
                                verbose_name="minutes",
                            ),
                        ),
                        (
                            "timezone",
                            models.CharField(default="UTC", max_length=40, verbose_name="time zone"),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="bodies",
                                to="discovery.discovery",
                            ),
                        ),
                        (
                            "escalates_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="escalated_from",
                                to="operating_model.body",
                                verbose_name="escalates to",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "bodies",
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
                    name="BodyMember",
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
                        ("is_chair", models.BooleanField(default=False, verbose_name="leads it")),
                        (
                            "body",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="members",
                                to="operating_model.body",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="body_seats",
                                to="organizations.person",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="body_seats",
                                to="organizations.role",
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
                    name="Duty",
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
                        ("name", models.CharField(max_length=200, verbose_name="activity")),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="duties",
                                to="discovery.discovery",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "duties",
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
                    name="DutyPart",
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
                            "part",
                            models.CharField(
                                choices=[
                                    ("R", "Responsible: does it"),
                                    ("A", "Accountable: answers for it"),
                                    ("C", "Consulted: is asked before"),
                                    ("I", "Informed: is told after"),
                                ],
                                max_length=1,
                                verbose_name="part",
                            ),
                        ),
                        (
                            "duty",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parts",
                                to="operating_model.duty",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="duty_parts",
                                to="organizations.role",
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
                    name="Flow",
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
                        ("what", models.CharField(max_length=200, verbose_name="what flows")),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="governance_flows",
                                to="discovery.discovery",
                            ),
                        ),
                        (
                            "from_body",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="flows_out",
                                to="operating_model.body",
                            ),
                        ),
                        (
                            "from_team",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="flows_out",
                                to="organizations.team",
                            ),
                        ),
                        (
                            "to_body",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="flows_in",
                                to="operating_model.body",
                            ),
                        ),
                        (
                            "to_team",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="flows_in",
                                to="organizations.team",
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
                    name="Guardrail",
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
                        ("holds", models.TextField(blank=True, max_length=2000, verbose_name="what holds")),
                        (
                            "reason",
                            models.TextField(blank=True, max_length=2000, verbose_name="what it is for"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "Proposed"),
                                    ("agreed", "Agreed"),
                                    ("retired", "Retired"),
                                ],
                                default="proposed",
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                        (
                            "fitness_check",
                            models.CharField(
                                blank=True,
                                choices=operating_model.guardrails.models.watching_checks,
                                max_length=60,
                                verbose_name="fitness check that watches it",
                            ),
                        ),
                        (
                            "body",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="guardrails",
                                to="operating_model.body",
                                verbose_name="who decides",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="guardrails",
                                to="workshops.decision",
                                verbose_name="decision that says why",
                            ),
                        ),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="guardrails",
                                to="discovery.discovery",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "guardrail",
                        "verbose_name_plural": "guardrails",
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
                    name="Deviation",
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
                        ("reason", models.TextField(max_length=2000, verbose_name="why")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deviations",
                                to="products.dataproduct",
                                verbose_name="data product",
                            ),
                        ),
                        (
                            "guardrail",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deviations",
                                to="operating_model.guardrail",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "deviation",
                        "verbose_name_plural": "deviations",
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
                    name="HistoricalAgreement",
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
                        ("support", models.TextField(blank=True, max_length=2000, verbose_name="support")),
                        (
                            "incentives",
                            models.TextField(blank=True, max_length=2000, verbose_name="incentives"),
                        ),
                        ("agreed_on", models.DateField(blank=True, null=True, verbose_name="agreed on")),
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
                            "person",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical agreement",
                        "verbose_name_plural": "historical agreements",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalBody",
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
                                    ("portfolio", "Portfolio governance"),
                                    ("domain", "Domain governance"),
                                    ("technology", "Technology governance"),
                                ],
                                max_length=10,
                                verbose_name="type of governance",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("purpose", models.TextField(blank=True, max_length=2000, verbose_name="purpose")),
                        (
                            "inputs",
                            models.TextField(blank=True, max_length=2000, verbose_name="what it looks at"),
                        ),
                        (
                            "decision_rights",
                            models.TextField(blank=True, max_length=2000, verbose_name="what it may decide"),
                        ),
                        (
                            "cadence",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("weekly", "Every week"),
                                    ("biweekly", "Every two weeks"),
                                    ("monthly", "Every month"),
                                    ("quarterly", "Every quarter"),
                                    ("yearly", "Every year"),
                                ],
                                max_length=10,
                                verbose_name="how often it meets",
                            ),
                        ),
                        ("first_on", models.DateField(blank=True, null=True, verbose_name="first meeting")),
                        ("at", models.TimeField(blank=True, null=True, verbose_name="at")),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(
                                default=60,
                                validators=[
                                    django.core.validators.MinValueValidator(5),
                                    django.core.validators.MaxValueValidator(720),
                                ],
                                verbose_name="minutes",
                            ),
                        ),
                        (
                            "timezone",
                            models.CharField(default="UTC", max_length=40, verbose_name="time zone"),
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
                            "escalates_to",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="operating_model.body",
                                verbose_name="escalates to",
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
                        "verbose_name": "historical body",
                        "verbose_name_plural": "historical bodies",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalBodyMember",
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
                        ("is_chair", models.BooleanField(default=False, verbose_name="leads it")),
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
                            "body",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="operating_model.body",
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
                            "person",
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
                            "role",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.role",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical body member",
                        "verbose_name_plural": "historical body members",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDeviation",
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
                        ("reason", models.TextField(max_length=2000, verbose_name="why")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="until")),
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
                            "guardrail",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="operating_model.guardrail",
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
                            "product",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.dataproduct",
                                verbose_name="data product",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical deviation",
                        "verbose_name_plural": "historical deviations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDuty",
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
                        ("name", models.CharField(max_length=200, verbose_name="activity")),
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
                        "verbose_name": "historical duty",
                        "verbose_name_plural": "historical duties",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDutyPart",
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
                            "part",
                            models.CharField(
                                choices=[
                                    ("R", "Responsible: does it"),
                                    ("A", "Accountable: answers for it"),
                                    ("C", "Consulted: is asked before"),
                                    ("I", "Informed: is told after"),
                                ],
                                max_length=1,
                                verbose_name="part",
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
                            "duty",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="operating_model.duty",
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
                            "role",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.role",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical duty part",
                        "verbose_name_plural": "historical duty parts",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalFlow",
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
                        ("what", models.CharField(max_length=200, verbose_name="what flows")),
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
                            "from_body",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="operating_model.body",
                            ),
                        ),
                        (
                            "from_team",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.team",
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
                            "to_body",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="operating_model.body",
                            ),
                        ),
                        (
                            "to_team",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.team",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical flow",
                        "verbose_name_plural": "historical flows",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalGuardrail",
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
                        ("holds", models.TextField(blank=True, max_length=2000, verbose_name="what holds")),
                        (
                            "reason",
                            models.TextField(blank=True, max_length=2000, verbose_name="what it is for"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "Proposed"),
                                    ("agreed", "Agreed"),
                                    ("retired", "Retired"),
                                ],
                                default="proposed",
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                        (
                            "fitness_check",
                            models.CharField(
                                blank=True,
                                choices=operating_model.guardrails.models.watching_checks,
                                max_length=60,
                                verbose_name="fitness check that watches it",
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
                            "body",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="operating_model.body",
                                verbose_name="who decides",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="workshops.decision",
                                verbose_name="decision that says why",
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
                        "verbose_name": "historical guardrail",
                        "verbose_name_plural": "historical guardrails",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalKeyQuestion",
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
                        ("key", models.CharField(blank=True, max_length=40)),
                        ("text", models.CharField(max_length=300, verbose_name="question")),
                        (
                            "today",
                            models.TextField(blank=True, max_length=4000, verbose_name="today's answer"),
                        ),
                        (
                            "tomorrow",
                            models.TextField(blank=True, max_length=4000, verbose_name="tomorrow's answer"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Open"), ("decided", "Decided")],
                                default="open",
                                max_length=8,
                                verbose_name="state",
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
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="owner",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical key question",
                        "verbose_name_plural": "historical key questions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="KeyQuestion",
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
                        ("key", models.CharField(blank=True, max_length=40)),
                        ("text", models.CharField(max_length=300, verbose_name="question")),
                        (
                            "today",
                            models.TextField(blank=True, max_length=4000, verbose_name="today's answer"),
                        ),
                        (
                            "tomorrow",
                            models.TextField(blank=True, max_length=4000, verbose_name="tomorrow's answer"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Open"), ("decided", "Decided")],
                                default="open",
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="key_questions",
                                to="discovery.discovery",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="owner",
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
                    name="HistoricalAnswerProposal",
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
                            "horizon",
                            models.CharField(
                                choices=[("today", "Today"), ("tomorrow", "Tomorrow")], max_length=8
                            ),
                        ),
                        ("text", models.TextField(max_length=1000, verbose_name="answer")),
                        ("author", models.CharField(blank=True, max_length=64)),
                        ("is_taken", models.BooleanField(default=False)),
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
                            "activity",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="workshops.activity",
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
                            "question",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="operating_model.keyquestion",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical answer proposal",
                        "verbose_name_plural": "historical answer proposals",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="AnswerProposal",
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
                            "horizon",
                            models.CharField(
                                choices=[("today", "Today"), ("tomorrow", "Tomorrow")], max_length=8
                            ),
                        ),
                        ("text", models.TextField(max_length=1000, verbose_name="answer")),
                        ("author", models.CharField(blank=True, max_length=64)),
                        ("is_taken", models.BooleanField(default=False)),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answer_proposals",
                                to="workshops.activity",
                            ),
                        ),
                        (
                            "question",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="proposals",
                                to="operating_model.keyquestion",
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
                    name="Agreement",
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
                        ("support", models.TextField(blank=True, max_length=2000, verbose_name="support")),
                        (
                            "incentives",
                            models.TextField(blank=True, max_length=2000, verbose_name="incentives"),
                        ),
                        ("agreed_on", models.DateField(blank=True, null=True, verbose_name="agreed on")),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="agreements",
                                to="discovery.discovery",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="agreements",
                                to="organizations.person",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("pk",),
                        "abstract": False,
                        "base_manager_name": "everything",
                        "default_manager_name": "objects",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("deleted_at", None)),
                                fields=("discovery", "person"),
                                name="agreement_once",
                            )
                        ],
                    },
                    managers=[
                        ("objects", django.db.models.manager.Manager()),
                        ("everything", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.AddConstraint(
                    model_name="body",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["portfolio", "domain", "technology"])),
                        name="body_kind",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="body",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("cadence", ""),
                            ("cadence__in", ["weekly", "biweekly", "monthly", "quarterly", "yearly"]),
                            _connector="OR",
                        ),
                        name="body_cadence",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="body",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("escalates_to", None),
                            models.Q(("escalates_to", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="body_not_to_itself",
                        violation_error_message="A body does not escalate to itself.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="bodymember",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person", None), ("role__isnull", False)),
                            models.Q(("person__isnull", False), ("role", None)),
                            _connector="OR",
                        ),
                        name="bodymember_one",
                        violation_error_message="A seat is that of one person or of one role.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="bodymember",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None), ("person__isnull", False)),
                        fields=("body", "person"),
                        name="bodymember_person_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="bodymember",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None), ("role__isnull", False)),
                        fields=("body", "role"),
                        name="bodymember_role_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="dutypart",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("duty", "role", "part"),
                        name="dutypart_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="dutypart",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("part__in", ["R", "A", "C", "I"])), name="dutypart_part"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="flow",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("from_body", None), ("from_team__isnull", False)),
                            models.Q(("from_body__isnull", False), ("from_team", None)),
                            _connector="OR",
                        ),
                        name="flow_one_origin",
                        violation_error_message="A flow comes from one body or one team.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="flow",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("to_body", None), ("to_team__isnull", False)),
                            models.Q(("to_body__isnull", False), ("to_team", None)),
                            _connector="OR",
                        ),
                        name="flow_one_end",
                        violation_error_message="A flow goes to one body or one team.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="guardrail",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["proposed", "agreed", "retired"])),
                        name="guardrail_state",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="deviation",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("guardrail", "product"),
                        name="deviation_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="keyquestion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "decided"])), name="keyquestion_state"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="keyquestion",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None), models.Q(("key", ""), _negated=True)),
                        fields=("discovery", "key"),
                        name="keyquestion_key_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="answerproposal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("horizon__in", ["today", "tomorrow"])),
                        name="answerproposal_horizon",
                    ),
                ),
            ]
        )
    ]
