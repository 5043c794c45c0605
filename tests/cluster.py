"""A PostgreSQL of a test's own, which it may start again."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote


def _programs() -> Path:
    """The folder of the newest PostgreSQL's programs, as bin/with-services finds it."""
    there = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    path = str(there[-1]) if there else shutil.which("initdb")
    assert path is not None, "PostgreSQL is missing; bin/setup says how to install it"
    return Path(path).parent


class Cluster:
    """Runs inside of `with`; `address` is that of an empty database. It listens on a socket alone."""

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="headwaters-cluster-"))
        if os.getuid() == 0:  # which PostgreSQL refuses to be
            shutil.chown(self.folder, "postgres")
        self.address = f"postgres://headwaters@{quote(str(self.folder), safe='')}/postgres"
        self._run("initdb", "--username", "headwaters", "--auth", "trust", "--encoding", "UTF8", "--no-sync")
        self._control("start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._control("stop", "--mode", "immediate")
        shutil.rmtree(self.folder)

    def restart(self) -> None:
        """Stop it, as an update of packages does, and start it; what is asked meanwhile is cut off."""
        self._control("restart", "--mode", "fast")

    def _control(self, *words: str) -> None:
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off -c max_connections=200"
        log = str(self.folder / "log")
        self._run("pg_ctl", *words, "--log", log, "--wait", "--silent", "--options", options)

    def _run(self, program: str, *words: str) -> None:
        command = [str(_programs() / program), "--pgdata", str(self.folder / "data"), *words]
        if os.getuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")
