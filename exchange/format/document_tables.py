"""The tables and fields of a document, derived from the models: a new model is included, unless the rules of
its app exclude it (exchange/format/table_rules.py).

Rows below the discovery are its own. Rows below its organization only (people, teams, roles, domains) are
included because own rows refer to them.
"""

from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from core.models import Artifact, HistoryRow, Operation
from discovery.models import Discovery
from discovery.selectors.root_lookups import paths
from exchange.format.table_rules import fields_left_out, history_left_out, left_out
from organizations.models import User
from workshops.models import Activity, Participant

AnyModel = type[models.Model]
AnyField = models.Field[Any, Any]

# Apps that were one with discovery, and whose rows keep its name.
_WERE_ONE = frozenset({"core", "exchange", "organizations", "workshops"})
# What history rows have beside the fields of their artifact.
HISTORY_FIELDS = ("history_date", "history_type", "operation")


def label_of(model: AnyModel) -> str:
    """Return the label of the model in documents, which never changes.

    A model that moves to another app keeps its label: as `document_label` of its class, or because its app
    was one with discovery.
    """
    label = model._meta.label
    if model._meta.app_label in _WERE_ONE:
        label = f"discovery.{model._meta.object_name}"
    return str(getattr(model, "document_label", label))


def our_models() -> list[AnyModel]:
    """Return every model of our apps, without history tables, by label."""
    models = [
        model
        for app in settings.OUR_APPS
        for model in apps.get_app_config(app).get_models()
        if not issubclass(model, HistoryRow)
    ]
    return sorted(models, key=label_of)


@cache
def exchanged() -> dict[str, AnyModel]:
    """Return the models whose rows are in a document, by label. Operations are separate."""
    return {
        label: model
        for model in our_models()
        if (label := label_of(model)) not in left_out() and model is not Operation
    }


@cache
def is_own(model: AnyModel) -> bool:
    """Return True if rows of the model belong to a discovery, and not only to its organization."""
    return model is Discovery or bool(paths(model, Discovery))


@cache
def fields_of(model: AnyModel) -> tuple[AnyField, ...]:
    """Return the exported fields of a model: all but its primary key, accounts, and fields_left_out."""
    label = label_of(model)
    return tuple(
        field
        for field in model._meta.concrete_fields
        if not field.primary_key
        and field.related_model is not User
        and f"{label}.{field.name}" not in fields_left_out()
    )


def is_needed(field: AnyField) -> bool:
    """Return True if a row needs the target of the link: without it, the row is not exported."""
    remote = field.remote_field
    return remote is not None and (not field.null or remote.on_delete is models.CASCADE)


@cache
def with_history() -> dict[str, AnyModel]:
    """Return the history tables whose rows are in a document, by the label of the artifact."""
    return {
        label: model.history.model
        for label, model in exchanged().items()
        if issubclass(model, Artifact) and label not in history_left_out()
    }


@cache
def activity_path(model: AnyModel) -> str:
    """Return the lookup from a row to its activity, "" for none."""
    for field in model._meta.concrete_fields:
        if field.related_model is Activity and model is not Activity and field.name == "activity":
            return str(field.name)
    return ""


@cache
def author_fields(model: AnyModel) -> tuple[str, ...]:
    """Return the fields with the authors of a row, in models of contributions to an activity."""
    if not activity_path(model):
        return ()
    return tuple(
        field.name
        for field in model._meta.concrete_fields
        if field.related_model is Participant or field.name in ("author", "authors")
    )
