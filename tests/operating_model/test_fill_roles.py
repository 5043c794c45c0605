"""Roles that a room fills: what phones propose, and what one press makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from core.exceptions import NotAllowed
from core.models import Operation
from discovery.discoveries.models import DiscoveryRole
from operating_model.models import RoleProposal
from operating_model.role_nominations.selectors import board_of, known_names
from operating_model.role_nominations.services import FILLINGS
from organizations.actors import Actor
from organizations.models import Membership, Person, Role, RoleAllocation
from organizations.organization.models import OrganizationRole
from tests import factories
from tests.factories import SYSTEM, make
from tests.workshops.answering import Answering, answering
from workshops.actors import RoomActor
from workshops.contributions import services as contributions
from workshops.models import Participant
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


def filling() -> tuple[Answering, Role]:
    room = answering("fill_roles", title="Who takes which role?")
    organization = room.workshop.discovery.domain.organization
    make(Role, organization=organization, name="Platform owner")
    Membership.objects.filter(user=room.moderator).update(role=OrganizationRole.FACILITATOR)
    return room, make(Role, organization=organization, name="Data steward")


def proposed(room: Answering, role: Role, name: str, by: Participant | None = None) -> RoleProposal:
    uuid = str(uuid4())
    status, said = room.send(by or room.join("Ann"), "roles", uuid=uuid, role=role.uuid, name=name)
    assert status == 200, said
    return RoleProposal.objects.get(uuid=uuid)


def test_what_is_proposed_is_seen_filled_with_one_press_and_undone() -> None:
    room, role = filling()
    organization = role.organization
    jonas = make(Person, organization=organization, name="Jonas Keller")
    first, again = (proposed(room, role, name) for name in ("Jonas Keller", "jonas  keller"))
    for audience in ("console", "room", "stage"):
        assert audience == "room" or "Jonas Keller" in room.screens()[audience], audience
    (steward,) = [each for each in board_of(room.activity) if each.line.role == role]
    assert [(each.name, each.count) for each in steward.candidates] == [("Jonas Keller", 2)]

    done = contributions.accept(FILLINGS, actor=SYSTEM, row=first)
    allocation = RoleAllocation.objects.get()
    assert (allocation.person, allocation.role, allocation.share) == (jonas, role, 20)
    assert allocation.domain == room.workshop.discovery.domain
    again.refresh_from_db()
    assert again.is_taken
    (steward,) = [each for each in board_of(room.activity) if each.line.role == role]
    assert steward.candidates == ()
    assert steward.line.is_filled

    undo(actor=SYSTEM, target=done)
    assert not RoleAllocation.objects.exists()
    again.refresh_from_db()
    assert not again.is_taken


def test_screens_show_how_many_roles_are_not_filled() -> None:
    room, role = filling()
    row = proposed(room, role, "Jonas Keller")
    for left in ("2 roles are open", "1 role is open", "Every role is filled"):
        for audience in ("console", "stage"):
            screen = room.screens()[audience]
            assert left in screen, audience
            assert "–" not in screen[screen.index("<table") : screen.index("</table>")]
        if left.startswith("2"):
            contributions.accept(FILLINGS, actor=SYSTEM, row=row)
        elif left.startswith("1"):
            other = Role.objects.exclude(pk=role.pk).get()
            contributions.accept(FILLINGS, actor=SYSTEM, row=proposed(room, other, "Mia Wolf"))


def test_somebody_new_is_added_once_with_the_side_that_they_are_on_in_the_room() -> None:
    room, role = filling()
    factories.participant(room.workshop, "Tomás Rivera", "it")
    contributions.accept(FILLINGS, actor=SYSTEM, row=proposed(room, role, "Tomás Rivera"))
    other = Role.objects.get(name="Platform owner")
    contributions.accept(FILLINGS, actor=SYSTEM, row=proposed(room, other, "Tomás Rivera"))
    assert Person.objects.get().side == "it"
    assert RoleAllocation.objects.count() == 2


def test_the_console_fills_a_role_and_takes_off_the_list_and_says_no_twice() -> None:
    room, role = filling()
    row = proposed(room, role, "Jonas Keller")

    def press(name: str) -> int:
        url = reverse(f"operating_model:{name}", args=[room.workshop.code, row.uuid])
        return int(room.console().post(url, headers={"HX-Request": "true"}).status_code)

    assert press("filling_accept") == 204
    assert press("filling_accept") == 409
    assert press("filling_decline") == 409
    assert Operation.objects.filter(verb="role_proposal.taken").count() == 1


def test_who_may_not_write_the_roles_of_the_organization_fills_none() -> None:
    room, role = filling()
    row = proposed(room, role, "Jonas Keller")
    facilitator = Actor.of_account(factories.access(room.workshop.discovery, DiscoveryRole.FACILITATOR))
    with pytest.raises(NotAllowed):
        contributions.accept(FILLINGS, actor=facilitator, row=row)
    assert not Person.objects.exists()
    assert not RoleAllocation.objects.exists()


@pytest.mark.parametrize("role_there", [OrganizationRole.MEMBER, OrganizationRole.FACILITATOR])
def test_the_console_offers_to_fill_to_who_may_and_says_who_may(
    role_there: OrganizationRole, client_of: Any
) -> None:
    """Regions are drawn once for all consoles: a style sheet of the page takes the button away."""
    room, role = filling()
    proposed(room, role, "Jonas Keller")
    account = factories.access(room.workshop.discovery, DiscoveryRole.FACILITATOR)
    Membership.objects.filter(user=account).update(role=role_there)
    page = client_of(account).get(reverse("discovery:console", args=[room.workshop.code])).content.decode()
    assert "Its facilitators fill them" in page
    assert 'class="button small of-organization"' in page
    is_member = role_there == OrganizationRole.MEMBER
    assert ("css/discovery-only" in page) == is_member
    assert ".of-organization" in Path("static/css/discovery-only.css").read_text()


@pytest.mark.parametrize(
    ("sent", "status"),
    [({"name": ""}, 422), ({"name": "x" * 121}, 422), ({"role": ""}, 422), ({"role": str(uuid4())}, 409)],
)
def test_what_is_no_proposal_is_refused_with_a_sentence(sent: dict[str, str], status: int) -> None:
    room, role = filling()
    fields: dict[str, object] = {"uuid": str(uuid4()), "role": role.uuid, "name": "Jonas", **sent}
    answered, said = room.send(room.join("Ann"), "roles", **fields)
    assert answered == status
    assert str(said["error"]).endswith(".")
    assert not RoleProposal.objects.exists()


def test_phones_offer_who_is_in_the_room_and_people_of_the_organization_to_who_may_look_at_them() -> None:
    room, role = filling()
    jonas, mia, _ada = (
        make(Person, organization=role.organization, name=name)
        for name in ("Jonas Keller", "Mia Wolf", "Ada Stein")
    )
    for person, domain in ((jonas, None), (mia, factories.domain(role.organization))):
        make(RoleAllocation, role=role, person=person, domain=domain, share=20)
    guest, member, stranger = (room.join(name) for name in ("Ann", "Bo", "Mo"))
    offered = {"Ann", "Bo", "Mo", "Jonas Keller"}
    assert set(known_names(room.activity, RoomActor.of_participant(guest))) == offered
    assert set(known_names(room.activity, RoomActor.of_key("key", room.activity))) == offered
    stranger.account = factories.user("Mo")
    assert set(known_names(room.activity, RoomActor.of_participant(stranger))) == offered
    member.account = room.moderator
    all_of_them = {*offered, "Mia Wolf", "Ada Stein"}
    assert set(known_names(room.activity, RoomActor.of_participant(member))) == all_of_them
    assert "Jonas Keller" in room.mine(guest)
    assert "Ada Stein" not in room.mine(guest)


def test_phones_offer_names_by_alphabet() -> None:
    room, _role = filling()
    first, *_others = (room.join(name) for name in ("Zoé", "émile", "Eva", "Élodie"))
    assert known_names(room.activity, RoomActor.of_participant(first)) == ["Élodie", "émile", "Eva", "Zoé"]
