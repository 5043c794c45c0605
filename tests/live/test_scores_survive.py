"""A burst of scores on a real server process: what was acknowledged survives `kill -9`, and a reveal in the
middle divides the scores into those that count and those that are late, with none in between."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.served import Served

pytestmark = pytest.mark.sqlite
PEOPLE = 8
# A room that is scoring, as JSON: its code, its participants' cookies, what can be scored, and the round.
PREPARE = """
import itertools, json
from django.http import HttpResponse
from workshops.web.cookies import remember
from tests import factories
from tests.lvt.rooms import scoring_room
factories._numbers = itertools.count(SEED)
room = scoring_room()
people = [room.join(f"Person {number}", ("business", "it")[number % 2]) for number in range(PEOPLE)]
print("ROOM " + json.dumps({
    "code": room.workshop.code,
    "round": str(room.round.uuid),
    "cookies": [remember(HttpResponse(), person).cookies.output(header="").strip() for person in people],
    "people": [person.pk for person in people],
    "cells": [
        [str(use_case.uuid), str(criterion.uuid), use_case.pk, criterion.pk]
        for use_case in room.use_cases for criterion in room.method.criteria.all()
    ],
}))
"""
REVEAL = """
from lvt.models import ScoringRound
from lvt.rounds.services import reveal
from tests.factories import SYSTEM
reveal(actor=SYSTEM, round=ScoringRound.objects.get(uuid=ROUND))
"""
STORED = """
import json
from lvt.models import Score
print("STORED " + json.dumps([
    [score.participant_id, score.use_case_id, score.criterion_id, score.value, score.late]
    for score in Score.objects.all()
]))
"""
Cell = tuple[int, int, int]


class House(Served):
    """The product on a database of its own."""

    def stored(self) -> dict[tuple[Cell, bool], int]:
        """What the database holds, by cell and whether it came late."""
        rows = self.told(STORED, "STORED")
        return {((row[0], row[1], row[2]), row[4]): row[3] for row in rows}


@pytest.fixture(scope="module")
def house(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    with House(Path(shutil.copy(migrated / "database.sqlite3", folder))) as made:
        yield made


@dataclass
class Phone:
    """A person who taps through all cells again and again until told to stop; remembers what was
    acknowledged."""

    house: House
    room: dict[str, Any]
    number: int
    stop: threading.Event
    acknowledged: dict[tuple[Cell, bool], int] = field(default_factory=dict)
    unsure: dict[Cell, int] = field(default_factory=dict)
    count: int = 0

    @property
    def has_late_scores(self) -> bool:
        """True once a score was acknowledged that came after the reveal."""
        return any(is_late for _cell, is_late in list(self.acknowledged))

    def run(self) -> None:
        token = "0" * 32
        cookie: SimpleCookie = SimpleCookie(self.room["cookies"][self.number])
        cookies = {name: morsel.value for name, morsel in cookie.items()} | {"csrftoken": token}
        headers = {"X-CSRFToken": token, "Accept": "application/json"}
        with httpx.Client(base_url=self.house.url, cookies=cookies, headers=headers) as client:
            while not self.stop.is_set():
                use_case, criterion, use_case_pk, criterion_pk = self.room["cells"][
                    self.count % len(self.room["cells"])
                ]
                cell = (self.room["people"][self.number], use_case_pk, criterion_pk)
                value = (self.count + self.number) % 6
                fields = {"round": self.room["round"], "use_case": use_case, "criterion": criterion}
                self.unsure[cell] = value
                try:
                    answer = client.post(
                        f"/w/{self.room['code']}/score/",
                        data={**fields, "value": str(value)},
                    )
                except httpx.HTTPError:
                    return  # the server is gone: this tap was not acknowledged, so it may or may not be there
                if answer.status_code == 429:
                    time.sleep(0.1)
                    continue
                assert answer.status_code == 200, answer.text
                self.acknowledged[cell, answer.json()["late"]] = value
                del self.unsure[cell]
                self.count += 1


def burst(house: House) -> tuple[list[Phone], list[threading.Thread], threading.Event]:
    room = house.told(f"PEOPLE, SEED = {PEOPLE}, {time.time_ns()}\n{PREPARE}", "ROOM")
    stop = threading.Event()
    phones = [Phone(house, room, number, stop) for number in range(PEOPLE)]
    threads = [threading.Thread(target=phone.run) for phone in phones]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 20
    while sum(phone.count for phone in phones) < 200 and time.monotonic() < deadline:
        time.sleep(0.02)
    return phones, threads, stop


def check_nothing_is_lost(house: House, phones: list[Phone]) -> None:
    stored = house.stored()
    for phone in phones:
        for (cell, late), value in phone.acknowledged.items():
            allowed = {value, phone.unsure.get(cell, value)}
            assert stored.get((cell, late)) in allowed, (cell, late)


def test_no_acknowledged_score_is_lost_when_the_server_is_killed(house: House) -> None:
    phones, threads, stop = burst(house)
    house.end(signal.SIGKILL)
    stop.set()
    for thread in threads:
        thread.join()
    assert sum(phone.count for phone in phones) >= 200
    check_nothing_is_lost(house, phones)
    house.start()  # and it comes up again on what is there
    assert house.is_healthy()


def test_a_reveal_in_the_middle_of_a_burst_divides_it_cleanly(house: House) -> None:
    phones, threads, stop = burst(house)
    house.python(f"ROUND = '{phones[0].room['round']}'\n{REVEAL}")
    deadline = time.monotonic() + 30
    while not all(phone.has_late_scores for phone in phones) and time.monotonic() < deadline:
        time.sleep(0.02)
    stop.set()
    for thread in threads:
        thread.join()
    check_nothing_is_lost(house, phones)
    assert all(phone.has_late_scores for phone in phones)
    # What was acknowledged in time is what the reveal showed: no late score has taken its place.
    stored = house.stored()
    for phone in phones:
        for (cell, is_late), value in phone.acknowledged.items():
            assert is_late or stored[cell, False] == value


def test_a_score_of_another_person_costs_a_phone_two_kilobytes_at_most(house: House) -> None:
    """And nothing else: the phone is told to fetch neither a part nor the page."""
    room = house.told(f"PEOPLE, SEED = 2, {time.time_ns()}\n{PREPARE}", "ROOM")
    scoring, watching = (SimpleCookie(cookie) for cookie in room["cookies"])
    token = "0" * 32
    cookies = {name: morsel.value for name, morsel in scoring.items()} | {"csrftoken": token}
    use_case, criterion, _use_case_pk, _criterion_pk = room["cells"][0]
    tap = {"round": room["round"], "use_case": use_case, "criterion": criterion, "value": "3"}

    async def scenario() -> bytes:
        heard = b""
        own = {name: morsel.value for name, morsel in watching.items()}
        async with (
            httpx.AsyncClient(base_url=house.url, cookies=own, timeout=30) as phone,
            phone.stream("GET", f"/w/{room['code']}/events/") as stream,
            httpx.AsyncClient(base_url=house.url, cookies=cookies, timeout=30) as other,
        ):
            chunks = stream.aiter_raw()
            while b"event: patch" not in heard:
                heard += await anext(chunks)
            headers = {"X-CSRFToken": token, "Accept": "application/json"}
            answer = await other.post(f"/w/{room['code']}/score/", data=tap, headers=headers)
            assert answer.status_code == 200, answer.text
            heard = b""
            with suppress(TimeoutError):
                async with asyncio.timeout(3):
                    while True:
                        heard += await anext(chunks)
        return heard

    heard = asyncio.run(scenario())
    assert 0 < len(heard) <= 2048
    patches = [patch for data in re.findall(rb"data: (\[.*\])", heard) for patch in json.loads(data)]
    assert {patch["region"] for patch in patches} == {"progress"}
    assert not any("pull" in patch for patch in patches)
