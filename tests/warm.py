"""Processes of the product that need not read the product first, which is most of what starting one costs.

`Warm` is a process that has read the libraries and forks a `House` for each environment, which sets Django up
with exactly that environment. Another one has set Django up with the product's settings, too: its houses only
take the values of their environment, where nothing but `VALUES` differs. From there servers, workers and
scripts are forked: each is a process of its own that begins where the command line begins, and it can be
killed as any other.
`tests/bin/test_serve.py` starts the product as people do.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from contextlib import suppress
from functools import cache, partial
from importlib import import_module, reload
from pathlib import Path
from typing import Any, NoReturn, TextIO

from tests import garbage

ROOT = Path(__file__).parents[1]
SETTINGS = "config.settings"
# What takes long to read of what the product takes from others. None of it looks at settings meanwhile.
LIBRARIES = (
    "a2wsgi",
    "confusable_homoglyphs.utils",
    "dj_database_url",
    "django.contrib.admin.utils",
    "django.core.management.commands.shell",
    "django.db.backends.sqlite3.base",
    "django.db.migrations.executor",
    "django.forms",
    "django.template.defaulttags",
    "django.test",
    "django.urls",
    "graphviz",
    "highspy",
    "httptools",
    "httpx",
    "icalendar",
    "lxml.etree",
    "markdown_it",
    "nh3",
    "numpy",
    "openpyxl",
    "PIL.Image",
    "pydantic",
    "rapidfuzz",
    "requests",
    "segno",
    "uvicorn.protocols.http.httptools_impl",
    "uvicorn.server",
    "whitenoise",
    "xlsxwriter",
    "yaml",
)
# Variables of the environment that change nothing but values of settings, which everything looks up when it
# needs them.
VALUES = frozenset(
    {
        "DATABASE_URL",
        "REDIS_URL",
        "HEADWATERS_BASE_URL",
        "HEADWATERS_SECRET_KEY",
        "HEADWATERS_VAR_DIR",
        "PYTEST_CURRENT_TEST",
        "PYTHONPATH",
    }
)
# Descriptors of the pipes between a house and the tests.
Ways = tuple[int, int]


class Failed(Exception):
    """A piece of Python ended with an error; the text is what it said."""


class House:
    """The product with one environment, from which its processes are forked."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._one_at_a_time = threading.Lock()
        self._questions, self._answers = _warm_for(environment).house()
        self.ask(environment=environment)

    def ask(self, **question: object) -> dict[str, Any]:
        """Send one question, return the answer."""
        with self._one_at_a_time:
            self._questions.write(json.dumps(question) + "\n")
            self._questions.flush()
            answer = self._answers.readline()
        assert answer, "the process that others are forked from is gone"
        return dict(json.loads(answer))

    def python(self, code: str) -> str:
        """Run `code` in a process of its own; return what it prints."""
        done = self.ask(run=code)
        if done["code"]:
            raise Failed(done["said"])
        return str(done["printed"])

    def start(self, arguments: list[str], log: Path) -> Process:
        """Start `python` with these arguments; its errors go to the end of `log`."""
        return Process(self, self.ask(start=arguments, log=str(log))["pid"])

    def close(self) -> None:
        """End it, and all that it started."""
        self._questions.close()
        self._answers.close()


class Process:
    """A process of a house, used as those of `subprocess` are."""

    def __init__(self, house: House, pid: int) -> None:
        self.house, self.pid = house, pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = self.house.ask(poll=self.pid)["code"]
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        deadline = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if deadline is not None and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            time.sleep(0.02)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class Warm:
    """A process that has read the libraries, and with `settings` the product, seen from the tests."""

    def __init__(self, settings: str = "") -> None:
        self.environment = os.environ | ({"DJANGO_SETTINGS_MODULE": settings} if settings else {})
        self._folder = tempfile.TemporaryDirectory(prefix="warm")
        self._houses = 0
        # It ends with the tests, however they end: its input does.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.warm", *([settings] if settings else [])],
            cwd=ROOT,
            env=self.environment | {"OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES"},
            stdin=subprocess.PIPE,
            text=True,
        )
        atexit.register(self.close)

    def house(self) -> tuple[TextIO, TextIO]:
        """Have a house forked; return where to put questions, and where the answers come."""
        self._houses += 1
        ways = [Path(self._folder.name) / f"{self._houses}.{name}" for name in ("questions", "answers")]
        for way in ways:
            os.mkfifo(way)
        assert self._process.stdin is not None
        self._process.stdin.write(" ".join(map(str, ways)) + "\n")
        self._process.stdin.flush()
        return ways[0].open("w"), ways[1].open()

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
        self._folder.cleanup()


_warm = cache(Warm)


def _warm_for(environment: dict[str, str]) -> Warm:
    """The one that has set Django up, where that suits this environment."""
    if environment.get("DJANGO_SETTINGS_MODULE") != SETTINGS:
        return _warm()
    ready = _warm(SETTINGS)
    differing = {name for name, _value in ready.environment.items() ^ environment.items()}
    return ready if differing <= VALUES else _warm()


# --- In the process -------------------------------------------------------------------------------


def _wait_for_houses() -> None:
    gc.disable()  # what is read stays, and to search it again and again is a quarter of the time of reading
    for name in LIBRARIES:
        import_module(name)
    if sys.argv[1:]:
        _read_product()
    signal.signal(signal.SIGCHLD, lambda *_: _bury())  # houses end by themselves, and nobody asks how
    while ways := sys.stdin.readline().split():
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            with Path(ways[0]).open() as questions, Path(ways[1]).open("w") as answers:
                _keep_house(questions, answers)
            os._exit(0)


def _bury() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _keep_house(questions: TextIO, answers: TextIO) -> None:
    started: set[int] = set()
    ways = (questions.fileno(), answers.fileno())
    for line in questions:
        question = json.loads(line)
        if "environment" in question:
            answer = _set_up(question["environment"])
        elif "run" in question:
            answer = _run(question["run"], ways)
        elif "start" in question:
            answer = _start(question["start"], question["log"], ways)
            started.add(answer["pid"])
        else:
            ended, status = os.waitpid(question["poll"], os.WNOHANG)
            answer = {"code": os.waitstatus_to_exitcode(status) if ended else None}
            started -= {ended}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
    for pid in started:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _set_up(environment: dict[str, str]) -> dict[str, Any]:
    os.environ.clear()
    os.environ.update(environment)
    from django.conf import settings

    if settings.configured:
        _take_values()
    else:
        _read_product()
    # Its middleware looks at settings when it is made.
    import_module("config.asgi")
    garbage.spare()
    return {}


def _read_product() -> None:
    sys.path[0] = str(ROOT)
    import django
    from django.conf import settings

    django.setup()
    # What the first request would read; the addresses of tests/live are read anew by each of their servers.
    if settings.ROOT_URLCONF == "config.urls":
        import_module("config.urls")


def _take_values() -> None:
    """Have the settings of this environment in a process that was set up in another one."""
    from django.conf import Settings, settings
    from django.db import connections
    from django.test.signals import setting_changed

    former = vars(settings)["_wrapped"]
    vars(settings).clear()
    reload(sys.modules[SETTINGS])
    vars(settings)["_wrapped"] = Settings(SETTINGS)
    # Addresses of databases, and connections that were made of them.
    vars(connections).pop("settings", None)
    vars(connections)["_settings"] = None
    for alias in connections:
        if hasattr(vars(connections)["_connections"], alias):
            del connections[alias]
    # The rest of Django forgets by itself, as for a test that overrides a setting; of databases it warns.
    for name in filter(str.isupper, dir(vars(settings)["_wrapped"])):
        value = getattr(settings, name)
        if name != "DATABASES" and value != getattr(former, name, None):
            setting_changed.send(sender=Settings, setting=name, value=value, enter=True)


def _fork(ways: Ways) -> int:
    """As `os.fork`; the child keeps nothing that is its parent's."""
    from django.db import connections

    connections.close_all()
    if pid := os.fork():
        return pid
    for way in ways:
        os.close(way)
    return 0


def _run(code: str, ways: Ways) -> dict[str, Any]:
    with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as said:
        pid = _fork(ways)
        if pid == 0:
            run = partial(exec, code, {"__name__": "__main__"})  # the code is that of the tests
            _become(run, printed.fileno(), said.fileno())
        _pid, status = os.waitpid(pid, 0)
        printed.seek(0)
        said.seek(0)
        return {
            "code": os.waitstatus_to_exitcode(status),
            "printed": printed.read().decode(),
            "said": said.read().decode(),
        }


def _start(arguments: list[str], log: str, ways: Ways) -> dict[str, Any]:
    pid = _fork(ways)
    if pid == 0:
        errors = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        if arguments[0] == "-m":
            sys.argv = arguments[1:]
            _become(lambda: runpy.run_module(arguments[1], run_name="__main__", alter_sys=True), 1, errors)
        sys.argv = arguments
        _become(lambda: runpy.run_path(str(ROOT / arguments[0]), run_name="__main__"), 1, errors)
    return {"pid": pid}


def _become(work: Any, output: int, errors: int) -> NoReturn:
    """Do the work as a process of its own does it, and end."""
    os.dup2(output, 1)
    os.dup2(errors, 2)
    code = 1
    try:
        work()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(bool(end.code))
    except BaseException:
        traceback.print_exc()
    finally:
        from django.db import connections

        connections.close_all()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _wait_for_houses()
