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
                    name="DeltaDimension",
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
                                choices=[
                                    ("operating_model", "Operating model"),
                                    ("product", "Product"),
                                    ("tech", "Technology"),
                                ],
                                max_length=16,
                                verbose_name="stream",
                            ),
                        ),
                        ("key", models.CharField(blank=True, max_length=40)),
                        ("name", models.CharField(max_length=120, verbose_name="dimension")),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="what it means"),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="delta_dimensions",
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
                    name="DeltaVisit",
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
                        ("name", models.CharField(max_length=120, verbose_name="occasion")),
                        ("held_on", models.DateField(verbose_name="date")),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="delta_visits",
                                to="discovery.discovery",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("held_on", "pk"),
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
                    name="DeltaScore",
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
                            "today",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="today"),
                        ),
                        (
                            "wanted",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="wanted"),
                        ),
                        ("evidence", models.TextField(blank=True, max_length=2000, verbose_name="evidence")),
                        (
                            "action",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="delta_scores",
                                to="workshops.actionitem",
                            ),
                        ),
                        (
                            "dimension",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="scores",
                                to="process.deltadimension",
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="scores",
                                to="process.deltavisit",
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
                    name="HistoricalDeltaDimension",
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
                                choices=[
                                    ("operating_model", "Operating model"),
                                    ("product", "Product"),
                                    ("tech", "Technology"),
                                ],
                                max_length=16,
                                verbose_name="stream",
                            ),
                        ),
                        ("key", models.CharField(blank=True, max_length=40)),
                        ("name", models.CharField(max_length=120, verbose_name="dimension")),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="what it means"),
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
                        "verbose_name": "historical delta dimension",
                        "verbose_name_plural": "historical delta dimensions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDeltaScore",
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
                            "today",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="today"),
                        ),
                        (
                            "wanted",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="wanted"),
                        ),
                        ("evidence", models.TextField(blank=True, max_length=2000, verbose_name="evidence")),
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
                            "dimension",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="process.deltadimension",
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
                            "visit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="process.deltavisit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical delta score",
                        "verbose_name_plural": "historical delta scores",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDeltaVisit",
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
                        ("name", models.CharField(max_length=120, verbose_name="occasion")),
                        ("held_on", models.DateField(verbose_name="date")),
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
                        "verbose_name": "historical delta visit",
                        "verbose_name_plural": "historical delta visits",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalLearning",
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
                        ("title", models.CharField(max_length=300, verbose_name="what we learned")),
                        ("detail", models.TextField(blank=True, max_length=4000, verbose_name="how we know")),
                        (
                            "advice",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what we would do next time"
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
                    ],
                    options={
                        "verbose_name": "historical learning",
                        "verbose_name_plural": "historical learnings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalOnboardingCandidate",
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
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="why early, or why not"
                            ),
                        ),
                        (
                            "pull",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="value it would bring, 0 to 5"
                            ),
                        ),
                        (
                            "readiness",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="how ready it is, 0 to 5"
                            ),
                        ),
                        (
                            "boundary",
                            models.CharField(
                                choices=[("existing", "As it is today"), ("moved", "Moved"), ("new", "New")],
                                default="existing",
                                max_length=8,
                                verbose_name="boundary",
                            ),
                        ),
                        (
                            "boundary_reason",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="why the boundary moves"
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
                        (
                            "organization",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.organization",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical onboarding candidate",
                        "verbose_name_plural": "historical onboarding candidates",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalStrategyQuestion",
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
                        ("answer", models.TextField(blank=True, max_length=4000, verbose_name="answer")),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Open"), ("drafted", "Drafted"), ("agreed", "Agreed")],
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
                            "organization",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.organization",
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
                        "verbose_name": "historical strategy question",
                        "verbose_name_plural": "historical strategy questions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalSuitabilityStatement",
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
                        (
                            "aspect",
                            models.CharField(
                                choices=[
                                    ("need", "Whether it is needed"),
                                    ("ready", "Whether it can be done"),
                                ],
                                default="need",
                                max_length=5,
                                verbose_name="what it speaks of",
                            ),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="statement")),
                        (
                            "score",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="how far it is true"
                            ),
                        ),
                        ("evidence", models.TextField(blank=True, max_length=2000, verbose_name="evidence")),
                        (
                            "would_change",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what would change it"
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
                        "verbose_name": "historical suitability statement",
                        "verbose_name_plural": "historical suitability statements",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Learning",
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
                        ("title", models.CharField(max_length=300, verbose_name="what we learned")),
                        ("detail", models.TextField(blank=True, max_length=4000, verbose_name="how we know")),
                        (
                            "advice",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what we would do next time"
                            ),
                        ),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="learnings",
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
                    name="OnboardingCandidate",
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
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="why early, or why not"
                            ),
                        ),
                        (
                            "pull",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="value it would bring, 0 to 5"
                            ),
                        ),
                        (
                            "readiness",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="how ready it is, 0 to 5"
                            ),
                        ),
                        (
                            "boundary",
                            models.CharField(
                                choices=[("existing", "As it is today"), ("moved", "Moved"), ("new", "New")],
                                default="existing",
                                max_length=8,
                                verbose_name="boundary",
                            ),
                        ),
                        (
                            "boundary_reason",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="why the boundary moves"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "domain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="onboarding_candidates",
                                to="organizations.domain",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="onboarding_candidates",
                                to="organizations.organization",
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
                    name="StrategyQuestion",
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
                        ("answer", models.TextField(blank=True, max_length=4000, verbose_name="answer")),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Open"), ("drafted", "Drafted"), ("agreed", "Agreed")],
                                default="open",
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="strategy_questions",
                                to="organizations.organization",
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
                    name="SuitabilityStatement",
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
                        (
                            "aspect",
                            models.CharField(
                                choices=[
                                    ("need", "Whether it is needed"),
                                    ("ready", "Whether it can be done"),
                                ],
                                default="need",
                                max_length=5,
                                verbose_name="what it speaks of",
                            ),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="statement")),
                        (
                            "score",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="how far it is true"
                            ),
                        ),
                        ("evidence", models.TextField(blank=True, max_length=2000, verbose_name="evidence")),
                        (
                            "would_change",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what would change it"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="suitability_statements",
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
                migrations.AddConstraint(
                    model_name="deltadimension",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("stream__in", ["operating_model", "product", "tech"])),
                        name="deltadimension_stream",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="deltadimension",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None), models.Q(("key", ""), _negated=True)),
                        fields=("discovery", "key"),
                        name="deltadimension_key_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="deltascore",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("visit", "dimension"),
                        name="deltascore_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="deltascore",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("today", None), ("today__lte", 5), _connector="OR"),
                            models.Q(("wanted", None), ("wanted__lte", 5), _connector="OR"),
                        ),
                        name="deltascore_scale",
                        violation_error_message="Today and wanted are numbers from 0 to 5.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="onboardingcandidate",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("organization", "domain"),
                        name="onboardingcandidate_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="onboardingcandidate",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("boundary__in", ["existing", "moved", "new"])),
                        name="onboardingcandidate_boundary",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="onboardingcandidate",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("pull", None), ("pull__lte", 5), _connector="OR"),
                            models.Q(("readiness", None), ("readiness__lte", 5), _connector="OR"),
                        ),
                        name="onboardingcandidate_scale",
                        violation_error_message="Pull and readiness are numbers from 0 to 5.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="strategyquestion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "drafted", "agreed"])),
                        name="strategyquestion_state",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="strategyquestion",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None), models.Q(("key", ""), _negated=True)),
                        fields=("organization", "key"),
                        name="strategyquestion_key_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="suitabilitystatement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("score", None), ("score__lte", 4), _connector="OR"),
                        name="suitabilitystatement_score",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="suitabilitystatement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("aspect__in", ["need", "ready"])),
                        name="suitabilitystatement_aspect",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="suitabilitystatement",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None), models.Q(("key", ""), _negated=True)),
                        fields=("discovery", "key"),
                        name="suitabilitystatement_key_once",
                    ),
                ),
            ]
        )
    ]
