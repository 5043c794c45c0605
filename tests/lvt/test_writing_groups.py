"""Writing cards in pairs and groups: who sits with whom, and whose cards are whose."""

from __future__ import annotations

from itertools import chain

import pytest
from django.urls import reverse
from django.utils import timezone

from core.exceptions import Conflict, NotAllowed, NotFound
from core.labels import listed
from discovery.discoveries.models import DiscoveryRole
from live import Snapshot
from lvt.models import UseCase
from lvt.room_cards import services as room_cards
from lvt.room_cards.forms import CardSettings
from lvt.writing_groups import services as writing_groups
from lvt.writing_groups.selectors import deal_groups, groups_of
from organizations.actors import Actor
from tests import factories
from workshops.activities.regions import draw_item
from workshops.actors import RoomActor
from workshops.models import Participant
from workshops.room.running import services as running
from workshops.room.running.selectors import progress_of, room_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop():
    made = factories.workshop()
    factories.activity(made, "write_use_cases", "Write", settings={"together": "pairs"})
    return made


@pytest.fixture
def facilitator(workshop):
    return Actor.of_account(factories.access(workshop.discovery))


@pytest.fixture
def people(workshop):
    sides = {"Anna": "business", "Ben": "business", "Chloé": "it", "Dev": "it"}
    return {name: factories.participant(workshop, name, side) for name, side in sides.items()}


@pytest.fixture
def activity(workshop, people, facilitator):
    running.start_workshop(actor=facilitator, workshop=workshop)
    return room_state(workshop.pk).current


def names(activity):
    return [sorted(person.label for person in group) for group in groups_of(activity)]


def write(activity, person: Participant, name: str = "Early warning") -> UseCase:
    return room_cards.add_card(
        actor=RoomActor.of_participant(person),
        activity=activity,
        name=name,
    )


def partner_of(activity, person):
    (group,) = [group for group in groups_of(activity) if person in [each.participant for each in group]]
    return next(each.participant for each in group if each.participant != person)


@pytest.mark.parametrize(
    ("people", "size", "sizes"),
    [(1, 2, [1]), (5, 2, [3, 2]), (7, 4, [4, 3]), (4, 3, [2, 2]), (30, 5, [5] * 6), (0, 2, [])],
)
def test_nobody_stays_alone_and_groups_are_equally_large(people, size, sizes):
    groups = deal_groups([(f"p{n}", "it" if n % 2 else "business") for n in range(people)], size)

    assert sorted(map(len, groups), reverse=True) == sizes
    assert sorted(uuid for group in groups for uuid in group) == sorted(f"p{n}" for n in range(people))


def test_pairs_mix_both_sides_and_every_phone_says_with_whom(activity, people, client_of):
    assert all({each.side for each in group} == {"business", "it"} for group in groups_of(activity))

    partner = partner_of(activity, people["Anna"])
    mine = client_of(people["Anna"]).get(
        reverse("discovery:region", args=[activity.track.workshop.code, "mine"])
    )
    assert f"You write with <b>{partner.display_name}</b>" in mine.content.decode()


def test_a_latecomer_joins_the_smallest_group_and_stays_there(activity, people, workshop):
    late = factories.participant(workshop, "Late", "it")
    before = names(activity)
    assert [len(group) for group in before] == [3, 2]
    later = factories.participant(workshop, "Later", "business")
    assert [len(group) for group in names(activity)] == [3, 3]
    factories.participant(workshop, "Last", "business")
    assert [len(group) for group in names(activity)] == [3, 3, 1]

    Participant.objects.filter(pk=late.pk).update(removed_at=timezone.now())

    groups = names(activity)
    assert [len(group) for group in groups] == [2, 3, 1]
    assert "Later" in groups[1]
    assert later.display_name in groups[1]


def test_the_pair_writes_and_changes_the_same_cards(activity, people, client_of):
    anna = people["Anna"]
    partner = partner_of(activity, anna)
    stranger = next(p for p in people.values() if p not in (anna, partner))
    card = write(activity, anna)
    code = activity.track.workshop.code
    edit = reverse("lvt:room_card_edit", args=[code, card.uuid])

    assert card.authors == [str(anna.uuid), str(partner.uuid)]
    board = str(draw_item(Snapshot(activity.track.workshop_id, 1, "stage", frozenset()), str(card.uuid)))
    assert f"Anna and {partner.display_name}" in board
    mine = client_of(partner).get(reverse("discovery:region", args=[code, "mine"])).content.decode()
    assert "Our cards" in mine
    assert card.name in mine
    client_of(partner).post(edit, {"name": "Earlier warning", "revision": card.revision})
    card.refresh_from_db()
    assert card.name == "Earlier warning"
    assert client_of(stranger).get(edit).status_code == 404
    with pytest.raises(NotAllowed):
        room_cards.delete_card(actor=RoomActor.of_participant(stranger), use_case=card)
    assert progress_of(room_state(activity.track.workshop_id)).partial == {
        str(anna.uuid): "1 card",
        str(partner.uuid): "1 card",
    }


def test_two_who_edit_the_same_card_see_both_versions(activity, people, client_of):
    anna = people["Anna"]
    partner = partner_of(activity, anna)
    card = write(activity, anna)
    edit = reverse("lvt:room_card_edit", args=[activity.track.workshop.code, card.uuid])
    sent = {"revision": card.revision}

    client_of(anna).post(edit, {"name": "Anna’s words", **sent}, headers={"HX-Request": "true"})
    second = client_of(partner).post(edit, {"name": "Other words", **sent}, headers={"HX-Request": "true"})

    page = second.content.decode()
    assert second.status_code == 409
    assert "Anna’s words" in page
    assert "Other words" in page
    card.refresh_from_db()
    assert card.name == "Anna’s words"


def test_the_facilitator_makes_new_groups_and_moves_a_person(activity, people, facilitator, client_of):
    before = names(activity)
    card = write(activity, people["Anna"])
    for _turn in range(4):  # there are only two ways for these four, and each press makes the other one
        seen = names(activity)
        activity = writing_groups.put_together(actor=facilitator, activity=activity)
        assert sorted(names(activity)) != sorted(seen)
    assert sorted(chain(*names(activity))) == sorted(chain(*before))

    moved = writing_groups.move_person(
        actor=facilitator, activity=activity, participant=people["Ben"], to=people["Chloé"]
    )
    assert any({"Ben", "Chloé"} <= set(group) for group in names(moved))
    # The people in Anna's group now may change her earlier card, and its authors still may.
    assert {str(people["Anna"].uuid)} <= set(card.authors)

    alone = writing_groups.move_person(actor=facilitator, activity=moved, participant=people["Ben"], to=None)
    assert ["Ben"] in names(alone)
    elsewhere = factories.participant(factories.workshop(), "Elsewhere")
    with pytest.raises(NotFound):
        writing_groups.move_person(actor=facilitator, activity=alone, participant=elsewhere, to=None)
    editor = Actor.of_account(factories.access(activity.track.workshop.discovery, DiscoveryRole.EDITOR))
    with pytest.raises(NotAllowed):
        writing_groups.put_together(actor=editor, activity=alone)


def test_people_who_write_alone_have_no_groups(workshop, facilitator):
    activity = workshop.tracks.get().activities.get()
    activity.settings = {"together": "alone"}
    assert groups_of(activity) == []
    with pytest.raises(Conflict):
        writing_groups.put_together(actor=facilitator, activity=activity)


def test_a_breakout_room_puts_its_own_people_together(workshop, people, facilitator):
    main = factories.activity(workshop, "breakout", "Three rooms")
    room = factories.make(type(main.track), workshop=workshop, breakout=main, name="Data")
    for name in ("Anna", "Chloé"):
        Participant.objects.filter(pk=people[name].pk).update(track=room)
    writing = factories.make(
        type(main),
        track=room,
        kind="write_use_cases",
        title="In the room",
        settings={"together": "groups", "group_size": 3},
        started_at=timezone.now(),
    )

    held = writing_groups.put_together(actor=facilitator, activity=writing)

    held.track = room
    assert names(held) == [["Anna", "Chloé"]]


def test_the_settings_say_alone_unless_told():
    activity = factories.activity(factories.workshop(), "write_use_cases")
    form = CardSettings({"settings-group_size": "4"}, activity=activity)
    assert form.is_valid()
    assert form.cleaned_data == {"together": "alone", "group_size": 4}
    assert not CardSettings({"settings-group_size": "9"}, activity=activity).is_valid()


def test_names_in_a_sentence():
    assert [listed([]), listed(["Ana"]), listed(["Ana", "Ben", "<b>"])] == ["", "Ana", "Ana, Ben and <b>"]
