"""A server and a worker of our own, on a throw-away database, on one core; the load client has the other."""

import os
import shutil
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

from config.db_worker import STAYS

ROOT = Path(__file__).parent.parent
START_SECONDS = 30
# Within this time a worker has looked for tasks.
LOOKED_SECONDS = 5
# What is due lasts at most so long, and makes at most so many workers load.
TASKS_SECONDS = 600
MOST_WORKERS = 5


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: `url` without a slash at its end, `pid` of the process that answers."""

    url: str
    pid: int

    def pids(self) -> list[int]:
        """The processes that serve: this one, or with several processes its children."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [int(child) for child in children] or [self.pid]

    def memory_mb(self) -> float:
        """Resident memory of all that serve, in MB."""
        return sum(memory_kb(pid) for pid in self.pids()) / 1024

    def cpu_seconds(self) -> float:
        """Processor time that all that serve have used so far."""
        return sum(_ticks(pid) for pid in self.pids()) / os.sysconf("SC_CLK_TCK")

    def connections(self) -> int:
        """Connections to the database: of the server to SQLite, of everybody, us included, to PostgreSQL."""
        from django.db import connection

        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
                return int(cursor.fetchone()[0])
        # One for each time that the process has the file itself open.
        database = Path(connection.settings_dict["NAME"]).resolve()
        links = (link.resolve() for link in Path(f"/proc/{self.pid}/fd").iterdir() if link.exists())
        return sum(1 for link in links if link == database)


def memory_kb(pid: int) -> int:
    """Resident memory of a process."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")))


def _ticks(pid: int) -> int:
    """User and system time: the 14th and 15th field; what stands in brackets before may hold blanks."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def on_postgresql() -> bool:
    """Whether to measure on the PostgreSQL that DATABASE_URL names, a throw-away one."""
    return os.environ.get("DATABASE") == "postgresql"


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for database and files, named in the environment before Django is set up."""
    with tempfile.TemporaryDirectory(prefix="headwaters-bench-") as name:
        folder = Path(name)
        os.environ.update(
            DJANGO_SETTINGS_MODULE="bench.settings",
            HEADWATERS_VAR_DIR=str(folder),
            HEADWATERS_SECRET_KEY="a key of the bench, worth nothing, for what lasts a minute",  # noqa: S106  opens a throw-away database
        )
        if not on_postgresql():
            os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'bench.sqlite3'}"
        os.environ.pop("REDIS_URL", None)
        yield folder


@contextmanager
def redis(port: int | None = None) -> Iterator[str]:
    """A Redis of our own, which keeps nothing; its address. Raises RuntimeError where there is none."""
    if shutil.which("redis-server") is None:
        raise RuntimeError("this needs redis-server; install it and try again")
    port = port or free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        while not _listens(port):
            time.sleep(0.02)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(10)


@contextmanager
def running_server(*, port: int | None = None, processes: int = 1, redis_url: str = "") -> Iterator[Server]:
    """The server, pinned to the first core, while the block runs; this process keeps to the last one."""
    cores = sorted(os.sched_getaffinity(0))
    port = port or free_port()
    command = [sys.executable, "-m", "config.serve", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--processes", str(processes)]
    # Set before it starts, so that its children keep to the same core.
    os.sched_setaffinity(0, cores[:1])
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"REDIS_URL": redis_url})
    try:
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
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """The export worker beside the server, on whichever core is free and behind it in line, as bin/serve has
    it."""
    process = subprocess.Popen(
        ["nice", "-n", "10", sys.executable, "-m", "config.db_worker"],
        cwd=ROOT,
    )
    try:
        os.sched_setaffinity(process.pid, range(os.cpu_count() or 1))
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def waiting_worker_mb() -> float:
    """Resident memory in MB of a worker that waits for a task. What is due is done first: the worker that did
    it ends by itself, and the next one is started, as bin/serve does. Raises RuntimeError if tasks never end.
    """
    for _worker in range(MOST_WORKERS):
        with worker() as process:
            time.sleep(LOOKED_SECONDS)
            if "--work" not in Path(f"/proc/{process.pid}/cmdline").read_text().split("\0"):
                return memory_kb(process.pid) / 1024
            process.wait(STAYS + TASKS_SECONDS)
    raise RuntimeError("the worker never waited")


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
