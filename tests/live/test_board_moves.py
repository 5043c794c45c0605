"""Three people who group a board at once, on a real server process: no acknowledged move is lost."""

from __future__ import annotations

import shutil
import threading
import time
from http.cookies import SimpleCookie
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.live.test_scores_survive import House

pytestmark = pytest.mark.sqlite
PREPARE = """
import itertools, json
from django.http import HttpResponse
from workshops.models import Note
from workshops.web.cookies import remember
from tests import factories
from tests.workshops.boards import board
factories._numbers = itertools.count(SEED)
room = board(*(f"Note {number}" for number in range(60)), notes_each=100)
people = [room.join(name) for name in ("Ann", "Ben", "Cleo")]
print("BOARD " + json.dumps({
    "code": room.workshop.code,
    "activity": str(room.activity.uuid),
    "cookies": [remember(HttpResponse(), person).cookies.output(header="").strip() for person in people],
    "notes": [str(uuid) for uuid in Note.objects.values_list("uuid", flat=True)],
}))
"""
STORED = """
import json
from workshops.models import Note
print("STORED " + json.dumps([[str(note.uuid), str(note.group.uuid)] for note in
    Note.objects.exclude(group=None).select_related("group")]))
"""


def test_three_people_who_group_at_once_lose_no_move(migrated: Path, tmp_path: Path) -> None:
    with House(Path(shutil.copy(migrated / "database.sqlite3", tmp_path))) as house:
        room = house.told(f"SEED = {time.time_ns()}\n{PREPARE}", "BOARD")
        groups = [str(uuid4()) for _person in room["cookies"]]
        answers: list[httpx.Response] = []

        def work(number: int) -> None:
            token = "0" * 32
            cookie: SimpleCookie = SimpleCookie(room["cookies"][number])
            cookies = {name: morsel.value for name, morsel in cookie.items()} | {"csrftoken": token}
            headers = {"X-CSRFToken": token, "Accept": "application/json"}
            url = f"/w/{room['code']}/activities/{room['activity']}/notes/move/"
            with httpx.Client(base_url=house.url, cookies=cookies, headers=headers, timeout=30) as client:
                for note in room["notes"][number::3]:
                    sent = {"note": note, "group": groups[number], "new": "1"}
                    answers.append(client.post(url, data=sent))

        threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {answer.status_code for answer in answers} == {200}, [answer.text for answer in answers]
        wanted = {note: groups[place % 3] for place, note in enumerate(room["notes"])}
        assert dict(house.told(STORED, "STORED")) == wanted
