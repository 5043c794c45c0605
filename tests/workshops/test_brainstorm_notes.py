"""Notes: written once, kept whole, hidden from everybody until the reveal, and linked to what they become."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from core.exceptions import Conflict, NotAllowed, NotFound, Stale
from core.models import Operation
from core.services import artifacts
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from organizations.actors import Actor
from organizations.permissions import allows
from tests import factories
from tests.factories import SYSTEM
from tests.workshops.boards import Board, board
from workshops import permissions
from workshops.actors import RoomActor
from workshops.contributions.notes import services as notes
from workshops.contributions.notes.selectors import became, notes_behind
from workshops.joining.anonymous_keys import rules as anonymity
from workshops.models import KeyGrant, Note, ParkingLotItem, Risk
from workshops.registries import activity_kinds, note_targets
from workshops.services.undo import can_undo, undo
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
SECRET = "Nobody may read this yet"


def send(client: Client, room: Board, name: str, *args: object, **fields: object) -> Any:
    url = reverse(f"discovery:{name}", args=[room.workshop.code, room.activity.uuid, *args])
    return client.post(url, fields, headers={"accept": "application/json"})


# --- Writing --------------------------------------------------------------------------------------


def test_a_note_sent_twice_is_there_once(client_of: ClientOf, django_assert_max_num_queries: Any) -> None:
    room = board()
    ann = room.join("Ann")
    client = client_of(ann)
    uuid = uuid4()
    with django_assert_max_num_queries(13):
        first = send(client, room, "board_note_add", uuid=uuid, text="  Too many tools\r\n")
    again = send(client, room, "board_note_add", uuid=uuid, text="Too many tools")
    assert first.json()["saved"] is True
    assert again.json()["saved"] is True
    note = Note.objects.get()
    assert (note.text, note.participant, note.author) == ("Too many tools", ann, str(ann.uuid))
    assert Operation.objects.filter(verb="note.added").count() == 1
    send(client, room, "board_note_delete", uuid)
    send(client, room, "board_note_add", uuid=uuid, text="Too many tools")  # it was on its way all the time
    assert not Note.objects.exists()


@pytest.mark.parametrize("whose", ["somebody's", "one's own, on another board", "in the trash"])
def test_nobody_writes_over_the_note_of_another(whose: str, client_of: ClientOf) -> None:
    """A uuid is made by the device, so it may be anything."""
    room = board()
    ann, ben = room.join("Ann"), room.join("Ben")
    other = Board(room.workshop, factories.activity(room.workshop, "brainstorm"))
    owner = RoomActor.of_participant(ben if whose != "one's own, on another board" else ann)
    if owner.participant == ann:
        room.workshop.tracks.update(current=other.activity)
        note = other.write(owner, "There before").row
        room.workshop.tracks.update(current=room.activity)
    else:
        note = room.write(owner, "There before").row
    if whose == "in the trash":
        notes.delete_note(actor=owner, activity=room.activity, uuid=note.uuid)
    answer = send(client_of(ann), room, "board_note_add", uuid=note.uuid, text="Mine now")
    assert answer.status_code == 404
    assert "This isn’t yours" in answer.json()["error"]
    kept = Note.everything.get()
    assert (kept.text, kept.author) == ("There before", str(owner.author))
    assert room.write(RoomActor.of_participant(ann), "A note of my own").row.text == "A note of my own"


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=alert(1)><script>alert(1)</script>",
        "=1+1",
        "אבטחה לפני הכול",
        "👩‍👩‍👧‍👦" * 40,
        "two\nlines",
        "x" * 500,
    ],
)
def test_any_text_is_kept_as_it_is_and_shown_as_text(text: str, client_of: ClientOf) -> None:
    room = board()
    ann = room.join("Ann")
    assert send(client_of(ann), room, "board_note_add", uuid=uuid4(), text=text).status_code == 200
    assert room.texts() == [text]
    room.go("group")
    kind = activity_kinds.get("brainstorm")
    drawn = dict(kind.items(room.activity, "room"))[str(Note.objects.get().uuid)]
    assert "<script" not in drawn
    assert "<img" not in drawn


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Write something"),
        (" \n\t ", "Write something"),
        ("\u200b\u200d", "Write something"),
        ("x" * 501, "500 characters. This has 501"),
        ("x" * 10_000, "500 characters. This has 10000"),
    ],
)
def test_what_is_no_note_is_refused_with_a_sentence(text: str, says: str, client_of: ClientOf) -> None:
    room = board()
    answer = send(client_of(room.join("Ann")), room, "board_note_add", uuid=uuid4(), text=text)
    assert answer.status_code == 422
    assert says in answer.json()["error"]
    assert not Note.objects.exists()


def test_control_characters_and_turned_text_are_dropped(client_of: ClientOf) -> None:
    room = board()
    send(client_of(room.join("Ann")), room, "board_note_add", uuid=uuid4(), text="a\x00b\u202ec")
    assert room.texts() == ["abc"]


def test_five_hundred_notes_of_one_person_end_at_the_limit() -> None:
    room = board(notes_each=3)
    ann, ben = room.actor("Ann"), room.actor("Ben")
    for number in range(3):
        room.write(ann, f"Note {number}")
    with pytest.raises(Conflict, match="written 3 notes"):
        room.write(ann, "One more")
    room.write(ben, "Mine")
    notes.delete_note(actor=ann, activity=room.activity, uuid=Note.objects.get(text="Note 0").uuid)
    room.write(ann, "One more")
    assert len(room.texts()) == 4


def test_only_the_author_changes_a_note_and_never_over_a_newer_one() -> None:
    room = board()
    ann, ben = room.actor("Ann"), room.actor("Ben")
    note = room.write(ann, "First").row
    change: dict[str, Any] = {"activity": room.activity, "uuid": note.uuid}
    notes.change_note(actor=ann, **change, text="Second", revision=1)
    notes.change_note(actor=ann, **change, text="Second", revision=1)  # sent again: the answer was lost
    with pytest.raises(Stale):
        notes.change_note(actor=ann, **change, text="Third", revision=1)
    with pytest.raises(NotFound):
        notes.change_note(actor=ben, **change, text="Not mine", revision=2)
    with pytest.raises(NotFound):
        notes.delete_note(actor=ben, **change)
    assert room.texts() == ["Second"]
    elsewhere = board().actor("Eve")
    with pytest.raises(NotFound):
        room.write(elsewhere, "From elsewhere")


def test_a_late_note_is_refused_unless_the_settings_let_it_in(client_of: ClientOf) -> None:
    room = board()
    client = client_of(room.join("Ann"))
    room.go("group")
    answer = send(client, room, "board_note_add", uuid=uuid4(), text="Too late")
    assert answer.status_code == 409
    assert "already on the board" in answer.json()["error"]
    generous = board(late_notes=True)
    client = client_of(generous.join("Ann"))
    generous.go("group")
    assert send(client, generous, "board_note_add", uuid=uuid4(), text="In time").status_code == 200
    generous.go("vote")
    assert send(client, generous, "board_note_add", uuid=uuid4(), text="Too late").status_code == 409
    assert generous.texts() == ["In time"]


# --- Hidden ---------------------------------------------------------------------------------------


def test_nobody_reads_a_note_before_the_reveal(client_of: ClientOf) -> None:
    room = board(prompt="What holds us back?")
    ann, ben = room.join("Annie"), room.join("Ben")
    facilitator = factories.access(room.workshop.discovery)
    send(client_of(ann), room, "board_note_add", uuid=uuid4(), text=SECRET)
    kind = activity_kinds.get("brainstorm")

    def seen() -> dict[str, str]:
        code = room.workshop.code
        pages = {
            "room of another": client_of(ben).get(reverse("discovery:room", args=[code])),
            "console": client_of(facilitator).get(reverse("discovery:console", args=[code])),
            "stage": client_of(facilitator).get(reverse("discovery:stage", args=[code])),
            "history": client_of(facilitator).get(
                reverse("discovery:discovery_history", args=[room.workshop.discovery.slug])
            ),
        }
        texts = {name: page.content.decode() for name, page in pages.items()}
        texts["items"] = json.dumps(
            [kind.items(room.activity, each) for each in ("room", "console", "stage")]
        )
        texts["operations"] = str(list(Operation.objects.values_list("summary", "verb", "actor_label")))
        texts["note"] = str(Note.objects.get())
        return texts

    for name, text in seen().items():
        assert SECRET not in text, name
    own = client_of(ann).get(reverse("discovery:room", args=[room.workshop.code]))
    assert SECRET in own.content.decode()
    assert kind.results(room.activity) is None
    uuid = str(Note.objects.get().uuid)
    assert kind.item(room.activity, "console", uuid) is None
    tools = reverse("discovery:note_tools", args=[room.workshop.code, uuid])
    assert client_of(facilitator).get(tools).status_code == 404
    with pytest.raises(Conflict):
        notes.remove_note(actor=SYSTEM, note=Note.objects.select_related("activity__track__workshop").get())
    room.go("group")
    shown = seen()
    assert all(SECRET in shown[name] for name in ("room of another", "console", "stage", "items"))
    assert "Annie" not in shown["room of another"].partition('data-region="items"')[2].partition("</main>")[0]


def test_the_count_is_seen_and_per_person_the_number(client_of: ClientOf) -> None:
    room = board()
    ann = room.join("Ann")
    actor = RoomActor.of_participant(ann)
    for text in ("One", "Two"):
        room.write(actor, text)
    kind = activity_kinds.get("brainstorm")
    assert "2" in str(kind.item(room.activity, "stage", "count"))
    assert kind.progress(room.activity, frozenset({str(ann.uuid)})).partial == {str(ann.uuid): "2 notes"}


# --- Anonymous ------------------------------------------------------------------------------------


def test_an_anonymous_note_names_nobody_and_no_time(client_of: ClientOf) -> None:
    room = board(is_anonymous=True)
    ann = room.join("Ann")
    key = "ab" * 32
    cookie = client_of(ann)
    url = reverse("discovery:activity_key", args=[room.workshop.code, room.activity.uuid])
    signature = cookie.post(url, {"key": key}).json()["signature"]
    anonymous = Client(headers={"Headwaters-Key": f"{key}.{signature}"})
    assert send(cookie, room, "board_note_add", uuid=uuid4(), text="Named").status_code == 403
    uuid = uuid4()
    assert send(anonymous, room, "board_note_add", uuid=uuid, text="Unnamed").status_code == 200
    changed = send(anonymous, room, "board_note_change", uuid, text="Unnamed still", revision=1)
    assert changed.status_code == 200
    note = Note.objects.get()
    assert note.participant is None
    assert note.author == anonymity.author_digest(key, str(room.activity.uuid))
    started = room.activity.started_at
    assert {note.created_at, note.modified_at} == {started}
    for row in Note.history.all():
        assert row.operation.actor_uuid is None
        assert (row.history_date, row.operation.at) == (started, started)
        assert not {"Unnamed", "Ann"} & set(row.operation.summary.split())
    assert KeyGrant.objects.get().digest != note.author
    room.go("group")
    facilitator = factories.access(room.workshop.discovery)
    tools = client_of(facilitator).get(reverse("discovery:note_tools", args=[room.workshop.code, uuid]))
    assert "Written by" not in tools.content.decode()
    progress = activity_kinds.get("brainstorm").progress(room.activity, frozenset({str(ann.uuid)}))
    assert (progress.done, progress.partial, progress.count) == (frozenset(), {}, 1)


def test_a_key_of_another_activity_opens_nothing() -> None:
    room = board(is_anonymous=True)
    other = board(is_anonymous=True)
    key = "cd" * 32
    stolen = f"{key}.{anonymity.signature(settings.SECRET_KEY, key, str(other.activity.uuid))}"
    answer = send(Client(headers={"Headwaters-Key": stolen}), room, "board_note_add", uuid=uuid4(), text="x")
    assert answer.status_code == 403
    assert not allows(permissions.check_contribute, other.actor("x"), room.activity)


# --- Turning into artifacts -----------------------------------------------------------------------


def test_a_note_becomes_an_artifact_in_one_step_and_undo_takes_both_back(client_of: ClientOf) -> None:
    room = board("The data is late")
    note = Note.objects.select_related("activity__track__workshop__discovery").get()
    facilitator = factories.access(room.workshop.discovery)
    client = client_of(facilitator)
    tools = reverse("discovery:note_tools", args=[room.workshop.code, note.uuid])
    page = client.get(tools).content.decode()
    for key in ("risk", "action", "question", "parking_lot"):
        turn = reverse("discovery:note_turn", args=[room.workshop.code, note.uuid, key])
        assert turn in page, key
    turn = reverse("discovery:note_turn", args=[room.workshop.code, note.uuid, "risk"])
    answer = client.post(turn, headers={"HX-Request": "true"})
    risk = Risk.objects.get()
    assert (risk.title, risk.activity, risk.workshop) == ("The data is late", room.activity, room.workshop)
    note.refresh_from_db()
    assert (note.became_kind, became(note)) == ("risk", risk)
    assert notes_behind(risk) == [note]
    page = client.get(tools).content.decode()
    assert note_targets.get("risk").url(risk) in page
    again = client.post(turn, headers={"HX-Request": "true"})
    assert (again.status_code, Risk.objects.count()) == (409, 1)
    client.post(json.loads(answer.headers["HX-Trigger"])["toast"]["undo"])
    note.refresh_from_db()
    assert (note.became_kind, note.became_uuid, Risk.objects.exists()) == ("", None, False)


def test_a_group_becomes_one_artifact_that_all_its_notes_link_to(client_of: ClientOf) -> None:
    room = board("Late", "Wrong", "Elsewhere")
    late, wrong, elsewhere = Note.objects.order_by("pk")
    group = room.group("Data quality", late, wrong)
    item, done = notes.turn_group(actor=SYSTEM, group=group, target="parking_lot")
    assert ParkingLotItem.objects.get() == item
    assert str(item) == "Data quality"
    linked = Note.objects.filter(became_uuid=item.uuid)
    assert set(linked) == {late, wrong}
    facilitator = client_of(factories.access(room.workshop.discovery))
    dialog = facilitator.get(reverse("discovery:note_group_tools", args=[room.workshop.code, group.uuid]))
    page = dialog.content.decode()
    assert note_targets.get("parking_lot").url(item) in page
    assert "Turn the group into" not in page, "there is nothing left to turn"
    elsewhere.refresh_from_db()
    assert elsewhere.became_kind == ""
    undo(actor=SYSTEM, target=done)
    assert not ParkingLotItem.objects.exists()
    assert not Note.objects.exclude(became_kind="").exists()


def test_every_target_names_its_model_and_a_long_note_is_kept_whole() -> None:
    room = board("w " * 250)
    note = Note.objects.get()
    note.activity = room.activity
    risk, _done = notes.turn_note(actor=SYSTEM, note=note, target="risk")
    assert isinstance(risk, Risk)
    assert len(risk.title) <= 300
    assert risk.detail == note.text


def test_a_viewer_turns_no_note_into_an_artifact(client_of: ClientOf) -> None:
    room = board("Idea")
    note = Note.objects.get()
    viewer = factories.access(room.workshop.discovery, DiscoveryRole.VIEWER)
    turn = reverse("discovery:note_turn", args=[room.workshop.code, note.uuid, "risk"])
    assert client_of(viewer).post(turn).status_code == 403
    assert client_of(room.join("Ann")).post(turn).status_code in (302, 403)
    assert not Risk.objects.exists()


def test_the_facilitator_deletes_a_note_and_brings_it_back() -> None:
    room = board("Off topic", "On topic")
    note = Note.objects.select_related("activity__track__workshop__discovery").get(text="Off topic")
    done = notes.remove_note(actor=SYSTEM, note=note)
    assert room.texts() == ["On topic"]
    assert can_undo(done)
    undo(actor=SYSTEM, target=done)
    assert len(room.texts()) == 2


@pytest.mark.parametrize("kind", [kind.key for kind in activity_kinds if kind.key != "brainstorm"])
def test_what_is_no_board_takes_no_notes(kind: str, client_of: ClientOf) -> None:
    workshop = factories.workshop(state=WorkshopState.LIVE)
    activity = factories.activity(workshop, kind, "No board", phase="")
    with operation(SYSTEM, "test.moved"):
        artifacts.change(activity.track, current=activity)
    client = client_of(factories.participant(workshop))
    base = f"/w/{workshop.code}/activities/{activity.uuid}/"

    written = client.post(f"{base}notes/", {"uuid": str(uuid4()), "text": "Here?"})
    voted = client.post(f"{base}votes/", {"item": str(uuid4()), "dots": "1"})
    moved = client.post(f"{base}notes/move/", {"note": str(uuid4()), "group": str(uuid4()), "new": "on"})

    assert [written.status_code, voted.status_code, moved.status_code] == [409, 409, 409]
    assert not Note.everything.exists()


def test_notes_of_others_are_undone_by_facilitators_alone() -> None:
    workshop = factories.workshop(state=WorkshopState.LIVE)
    activity = factories.activity(workshop, "brainstorm", "Ideas")
    with operation(SYSTEM, "test.moved"):
        artifacts.change(activity.track, current=activity)
    author = RoomActor.of_participant(factories.participant(workshop))
    notes.add_note(actor=author, activity=activity, uuid=uuid4(), text="Mine")
    written = Operation.objects.get(verb="note.added")
    editor = Actor.of_account(factories.access(workshop.discovery, DiscoveryRole.EDITOR))

    with pytest.raises(NotAllowed):
        undo(actor=editor, target=written)
    undo(actor=Actor.of_account(factories.access(workshop.discovery)), target=written)
    assert not Note.objects.exists()
