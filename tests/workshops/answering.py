"""A live room in an activity that people answer: what the tests of these kinds start from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from live import Snapshot, regions_for
from organizations.actors import Actor
from organizations.models import User
from tests import factories
from tests.factories import SYSTEM
from workshops.actors import RoomActor
from workshops.contributions.answers.activity import AnswerKind, answer_kind_of
from workshops.contributions.answers.services import give_answer
from workshops.models import Activity, Participant, Workshop
from workshops.registries import activity_kinds
from workshops.room.running.services import start_workshop
from workshops.services.activity_phases import set_phase
from workshops.web.cookies import remember


@dataclass
class Answering:
    """A workshop that is in `activity`; `moderator` is an account that facilitates it."""

    workshop: Workshop
    activity: Activity
    moderator: User

    @property
    def kind(self) -> AnswerKind:
        return answer_kind_of(self.activity)

    def join(self, name: str) -> Participant:
        return factories.participant(self.workshop, name)

    def actor(self, name: str) -> RoomActor:
        """Somebody who joined just now; in an anonymous activity the holder of a key with this name."""
        if self.activity.is_anonymous:
            return RoomActor.of_key(name, self.activity)
        return RoomActor.of_participant(self.join(name))

    def answer(self, actor: Actor, **fields: Any) -> int:
        fields.setdefault("slot", self.kind.slot(self.activity))
        return give_answer(actor=actor, activity=self.activity, **fields)

    def reload(self) -> Activity:
        self.activity = Activity.objects.select_related("track__workshop").get(pk=self.activity.pk)
        return self.activity

    def go(self, to: str) -> None:
        """Into another phase."""
        seen = self.reload().phase
        set_phase(actor=SYSTEM, activity=self.activity, from_phase=seen, to=to)
        self.reload()

    def send(
        self, participant: Participant, path: str = "answer", **fields: Any
    ) -> tuple[int, Mapping[str, Any]]:
        """What a phone posts; the status and what was said."""
        client = Client()
        client.cookies.update(remember(_nothing(), participant).cookies)
        url = f"/w/{self.workshop.code}/activities/{self.activity.uuid}/{path}/"
        answer = client.post(url, fields, headers={"Accept": "application/json"})
        return answer.status_code, answer.json()

    def console(self) -> Client:
        client = Client()
        client.force_login(self.moderator, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def press(self, name: str, uuid: object, /, **fields: Any) -> Any:
        """A button or a form of the console."""
        url = reverse(f"discovery:{name}", kwargs={"code": self.workshop.code, "uuid": uuid})
        return self.console().post(url, fields, headers={"HX-Request": "true"})

    def screens(self) -> dict[str, str]:
        """Everything that is pushed, by audience: all regions in one text."""
        drawn_for = {}
        for audience in ("console", "room", "stage"):
            shot = Snapshot(self.workshop.pk, 1, audience, frozenset())
            drawn = [region.render(shot) for region in regions_for(audience) if region.render]
            drawn_for[audience] = "\n".join(drawn)
        return drawn_for

    def mine(self, participant: Participant) -> str:
        """What a phone shows of its person's own."""
        return self._seen_by(participant, f"activities/{self.activity.uuid}/mine/")

    def pages(self, participant: Participant) -> dict[str, str]:
        """The whole pages of the three surfaces, as they are first opened."""
        base = f"/w/{self.workshop.code}/"
        of_console = {name: f"{base}{name}/" for name in ("console", "stage")}
        console = self.console()
        seen = {name: console.get(address).content.decode() for name, address in of_console.items()}
        return {**seen, "room": self._seen_by(participant, "")}

    def _seen_by(self, participant: Participant, path: str) -> str:
        client = Client()
        client.cookies.update(remember(_nothing(), participant).cookies)
        return client.get(f"/w/{self.workshop.code}/{path}").content.decode()


def _nothing() -> HttpResponse:

    return HttpResponse()


def answering(kind: str, settings: Mapping[str, Any] | None = None, **fields: Any) -> Answering:
    """A live workshop whose room is in an activity of this kind."""
    workshop = factories.workshop()
    factories.activity(
        workshop, kind, fields.pop("title", "How sure are you?"), settings=settings or {}, **fields
    )
    moderator = factories.access(workshop.discovery)
    start_workshop(actor=SYSTEM, workshop=workshop)
    workshop.refresh_from_db()
    room = Answering(workshop, workshop.tracks.get().activities.get(), moderator)
    room.reload()
    assert kind in activity_kinds
    return room
