"""PostgreSQL is started again, three times, under many people who read and score in a room on real processes:
nobody who only reads sees an error, and no tap that was acknowledged is lost."""

from __future__ import annotations

import os
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cluster import Cluster
from tests.config.installations import Installation
from tests.live.test_scores_survive import PREPARE, STORED
from tests.sweeps import SAMPLED

pytestmark = pytest.mark.services
# So many read and as many score.
PEOPLE = 8 if SAMPLED else 50
PATIENCE = 120


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with Cluster() as made:
        yield made


class Person(ABC):
    """Somebody in the room, until told to stop."""

    def __init__(self, house: Installation, room: dict[str, Any], number: int, stop: threading.Event) -> None:
        self.house, self.room, self.number, self.stop = house, room, number, stop
        self.answers: list[int] = []
        self.acknowledged: dict[tuple[int, int, int], int] = {}
        self.unsure: dict[tuple[int, int, int], int] = {}
        self.failed = ""

    def run(self) -> None:
        cookie: SimpleCookie = SimpleCookie(self.room["cookies"][self.number % len(self.room["cookies"])])
        token = "0" * 32
        cookies = {name: morsel.value for name, morsel in cookie.items()} | {"csrftoken": token}
        headers = {"X-CSRFToken": token}
        try:
            with httpx.Client(
                base_url=self.house.url, cookies=cookies, headers=headers, timeout=PATIENCE
            ) as client:
                while not self.stop.is_set():
                    self.act(client)
        except Exception as error:  # of a thread, which the test tells
            self.failed = repr(error)

    @abstractmethod
    def act(self, client: httpx.Client) -> None:
        """Ask once, and note the answer."""


class Reader(Person):
    def act(self, client: httpx.Client) -> None:
        code = self.room["code"]
        for address in (f"/w/{code}/", f"/w/{code}/poll/"):
            answer = client.get(address)
            self.answers.append(answer.status_code)
            if answer.is_error:
                self.failed = f"{address} {answer.status_code} {answer.text[:300]}"
        time.sleep(0.05)


class Scorer(Person):
    def act(self, client: httpx.Client) -> None:
        cells = self.room["cells"]
        use_case, criterion, use_case_pk, criterion_pk = cells[len(self.answers) % len(cells)]
        cell = (self.room["people"][self.number], use_case_pk, criterion_pk)
        value = (len(self.answers) + self.number) % 6
        self.unsure[cell] = value
        data = {"round": self.room["round"], "use_case": use_case, "criterion": criterion, "value": value}
        answer = client.post(
            f"/w/{self.room['code']}/score/", data=data, headers={"Accept": "application/json"}
        )
        if answer.status_code == 200:
            self.acknowledged[cell] = value
            del self.unsure[cell]
            self.answers.append(200)
        else:  # a phone keeps the tap and tries again
            assert answer.status_code in (429, 503), answer.text
            time.sleep(0.2)


def test_no_reader_sees_an_error_and_no_acknowledged_tap_is_lost(cluster: Cluster, tmp_path: Path) -> None:
    house = Installation(tmp_path / "house", address=cluster.address)
    if not SAMPLED:
        house.processes, house.environment["REDIS_URL"] = 2, os.environ["REDIS_URL"]
    house.prepare(demo=False)
    with house:
        room = house.told(f"PEOPLE, SEED = {PEOPLE}, {time.time_ns()}\n{PREPARE}", "ROOM")
        stop = threading.Event()
        people = [kind(house, room, number, stop) for kind in (Reader, Scorer) for number in range(PEOPLE)]
        threads = [threading.Thread(target=person.run) for person in people]
        for thread in threads:
            thread.start()
        for _ in range(3):
            wait_for_more(people)
            cluster.restart()
        wait_for_more(people)
        stop.set()
        for thread in threads:
            thread.join(PATIENCE)
        stored = {(row[0], row[1], row[2]): row[3] for row in house.told(STORED, "STORED")}

    assert [person.failed for person in people if person.failed] == []
    assert {status for person in people for status in person.answers} == {200, 204}
    lost = [
        cell
        for person in people
        for cell, value in person.acknowledged.items()
        if stored.get(cell) not in (value, person.unsure.get(cell, value))
    ]
    assert lost == []


def wait_for_more(people: Sequence[Person]) -> None:
    """Until so many more answers came that everybody could have had one."""
    deadline, before = time.monotonic() + PATIENCE, sum(len(person.answers) for person in people)
    while sum(len(person.answers) for person in people) < before + 2 * len(people):
        assert time.monotonic() < deadline, "nobody is answered any more"
        time.sleep(0.05)
