"""A proxy as companies have them: it may hold event streams back, cut them off, or be gone for a while."""

from __future__ import annotations

import re
import socket
import socketserver
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Literal, Self

Streams = Literal["pass", "hold", "headers", "cut"]


class Proxy:
    """Passes everything on to a server, one request per connection.

    `streams` says what becomes of event streams: "hold" them back until they end, pass their "headers" and
    then nothing, or "cut" them off at once. While `is_silent` nothing comes through those that are open,
    which nobody notices. While `is_down` nothing gets through, and what was open is cut. While it `swallows`
    nothing gets through either, and nobody is told: what was open or is opened then stays so, dead for good.
    While it `is_slow_to_start`, requests wait for the server that is about to answer them.
    """

    def __init__(self, port: int, streams: Streams = "pass") -> None:
        self.streams: Streams = streams
        self.target = port
        self.seen: list[str] = []
        self.is_silent = False
        self.is_slow_to_start = False
        self._is_down = False
        self._swallows = False
        self._dead: set[socket.socket] = set()
        self._open: set[socket.socket] = set()
        proxy = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                with suppress(OSError):
                    proxy._serve(self.request)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.is_down = True
        self._server.shutdown()
        self._server.server_close()

    @property
    def is_down(self) -> bool:
        return self._is_down

    @is_down.setter
    def is_down(self, down: bool) -> None:
        self._is_down = down
        for connection in list(self._open) if down else ():
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    @property
    def swallows(self) -> bool:
        return self._swallows

    @swallows.setter
    def swallows(self, swallows: bool) -> None:
        self._swallows = swallows
        if swallows:
            self._dead |= self._open

    def count(self, part: str) -> int:
        """How many requests had this in their first line."""
        return sum(part in line for line in self.seen)

    def _serve(self, client: socket.socket) -> None:
        if self._is_down:
            return
        if self._swallows:
            _wait_for_the_end(client)
            return
        while self.is_slow_to_start:
            time.sleep(0.05)
        with socket.create_connection(("127.0.0.1", self.target), 10) as server:
            server.settimeout(60)
            self._open |= {client, server}
            try:
                self._pass(client, server)
            finally:
                self._open -= {client, server}

    def _pass(self, client: socket.socket, server: socket.socket) -> None:
        head, body = _head(client)
        self.seen.append(head.split(b"\r\n")[0].decode())
        server.sendall(
            re.sub(rb"(?i)\r\nconnection:[^\r]*", b"", head) + b"\r\nConnection: close\r\n\r\n" + body
        )
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        missing = (int(length[1]) if length else 0) - len(body)
        while missing > 0:
            chunk = client.recv(65536)
            if not chunk:
                return
            server.sendall(chunk)
            missing -= len(chunk)
        answer, rest = _head(server)
        if b"text/event-stream" in answer and self.streams != "pass":
            if self.streams == "headers":
                client.sendall(answer + b"\r\n\r\n")
            if self.streams != "cut":
                _wait_for_the_end(client)
            return
        client.sendall(answer + b"\r\n\r\n" + rest)
        while chunk := server.recv(65536):
            if client in self._dead:
                _wait_for_the_end(client)
                return
            if not (self.is_silent and b"text/event-stream" in answer):
                client.sendall(chunk)


def _wait_for_the_end(client: socket.socket) -> None:
    """Keep a connection open until the page gives it up."""
    client.settimeout(120)
    while client.recv(65536):
        pass


def _head(source: socket.socket) -> tuple[bytes, bytes]:
    """The head of a message without its empty line, and what has come of its body."""
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = source.recv(65536)
        if not chunk:
            raise ConnectionError
        data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    return head, body
