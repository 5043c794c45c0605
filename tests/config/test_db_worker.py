"""The worker waits with little, becomes the worker of tasks when one is due, and ends after a while
(config.db_worker)."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.db import connection
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks.signals import task_finished, task_started
from django_tasks_db.models import DBTaskResult

from config import abandoned_task_retry, db_worker, heartbeats
from core.models import TokenBucket
from exchange.services.retention import purge_daily
from organizations.delivery_queue import services as outbox


@pytest.fixture
def no_alarm() -> Iterator[None]:
    """Nothing of a test rings later."""
    before = signal.getsignal(signal.SIGALRM)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.django_db
def test_a_task_is_due_from_its_time_on() -> None:
    now = timezone.now()
    assert not db_worker.is_due()
    purge_daily.using(run_after=now + timedelta(hours=1)).enqueue()
    assert not db_worker.is_due()
    purge_daily.using(run_after=now - timedelta(seconds=1)).enqueue()
    assert db_worker.is_due()


@pytest.mark.django_db
def test_a_task_without_a_time_is_due_at_once() -> None:
    purge_daily.enqueue()
    assert DBTaskResult.objects.ready().exists()  # what the worker of tasks takes
    assert db_worker.is_due()
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)
    assert not db_worker.is_due()


def test_a_database_that_is_away_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    answers: list[bool | Exception] = [OSError("away"), OSError("away"), False, True]
    slept: list[float] = []

    def is_due() -> bool:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(db_worker, "is_due", is_due)
    monkeypatch.setattr("config.heartbeats.beat", lambda: None)
    monkeypatch.setattr("config.abandoned_task_retry.is_asked", lambda: False)
    monkeypatch.setattr("config.db_worker.time.sleep", slept.append)
    db_worker.wait()
    assert answers == []
    assert slept == [1.0, 0.2, 1.0, 0.2, 0.2]
    assert len(caplog.records) == 1  # it is said once


def test_a_connection_that_was_cut_in_a_beat_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what asks next could notice it: a beat comes once for fifty looks for tasks."""
    beats_before: list[bool] = []
    closed: list[bool] = []

    def beat() -> None:
        beats_before.append(bool(closed))
        if not closed:
            raise OSError("the connection is closed")

    monkeypatch.setattr("config.heartbeats.beat", beat)
    monkeypatch.setattr("config.abandoned_task_retry.is_asked", lambda: False)
    monkeypatch.setattr(db_worker, "is_due", lambda: True)
    monkeypatch.setattr(connection, "close", lambda: closed.append(True))
    monkeypatch.setattr("config.db_worker.time.sleep", lambda _seconds: None)
    db_worker.wait()
    assert beats_before == [False, True]


def test_a_task_may_last_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "TASK_SECONDS", 0)
    db_worker._watch()


@pytest.mark.django_db
def test_it_beats_by_the_clock_of_the_database() -> None:
    assert heartbeats.wrong() == "no worker has started"
    heartbeats.beat()
    heartbeats.beat()
    assert heartbeats.silence() == pytest.approx(0, abs=2)
    assert heartbeats.wrong() == ""
    TokenBucket.objects.filter(key="worker").update(updated_at=timezone.now() - timedelta(seconds=90))
    assert re.fullmatch(r"no sign of the worker for 9\d s", heartbeats.wrong())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("worker", "minutes", "is_tried_again"),
    [
        ("elsewhere/1/a", 5, False),
        ("elsewhere/1/a", 17, True),
        ("of an older version", 17, True),
        ("here/of the test/a", 5, True),
        ("here/of its parent/a", 5, False),
        ("here/0123456789/a", 5, True),
    ],
)
def test_a_task_is_tried_again_whose_worker_is_gone(worker: str, minutes: int, is_tried_again: bool) -> None:
    own = abandoned_task_retry.own_id().rpartition("/")[0]
    here, _slash, process = own.rpartition("/")
    named = (
        worker.replace("here", here)
        .replace("of the test", process)
        .replace("of its parent", str(os.getppid()))
    )
    purge_daily.enqueue()
    started = timezone.now() - timedelta(minutes=minutes)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, worker_ids=[named], started_at=started)
    assert abandoned_task_retry.is_asked() is is_tried_again
    abandoned_task_retry.try_again()
    assert DBTaskResult.objects.get().status == (
        TaskResultStatus.READY if is_tried_again else TaskResultStatus.RUNNING
    )
    assert not abandoned_task_retry.is_asked()


@pytest.mark.django_db
def test_what_ended_two_workers_is_not_tried_again() -> None:
    purge_daily.enqueue()
    started = timezone.now() - timedelta(hours=1)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, worker_ids=["a", "b"], started_at=started)
    abandoned_task_retry.try_again()
    assert list(DBTaskResult.objects.values_list("status", "traceback")) == [
        ("FAILED", "It took too long and was stopped, at attempt 2."),
    ]


def test_it_becomes_the_worker_in_its_own_process(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []

    def execv(_program: str, arguments: list[str]) -> None:
        started.append(arguments)
        raise SystemExit

    monkeypatch.setattr(db_worker, "wait", lambda: None)
    monkeypatch.setattr("config.db_worker.os.execv", execv)
    monkeypatch.setattr("config.db_worker.signal.signal", lambda *_: None)
    before = os.umask(0o022)
    try:
        with pytest.raises(SystemExit):
            db_worker.main([])
        assert os.umask(0o022) == 0o077, "others could read the reports"
    finally:
        os.umask(before)
    assert started == [[sys.executable, "-m", "config.db_worker", "--work"]]


def test_it_ends_after_a_while_without_a_task(monkeypatch: pytest.MonkeyPatch, no_alarm: None) -> None:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(DBTaskResult, "claim", DBTaskResult.claim)  # put back afterwards
    monkeypatch.setattr("django.core.management.call_command", lambda *command: asked.append(command))
    monkeypatch.setattr("config.abandoned_task_retry.try_again", lambda: None)
    monkeypatch.setattr(db_worker, "_keep_beating", lambda: None)
    monkeypatch.setattr(outbox, "start", lambda: None)
    db_worker.work()
    assert task_started.disconnect(db_worker._watch)
    assert 0 < signal.alarm(0) <= db_worker.STAYS
    assert task_finished.disconnect(db_worker._stay_a_while)
    db_worker._stay_a_while(sender=None)
    assert 0 < signal.alarm(0) <= db_worker.STAYS
    (name, *options) = asked[0]
    command = load_command_class(get_commands()[str(name)], str(name))
    assert command.create_parser("manage.py", str(name)).parse_args([str(each) for each in options])


def test_it_ends_once_nothing_is_being_sent(monkeypatch: pytest.MonkeyPatch, no_alarm: None) -> None:
    """An answer from outside is awaited: whoever ends now sends the same again later."""
    sending, ended = [True, False], list[int]()
    monkeypatch.setattr(outbox, "is_sending", lambda: sending.pop(0))
    monkeypatch.setattr("config.db_worker.os.kill", lambda _process, number: ended.append(number))
    db_worker._end_at_rest()
    assert ended == []
    assert 0 < signal.alarm(0) <= db_worker.SENDING
    db_worker._end_at_rest()
    assert ended == [signal.SIGTERM]


def test_it_gives_its_memory_back_within_a_minute() -> None:
    assert db_worker.STAYS <= 60


@pytest.mark.django_db
def test_nothing_rings_from_before_a_task_is_claimed(monkeypatch: pytest.MonkeyPatch, no_alarm: None) -> None:
    """Between the claim and the start of the task, the worker of tasks would end at once."""
    purge_daily.enqueue()
    task = DBTaskResult.objects.get()
    monkeypatch.setattr(DBTaskResult, "claim", DBTaskResult.claim)  # put back afterwards
    db_worker.stay_on_for(DBTaskResult)
    rang_at: list[str] = []
    monkeypatch.setattr(DBTaskResult, "save", lambda *_args, **_kwargs: rang_at.append(str(signal.alarm(0))))
    signal.alarm(60)
    task.claim("a")
    assert rang_at == ["0"]


def test_what_waits_loads_no_app_and_warns_of_nothing() -> None:
    script = (
        "import sys, contextlib\n"
        "from config.heartbeats import beat\n"
        "from config.db_worker import is_due\n"
        "with contextlib.suppress(Exception): is_due()\n"
        "with contextlib.suppress(Exception): beat()\n"
        "print(sorted(each for each in sys.modules if each.split('.')[0] in {'core', 'lvt', 'documents'}))\n"
    )
    environment = {
        **os.environ,
        "DATABASE_URL": "sqlite://:memory:",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == "", "each beat would write a warning into the log"
    assert "models" not in done.stdout, done.stdout
