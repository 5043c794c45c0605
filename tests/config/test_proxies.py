"""nginx and Caddy from the files that ship, in front of the product: what a company's proxy may break."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.proxies import Proxy, installed
from tests.served import Headwaters, free_port

pytestmark = [pytest.mark.sqlite, pytest.mark.sweep(sample="tests/config/test_proxies.py")]
KINDS = ("nginx", "caddy")
BOTH = pytest.mark.parametrize("kind", KINDS)
MEGABYTE = 1024**2
STREAMED = 120


class Behind(Headwaters):
    """The product as it is set behind a proxy."""

    def __init__(self, folder: Path, prepared: Path, base_url: str) -> None:
        super().__init__(folder, prepared=prepared)
        self.environment |= {
            "HEADWATERS_BASE_URL": base_url,
            "HEADWATERS_BEHIND_PROXY": "1",
            "HEADWATERS_TRUSTED_PROXIES": "1",
            "HEADWATERS_LOG": "INFO",
        }


class Installation:
    """A server with its proxy, the facilitator of the demo signed in."""

    def __init__(self, server: Behind, proxy: Proxy) -> None:
        self.server, self.proxy = server, proxy

    def signed_in(self) -> httpx.Client:
        client = self.proxy.client()
        answer = client.get(self.server.sign_in_path())
        if answer.status_code == 200:  # a look uses no link up
            answer = self.post(client, answer.request.url.path)
        assert answer.status_code == 302, answer.text
        return client

    def post(
        self, client: httpx.Client, path: str, sent: dict[str, Any] | None = None, **more: Any
    ) -> httpx.Response:
        """As a form of a page is sent, with the token that the browser was given."""
        if "__Host-csrftoken" not in client.cookies:
            client.get("/accounts/login/")
        headers = {
            "Origin": self.proxy.url,
            "X-CSRFToken": client.cookies["__Host-csrftoken"],
            **more.pop("headers", {}),
        }
        return client.post(path, data=sent or {}, headers=headers, **more)


Start = Callable[..., Installation]


@pytest.fixture
def start(prepared: Path, tmp_path: Path) -> Iterator[Start]:
    """Starts a server behind a proxy; `base_url` is what its operator says the address is."""
    started: list[Proxy | Behind] = []

    def starting(kind: str, *, base_url: str = "", change: Callable[[str], str] = str) -> Installation:
        folder = tmp_path / f"{kind}-{len(started)}"
        port = free_port()
        url = base_url or f"https://localhost:{port}"
        server = Behind(folder / "var", prepared, url)
        server.__enter__()
        started.append(server)
        proxy = Proxy(kind, folder / "proxy", server.port, port, change)
        proxy.__enter__()
        started.append(proxy)
        return Installation(server, proxy)

    yield starting
    for each in reversed(started):
        each.__exit__(None, None, None)


@pytest.mark.sweep(sample=("nginx",))
@BOTH
def test_people_sign_in_and_write_through_the_files_that_ship(kind: str, start: Start) -> None:
    """Encrypted, by HTTP/2, under another port than 443, with the addresses of clients in the log."""
    here = start(kind)
    said = _curl(here, "/accounts/login/", "--include")
    assert said.startswith("HTTP/2 200"), said[:200]
    assert "strict-transport-security" in said
    client = here.signed_in()
    page = client.get("/")
    assert page.status_code == 200
    assert f"{here.proxy.url}/" in here.server.python(_LINK)
    reset = here.post(client, "/accounts/logout/")
    assert reset.status_code == 302
    assert "://" not in reset.headers["Location"] or reset.headers["Location"].startswith(here.proxy.url)

    elsewhere = here.proxy.client("127.0.0.7")
    typed = {"login": "alice@example.org", "password": "isn’t the password"}
    refused = here.post(elsewhere, "/accounts/login/", typed, headers={"X-Forwarded-For": "203.0.113.9"})
    assert refused.status_code == 200
    lines = [line for line in here.server.said().splitlines() if "sign_in.failed" in line]
    assert [line.rpartition("=")[2] for line in lines] == ["127.0.0.7"]


_LINK = """
from workshops.models import Workshop
from workshops.joining import invitation
from workshops.models import Participant
print(invitation.personal_link(Participant.objects.first()))
"""


_ORGANIZATION = """
from discovery.models import Discovery
print(Discovery.objects.get(slug="commercial-discovery").domain.organization.slug)
"""


@BOTH
def test_ten_megabytes_come_in_and_more_is_refused_by_a_page_of_ours(kind: str, start: Start) -> None:
    here = start(kind)
    client = here.signed_in()
    exported = client.get("/d/commercial-discovery/discovery.json")
    assert exported.status_code == 200, exported.text
    assert len(exported.content) > MEGABYTE
    assert json.loads(exported.content)
    path = f"/organizations/{here.server.python(_ORGANIZATION).strip()}/import/"
    most = exported.content.ljust(10 * MEGABYTE - 2000)
    taken = here.post(client, path, files={"file": ("demo.json", most, "application/json")})
    assert taken.status_code == 422
    assert "This discovery already exists" in taken.text, "it was read to its end"
    larger = most.ljust(11 * MEGABYTE)
    refused = here.post(client, path, files={"file": ("demo.json", larger, "application/json")})
    assert refused.status_code == 413
    assert "This is larger than the limit of 10 MB" in refused.text


def _with_host(kind: str, host: str) -> Callable[[str], str]:
    """Changes a file so that the server is told another host than people asked for."""

    def change(file: str) -> str:
        if kind == "nginx":
            return file.replace("Host $http_host;", f"Host {host};")
        proxied = next(line for line in file.splitlines() if "reverse_proxy" in line)
        return file.replace(proxied, f"{proxied} {{\n\t\theader_up Host {host}\n\t}}")

    return change


@BOTH
def test_a_proxy_that_rewrites_the_host_breaks_no_form_and_no_link(kind: str, start: Start) -> None:
    here = start(kind, change=_with_host(kind, "127.0.0.1:8000"))
    client = here.signed_in()
    assert client.get("/").status_code == 200
    for page in ("/", "/join/"):
        assert "127.0.0.1:8000" not in client.get(page).text
    assert here.post(client, "/accounts/logout/").status_code == 302


@BOTH
def test_a_form_under_another_address_than_the_set_one_is_told_the_setting(kind: str, start: Start) -> None:
    """The operator left the port out, and so does the proxy."""
    here = start(kind, base_url="https://localhost", change=_with_host(kind, "localhost"))
    refused = here.post(here.proxy.client(), "/accounts/login/")
    assert refused.status_code == 403
    assert "HEADWATERS_BASE_URL" in refused.text
    assert "open too long" not in refused.text
    said = [line for line in here.server.said().splitlines() if "HEADWATERS_BASE_URL" in line]
    assert f"{here.proxy.url} " in said[-1]


class Streaming:
    """The console of somebody who is signed in, listened to until it ends or is left."""

    def __init__(self, here: Installation) -> None:
        self.here, self.client = here, here.signed_in()
        self.room = f"/w/{here.server.demo['join_code']}"
        cookies = "; ".join(f"{name}={value}" for name, value in self.client.cookies.items())
        address = f"{here.proxy.url}{self.room}/events/?surface=console"
        command = [*_curl_command(here), "--no-buffer", "--cookie", cookies, address]
        self.heard: list[tuple[float, str]] = []
        self.sent: list[float] = []
        self.program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    def _listen(self) -> None:
        assert self.program.stdout is not None
        with self.program.stdout as lines:
            for line in lines:
                self.heard.append((time.monotonic(), line))

    def capture(self, title: str) -> None:
        """Write something that the console shows."""
        fields = {"uuid": str(uuid4()), "kind": "action", "title": title}
        headers = {"Accept": "application/json"}
        answer = self.here.post(self.client, f"{self.room}/console/capture/", fields, headers=headers)
        assert answer.status_code == 200, answer.text
        self.sent.append(time.monotonic())

    def leave(self) -> None:
        """Listen no longer. Raises AssertionError where the stream had ended."""
        code = self.program.poll()
        self.program.kill()
        self.program.wait()
        self._reader.join(10)
        assert code is None, "the stream ended"


def test_streams_are_neither_cut_nor_held_back_for_two_minutes(start: Start) -> None:
    """By HTTP/2, through both at once."""
    streams = [Streaming(start(kind)) for kind in KINDS]
    opened = time.monotonic()
    for at in (5.0, 60.0, 110.0):
        time.sleep(max(0.0, opened + at - time.monotonic()))
        for stream in streams:
            stream.capture(f"At {at}")
    time.sleep(max(0.0, opened + STREAMED - time.monotonic()))
    for stream in streams:
        stream.leave()
        times = [at for at, _line in stream.heard]
        assert times[0] < opened + 5
        assert max(after - before for before, after in pairwise([*times, opened + STREAMED])) < 15, "silent"
        patched = [at for at, line in stream.heard if "event: patch" in line]
        late = [min(at - sent for at in patched if at > sent - 2) for sent in stream.sent]
        assert max(late) < 3


def _curl_command(here: Installation) -> list[str]:
    certificate = str(here.proxy.folder / "certificate.pem")
    return [
        installed("curl"),
        "--http2",
        "--silent",
        "--show-error",
        "--noproxy",
        "*",
        "--cacert",
        certificate,
    ]


def _curl(here: Installation, path: str, *options: str) -> str:
    command = [*_curl_command(here), *options, here.proxy.url + path]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
