"""Models of migrations, drawn when asked for (config/patches/migration_models.py), are Django's own."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState, StateApps
from django.test import override_settings

# No database is asked.
pytestmark = pytest.mark.sqlite


@pytest.fixture(scope="module")
def latest() -> ProjectState:
    """The state after all migrations, without drawn models, also in a run whose tables the models make."""
    with override_settings(MIGRATION_MODULES={}):
        return MigrationLoader(None).project_state().clone()


def drawn(apps: StateApps) -> int:
    """The number of models that have been drawn so far."""
    return sum(len(each) for each in apps.all_models.values())


def shape(model: type[models.Model]) -> dict[str, Any]:
    """The table of a model, its columns with what they refer to, and what refers to it."""
    options: Any = model._meta
    return {
        "table": options.db_table,
        "columns": [
            (field.name, type(field), field.column, getattr(field.related_model, "__name__", None))
            for field in options.get_fields(include_hidden=True)
            if field.concrete
        ],
        "from": sorted(
            (field.related_model._meta.label, field.name)
            for field in options.get_fields(include_hidden=True)
            if field.auto_created and not field.concrete
        ),
        "constraints": sorted(each.name for each in options.constraints),
        "bases": [base.__name__ for base in model.__mro__],
    }


def shapes(apps: StateApps) -> dict[str, dict[str, Any]]:
    return {model._meta.label: shape(model) for model in apps.get_models(include_auto_created=True)}


def names(apps: StateApps) -> set[str]:
    """The names of the fields of a domain."""
    return {field.name for field in apps.get_model("organizations", "domain")._meta.get_fields()}


def test_all_models_are_those_that_django_draws(latest: ProjectState) -> None:
    states = {key: each.clone() for key, each in latest.models.items()}
    expected = shapes(StateApps(list(latest.real_apps), states))
    assert len(expected) > 100
    assert shapes(latest.clone().apps) == expected


def test_a_model_is_drawn_with_those_it_names_only(latest: ProjectState) -> None:
    apps = latest.clone().apps
    assert drawn(apps) == 0
    domain = apps.get_model("organizations", "Domain")
    assert domain._meta.get_field("organization").related_model is apps.get_model(
        "organizations", "Organization"
    )
    assert 0 < drawn(apps) < len(latest.models) / 4
    assert apps.get_model("organizations.domain") is domain


def test_a_step_shows_its_column_afterwards_and_not_before(latest: ProjectState) -> None:
    state = latest.clone()
    earlier = names(state.apps)
    later = state.clone()
    not_drawn_yet = later.apps
    later.add_field("organizations", "domain", "nickname", models.TextField(default=""), True)
    assert names(later.apps) - earlier == {"nickname"}
    assert names(not_drawn_yet) == names(state.apps) == earlier
    later.remove_field("organizations", "domain", "nickname")
    assert names(later.apps) == earlier
