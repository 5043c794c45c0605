"""The tables of a database: made at once where there are none, else migrated (docs/adr/0060)."""

from __future__ import annotations

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def bring_up_to_date(alias: str = DEFAULT_DB_ALIAS) -> None:
    """Give the database the tables of this version. What is there is migrated."""
    connection = connections[alias]
    if connection.introspection.table_names():
        call_command("migrate", database=alias, interactive=False, verbosity=0, skip_checks=True)
    else:
        create_all(connection)


def create_all(connection: BaseDatabaseWrapper) -> None:
    """Make all tables of an empty database as the models say, in one transaction, and record every migration
    as applied. Raises DatabaseError for a table that is there already."""
    alias = connection.alias
    emit_pre_migrate_signal(verbosity=0, interactive=False, db=alias)
    recorder = MigrationRecorder(connection)
    with connection.schema_editor() as editor:
        for app in apps.get_app_configs():
            for model in router.get_migratable_models(app, alias):
                editor.create_model(model)
        editor.create_model(recorder.Migration)
        for app_label, name in sorted(MigrationLoader(None).graph.nodes):
            recorder.record_applied(app_label, name)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=alias)
