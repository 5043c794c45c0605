"""How long the second `make run` takes until the server answers."""

import os
import signal
import subprocess
import tempfile
import time

from bench.results import Figure
from bench.server_processes import ROOT, free_port, wait_until_healthy

SECONDS = 120


def second_start() -> list[Figure]:
    """Start twice with the same folder, as a person would on two days; time the second."""
    with tempfile.TemporaryDirectory(prefix="headwaters-start-") as folder:
        environment = {
            key: value for key, value in os.environ.items() if key not in {"DJANGO_SETTINGS_MODULE"}
        }
        environment |= {"HEADWATERS_VAR_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3"}
        _start(environment)
        seconds = _start(environment)
    return [Figure("second start until it answers", seconds, "s", "<= 5")]


def _start(environment: dict[str, str]) -> float:
    port = free_port()
    started = time.perf_counter()
    server = subprocess.Popen(
        ["bin/serve", "--demo"],
        cwd=ROOT,
        env=environment | {"PORT": str(port), "HEADWATERS_LISTEN": "127.0.0.1"},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}", server, SECONDS)
        return time.perf_counter() - started
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)
