"""Late joiners land where the room is; the tab of somebody who was removed loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from tests import factories
from tests.factories import SYSTEM
from workshops.agenda.services import add_activity
from workshops.joining.participants.services import remove_participant
from workshops.joining.people_without_device.services import add_proxy
from workshops.models import Activity, Note, Participant, Workshop
from workshops.room.breakouts import services as breakouts
from workshops.room.running.services import move_on, start_workshop

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
BOARD = "What holds us back?"


@pytest.fixture
def workshop() -> Workshop:
    """Live, in a brainstorm, with breakout rooms to follow."""
    made = factories.workshop()
    add_activity(actor=SYSTEM, workshop=made, kind="brainstorm", title=BOARD)
    add_activity(actor=SYSTEM, workshop=made, kind="breakout", title="In three rooms")
    return start_workshop(actor=SYSTEM, workshop=made)


def join(workshop: Workshop, client: Client, name: str) -> str:
    page = client.post(f"/join/{workshop.code}/", {"display_name": name, "side": "business"}, follow=True)
    assert page.redirect_chain == [(f"/w/{workshop.code}/", 302)]
    return page.content.decode()


def write(client: Client, workshop: Workshop, text: str) -> tuple[int, str]:
    activity = Activity.objects.get(track__workshop=workshop, title=BOARD)
    answer = client.post(
        f"/w/{workshop.code}/activities/{activity.uuid}/notes/",
        {"uuid": str(uuid4()), "text": text},
        headers={"Accept": "application/json"},
    )
    return answer.status_code, answer.json().get("error", "")


def test_a_late_joiner_is_where_the_room_is(workshop: Workshop, client_of: ClientOf) -> None:
    client = client_of()
    page = join(workshop, client, "Late Lea")
    assert BOARD in page
    assert "data-contribute=" in page, "and may write at once"
    assert write(client, workshop, "better late")[0] == 200


def test_a_late_joiner_gets_a_breakout_room(workshop: Workshop, client_of: ClientOf) -> None:
    track = workshop.tracks.get(breakout=None)
    activity = Activity.objects.get(kind="breakout")
    if not activity.rooms.exists():
        for name in ("Red", "Blue"):
            breakouts.add_room(actor=SYSTEM, activity=activity, name=name)
    for number in range(3):
        join(workshop, client_of(), f"Early {number}")
    move_on(actor=SYSTEM, track=track, from_activity=track.current)
    placed = set(Participant.objects.values_list("track__breakout", flat=True))
    assert placed == {activity.pk}
    client = client_of()
    page = join(workshop, client, "Late Lea")
    lea = Participant.objects.get(display_name="Late Lea")
    assert lea.track is not None
    assert lea.track.breakout == activity
    assert lea.track.name in page
    assert lea.track.current is None or lea.track.current.title in page
    greta = add_proxy(actor=SYSTEM, workshop=workshop, display_name="Greta", side="it")
    greta.refresh_from_db()
    assert greta.track is not None, "who has no device sits in a room too"


def test_the_tab_of_a_removed_person(workshop: Workshop, client_of: ClientOf) -> None:
    client = client_of()
    join(workshop, client, "Rolf")
    assert write(client, workshop, "first")[0] == 200
    rolf = Participant.objects.get()
    rolf.workshop = workshop
    remove_participant(actor=SYSTEM, participant=rolf)
    status, sentence = write(client, workshop, "second")
    assert (status, bool(sentence)) == (403, True)
    assert client.get(f"/w/{workshop.code}/events/").status_code == 403
    answer = client.get(f"/w/{workshop.code}/", follow=True)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "no longer in this workshop" in page
    activity = Activity.objects.get(title=BOARD)
    assert f'data-kept="{workshop.code}"' in page
    assert str(activity.uuid) in page.partition("data-kept-activities=")[2][:400]
    assert Note.objects.get().text == "first"
