"""On real processes: mail server, webhook and catalog hang all at once, and rooms and pages answer."""

from __future__ import annotations

import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.mail_server import MailServer, mail_server
from tests.served import Headwaters, free_port

pytestmark = pytest.mark.sqlite

RECEIVERS = """
import json
from api.models import Catalog, Delivery, Webhook
from core.services import kinds
from django.http import HttpResponse
from tests import factories
from tests.factories import SYSTEM
from workshops.demo import FACILITATOR
from workshops.models import Workshop
from workshops.results.decisions.services import add_decision
from organizations.models import User
from workshops.web.cookies import remember

maker = User.objects.get(email=FACILITATOR)
workshop = Workshop.objects.filter(state="live").first() or Workshop.objects.first()
discovery = workshop.discovery
made = {{"made_by": maker, "address": "http://127.0.0.1:{port}/"}}
Webhook.objects.create(discovery=discovery, events="decision", **made)
catalog = Catalog.objects.create(discovery=discovery, **made)
for number in range(4):
    add_decision(actor=SYSTEM, discovery=discovery, title=f"Decision {{number}}", reason="Because")
    Delivery.objects.create(catalog=catalog)
cookies = remember(HttpResponse(), factories.participant(workshop, "Ann")).cookies
cookie = "; ".join(f"{{name}}={{each.value}}" for name, each in cookies.items())
print("ROOM " + json.dumps({{"code": workshop.code, "email": FACILITATOR, "cookie": cookie}}))
"""
HURRY = """
from django.utils import timezone
from organizations.models import Mail
Mail.objects.update(due_at=timezone.now())
"""
RESET = "/accounts/password/reset/"


class Silent:
    """Takes connections, and says nothing."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.socket.getsockname()[1])
        self.came: list[socket.socket] = []
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        while True:
            try:
                self.came.append(self.socket.accept()[0])
            except OSError:
                return


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server(free_port()) as server:
        server.mode = "hangs"
        yield server


@pytest.fixture
def silent() -> Iterator[Silent]:
    silent = Silent()
    yield silent
    silent.socket.close()


@pytest.fixture
def headwaters(tmp_path: Path, prepared: Path, mail: MailServer) -> Iterator[Headwaters]:
    running = Headwaters(tmp_path / "headwaters", prepared=prepared)
    running.environment |= {
        "HEADWATERS_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "HEADWATERS_EMAIL_HOST": "127.0.0.1",
        "HEADWATERS_EMAIL_PORT": str(mail.port),
        "HEADWATERS_WEBHOOKS_INSIDE": "1",
        "HEADWATERS_SIGNUP": "1",
    }
    with running:
        yield running


def until(is_so: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


def waiting(headwaters: Headwaters, table: str) -> int:
    with closing(sqlite3.connect(headwaters.database)) as database:
        asked = f"SELECT count(*) FROM {table} WHERE state = 'waiting'"  # noqa: S608  a table of ours
        (count,) = database.execute(asked).fetchone()
    return int(count)


def test_rooms_and_pages_answer_while_everything_outside_hangs(
    headwaters: Headwaters, mail: MailServer, silent: Silent
) -> None:
    room = headwaters.told(RECEIVERS.format(port=silent.port), "ROOM")
    headwaters.work()
    with httpx.Client(base_url=headwaters.url, follow_redirects=True, timeout=20) as client:
        for _number in range(4):
            client.get(RESET)
            asked = client.post(
                RESET,
                data={"email": room["email"], "csrfmiddlewaretoken": client.cookies["csrftoken"]},
                headers={"Referer": headwaters.url},
            )
            assert asked.status_code == 200, asked.text[:500]
        until(lambda: mail.hanging >= 2 and len(silent.came) >= 2, "all of them are asked")
        before = mail.hanging
        for _round in range(5):
            assert headwaters.is_healthy()
            for path in ("/", "/accounts/login/"):
                assert client.get(path).status_code == 200, path
            mine = {"Cookie": room["cookie"]}
            assert httpx.get(f"{headwaters.url}/w/{room['code']}/", headers=mine, timeout=20).is_success
    assert waiting(headwaters, "organizations_mail") == 4
    assert waiting(headwaters, "api_delivery") > 0
    mail.mode = "works"
    headwaters.python(HURRY)
    until(lambda: len(mail.taken) == 4, "the mails arrive once the server answers")
    assert before >= 2
    assert {each["To"] for each in mail.taken} == {room["email"]}
    # The server has a letter before its row says so.
    until(lambda: waiting(headwaters, "organizations_mail") == 0, "no letter waits")
