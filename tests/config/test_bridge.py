"""An answer of a page crosses from its thread to the event loop once."""

from __future__ import annotations

import asyncio
import errno
import io
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from config.wsgi_bridge import BLOCK, BridgedAnswer

SCOPE = {
    "type": "http",
    "method": "POST",
    "path": "/",
    "query_string": b"",
    "headers": [(b"content-length", b"9")],
    "http_version": "1.1",
}


def asked(application: Any, sent: list[Any], body: bytes = b"") -> int:
    """Adds what is sent of an answer to `sent`; how many times the loop was called from its thread."""
    crossings = 0

    async def send(message: Any) -> None:
        sent.append(message)

    async def ask() -> None:
        loop = asyncio.get_running_loop()
        call = loop.call_soon_threadsafe

        def counting(*given: Any, **named: Any) -> Any:
            nonlocal crossings
            crossings += 1
            return call(*given, **named)

        with ThreadPoolExecutor(1) as threads, patch.object(loop, "call_soon_threadsafe", counting):
            await BridgedAnswer(application, threads).to(SCOPE, io.BytesIO(body), send)

    asyncio.run(ask())
    return crossings


def in_pieces(environ: Any, start_response: Any) -> Iterator[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    yield from environ["wsgi.input"]
    yield b"end"


def test_all_of_an_answer_crosses_at_once() -> None:
    sent: list[Any] = []
    assert asked(in_pieces, sent, b"one\ntwo\n") == 1
    start, body = sent
    assert (start["status"], start["headers"]) == (200, [(b"content-type", b"text/plain")])
    assert body == {"type": "http.response.body", "body": b"one\ntwo\nend"}


def test_nothing_is_sent_of_an_answer_that_breaks_off() -> None:
    def broken(environ: Any, start_response: Any) -> Iterator[bytes]:
        start_response("200 OK", [])
        yield b"one"
        raise ValueError("two")

    sent: list[Any] = []
    with pytest.raises(ValueError, match="two"):
        asked(broken, sent)
    assert sent == []


@pytest.mark.parametrize("size", [BLOCK, 3 * BLOCK + 1])
def test_a_large_file_is_sent_block_by_block(tmp_path: Path, size: int) -> None:
    path, closed = tmp_path / "report.pdf", list[bool]()
    path.write_bytes(bytes(range(256)) * (size // 256) + b"x" * (size % 256))

    class Told(io.FileIO):
        def close(self) -> None:
            closed.append(True)
            super().close()

    def answering(environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [("Content-Type", "application/pdf")])
        return environ["wsgi.file_wrapper"](Told(path), 4096)

    sent: list[Any] = []
    asked(answering, sent)
    bodies = [message["body"] for message in sent[1:]]
    assert b"".join(bodies) == path.read_bytes()
    assert max(map(len, bodies)) <= BLOCK
    assert [message.get("more_body", False) for message in sent[1:]] == [True] * (len(bodies) - 1) + [False]
    assert closed == [True]


@pytest.mark.parametrize("is_full", [False, True])
def test_a_large_answer_waits_on_the_disk_while_there_is_room(
    is_full: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces = [bytes([number]) * 1024 for number in range(200)] * 3
    if is_full:

        def refuse() -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(tempfile, "TemporaryFile", refuse)

    def answering(environ: Any, start_response: Any) -> Iterator[bytes]:
        start_response("200 OK", [("Content-Type", "application/json")])
        yield from pieces

    sent: list[Any] = []
    asked(answering, sent)
    bodies = [message["body"] for message in sent[1:]]
    assert b"".join(bodies) == b"".join(pieces)
    assert (max(map(len, bodies)) <= BLOCK) is not is_full
    assert [message.get("more_body", False) for message in sent[1:]] == [True] * (len(bodies) - 1) + [False]
