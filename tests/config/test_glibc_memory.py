"""Free memory goes back to the computer, and an open stream keeps little (config.asgi)."""

from __future__ import annotations

import asyncio
import ctypes
import subprocess
import sys
from pathlib import Path

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from config import glibc_memory

_ROOT = Path(__file__).parents[2]
# Several threads use much memory at the same time, and free it again. What stays is printed in MB.
_BURST = """
import sys, threading
from pathlib import Path
from config import glibc_memory

def resident():
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024

def use(together):
    pages = [[bytearray(200_000) for _page in range(10)], [bytearray(2_000) for _part in range(2_000)]]
    together.wait()

glibc_memory.keep_little()
before, together = resident(), threading.Barrier(12)
threads = [threading.Thread(target=use, args=[together]) for _number in range(12)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
kept = resident()
glibc_memory.give_back()
print(kept - before, resident() - before)
"""


@pytest.mark.sqlite
def test_what_a_burst_needed_is_given_back() -> None:
    command = [sys.executable, "-c", _BURST]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True)
    kept, left = map(float, done.stdout.split())
    # How much of the 40 MB it has kept, and gives back, is up to the C library; `bench memory` measures it.
    assert left < kept - 1


def test_another_c_library_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    glibc_memory.keep_little()
    glibc_memory.give_back()


@pytest.mark.parametrize(
    ("response", "is_kept"),
    [(HttpResponse(), True), (StreamingHttpResponse(), False)],
    ids=["page", "stream"],
)
def test_an_open_stream_keeps_nothing_of_its_request(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch, response: HttpResponseBase, is_kept: bool
) -> None:
    """Two hundred people are two hundred requests, each with the rows of its person, room and discovery."""
    from config.asgi import Streams  # which needs the files of the tests

    streams, request = Streams(), rf.get("/")
    monkeypatch.setattr(streams, "get_response", lambda _request: response)
    assert asyncio.run(streams.run_get_response(request)) is response
    assert bool(vars(request)) is is_kept
