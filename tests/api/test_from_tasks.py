"""What waited as a task of the worker before the outbox, waits in it after the upgrade."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from organizations.models import Mail
from tests import factories
from workshops.models import SummaryMail

pytestmark = pytest.mark.django_db


def task(path: str, *args: Any) -> None:
    DBTaskResult.objects.create(
        task_path=path,
        args_kwargs={"args": args, "kwargs": {}},
        backend_name="default",
        run_after=timezone.now(),
    )


def test_mails_that_waited_are_rows_and_deliveries_need_no_task() -> None:
    workshop = factories.workshop()
    mail = SummaryMail.objects.create(workshop=workshop, account=factories.user("Ann"))
    sent = SummaryMail.objects.create(
        workshop=workshop,
        participant=factories.participant(workshop, "Ben"),
        address="ben@example.org",
        sent_at=timezone.now(),
    )
    task("workshops.services.summaries.send_summary", mail.pk)
    task("workshops.services.summaries.send_summary", 0)
    task("api.services.deliveries.deliver", "uuid", 0)
    task("exchange.services.retention.purge_daily")
    import_module("api.migrations.0008_outbox").deliver_from_the_outbox(apps, None)
    (row,) = Mail.objects.all()
    assert (row.kind, row.about) == ("results", str(mail.pk))
    assert row.organization == workshop.discovery.domain.organization
    assert [each.task_path for each in DBTaskResult.objects.all()] == [
        "exchange.services.retention.purge_daily"
    ]
    sent.refresh_from_db()
    assert sent.address == ""
