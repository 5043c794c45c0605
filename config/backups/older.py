"""Backups from before the first release: tables have labels that their rows still have in documents, and
later tables and fields are not there. What older rows get is what documents say (exchange/format/rules.py).

Since the release a database is upgraded by migrations, so only first migrations may differ here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.module_loading import import_string
from django_tasks.base import Task

from config.backups import content
from config.backups.content import Manifest
from exchange.format.rules import later_fields, later_tables, left_out
from exchange.format.shape import label_of

_FIRST: Final = "_initial"
_TASKS: Final = "django_tasks_database.dbtaskresult"


def fits(manifest: Manifest) -> bool:
    """Whether its rows can be read as those of today: migrations differ, and in first ones only; each table
    and field that it lacks came later."""
    differing = {*manifest.migrations} ^ {*content.migrations()}
    if not differing or not all(name.endswith(_FIRST) for name in differing):
        return False
    read: set[str] = set()
    for model in content.table_models().values():
        label = label_in(manifest, model)
        if label is None:
            if _document_label(model) not in {*later_tables(), *left_out()}:
                return False
            continue
        read.add(label)
        fields, held = {*content.field_names(model)}, {*manifest.tables[label].fields}
        if held - fields or fields - held - _later(model).keys():
            return False
    return not any(table.rows for label, table in manifest.tables.items() if label not in read)


def label_in(manifest: Manifest, model: type[models.Model]) -> str | None:
    """The label that the table has in the backup; None where it is not there."""
    labels = (model._meta.label_lower, _former_label(model))
    return next((label for label in labels if label in manifest.tables), None)


def as_today(row: Any, label: str, model: type[models.Model], manifest: Manifest) -> bool:
    """Makes a row of the table `label` in the backup one of today; false for work of a task that there is not
    any more. What is wrong with a row stays as it is."""
    if manifest.migrations == content.migrations():
        return True
    if not isinstance(row, dict) or row.get("model") != label or not isinstance(row.get("fields"), dict):
        return True
    fields = row["fields"]
    row["model"] = model._meta.label_lower
    held = manifest.tables[label].fields
    fields |= {name: value for name, value in _later(model).items() if name not in held}
    if model is ContentType:
        named = f"{fields.get('app_label')}.{fields.get('model')}"
        fields["app_label"] = _apps(manifest).get(named, fields.get("app_label"))
    return row["model"] != _TASKS or _is_task(fields.get("task_path"))


def _former_label(model: type[models.Model]) -> str:
    app, _dot, name = _document_label(model).partition(".")
    return f"{app}.{'historical' if hasattr(model, 'instance_type') else ''}{name}".lower()


def _later(model: type[models.Model]) -> dict[str, Any]:
    return dict(later_fields().get(_document_label(model), {}))


def _document_label(model: type[models.Model]) -> str:
    """The label of its rows in documents; of a table of history, that of its artifact."""
    return label_of(getattr(model, "instance_type", model))


def _apps(manifest: Manifest) -> dict[str, str]:
    """By the label of a table in the backup, its app of today."""
    every = content.table_models().values()
    return {label: model._meta.app_label for model in every if (label := label_in(manifest, model))}


def _is_task(path: Any) -> bool:
    """Whether the product has a task at this path. A backup must not make it import any other module."""
    app = apps.get_containing_app_config(str(path))
    if app is None or Path(app.path).parent != settings.BASE_DIR:
        return False
    try:
        return isinstance(import_string(path), Task)
    except (ImportError, AttributeError, TypeError):
        return False
