"""People in an anonymous activity, each with the key of a device."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from uuid import uuid4

from django.test import Client

from core.services import artifacts
from core.services.operations import operation
from tests import factories
from tests.factories import SYSTEM
from workshops.joining.anonymous_keys import rules as anonymity
from workshops.models import Activity, Participant, Workshop
from workshops.room.running.services import move_cursor
from workshops.workshop.models import WorkshopState

ClientOf = Callable[..., Client]


def workshop_in_welcome() -> Workshop:
    """A workshop that is live, in its welcome."""
    made = factories.workshop(state=WorkshopState.LIVE)
    welcome = factories.activity(made)
    with operation(SYSTEM, "test.moved"):
        artifacts.change(made.tracks.get(), current=welcome)
    return made


def start(workshop: Workshop, kind: str = "brainstorm", **fields: object) -> Activity:
    """An anonymous activity that the room is in."""
    made = factories.activity(workshop, kind, "What holds us back?", is_anonymous=True, **fields)
    track = workshop.tracks.get()
    return move_cursor(actor=SYSTEM, track=track, from_activity=track.current, to_activity=made)


class Device:
    """A phone: the cookie of a participant, and what it keeps of an anonymous activity."""

    def __init__(self, client: Client, participant: Participant, activity: Activity) -> None:
        self.client, self.participant, self.activity = client, participant, activity
        self.key = secrets.token_hex(32)
        self.base = f"/w/{participant.workshop.code}/activities/{activity.uuid}/"
        self.presented = ""

    def fetch_key(self) -> int:
        answer = self.client.post(f"{self.base}key/", {"key": self.key})
        if answer.status_code == 200:
            self.presented = f"{self.key}.{answer.json()['signature']}"
        return answer.status_code

    def send(self, path: str, **fields: object) -> int:
        """As the outbox does: with the key, and without any cookie."""
        answer = Client().post(
            self.base + path,
            fields,
            headers={"Headwaters-Key": self.presented, "Accept": "application/json"},
        )
        return answer.status_code

    def write(self, text: str) -> int:
        return self.send("notes/", uuid=str(uuid4()), text=text)

    def mine(self, presented: str | None = None) -> tuple[int, str]:
        answer = Client().get(
            f"{self.base}mine/",
            headers={"Headwaters-Key": self.presented if presented is None else presented},
        )
        return answer.status_code, answer.content.decode()

    @property
    def author(self) -> str:
        return anonymity.author_digest(self.key, str(self.activity.uuid))


def devices(workshop: Workshop, activity: Activity, client_of: ClientOf, *names: str) -> list[Device]:
    made = []
    for name in names:
        participant = factories.participant(workshop, name)
        device = Device(client_of(participant), participant, activity)
        assert device.fetch_key() == 200
        made.append(device)
    return made
