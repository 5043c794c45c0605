"""What is read of roles, ownership and governance: numbers, findings, pictures, agendas, documents."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from lxml import etree

from core.services import kinds
from discovery.document_parts import report_sheets, report_slides
from discovery.registries import checkpoints, report_sections
from documents.diagrams import draw_svg
from lvt.models import Goal, Hypothesis, Measure, MeasuredValue
from operating_model.governance import (
    drawing as governance_drawing,
    overview as overview_governance,
    services as governance,
)
from operating_model.governance.drawing import Arrow, GovernanceBox, GovernancePicture
from operating_model.governance.selectors import body_line, governance_of, next_meeting_of
from operating_model.governance_meetings.web import agenda_of
from operating_model.models import Body, BodyMember, Duty, DutyPart
from operating_model.ownership.selectors import GapKind, ownership_gaps
from operating_model.responsibilities import services as responsibilities
from operating_model.responsibility_matrix.selectors import matrix_of
from operating_model.roles.selectors import roles_of
from operating_model.selectors.governance_picture import picture_of
from operating_model.web.agenda_points import MOST_ITEMS
from organizations.models import Person, RoleAllocation, Team, TeamMembership
from products.models import DataProduct
from products.promises.measurements.services import record
from technology.models import Platform
from tests import factories
from tests.factories import make
from tests.operating_model.governing import add_body, add_flow, world as make_world
from tests.products.promising import day, freshness
from workshops.models import ActionItem, Decision

pytestmark = pytest.mark.django_db
KEYS = ("roles", "responsibilities", "ownership", "governance")


@pytest.fixture
def at():
    return make_world()


def product(at, name="HCP 360", **fields):
    kind = fields.pop("kind", "consumer_oriented")
    return make(
        DataProduct, discovery=at.discovery, domain=at.discovery.domain, name=name, kind=kind, **fields
    )


def body(world, name="Council", kind="domain", **fields):
    return add_body(actor=world.editor, discovery=world.discovery, name=name, kind=kind, **fields)


# --- Roles and ownership --------------------------------------------------------------------------


def test_shares_of_all_domains_count(at):
    other = factories.domain(at.organization, name="Research")
    make(RoleAllocation, role=at.domain_owner, person=at.amara, domain=at.discovery.domain, share=60)
    make(RoleAllocation, role=at.architect, person=at.amara, domain=other, share=41)
    roles = roles_of(at.discovery)
    assert [role.name for role in roles.unfilled] == ["Data product owner", "Domain architect"]
    assert [(load.person.name, load.share, load.too_much) for load in roles.overloaded] == [
        ("Amara Osei", 101, 1)
    ]
    assert [(line.role.name, line.elsewhere) for line in roles.lines if line.elsewhere] == [
        ("Domain architect", 1)
    ]
    assert roles.lacks_standard
    deleted = kinds.delete(actor=at.leader, artifact=at.amara)
    assert deleted.pk
    assert roles_of(at.discovery).people == ()


def test_platforms_say_who_runs_them_and_how_they_align(at):
    make(Platform, discovery=at.discovery, name="Lake", owner=at.amara, team=at.team)
    assert [line.missing for line in roles_of(at.discovery).platforms] == [()]
    make(Platform, discovery=at.discovery, name="Cloud", alignment="Takes from the lake")
    lake, cloud = roles_of(at.discovery).platforms
    assert lake.missing == ("Alignment with the other platforms isn’t described.",)
    assert cloud.missing == ("No owner yet.", "No team yet.")


def test_each_kind_of_ownership_gap(at):
    make(RoleAllocation, role=at.product_owner, person=at.marta, share=40)
    make(TeamMembership, team=at.team, person=at.amara)
    ends = make(Team, organization=at.organization, name="Old team", is_tomorrow=False)
    product(at, "Fine", owner=at.marta, team=at.team)
    product(at, "Nobody", position=1)
    product(at, "No role", owner=at.amara, team=ends, position=2)
    product(at, "Retired", state="retired", position=3)
    assert [(gap.product.name, gap.kind) for gap in ownership_gaps(at.discovery)] == [
        ("Nobody", GapKind.NO_OWNER),
        ("Nobody", GapKind.NO_TEAM),
        ("No role", GapKind.NO_ROLE),
        ("No role", GapKind.NO_TEAM),
    ]
    kinds.delete(actor=at.leader, artifact=at.marta)
    kinds.delete(actor=at.leader, artifact=at.team)
    words = [gap.words for gap in ownership_gaps(at.discovery) if gap.product.name == "Fine"]
    assert words == [
        "Its owner, Marta Keller, was deleted.",
        "Its team, Brand and campaigns, was deleted.",
    ]


def test_the_role_in_another_domain_is_no_role_here(at):
    other = factories.domain(at.organization, name="Research")
    make(RoleAllocation, role=at.product_owner, person=at.marta, domain=other, share=40)
    product(at, owner=at.marta, team=at.team)
    assert GapKind.NO_ROLE in [gap.kind for gap in ownership_gaps(at.discovery)]
    make(RoleAllocation, role=at.product_owner, person=at.marta, domain=at.discovery.domain, share=40)
    assert [gap.kind for gap in ownership_gaps(at.discovery)] == [GapKind.EMPTY_TEAM]


def test_two_accountable_that_came_another_way_are_found(at):
    duty = make(Duty, discovery=at.discovery, name="Decide")
    make(DutyPart, duty=duty, role=at.domain_owner, part="A")
    make(DutyPart, duty=duty, role=at.architect, part="A")
    (row,) = matrix_of(at.discovery).rows
    assert row.troubles == (
        "More than one role is accountable (A): Domain owner, Domain architect.",
        "No one is responsible (R).",
        "The roles Domain owner, Domain architect aren’t filled.",
    )


@pytest.mark.parametrize("read", [roles_of, ownership_gaps, matrix_of, governance_of])
def test_as_many_queries_for_many_as_for_few(
    at, read, django_assert_num_queries, django_assert_max_num_queries
):
    def fill(number):
        seat = body(at, f"Council {number}")
        governance.add_member(actor=at.editor, draft=BodyMember(body=seat, person=at.amara))
        add_flow(actor=at.editor, discovery=at.discovery, origin=at.team, end=seat, what="Words")
        person = kinds.add(
            actor=at.leader, draft=Person(organization=at.organization, name=f"Person {number}")
        )
        kinds.add(actor=at.leader, draft=RoleAllocation(role=at.architect, person=person, share=10))
        product(at, f"Product {number}", owner=person, team=at.team)
        make(Platform, discovery=at.discovery, name=f"Platform {number}", owner=person)
        responsibilities.add_duty(
            actor=at.editor, discovery=at.discovery, name=f"Duty {number}", parts={at.architect: "A"}
        )

    fill(1)
    with django_assert_max_num_queries(12) as few:
        read(at.discovery)
    fill(2)
    fill(3)
    with django_assert_num_queries(len(few.captured_queries)):
        read(at.discovery)


# --- Governance -----------------------------------------------------------------------------------


def test_a_body_says_what_it_lacks(at):
    empty = body(at)
    (line,) = governance_of(at.discovery).bodies
    assert line.missing == (
        "No members yet.",
        "No meeting frequency yet.",
        "No first meeting yet.",
        "No decision rights yet.",
    )
    other = body(at, "Board", "portfolio", escalates_to=empty)
    kinds.change(actor=at.editor, artifact=empty, escalates_to=other)
    lines = governance_of(at.discovery).bodies
    assert all("Its escalation path leads back to itself." in line.missing for line in lines)
    kinds.delete(actor=at.editor, artifact=other)
    (line,) = governance_of(at.discovery).bodies
    assert line.escalates_to is None
    assert "Its escalation path leads back to itself." not in line.missing


def test_the_next_meeting_is_in_the_time_zone_of_the_body(at):
    council = body(at, cadence="weekly", first_on=date(2026, 11, 3), at=time(9), timezone="Pacific/Auckland")
    # In Auckland it is Tuesday, the 24th, already.
    assert next_meeting_of(council, at=datetime(2026, 11, 23, 12, tzinfo=UTC)) == date(2026, 11, 24)
    line = body_line(council, at=datetime(2026, 11, 24, 12, tzinfo=UTC))
    assert line.next_on == date(2026, 12, 1)
    assert line.next_at is not None
    assert line.next_at.astimezone(UTC) == datetime(2026, 11, 30, 20, tzinfo=UTC)
    assert next_meeting_of(body(at, "Once", first_on=date(2020, 1, 1))) is None


def drawn(picture):
    return draw_svg(
        governance_drawing.source(picture),
        title=governance_drawing.title(),
        description=governance_drawing.description(picture),
    )


def test_the_picture_works_without_members_and_with_cycles(at):
    board, council = body(at, "Board", "portfolio"), body(at)
    kinds.change(actor=at.editor, artifact=board, escalates_to=council)
    kinds.change(actor=at.editor, artifact=council, escalates_to=board)
    here = {"actor": at.editor, "discovery": at.discovery}
    for origin, end in ((board, council), (council, board), (at.team, council), (council, at.team)):
        add_flow(**here, origin=origin, end=end, what=f"{origin} to {end}")
    svg = drawn(picture_of(governance_of(at.discovery)))
    words = "".join(etree.fromstring(svg).itertext())
    for said in ("Board", "Council", "Brand and campaigns", "No members yet."):
        assert said in words
    assert "From Council to Board: Council to Board; escalated decisions." in words


def test_hostile_names_stay_words():
    evil = '"]; a -> b [URL="javascript:alert(1)"] <script>alert(1)</script> \\N &amp; \x00'
    one, odd = GovernanceBox("one", evil, evil, "domain", evil), GovernanceBox("3", "", "", "odd")
    arrows = Arrow("one", "two", evil), Arrow("two", "one", evil), Arrow("one", "gone", "lost")
    picture = GovernancePicture((one, GovernanceBox("two", "x" * 5000, "", "team"), odd), arrows)
    svg = drawn(picture)
    root = etree.fromstring(svg)
    assert not root.findall(".//{http://www.w3.org/2000/svg}script")
    assert "<a" not in svg
    assert "lost" not in "".join(root.itertext())


def test_many_arrows_are_numbered_and_told():
    boxes = tuple(GovernanceBox(f"b{number}", f"Body {number}", "", "domain") for number in range(30))
    arrows = tuple(Arrow(f"b{number}", f"b{number + 1}", f"Thing {number}") for number in range(29))
    picture = GovernancePicture(boxes, arrows)
    assert "Thing" not in governance_drawing.source(picture)
    assert "From Body 3 to Body 4: Thing 3." in governance_drawing.description(picture)


# --- Agendas --------------------------------------------------------------------------------------


def points(at, which):
    return {point.key: point for point in agenda_of(body_line(which)).points}


def test_a_portfolio_looks_at_bets_by_their_measures(at):
    goal = make(Goal, discovery=at.discovery, title="Patients first")
    make(Goal, discovery=at.discovery, title="Idle goal", position=1)
    bet = make(Hypothesis, goal=goal, statement="A view helps", state="exploring")
    for place, state in enumerate(("proposed", "paying_off", "adjusted", "stopped"), start=1):
        make(Hypothesis, goal=goal, statement=f"Is {state}", state=state, position=place)
    board = body(at, "Board", "portfolio")
    by_key = points(at, board)
    # All of which the portfolio says that they need a decision, too (lvt.organization_portfolio.selectors).
    said = [item.words for item in by_key["bets"].items if item.tone == "warn"]
    assert said == ["A view helps", "Is paying_off", "Is adjusted"]
    assert [item.words for item in by_key["goals"].items] == ["Idle goal"]
    measure = make(Measure, hypothesis=bet, name="Rate", unit="%", baseline=20, target=40)
    make(MeasuredValue, measure=measure, value=10, measured_on=date(2026, 11, 1))
    item = points(at, board)["bets"].items[0]
    assert item.tone == "bad"
    assert item.detail == "Rate: 10%, target 40% (Worse than the baseline)"


def test_decisions_and_actions_come_in_time_and_by_stream(at):
    today = timezone.localdate()
    for name, stream, days in (("Tech", "tech", 2), ("Product", "product", 2), ("Later", "tech", 90)):
        make(
            Decision,
            discovery=at.discovery,
            title=name,
            reason="r",
            stream=stream,
            review_on=today + timedelta(days=days),
        )
    make(ActionItem, discovery=at.discovery, title="Late", stream="tech", due=today - timedelta(days=1))
    make(ActionItem, discovery=at.discovery, title="Done", due=today - timedelta(days=1), state="done")
    make(ActionItem, discovery=at.discovery, title="In time", due=today)
    said = {
        kind: [
            [item.words for item in point.items]
            for key, point in points(at, body(at, kind, kind)).items()
            if key in ("decisions", "actions")
        ]
        for kind in ("portfolio", "domain", "technology")
    }
    assert said == {
        "portfolio": [["Tech", "Product"], ["Late"]],
        "domain": [["Product"]],
        "technology": [["Tech"], ["Late"]],
    }


def test_a_promise_that_is_not_kept_is_named_by_what_it_promises(at):
    promised = freshness(at.editor, product(at, "Consent"))
    record(actor=at.editor, slo=promised, measurements=[day(0, 50)])
    (item,) = points(at, body(at))["promises"].items
    assert item.words == f"Consent: {promised.sentence}"


def test_long_lists_are_cut_and_say_so(at):
    for number in range(MOST_ITEMS + 3):
        product(at, f"Product {number}", position=number)
    by_key = points(at, body(at, minutes=15))
    assert (len(by_key["proposed"].items), by_key["proposed"].more) == (MOST_ITEMS, 3)
    assert agenda_of(body_line(Body.objects.get())).is_too_long
    red = points(at, body(at, "Guild", "technology"))["fitness"]
    assert red.items[0].words.startswith("Product")
    assert red.items[0].url.endswith("/fitness/#part-fitness")


def test_a_body_of_an_empty_discovery_has_nothing_to_talk_about(at):
    for kind in ("portfolio", "domain", "technology"):
        assert agenda_of(body_line(body(at, kind, kind))).points == ()


# --- Overview, report, sheets, slides -------------------------------------------------------------


def test_checkpoints_say_what_is_missing_until_it_is_there(at):
    standings = {key: checkpoints.get(key).standing(at.discovery) for key in KEYS}
    assert [str(standing.missing) for standing in standings.values()] == [
        "3 roles are open.",
        "No responsibilities assigned yet.",
        "No data products yet.",
        "No governance bodies yet.",
    ]
    assert not any(standing.summary for standing in standings.values())
    for role in (at.domain_owner, at.product_owner, at.architect):
        make(RoleAllocation, role=role, person=at.marta, share=30)
    make(TeamMembership, team=at.team, person=at.amara)
    product(at, owner=at.marta, team=at.team)
    responsibilities.add_duty(
        actor=at.editor, discovery=at.discovery, name="Decide", parts={at.architect: "AR"}
    )
    assert overview_governance.roles_standing(at.discovery).is_complete
    assert overview_governance.responsibilities_standing(at.discovery).is_complete
    assert overview_governance.ownership_standing(at.discovery).is_complete
    governance.add_standard_bodies(actor=at.editor, discovery=at.discovery)
    lacking = "Missing: Portfolio governance. Missing: Technology governance."
    assert (
        str(overview_governance.governance_standing(at.discovery).missing)
        == f"{lacking} 1 body is incomplete."
    )
    above = factories.discovery(factories.domain(at.organization, name="All", is_whole=True))
    for kind in ("portfolio", "technology"):
        make(Body, discovery=above, name=kind, kind=kind)
    assert str(overview_governance.governance_standing(at.discovery).missing) == "1 body is incomplete."
    for each in Body.objects.filter(discovery=at.discovery):
        kinds.change(actor=at.editor, artifact=each, first_on=timezone.localdate())
        if not each.members.exists():
            governance.add_member(
                actor=at.editor, draft=BodyMember(body=each, person=at.amara, is_chair=True)
            )
    assert overview_governance.governance_standing(at.discovery).is_complete


def test_nothing_to_report_is_no_section():
    bare = factories.discovery()
    for key in KEYS:
        assert report_sections.get(f"operating_model.{key}").context(bare) is None
    for key in ("roles", "agreements", "responsibilities", "ownership", "bodies", "flows"):
        assert report_sheets.get(key).table(bare) is None
    for key in ("roles", "ownership", "governance"):
        assert not report_slides.get(f"operating_model.{key}").slides(bare)


def test_the_report_says_what_the_pages_say(at):
    make(RoleAllocation, role=at.domain_owner, person=at.amara, share=80)
    make(RoleAllocation, role=at.architect, person=at.amara, share=40)
    product(at, "<b>HCP</b>", owner=at.amara)
    governance.add_standard_bodies(actor=at.editor, discovery=at.discovery)
    council = Body.objects.get()
    add_flow(actor=at.editor, discovery=at.discovery, origin=at.team, end=council, what="Proposals")
    responsibilities.add_standard_duties(actor=at.editor, discovery=at.discovery)
    text = ""
    for key in KEYS:
        section = report_sections.get(f"operating_model.{key}")
        context = section.context(at.discovery)
        assert context is not None
        text += render_to_string(section.template, {**context, "discovery": at.discovery})
    for said in ("120%", "overallocated", "&lt;b&gt;HCP&lt;/b&gt;", "No team yet.", "Domain council"):
        assert said in text
    assert 'alt="Governance: bodies and teams. 1 body.' in text
    for key in ("roles", "agreements", "responsibilities", "ownership", "bodies", "flows"):
        table = report_sheets.get(key).table(at.discovery)
        assert table is not None
        assert {len(row) for row in table.rows} == {len(table.columns)}
    titles = [
        str(slide.title)
        for key in ("roles", "ownership", "governance")
        for slide in report_slides.get(f"operating_model.{key}").slides(at.discovery)
    ]
    assert titles == [
        "1 role is open",
        "1 data product lacks an owner, a team or a role",
        "The operating model has 1 body",
        "The body has decision rights",
    ]
