"""The launcher: ``python -m config.serve --host 127.0.0.1 --port 8000 --processes 1``.

One process serves by itself. Several need Redis; each gets its own listening socket, so that the kernel
spreads the connections evenly, and one that dies is replaced while its socket keeps the callers waiting.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from types import FrameType
from typing import Final

import uvicorn

from config import glibc_memory
from config.garbage_collection import loading
from config.patches.uvicorn_connection import Connection
from core.version import VERSION

GRACEFUL: Final = 3
"""Seconds that a stopping server has to finish its answers; the streams end at once."""
KEEP_ALIVE: Final = 75
"""Seconds that an idle connection stays open: people tap every few seconds, and opening again costs a phone a
round trip, with TLS three."""
BACKLOG: Final = 2048
UNANSWERED_MS: Final = 20_000
"""After so long without an acknowledgement a connection is dead: a phone in a tunnel, a laptop asleep."""
STARTUP_FAILED: Final = 3
"""The exit code of a process that could not start; starting it again would not help."""


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop; return the exit code (2: refused, 3: could not start)."""
    os.umask(0o077)  # what is kept can be read by its owner alone
    options = _parse(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if options.socket is not None:
        threading.Thread(target=_end_with_supervisor, daemon=True).start()
        return _serve(socket.socket(fileno=options.socket))
    from django.conf import settings

    if options.processes > 1 and not settings.REDIS_URL:
        _complain(f"{options.processes} processes need Redis. Set REDIS_URL, or use one.")
        return 2
    if not settings.HAS_SECRET_KEY:
        _complain(
            "The secret key is missing. Without it, processes can't share sessions, and a restart would "
            "remove everyone from their room. Run bin/setup, or set HEADWATERS_SECRET_KEY."
        )
        return 2
    if not settings.HAS_STRONG_SECRET_KEY:
        _complain(
            "The secret key is weak: anyone who guesses it can sign in as any user. Unset "
            "HEADWATERS_SECRET_KEY and run bin/setup, or set at least 50 random characters."
        )
        return 2
    try:
        sockets = _listen(options.host, options.port, options.processes)
    except OSError as error:
        _complain(f"Can't listen on {options.host}:{options.port}: {error.strerror}.")
        return STARTUP_FAILED
    if options.processes == 1:
        return _serve(sockets[0])
    return Supervisor(sockets).run()


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m config.serve", description="Serve Headwaters.")
    environment = os.environ.get
    parser.add_argument(
        "--host",
        default=environment("HEADWATERS_LISTEN", "127.0.0.1"),
        help="default: HEADWATERS_LISTEN, or 127.0.0.1",
    )
    parser.add_argument(
        "--port", type=int, default=environment("PORT", "8000"), help="default: PORT, or 8000"
    )
    parser.add_argument(
        "--processes",
        type=int,
        default=environment("PROCESSES", "1"),
        help="default: PROCESSES, or 1; more need REDIS_URL",
    )
    parser.add_argument("--version", action="version", version=f"Headwaters {VERSION}")
    parser.add_argument("--socket", type=int, help=argparse.SUPPRESS)  # of the supervisor's children
    options = parser.parse_args(arguments)
    if options.processes < 1:
        parser.error("--processes must be at least 1")
    return options


def _complain(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _serve(listener: socket.socket) -> int:
    glibc_memory.keep_little()
    config = uvicorn.Config(
        "config.asgi:application",
        http=Connection,
        loop="auto",  # uvloop where there is one
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        proxy_headers=False,  # the settings say which proxies are believed
        server_header=False,
        timeout_graceful_shutdown=GRACEFUL,
        timeout_keep_alive=KEEP_ALIVE,
        backlog=BACKLOG,
    )
    server = uvicorn.Server(config)
    try:
        _load(config)
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        pass
    except SystemExit as stopped:
        return int(stopped.code or 0)
    return 0 if server.started else STARTUP_FAILED


def _load(config: uvicorn.Config) -> None:
    """Load the application with all its views."""
    from django.urls import get_resolver

    with loading():
        config.load()
        _addresses = get_resolver().reverse_dict  # to read them loads all views


def _end_with_supervisor() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


def _listen(host: str, port: int, count: int) -> list[socket.socket]:
    """Return ``count`` sockets that listen on one address; OSError when someone listens there already."""
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    shared = count > 1
    if shared:
        # Sockets that share a port would join those of another server of the same user without a word.
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    listeners = []
    for _ in range(count):
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux; accepted connections inherit it
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNANSWERED_MS)
        listener.bind(address)
        listener.listen(BACKLOG)
        listeners.append(listener)
    return listeners


class Supervisor:
    """Keeps one server process per socket running."""

    def __init__(self, sockets: list[socket.socket]) -> None:
        self._sockets = sockets
        self._children: list[subprocess.Popen[bytes]] = []
        self._stopping = False

    def run(self) -> int:
        """Run until told to stop, or until a process cannot start; return the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        self._children = [self._spawn(listener) for listener in self._sockets]
        code = 0
        while not self._stopping:
            time.sleep(0.2)
            for index, child in enumerate(self._children):
                if self._stopping or child.poll() is None:
                    continue
                if child.returncode == STARTUP_FAILED:
                    code, self._stopping = STARTUP_FAILED, True
                else:
                    _complain(f"Server process {child.pid} ended ({child.returncode}); starting another.")
                    time.sleep(0.5)  # a process that dies at once must not keep the machine busy
                    self._children[index] = self._spawn(self._sockets[index])
        self._end()
        return code

    def _spawn(self, listener: socket.socket) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "config.serve", "--socket", str(listener.fileno())]
        # A separate session: Ctrl+C reaches the children through the supervisor only, once. The pipe ends
        # with the supervisor, however that dies.
        return subprocess.Popen(  # noqa: S603 - this very program
            command, pass_fds=[listener.fileno()], stdin=subprocess.PIPE, start_new_session=True
        )

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _end(self) -> None:
        for child in self._children:
            child.terminate()
        deadline = time.monotonic() + GRACEFUL + 2
        for child in self._children:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


if __name__ == "__main__":
    sys.exit(main())
