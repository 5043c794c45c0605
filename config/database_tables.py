"""The tables of a database: made at once where there are none, else migrated (docs/adr/0060)."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model


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
    every = [model for app in apps.get_app_configs() for model in router.get_migratable_models(app, alias)]
    _create(connection, every, MigrationLoader(None).graph.nodes)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=alias)


def replace_all(
    connection: BaseDatabaseWrapper, models: Iterable[type[Model]], migrations: Iterable[str]
) -> None:
    """Put empty tables of an earlier version, and a record of these migrations, in the place of all tables of
    this one, within the transaction that runs."""
    quoted = [connection.ops.quote_name(name) for name in connection.introspection.table_names()]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TABLE IF EXISTS {', '.join(quoted)} CASCADE")
        else:
            for name in quoted:
                cursor.execute(f"DROP TABLE IF EXISTS {name}")
    own = [model for model in models if not model._meta.auto_created]
    _create(connection, own, [tuple(name.split(".", 1)) for name in migrations])


def migrate_filled(connection: BaseDatabaseWrapper) -> None:
    """Migrate tables with rows to this version, within the transaction that runs."""

    def progress(action: str, *_about: Any) -> None:
        if action == "apply_success":
            # PostgreSQL changes no table while keys of its rows are left to check.
            connection.check_constraints()

    executor = MigrationExecutor(connection, progress)
    executor.migrate(executor.loader.graph.leaf_nodes())
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def _create(
    connection: BaseDatabaseWrapper, models: Iterable[type[Model]], migrations: Iterable[tuple[str, ...]]
) -> None:
    recorder = MigrationRecorder(connection)
    with connection.schema_editor() as editor:
        for model in models:
            editor.create_model(model)
        editor.create_model(recorder.Migration)
        for app_label, name in sorted(migrations):
            recorder.record_applied(app_label, name)
