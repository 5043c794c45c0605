"""A server and a worker of our own, on a throw-away database, on one core; the load client has the other."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
START_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: `url` without a slash at its end, `pid` of the process that answers."""

    url: str
    pid: int

    def memory_mb(self) -> float:
        """Resident memory, in MB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(kilobytes) / 1024

    def open_database_files(self, database: Path) -> int:
        """How many times the process has the SQLite file itself open: one for each connection."""
        links = (link.resolve() for link in Path(f"/proc/{self.pid}/fd").iterdir() if link.exists())
        return sum(1 for link in links if link == database.resolve())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for database and files, named in the environment before Django is set up."""
    with tempfile.TemporaryDirectory(prefix="headwaters-bench-") as name:
        folder = Path(name)
        os.environ.update(
            DJANGO_SETTINGS_MODULE="bench.settings",
            DATABASE_URL=f"sqlite:///{folder / 'bench.sqlite3'}",
            HEADWATERS_VAR_DIR=str(folder),
            HEADWATERS_SECRET_KEY="a key of the bench, worth nothing",  # noqa: S106  opens a throw-away database
        )
        os.environ.pop("REDIS_URL", None)
        yield folder


@contextmanager
def served() -> Iterator[Server]:
    """The server, pinned to the first core, while the block runs; this process keeps to the last one."""
    cores = sorted(os.sched_getaffinity(0))
    port = free_port()
    command = [sys.executable, "-m", "discovery.serve", "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        os.sched_setaffinity(server.pid, cores[:1])
        os.sched_setaffinity(0, cores[-1:])
        url = f"http://127.0.0.1:{port}"
        wait_until_healthy(url, server)
        yield Server(url, server.pid)
    finally:
        os.sched_setaffinity(0, cores)
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


@contextmanager
def worker() -> Iterator[None]:
    """The export worker beside the server, on whichever core is free and behind it in line, as bin/serve has
    it."""
    process = subprocess.Popen(
        ["nice", "-n", "10", sys.executable, "manage.py", "db_worker", "--interval", "0.2", "--no-reload"],
        cwd=ROOT,
    )
    try:
        os.sched_setaffinity(process.pid, range(os.cpu_count() or 1))
        yield
    finally:
        process.terminate()
        process.wait(10)


def wait_until_healthy(url: str, server: subprocess.Popen[bytes], seconds: float = START_SECONDS) -> None:
    """Return as soon as the server answers; raises RuntimeError when it ended or takes longer."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}")
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=1) as answer:  # noqa: S310  our own server
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("the server did not start")
