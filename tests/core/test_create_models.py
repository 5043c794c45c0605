"""All tables of an app at once: the same state as one step after another, and nothing but creating."""

from __future__ import annotations

import pytest
from django.db import migrations, models
from django.db.migrations.state import ProjectState
from django.db.utils import ConnectionHandler

from core.create_models import CreateModels

_ID = ("id", models.BigAutoField(primary_key=True))


def _steps() -> list[migrations.CreateModel | migrations.AddField | migrations.AddConstraint]:
    return [
        migrations.CreateModel("Hill", [_ID, ("height", models.IntegerField())]),
        migrations.CreateModel("River", [_ID]),
        migrations.AddField("hill", "river", models.ForeignKey("geo.River", models.CASCADE, null=True)),
        migrations.AddConstraint(
            "hill", models.CheckConstraint(name="hill_height", condition=models.Q(height__gte=0))
        ),
    ]


def test_the_state_is_that_of_the_steps() -> None:
    at_once, one_by_one = ProjectState(), ProjectState()
    CreateModels(_steps()).state_forwards("geo", at_once)
    for step in _steps():
        step.state_forwards("geo", one_by_one)
    assert at_once == one_by_one


@pytest.mark.django_db
@pytest.mark.sqlite
def test_tables_come_with_their_columns_and_rules_and_go_again() -> None:
    # A database of its own: on SQLite, tables are not made within the transaction of a test.
    connection = ConnectionHandler(
        {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
    ).create_connection("default")
    before, after = ProjectState(), ProjectState()
    operation = CreateModels(_steps())
    operation.state_forwards("geo", after)
    with connection.schema_editor() as editor:
        operation.database_forwards("geo", editor, before, after)
    with connection.cursor() as cursor:
        columns = {
            column.name for column in connection.introspection.get_table_description(cursor, "geo_hill")
        }
        rules = connection.introspection.get_constraints(cursor, "geo_hill")
    assert columns == {"id", "height", "river_id"}
    assert "hill_height" in rules
    with connection.schema_editor() as editor:
        operation.database_backwards("geo", editor, after, before)
    assert connection.introspection.table_names() == []
    connection.close()


def test_a_step_that_does_more_than_create_is_refused() -> None:
    with pytest.raises(TypeError, match="RunPython"):
        CreateModels([migrations.RunPython(migrations.RunPython.noop)])  # type: ignore[list-item]  # the point of the test
