"""Portfolio and technology governance are the organization's: what its domains see of them, and what the
bodies see of the domains."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from core.exceptions import Conflict, Invalid
from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from discovery.models import DiscoveryAccess
from discovery.registries import report_sections
from discovery.selectors.navigation import pages_of
from lvt.models import Goal, Hypothesis
from operating_model.governance import overview as overview_governance, services as governance
from operating_model.governance.selectors import body_line, governance_of, governance_seen
from operating_model.governance_meetings.web import agenda_of
from operating_model.models import Body, BodyMember, Flow, Guardrail
from operating_model.selectors.governance_picture import picture_of
from organizations.actors import Actor
from organizations.models import RoleAllocation
from products.models import DataProduct
from tests import factories
from tests.factories import SYSTEM, make
from tests.operating_model.governing import add_body, world as make_world
from workshops.models import Activity
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db
SECRET = "Board of Aurelia"


@pytest.fixture
def at() -> SimpleNamespace:
    """A domain, whose editor may not look at the organization's own discovery; its leader may."""
    world = make_world()
    world.whole = factories.discovery(
        factories.domain(world.organization, name="All", is_whole=True), template="organization"
    )
    access = {"user": world.leader_account, "role": DiscoveryRole.FACILITATOR}
    make(DiscoveryAccess, discovery=world.whole, **access)
    return world


def kinds_in(discovery) -> list[str]:
    return sorted(Body.objects.filter(discovery=discovery).values_list("kind", flat=True))


def page_of(account, discovery, name="governance", *args) -> str:
    client = Client()
    client.force_login(account)
    answer = client.get(reverse(f"operating_model:{name}", args=[discovery.slug, *args]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_usual_bodies_are_where_they_govern(at) -> None:
    governance.add_standard_bodies(actor=at.editor, discovery=at.discovery)
    assert kinds_in(at.discovery) == ["domain"]
    with pytest.raises(Conflict):
        governance.add_standard_bodies(actor=at.editor, discovery=at.discovery)
    done = governance.add_standard_bodies(actor=at.leader, discovery=at.whole)
    assert kinds_in(at.whole) == ["portfolio", "technology"]
    assert [flow.what for flow in Flow.objects.filter(discovery=at.whole)] == ["Needs of the platform"]
    undo(actor=at.leader, target=done)
    assert kinds_in(at.whole) == []


def test_a_board_of_before_stays_and_governs_below_that_of_the_organization(at) -> None:
    own = add_body(actor=at.editor, discovery=at.discovery, name="Own board", kind="portfolio")
    council = add_body(
        actor=at.editor, discovery=at.discovery, name="Council", kind="domain", escalates_to=own
    )
    before = picture_of(governance_of(at.discovery))
    assert [box.name for box in before.boxes] == ["Own board", "Council"]
    add_body(actor=at.leader, discovery=at.whole, name=SECRET, kind="portfolio")
    lines = {line.body: line for line in governance_of(at.discovery).bodies}
    assert lines[council].escalates_words == "Own board"
    assert lines[own].escalates_words == "Portfolio governance of the organization"
    told = {(each.origin, each.end, each.what) for each in picture_of(governance_of(at.discovery)).arrows}
    assert ("across-portfolio", f"body{own.pk}", "Goals, and hypotheses to continue") in told
    assert (f"body{own.pk}", "across-portfolio", "Measurements and proposals") in told
    assert not any("across-portfolio" in (each[0], each[1]) for each in told if f"body{council.pk}" in each)


@pytest.mark.parametrize("place", ["page", "report", "spotlight"])
def test_whoever_may_not_look_learns_that_there_is_one_and_no_more(at, place) -> None:
    governance.add_standard_bodies(actor=at.editor, discovery=at.discovery)
    board = add_body(actor=at.leader, discovery=at.whole, name=SECRET, kind="portfolio", purpose="Hidden aim")
    governance.add_member(actor=at.leader, draft=BodyMember(body=board, person=at.marta))
    if place == "page":
        said = page_of(at.account, at.discovery)
    elif place == "report":
        section = report_sections.get("operating_model.governance")
        said = render_to_string(section.template, section.context(at.discovery))
    else:
        said = str(picture_of(governance_of(at.discovery)))
    for hidden in (SECRET, "Hidden aim", "Marta Keller", at.whole.slug):
        assert hidden not in said
    assert "ortfolio governance" in said


def test_whoever_may_look_sees_the_bodies_with_who_sits_in_them_and_a_link(at) -> None:
    board = add_body(actor=at.leader, discovery=at.whole, name=SECRET, kind="portfolio")
    governance.add_member(actor=at.leader, draft=BodyMember(body=board, person=at.marta))
    said = page_of(at.leader_account, at.discovery)
    address = reverse("operating_model:governance", args=[at.whole.slug])
    assert f'href="{address}#{board.uuid}"' in said
    assert "Marta Keller" in said
    seen, place = governance_seen(at.leader, at.discovery)
    assert place == at.whole
    assert [line.above_words for line in seen.above] == [SECRET]


def test_a_large_domain_is_offered_a_second_round_below_that_of_the_organization(at) -> None:
    def offered() -> bool:
        return "Add a board" in page_of(at.account, at.discovery)

    assert not offered()
    add_body(actor=at.leader, discovery=at.whole, name=SECRET, kind="portfolio")
    assert offered()
    client = Client()
    client.force_login(at.account)
    form = client.get(
        reverse("operating_model:body_add", args=[at.discovery.slug]) + "?kind=portfolio"
    ).content.decode()
    assert "Portfolio round of the domain" in form
    add_body(actor=at.editor, discovery=at.discovery, name="Round", kind="portfolio")
    assert not offered()


def test_roles_sit_for_all_domains_in_a_body_of_the_organization(at) -> None:
    other = factories.domain(at.organization, name="Research")
    make(RoleAllocation, role=at.architect, person=at.amara, domain=at.discovery.domain, share=10)
    make(RoleAllocation, role=at.architect, person=at.marta, domain=other, share=10)
    governance.add_standard_bodies(actor=at.leader, discovery=at.whole)
    guild = body_line(Body.objects.get(discovery=at.whole, kind="technology"))
    domain = at.discovery.domain
    assert [seat.people for seat in guild.seats] == [
        (f"Amara Osei ({domain})", "Marta Keller (Research)"),
    ]


def test_the_checkpoint_asks_nothing_of_a_domain_that_the_organization_has(at) -> None:
    governance.add_standard_bodies(actor=at.editor, discovery=at.discovery)
    assert "Missing: Portfolio governance." in str(
        overview_governance.governance_standing(at.discovery).missing
    )
    governance.add_standard_bodies(actor=at.leader, discovery=at.whole)
    assert "Missing: " not in str(overview_governance.governance_standing(at.discovery).missing)
    assert "Missing: " not in str(overview_governance.governance_standing(at.whole).missing)
    pages = pages_of(at.whole)
    assert "governance" in pages
    assert not pages & {"key_questions", "teams", "roles", "responsibilities", "ownership", "guardrails"}


# --- Agendas --------------------------------------------------------------------------------------


def bet(discovery, statement: str) -> None:
    goal = make(Goal, discovery=discovery, title=f"Goal of {statement}")
    make(Hypothesis, goal=goal, statement=statement, state="exploring")


def test_the_board_talks_about_the_bets_of_the_domains_that_its_reader_may_see(at) -> None:
    far = factories.discovery(factories.domain(at.organization, name="Far away"))
    bet(at.whole, "Sharing pays")
    bet(at.discovery, "A view helps")
    bet(far, "Nobody sees this")
    board = add_body(actor=at.leader, discovery=at.whole, name=SECRET, kind="portfolio")
    agenda = agenda_of(body_line(board), actor=at.leader)
    points = {point.key: point for point in agenda.points}
    assert [item.words for item in points["bets"].items] == ["Sharing pays", "A view helps"]
    assert points["bets"].items[1].detail.startswith(f"{at.discovery.domain}. ")
    said = page_of(at.leader_account, at.whole, "meeting", board.uuid)
    assert "A view helps" in said
    assert "Nobody sees this" not in said
    assert "Far away" not in said
    alone = {point.key: point for point in agenda_of(body_line(board)).points}
    assert [item.words for item in alone["bets"].items] == ["Sharing pays"]


def test_the_guild_looks_at_the_products_of_the_domains(at) -> None:
    for discovery, name in ((at.discovery, "HCP 360"), (factories.discovery(), "Elsewhere")):
        make(
            DataProduct,
            discovery=discovery,
            domain=discovery.domain,
            name=name,
            kind="consumer_oriented",
        )
    guild = add_body(actor=at.leader, discovery=at.whole, name="Guild", kind="technology")
    points = {point.key: point for point in agenda_of(body_line(guild), actor=at.leader).points}
    assert [item.words for item in points["fitness"].items] == ["HCP 360"]
    assert "fitness" not in {point.key for point in agenda_of(body_line(guild)).points}


def test_a_council_hears_what_the_organization_brings(at) -> None:
    council = add_body(actor=at.editor, discovery=at.discovery, name="Council", kind="domain")
    assert agenda_of(body_line(council)).points == ()
    governance.add_standard_bodies(actor=at.leader, discovery=at.whole)
    (brought,) = agenda_of(body_line(council)).points
    assert [(item.words, item.detail) for item in brought.items] == [
        ("Goals, and hypotheses to continue", "from Portfolio governance of the organization"),
        ("Standards and guardrails", "from Technology governance of the organization"),
    ]


def test_a_meeting_of_the_board_that_is_prepared_names_nothing_of_the_domains(at) -> None:
    bet(at.discovery, "A view helps")
    bet(at.whole, "Sharing pays")
    board = add_body(actor=at.leader, discovery=at.whole, name=SECRET, kind="portfolio")
    client = Client()
    client.force_login(at.leader_account)
    assert (
        client.post(reverse("operating_model:meeting_prepare", args=[at.whole.slug, board.uuid])).status_code
        == 303
    )
    activities = Activity.objects.filter(track__workshop__discovery=at.whole)
    assert "Topics from the domains" in [each.title for each in activities]
    slides = "".join(each.settings["slides"] for each in activities)
    assert "Sharing pays" in slides
    assert not re.search("A view helps", slides)


# --- Guardrails -----------------------------------------------------------------------------------


def test_the_organization_may_have_agreed_on_a_guardrail(at) -> None:
    draft = {"discovery": at.discovery, "name": "Contracts have versions", "state": "agreed"}
    with pytest.raises(Invalid, match="Choose the body that agreed to it"):
        kinds.add(actor=at.editor, draft=Guardrail(**draft))
    add_body(actor=at.leader, discovery=at.whole, name=SECRET, kind="technology")
    kinds.add(actor=at.editor, draft=Guardrail(**draft))
    said = page_of(at.account, at.discovery, "guardrails")
    assert "Technology governance of the organization" in said
    assert SECRET not in said
    assert "Not set" not in said


def test_nobody_sees_bodies_of_another_organization(at) -> None:
    other = factories.discovery(factories.domain(name="All", is_whole=True), template="organization")
    add_body(actor=SYSTEM, discovery=other, name="Foreign", kind="portfolio")
    assert not governance_of(at.discovery).above
    assert governance_seen(Actor.system("test"), at.discovery)[0].above == []


def test_the_organizations_governance_is_reached_before_its_first_body(at) -> None:
    assert not Body.objects.filter(discovery=at.whole).exists()
    page = page_of(at.leader_account, at.whole, "governance")
    assert f'href="{reverse("operating_model:governance", args=[at.whole.slug])}"' in page
    assert "operating_model" not in pages_of(at.whole), "nothing else of the stream"
    assert "No governance bodies yet" in page
    assert "Add the standard bodies" in page
