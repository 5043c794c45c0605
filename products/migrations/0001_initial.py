import uuid

import django.core.validators
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
        ("discovery", "0001_initial"),
        ("lvt", "0001_initial"),
        ("organizations", "0001_initial"),
        ("workshops", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Consumer",
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
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="who they are"),
                        ),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="consumers",
                                to="discovery.discovery",
                            ),
                        ),
                        (
                            "domain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="consumers",
                                to="organizations.domain",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("name", "pk"),
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
                    name="ConsumerUseCase",
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
                            "consumer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="use_case_links",
                                to="products.consumer",
                            ),
                        ),
                        (
                            "use_case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="consumer_links",
                                to="lvt.usecase",
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
                    name="DataProduct",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("source_oriented", "Source-oriented"),
                                    ("aggregate", "Aggregate"),
                                    ("consumer_oriented", "Consumer-oriented"),
                                ],
                                max_length=20,
                                verbose_name="type",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "Proposed"),
                                    ("planned", "Planned"),
                                    ("building", "Building"),
                                    ("live", "Live"),
                                    ("retired", "Retired"),
                                ],
                                default="proposed",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "job",
                            models.TextField(blank=True, max_length=500, verbose_name="job of the product"),
                        ),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="description"),
                        ),
                        (
                            "effort",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=7,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="effort in person-weeks",
                            ),
                        ),
                        (
                            "effort_low",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=7,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="at least",
                            ),
                        ),
                        (
                            "effort_high",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=7,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="at most",
                            ),
                        ),
                        (
                            "effort_confidence",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[(1, "Low"), (2, "Medium"), (3, "High")],
                                null=True,
                                verbose_name="confidence",
                            ),
                        ),
                        (
                            "sharing",
                            models.CharField(
                                blank=True,
                                choices=[("open", "Open access"), ("approval", "Access approval required")],
                                max_length=10,
                                verbose_name="access",
                            ),
                        ),
                        (
                            "access_default",
                            models.CharField(
                                blank=True,
                                choices=[("allow", "May"), ("deny", "May not")],
                                max_length=5,
                                verbose_name="everybody else",
                            ),
                        ),
                        (
                            "access_policy",
                            models.TextField(blank=True, max_length=2000, verbose_name="data access policy"),
                        ),
                        (
                            "agreement_url",
                            models.URLField(
                                blank=True, max_length=500, verbose_name="where the agreement is published"
                            ),
                        ),
                        (
                            "distribution_modified",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("allowed", "Allowed"),
                                    ("approval", "Only with approval"),
                                    ("forbidden", "Not allowed"),
                                ],
                                max_length=10,
                                verbose_name="passing on modified data",
                            ),
                        ),
                        (
                            "distribution_unmodified",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("allowed", "Allowed"),
                                    ("approval", "Only with approval"),
                                    ("forbidden", "Not allowed"),
                                ],
                                max_length=10,
                                verbose_name="passing on unmodified data",
                            ),
                        ),
                        (
                            "classification",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("public", "Public"),
                                    ("internal", "Internal"),
                                    ("confidential", "Confidential"),
                                    ("secret", "Secret"),
                                ],
                                max_length=14,
                                verbose_name="classification",
                            ),
                        ),
                        (
                            "privacy",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("none", "No personal data"),
                                    ("personal", "Personal data"),
                                    ("sensitive", "Sensitive personal data"),
                                ],
                                max_length=10,
                                verbose_name="privacy",
                            ),
                        ),
                        (
                            "privacy_note",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="how personal data is handled"
                            ),
                        ),
                        (
                            "compliance",
                            models.TextField(blank=True, max_length=2000, verbose_name="compliance"),
                        ),
                        (
                            "is_no_aggregate",
                            models.BooleanField(
                                default=False, verbose_name="no aggregate, though it feeds others"
                            ),
                        ),
                        ("position", models.PositiveIntegerField(default=0)),
                        (
                            "delivers",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="delivered_by",
                                to="lvt.measure",
                                verbose_name="measure of success that it measures",
                            ),
                        ),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="data_products",
                                to="discovery.discovery",
                            ),
                        ),
                        (
                            "domain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="data_products",
                                to="organizations.domain",
                                verbose_name="domain",
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
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="organizations.team",
                                verbose_name="team",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "data product",
                        "verbose_name_plural": "data products",
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
                    name="AccessRule",
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
                            "effect",
                            models.CharField(
                                choices=[("allow", "May"), ("deny", "May not")],
                                max_length=5,
                                verbose_name="effect",
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                choices=[("role", "Role"), ("attribute", "Attribute")],
                                max_length=10,
                                verbose_name="by",
                            ),
                        ),
                        (
                            "users",
                            models.CharField(
                                choices=[("human", "People"), ("machine", "Programs")],
                                default="human",
                                max_length=7,
                                verbose_name="for",
                            ),
                        ),
                        ("subject", models.CharField(max_length=120, verbose_name="who")),
                        ("value", models.CharField(blank=True, max_length=120, verbose_name="value")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="why")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="access_rules",
                                to="products.dataproduct",
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
                    name="DistinctProducts",
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
                            "reason",
                            models.CharField(max_length=300, verbose_name="why they are not the same"),
                        ),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="distinct_products",
                                to="discovery.discovery",
                            ),
                        ),
                        (
                            "first",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="distinct_as_first",
                                to="products.dataproduct",
                            ),
                        ),
                        (
                            "second",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="distinct_as_second",
                                to="products.dataproduct",
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
                    name="HistoricalAccessRule",
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
                            "effect",
                            models.CharField(
                                choices=[("allow", "May"), ("deny", "May not")],
                                max_length=5,
                                verbose_name="effect",
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                choices=[("role", "Role"), ("attribute", "Attribute")],
                                max_length=10,
                                verbose_name="by",
                            ),
                        ),
                        (
                            "users",
                            models.CharField(
                                choices=[("human", "People"), ("machine", "Programs")],
                                default="human",
                                max_length=7,
                                verbose_name="for",
                            ),
                        ),
                        ("subject", models.CharField(max_length=120, verbose_name="who")),
                        ("value", models.CharField(blank=True, max_length=120, verbose_name="value")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="why")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="until")),
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
                            "product",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.dataproduct",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical access rule",
                        "verbose_name_plural": "historical access rules",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalConsumer",
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
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="who they are"),
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
                        "verbose_name": "historical consumer",
                        "verbose_name_plural": "historical consumers",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalConsumerUseCase",
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
                            "consumer",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.consumer",
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
                            "use_case",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="lvt.usecase",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical consumer use case",
                        "verbose_name_plural": "historical consumer use cases",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDataProduct",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("source_oriented", "Source-oriented"),
                                    ("aggregate", "Aggregate"),
                                    ("consumer_oriented", "Consumer-oriented"),
                                ],
                                max_length=20,
                                verbose_name="type",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "Proposed"),
                                    ("planned", "Planned"),
                                    ("building", "Building"),
                                    ("live", "Live"),
                                    ("retired", "Retired"),
                                ],
                                default="proposed",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "job",
                            models.TextField(blank=True, max_length=500, verbose_name="job of the product"),
                        ),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="description"),
                        ),
                        (
                            "effort",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=7,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="effort in person-weeks",
                            ),
                        ),
                        (
                            "effort_low",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=7,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="at least",
                            ),
                        ),
                        (
                            "effort_high",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=7,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="at most",
                            ),
                        ),
                        (
                            "effort_confidence",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[(1, "Low"), (2, "Medium"), (3, "High")],
                                null=True,
                                verbose_name="confidence",
                            ),
                        ),
                        (
                            "sharing",
                            models.CharField(
                                blank=True,
                                choices=[("open", "Open access"), ("approval", "Access approval required")],
                                max_length=10,
                                verbose_name="access",
                            ),
                        ),
                        (
                            "access_default",
                            models.CharField(
                                blank=True,
                                choices=[("allow", "May"), ("deny", "May not")],
                                max_length=5,
                                verbose_name="everybody else",
                            ),
                        ),
                        (
                            "access_policy",
                            models.TextField(blank=True, max_length=2000, verbose_name="data access policy"),
                        ),
                        (
                            "agreement_url",
                            models.URLField(
                                blank=True, max_length=500, verbose_name="where the agreement is published"
                            ),
                        ),
                        (
                            "distribution_modified",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("allowed", "Allowed"),
                                    ("approval", "Only with approval"),
                                    ("forbidden", "Not allowed"),
                                ],
                                max_length=10,
                                verbose_name="passing on modified data",
                            ),
                        ),
                        (
                            "distribution_unmodified",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("allowed", "Allowed"),
                                    ("approval", "Only with approval"),
                                    ("forbidden", "Not allowed"),
                                ],
                                max_length=10,
                                verbose_name="passing on unmodified data",
                            ),
                        ),
                        (
                            "classification",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("public", "Public"),
                                    ("internal", "Internal"),
                                    ("confidential", "Confidential"),
                                    ("secret", "Secret"),
                                ],
                                max_length=14,
                                verbose_name="classification",
                            ),
                        ),
                        (
                            "privacy",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("none", "No personal data"),
                                    ("personal", "Personal data"),
                                    ("sensitive", "Sensitive personal data"),
                                ],
                                max_length=10,
                                verbose_name="privacy",
                            ),
                        ),
                        (
                            "privacy_note",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="how personal data is handled"
                            ),
                        ),
                        (
                            "compliance",
                            models.TextField(blank=True, max_length=2000, verbose_name="compliance"),
                        ),
                        (
                            "is_no_aggregate",
                            models.BooleanField(
                                default=False, verbose_name="no aggregate, though it feeds others"
                            ),
                        ),
                        ("position", models.PositiveIntegerField(default=0)),
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
                            "delivers",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="lvt.measure",
                                verbose_name="measure of success that it measures",
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
                            "domain",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.domain",
                                verbose_name="domain",
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
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.team",
                                verbose_name="team",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical data product",
                        "verbose_name_plural": "historical data products",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDistinctProducts",
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
                            "reason",
                            models.CharField(max_length=300, verbose_name="why they are not the same"),
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
                            "first",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.dataproduct",
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
                            "second",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.dataproduct",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical distinct products",
                        "verbose_name_plural": "historical distinct productss",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalIteration",
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
                        ("name", models.CharField(max_length=120, verbose_name="iteration")),
                        (
                            "serves",
                            models.TextField(blank=True, max_length=1000, verbose_name="what it serves"),
                        ),
                        ("adds", models.TextField(blank=True, max_length=1000, verbose_name="what it adds")),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="starts on")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
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
                            "product",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.dataproduct",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical iteration",
                        "verbose_name_plural": "historical iterations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalMapMark",
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
                                    ("missing", "Something is missing"),
                                    ("doubled", "Something is there twice"),
                                    ("wrong", "Something is wrong"),
                                ],
                                max_length=8,
                                verbose_name="what",
                            ),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="in a sentence")),
                        ("is_settled", models.BooleanField(default=False, verbose_name="settled")),
                        ("author", models.CharField(blank=True, max_length=64)),
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
                            "participant",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="workshops.participant",
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
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical map mark",
                        "verbose_name_plural": "historical map marks",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalMeasurementKey",
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
                        ("name", models.CharField(max_length=120, verbose_name="what it is for")),
                        ("digest", models.CharField(db_index=True, max_length=64)),
                        ("last_used_at", models.DateTimeField(blank=True, null=True)),
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
                        "verbose_name": "historical measurement key",
                        "verbose_name_plural": "historical measurement keys",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalOutputPort",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("api", "API"),
                                    ("table", "Table"),
                                    ("file", "File"),
                                    ("stream", "Stream"),
                                    ("dashboard", "Dashboard"),
                                    ("report", "Report"),
                                    ("virtual", "Virtual database"),
                                ],
                                max_length=10,
                                verbose_name="type",
                            ),
                        ),
                        ("data_set", models.CharField(blank=True, max_length=120, verbose_name="data set")),
                        ("format", models.CharField(blank=True, max_length=120, verbose_name="format")),
                        ("location", models.CharField(blank=True, max_length=500, verbose_name="location")),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="what it delivers"),
                        ),
                        (
                            "example",
                            models.TextField(blank=True, max_length=4000, verbose_name="example data"),
                        ),
                        ("version", models.CharField(default="1.0.0", max_length=20, verbose_name="version")),
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
                            "product",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.dataproduct",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical output port",
                        "verbose_name_plural": "historical output ports",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalProductMeasure",
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
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="lvt.measure",
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
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical product measure",
                        "verbose_name_plural": "historical product measures",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalProductUseCase",
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
                            ),
                        ),
                        (
                            "use_case",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="lvt.usecase",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical product use case",
                        "verbose_name_plural": "historical product use cases",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalSource",
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
                            "kind",
                            models.CharField(
                                choices=[("source", "Source"), ("integration", "Integration source")],
                                default="source",
                                max_length=12,
                                verbose_name="type",
                            ),
                        ),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="what it holds"),
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
                        "verbose_name": "historical source",
                        "verbose_name_plural": "historical sources",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalTemplateAnswer",
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
                            "question",
                            models.CharField(
                                choices=[
                                    ("users", "Who uses it, and whom does it serve?"),
                                    (
                                        "value",
                                        "Would it be valuable if exposed, and to which other stakeholders or domains?",
                                    ),
                                    ("engagement", "How will consumers engage with it?"),
                                    (
                                        "tasks",
                                        "Which tasks does it support, and how is it served at that point?",
                                    ),
                                    ("access", "How is it accessed?"),
                                    ("inputs", "Which input data or sources does it need?"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("text", models.TextField(max_length=2000, verbose_name="answer")),
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
                            "product",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.dataproduct",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical template answer",
                        "verbose_name_plural": "historical template answers",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalTemplateProposal",
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
                                    ("name", "Name"),
                                    ("job", "Job of the product"),
                                    ("producer", "Producer: where data comes from"),
                                    ("output", "Output port: how it delivers"),
                                    ("consumer", "Consumer: who uses it"),
                                    ("users", "Who uses it, and whom does it serve?"),
                                    (
                                        "value",
                                        "Would it be valuable if exposed, and to which other stakeholders or domains?",
                                    ),
                                    ("engagement", "How will consumers engage with it?"),
                                    (
                                        "tasks",
                                        "Which tasks does it support, and how is it served at that point?",
                                    ),
                                    ("access", "How is it accessed?"),
                                    ("inputs", "Which input data or sources does it need?"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("api", "API"),
                                    ("table", "Table"),
                                    ("file", "File"),
                                    ("stream", "Stream"),
                                    ("dashboard", "Dashboard"),
                                    ("report", "Report"),
                                    ("virtual", "Virtual database"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("text", models.CharField(max_length=500, verbose_name="proposal")),
                        ("became", models.UUIDField(blank=True, null=True)),
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
                            "participant",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="workshops.participant",
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
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical template proposal",
                        "verbose_name_plural": "historical template proposals",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalUsageGroup",
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
                            "product",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.dataproduct",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical usage group",
                        "verbose_name_plural": "historical usage groups",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Iteration",
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
                        ("name", models.CharField(max_length=120, verbose_name="iteration")),
                        (
                            "serves",
                            models.TextField(blank=True, max_length=1000, verbose_name="what it serves"),
                        ),
                        ("adds", models.TextField(blank=True, max_length=1000, verbose_name="what it adds")),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="starts on")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="iterations",
                                to="products.dataproduct",
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
                    name="MapMark",
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
                                    ("missing", "Something is missing"),
                                    ("doubled", "Something is there twice"),
                                    ("wrong", "Something is wrong"),
                                ],
                                max_length=8,
                                verbose_name="what",
                            ),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="in a sentence")),
                        ("is_settled", models.BooleanField(default=False, verbose_name="settled")),
                        ("author", models.CharField(blank=True, max_length=64)),
                        (
                            "activity",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="map_marks",
                                to="workshops.activity",
                            ),
                        ),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="map_marks",
                                to="discovery.discovery",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="map_marks",
                                to="workshops.participant",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="map_marks",
                                to="products.dataproduct",
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
                    name="MeasurementKey",
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
                        ("name", models.CharField(max_length=120, verbose_name="what it is for")),
                        ("digest", models.CharField(max_length=64, unique=True)),
                        ("last_used_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="measurement_keys",
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
                    name="OutputPort",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("api", "API"),
                                    ("table", "Table"),
                                    ("file", "File"),
                                    ("stream", "Stream"),
                                    ("dashboard", "Dashboard"),
                                    ("report", "Report"),
                                    ("virtual", "Virtual database"),
                                ],
                                max_length=10,
                                verbose_name="type",
                            ),
                        ),
                        ("data_set", models.CharField(blank=True, max_length=120, verbose_name="data set")),
                        ("format", models.CharField(blank=True, max_length=120, verbose_name="format")),
                        ("location", models.CharField(blank=True, max_length=500, verbose_name="location")),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="what it delivers"),
                        ),
                        (
                            "example",
                            models.TextField(blank=True, max_length=4000, verbose_name="example data"),
                        ),
                        ("version", models.CharField(default="1.0.0", max_length=20, verbose_name="version")),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="output_ports",
                                to="products.dataproduct",
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
                    name="HistoricalProductConsumer",
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
                            "consumer",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.consumer",
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
                            ),
                        ),
                        (
                            "port",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.outputport",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical product consumer",
                        "verbose_name_plural": "historical product consumers",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPortColumn",
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
                        ("name", models.CharField(max_length=120, verbose_name="column")),
                        (
                            "type",
                            models.CharField(
                                choices=[
                                    ("string", "Text"),
                                    ("integer", "Whole number"),
                                    ("number", "Number"),
                                    ("boolean", "Yes or no"),
                                    ("date", "Date"),
                                    ("timestamp", "Date and time"),
                                    ("time", "Time of day"),
                                    ("object", "Object"),
                                    ("array", "List"),
                                ],
                                default="string",
                                max_length=10,
                                verbose_name="type",
                            ),
                        ),
                        (
                            "description",
                            models.CharField(blank=True, max_length=500, verbose_name="what it says"),
                        ),
                        ("is_required", models.BooleanField(default=False, verbose_name="always filled")),
                        ("is_personal", models.BooleanField(default=False, verbose_name="personal data")),
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
                            "port",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.outputport",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical port column",
                        "verbose_name_plural": "historical port columns",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="PortColumn",
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
                        ("name", models.CharField(max_length=120, verbose_name="column")),
                        (
                            "type",
                            models.CharField(
                                choices=[
                                    ("string", "Text"),
                                    ("integer", "Whole number"),
                                    ("number", "Number"),
                                    ("boolean", "Yes or no"),
                                    ("date", "Date"),
                                    ("timestamp", "Date and time"),
                                    ("time", "Time of day"),
                                    ("object", "Object"),
                                    ("array", "List"),
                                ],
                                default="string",
                                max_length=10,
                                verbose_name="type",
                            ),
                        ),
                        (
                            "description",
                            models.CharField(blank=True, max_length=500, verbose_name="what it says"),
                        ),
                        ("is_required", models.BooleanField(default=False, verbose_name="always filled")),
                        ("is_personal", models.BooleanField(default=False, verbose_name="personal data")),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "port",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="columns",
                                to="products.outputport",
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
                    name="ProductConsumer",
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
                            "consumer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="product_links",
                                to="products.consumer",
                            ),
                        ),
                        (
                            "port",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="consumer_links",
                                to="products.outputport",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="consumer_links",
                                to="products.dataproduct",
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
                    name="HistoricalAccessRequest",
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
                        ("who", models.CharField(max_length=120, verbose_name="who needs access")),
                        (
                            "users",
                            models.CharField(
                                choices=[("human", "People"), ("machine", "Programs")],
                                default="human",
                                max_length=7,
                                verbose_name="for",
                            ),
                        ),
                        ("purpose", models.TextField(max_length=2000, verbose_name="purpose")),
                        ("expires_on", models.DateField(blank=True, null=True, verbose_name="until")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Waits for an answer"),
                                    ("granted", "Granted"),
                                    ("refused", "Refused"),
                                    ("ended", "Ended"),
                                ],
                                default="asked",
                                max_length=7,
                                verbose_name="state",
                            ),
                        ),
                        ("answer", models.TextField(blank=True, max_length=2000, verbose_name="answer")),
                        ("answered_on", models.DateField(blank=True, null=True, verbose_name="answered on")),
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
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="who asks",
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
                            "rule",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.accessrule",
                            ),
                        ),
                        (
                            "port",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.outputport",
                            ),
                        ),
                        (
                            "link",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.productconsumer",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical request for access",
                        "verbose_name_plural": "historical requests for access",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="AccessRequest",
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
                        ("who", models.CharField(max_length=120, verbose_name="who needs access")),
                        (
                            "users",
                            models.CharField(
                                choices=[("human", "People"), ("machine", "Programs")],
                                default="human",
                                max_length=7,
                                verbose_name="for",
                            ),
                        ),
                        ("purpose", models.TextField(max_length=2000, verbose_name="purpose")),
                        ("expires_on", models.DateField(blank=True, null=True, verbose_name="until")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Waits for an answer"),
                                    ("granted", "Granted"),
                                    ("refused", "Refused"),
                                    ("ended", "Ended"),
                                ],
                                default="asked",
                                max_length=7,
                                verbose_name="state",
                            ),
                        ),
                        ("answer", models.TextField(blank=True, max_length=2000, verbose_name="answer")),
                        ("answered_on", models.DateField(blank=True, null=True, verbose_name="answered on")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="who asks",
                            ),
                        ),
                        (
                            "rule",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="products.accessrule",
                            ),
                        ),
                        (
                            "port",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="access_requests",
                                to="products.outputport",
                            ),
                        ),
                        (
                            "link",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="products.productconsumer",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "request for access",
                        "verbose_name_plural": "requests for access",
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
                    name="ProductMeasure",
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
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="product_links",
                                to="lvt.measure",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="measure_links",
                                to="products.dataproduct",
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
                    name="ProductUseCase",
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
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="use_case_links",
                                to="products.dataproduct",
                            ),
                        ),
                        (
                            "use_case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="product_links",
                                to="lvt.usecase",
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
                    name="Slo",
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
                                    ("freshness", "Freshness"),
                                    ("completeness", "Completeness"),
                                    ("availability", "Availability"),
                                    ("latency", "Latency"),
                                    ("accuracy", "Accuracy"),
                                    ("volume", "Volume"),
                                    ("other", "Other"),
                                ],
                                max_length=14,
                                verbose_name="indicator",
                            ),
                        ),
                        ("indicator", models.CharField(max_length=300, verbose_name="what is measured")),
                        (
                            "threshold",
                            models.CharField(blank=True, max_length=200, verbose_name="good means"),
                        ),
                        (
                            "basis",
                            models.CharField(
                                choices=[("events", "Events"), ("time", "Time")],
                                default="events",
                                max_length=8,
                                verbose_name="counted in",
                            ),
                        ),
                        (
                            "events",
                            models.CharField(blank=True, max_length=60, verbose_name="name of the events"),
                        ),
                        (
                            "sentence",
                            models.CharField(max_length=500, verbose_name="objective in a sentence"),
                        ),
                        (
                            "time_zone",
                            models.CharField(default="UTC", max_length=64, verbose_name="time zone"),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="slos",
                                to="products.dataproduct",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "SLO",
                        "verbose_name_plural": "SLOs",
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
                    name="Measurement",
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
                        ("starts_at", models.DateTimeField(verbose_name="from")),
                        ("ends_at", models.DateTimeField(verbose_name="until")),
                        (
                            "total",
                            models.DecimalField(
                                decimal_places=3,
                                max_digits=18,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="total",
                            ),
                        ),
                        (
                            "bad",
                            models.DecimalField(
                                decimal_places=3,
                                max_digits=18,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="missed",
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[("manual", "By hand"), ("csv", "CSV"), ("api", "API")],
                                default="manual",
                                max_length=6,
                                verbose_name="origin",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                        (
                            "slo",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="measurements",
                                to="products.slo",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("starts_at", "pk"),
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
                    name="HistoricalSloWindow",
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
                            "target",
                            models.DecimalField(
                                decimal_places=6,
                                max_digits=9,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="target in percent",
                            ),
                        ),
                        (
                            "length",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(1000),
                                ],
                                verbose_name="length",
                            ),
                        ),
                        (
                            "unit",
                            models.CharField(
                                choices=[
                                    ("hour", "Hours"),
                                    ("day", "Days"),
                                    ("week", "Weeks"),
                                    ("month", "Months"),
                                    ("quarter", "Quarters"),
                                    ("year", "Years"),
                                ],
                                default="day",
                                max_length=8,
                                verbose_name="unit",
                            ),
                        ),
                        ("is_rolling", models.BooleanField(default=False, verbose_name="rolling")),
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
                            "slo",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.slo",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical SLO window",
                        "verbose_name_plural": "historical SLO windows",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalMeasurement",
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
                        ("starts_at", models.DateTimeField(verbose_name="from")),
                        ("ends_at", models.DateTimeField(verbose_name="until")),
                        (
                            "total",
                            models.DecimalField(
                                decimal_places=3,
                                max_digits=18,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="total",
                            ),
                        ),
                        (
                            "bad",
                            models.DecimalField(
                                decimal_places=3,
                                max_digits=18,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="missed",
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[("manual", "By hand"), ("csv", "CSV"), ("api", "API")],
                                default="manual",
                                max_length=6,
                                verbose_name="origin",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
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
                            "slo",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.slo",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical measurement",
                        "verbose_name_plural": "historical measurements",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="SloWindow",
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
                            "target",
                            models.DecimalField(
                                decimal_places=6,
                                max_digits=9,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="target in percent",
                            ),
                        ),
                        (
                            "length",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(1000),
                                ],
                                verbose_name="length",
                            ),
                        ),
                        (
                            "unit",
                            models.CharField(
                                choices=[
                                    ("hour", "Hours"),
                                    ("day", "Days"),
                                    ("week", "Weeks"),
                                    ("month", "Months"),
                                    ("quarter", "Quarters"),
                                    ("year", "Years"),
                                ],
                                default="day",
                                max_length=8,
                                verbose_name="unit",
                            ),
                        ),
                        ("is_rolling", models.BooleanField(default=False, verbose_name="rolling")),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "action",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="slo_windows",
                                to="workshops.actionitem",
                            ),
                        ),
                        (
                            "slo",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="windows",
                                to="products.slo",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "SLO window",
                        "verbose_name_plural": "SLO windows",
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
                    name="Source",
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
                            "kind",
                            models.CharField(
                                choices=[("source", "Source"), ("integration", "Integration source")],
                                default="source",
                                max_length=12,
                                verbose_name="type",
                            ),
                        ),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="what it holds"),
                        ),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sources",
                                to="discovery.discovery",
                            ),
                        ),
                        (
                            "domain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sources",
                                to="organizations.domain",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("name", "pk"),
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
                    name="InputPort",
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
                        ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("user_interface", "User interface"),
                                    ("api", "API"),
                                    ("extractor", "Extractor"),
                                    ("file", "File"),
                                    ("stream", "Stream"),
                                    ("product", "Output port of another product"),
                                ],
                                max_length=16,
                                verbose_name="type",
                            ),
                        ),
                        ("format", models.CharField(blank=True, max_length=120, verbose_name="format")),
                        ("location", models.CharField(blank=True, max_length=500, verbose_name="location")),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="what it receives"),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "feeder",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="fed_ports",
                                to="products.dataproduct",
                                verbose_name="data product that feeds it",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="input_ports",
                                to="products.dataproduct",
                            ),
                        ),
                        (
                            "feeder_port",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="fed_ports",
                                to="products.outputport",
                                verbose_name="output port",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="input_ports",
                                to="products.source",
                                verbose_name="source",
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
                    name="HistoricalSourceFeed",
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
                            "integration",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.source",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical source feed",
                        "verbose_name_plural": "historical source feeds",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalInputPort",
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
                        ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("user_interface", "User interface"),
                                    ("api", "API"),
                                    ("extractor", "Extractor"),
                                    ("file", "File"),
                                    ("stream", "Stream"),
                                    ("product", "Output port of another product"),
                                ],
                                max_length=16,
                                verbose_name="type",
                            ),
                        ),
                        ("format", models.CharField(blank=True, max_length=120, verbose_name="format")),
                        ("location", models.CharField(blank=True, max_length=500, verbose_name="location")),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="what it receives"),
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
                            "feeder",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.dataproduct",
                                verbose_name="data product that feeds it",
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
                            ),
                        ),
                        (
                            "feeder_port",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.outputport",
                                verbose_name="output port",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical input port",
                        "verbose_name_plural": "historical input ports",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="SourceFeed",
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
                            "integration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="fed_by",
                                to="products.source",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="feeds",
                                to="products.source",
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
                    name="TemplateAnswer",
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
                            "question",
                            models.CharField(
                                choices=[
                                    ("users", "Who uses it, and whom does it serve?"),
                                    (
                                        "value",
                                        "Would it be valuable if exposed, and to which other stakeholders or domains?",
                                    ),
                                    ("engagement", "How will consumers engage with it?"),
                                    (
                                        "tasks",
                                        "Which tasks does it support, and how is it served at that point?",
                                    ),
                                    ("access", "How is it accessed?"),
                                    ("inputs", "Which input data or sources does it need?"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("text", models.TextField(max_length=2000, verbose_name="answer")),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answers",
                                to="products.dataproduct",
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
                    name="TemplateProposal",
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
                                    ("name", "Name"),
                                    ("job", "Job of the product"),
                                    ("producer", "Producer: where data comes from"),
                                    ("output", "Output port: how it delivers"),
                                    ("consumer", "Consumer: who uses it"),
                                    ("users", "Who uses it, and whom does it serve?"),
                                    (
                                        "value",
                                        "Would it be valuable if exposed, and to which other stakeholders or domains?",
                                    ),
                                    ("engagement", "How will consumers engage with it?"),
                                    (
                                        "tasks",
                                        "Which tasks does it support, and how is it served at that point?",
                                    ),
                                    ("access", "How is it accessed?"),
                                    ("inputs", "Which input data or sources does it need?"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("api", "API"),
                                    ("table", "Table"),
                                    ("file", "File"),
                                    ("stream", "Stream"),
                                    ("dashboard", "Dashboard"),
                                    ("report", "Report"),
                                    ("virtual", "Virtual database"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("text", models.CharField(max_length=500, verbose_name="proposal")),
                        ("became", models.UUIDField(blank=True, null=True)),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="template_proposals",
                                to="workshops.activity",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="template_proposals",
                                to="workshops.participant",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="template_proposals",
                                to="products.dataproduct",
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
                    name="UsageGroup",
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
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="usage_groups",
                                to="products.dataproduct",
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
                migrations.AddField(
                    model_name="slo",
                    name="group",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="slos",
                        to="products.usagegroup",
                    ),
                ),
                migrations.CreateModel(
                    name="HistoricalUsagePattern",
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
                        ("who", models.CharField(blank=True, max_length=200, verbose_name="who uses it")),
                        ("when", models.CharField(blank=True, max_length=200, verbose_name="when")),
                        ("how_often", models.CharField(blank=True, max_length=200, verbose_name="how often")),
                        ("how_fresh", models.CharField(blank=True, max_length=200, verbose_name="how fresh")),
                        (
                            "how_complete",
                            models.CharField(blank=True, max_length=200, verbose_name="how complete"),
                        ),
                        ("how_fast", models.CharField(blank=True, max_length=200, verbose_name="how fast")),
                        (
                            "what_breaks",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="what breaks if it is late"
                            ),
                        ),
                        ("author", models.CharField(blank=True, max_length=64)),
                        ("position", models.PositiveIntegerField(default=0)),
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
                            "consumer",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.consumer",
                                verbose_name="consumer",
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
                            "participant",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="workshops.participant",
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
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.usagegroup",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical usage pattern",
                        "verbose_name_plural": "historical usage patterns",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="UsagePattern",
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
                        ("who", models.CharField(blank=True, max_length=200, verbose_name="who uses it")),
                        ("when", models.CharField(blank=True, max_length=200, verbose_name="when")),
                        ("how_often", models.CharField(blank=True, max_length=200, verbose_name="how often")),
                        ("how_fresh", models.CharField(blank=True, max_length=200, verbose_name="how fresh")),
                        (
                            "how_complete",
                            models.CharField(blank=True, max_length=200, verbose_name="how complete"),
                        ),
                        ("how_fast", models.CharField(blank=True, max_length=200, verbose_name="how fast")),
                        (
                            "what_breaks",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="what breaks if it is late"
                            ),
                        ),
                        ("author", models.CharField(blank=True, max_length=64)),
                        ("position", models.PositiveIntegerField(default=0)),
                        (
                            "activity",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="usage_patterns",
                                to="workshops.activity",
                            ),
                        ),
                        (
                            "consumer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="usage_patterns",
                                to="products.consumer",
                                verbose_name="consumer",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="patterns",
                                to="products.usagegroup",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="usage_patterns",
                                to="workshops.participant",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="usage_patterns",
                                to="products.dataproduct",
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
                migrations.AddField(
                    model_name="slo",
                    name="pattern",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="slos",
                        to="products.usagepattern",
                    ),
                ),
                migrations.CreateModel(
                    name="HistoricalSlo",
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
                                    ("freshness", "Freshness"),
                                    ("completeness", "Completeness"),
                                    ("availability", "Availability"),
                                    ("latency", "Latency"),
                                    ("accuracy", "Accuracy"),
                                    ("volume", "Volume"),
                                    ("other", "Other"),
                                ],
                                max_length=14,
                                verbose_name="indicator",
                            ),
                        ),
                        ("indicator", models.CharField(max_length=300, verbose_name="what is measured")),
                        (
                            "threshold",
                            models.CharField(blank=True, max_length=200, verbose_name="good means"),
                        ),
                        (
                            "basis",
                            models.CharField(
                                choices=[("events", "Events"), ("time", "Time")],
                                default="events",
                                max_length=8,
                                verbose_name="counted in",
                            ),
                        ),
                        (
                            "events",
                            models.CharField(blank=True, max_length=60, verbose_name="name of the events"),
                        ),
                        (
                            "sentence",
                            models.CharField(max_length=500, verbose_name="objective in a sentence"),
                        ),
                        (
                            "time_zone",
                            models.CharField(default="UTC", max_length=64, verbose_name="time zone"),
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
                            "product",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.dataproduct",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.usagegroup",
                            ),
                        ),
                        (
                            "pattern",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.usagepattern",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical SLO",
                        "verbose_name_plural": "historical SLOs",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.AddConstraint(
                    model_name="consumer",
                    constraint=models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"),
                        models.F("domain"),
                        condition=models.Q(("deleted_at", None)),
                        name="consumer_name_in_domain",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="consumerusecase",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("consumer", "use_case"),
                        name="consumerusecase_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="dataproduct",
                    constraint=models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"),
                        models.F("domain"),
                        condition=models.Q(("deleted_at", None)),
                        name="dataproduct_name_in_domain",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="dataproduct",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["source_oriented", "aggregate", "consumer_oriented"])
                        ),
                        name="dataproduct_kind",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="dataproduct",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["proposed", "planned", "building", "live", "retired"])
                        ),
                        name="dataproduct_state",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="dataproduct",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("effort_low", None),
                            ("effort_high", None),
                            ("effort_low__lte", models.F("effort_high")),
                            _connector="OR",
                        ),
                        name="dataproduct_effort_range",
                        violation_error_message="“At most” cannot be less than “at least”.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="accessrule",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("effect__in", ["allow", "deny"])), name="accessrule_effect"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="accessrule",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("basis__in", ["role", "attribute"])), name="accessrule_basis"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="accessrule",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("users__in", ["human", "machine"])), name="accessrule_users"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="distinctproducts",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("first", "second"),
                        name="distinctproducts_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="distinctproducts",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("first", models.F("second")), _negated=True),
                        name="distinctproducts_two",
                        violation_error_message="These are not two data products, but one.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="iteration",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on", None),
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="iteration_ends_after_start",
                        violation_error_message="An iteration ends on the day it starts, or later.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="mapmark",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["missing", "doubled", "wrong"])), name="mapmark_kind"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="outputport",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["api", "table", "file", "stream", "dashboard", "report", "virtual"])
                        ),
                        name="outputport_kind",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="portcolumn",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("port", "name"),
                        name="portcolumn_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="portcolumn",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "type__in",
                                [
                                    "string",
                                    "integer",
                                    "number",
                                    "boolean",
                                    "date",
                                    "timestamp",
                                    "time",
                                    "object",
                                    "array",
                                ],
                            )
                        ),
                        name="portcolumn_type",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="productconsumer",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("product", "consumer", "port"),
                        name="productconsumer_once_by_port",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="productconsumer",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None), ("port", None)),
                        fields=("product", "consumer"),
                        name="productconsumer_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="accessrequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["asked", "granted", "refused", "ended"])),
                        name="accessrequest_state",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="accessrequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("users__in", ["human", "machine"])), name="accessrequest_users"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="productmeasure",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("product", "measure"),
                        name="productmeasure_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="productusecase",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("product", "use_case"),
                        name="productusecase_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="measurement",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("slo", "starts_at"),
                        name="measurement_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="measurement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="measurement_takes_time",
                        violation_error_message="A measurement ends after it starts.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="measurement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("bad__gte", 0), ("bad__lte", models.F("total")), ("total__gte", 0)
                        ),
                        name="measurement_bad_of_total",
                        violation_error_message="What was missed is a part of all that was counted.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="slowindow",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("target__gt", 0), ("target__lt", 100)), name="slowindow_target"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="slowindow",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("length__gte", 1), ("length__lte", 1000)), name="slowindow_length"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="slowindow",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("unit__in", ["hour", "day", "week", "month", "quarter", "year"])),
                        name="slowindow_unit",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="source",
                    constraint=models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"),
                        models.F("domain"),
                        condition=models.Q(("deleted_at", None)),
                        name="source_name_in_domain",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="source",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["source", "integration"])), name="source_kind"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="inputport",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("kind", ""),
                            ("kind__in", ["user_interface", "api", "extractor", "file", "stream", "product"]),
                            _connector="OR",
                        ),
                        name="inputport_kind",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="inputport",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("source", None), ("feeder", None), _connector="OR"),
                        name="inputport_one_origin",
                        violation_error_message="Choose a source or a data product, not both.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="inputport",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("feeder", None),
                            models.Q(("feeder", models.F("product")), _negated=True),
                            _connector="OR",
                        ),
                        name="inputport_not_itself",
                        violation_error_message="A data product cannot feed itself.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sourcefeed",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("source", "integration"),
                        name="sourcefeed_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sourcefeed",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("source", models.F("integration")), _negated=True),
                        name="sourcefeed_not_itself",
                        violation_error_message="A source does not take in itself.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="templateanswer",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("product", "question"),
                        name="templateanswer_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="templateanswer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("question__in", ["users", "value", "engagement", "tasks", "access", "inputs"])
                        ),
                        name="templateanswer_question",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="templateproposal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "part__in",
                                [
                                    "name",
                                    "job",
                                    "producer",
                                    "output",
                                    "consumer",
                                    "users",
                                    "value",
                                    "engagement",
                                    "tasks",
                                    "access",
                                    "inputs",
                                ],
                            )
                        ),
                        name="templateproposal_part",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="templateproposal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "kind__in",
                                    ["api", "table", "file", "stream", "dashboard", "report", "virtual"],
                                ),
                                ("part", "output"),
                            ),
                            models.Q(models.Q(("part", "output"), _negated=True), ("kind", "")),
                            _connector="OR",
                        ),
                        name="templateproposal_kind",
                        violation_error_message="A proposed output port has a type, and nothing else that is proposed has one.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="slo",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "freshness",
                                    "completeness",
                                    "availability",
                                    "latency",
                                    "accuracy",
                                    "volume",
                                    "other",
                                ],
                            )
                        ),
                        name="slo_kind",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="slo",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("basis__in", ["events", "time"])), name="slo_basis"
                    ),
                ),
            ]
        )
    ]
