"""The worker on real processes: what hangs is ended and tried again, a locked database is waited for."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.served import Served
from tests.warm import Process

pytestmark = pytest.mark.sqlite
ENQUEUE = """
from tests.config.hanging import note
note.enqueue({folder!r}, {hangs})
"""
REPORT = """
from django.utils import timezone
from tests import factories
from handover.models import ReportExport
from handover.report_jobs.models import ExportState
from handover.reports.jobs import make_report
from django_tasks_db.models import DBTaskResult
from config import abandoned_task_retry
from datetime import timedelta
export = ReportExport.objects.create(
    discovery=factories.discovery(), format="xlsx", options={{}},
    state=ExportState.RUNNING, attempts={attempts}, beat_at=timezone.now(),
)
DBTaskResult.objects.all().delete()  # of the night
make_report.enqueue(str(export.uuid))
long_ago = timezone.now() - timedelta(minutes=20)
DBTaskResult.objects.update(status="RUNNING", worker_ids=["elsewhere/1/a"], started_at=long_ago)
abandoned_task_retry.try_again()
export.refresh_from_db()
print(export.state, export.step, export.error, DBTaskResult.objects.filter(status="READY").count(), sep="|")
"""


class Working(Served):
    """A database with a worker, started by `work` and again when it ended, as bin/serve does."""

    worker: Process | None = None

    def work(self) -> Process:
        """Start a worker; returns its process."""
        self.worker = self.house.start(["-m", "config.db_worker"], self.log.with_name("worker.log"))
        return self.worker

    def said_by_worker(self) -> str:
        """What all of its workers wrote to standard error."""
        return self.log.with_name("worker.log").read_text()

    def leave(self) -> None:
        """End the worker too."""
        if self.worker is not None and self.worker.poll() is None:
            self.worker.kill()
            self.worker.wait(10)
        super().leave()


@pytest.fixture
def working(migrated: Path, tmp_path: Path) -> Iterator[Working]:
    made = Working(Path(shutil.copy(migrated / "database.sqlite3", tmp_path)))
    made.environment |= {"HEADWATERS_TASK_MINUTES": "0.05", "HEADWATERS_VAR_DIR": str(tmp_path)}
    yield made
    made.leave()


def until(holds: Callable[[], bool], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def states(working: Working) -> list[str]:
    """Of the tasks of these tests; one for the night waits as well."""
    asked = "SELECT status FROM django_tasks_database_dbtaskresult WHERE task_path LIKE '%.note'"
    with closing(sqlite3.connect(working.database)) as connection:
        return [row[0] for row in connection.execute(asked)]


@pytest.mark.parametrize(("hangs", "ends_as"), [(1, "SUCCESSFUL"), (9, "FAILED")], ids=["once", "always"])
def test_a_task_that_hangs_is_ended_and_tried_once_more(
    working: Working, tmp_path: Path, hangs: int, ends_as: str
) -> None:
    working.python(ENQUEUE.format(folder=str(tmp_path), hangs=hangs))
    for _time in range(min(hangs, 2)):
        worker = working.work()
        assert until(lambda worker=worker: worker.poll() is not None), working.said_by_worker()  # type: ignore[misc]  # the loop's own
        assert worker.poll() == 1
    working.work()
    assert until(lambda: states(working) == [ends_as]), (states(working), working.said_by_worker())
    assert len((tmp_path / "attempts").read_text().splitlines()) == 2
    said = working.said_by_worker()
    assert "Timeout (0:00:03)!" in said
    assert "hanging.py" in said, "where it was"
    assert "tests.config.hanging.note took too long and was stopped" in said


def test_a_database_that_is_locked_is_waited_for(working: Working, tmp_path: Path) -> None:
    working.environment["HEADWATERS_TASK_MINUTES"] = "15"
    working.python(ENQUEUE.format(folder=str(tmp_path), hangs=0))
    worker = working.work()
    assert until(lambda: states(working) == ["SUCCESSFUL"]), working.said_by_worker()
    other = sqlite3.connect(working.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    time.sleep(7)  # longer than the worker waits for others who write
    other.execute("ROLLBACK")
    other.close()
    working.python(ENQUEUE.format(folder=str(tmp_path), hangs=0))
    assert until(lambda: states(working) == ["SUCCESSFUL"] * 2), working.said_by_worker()
    assert worker.poll() is None
    assert "Traceback" not in working.said_by_worker()


def test_the_health_check_hears_the_worker(working: Working, tmp_path: Path) -> None:
    with working:
        assert httpx.get(f"{working.url}/healthz").json()["parts"]["worker"] == "no worker has started"
        assert working.is_healthy()
        assert httpx.get(f"{working.url}/healthz?parts").status_code == 503
        worker = working.work()
        assert working.is_healthy("/healthz?parts")
        assert httpx.get(f"{working.url}/healthz").json() == {
            "status": "ok",
            "parts": {"database": "ok", "pages": "ok", "worker": "ok", "mail": "ok"},
        }
        worker.kill()
        worker.wait(10)
        before = (
            "UPDATE core_tokenbucket SET updated_at = datetime('now', '-90 seconds') WHERE key = 'worker'"
        )
        with closing(sqlite3.connect(working.database)) as connection:
            connection.execute(before)
            connection.commit()
        said = httpx.get(f"{working.url}/healthz").json()
        assert said["status"] == "degraded"
        assert said["parts"]["worker"].startswith("no sign of the worker for 9")


@pytest.mark.parametrize(
    ("attempts", "said"),
    [
        (1, "queued|That took too long. Trying again||1"),
        (2, "failed||The report took too long twice. Tell your administrator.|0"),
    ],
)
def test_the_page_of_a_report_says_that_it_hung(working: Working, attempts: int, said: str) -> None:
    assert working.python(REPORT.format(attempts=attempts)).strip() == said
