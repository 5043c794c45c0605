"""Headwaters as people meet it: a real server and a real worker, each in a process of its own, on a database
and files that are thrown away afterwards."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx
import pytest

from tests.warm import ROOT, House, Process

__all__ = ["PATIENCE", "ROOT", "Headwaters", "Served", "free_port", "made_once"]

SIGN_IN = """
from workshops.demo import ACTOR, FACILITATOR
from organizations.models import User
from organizations.services.one_time_links import issue_sign_in_link
print(issue_sign_in_link(actor=ACTOR, user=User.objects.get(email=FACILITATOR)))
"""
PREPARE = """
from django.core.management import call_command
call_command("prepare", demo={demo})
"""
# How long a browser may wait for what must happen, on a machine that is busy with other tests as well.
PATIENCE = 20_000
# Where a prepared folder keeps the lines that were printed.
_SAID = "demo.json"


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def made_once(places: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that takes long to fill. The first worker that needs it fills it; the others only read it or
    start from a copy. `make test` has one place for those of its runs."""
    place = places.getbasetemp()
    if "MADE_ONCE" in os.environ:
        place = Path(os.environ["MADE_ONCE"])
    elif "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent
    folder, done = place / name, place / f"{name}.done"
    with (place / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            folder.mkdir(exist_ok=True)
            make(folder)
            done.touch()
    return folder


class Served:
    """`python -m config.serve`: up inside of `with`, and gone afterwards.

    Subclasses choose the settings. What the process writes to standard error is kept in `log`.
    """

    settings = "config.settings"
    probe = "/healthz"

    def __init__(self, database: Path, *, port: int = 0, processes: int = 1, redis_url: str = "") -> None:
        self.database = database
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.processes = processes
        self.log = database.with_name(f"server-{self.port}.log")
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": self.settings,
            "DATABASE_URL": f"sqlite:///{database}",
            "REDIS_URL": redis_url,
            "HEADWATERS_BASE_URL": self.url,
            "HEADWATERS_SECRET_KEY": "a key that the processes share, and long enough to be believed",
            "PYTHONPATH": str(ROOT),
        }
        self._house: House | None = None

    @property
    def house(self) -> House:
        """What its processes are forked from."""
        if self._house is None:
            self._house = House(self.environment)
        return self._house

    def python(self, code: str) -> str:
        """What `code`, run beside the server, prints."""
        return self.house.python(code)

    def told(self, code: str, mark: str) -> Any:
        """What `code`, run beside the server, prints as JSON after `mark`."""
        return json.loads(re.findall(rf"^{mark} (.*)$", self.python(code), re.MULTILINE)[0])

    def is_healthy(self, asked: str = "/healthz") -> bool:
        """True if /healthz answers OK within 30 seconds. A busy machine may be too slow for one probe."""
        deadline = time.monotonic() + 30
        while httpx.get(f"{self.url}{asked}", timeout=20).status_code != 200:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.2)
        return True

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.end(signal.SIGKILL)
        self.leave()

    def leave(self) -> None:
        """Give up the process that the others are forked from."""
        if self._house is not None:
            self._house.close()
            self._house = None

    def start(self) -> None:
        """Start a process at the address, and return once it answers, with any status."""
        self._log_began = self.log.stat().st_size if self.log.exists() else 0
        command = ["-m", "config.serve", "--port", str(self.port), "--processes", str(self.processes)]
        self.process = self.house.start(command, self.log)
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.said()
            try:
                httpx.get(self.url + self.probe, timeout=5)
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                return
        self.process.kill()
        self.process.wait()
        raise AssertionError("the server did not come up")

    def said(self) -> str:
        """What the present process has written to standard error."""
        with self.log.open("rb") as log:
            log.seek(self._log_began)
            return log.read().decode()

    def end(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str, float]:
        """Stop it; return exit code, what it said, and the seconds that it took."""
        began = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(timeout=30)
        return code, self.said(), time.monotonic() - began


class Headwaters(Served):
    """The product with its demo, everything of theirs in one folder; its worker is there after `work()`.

    `prepared`: a folder that `prepare()` filled before, to start from a copy of it.
    """

    def __init__(self, folder: Path, *, prepared: Path | None = None) -> None:
        super().__init__(folder / "database.sqlite3")
        self.folder = folder
        self.environment["HEADWATERS_VAR_DIR"] = str(folder)
        self.worker: Process | None = None
        if prepared is not None:
            shutil.copytree(prepared, folder, dirs_exist_ok=True)

    def __enter__(self) -> Self:
        self.demo = json.loads((self.folder / _SAID).read_text())
        return super().__enter__()

    def leave(self) -> None:
        """End the worker too."""
        if self.worker is not None:
            self.worker.kill()
            self.worker.wait(10)
        super().leave()

    def work(self) -> None:
        """Start the worker, which only exports and what goes out need."""
        if self.worker is None:
            command = ["-m", "config.db_worker", "--work"]
            self.worker = self.house.start(command, self.folder / "worker.log")

    def sign_in_path(self) -> str:
        """The path of a link that signs the demo's facilitator in, once."""
        return urlsplit(self.python(SIGN_IN).strip()).path

    def prepare(self, *, demo: bool = True) -> dict[str, str]:
        """Make what is missing of database, static files and demo; return the demo's lines. Copies of the
        folder start with these lines."""
        printed = self.python(PREPARE.format(demo=demo))
        said = dict(line.split(": ", 1) for line in printed.splitlines())
        (self.folder / _SAID).write_text(json.dumps(said))
        return said
