"""Requests to servers of others: slow ones, odd answers and addresses, and those that hide another one."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from api.outgoing import safe_requests
from api.outgoing.safe_requests import Inside, Unknown, outside
from core.send_results import SendResult


@contextmanager
def server(*parts: bytes, pause: float = 0.0) -> Iterator[tuple[str, list[bytes]]]:
    """A server that answers one request with these bytes, and waits after each; its address, and what it
    was asked."""
    asked: list[bytes] = []
    is_over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            with suppress(OSError):
                connection, _address = listening.accept()
                with connection:
                    asked.append(connection.recv(10_000))
                    for each in parts:
                        connection.sendall(each)
                        if is_over.wait(pause):
                            return

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", asked
        is_over.set()
        listening.shutdown(socket.SHUT_RDWR)
    thread.join()


def send(url: str) -> SendResult:
    return safe_requests.send("POST", url, b"", {}, is_inside_allowed=True, most_attempts=1)


@pytest.mark.parametrize(
    ("scheme", "begins"),
    [
        ("http", b""),
        ("http", b"HTTP/1.1 200 OK\r\n"),
        ("http", b"HTTP/1.1 200 OK\r\nX: 1\r\n\r\n"),
        ("https", b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc"),
    ],
)
def test_a_server_that_drips_bytes_ends_with_the_attempt(
    monkeypatch: pytest.MonkeyPatch, scheme: str, begins: bytes
) -> None:
    monkeypatch.setattr(safe_requests, "TIMEOUT", 0.3)
    with server(begins, *[b"x"] * 200, pause=0.05) as (url, asked):
        answer = send(url.replace("http", scheme))
    assert len(asked) == 1
    assert (answer.status, answer.attempts) == (0, 1)
    assert answer.detail.startswith("TimeoutError: no complete answer")


@pytest.mark.parametrize(("scheme", "begins"), [("http", b""), ("https", b"\x16\x03\x03\x40\x00")])
def test_a_timeout_of_the_socket_reads_like_the_end_of_the_attempt(
    monkeypatch: pytest.MonkeyPatch, scheme: str, begins: bytes
) -> None:
    class LateTimer(threading.Timer):
        def __init__(self, interval: float, function: Callable[[], None]) -> None:
            super().__init__(interval + 60, function)

    monkeypatch.setattr(safe_requests, "TIMEOUT", 0.3)
    monkeypatch.setattr("api.outgoing.safe_requests.threading.Timer", LateTimer)
    with server(begins, b"", pause=5) as (url, _asked):
        answer = send(url.replace("http", scheme))
    assert (answer.status, answer.detail) == (0, "TimeoutError: no complete answer within 0.3 seconds")


@pytest.mark.parametrize("after", ["²", "٣", "-1", "soon", "9" * 400])
def test_odd_answers_are_answers(after: str) -> None:
    head = f"HTTP/1.1 503 No\r\nRetry-After: {after}\r\nContent-Length: 3\r\n\r\n".encode()
    with server(head + b"a\0b") as (url, _asked):
        assert send(url) == SendResult(503, "ab", 1)
    with server(b"\0\0nonsense\r\n\r\n") as (url, _asked):
        answer = send(url)
        assert answer.status == 0
        assert "\0" not in answer.detail


def test_letters_of_other_alphabets_are_sent_as_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    with server(b"HTTP/1.1 204 OK\r\n\r\n") as (url, asked):
        port = url.rpartition(":")[2]
        here = [(2, 1, 6, "", ("127.0.0.1", int(port)))]
        names: list[str] = []

        def looked_up(name: str, *_args: Any, **_more: Any) -> Any:
            names.append(name)
            return here

        monkeypatch.setattr("socket.getaddrinfo", looked_up)
        sent = send(f"http://Bücher.example:{port}/übung/%C3%A4 b?größe=1&x=%20")
    assert sent.status == 204
    assert names[0] == "xn--bcher-kva.example"
    first, *headers = asked[0].decode("ascii").split("\r\n")
    assert first == "POST /%C3%BCbung/%C3%A4%20b?gr%C3%B6%C3%9Fe=1&x=%20 HTTP/1.1"
    assert f"Host: xn--bcher-kva.example:{port}" in headers


@pytest.mark.parametrize(
    "address",
    [
        *("64:ff9b::7f00:1", "64:ff9b::a00:1", "::127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:10.0.0.1"),
        *("::1", "fec0::1", "fe80::1%eth0"),
        *("168.63.129.16", "192.88.99.1", "2002:a00:1::1", "2001:0:53aa:64c::1"),
        *("2606:4700::5efe:10.0.0.1", "2606:4700::200:5efe:192.168.0.1"),
    ],
)
def test_an_address_that_holds_one_inside_is_inside(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    here = [(10, 1, 6, "", (address, 80, 0, 0))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_more: here)
    with pytest.raises(Inside):
        outside("http://catalog.example.org/")


def test_an_address_that_holds_one_outside_is_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("64:ff9b::5db8:d822", "2606:4700::5efe:93.184.216.34", "2606:4700::1"):
        here = [(10, 1, 6, "", (address, 80, 0, 0))]
        monkeypatch.setattr("socket.getaddrinfo", lambda *_args, here=here, **_more: here)
        assert outside("http://catalog.example.org/")[1] == [address]


@pytest.mark.parametrize("url", ["http://[::1", "http://a..b/", f"http://{'a' * 70}/", "http://a:99999/"])
def test_what_is_no_address_is_not_asked(url: str) -> None:
    with pytest.raises(Inside):
        outside(url)


def test_a_name_that_nobody_knows_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: Any, **_more: Any) -> Any:
        raise socket.gaierror("no name server")

    monkeypatch.setattr("socket.getaddrinfo", fails)
    with pytest.raises(Unknown):
        outside("http://catalog.example.org/")
    assert send("http://catalog.example.org/").attempts == 1


def test_the_next_address_is_asked_where_the_first_takes_no_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with server(b"HTTP/1.1 204 OK\r\n\r\n") as (url, asked):
        port = int(url.rpartition(":")[2])
        here = [(2, 1, 6, "", (address, port)) for address in ("::1", "::1", "127.0.0.1")]
        known = socket.getaddrinfo

        def looked_up(name: str, *args: Any, **more: Any) -> Any:
            return here if name == "two.example.org" else known(name, *args, **more)

        monkeypatch.setattr("socket.getaddrinfo", looked_up)
        assert outside(f"http://two.example.org:{port}/", is_inside_allowed=True)[1] == [
            "::1",
            "127.0.0.1",
        ]
        assert send(f"http://two.example.org:{port}/").status == 204
    assert len(asked) == 1


def test_one_address_inside_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    here = [(2, 1, 6, "", (address, 80)) for address in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_more: here)
    with pytest.raises(Inside):
        outside("http://two.example.org/")


def test_a_name_server_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    is_over = threading.Event()
    monkeypatch.setattr(safe_requests, "LOOKED_UP", 0.05)

    def waits(*_args: Any, **_more: Any) -> list[Any]:
        is_over.wait(20)
        return []

    monkeypatch.setattr("socket.getaddrinfo", waits)
    with pytest.raises(Unknown, match="no answer within"):
        outside("http://slow.example.org/")
    assert not is_over.is_set()
    is_over.set()
