import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.manager
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import core.models.artifact
import workshops.workshop.models
from core.create_models import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
        ("discovery", "0001_initial"),
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Activity",
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
                        ("kind", models.CharField(max_length=40, verbose_name="kind")),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "instructions",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what people should do"
                            ),
                        ),
                        ("minutes", models.PositiveSmallIntegerField(default=10, verbose_name="minutes")),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("settings", models.JSONField(blank=True, default=dict)),
                        (
                            "facilitation_notes",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="notes for the facilitator"
                            ),
                        ),
                        ("phase", models.CharField(blank=True, max_length=20)),
                        ("is_anonymous", models.BooleanField(default=False, verbose_name="anonymous")),
                        ("opens_at", models.DateTimeField(blank=True, null=True)),
                        ("closes_at", models.DateTimeField(blank=True, null=True)),
                        ("groups", models.JSONField(blank=True, default=list)),
                        ("started_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("skipped_at", models.DateTimeField(blank=True, null=True)),
                        ("away_seconds", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name_plural": "activities",
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
                    name="AgendaTemplate",
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
                            models.TextField(blank=True, max_length=1000, verbose_name="what it is for"),
                        ),
                        ("content", models.JSONField(default=dict)),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="agenda_templates",
                                to="organizations.organization",
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
                    name="Decision",
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
                        ("title", models.CharField(max_length=200, verbose_name="what was decided")),
                        ("reason", models.TextField(max_length=4000, verbose_name="why")),
                        (
                            "decided_by",
                            models.CharField(blank=True, max_length=200, verbose_name="who decided"),
                        ),
                        (
                            "dissent",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="who dissented, and why"
                            ),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="when"),
                        ),
                        (
                            "alternatives",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="alternatives, and why not"
                            ),
                        ),
                        (
                            "review_on",
                            models.DateField(blank=True, null=True, verbose_name="look at it again on"),
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
                        ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                        (
                            "activity",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="decisions",
                                to="workshops.activity",
                            ),
                        ),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="decisions",
                                to="discovery.discovery",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-decided_at", "-pk"),
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
                    name="DecisionLink",
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
                        ("label", models.CharField(max_length=200, verbose_name="what it is")),
                        ("url", models.CharField(max_length=500, verbose_name="address")),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="links",
                                to="workshops.decision",
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
                    name="HistoricalAgendaTemplate",
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
                            models.TextField(blank=True, max_length=1000, verbose_name="what it is for"),
                        ),
                        ("content", models.JSONField(default=dict)),
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
                    ],
                    options={
                        "verbose_name": "historical agenda template",
                        "verbose_name_plural": "historical agenda templates",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDecisionLink",
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
                        ("label", models.CharField(max_length=200, verbose_name="what it is")),
                        ("url", models.CharField(max_length=500, verbose_name="address")),
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
                            "decision",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="workshops.decision",
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
                        "verbose_name": "historical decision link",
                        "verbose_name_plural": "historical decision links",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalNoteGroup",
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
                    ],
                    options={
                        "verbose_name": "historical note group",
                        "verbose_name_plural": "historical note groups",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalWorkshop",
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
                            "purpose",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what this sitting is for"
                            ),
                        ),
                        ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="starts at")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("live", "Live"),
                                    ("paused", "Paused"),
                                    ("ended", "Ended"),
                                ],
                                default="planned",
                                max_length=8,
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                db_index=True, default=workshops.workshop.models.new_code, max_length=6
                            ),
                        ),
                        ("live_revision", models.PositiveBigIntegerField(default=0, editable=False)),
                        ("is_locked", models.BooleanField(default=False)),
                        ("is_gathered", models.BooleanField(default=False)),
                        ("eyes_up", models.BooleanField(default=False)),
                        ("message", models.CharField(blank=True, max_length=300)),
                        ("spotlight_kind", models.CharField(blank=True, max_length=40)),
                        ("spotlight_uuid", models.UUIDField(blank=True, null=True)),
                        ("observer_key", models.CharField(blank=True, editable=False, max_length=48)),
                        ("result_key", models.CharField(blank=True, editable=False, max_length=48)),
                        ("result_parts", models.JSONField(blank=True, default=list)),
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
                            "lead",
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
                            "operation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="core.operation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical workshop",
                        "verbose_name_plural": "historical workshops",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="NoteGroup",
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
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="note_groups",
                                to="workshops.activity",
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
                    name="Participant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("display_name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "side",
                            models.CharField(
                                choices=[("business", "Business"), ("it", "IT"), ("other", "Other")],
                                max_length=10,
                                verbose_name="side",
                            ),
                        ),
                        ("role_title", models.CharField(blank=True, max_length=80, verbose_name="role")),
                        (
                            "secret",
                            models.CharField(
                                default=workshops.workshop.models.new_key,
                                editable=False,
                                max_length=48,
                                unique=True,
                            ),
                        ),
                        (
                            "join_key",
                            models.CharField(
                                default=workshops.workshop.models.new_key, editable=False, max_length=48
                            ),
                        ),
                        ("joined_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        ("is_proxy", models.BooleanField(default=False)),
                        ("hand_raised_at", models.DateTimeField(blank=True, null=True)),
                        ("nudged_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "account",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="participations",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("joined_at", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalNote",
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
                        ("author", models.CharField(max_length=64)),
                        ("text", models.CharField(max_length=500, verbose_name="note")),
                        ("position", models.IntegerField(default=0)),
                        ("became_kind", models.CharField(blank=True, max_length=40)),
                        ("became_uuid", models.UUIDField(blank=True, null=True)),
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
                            "group",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="workshops.notegroup",
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
                    ],
                    options={
                        "verbose_name": "historical note",
                        "verbose_name_plural": "historical notes",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Track",
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
                        ("name", models.CharField(blank=True, max_length=80)),
                        (
                            "stream",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("operating_model", "Operating model"),
                                    ("product", "Product"),
                                    ("tech", "Technology"),
                                ],
                                max_length=20,
                                verbose_name="stream",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("timer_ends_at", models.DateTimeField(blank=True, null=True)),
                        ("timer_left", models.IntegerField(blank=True, null=True)),
                        (
                            "breakout",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rooms",
                                to="workshops.activity",
                            ),
                        ),
                        (
                            "current",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="workshops.activity",
                            ),
                        ),
                        (
                            "facilitator",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                    model_name="participant",
                    name="track",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="participants",
                        to="workshops.track",
                    ),
                ),
                migrations.CreateModel(
                    name="HistoricalActivity",
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
                        ("kind", models.CharField(max_length=40, verbose_name="kind")),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "instructions",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what people should do"
                            ),
                        ),
                        ("minutes", models.PositiveSmallIntegerField(default=10, verbose_name="minutes")),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("settings", models.JSONField(blank=True, default=dict)),
                        (
                            "facilitation_notes",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="notes for the facilitator"
                            ),
                        ),
                        ("phase", models.CharField(blank=True, max_length=20)),
                        ("is_anonymous", models.BooleanField(default=False, verbose_name="anonymous")),
                        ("opens_at", models.DateTimeField(blank=True, null=True)),
                        ("closes_at", models.DateTimeField(blank=True, null=True)),
                        ("groups", models.JSONField(blank=True, default=list)),
                        ("started_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("skipped_at", models.DateTimeField(blank=True, null=True)),
                        ("away_seconds", models.PositiveIntegerField(default=0)),
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
                            "track",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="workshops.track",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical activity",
                        "verbose_name_plural": "historical activities",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.AddField(
                    model_name="activity",
                    name="track",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="activities",
                        to="workshops.track",
                    ),
                ),
                migrations.CreateModel(
                    name="Vote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                default=core.models.artifact.random_pk, primary_key=True, serialize=False
                            ),
                        ),
                        ("item", models.UUIDField()),
                        ("author", models.CharField(max_length=64)),
                        ("dots", models.PositiveSmallIntegerField(default=1)),
                        ("device", models.CharField(blank=True, default="", max_length=32)),
                        ("tap", models.BigIntegerField(default=0)),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="votes",
                                to="workshops.activity",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="votes",
                                to="workshops.participant",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Workshop",
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
                            "purpose",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what this sitting is for"
                            ),
                        ),
                        ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="starts at")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("live", "Live"),
                                    ("paused", "Paused"),
                                    ("ended", "Ended"),
                                ],
                                default="planned",
                                max_length=8,
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                default=workshops.workshop.models.new_code, max_length=6, unique=True
                            ),
                        ),
                        ("live_revision", models.PositiveBigIntegerField(default=0, editable=False)),
                        ("is_locked", models.BooleanField(default=False)),
                        ("is_gathered", models.BooleanField(default=False)),
                        ("eyes_up", models.BooleanField(default=False)),
                        ("message", models.CharField(blank=True, max_length=300)),
                        ("spotlight_kind", models.CharField(blank=True, max_length=40)),
                        ("spotlight_uuid", models.UUIDField(blank=True, null=True)),
                        ("observer_key", models.CharField(blank=True, editable=False, max_length=48)),
                        ("result_key", models.CharField(blank=True, editable=False, max_length=48)),
                        ("result_parts", models.JSONField(blank=True, default=list)),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="workshops",
                                to="discovery.discovery",
                            ),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                migrations.AddField(
                    model_name="track",
                    name="workshop",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tracks",
                        to="workshops.workshop",
                    ),
                ),
                migrations.CreateModel(
                    name="SummaryMail",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("address", models.EmailField(blank=True, max_length=254)),
                        ("queued_at", models.DateTimeField(blank=True, null=True)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "account",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "participant",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="summary_mail",
                                to="workshops.participant",
                            ),
                        ),
                        (
                            "workshop",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="summary_mails",
                                to="workshops.workshop",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("pk",),
                    },
                ),
                migrations.CreateModel(
                    name="Risk",
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
                        ("title", models.CharField(max_length=300, verbose_name="in a sentence")),
                        (
                            "detail",
                            models.TextField(blank=True, max_length=4000, verbose_name="more about it"),
                        ),
                        ("captured_by", models.CharField(blank=True, max_length=200)),
                        (
                            "likelihood",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Low"), (2, "Medium"), (3, "High")],
                                default=2,
                                verbose_name="likelihood",
                            ),
                        ),
                        (
                            "impact",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Low"), (2, "Medium"), (3, "High")],
                                default=2,
                                verbose_name="impact",
                            ),
                        ),
                        (
                            "mitigation",
                            models.TextField(blank=True, max_length=4000, verbose_name="what we do about it"),
                        ),
                        (
                            "activity",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="%(class)ss",
                                to="workshops.activity",
                            ),
                        ),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="discovery.discovery",
                            ),
                        ),
                        (
                            "workshop",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="%(class)ss",
                                to="workshops.workshop",
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
                    name="Rehearsal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "speed",
                            models.PositiveSmallIntegerField(
                                default=10,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(10),
                                ],
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("running", "In progress"),
                                    ("done", "Done"),
                                    ("failed", "Failed"),
                                    ("gone", "Thrown away"),
                                ],
                                default="waiting",
                                max_length=8,
                            ),
                        ),
                        ("clock", models.FloatField(default=0)),
                        ("tracks", models.JSONField(blank=True, default=dict)),
                        ("seconds", models.JSONField(blank=True, default=dict)),
                        ("turn", models.PositiveIntegerField(default=0)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("error", models.TextField(blank=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("beat_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organization",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rehearsal",
                                to="organizations.organization",
                            ),
                        ),
                        (
                            "workshop",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rehearsals",
                                to="workshops.workshop",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                    },
                ),
                migrations.CreateModel(
                    name="Question",
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
                        ("title", models.CharField(max_length=300, verbose_name="in a sentence")),
                        (
                            "detail",
                            models.TextField(blank=True, max_length=4000, verbose_name="more about it"),
                        ),
                        ("captured_by", models.CharField(blank=True, max_length=200)),
                        ("answer", models.TextField(blank=True, max_length=4000, verbose_name="answer")),
                        ("author", models.CharField(blank=True, max_length=64)),
                        (
                            "activity",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="%(class)ss",
                                to="workshops.activity",
                            ),
                        ),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="discovery.discovery",
                            ),
                        ),
                        (
                            "workshop",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="%(class)ss",
                                to="workshops.workshop",
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
                migrations.AddField(
                    model_name="participant",
                    name="workshop",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="workshops.workshop",
                    ),
                ),
                migrations.CreateModel(
                    name="ParkingLotItem",
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
                        ("title", models.CharField(max_length=300, verbose_name="in a sentence")),
                        (
                            "detail",
                            models.TextField(blank=True, max_length=4000, verbose_name="more about it"),
                        ),
                        ("captured_by", models.CharField(blank=True, max_length=200)),
                        ("is_settled", models.BooleanField(default=False, verbose_name="settled")),
                        (
                            "activity",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="%(class)ss",
                                to="workshops.activity",
                            ),
                        ),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="discovery.discovery",
                            ),
                        ),
                        (
                            "workshop",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="%(class)ss",
                                to="workshops.workshop",
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
                    name="PairedDevice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("remote", "Remote"), ("stage", "Stage")], max_length=6
                            ),
                        ),
                        ("digits", models.CharField(blank=True, max_length=6)),
                        ("link_key", models.CharField(blank=True, max_length=48)),
                        ("expires_at", models.DateTimeField()),
                        ("secret_digest", models.CharField(blank=True, max_length=64)),
                        ("browser", models.CharField(blank=True, max_length=60)),
                        ("paired_at", models.DateTimeField(blank=True, null=True)),
                        ("ends_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "track",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="workshops.track",
                            ),
                        ),
                        (
                            "workshop",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="devices",
                                to="workshops.workshop",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("paired_at", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="LeadNotice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "workshop",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lead_notice",
                                to="workshops.workshop",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="HistoricalTrack",
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
                        ("name", models.CharField(blank=True, max_length=80)),
                        (
                            "stream",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("operating_model", "Operating model"),
                                    ("product", "Product"),
                                    ("tech", "Technology"),
                                ],
                                max_length=20,
                                verbose_name="stream",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("timer_ends_at", models.DateTimeField(blank=True, null=True)),
                        ("timer_left", models.IntegerField(blank=True, null=True)),
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
                            "breakout",
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
                            "current",
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
                            "facilitator",
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
                            "workshop",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="workshops.workshop",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical track",
                        "verbose_name_plural": "historical tracks",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalRisk",
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
                        ("title", models.CharField(max_length=300, verbose_name="in a sentence")),
                        (
                            "detail",
                            models.TextField(blank=True, max_length=4000, verbose_name="more about it"),
                        ),
                        ("captured_by", models.CharField(blank=True, max_length=200)),
                        (
                            "likelihood",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Low"), (2, "Medium"), (3, "High")],
                                default=2,
                                verbose_name="likelihood",
                            ),
                        ),
                        (
                            "impact",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Low"), (2, "Medium"), (3, "High")],
                                default=2,
                                verbose_name="impact",
                            ),
                        ),
                        (
                            "mitigation",
                            models.TextField(blank=True, max_length=4000, verbose_name="what we do about it"),
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
                            "workshop",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="workshops.workshop",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical risk",
                        "verbose_name_plural": "historical risks",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalQuestion",
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
                        ("title", models.CharField(max_length=300, verbose_name="in a sentence")),
                        (
                            "detail",
                            models.TextField(blank=True, max_length=4000, verbose_name="more about it"),
                        ),
                        ("captured_by", models.CharField(blank=True, max_length=200)),
                        ("answer", models.TextField(blank=True, max_length=4000, verbose_name="answer")),
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
                            "workshop",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="workshops.workshop",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical question",
                        "verbose_name_plural": "historical questions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalParkingLotItem",
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
                        ("title", models.CharField(max_length=300, verbose_name="in a sentence")),
                        (
                            "detail",
                            models.TextField(blank=True, max_length=4000, verbose_name="more about it"),
                        ),
                        ("captured_by", models.CharField(blank=True, max_length=200)),
                        ("is_settled", models.BooleanField(default=False, verbose_name="settled")),
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
                            "workshop",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="workshops.workshop",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical parking lot item",
                        "verbose_name_plural": "historical parking lot items",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDecision",
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
                        ("title", models.CharField(max_length=200, verbose_name="what was decided")),
                        ("reason", models.TextField(max_length=4000, verbose_name="why")),
                        (
                            "decided_by",
                            models.CharField(blank=True, max_length=200, verbose_name="who decided"),
                        ),
                        (
                            "dissent",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="who dissented, and why"
                            ),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="when"),
                        ),
                        (
                            "alternatives",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="alternatives, and why not"
                            ),
                        ),
                        (
                            "review_on",
                            models.DateField(blank=True, null=True, verbose_name="look at it again on"),
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
                        ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
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
                            "workshop",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="workshops.workshop",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical decision",
                        "verbose_name_plural": "historical decisions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalActionItem",
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
                        ("title", models.CharField(max_length=300, verbose_name="in a sentence")),
                        (
                            "detail",
                            models.TextField(blank=True, max_length=4000, verbose_name="more about it"),
                        ),
                        ("captured_by", models.CharField(blank=True, max_length=200)),
                        ("owner_name", models.CharField(blank=True, max_length=120, verbose_name="owner")),
                        ("due", models.DateField(blank=True, null=True, verbose_name="due")),
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
                            "state",
                            models.CharField(
                                choices=[("open", "Open"), ("done", "Done"), ("dropped", "Dropped")],
                                default="open",
                                max_length=8,
                                verbose_name="state",
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
                            "workshop",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="workshops.workshop",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical action item",
                        "verbose_name_plural": "historical action items",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.AddField(
                    model_name="decision",
                    name="workshop",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="decisions",
                        to="workshops.workshop",
                    ),
                ),
                migrations.CreateModel(
                    name="ActionItem",
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
                        ("title", models.CharField(max_length=300, verbose_name="in a sentence")),
                        (
                            "detail",
                            models.TextField(blank=True, max_length=4000, verbose_name="more about it"),
                        ),
                        ("captured_by", models.CharField(blank=True, max_length=200)),
                        ("owner_name", models.CharField(blank=True, max_length=120, verbose_name="owner")),
                        ("due", models.DateField(blank=True, null=True, verbose_name="due")),
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
                            "state",
                            models.CharField(
                                choices=[("open", "Open"), ("done", "Done"), ("dropped", "Dropped")],
                                default="open",
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "discovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="discovery.discovery",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="action_items",
                                to="organizations.person",
                            ),
                        ),
                        (
                            "activity",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="%(class)ss",
                                to="workshops.activity",
                            ),
                        ),
                        (
                            "workshop",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="%(class)ss",
                                to="workshops.workshop",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("due", "pk"),
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
                    name="Note",
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
                        ("author", models.CharField(max_length=64)),
                        ("text", models.CharField(max_length=500, verbose_name="note")),
                        ("position", models.IntegerField(default=0)),
                        ("became_kind", models.CharField(blank=True, max_length=40)),
                        ("became_uuid", models.UUIDField(blank=True, null=True)),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="workshops.activity",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="notes",
                                to="workshops.notegroup",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="notes",
                                to="workshops.participant",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "pk"),
                        "abstract": False,
                        "base_manager_name": "everything",
                        "default_manager_name": "objects",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("became_kind", ""), ("became_uuid", None)),
                                    models.Q(
                                        models.Q(("became_kind", ""), _negated=True),
                                        ("became_uuid__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="note_became_something",
                                violation_error_message="What a note became has both a kind and an identifier, or neither.",
                            )
                        ],
                    },
                    managers=[
                        ("objects", django.db.models.manager.Manager()),
                        ("everything", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="KeyGrant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                default=core.models.artifact.random_pk, primary_key=True, serialize=False
                            ),
                        ),
                        ("digest", models.CharField(max_length=64)),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="key_grants",
                                to="workshops.activity",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="key_grants",
                                to="workshops.participant",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("activity", "participant"), name="keygrant_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Answer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                default=core.models.artifact.random_pk, primary_key=True, serialize=False
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("slot", models.CharField(blank=True, default="", max_length=40)),
                        ("author", models.CharField(max_length=64)),
                        ("number", models.SmallIntegerField(blank=True, null=True)),
                        ("text", models.CharField(blank=True, default="", max_length=1000)),
                        ("choices", models.JSONField(blank=True, default=list)),
                        ("device", models.CharField(blank=True, default="", max_length=32)),
                        ("tap", models.BigIntegerField(default=0)),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answers",
                                to="workshops.activity",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="answers",
                                to="workshops.participant",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("activity", "slot", "author"), name="answer_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ActivityCompletion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="completions",
                                to="workshops.activity",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="completions",
                                to="workshops.participant",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("activity", "participant"), name="activitycompletion_once"
                            )
                        ],
                    },
                ),
                migrations.AddConstraint(
                    model_name="activity",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1), ("minutes__lte", 480)),
                        name="activity_minutes",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="activity",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closes_at", None), ("opens_at", None)),
                            models.Q(("closes_at__gt", models.F("opens_at")), ("opens_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="activity_ahead_has_an_end",
                        violation_error_message="What opens ahead of the workshop closes at a later moment.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="vote",
                    constraint=models.UniqueConstraint(
                        fields=("activity", "author", "item"), name="vote_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="vote",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("dots__lte", 100)), name="vote_dots"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="workshop",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["planned", "live", "paused", "ended"])),
                        name="workshop_state",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="track",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("timer_ends_at", None), ("timer_left", None), _connector="OR"),
                        name="track_timer_runs_or_waits",
                        violation_error_message="A timer runs, or waits with the time that is left.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="summarymail",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("account__isnull", False)),
                        fields=("workshop", "account"),
                        name="summary_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="summarymail",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("account__isnull", False), ("participant", None)),
                            models.Q(("account", None), ("participant__isnull", False)),
                            _connector="OR",
                        ),
                        name="summary_to_one",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="risk",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("impact__in", [1, 2, 3]), ("likelihood__in", [1, 2, 3])),
                        name="risk_levels",
                        violation_error_message="Likelihood and impact are levels.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="rehearsal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "running", "done", "failed", "gone"])),
                        name="rehearsal_state",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="rehearsal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("speed__gte", 1), ("speed__lte", 10)), name="rehearsal_speed"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="rehearsal",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("state", "gone"), _negated=True),
                        fields=("workshop",),
                        name="rehearsal_one_of_a_workshop",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="participant",
                    constraint=models.UniqueConstraint(
                        fields=("workshop", "join_key"), name="participant_join_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="participant",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("side__in", ["business", "it", "other"])), name="participant_side"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="paireddevice",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["remote", "stage"])), name="device_kind"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="paireddevice",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("digits", ""), _negated=True),
                        fields=("digits",),
                        name="device_digits",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="paireddevice",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("link_key", ""), _negated=True),
                        fields=("link_key",),
                        name="device_link",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="actionitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "done", "dropped"])),
                        name="actionitem_state",
                    ),
                ),
            ]
        )
    ]
