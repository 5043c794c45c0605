"""Writing roles, responsibilities and governance: who may, what is refused, what is stale, and what one undo
brings back."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from core.exceptions import Conflict, Invalid, NotAllowed, NotFound, Stale
from core.labels import former_names
from core.models import Operation
from core.services import kinds
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from operating_model.governance import services as governance
from operating_model.models import Agreement, Body, BodyMember, Duty, DutyPart, Flow
from operating_model.responsibilities import services as responsibilities
from operating_model.roles import services as roles
from operating_model.shipped import STANDARD_DUTIES, STANDARD_ROLES
from organizations.actors import Actor
from organizations.models import Person, Role, RoleAllocation, Team, TeamMembership
from tests import factories
from tests.factories import make
from tests.operating_model.governing import add_body, add_flow, world
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return world()


@pytest.fixture
def council(at):
    return add_body(actor=at.editor, discovery=at.discovery, name="Council", kind="domain")


@pytest.fixture
def duty(at):
    return responsibilities.add_duty(
        actor=at.editor, discovery=at.discovery, name="Decide", parts={at.domain_owner: "AR"}
    )


@pytest.mark.parametrize(("role", "error"), [(DiscoveryRole.VIEWER, NotAllowed), (None, NotFound)])
def test_only_editors_write(at, council, duty, role, error):
    account = factories.user() if role is None else factories.access(at.discovery, role)
    actor = Actor.of_account(account)
    seat = governance.add_member(actor=at.editor, draft=BodyMember(body=council, person=at.amara))
    flow = add_flow(actor=at.editor, discovery=at.discovery, origin=at.team, end=council, what="Words")
    agreement = responsibilities.set_agreement(
        actor=at.editor, discovery=at.discovery, person=at.amara, support="Time"
    )
    allocation = make(RoleAllocation, role=at.architect, person=at.marta)
    operations = Operation.objects.count()
    here = {"actor": actor, "discovery": at.discovery}
    for refused in (
        lambda: add_body(**here, name="Other", kind="domain"),
        lambda: kinds.change(actor=actor, artifact=council, name="Other"),
        lambda: kinds.delete(actor=actor, artifact=council),
        lambda: governance.add_member(actor=actor, draft=BodyMember(body=council, person=at.marta)),
        lambda: governance.lead_body(actor=actor, member=seat),
        lambda: kinds.delete(actor=actor, artifact=seat),
        lambda: add_flow(**here, origin=council, end=at.team, what="Words"),
        lambda: kinds.change(actor=actor, artifact=flow, what="Other"),
        lambda: kinds.delete(actor=actor, artifact=flow),
        lambda: governance.add_standard_bodies(**here),
        lambda: responsibilities.add_duty(**here, name="Other"),
        lambda: responsibilities.change_duty(actor=actor, duty=duty, name="Other"),
        lambda: kinds.delete(actor=actor, artifact=duty),
        lambda: responsibilities.add_standard_duties(**here),
        lambda: responsibilities.set_agreement(**here, person=at.marta, support="Time"),
        lambda: kinds.delete(actor=actor, artifact=agreement),
        lambda: roles.add_standard_roles(actor=actor, organization=at.organization),
        lambda: kinds.change(actor=actor, artifact=allocation, share=10),
    ):
        with pytest.raises(error):
            refused()
    assert Operation.objects.count() == operations


def test_a_standard_role_takes_the_place_of_one_with_its_name(at):
    own = make(Role, organization=at.organization, name="data steward", responsibilities="Our words")
    done = roles.add_standard_roles(actor=at.leader, organization=at.organization)
    own.refresh_from_db()
    assert (own.key, own.responsibilities) == ("data_steward", "Our words")
    assert own.decision_rights
    assert Role.objects.filter(organization=at.organization).count() == len(STANDARD_ROLES)
    undo(actor=at.leader, target=done)
    assert Role.objects.filter(organization=at.organization).count() == 4
    own.refresh_from_db()
    assert own.key == ""
    with pytest.raises(Conflict):
        kinds.add(actor=at.leader, draft=Role(organization=at.organization, name="Owner", key="domain_owner"))


def test_a_standard_role_that_was_added_anew_keeps_the_deleted_one_away(at):
    deleted = kinds.delete(actor=at.leader, artifact=at.architect)
    roles.add_standard_roles(actor=at.leader, organization=at.organization)
    added = Role.objects.get(organization=at.organization, key=at.architect.key)
    kinds.change(actor=at.leader, artifact=added, name="Builder")
    with pytest.raises(Conflict, match="something new took its place"):
        undo(actor=at.leader, target=deleted)
    kinds.delete(actor=at.leader, artifact=added)
    undo(actor=at.leader, target=deleted)
    assert Role.objects.get(organization=at.organization, key=at.architect.key) == at.architect


def test_a_role_is_filled_once_by_a_person_and_domain(at):
    first = kinds.add(actor=at.leader, draft=RoleAllocation(role=at.architect, person=at.amara, share=60))
    kinds.add(
        actor=at.leader,
        draft=RoleAllocation(role=at.architect, person=at.amara, domain=at.discovery.domain, share=60),
    )
    with pytest.raises(Conflict):
        kinds.add(actor=at.leader, draft=RoleAllocation(role=at.architect, person=at.amara, share=10))
    with pytest.raises(Conflict):
        kinds.change(actor=at.leader, artifact=first, domain=at.discovery.domain)
    with pytest.raises(Invalid):
        kinds.change(actor=at.leader, artifact=first, share=0)
    changed = kinds.change(actor=at.leader, artifact=first, revision=1, share=30)
    assert changed.share == 30
    with pytest.raises(Stale):
        kinds.change(actor=at.leader, artifact=first, revision=1, share=40)


def test_teams_of_no_time_are_refused(at):
    for refused in (
        lambda: kinds.add(
            actor=at.leader,
            draft=Team(organization=at.organization, name="T", is_today=False, is_tomorrow=False),
        ),
        lambda: kinds.change(actor=at.leader, artifact=at.team, is_today=False, is_tomorrow=False),
        lambda: kinds.change(actor=at.leader, artifact=at.team, kind="band"),
        lambda: kinds.add(
            actor=at.leader,
            draft=TeamMembership(team=at.team, person=at.amara, is_today=False, is_tomorrow=False),
        ),
    ):
        with pytest.raises(Invalid):
            refused()


def letters(duty):
    return sorted((part.role.name, part.part) for part in DutyPart.objects.filter(duty=duty))


def test_one_undo_brings_back_the_parts_of_a_row(at, duty):
    assert letters(duty) == [("Domain owner", "A"), ("Domain owner", "R")]
    with pytest.raises(Invalid, match="Domain owner, Domain architect"):
        responsibilities.change_duty(
            actor=at.editor, duty=duty, parts={at.domain_owner: "A", at.architect: "A"}
        )
    with pytest.raises(Invalid):
        responsibilities.change_duty(actor=at.editor, duty=duty, parts={at.architect: "Z"})
    foreign = make(Role, organization=factories.organization(), name="Foreign")
    with pytest.raises(Invalid):
        responsibilities.change_duty(actor=at.editor, duty=duty, parts={foreign: "R"})
    changed = responsibilities.change_duty(
        actor=at.editor, duty=duty, revision=1, parts={at.architect: "A", at.domain_owner: "R"}
    )
    assert changed.revision == 2
    assert letters(duty) == [("Domain architect", "A"), ("Domain owner", "R")]
    with pytest.raises(Stale):
        responsibilities.change_duty(actor=at.editor, duty=duty, revision=1, parts={})
    undo(actor=at.editor, target=Operation.objects.latest("pk"))
    assert letters(duty) == [("Domain owner", "A"), ("Domain owner", "R")]
    deleted = kinds.delete(actor=at.editor, artifact=duty)
    assert not DutyPart.objects.exists()
    undo(actor=at.editor, target=deleted)
    assert letters(duty) == [("Domain owner", "A"), ("Domain owner", "R")]
    added = responsibilities.add_standard_duties(actor=at.editor, discovery=at.discovery)
    undo(actor=at.editor, target=added)
    assert list(Duty.objects.all()) == [duty]


def test_a_row_under_an_earlier_name_is_not_added_again(at):
    names = [str(standard.name) for standard in STANDARD_DUTIES]
    renamed = {name: former_names(name) for name in names if former_names(name)}
    for former, *_others in renamed.values():
        responsibilities.add_duty(actor=at.editor, discovery=at.discovery, name=former, parts={})
    responsibilities.add_standard_duties(actor=at.editor, discovery=at.discovery)
    assert Duty.objects.count() == len(STANDARD_DUTIES)
    assert len(renamed) >= 3
    assert not Duty.objects.filter(name__in=renamed).exists()


def test_the_parts_of_a_deleted_role_come_back_with_it(at, duty):
    deleted = kinds.delete(actor=at.leader, artifact=at.domain_owner)
    responsibilities.change_duty(actor=at.editor, duty=duty, parts={at.architect: "C"})
    undo(actor=at.leader, target=deleted)
    assert letters(duty) == [("Domain architect", "C"), ("Domain owner", "A"), ("Domain owner", "R")]


def test_an_agreement_is_one_per_person(at):
    here = {"actor": at.editor, "discovery": at.discovery}
    with pytest.raises(Invalid):
        responsibilities.set_agreement(**here, person=at.amara)
    stranger = make(Person, organization=factories.organization(), name="Stranger")
    with pytest.raises(Invalid):
        responsibilities.set_agreement(**here, person=stranger, support="Time")
    first = responsibilities.set_agreement(**here, person=at.amara, support="Time")
    with pytest.raises(Stale):  # somebody else opened the empty form before it was written
        responsibilities.set_agreement(**here, person=at.amara, support="Money")
    responsibilities.set_agreement(
        **here, person=at.amara, revision=first.revision, support="", incentives="Goals"
    )
    assert Agreement.objects.get().support == ""
    undo(actor=at.editor, target=Operation.objects.latest("pk"))
    assert Agreement.objects.get().support == "Time"


def test_a_deleted_body_comes_back_with_seats_and_flows(at, council):
    governance.add_member(actor=at.editor, draft=BodyMember(body=council, person=at.amara, is_chair=True))
    governance.add_member(actor=at.editor, draft=BodyMember(body=council, role=at.architect, is_chair=True))
    assert [seat.role for seat in BodyMember.objects.filter(is_chair=True)] == [at.architect]
    board = add_body(
        actor=at.editor, discovery=at.discovery, name="Board", kind="portfolio", escalates_to=council
    )
    here = {"actor": at.editor, "discovery": at.discovery}
    add_flow(**here, origin=council, end=board, what="Up")
    add_flow(**here, origin=at.team, end=council, what="In")
    deleted = kinds.delete(actor=at.editor, artifact=council)
    assert (BodyMember.objects.count(), Flow.objects.count()) == (0, 0)
    undo(actor=at.editor, target=deleted)
    assert (BodyMember.objects.count(), Flow.objects.count()) == (2, 2)


def test_a_seat_in_a_body_or_team_that_is_sent_twice_is_there_once(at, council):
    seats = BodyMember.objects.filter(body=council)
    leads = {"body": council, "person": at.amara, "is_chair": True}
    first = governance.add_member(actor=at.leader, draft=BodyMember(**leads))
    governance.add_member(actor=at.leader, draft=BodyMember(uuid=first.uuid, **leads))
    assert [(seat.person, seat.is_chair) for seat in seats] == [(at.amara, True)]
    joined = kinds.add(actor=at.leader, draft=TeamMembership(team=at.team, person=at.marta))
    again = TeamMembership(uuid=joined.uuid, team=at.team, person=at.marta)
    assert kinds.add(actor=at.leader, draft=again) == joined


def test_what_no_body_can_be(at, council):
    elsewhere = add_body(
        actor=Actor.system("test"), discovery=factories.discovery(), name="Foreign", kind="domain"
    )
    for fields in (
        {"kind": "secret"},
        {"cadence": "hourly"},
        {"minutes": 4},
        {"minutes": 721},
        {"timezone": "Europe/Nowhere"},
        {"escalates_to": council},
        {"escalates_to": elsewhere},
    ):
        with pytest.raises(Invalid):
            kinds.change(actor=at.editor, artifact=council, **fields)
    stranger = make(Person, organization=factories.organization(), name="Stranger")
    for ends in ({}, {"person": at.amara, "role": at.architect}, {"person": stranger}):
        with pytest.raises(Invalid):
            governance.add_member(actor=at.editor, draft=BodyMember(body=council, **ends))
    governance.add_member(actor=at.editor, draft=BodyMember(body=council, person=at.amara))
    with pytest.raises(Conflict):
        governance.add_member(actor=at.editor, draft=BodyMember(body=council, person=at.amara))
    foreign_team = make(Team, organization=factories.organization(), name="Foreign")
    for origin, end in ((council, council), (elsewhere, council), (foreign_team, council)):
        with pytest.raises(Invalid):
            add_flow(actor=at.editor, discovery=at.discovery, origin=origin, end=end, what="Words")
    with pytest.raises(Stale):
        kinds.change(actor=at.editor, artifact=council, revision=99, name="Other")


def test_a_form_sent_twice_adds_once(at, council):
    for make_one in (
        lambda: add_body(
            actor=at.editor, discovery=at.discovery, name="Twice", kind="domain", uuid=at.amara.uuid
        ),
        lambda: responsibilities.add_duty(
            actor=at.editor, discovery=at.discovery, name="Twice", uuid=at.amara.uuid
        ),
        lambda: add_flow(
            actor=at.editor,
            discovery=at.discovery,
            origin=at.team,
            end=council,
            what="Twice",
            uuid=at.amara.uuid,
        ),
    ):
        assert make_one().pk == make_one().pk


def refused(constraint, model, **fields):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        make(model, **fields)
    message = str(error.value)
    assert constraint in message or f"{model._meta.db_table}." in message


def test_what_the_database_refuses(at, council, duty):
    here = {"discovery": at.discovery}
    refused("body_kind", Body, **here, name="B", kind="secret")
    refused("body_cadence", Body, **here, name="B", kind="domain", cadence="hourly")
    refused("bodymember_one", BodyMember, body=council)
    refused("bodymember_one", BodyMember, body=council, person=at.amara, role=at.architect)
    make(BodyMember, body=council, person=at.amara)
    make(BodyMember, body=council, role=at.architect)
    refused("bodymember_person_once", BodyMember, body=council, person=at.amara)
    refused("bodymember_role_once", BodyMember, body=council, role=at.architect)
    refused("flow_one_origin", Flow, **here, to_body=council, what="W")
    refused("flow_one_origin", Flow, **here, from_body=council, from_team=at.team, to_team=at.team, what="W")
    refused("flow_one_end", Flow, **here, from_body=council, what="W")
    refused("dutypart_once", DutyPart, duty=duty, role=at.domain_owner, part="A")
    refused("dutypart_part", DutyPart, duty=duty, role=at.architect, part="X")
    make(Agreement, **here, person=at.amara)
    refused("agreement_once", Agreement, **here, person=at.amara)
    council.escalates_to = council
    with pytest.raises(IntegrityError), transaction.atomic(), operation(factories.SYSTEM, "test.changed"):
        council.save()


def test_the_first_meeting_is_kept(at):
    body = add_body(
        actor=at.editor,
        discovery=at.discovery,
        name="Council",
        kind="domain",
        cadence="monthly",
        first_on=date(2026, 12, 1),
    )
    assert Body.objects.get(pk=body.pk).first_on == date(2026, 12, 1)
