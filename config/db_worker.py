"""The worker beside the server: `python -m config.db_worker`.

Most of the time there is no work, and a process that has loaded all of Headwaters waits with 150 MB. So what
waits has loaded the settings and the connection to the database alone. As soon as a task is due, it becomes
the worker of the tasks (`manage.py db_worker`) in the same process, and that one ends a minute after its last
task, which gives its memory back. Who started it starts it again then (bin/serve): it ends with 0, where no
other end does.

It beats (config.heartbeats) as long as it runs. A task that lasts longer than settings.TASK_SECONDS hangs:
the process ends, with a traceback of where it was, and the next one tries the task again
(config.abandoned_task_retry).
"""

import faulthandler
import logging
import os
import signal
import sys
import threading
import time
import warnings
from datetime import UTC, datetime
from typing import Any, Final, NoReturn

from config import abandoned_task_retry, heartbeats
from config.garbage_collection import loading

logger = logging.getLogger(__name__)

EVERY: Final = 0.2
"""Seconds between two looks for tasks."""
STAYS: Final = 60
"""Seconds that a worker which has loaded all waits for another task: people ask for a second report, and
changes that ask for proofs come one after another."""
SENDING: Final = 1
"""Seconds after which it is asked again whether the outbox is still sending."""
AFTER_AN_ERROR: Final = 1.0

AT_ONCE: Final = datetime(9999, 1, 1, tzinfo=UTC)
"""What django_tasks_db writes for a task that waits for no time."""

_DUE: Final = (
    "SELECT 1 FROM django_tasks_database_dbtaskresult"
    " WHERE status = 'READY' AND (run_after <= %s OR run_after = %s)"
    " UNION ALL SELECT 1 FROM organizations_mail WHERE state = 'waiting' AND due_at <= %s"
    " UNION ALL SELECT 1 FROM api_delivery WHERE state = 'waiting' AND due_at <= %s LIMIT 1"
)


def main(arguments: list[str]) -> NoReturn:
    """Wait, and then work; with --work, work at once."""
    os.umask(0o077)  # what it makes can be read by its owner alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if arguments != ["--work"]:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        wait()
        os.execv(sys.executable, [sys.executable, "-m", "config.db_worker", "--work"])  # noqa: S606  ourselves
    work()
    sys.exit(0)


def wait() -> None:
    """Return when a task is due, or is to be tried again. A database that is away is asked again."""
    is_told = False
    beats_at = 0.0
    while True:
        try:
            if time.monotonic() >= beats_at:
                heartbeats.beat()
                beats_at = time.monotonic() + heartbeats.EVERY
                if abandoned_task_retry.is_asked():
                    return
            if is_due():
                return
            is_told = False
        except Exception:
            if not is_told:
                logger.warning("The worker can't read its tasks. It will try again.", exc_info=True)
            is_told = True
            _hang_up()
            time.sleep(AFTER_AN_ERROR)
        time.sleep(EVERY)


def _hang_up() -> None:
    """Close the connection, which may have been cut; the next query opens another one."""
    from django.db import connection

    connection.close()


def is_due() -> bool:
    """Return True if a task is due now, or something in the outbox is to be sent. Raises what the database
    raises."""
    from django.db import connection
    from django.utils import timezone

    with warnings.catch_warnings(), connection.cursor() as cursor:
        # No app is loaded, which is the point of it.
        warnings.simplefilter("ignore", RuntimeWarning)
        now = timezone.now()
        times = (now, AT_ONCE, now, now)
        cursor.execute(_DUE, [connection.ops.adapt_datetimefield_value(each) for each in times])
        return cursor.fetchone() is not None


def work() -> None:
    """Do tasks, and send what is in the outbox, until there was no task for a while."""
    import django

    with loading():
        django.setup()
        from django_tasks.signals import task_finished, task_started
        from django_tasks_db.models import DBTaskResult

        from organizations.delivery_queue import services as outbox

    signal.signal(signal.SIGALRM, lambda *_: _end_at_rest())
    stay_on_for(DBTaskResult)
    task_started.connect(_watch)
    task_finished.connect(_stay_a_while)
    threading.Thread(target=_keep_beating, name="beats", daemon=True).start()
    signal.alarm(STAYS)
    outbox.start()
    while not _worked():
        time.sleep(AFTER_AN_ERROR)


def _worked() -> bool:
    """Do tasks until there was none for a while. False where the database did not answer: another process may
    have it locked, and what waits is still there afterwards."""
    from django.core.management import call_command
    from django.db import DatabaseError, connection

    command = ["--interval", str(EVERY), "--no-reload", "--no-startup-delay", "--skip-checks"]
    try:
        abandoned_task_retry.try_again()
        call_command("db_worker", *command, "--worker-id", abandoned_task_retry.own_id())
    except DatabaseError as error:
        faulthandler.cancel_dump_traceback_later()
        logger.warning("The database didn't answer the worker, which will try again: %s", error)
        connection.close()
        return False
    return True


def _keep_beating() -> None:
    from django.db import DatabaseError, connection

    while True:
        try:
            heartbeats.beat()
        except DatabaseError as error:
            logger.warning("The worker couldn't write its heartbeat: %s", error)
        connection.close()
        time.sleep(heartbeats.EVERY)


def _watch(**_kwargs: Any) -> None:
    """A task begins. The process is ended by a thread outside Python, which no task can block."""
    from django.conf import settings

    if settings.TASK_SECONDS:  # 0: for ever
        faulthandler.dump_traceback_later(settings.TASK_SECONDS, exit=True)


def stay_on_for(tasks: type[Any]) -> None:
    """From before a task is claimed, nothing rings: the worker would end at once, and no one tries a task
    that is claimed and was not begun."""
    claim = tasks.claim

    def claim_calmly(self: Any, worker_id: str) -> None:
        signal.alarm(0)
        claim(self, worker_id)

    tasks.claim = claim_calmly


def _end_at_rest() -> None:
    """End, unless an answer from outside is awaited: what is cut off there would be sent twice."""
    from organizations.delivery_queue import services as outbox

    if outbox.is_sending():
        signal.alarm(SENDING)
    else:
        os.kill(os.getpid(), signal.SIGTERM)


def _stay_a_while(**_kwargs: Any) -> None:
    faulthandler.cancel_dump_traceback_later()
    signal.alarm(STAYS)


if __name__ == "__main__":
    main(sys.argv[1:])
