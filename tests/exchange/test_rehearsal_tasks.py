"""Turns of a rehearsal that wait for the worker during an upgrade are found after it."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from exchange.dress_rehearsal.services import clear_away, rehearse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("task", [rehearse, clear_away], ids=lambda task: task.name)
def test_a_waiting_task_is_found_after_the_upgrade(task) -> None:
    row = DBTaskResult.objects.create(
        task_path=f"exchange.services.rehearsals.{task.name}",
        args_kwargs={"args": ["uuid"], "kwargs": {}},
        backend_name="default",
        run_after=timezone.now(),
    )
    import_module("workshops.migrations.0011_dress_rehearsal").name_tasks(apps, None)
    row.refresh_from_db()
    assert row.task_path == task.module_path
