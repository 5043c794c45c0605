"""Tasks for tests of the worker on real processes: one that hangs at its first attempt, or at each."""

from __future__ import annotations

import os
import time
from pathlib import Path

from django_tasks import task


@task()
def note(folder: str, hangs: int) -> None:
    """Add a line to a file of the folder; hang afterwards at the first so many attempts."""
    path = Path(folder) / "attempts"
    with path.open("a") as attempts:
        attempts.write(f"{os.getpid()}\n")
    if len(path.read_text().splitlines()) <= hangs:
        time.sleep(600)
