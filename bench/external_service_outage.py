"""What a room answers while all that lies outside hangs: mail server, receiver of webhooks, catalog."""

import asyncio
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from unittest.mock import patch

from asgiref.sync import sync_to_async
from django_tasks_db.models import DBTaskResult

from api.models import Catalog, Delivery, Webhook
from bench.phones import Phone, all_at_once
from bench.results import Figure, median
from bench.room_fixture import BENCH, OpenRound, Room
from bench.scale import fill
from bench.scenarios import score, tap_of
from bench.server_processes import Server, running_server, worker
from organizations.mail_texts import Letter
from organizations.models import Mail, User
from organizations.services import mailing
from workshops.demo import FACILITATOR
from workshops.results.decisions.services import add_decision

PEOPLE, TAPS = 40, 200
ROWS = 40


def outside(room: Room) -> list[Figure]:
    """The median answer to a tap while everything outside hangs, against without."""
    with running_server() as server, _silent() as (port, came):
        environment = {"HEADWATERS_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend"}
        environment |= {"HEADWATERS_EMAIL_HOST": "127.0.0.1", "HEADWATERS_EMAIL_PORT": str(port)}
        with patch.dict(os.environ, environment | {"HEADWATERS_WEBHOOKS_INSIDE": "1"}), worker():
            _wait_for(_is_idle)

            def hang() -> None:
                _what_goes_out(room, port)
                # Two mails of one organization at once, a webhook and a catalog.
                _wait_for(lambda: len(came) >= 4 and _is_idle())

            without, hanging = asyncio.run(_before_and_after(server, room, hang))
        Mail.objects.all().delete()
    note = f"{without * 1000:.1f} ms without, {hanging * 1000:.1f} ms with; {len(came)} connections hang"
    return [
        Figure(
            "mail, webhook and catalog hang: a room's answer against without",
            hanging / without,
            "times",
            "<= 1.2",
            note,
        )
    ]


@contextmanager
def _silent() -> Iterator[tuple[int, list[socket.socket]]]:
    """A port that takes connections and says nothing, and those that came."""
    came: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take() -> None:
            while True:
                try:
                    came.append(server.accept()[0])
                except OSError:
                    return

        threading.Thread(target=take, daemon=True).start()
        yield int(server.getsockname()[1]), came


def _is_idle() -> bool:
    """Whether the worker has done what writes asked it for."""
    tasks = DBTaskResult.objects
    return not tasks.ready().exists() and not tasks.running().exists()


def _wait_for(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not is_so():
        if time.monotonic() > until:
            raise RuntimeError("the worker is busy, or sends nothing")
        time.sleep(0.1)


def _what_goes_out(room: Room, port: int) -> None:
    discovery = room.workshop.discovery
    made = {"made_by": User.objects.get(email=FACILITATOR), "address": f"http://127.0.0.1:{port}/"}
    Webhook.objects.create(discovery=discovery, events="decision", **made)
    catalog = Catalog.objects.create(discovery=discovery, **made)
    for number in range(ROWS):
        add_decision(actor=BENCH, discovery=discovery, title=f"Decision {number}", reason="Because")
        Delivery.objects.create(catalog=catalog)
        letter = Letter(FACILITATOR, "Hello", "Hello")
        mailing.post(letter, organization=discovery.domain.organization)


async def _before_and_after(server: Server, room: Room, happens: Callable[[], None]) -> tuple[float, float]:
    """The median answer to a tap, in seconds, before and after something happens. The same people tap in the
    same round, because a tap costs more the more people there are."""
    phones = await fill(server, room, PEOPLE)
    try:
        open_round = await sync_to_async(room.round)()
        await _taps(phones, open_round)  # the first ones write rows, all later ones change them
        before = await _taps(phones, open_round)
        await sync_to_async(happens)()
        return before, await _taps(phones, open_round)
    finally:
        await all_at_once(phones, Phone.leave)


async def _taps(phones: Sequence[Phone], open_round: OpenRound) -> float:
    seconds = []
    for number in range(TAPS):
        status, _revision, took = await score(phones[number % PEOPLE], tap_of(open_round, number), {})
        if status != 200:
            raise RuntimeError(f"a tap was answered with {status}")
        seconds.append(took)
    return median(seconds)
