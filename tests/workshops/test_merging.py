"""One person who joined twice: merged into one participant, and separated again."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core import serializers
from django.urls import reverse
from django.utils import timezone

import live
from core.exceptions import Conflict, Invalid, NotAllowed, NotFound
from core.models import Operation
from discovery.discoveries.models import DiscoveryRole
from lvt.models import Score, UseCase
from organizations.actors import Actor
from tests import factories
from tests.lvt.rooms import scoring_room
from workshops.actors import RoomActor
from workshops.joining import invitation
from workshops.joining.anonymous_keys import rules as anonymity
from workshops.joining.anonymous_keys.services import hand_out_key
from workshops.joining.participant_merges.selectors import belongings, same_person
from workshops.joining.participant_merges.services import merge_people, separate_people
from workshops.joining.participants import services as participants
from workshops.models import (
    ActivityCompletion,
    Answer,
    KeyGrant,
    MergedParticipant,
    Note,
    Participant,
    SummaryMail,
    Vote,
)
from workshops.registries import merge_rules
from workshops.room.running.selectors import people_in
from workshops.services.undo import can_undo

pytestmark = pytest.mark.django_db

NOTE_PLACE = {"item": "7d3ad1f0-3a0a-4d8a-8c94-3d2a9d0f8a11"}
OTHER_PLACE = {"item": "0b1c2d3e-4f50-4617-8829-3a4b5c6d7e8f"}


@pytest.fixture
def workshop():
    made = factories.workshop()
    factories.activity(made)
    return made


@pytest.fixture
def again(workshop, anna):
    """Anna's second entry."""
    return factories.participant(workshop, "Anna (2)")


def merge(actor, kept, other):
    return merge_people(actor=actor, workshop=kept.workshop, target=kept, other=other)


def separate(actor, other):
    separate_people(actor=actor, workshop=other.workshop, other=other)


def answer(activity, person, tap, **fields):
    return Answer.objects.create(
        activity=activity, participant=person, author=str(person.uuid), tap=tap, **fields
    )


def vote(activity, person, tap, **fields):
    return Vote.objects.create(
        activity=activity, participant=person, author=str(person.uuid), tap=tap, **fields
    )


def fingerprint():
    """Every row that a merge may touch, as it is, apart from what each write of an artifact moves."""
    models_touched = {each.model for each in belongings()} | {Participant, KeyGrant, MergedParticipant}
    models_touched |= {model for rules in merge_rules for model in rules.named_in}
    rows = []
    for model in sorted(models_touched, key=lambda each: each._meta.label):
        for plain in json.loads(serializers.serialize("json", model._base_manager.order_by("pk"))):
            for name in ("revision", "modified_at"):
                plain["fields"].pop(name, None)
            rows.append(plain)
    return rows


# --- What counts ----------------------------------------------------------------------------------


def test_the_later_answer_counts_whichever_entry_gave_it(actor, workshop, anna, again):
    asked = factories.activity(workshop, "check_in")
    answer(asked, anna, 100, slot="first", number=1)
    answer(asked, again, 200, slot="first", number=2)
    answer(asked, anna, 400, slot="second", number=3)
    answer(asked, again, 300, slot="second", number=4)
    answer(asked, again, 10, slot="third", number=5)

    merge(actor, anna, again)

    rows = Answer.objects.filter(activity=asked)
    assert {each.slot: each.number for each in rows} == {"first": 2, "second": 3, "third": 5}
    assert {(each.participant, each.author) for each in rows} == {(anna, str(anna.uuid))}


def test_without_times_the_entry_that_joined_later_counts(actor, workshop, anna, again):
    asked = factories.activity(workshop, "check_in")
    answer(asked, anna, 0, number=1)
    answer(asked, again, 0, number=2)
    merge(actor, again, anna)
    assert Answer.objects.get().number == 2


def test_one_ballot_counts_and_not_two_halves(actor, workshop, anna, again):
    board = factories.activity(workshop, "brainstorm")
    vote(board, anna, 100, dots=3, **NOTE_PLACE)
    vote(board, again, 200, dots=3, **OTHER_PLACE)
    merge(actor, anna, again)
    assert [(str(each.item), each.dots) for each in Vote.objects.all()] == [(OTHER_PLACE["item"], 3)]


def test_the_later_score_counts(actor, workshop):
    room = scoring_room()
    first, second = room.join("Ann"), room.join("Ann again")
    room.give(first, 1)
    room.give(second, 5)
    Score.objects.filter(participant=first).update(at=timezone.now() + timedelta(minutes=1))
    boss = Actor.of_account(factories.access(room.workshop.discovery))
    before = fingerprint()

    merge(boss, first, second)
    assert [(each.participant, each.value) for each in Score.objects.all()] == [(first, 1)]

    separate(boss, second)
    assert fingerprint() == before


def test_people_who_are_done_are_counted_once(actor, workshop, anna, again):
    asked = factories.activity(workshop, "check_in")
    for person in (anna, again):
        ActivityCompletion.objects.create(activity=asked, participant=person)
    merge(actor, anna, again)
    assert [each.participant for each in ActivityCompletion.objects.all()] == [anna]
    assert [each.participant for each in people_in(workshop.pk)] == [anna]


def test_groups_authors_and_notes_follow(actor, workshop, anna, again, ben):
    names = [str(each.uuid) for each in (anna, again, ben)]
    groups = factories.activity(workshop, "write_use_cases", groups=[[names[1], names[2]], [names[0]]])
    card = factories.make(
        UseCase, discovery=workshop.discovery, name="Card", activity=groups, author=again, authors=names[1:]
    )
    note = factories.make(
        Note, activity=groups, author=names[1], participant=again, text="Old data", deleted_at=timezone.now()
    )
    merge(actor, anna, again)
    for row in (groups, card):
        row.refresh_from_db()
    note = Note.everything.get(pk=note.pk)
    assert groups.groups == [[names[2]], [names[0]]]
    assert (card.author, card.authors) == (anna, [names[0], names[2]])
    assert (note.participant, note.author) == (anna, names[0]), "what lies in the trash may come back"
    assert note.history.count() == 2, "the history says who wrote it"


def test_what_is_anonymous_stays_as_it_is(actor, workshop, anna, again):
    asked = factories.activity(workshop, "check_in", is_anonymous=True)
    digests = [anonymity.author_digest(f"{number:064x}", str(asked.uuid)) for number in (1, 2)]
    for digest, person in zip(digests, (anna, again), strict=True):
        Answer.objects.create(activity=asked, author=digest, number=3)
        KeyGrant.objects.create(activity=asked, participant=person, digest=digest)
    before = list(Answer.objects.order_by("pk").values())
    merge(actor, anna, again)
    assert list(Answer.objects.order_by("pk").values()) == before
    assert KeyGrant.objects.filter(participant=again).count() == 1
    record = json.dumps(MergedParticipant.objects.get().record)
    assert not any(digest in record for digest in digests)


def test_one_person_has_one_key_from_the_merge_on(actor, workshop, anna, again):
    """Whoever took part as one of the two does not take part a second time as the other."""
    asked = factories.activity(workshop, "check_in", is_anonymous=True)
    used, another = (f"{number:064x}" for number in (1, 2))
    hand_out_key(actor=RoomActor.of_participant(again), activity=asked, key=used)
    before = fingerprint()
    merge(actor, anna, again)
    person = RoomActor.of_participant(anna)
    assert hand_out_key(actor=person, activity=asked, key=used), "their device goes on"
    with pytest.raises(Conflict, match="on another device"):
        hand_out_key(actor=person, activity=asked, key=another)
    separate(actor, again)
    assert fingerprint() == before


def test_the_form_says_what_it_means_for_anonymous_activities(workshop, anna, again, client_of):
    client = client_of(factories.access(workshop.discovery))
    url = reverse("discovery:participant_merge", args=[workshop.code, again.uuid])
    asked = factories.activity(workshop, "check_in", "How are you?", is_anonymous=True)
    assert "count twice" not in client.get(url).content.decode()
    type(asked).objects.filter(pk=asked.pk).update(started_at=timezone.now())
    said = client.get(url).content.decode()
    assert "answered “How are you?” under both names, they count twice there" in said


@pytest.mark.parametrize("has_own", [True, False])
def test_an_address_moves_to_who_has_none_and_is_copied_nowhere(actor, workshop, anna, again, has_own):
    SummaryMail.objects.create(workshop=workshop, participant=again, address="again@example.org")
    if has_own:
        SummaryMail.objects.create(workshop=workshop, participant=anna, address="anna@example.org")
    before = fingerprint()

    merge(actor, anna, again)

    (mail,) = SummaryMail.objects.filter(participant=anna)
    assert mail.address == ("anna@example.org" if has_own else "again@example.org")
    assert "example.org" not in json.dumps(MergedParticipant.objects.get().record)
    separate(actor, again)
    assert fingerprint() == before


# --- Separating -----------------------------------------------------------------------------------


@pytest.fixture
def busy(workshop, anna, again, ben):
    """A room in which both entries did something of everything."""
    names = [str(each.uuid) for each in (anna, again, ben)]
    asked = factories.activity(workshop, "check_in", groups=[names])
    for number, person in enumerate((anna, again, ben)):
        answer(asked, person, 100 + number, slot="a", number=number)
        vote(asked, person, 100 - number, dots=number, **NOTE_PLACE)
        factories.make(Note, activity=asked, author=str(person.uuid), participant=person, text="Note")
        ActivityCompletion.objects.create(activity=asked, participant=person)
    answer(asked, again, 1, slot="b", text="Only here", choices=["x"])
    vote(asked, again, 1, dots=1, **OTHER_PLACE)
    return asked


@pytest.mark.parametrize("is_kept_first", [True, False])
def test_separating_restores_every_row(actor, busy, anna, again, is_kept_first):
    kept, other = (anna, again) if is_kept_first else (again, anna)
    before = fingerprint()
    merge(actor, kept, other)
    assert fingerprint() != before
    separate(actor, other)
    assert fingerprint() == before


def test_what_was_answered_since_stays_with_the_person_who_was_kept(actor, busy, anna, again):
    merge(actor, anna, again)
    Answer.objects.filter(slot="a", participant=anna).update(number=9, tap=999)
    ActivityCompletion.objects.filter(participant=anna).delete()
    separate(actor, again)
    told = {(each.participant_id, each.slot): each.number for each in Answer.objects.all()}
    assert told[anna.pk, "a"] == 9
    assert told[again.pk, "a"] == 1
    assert Answer.objects.get(slot="b").participant == again


def test_merges_are_taken_back_in_turn(actor, busy, anna, again, ben):
    before = fingerprint()
    merge(actor, anna, again)
    merge(actor, ben, anna)
    assert same_person(frozenset({again.pk})) == {anna.pk, again.pk, ben.pk}
    with pytest.raises(Conflict):
        separate(actor, again)
    separate(actor, anna)
    separate(actor, again)
    assert fingerprint() == before
    with pytest.raises(Conflict):
        separate(actor, again)


# --- Who may, and when ----------------------------------------------------------------------------


def test_only_facilitators_merge_two_people_of_one_workshop(actor, workshop, anna, again):
    viewer = Actor.of_account(factories.access(workshop.discovery, DiscoveryRole.VIEWER))
    stranger = Actor.of_account(factories.user("Stranger"))
    for who in (viewer, stranger):
        with pytest.raises((NotAllowed, NotFound)):
            merge(who, anna, again)
    elsewhere = factories.participant(factories.workshop(workshop.discovery), "Anna")
    for kept, other in ((anna, anna), (anna, elsewhere), (elsewhere, anna)):
        with pytest.raises((Conflict, Invalid)):
            merge_people(actor=actor, workshop=workshop, target=kept, other=other)
    participants.remove_participant(actor=actor, participant=again)
    for kept, other in ((anna, again), (again, anna)):
        with pytest.raises(Conflict):
            merge(actor, kept, other)
    assert not MergedParticipant.objects.exists()


def test_who_was_merged_is_not_let_in_beside_the_person(actor, anna, again):
    merge(actor, anna, again)
    with pytest.raises(Conflict):
        participants.let_in_again(actor=actor, participant=Participant.objects.get(pk=again.pk))


def test_a_merge_is_in_the_history_and_has_its_own_way_back(actor, busy, workshop, anna, again):
    merge(actor, anna, again)
    merged = Operation.objects.get(verb="participant.merged")
    assert (merged.summary, can_undo(merged)) == ("Anna (2) is Anna", False)


# --- Devices --------------------------------------------------------------------------------------


def test_the_other_device_goes_on_as_the_same_person(actor, running_room, anna, again, client_of):
    device = client_of(again)
    room = reverse("discovery:room", args=[running_room.code])
    merge(actor, anna, again)

    page = device.get(room)
    assert page.status_code == 200
    form = {"display_name": "Anna", "side": "it", "role_title": "Chief"}
    device.post(reverse("discovery:participant_details", args=[running_room.code]), form)
    anna.refresh_from_db()
    assert anna.role_title == "Chief"

    link = device.get(invitation.personal_link(again))
    assert link.status_code == 302
    separate(actor, again)
    assert client_of(again).get(room).status_code == 200
    assert len(people_in(running_room.pk)) == 2


def test_the_form_of_the_other_joins_as_the_same_person(actor, running_room, anna, again):
    merge(actor, anna, again)
    same = participants.join(
        actor=Actor.of_account(factories.user("Guest")),
        workshop=running_room,
        display_name="Anna",
        side="it",
        join_key=again.join_key,
    )
    assert same == anna
    participants.remove_participant(actor=actor, participant=anna)
    with pytest.raises(NotAllowed):
        participants.join(
            actor=actor, workshop=running_room, display_name="A", side="it", join_key=again.join_key
        )


def test_a_device_takes_the_place_of_the_facilitator_who_entered(actor, workshop, anna):
    proxy = factories.participant(workshop, "Anna", is_proxy=True)
    before = fingerprint()
    merge(actor, proxy, anna)
    assert not Participant.objects.get(pk=proxy.pk).is_proxy
    separate(actor, anna)
    assert fingerprint() == before


# --- The console ----------------------------------------------------------------------------------


def test_the_console_asks_merges_and_separates(actor, running_room, facilitator, anna, again, ben, client_of):
    console = client_of(facilitator)
    address = reverse("discovery:participant_merge", args=[running_room.code, again.uuid])

    asked = console.get(address).content.decode()
    assert "If both answered the same question, the later answer counts" in asked
    assert f'<option value="{anna.pk}" selected>' in asked
    assert f'value="{again.pk}"' not in asked
    assert console.post(address, {"kept": again.pk}).status_code == 422
    assert console.post(address, {}).status_code == 422

    assert console.post(address, {"kept": anna.pk}).status_code == 303
    assert console.post(address, {"kept": anna.pk}).status_code == 404, "the same form again"
    listed = console.get(reverse("discovery:console_removed", args=[running_room.code])).content.decode()
    assert "Merged with Anna" in listed
    assert console.post(
        reverse("discovery:participant_separate", args=[running_room.code, again.uuid])
    ).status_code in (200, 204)
    assert [each.label for each in people_in(running_room.pk)] == ["Anna", "Anna (2)", "Ben"]


def test_screens_are_told(actor, running_room, anna, again, monkeypatch):
    told = []
    monkeypatch.setattr(live, "publish_change", lambda room, *topics, **_more: told.append(set(topics)))
    merge(actor, anna, again)
    separate(actor, again)
    assert all({"people", "progress"} <= topics for topics in told[:1] + told[-1:])
    assert told
