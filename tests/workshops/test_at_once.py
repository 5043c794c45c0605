"""Two people press at the same moment, on a database that lets them: nobody gets an error page, nothing is
there twice, and no link works twice."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from core.exceptions import DomainError
from core.models import Artifact
from core.services import artifacts
from core.services.kinds import add as add_artifact, change as change_artifact, delete as delete_artifact
from discovery.discoveries.services import create_discovery
from discovery.models import Discovery
from handover.models import Finding, HandoverVersion
from handover.versions import services as versions
from operating_model.models import Body, GovernanceKind
from organizations.actors import Actor
from organizations.models import Domain, Membership, Organization, Person, Role, Team, TeamMembership, User
from organizations.organization import services as organizations
from organizations.organization.models import OrganizationRole
from organizations.services.one_time_links import issue_sign_in_link, use_sign_in_link
from tests import factories
from tests.at_once import at_once
from tests.factories import SYSTEM
from workshops.joining.participants import services as participants
from workshops.models import ActionItem, Question, Workshop
from workshops.results.decisions import services as decisions
from workshops.results.quick_captures import services as captures
from workshops.workshop_now.services import start_workshop

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

ROUNDS = 6


def kinds(answers: list[object]) -> list[str]:
    return sorted(type(answer).__name__ for answer in answers)


def test_two_of_one_name_get_two_addresses() -> None:
    actor = Actor.of_account(factories.user())
    for number in range(ROUNDS):
        name = f"Acme {number}"
        outcomes = at_once(*[partial(organizations.create_organization, actor=actor, name=name)] * 3)
        assert kinds(outcomes) == ["Organization"] * 3, outcomes
        slugs = Organization.objects.filter(name=name).values_list("slug", flat=True)
        assert sorted(slugs) == [f"acme-{number}", f"acme-{number}-2", f"acme-{number}-3"]
    organization = Organization.objects.earliest("pk")
    for number in range(ROUNDS):
        add = partial(
            organizations.add_domain, actor=SYSTEM, organization=organization, name=f"Sales {number}"
        )
        assert kinds(at_once(add, add)) == ["Domain", "Domain"]
    first, second = Domain.objects.order_by("pk")[:2]
    for number in range(ROUNDS):
        outcomes = at_once(
            *(
                partial(
                    create_discovery, actor=SYSTEM, domain=domain, name=f"D {number}", template="value_tree"
                )
                for domain in (first, second)
            )
        )
        assert kinds(outcomes) == ["Discovery", "Discovery"], outcomes
    assert Discovery.objects.count() == 2 * ROUNDS


@pytest.mark.parametrize("place", [None, "domain"])
def test_a_workshop_with_its_discovery_is_made_once(place: str | None) -> None:
    account = factories.user()
    where = factories.domain(name="Metering") if place else None
    if where is not None:
        factories.make(
            Membership, organization=where.organization, user=account, role=OrganizationRole.FACILITATOR
        )
    start = partial(
        start_workshop,
        actor=Actor.of_account(account),
        purpose="whole",
        place=where,
        organization="Grid Power",
    )
    for number in range(1, ROUNDS + 1):
        first, second = at_once(*[partial(start, uuid=uuid4())] * 2)
        assert first == second
        assert isinstance(first, Workshop)
        assert first.discovery.workshops.count() == 6
        assert Discovery.objects.count() == number
    assert Organization.objects.count() == Domain.objects.count() == (1 if place else ROUNDS)


def test_what_is_sent_twice_at_once_is_there_once() -> None:
    discovery = factories.discovery()
    adding: list[Callable[..., object]] = [
        lambda actor, **fields: captures.add(actor=actor, draft=Question(title="Why?", **fields)),
        lambda actor, **fields: captures.add(actor=actor, draft=ActionItem(title="Do it", **fields)),
        partial(decisions.add_decision, title="So it is", reason="Because"),
        lambda actor, **fields: add_artifact(actor=actor, draft=Finding(title="It is so", **fields)),
    ]
    for add in adding * ROUNDS:
        once = partial(add, actor=SYSTEM, discovery=discovery, uuid=uuid4())
        outcomes = at_once(*[once] * 3)
        assert len({getattr(each, "pk", each) for each in outcomes}) == 1, outcomes


def test_a_form_that_arrives_twice_at_once_is_one_person() -> None:
    workshop = factories.workshop()
    for number in range(ROUNDS):
        form = partial(
            participants.join,
            actor=Actor.nobody(),
            workshop=workshop,
            display_name="Anna",
            side="it",
            join_key=f"key of form {number}",
        )
        outcomes = at_once(*[form] * 3)
        assert len({getattr(each, "pk", each) for each in outcomes}) == 1, outcomes
    assert workshop.participants.count() == ROUNDS


def test_a_person_added_twice_is_a_member_once() -> None:
    organization = factories.organization()
    for number in range(ROUNDS):
        add = partial(
            organizations.add_member, actor=SYSTEM, organization=organization, email=f"m{number}@example.org"
        )
        outcomes = at_once(add, add)
        assert kinds(outcomes) == ["Conflict", "Membership"], outcomes
    assert User.objects.count() == ROUNDS


def test_of_two_admins_who_remove_each_other_one_stays() -> None:
    for _number in range(ROUNDS):
        organization = factories.organization()
        pair = [factories.member(organization, OrganizationRole.ADMIN) for _each in range(2)]
        held = [Membership.objects.get(organization=organization, user=user) for user in pair]
        at_once(
            partial(organizations.remove_member, actor=Actor.of_account(pair[0]), membership=held[1]),
            partial(organizations.remove_member, actor=Actor.of_account(pair[1]), membership=held[0]),
        )
        assert Membership.objects.filter(organization=organization).count() == 1


def test_a_sign_in_link_lets_one_in() -> None:
    for _number in range(ROUNDS):
        token = issue_sign_in_link(actor=SYSTEM, user=factories.user()).rstrip("/").rpartition("/")[2]
        outcomes = at_once(*[partial(use_sign_in_link, token=token)] * 3)
        assert kinds(outcomes) == ["NotFound", "NotFound", "User"], outcomes


def test_versions_that_are_frozen_at_once_have_numbers_of_their_own() -> None:
    discovery = factories.discovery()
    freeze = partial(versions.freeze_version, actor=SYSTEM, discovery=discovery)
    outcomes = at_once(freeze, freeze)
    assert all(isinstance(each, DomainError | HandoverVersion) for each in outcomes), outcomes
    numbers = list(HandoverVersion.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers


def test_what_comes_into_a_group_at_once_has_places_of_its_own() -> None:
    discovery = factories.discovery()
    domain, technology = GovernanceKind.DOMAIN, GovernanceKind.TECHNOLOGY
    for number in range(ROUNDS):
        there = [
            factories.make(Body, discovery=discovery, kind=domain, name=f"Board {number} {each}")
            for each in range(2)
        ]
        new = Body(discovery=discovery, kind=technology, name=f"Guild {number}", timezone="UTC")
        outcomes = at_once(
            *(partial(change_artifact, actor=SYSTEM, artifact=body, kind=technology) for body in there),
            partial(add_artifact, actor=SYSTEM, draft=new),
        )
        assert kinds(outcomes) == ["Body"] * 3, outcomes
    places = list(Body.objects.filter(kind=technology).values_list("position", flat=True))
    assert places == list(range(3 * ROUNDS))


def test_a_write_that_looks_at_siblings_holds_up_no_write_that_names_their_parent() -> None:
    organization = factories.organization()
    is_locked, is_added = Event(), Event()

    def look() -> bool:
        with transaction.atomic():
            artifacts.locked(organization)
            is_locked.set()
            return is_added.wait(10)

    def add() -> bool:
        is_locked.wait(10)
        factories.make(Team, organization=organization, name="Platform")
        is_added.set()
        return True

    assert at_once(look, add) == [True, True]


def test_who_changes_holds_what_it_hangs_on_first_as_who_adds_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the other order each of the two waits for what the other one holds."""
    role = factories.make(Role, organization=factories.organization(), name="Steward")
    is_changing, is_held, see = Event(), Event(), artifacts.locked_at_revision

    def seen(*args: Any) -> Any:
        current = see(*args)
        is_changing.set()
        is_held.wait(1)
        return current

    def change_below() -> Role:
        is_changing.wait(10)
        with transaction.atomic():
            artifacts.locked(role.organization)
            is_held.set()
            return artifacts.locked(role)

    monkeypatch.setattr(artifacts, "locked_at_revision", seen)
    change = partial(change_artifact, actor=SYSTEM, artifact=role, name="Data steward")
    assert kinds(at_once(change, change_below)) == ["Role", "Role"]


def test_who_deletes_holds_what_it_hangs_on_first(monkeypatch: pytest.MonkeyPatch) -> None:
    team = factories.make(Team, organization=factories.organization(), name="Platform")
    person = factories.make(Person, organization=team.organization, name="Ann")
    member = factories.make(TeamMembership, team=team, person=person, is_today=True)
    is_held, is_trashed, trash = Event(), Event(), artifacts.trash

    def trashed(*gone: Artifact) -> None:
        trash(*gone)
        if member in gone:
            is_trashed.set()
            is_held.wait(1)

    def change_below() -> bool:
        with transaction.atomic():
            is_trashed.wait(1)
            Team.everything.select_for_update(of=("self",), no_key=True).get(pk=team.pk)
            is_held.set()
            return TeamMembership.everything.select_for_update(of=("self",)).filter(pk=member.pk).exists()

    monkeypatch.setattr(artifacts, "trash", trashed)
    outcomes = at_once(partial(delete_artifact, actor=SYSTEM, artifact=team), change_below)
    assert kinds(outcomes) == ["Operation", "bool"], outcomes
