"""The engine as a process: one that waits for the next PDF, and ends when nobody asks."""

import subprocess
import sys
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django_tasks import TaskResultStatus
from django_tasks.signals import task_finished

from documents import child_process, pdf_engine_process, process_priority
from handover.reports import jobs
from handover.reports.jobs import make_report
from technology.services.fitness import read_fitness
from tests.served import ROOT

pytestmark = pytest.mark.usefixtures("engines_from_nothing")


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    yield
    pdf_engine_process._end_waiting()


def test_the_engine_that_waits_makes_the_next_pdf_and_no_other() -> None:
    pdf_engine_process.keep_ready()
    pdf_engine_process.keep_ready()
    (waiting,) = pdf_engine_process._waiting

    with pdf_engine_process.engine_at_hand() as first:
        assert first is waiting
        made = first.render(["<html lang='en'><title>T</title><p>Hello</p></html>"])
        with pdf_engine_process.engine_at_hand() as second:
            assert second is not waiting
            assert second.render(["<html lang='en'><title>T</title><p>Hello</p></html>"]) == made
    assert made.startswith(b"%PDF")
    assert waiting._process.returncode is not None


def test_an_engine_that_waited_too_long_or_has_died_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert process_priority.WAITS > child_process._USED_WITHIN
    pdf_engine_process.keep_ready()
    (dead,) = pdf_engine_process._waiting
    dead._process.kill()
    dead._process.wait()
    assert pdf_engine_process.engine_at_hand() is not dead

    pdf_engine_process.keep_ready()
    (old,) = pdf_engine_process._waiting
    monkeypatch.setattr(child_process, "_USED_WITHIN", 0)
    assert pdf_engine_process.engine_at_hand() is not old
    assert old._process.returncode is not None


def test_an_engine_that_ends_while_a_document_is_written_makes_it_all_the_same() -> None:
    pdf_engine_process.keep_ready()
    with pdf_engine_process.engine_at_hand() as waited:
        waited._process.kill()
        waited._process.wait()
        assert waited.render(["<html lang='en'><title>T</title><p>Hello</p></html>"]).startswith(b"%PDF")


def test_an_engine_that_has_ended_gives_its_place_to_another() -> None:
    pdf_engine_process.keep_ready()
    (dead,) = pdf_engine_process._waiting
    dead._process.kill()
    dead._process.wait()

    pdf_engine_process.keep_ready()

    (waiting,) = pdf_engine_process._waiting
    assert waiting is not dead
    assert waiting.is_ready


@pytest.mark.parametrize("is_left", [True, False])
def test_an_engine_that_nobody_asks_ends(is_left: bool) -> None:
    waits = 0 if is_left else 600
    code = f"import sys; from documents import pdf_engine; pdf_engine.WAITS = {waits}; pdf_engine.main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "0"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdin as asks, process.stdout as answers:
        asks.write(b"{}\n")
        asks.flush()
        if not is_left:
            asks.close()
        assert answers.read() == b""
        assert process.wait() == 0


def test_the_worker_loads_an_engine_when_it_has_made_a_report() -> None:
    for task, waits in ((read_fitness, 0), (make_report, 1)):
        result = SimpleNamespace(id="1", task=task, status=TaskResultStatus.SUCCESSFUL)
        task_finished.send(sender=object, task_result=result)
        assert len(pdf_engine_process._waiting) == waits


def test_the_worker_goes_on_where_no_engine_can_be_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OSError("no space left")

    monkeypatch.setattr(jobs, "keep_ready", fail)
    result = SimpleNamespace(id="1", task=make_report, status=TaskResultStatus.SUCCESSFUL)
    task_finished.send(sender=object, task_result=result)
