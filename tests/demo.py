"""The demo, for tests that begin with it: loading it takes seconds, going back to it does not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.db import transaction


def run_demo() -> dict[str, str]:
    """Run `manage.py demo`; return its lines."""
    printed = StringIO()
    call_command("demo", stdout=printed)
    return dict(line.split(": ", 1) for line in printed.getvalue().splitlines())


@contextmanager
def loaded(blocker: Any) -> Iterator[dict[str, str]]:
    """The demo is there inside of `with`, where each test starts with it as it was loaded; gives what the run
    printed. For a fixture of a class or a module, all of whose tests may find it there; `blocker` is
    `django_db_blocker`, and the fixture needs `django_db_setup`, too."""
    with blocker.unblock(), transaction.atomic():
        yield run_demo()
        transaction.set_rollback(True)
