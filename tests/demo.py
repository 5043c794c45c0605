"""The demo, for tests that begin with it. Making it takes seconds, so its rows are put back for the next
test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.db import transaction

from discovery.models import Discovery
from tests.rows import put_world
from workshops.demo import SLUG


def run_demo() -> dict[str, str]:
    """Run `manage.py demo`; return its lines."""
    printed = StringIO()
    call_command("demo", stdout=printed)
    return dict(line.split(": ", 1) for line in printed.getvalue().splitlines())


def put_demo() -> dict[str, str]:
    """Have the demo of today in the database, as `manage.py demo` leaves it; return its lines."""
    return put_world("demo", run_demo)


def demo_discovery() -> Discovery:
    """The discovery that the demo is about; it has those of the organization and of another domain beside
    it."""
    return Discovery.objects.get(slug=SLUG)


@contextmanager
def loaded(blocker: Any) -> Iterator[dict[str, str]]:
    """The demo is there inside of `with`, where each test starts with it as it was loaded; gives what the run
    printed. For a fixture of a class or a module, all of whose tests may find it there; `blocker` is
    `django_db_blocker`, and the fixture needs `django_db_setup`, too."""
    with blocker.unblock(), transaction.atomic():
        yield put_demo()
        transaction.set_rollback(True)
