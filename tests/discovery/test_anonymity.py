"""Anonymous activities: nothing that is stored, answered, published or logged leads from what was written to
who wrote it."""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from discovery import anonymity
from discovery.actors import Actor
from discovery.exceptions import Conflict
from discovery.forms.agenda import ActivityForm
from discovery.models import Activity, KeyGrant, Note, Operation, Participant, Workshop
from discovery.models.limits import TokenBucket
from discovery.models.workshop import WorkshopState
from discovery.rates import Limit
from discovery.registries import activity_kinds
from discovery.selectors.operations import operations_of
from discovery.services import artefacts
from discovery.services.agenda import change_activity
from discovery.services.notes import remove_note
from discovery.services.operations import operation
from discovery.services.phases import set_phase
from discovery.services.running import move_cursor, set_done
from discovery.services.undo import undo
from discovery.web import limits
from products.models import DataProduct
from products.services.products import add_product
from tests import factories
from tests.factories import SYSTEM

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]


@pytest.fixture
def workshop() -> Workshop:
    """Live, in its welcome."""
    made = factories.workshop(state=WorkshopState.LIVE)
    welcome = factories.activity(made)
    with operation(SYSTEM, "test.moved"):
        artefacts.change(made.tracks.get(), current=welcome)
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
    found = 0
    for table, row in everything_stored():
        values = {name: json.dumps(value, default=str) for name, value in row.items()}
        if not any(digest in value for digest in digests for value in values.values()):
            continue
        found += 1
        assert not [text for text in who for value in values.values() if text in value], table
        assert not [name for name in row if "participant" in name and row[name] in primary_keys], (table, row)
        # No time after the start, in whatever way it is written; and no count that is a time.
        for name, value in row.items():
            if name.endswith(("_at", "_date")) and value is not None:
                assert str(value)[:23] <= str(before)[:23], (table, name)
            assert not (isinstance(value, int) and 10**12 < value < 10**13), (table, name)
        assert row.get("device", "") == "", table
        assert not row.get("position"), table
    return found


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


# What a device sends in each kind that may be anonymous: settings, then paths and fields.
def _any_product() -> str:
    return str(DataProduct.objects.values_list("uuid", flat=True)[0])


SENDS: dict[str, tuple[dict[str, object], list[tuple[str, dict[str, object]]]]] = {
    "brainstorm": ({}, [("notes/", {"uuid": uuid4, "text": "a thought"})]),
    "check_in": ({"form": "word"}, [("answer/", {"text": "curious"})]),
    "poll": ({"form": "words"}, [("answer/", {"text": "because"})]),
    "roti": ({}, [("answer/", {"number": 4, "text": "more breaks"})]),
    "consent": ({"proposal": "We begin"}, [("answer/", {"number": 1, "text": "too early", "round": 1})]),
    "questions": ({}, [("ask/", {"uuid": uuid4, "text": "why?"})]),
    "map_review": ({}, [("marks/", {"uuid": uuid4, "kind": "missing", "text": "the data of pharmacies"})]),
    "key_questions": ({}, [("key-questions/", {"uuid": uuid4, "horizon": "today", "text": "nobody"})]),
    "product_ranking": ({}, [("product-votes/", {"item": _any_product, "dots": 1})]),
}


def test_each_kind_that_may_be_anonymous_is(workshop: Workshop, client_of: ClientOf) -> None:
    assert set(SENDS) == {kind.key for kind in activity_kinds if kind.may_be_anonymous}
    names = ("Ann Anders", "Ben Berger", "Cem Celik")
    participants = [factories.participant(workshop, name) for name in names]
    add_product(actor=SYSTEM, discovery=workshop.discovery, name="Consent", kind="source_oriented")
    for kind, (settings, sends) in SENDS.items():
        activity = start(workshop, kind, settings=settings)
        people = [Device(client_of(each), each, activity) for each in participants]
        assert [device.fetch_key() for device in people] == [200] * 3
        before = timezone.now()
        time.sleep(0.01)
        for device in people:
            for path, fields in sends:
                sent = {name: value() if callable(value) else value for name, value in fields.items()}
                clock = int(time.time() * 1000)
                assert device.send(path, **sent, device="abc", tap=clock) == 200, (kind, path)
        assert rows_about(people, [activity], before) >= 3, kind
        for device in people:
            assert device.mine()[0] == 200


def test_the_operation_is_there_from_the_start_and_cannot_be_undone(workshop: Workshop) -> None:
    board = start(workshop)
    made = Operation.objects.get(verb="activity.answered_anonymously")
    board.refresh_from_db()
    assert made.at == board.started_at
    assert (made.actor_account, made.actor_participant, made.actor_label) == (None, None, "Anonymous")
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


# --- Keys -----------------------------------------------------------------------------------------


def test_the_same_key_is_signed_again_and_a_second_device_is_told(
    workshop: Workshop, client_of: ClientOf
) -> None:
    activity = start(workshop)
    (ann,) = devices(workshop, activity, client_of, "Ann")
    first = ann.presented
    assert ann.fetch_key() == 200, "the answer was lost, so it is asked for again"
    assert ann.presented == first
    second = Device(client_of(ann.participant), ann.participant, activity)
    answer = second.client.post(
        f"{second.base}key/", {"key": second.key}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 409
    assert "another device" in answer.json()["error"]
    assert KeyGrant.objects.count() == 1


def test_forged_foreign_and_other_activities_keys_are_refused(
    workshop: Workshop, client_of: ClientOf
) -> None:
    one, other = start(workshop), start(workshop)
    (ann,) = devices(workshop, one, client_of, "Ann")
    elsewhere = Device(ann.client, ann.participant, other)
    for presented in (
        "",
        "x",
        ann.key,
        f"{secrets.token_hex(32)}.{ann.presented.partition('.')[2]}",
        f"{ann.key}.{secrets.token_hex(32)}",
        f"{ann.key}.ü\N{RIGHT-TO-LEFT OVERRIDE}".encode().decode("latin-1"),
    ):
        ann.presented = presented
        assert ann.write("not mine") == 403, presented
        assert ann.mine()[0] == 403, presented
    ann.fetch_key()
    elsewhere.presented = ann.presented
    assert elsewhere.write("not of this activity") == 403
    assert Note.objects.count() == 0


def test_what_is_no_key_gets_no_signature(workshop: Workshop, client_of: ClientOf) -> None:
    activity = start(workshop)
    ann = Device(client_of(factories.participant(workshop, "Ann")), factories.participant(workshop), activity)
    for wrong in ("", "abc", "g" * 64, "A" * 64, "0" * 10_000, "<b>" + "0" * 61):
        ann.key = wrong
        assert ann.fetch_key() == 422
    assert KeyGrant.objects.count() == 0


def test_who_has_only_a_cookie_cannot_write(workshop: Workshop, client_of: ClientOf) -> None:
    (ann,) = devices(workshop, start(workshop), client_of, "Ann")
    answer = ann.client.post(
        f"{ann.base}notes/",
        {"uuid": str(uuid4()), "text": "by cookie"},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 403
    assert "anonymous" in answer.json()["error"]
    assert Note.objects.count() == 0


def test_keys_are_limited_per_person_and_writes_per_key(
    workshop: Workshop, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ann, ben) = devices(workshop, start(workshop), client_of, "Ann", "Ben")
    monkeypatch.setattr(limits, "WRITES", Limit(burst=3, per_second=0.001))
    limits._writes.clear()
    assert [ann.fetch_key() for _time in range(4)] == [200, 200, 200, 429]
    limits._writes.clear()
    assert [ann.write("quick") for _time in range(4)] == [200, 200, 200, 429]
    assert ben.write("I am somebody else") == 200
    limits._writes.clear()


def test_wrong_codes_of_others_behind_the_address_keep_no_key_out(
    workshop: Workshop, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "WRONG_CODES_OF_ADDRESS", Limit(burst=1, per_second=0.001))
    (ann,) = devices(workshop, start(workshop), client_of, "Ann")
    assert Client().get("/join/ZZZZZZ/").status_code == 404
    assert Client().get("/join/ZZZZZZ/").status_code == 429
    assert ann.write("still here") == 200
    assert "still here" in ann.mine()[1]
    assert ann.mine("f" * 64 + "." + "0" * 64)[0] == 429


def test_a_key_guesses_no_codes_for_free(workshop: Workshop, client_of: ClientOf) -> None:
    (ann,) = devices(workshop, start(workshop), client_of, "Ann")
    other = factories.workshop(state=WorkshopState.LIVE)
    ann.base = ann.base.replace(workshop.code, "ZZZZZZ")
    assert ann.mine()[0] == 404
    assert TokenBucket.objects.exists(), "counted as a wrong code"
    ann.base = ann.base.replace("ZZZZZZ", other.code)
    assert ann.mine()[0] == 404


def test_one_sees_ones_own_and_nothing_of_others(workshop: Workshop, client_of: ClientOf) -> None:
    ann, ben = devices(workshop, start(workshop), client_of, "Ann", "Ben")
    ann.write("the secret of Ann")
    assert "the secret of Ann" in ann.mine()[1]
    assert "the secret of Ann" not in ben.mine()[1]
    page = ann.client.get(f"/w/{workshop.code}/").content.decode()
    assert "the secret of Ann" not in page, "the page came with a cookie, so it holds nothing of hers"
    assert "data-needs-key" in page


def test_no_log_names_a_key(
    workshop: Workshop, client_of: ClientOf, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    (ann,) = devices(workshop, start(workshop), client_of, "Ann")
    ann.write("fine")
    real = ann.presented
    ann.presented = real[:-1] + ("0" if real[-1] != "0" else "1")
    assert ann.write("forged") == 403
    mine = [record for record in caplog.records if not record.name.startswith("django.db")]
    for secret in (ann.key, real, ann.author):
        assert secret not in "\n".join(record.getMessage() for record in mine)


# --- Chosen before it starts, for good -------------------------------------------------------------


def test_anonymity_is_chosen_before_the_start(workshop: Workshop) -> None:
    planned = factories.activity(workshop, "brainstorm", "Later")
    assert "is_anonymous" in ActivityForm(instance=planned).fields
    planned = change_activity(actor=SYSTEM, activity=planned, is_anonymous=True)
    planned = change_activity(actor=SYSTEM, activity=planned, is_anonymous=False)
    assert (
        "is_anonymous" not in ActivityForm(instance=factories.activity(workshop, "scoring", "Score")).fields
    )
    with pytest.raises(Conflict, match="cannot be anonymous"):
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
    with pytest.raises(Conflict, match="before it starts"):
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
        assert "see who wrote what" in page, surface
        assert people[0].author not in page
    shown = facilitator.get(f"/w/{code}/regions/people/?surface=console").content.decode()
    assert "Ann Anders" in shown
    assert "Done" not in shown
    with pytest.raises(Conflict):
        set_done(actor=Actor.of_participant(people[0].participant), activity=board, done=True)


def test_facilitators_take_anonymous_notes_off_the_wall_and_back(
    workshop: Workshop, client_of: ClientOf
) -> None:
    board = start(workshop)
    ann, _ben = devices(workshop, board, client_of, "Ann", "Ben")
    ann.write("off the board")
    note = Note.objects.get()
    board.refresh_from_db()
    set_phase(actor=SYSTEM, activity=board, seen=board.phase, to="group")
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
