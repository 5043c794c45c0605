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
        ("organizations", "0001_initial"),
        ("products", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Capability",
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
                            "plane",
                            models.CharField(
                                choices=[
                                    ("infrastructure", "Data infrastructure"),
                                    ("experience", "Data product developer experience"),
                                    ("supervision", "Mesh supervision"),
                                ],
                                max_length=14,
                                verbose_name="plane",
                            ),
                        ),
                        ("key", models.CharField(blank=True, max_length=40)),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="what it is"),
                        ),
                        (
                            "today",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                                verbose_name="maturity today, 0 to 5",
                            ),
                        ),
                        (
                            "needed",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                                verbose_name="maturity needed, 0 to 5",
                            ),
                        ),
                        ("evidence", models.TextField(blank=True, max_length=2000, verbose_name="evidence")),
                        (
                            "how_to_get",
                            models.TextField(blank=True, max_length=2000, verbose_name="how to get it"),
                        ),
                        (
                            "link",
                            models.URLField(blank=True, max_length=500, verbose_name="where it is described"),
                        ),
                        (
                            "gap_effort",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=7,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="effort in person-weeks",
                            ),
                        ),
                        ("gap_until", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="capabilities",
                                to="discovery.discovery",
                            ),
                        ),
                        (
                            "gap_closer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="who closes it",
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
                        "verbose_name_plural": "capabilities",
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
                    name="DataAsset",
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
                                choices=[("asset", "Data asset"), ("product", "Existing data product")],
                                default="asset",
                                max_length=8,
                                verbose_name="type",
                            ),
                        ),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="what it holds"),
                        ),
                        (
                            "location",
                            models.CharField(blank=True, max_length=300, verbose_name="where it lies"),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "becomes",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="replaces",
                                to="products.dataproduct",
                                verbose_name="data product that replaces it",
                            ),
                        ),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="data_assets",
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
                    name="AssetRead",
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
                        ("how", models.CharField(blank=True, max_length=120, verbose_name="how")),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="asset_reads",
                                to="discovery.discovery",
                            ),
                        ),
                        (
                            "reader_product",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reads",
                                to="products.dataproduct",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="asset_reads",
                                to="products.source",
                            ),
                        ),
                        (
                            "asset",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="read_by",
                                to="technology.dataasset",
                            ),
                        ),
                        (
                            "reader",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reads",
                                to="technology.dataasset",
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
                    name="FitnessReading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("function", models.CharField(max_length=40)),
                        ("taken_on", models.DateField()),
                        ("passed", models.PositiveSmallIntegerField()),
                        ("of", models.PositiveSmallIntegerField()),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="fitness_readings",
                                to="discovery.discovery",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="fitness_readings",
                                to="products.dataproduct",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("taken_on", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAssetRead",
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
                        ("how", models.CharField(blank=True, max_length=120, verbose_name="how")),
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
                            "asset",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="technology.dataasset",
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
                            "reader",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="technology.dataasset",
                            ),
                        ),
                        (
                            "reader_product",
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
                        "verbose_name": "historical asset read",
                        "verbose_name_plural": "historical asset reads",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDataAsset",
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
                                choices=[("asset", "Data asset"), ("product", "Existing data product")],
                                default="asset",
                                max_length=8,
                                verbose_name="type",
                            ),
                        ),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="what it holds"),
                        ),
                        (
                            "location",
                            models.CharField(blank=True, max_length=300, verbose_name="where it lies"),
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
                            "becomes",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="products.dataproduct",
                                verbose_name="data product that replaces it",
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
                        "verbose_name": "historical data asset",
                        "verbose_name_plural": "historical data assets",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPlatform",
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
                            models.TextField(blank=True, max_length=2000, verbose_name="what it offers"),
                        ),
                        (
                            "alignment",
                            models.TextField(
                                blank=True,
                                max_length=2000,
                                verbose_name="how it aligns with the other platforms",
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
                                verbose_name="platform owner",
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
                                verbose_name="platform team",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical platform",
                        "verbose_name_plural": "historical platforms",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalProductNeed",
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
                            "level",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                                verbose_name="needed maturity, 1 to 5",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="what for")),
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
                            "capability",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="technology.capability",
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
                        "verbose_name": "historical product need",
                        "verbose_name_plural": "historical product needs",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalSharingChoice",
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
                            "pattern",
                            models.CharField(
                                choices=[
                                    ("virtual", "Virtual: queried where it lies"),
                                    ("native", "Native sharing of the platform"),
                                    ("copy", "Copy"),
                                ],
                                max_length=8,
                                verbose_name="pattern",
                            ),
                        ),
                        ("reason", models.TextField(max_length=2000, verbose_name="why")),
                        ("is_simple_reporting", models.BooleanField(blank=True, null=True)),
                        ("is_same_platform", models.BooleanField(blank=True, null=True)),
                        ("needs_locality", models.BooleanField(blank=True, null=True)),
                        (
                            "cautions",
                            models.TextField(
                                blank=True,
                                max_length=2000,
                                verbose_name="how access rules are kept for the copy",
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
                        "verbose_name": "historical sharing choice",
                        "verbose_name_plural": "historical sharing choices",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Platform",
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
                            models.TextField(blank=True, max_length=2000, verbose_name="what it offers"),
                        ),
                        (
                            "alignment",
                            models.TextField(
                                blank=True,
                                max_length=2000,
                                verbose_name="how it aligns with the other platforms",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="platforms",
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
                                verbose_name="platform owner",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="platforms",
                                to="organizations.team",
                                verbose_name="platform team",
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
                    name="HistoricalPlatformFeedback",
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
                        ("text", models.CharField(max_length=300, verbose_name="what they say")),
                        ("said_on", models.DateField(blank=True, null=True, verbose_name="said on")),
                        (
                            "answer",
                            models.TextField(blank=True, max_length=2000, verbose_name="what becomes of it"),
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
                            "team",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.team",
                                verbose_name="who says it",
                            ),
                        ),
                        (
                            "platform",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="technology.platform",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical feedback on a platform",
                        "verbose_name_plural": "historical feedback on platforms",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPlatformChange",
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
                        ("name", models.CharField(max_length=200, verbose_name="what changes")),
                        (
                            "detail",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what teams have to do"
                            ),
                        ),
                        ("comes_on", models.DateField(blank=True, null=True, verbose_name="comes on")),
                        ("told_on", models.DateField(blank=True, null=True, verbose_name="announced on")),
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
                            "platform",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="technology.platform",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical change of a platform",
                        "verbose_name_plural": "historical changes of platforms",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalCapability",
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
                            "plane",
                            models.CharField(
                                choices=[
                                    ("infrastructure", "Data infrastructure"),
                                    ("experience", "Data product developer experience"),
                                    ("supervision", "Mesh supervision"),
                                ],
                                max_length=14,
                                verbose_name="plane",
                            ),
                        ),
                        ("key", models.CharField(blank=True, max_length=40)),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="what it is"),
                        ),
                        (
                            "today",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                                verbose_name="maturity today, 0 to 5",
                            ),
                        ),
                        (
                            "needed",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                                verbose_name="maturity needed, 0 to 5",
                            ),
                        ),
                        ("evidence", models.TextField(blank=True, max_length=2000, verbose_name="evidence")),
                        (
                            "how_to_get",
                            models.TextField(blank=True, max_length=2000, verbose_name="how to get it"),
                        ),
                        (
                            "link",
                            models.URLField(blank=True, max_length=500, verbose_name="where it is described"),
                        ),
                        (
                            "gap_effort",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=7,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="effort in person-weeks",
                            ),
                        ),
                        ("gap_until", models.DateField(blank=True, null=True, verbose_name="until")),
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
                            "gap_closer",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="who closes it",
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
                            "platform",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="technology.platform",
                                verbose_name="platform",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical capability",
                        "verbose_name_plural": "historical capabilities",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.AddField(
                    model_name="capability",
                    name="platform",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="capabilities",
                        to="technology.platform",
                        verbose_name="platform",
                    ),
                ),
                migrations.CreateModel(
                    name="PlatformChange",
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
                        ("name", models.CharField(max_length=200, verbose_name="what changes")),
                        (
                            "detail",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what teams have to do"
                            ),
                        ),
                        ("comes_on", models.DateField(blank=True, null=True, verbose_name="comes on")),
                        ("told_on", models.DateField(blank=True, null=True, verbose_name="announced on")),
                        (
                            "platform",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="changes",
                                to="technology.platform",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "change of a platform",
                        "verbose_name_plural": "changes of platforms",
                        "ordering": ("comes_on", "pk"),
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
                    name="PlatformFeedback",
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
                        ("text", models.CharField(max_length=300, verbose_name="what they say")),
                        ("said_on", models.DateField(blank=True, null=True, verbose_name="said on")),
                        (
                            "answer",
                            models.TextField(blank=True, max_length=2000, verbose_name="what becomes of it"),
                        ),
                        (
                            "platform",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="feedback",
                                to="technology.platform",
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
                                verbose_name="who says it",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "feedback on a platform",
                        "verbose_name_plural": "feedback on platforms",
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
                    name="ProductNeed",
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
                            "level",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                                verbose_name="needed maturity, 1 to 5",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="what for")),
                        (
                            "capability",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="needs",
                                to="technology.capability",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="needs",
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
                    name="SharingChoice",
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
                            "pattern",
                            models.CharField(
                                choices=[
                                    ("virtual", "Virtual: queried where it lies"),
                                    ("native", "Native sharing of the platform"),
                                    ("copy", "Copy"),
                                ],
                                max_length=8,
                                verbose_name="pattern",
                            ),
                        ),
                        ("reason", models.TextField(max_length=2000, verbose_name="why")),
                        ("is_simple_reporting", models.BooleanField(blank=True, null=True)),
                        ("is_same_platform", models.BooleanField(blank=True, null=True)),
                        ("needs_locality", models.BooleanField(blank=True, null=True)),
                        (
                            "cautions",
                            models.TextField(
                                blank=True,
                                max_length=2000,
                                verbose_name="how access rules are kept for the copy",
                            ),
                        ),
                        (
                            "port",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sharing_choices",
                                to="products.outputport",
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
                    model_name="dataasset",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["asset", "product"])), name="dataasset_kind"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="dataasset",
                    constraint=models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"),
                        models.F("discovery"),
                        condition=models.Q(("deleted_at", None)),
                        name="dataasset_name_in_discovery",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assetread",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asset__isnull", False), ("source", None)),
                            models.Q(("asset", None), ("source__isnull", False)),
                            _connector="OR",
                        ),
                        name="assetread_one_origin",
                        violation_error_message="What is read is one source or one data asset.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assetread",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reader", None), ("reader_product__isnull", False)),
                            models.Q(("reader__isnull", False), ("reader_product", None)),
                            _connector="OR",
                        ),
                        name="assetread_one_reader",
                        violation_error_message="The reader is one data asset or one data product.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assetread",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("asset", None),
                            ("reader", None),
                            models.Q(("asset", models.F("reader")), _negated=True),
                            _connector="OR",
                        ),
                        name="assetread_not_itself",
                        violation_error_message="Nothing reads itself.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="fitnessreading",
                    constraint=models.UniqueConstraint(
                        fields=("product", "function", "taken_on"), name="fitnessreading_once_a_day"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="fitnessreading",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("passed__lte", models.F("of"))),
                        name="fitnessreading_passed",
                        violation_error_message="No more can pass than there are.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="platform",
                    constraint=models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"),
                        models.F("discovery"),
                        condition=models.Q(("deleted_at", None)),
                        name="platform_name_in_discovery",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="capability",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("plane__in", ["infrastructure", "experience", "supervision"])),
                        name="capability_plane",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="capability",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("today", None), ("today__lte", 5), _connector="OR"),
                            models.Q(("needed", None), ("needed__lte", 5), _connector="OR"),
                        ),
                        name="capability_maturity",
                        violation_error_message="Maturity is a number from 0 to 5.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="capability",
                    constraint=models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"),
                        models.F("discovery"),
                        models.F("plane"),
                        condition=models.Q(("deleted_at", None)),
                        name="capability_name_in_plane",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="productneed",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("product", "capability"),
                        name="productneed_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="productneed",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 5)), name="productneed_level"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sharingchoice",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)), fields=("port",), name="sharingchoice_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sharingchoice",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("pattern__in", ["virtual", "native", "copy"])),
                        name="sharingchoice_pattern",
                    ),
                ),
            ]
        )
    ]
