"""`bin/serve`, as `make run` calls it: a real server and a real worker that live and die together."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import httpx
import pytest
from django.conf import settings

pytestmark = pytest.mark.sqlite

T = TypeVar("T")


class Headwaters:
    """A running `bin/serve --demo` in a session of its own, with what it printed so far in a file."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder = folder
        self.output = folder / "output.txt"
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                ["bin/serve", "--demo"],
                cwd=settings.BASE_DIR,
                env={
                    **{name: value for name, value in os.environ.items() if name != "REDIS_URL"},
                    "PORT": str(self.port),
                    "PROCESSES": "1",
                    "DATABASE_URL": f"sqlite:///{folder}/database.sqlite3",
                    "HEADWATERS_VAR_DIR": str(folder),
                    "HEADWATERS_BASE_URL": f"http://localhost:{self.port}",
                },
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def printed(self) -> str:
        return self.output.read_text()

    def members(self) -> dict[str, int]:
        """The processes of the session that are the server or the worker, by name."""
        numbers: dict[str, int] = {}
        for path in Path("/proc").glob("[0-9]*"):
            try:
                session = int(path.joinpath("stat").read_text().rpartition(")")[2].split()[3])
                command = path.joinpath("cmdline").read_text()
            except (OSError, ValueError):
                continue
            if session == self.process.pid:
                for name in ("config.serve", "db_worker"):
                    if name in command:
                        numbers.setdefault(name, int(path.name))
        return numbers

    def end(self) -> None:
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.process.wait(10)


def until(condition: Callable[[], T], *, seconds: float = 30) -> T:
    """Return the condition's first true value."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.05)
    return value


@pytest.fixture(scope="module")
def running(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Headwaters]]:
    """Those that were started, all with one folder that holds database, demo and collected files."""
    folder = tmp_path_factory.mktemp("var")
    shutil.copytree(prepared, folder, dirs_exist_ok=True)
    started = [Headwaters(folder)]
    try:
        yield started
    finally:
        for each in started:
            each.end()


@pytest.fixture
def headwaters(running: list[Headwaters]) -> Headwaters:
    """One that is up: the one of the test before, unless that ended it."""
    if running[-1].process.poll() is not None:
        running.append(Headwaters(running[-1].folder))
    latest = running[-1]
    until(
        lambda: "Press Ctrl-C to stop" in latest.printed() or latest.process.poll() is not None, seconds=180
    )
    assert latest.process.poll() is None, latest.printed()
    until(lambda: len(latest.members()) == 2)
    return latest


def test_it_answers_and_prints_links_that_work(headwaters: Headwaters) -> None:
    assert until(lambda: httpx.get(f"http://127.0.0.1:{headwaters.port}/healthz").status_code == 200)
    links = re.findall(rf"http://localhost:{headwaters.port}/\S+", headwaters.printed())
    assert len(links) == 2
    for link in links:
        assert httpx.get(link).status_code in {200, 302}


def test_the_demo_is_for_this_computer_and_says_so_first(headwaters: Headwaters) -> None:
    listens, phones, *_rest = headwaters.printed().splitlines()
    assert listens == (
        "Headwaters listens on 127.0.0.1, for this computer only. Sign-up is closed"
        " (open it with HEADWATERS_SIGNUP=1)."
    )
    port = headwaters.port
    start = rf"HEADWATERS_BASE_URL=http://\S+:{port} make run PORT={port}"
    assert re.fullmatch(f"For phones in the room:  {start}", phones)
    listening = Path("/proc/net/tcp").read_text() + Path("/proc/net/tcp6").read_text()
    at = [line.split()[1] for line in listening.splitlines() if line.split()[3] == "0A"]
    assert [each for each in at if each.endswith(f":{port:04X}")] == [f"0100007F:{port:04X}"]
    page = httpx.get(f"http://127.0.0.1:{headwaters.port}/accounts/signup/").text
    assert "password1" not in page


def test_nobody_else_on_the_machine_reads_what_is_kept(headwaters: Headwaters) -> None:
    kept = [headwaters.folder, *headwaters.folder.rglob("*")]
    assert {"database.sqlite3", "database.sqlite3-wal", "secret_key"} <= {path.name for path in kept}
    assert [path.name for path in kept if path.stat().st_mode & 0o077] == []


def test_a_port_in_use_is_said(headwaters: Headwaters) -> None:
    second = subprocess.run(
        ["bin/serve"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "PORT": str(headwaters.port), "HEADWATERS_VAR_DIR": str(headwaters.folder)},
        capture_output=True,
        text=True,
        timeout=120,  # a machine that is busy with other tests as well
        check=False,
    )
    assert second.returncode == 1
    assert f"Port {headwaters.port} is in use" in second.stderr


def test_a_dead_worker_is_replaced_and_sigterm_ends_both(headwaters: Headwaters) -> None:
    worker = headwaters.members()["db_worker"]
    os.kill(worker, signal.SIGKILL)
    until(lambda: headwaters.members().get("db_worker", worker) != worker)
    headwaters.process.terminate()
    assert headwaters.process.wait(60) == 0
    assert headwaters.members() == {}


def test_without_its_server_the_worker_ends_too(headwaters: Headwaters) -> None:
    os.kill(headwaters.members()["config.serve"], signal.SIGKILL)
    assert headwaters.process.wait(60) != 0
    assert headwaters.members() == {}
