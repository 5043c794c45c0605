"""People without a device: a facilitator adds them, enters for them, and it is marked as such."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from core.exceptions import Conflict, NotAllowed, NotFound
from core.models import Operation
from discovery.discoveries.models import DiscoveryRole
from live import Snapshot
from lvt.models import Proposal, UseCase
from lvt.proposals.selectors import proposed_by
from lvt.selectors import activity_people
from organizations.actors import Actor
from organizations.models import User
from tests import factories
from tests.factories import SYSTEM
from workshops.activities.console_regions import draw_people
from workshops.actors import RoomActor
from workshops.agenda.services import add_activity
from workshops.contributions.answers.selectors import answer_rows
from workshops.joining import invitation
from workshops.joining.participants.services import remove_participant
from workshops.joining.people_without_device.services import add_proxy, take_over
from workshops.models import Activity, Answer, Note, Participant, Workshop
from workshops.room.hands_and_nudges.selectors import waiting_in
from workshops.room.running.selectors import progress_of, room_state
from workshops.room.running.services import end_workshop, start_workshop
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]


@pytest.fixture
def workshop() -> Workshop:
    """Live, in a brainstorm."""
    made = factories.workshop()
    add_activity(actor=SYSTEM, workshop=made, kind="brainstorm")
    return start_workshop(actor=SYSTEM, workshop=made)


@pytest.fixture
def facilitator(workshop: Workshop) -> User:
    return factories.access(workshop.discovery, name="Alice Facilitator")


@pytest.fixture
def anna(workshop: Workshop, facilitator: User) -> Participant:
    return add_proxy(
        actor=Actor.of_account(facilitator), workshop=workshop, display_name="Anna", side="business"
    )


def board_of(workshop: Workshop) -> Activity:
    return Activity.objects.get(track__workshop=workshop, kind="brainstorm")


def write(client: Client, workshop: Workshop, text: str, **headers: str) -> int:
    activity = board_of(workshop)
    answer = client.post(
        f"/w/{workshop.code}/activities/{activity.uuid}/notes/",
        {"uuid": str(uuid4()), "text": text},
        headers={"Accept": "application/json", **headers},
    )
    return answer.status_code


def test_a_facilitator_adds_somebody_and_enters_for_them(
    workshop: Workshop, facilitator: User, client_of: ClientOf
) -> None:
    client = client_of(facilitator)
    url = f"/w/{workshop.code}/console/people/add/"
    assert client.post(url, {"display_name": " ", "side": "business"}).status_code == 422
    answer = client.post(
        url,
        {"display_name": "Anna <b>", "side": "it", "role_title": "Architect"},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 204
    anna = Participant.objects.get()
    assert (anna.display_name, anna.side, anna.is_proxy, anna.account) == ("Anna <b>", "it", True, None)
    assert Operation.objects.get(verb="participant.added").actor_uuid == facilitator.uuid

    people = client.get(f"/w/{workshop.code}/regions/people/?surface=console").content.decode()
    assert "No device" in people
    assert f"?for={anna.uuid}" in people
    assert "<b>" not in people.partition("Anna")[2][:12]
    page = client.get(f"/w/{workshop.code}/?for={anna.uuid}").content.decode()
    assert "You’re entering answers for" in page
    assert f'"Headwaters-For": "{anna.uuid}"' in page
    assert f"for={anna.uuid}" in page.partition("data-live-url")[2][:200]

    assert write(client, workshop, "of Anna", **{"Headwaters-For": str(anna.uuid)}) == 200
    note = Note.objects.get()
    assert (note.participant, note.author) == (anna, str(anna.uuid))
    label = Operation.objects.get(verb="note.added").actor_label
    assert "Anna <b>, Architect" in label
    assert "entered by Alice Facilitator" in label
    mine = client.get(
        f"/w/{workshop.code}/regions/mine/?surface=room&for={anna.uuid}", headers={"HX-Request": "true"}
    )
    assert "of Anna" in mine.content.decode()


def test_where_somebody_is_entered_for_is_no_device_of_theirs(workshop: Workshop, anna: Participant) -> None:
    ben, cleo = (factories.participant(workshop, name) for name in ("Ben", "Cleo"))
    for connected, said in (
        ({anna, ben}, "2 here, 1 away, 0 done"),  # Anna needs no device
        ({anna}, "3 here, 0 done"),  # no device tells where the others are
        ({ben, cleo}, "3 here, 0 done"),
    ):
        uuids = frozenset(str(each.uuid) for each in connected)
        assert said in draw_people(Snapshot(workshop.pk, 1, "console", uuids))


def test_only_facilitators_of_this_workshop_enter_for_somebody(
    workshop: Workshop, anna: Participant, client_of: ClientOf
) -> None:
    header = {"Headwaters-For": str(anna.uuid)}
    others = [
        (None, 404),
        (factories.participant(workshop, "Ben"), 404),
        (factories.access(workshop.discovery, DiscoveryRole.EDITOR), 403),
        (factories.access(factories.discovery()), 404),
    ]
    for person, status in others:
        client = client_of(person)
        assert write(client, workshop, "not mine", **header) == status
        assert client.get(f"/w/{workshop.code}/?for={anna.uuid}").status_code == status
        region = client.get(f"/w/{workshop.code}/regions/mine/?surface=room&for={anna.uuid}")
        assert region.status_code == status
    assert not Note.objects.exists()


def test_nobody_enters_for_somebody_who_has_a_device_or_is_elsewhere(
    workshop: Workshop, facilitator: User, anna: Participant, client_of: ClientOf
) -> None:
    client = client_of(facilitator)
    elsewhere = add_proxy(
        actor=SYSTEM, workshop=factories.workshop(workshop.discovery), display_name="Eve", side="it"
    )
    ben = factories.participant(workshop, "Ben")
    for named in (str(ben.uuid), str(elsewhere.uuid), str(uuid4()), "x", "../", "0" * 5000):
        assert write(client, workshop, "no", **{"Headwaters-For": named}) == 403, named[:40]
    remove_participant(actor=SYSTEM, participant=anna)
    assert write(client, workshop, "no", **{"Headwaters-For": str(anna.uuid)}) == 403
    assert not Note.objects.exists()


def test_what_is_entered_for_two_people_does_not_mix(
    workshop: Workshop, facilitator: User, anna: Participant, client_of: ClientOf
) -> None:
    client = client_of(facilitator)
    bo = add_proxy(actor=SYSTEM, workshop=workshop, display_name="Bo", side="it")
    for person in (anna, bo):
        write(client, workshop, f"of {person}", **{"Headwaters-For": str(person.uuid)})
    pages = {
        person.display_name: client.get(f"/w/{workshop.code}/?for={person.uuid}").content.decode()
        for person in (anna, bo)
    }
    assert "of Anna" in pages["Anna"]
    assert "of Bo" not in pages["Anna"]
    assert f'data-participant="{bo.uuid}" data-for="{bo.uuid}"' in pages["Bo"], "names of drafts and outboxes"


def test_nobody_enters_into_an_anonymous_activity(
    workshop: Workshop, facilitator: User, anna: Participant, client_of: ClientOf
) -> None:
    activity = board_of(workshop)
    Activity.objects.filter(pk=activity.pk).update(is_anonymous=True)
    client = client_of(facilitator)
    page = client.get(f"/w/{workshop.code}/?for={anna.uuid}").content.decode()
    assert "you can’t enter answers for Anna" in page
    assert "data-needs-key" not in page
    answer = client.post(
        f"/w/{workshop.code}/activities/{activity.uuid}/key/",
        {"key": "0" * 64},
        headers={"Headwaters-For": str(anna.uuid), "Accept": "application/json"},
    )
    assert answer.status_code == 409
    assert write(client, workshop, "no", **{"Headwaters-For": str(anna.uuid)}) == 403


def test_what_was_entered_for_somebody_says_so_where_names_are_shown(
    workshop: Workshop, anna: Participant
) -> None:
    kinds = ("check_in", "tree_together", "write_use_cases")
    check_in, tree, cards = (factories.activity(workshop, kind) for kind in kinds)
    ben = factories.participant(workshop, "Ben")
    for person in (anna, ben):
        Answer.objects.create(activity=check_in, author=str(person.uuid), participant=person, text="Hello")
    said = {each.name for each in answer_rows(check_in)}
    assert said == {"Anna (entered by the facilitator)", "Ben"}
    factories.make(Proposal, activity=tree, participant=anna, tier="goal", text="Win", became=uuid4())
    assert list(proposed_by(tree).values()) == ["Anna (entered by the facilitator)"]
    together = [str(ben.uuid), str(anna.uuid)]
    card = UseCase(activity=cards, name="Card", author=ben, authors=together)
    # Who sits beside the one who wrote entered nothing.
    assert activity_people.writer_names(card, activity_people.authors_of([card])) == ["Ben", "Anna"]


def test_a_person_who_gets_a_device_later_goes_on_for_themselves(
    workshop: Workshop, facilitator: User, anna: Participant, client_of: ClientOf
) -> None:
    theirs, phone = client_of(facilitator), client_of()
    header = {"Headwaters-For": str(anna.uuid)}
    write(theirs, workshop, "entered", **header)
    shown = theirs.get(f"/w/{workshop.code}/me/link/", headers=header)
    link = invitation.personal_link(anna)
    assert shown.status_code == 200
    assert link.rpartition(":")[0].rpartition("/")[2][:40] in shown.content.decode()
    path = "/" + link.split("/", 3)[3]
    assert phone.head(path).status_code == 200
    assert "Continue as Anna" in phone.get(path).content.decode()
    anna.refresh_from_db()
    assert anna.is_proxy, "a look at the link, such as of a mail program, takes nothing over"
    answer = phone.post(path)
    assert answer.status_code == 302
    anna = Participant.objects.get(pk=anna.pk)
    assert not anna.is_proxy
    assert "entered" in phone.get(f"/w/{workshop.code}/").content.decode()
    assert write(phone, workshop, "by herself") == 200
    assert write(theirs, workshop, "too late", **header) == 403
    assert theirs.get(f"/w/{workshop.code}/?for={anna.uuid}").status_code == 403
    labels = list(Operation.objects.filter(verb="note.added").values_list("actor_label", flat=True))
    assert sorted("entered by" in label for label in labels) == [False, True]
    took_over = Operation.objects.filter(verb="participant.took_over").count()
    take_over(participant=anna)
    assert Operation.objects.filter(verb="participant.took_over").count() == took_over == 1


def test_adding_somebody_takes_the_role_and_a_workshop_that_has_not_ended(workshop: Workshop) -> None:
    fields = {"workshop": workshop, "display_name": "Anna", "side": "it"}
    with pytest.raises(NotFound):
        add_proxy(actor=RoomActor.of_participant(factories.participant(workshop)), **fields)  # type: ignore[arg-type]  # fields are mixed
    editor = factories.access(workshop.discovery, DiscoveryRole.EDITOR)
    with pytest.raises(NotAllowed):
        add_proxy(actor=Actor.of_account(editor), **fields)  # type: ignore[arg-type]  # fields are mixed
    end_workshop(actor=SYSTEM, workshop=workshop)
    assert Workshop.objects.get(pk=workshop.pk).state == WorkshopState.ENDED
    with pytest.raises(Conflict):
        add_proxy(actor=SYSTEM, **fields)  # type: ignore[arg-type]  # fields are mixed


def test_nobody_waits_for_a_person_without_a_device_where_all_is_anonymous(
    workshop: Workshop, anna: Participant
) -> None:
    board = board_of(workshop)
    ben = factories.participant(workshop, name="Ben")
    state = room_state(workshop.pk)
    assert state.expected == {str(anna.uuid), str(ben.uuid)}
    assert {person.uuid for person in waiting_in(state).people} == state.expected

    Activity.objects.filter(pk=board.pk).update(is_anonymous=True)

    state = room_state(workshop.pk)
    assert state.expected == {str(ben.uuid)}
    assert progress_of(state).of == 1
    assert [person.uuid for person in waiting_in(state).candidates] == [str(ben.uuid)]
