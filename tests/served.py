"""Headwaters as people meet it: a real server and a real worker, each in a process of its own, on a database
and files that are thrown away afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

ROOT = Path(__file__).parents[1]


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """`python -m discovery.serve`: up inside of `with`, and gone afterwards.

    Subclasses choose the settings. What the process writes to standard error is kept in `log`.
    """

    settings = "discovery.settings"
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
            "HEADWATERS_SECRET_KEY": "a key that the processes share",
            "PYTHONPATH": str(ROOT),
        }

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.end(signal.SIGKILL)

    def start(self) -> None:
        """Start a process at the address, and return once it answers, whatever it answers."""
        self._log_began = self.log.stat().st_size if self.log.exists() else 0
        command = [sys.executable, "-m", "discovery.serve"]
        command += ["--port", str(self.port), "--processes", str(self.processes)]
        self.process = self.spawn(command, self.log)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.said()
            try:
                httpx.get(self.url + self.probe, timeout=5)
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("the server did not come up")

    def spawn(self, command: list[str], log: Path) -> subprocess.Popen[bytes]:
        """A process in the root of the project that writes its errors to a file."""
        with log.open("ab") as output:
            return subprocess.Popen(command, cwd=ROOT, env=self.environment, stderr=output)

    def said(self) -> str:
        """What the present process has written to standard error."""
        with self.log.open("rb") as log:
            log.seek(self._log_began)
            return log.read().decode()

    def end(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str, float]:
        """Stop it; return exit code, what it said, and the seconds that it took."""
        began = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(timeout=10)
        return code, self.said(), time.monotonic() - began


class Headwaters(Served):
    """The product with its demo and its worker, everything of theirs in one folder.

    `prepared`: a folder that `Headwaters(…).prepare()` filled before, to start from a copy of it.
    """

    def __init__(self, folder: Path, *, prepared: Path | None = None) -> None:
        super().__init__(folder / "database.sqlite3")
        self.folder = folder
        self.environment["HEADWATERS_VAR_DIR"] = str(folder)
        if prepared is not None:
            shutil.copytree(prepared, folder, dirs_exist_ok=True)

    def __enter__(self) -> Self:
        self.demo = self.prepare()
        worker = [sys.executable, "manage.py", "db_worker", "--interval", "0.2", "--no-reload"]
        self.worker = self.spawn(worker, self.folder / "worker.log")
        return super().__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        self.worker.kill()
        self.worker.wait(10)

    def prepare(self) -> dict[str, str]:
        """Make what is missing of database, static files and demo; return the demo's lines, among them a
        fresh `sign_in_link`."""
        command = [sys.executable, "manage.py", "prepare", "--demo"]
        printed = subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.PIPE, text=True
        ).stdout
        return dict(line.split(": ", 1) for line in printed.splitlines())
