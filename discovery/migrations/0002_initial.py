import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
        ("discovery", "0001_initial"),
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="discovery",
            name="domain",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="discoveries",
                to="organizations.domain",
            ),
        ),
        migrations.AddField(
            model_name="discoveryaccess",
            name="discovery",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="accesses", to="discovery.discovery"
            ),
        ),
        migrations.AddField(
            model_name="discoveryaccess",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="discovery_accesses",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="glossaryterm",
            name="discovery",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="glossary_terms",
                to="discovery.discovery",
            ),
        ),
        migrations.AddField(
            model_name="historicaldiscovery",
            name="domain",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="organizations.domain",
            ),
        ),
        migrations.AddField(
            model_name="historicaldiscovery",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicaldiscovery",
            name="operation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.operation"
            ),
        ),
        migrations.AddField(
            model_name="historicaldiscoveryaccess",
            name="discovery",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="discovery.discovery",
            ),
        ),
        migrations.AddField(
            model_name="historicaldiscoveryaccess",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicaldiscoveryaccess",
            name="operation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.operation"
            ),
        ),
        migrations.AddField(
            model_name="historicaldiscoveryaccess",
            name="user",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalglossaryterm",
            name="discovery",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="discovery.discovery",
            ),
        ),
        migrations.AddField(
            model_name="historicalglossaryterm",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalglossaryterm",
            name="operation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.operation"
            ),
        ),
        migrations.AddField(
            model_name="historicalphase",
            name="discovery",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="discovery.discovery",
            ),
        ),
        migrations.AddField(
            model_name="historicalphase",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalphase",
            name="operation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.operation"
            ),
        ),
        migrations.AddField(
            model_name="historicalstream",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalstream",
            name="operation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.operation"
            ),
        ),
        migrations.AddField(
            model_name="phase",
            name="discovery",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="phases", to="discovery.discovery"
            ),
        ),
        migrations.AddField(
            model_name="historicalstream",
            name="phase",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="discovery.phase",
            ),
        ),
        migrations.AddField(
            model_name="stream",
            name="phase",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="streams", to="discovery.phase"
            ),
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
                condition=models.Q(("deleted_at", None)), fields=("discovery", "kind"), name="phase_kind_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="phase",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["accelerate", "discovery", "handover"])), name="phase_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="stream",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at", None)), fields=("phase", "kind"), name="stream_kind_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="stream",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["operating_model", "product", "tech"])), name="stream_kind"
            ),
        ),
    ]
