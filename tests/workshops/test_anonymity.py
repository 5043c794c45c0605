"""Anonymous activities: nothing that is stored, answered, published or logged leads from what was written to
who wrote it."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from core.exceptions import Conflict
from core.models import Operation
from organizations.actors import Actor
from tests import factories
from tests.factories import SYSTEM
from tests.workshops.anonymous import ClientOf, Device, devices, start, workshop_in_welcome
from workshops.actors import RoomActor
from workshops.agenda.forms import ActivityForm
from workshops.agenda.services import change_activity
from workshops.contributions.notes.services import remove_note
from workshops.discovery_history.selectors import operations_of
from workshops.joining.anonymous_keys import rules as anonymity
from workshops.models import Activity, KeyGrant, Note, Workshop
from workshops.room.running.services import move_cursor, set_done
from workshops.services.activity_phases import set_phase
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop() -> Workshop:
    return workshop_in_welcome()


# --- What is stored -------------------------------------------------------------------------------


def everything_stored() -> Iterator[tuple[str, dict[str, object]]]:
    """Every row of every table, by the table's name."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
            columns = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
            for row in cursor.fetchall():
                yield table, dict(zip(columns, row, strict=True))


def rows_about(people: list[Device], activities: list[Activity], before: datetime) -> int:
    """How many rows were written by these people in the activities; each is looked at for what leads to one
    of them, and for a time after `before`."""
    digests = {
        anonymity.author_digest(device.key, str(activity.uuid))
        for device in people
        for activity in activities
    }
    who: set[str] = set()
    for device in people:
        person = device.participant
        who |= {str(person.uuid), person.uuid.hex, person.display_name, person.secret, person.join_key}
        who |= {anonymity.grant_digest(device.key, str(activity.uuid)) for activity in activities}
        who |= {device.key, device.presented}
    primary_keys = {device.participant.pk for device in people}
    count = 0
    for table, row in everything_stored():
        values = {name: json.dumps(value, default=str) for name, value in row.items()}
        if not any(digest in value for digest in digests for value in values.values()):
            continue
        count += 1
        assert not [text for text in who for value in values.values() if text in value], table
        assert not [name for name in row if "participant" in name and row[name] in primary_keys], (table, row)
        # No time after the start, in whatever way it is written; and no count that is a time.
        for name, value in row.items():
            if name.endswith(("_at", "_date")) and value is not None:
                assert str(value)[:23] <= str(before)[:23], (table, name)
            assert not (isinstance(value, int) and 10**12 < value < 10**13), (table, name)
        assert row.get("device", "") == "", table
        assert not row.get("position"), table
    return count


def test_no_row_of_any_table_holds_both_a_person_and_what_they_wrote(
    workshop: Workshop, client_of: ClientOf
) -> None:
    board = start(workshop)
    started = Operation.objects.get(verb="activity.answered_anonymously")
    people = devices(workshop, board, client_of, "Ann Anders", "Ben Berger", "Cem Celik")
    before = timezone.now()
    time.sleep(0.01)
    operations = Operation.objects.count()
    written = []
    for number in range(8):
        for device in people:
            text = f"thought {number} {secrets.token_hex(4)}"
            assert device.write(text) == 200
            written.append(text)
    changed = Note.objects.filter(author=people[0].author).first()
    assert changed is not None
    assert people[0].send(f"notes/{changed.uuid}/", text="changed my mind", revision=1) == 200
    assert Operation.objects.count() == operations, "writing makes none"
    assert rows_about(people, [board], before) == 24 * 2, "notes and their history"

    notes = list(Note.objects.filter(activity=board).order_by("pk"))
    assert [note.text for note in notes] != written, "the order of the keys tells nothing"
    assert {note.created_at for note in notes} == {note.modified_at for note in notes} == {started.at}
    history = Note.history.filter(activity=board.pk).order_by("history_id")
    assert [row.text for row in history] != written
    assert {row.history_date for row in history} == {started.at}
    assert {row.operation_id for row in history} == {started.pk}
    assert len(history) == len(written), "an older text of somebody anonymous is not kept"


def test_the_operation_is_there_from_the_start_and_cannot_be_undone(workshop: Workshop) -> None:
    board = start(workshop)
    made = Operation.objects.get(verb="activity.answered_anonymously")
    board.refresh_from_db()
    assert made.at == board.started_at
    assert (made.actor_uuid, made.actor_label) == (None, "Anonymous")
    with pytest.raises(Conflict):
        undo(actor=SYSTEM, target=made)
    assert made in operations_of(workshop.discovery)


def test_a_grant_says_only_that_there_is_a_key(workshop: Workshop, client_of: ClientOf) -> None:
    (ann,) = devices(workshop, start(workshop), client_of, "Ann")
    grant = KeyGrant.objects.get()
    assert {field.name for field in KeyGrant._meta.concrete_fields} == {
        "id",
        "activity",
        "participant",
        "digest",
    }
    assert grant.participant == ann.participant
    assert grant.digest not in (ann.key, ann.author)


# --- Chosen before it starts, for good -------------------------------------------------------------


def test_anonymity_is_chosen_before_the_start(workshop: Workshop) -> None:
    planned = factories.activity(workshop, "brainstorm", "Later")
    assert "is_anonymous" in ActivityForm(instance=planned).fields
    planned = change_activity(actor=SYSTEM, activity=planned, is_anonymous=True)
    planned = change_activity(actor=SYSTEM, activity=planned, is_anonymous=False)
    assert (
        "is_anonymous" not in ActivityForm(instance=factories.activity(workshop, "scoring", "Score")).fields
    )
    with pytest.raises(Conflict, match="can’t be anonymous"):
        change_activity(actor=SYSTEM, activity=factories.activity(workshop), is_anonymous=True)


@pytest.mark.parametrize("chosen", [True, False])
def test_anonymity_stays_once_it_started(workshop: Workshop, client_of: ClientOf, chosen: bool) -> None:
    facilitator = factories.access(workshop.discovery)
    activity = factories.activity(workshop, "brainstorm", "Ideas", is_anonymous=not chosen)
    activity = change_activity(actor=SYSTEM, activity=activity, is_anonymous=chosen)
    choosing = Operation.objects.get(verb="activity.changed")
    track = workshop.tracks.get()
    activity = move_cursor(actor=SYSTEM, track=track, from_activity=track.current, to_activity=activity)
    assert "is_anonymous" not in ActivityForm(instance=activity).fields
    with pytest.raises(Conflict, match="once it has opened"):
        change_activity(actor=SYSTEM, activity=activity, is_anonymous=not chosen)
    with pytest.raises(Conflict):
        undo(actor=Actor.of_account(facilitator), target=choosing)
    # Who sends it all the same changes the rest, and not that.
    url = f"/d/{workshop.discovery.slug}/workshops/{workshop.uuid}/agenda/{activity.uuid}/"
    sent = {"title": "Ideas!", "minutes": 5, "revision": activity.revision}
    client_of(facilitator).post(url, {**sent, **({} if chosen else {"is_anonymous": "on"})})
    activity.refresh_from_db()
    assert activity.is_anonymous is chosen


def test_opening_ahead_settles_it_too(workshop: Workshop) -> None:
    soon = timezone.now()
    activity = factories.activity(
        workshop, "brainstorm", "Ideas", opens_at=soon, closes_at=soon + timedelta(days=1)
    )
    with pytest.raises(Conflict):
        change_activity(actor=SYSTEM, activity=activity, is_anonymous=True)


# --- What is shown --------------------------------------------------------------------------------


def test_every_surface_says_what_it_means_and_names_nobody(workshop: Workshop, client_of: ClientOf) -> None:
    facilitator = client_of(factories.access(workshop.discovery))
    board = start(workshop)
    people = devices(workshop, board, client_of, "Ann Anders", "Ben Berger")
    people[0].write("one")
    code = workshop.code
    for surface, client in (("console", facilitator), ("stage", facilitator), ("", people[0].client)):
        page = client.get(f"/w/{code}/{surface}/".replace("//", "/")).content.decode()
        assert "Anonymous" in page, surface
        assert "see who wrote" in page, surface
        assert people[0].author not in page
    shown = facilitator.get(f"/w/{code}/regions/people/?surface=console").content.decode()
    assert "Ann Anders" in shown
    assert "Done" not in shown
    with pytest.raises(Conflict):
        set_done(actor=RoomActor.of_participant(people[0].participant), activity=board, is_done=True)


def test_facilitators_take_anonymous_notes_off_the_wall_and_back(
    workshop: Workshop, client_of: ClientOf
) -> None:
    board = start(workshop)
    ann, _ben = devices(workshop, board, client_of, "Ann", "Ben")
    ann.write("off the board")
    note = Note.objects.get()
    board.refresh_from_db()
    set_phase(actor=SYSTEM, activity=board, from_phase=board.phase, to="group")
    facilitator = Actor.of_account(factories.access(workshop.discovery))
    removed = remove_note(actor=facilitator, note=note)
    assert not Note.objects.exists()
    undo(actor=facilitator, target=removed)
    back = Note.objects.get()
    assert (back.text, back.author) == ("off the board", ann.author)


def test_a_resend_makes_no_second_note(workshop: Workshop, client_of: ClientOf) -> None:
    (ann,) = devices(workshop, start(workshop), client_of, "Ann")
    uuid = UUID(int=secrets.randbits(128), version=4)
    for _time in range(3):
        assert ann.send("notes/", uuid=str(uuid), text="once") == 200
    assert Note.objects.get().uuid == uuid


def test_the_promise_stands_once_and_in_the_part_that_is_kept_while_somebody_writes(
    workshop: Workshop, client_of: ClientOf
) -> None:
    """When the room moves on, a draft stays under the promise that it was written under."""
    board = start(workshop)
    anna = factories.participant(workshop, name="Anna")
    promise = "is stored without your name"
    for is_anonymous in (True, False):
        Activity.objects.filter(pk=board.pk).update(is_anonymous=is_anonymous)
        text = client_of(anna).get(reverse("discovery:room", args=[workshop.code])).content.decode()
        before, _region, mine = text.partition('data-region="mine"')
        assert promise not in before
        assert mine.count(promise) == is_anonymous
