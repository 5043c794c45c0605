"""Teams today and tomorrow: what changes is found and marked; who may change them; page, report, exports."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from hypothesis import given, settings, strategies as st

from core.models import Operation
from discovery.discoveries.models import DiscoveryRole
from operating_model.exports import teams_sheet, teams_slides
from operating_model.overview import teams_standing
from operating_model.ownership.selectors import GapKind, ownership_of
from operating_model.report import teams_section
from operating_model.teams.selectors import TeamChange, team_picture
from organizations.models import Person, Team, TeamMembership
from products.models import DataProduct
from tests import factories
from tests.factories import make
from tests.sending import HOSTILE, HTMX
from tests.sweeps import examples
from workshops.registries import spotlights

pytestmark = pytest.mark.django_db


def url(name, discovery, *args):
    return reverse(f"operating_model:{name}", args=[discovery.slug, *args])


def team(discovery, name, **fields):
    fields.setdefault("domain", discovery.domain)
    return make(Team, organization=discovery.domain.organization, name=name, **fields)


def seat(team, name, **fields):
    person = make(Person, organization=team.organization, name=name)
    return make(TeamMembership, team=team, person=person, **fields)


def product(discovery, name, **fields):
    return make(
        DataProduct,
        discovery=discovery,
        domain=discovery.domain,
        name=name,
        kind="consumer_oriented",
        **fields,
    )


def line_of(discovery, name):
    (only,) = (line for line in team_picture(discovery).lines if line.team.name == name)
    return only


# --- What changes ---------------------------------------------------------------------------------


def test_a_team_stays_changes_comes_or_ends(discovery):
    stays = team(discovery, "Stays", responsibilities="Visits", responsibilities_tomorrow="Visits")
    seat(stays, "Jo")
    product(discovery, "Live", team=stays, state="live")
    team(discovery, "New", is_today=False)
    team(discovery, "Ends", is_tomorrow=False)
    team(discovery, "Nowhere", is_today=False, is_tomorrow=False)
    says = team(discovery, "Says more", responsibilities="Visits", responsibilities_tomorrow="Data too")
    picture = team_picture(discovery)
    assert {line.team.name: line.change for line in picture.lines} == {
        "Stays": TeamChange.STAYS,
        "New": TeamChange.NEW,
        "Ends": TeamChange.ENDS,
        "Nowhere": TeamChange.NOWHERE,
        "Says more": TeamChange.CHANGES,
    }
    assert picture.summary == "5 teams: 1 new, 1 changed, 1 ending."
    line = line_of(discovery, says.name)
    assert line.today is not None
    assert line.tomorrow is not None
    assert (line.today.responsibilities, line.tomorrow.responsibilities) == ("Visits", "Data too")
    assert [each.team.name for each in picture.empty] == ["New", "Says more"]


def test_people_and_products_that_come_and_leave_are_marked(discovery):
    ours = team(discovery, "Ours")
    seat(ours, "Comes", is_today=False)
    seat(ours, "Leaves", is_tomorrow=False)
    seat(ours, "Stays")
    product(discovery, "Built", team=ours, state="live")
    product(discovery, "Planned", team=ours, state="proposed")
    product(discovery, "Retired", team=ours, state="retired")
    line = line_of(discovery, "Ours")
    assert line.today is not None
    assert line.tomorrow is not None
    assert [(each.person.name, each.change) for each in line.today.seats] == [
        ("Leaves", TeamChange.ENDS),
        ("Stays", TeamChange.STAYS),
    ]
    assert [(each.person.name, each.change) for each in line.tomorrow.seats] == [
        ("Comes", TeamChange.NEW),
        ("Stays", TeamChange.STAYS),
    ]
    assert [each.product.name for each in line.today.products] == ["Built"]
    assert {each.product.name: each.change for each in line.tomorrow.products} == {
        "Built": TeamChange.STAYS,
        "Planned": TeamChange.NEW,
    }
    assert line.change == TeamChange.CHANGES


def test_a_product_whose_team_ends_has_no_team_here_and_in_its_ownership(discovery):
    ends, stays = team(discovery, "Ends", is_tomorrow=False), team(discovery, "Stays")
    for name, owner in (("Built", ends), ("Kept", stays)):
        product(discovery, name, team=owner, state="live")
    product(discovery, "Planned", team=ends, state="planned")
    without = [
        line.product.name
        for line in ownership_of(discovery)
        if any(gap.kind is GapKind.NO_TEAM for gap in line.gaps)
    ]
    assert [each.name for each in team_picture(discovery).unowned] == without == ["Built", "Planned"]


def test_people_in_no_team_and_products_without_one_are_named(discovery):
    ours = team(discovery, "Ours")
    seat(ours, "Leaves", is_tomorrow=False)
    seat(ours, "Stays")
    organization = discovery.domain.organization
    make(Person, organization=organization, name="Nowhere yet")
    elsewhere = factories.domain(organization, "Elsewhere")
    far = make(Team, organization=organization, domain=elsewhere, name="Far")
    seat(far, "Far away")
    make(Person, organization=factories.organization(), name="Stranger")
    product(discovery, "Nobody's")
    picture = team_picture(discovery)
    assert [each.name for each in picture.without_team] == ["Leaves"]
    assert [each.name for each in picture.in_no_team] == ["Nowhere yet"], "no one loses a team"
    assert [each.name for each in picture.unowned] == ["Nobody's"]
    assert "no team" in str(teams_standing(discovery).missing)
    assert [line.team.name for line in picture.lines] == ["Ours"]


def test_teams_of_no_domain_and_those_that_own_products_belong_to_the_picture(discovery):
    organization = discovery.domain.organization
    elsewhere = factories.domain(organization, "Elsewhere")
    far = make(Team, organization=organization, domain=elsewhere, name="Far")
    make(Team, organization=organization, name="Platform")
    assert [line.team.name for line in team_picture(discovery).lines] == ["Platform"]
    product(discovery, "Lent", team=far)
    picture = team_picture(discovery)
    assert [line.team.name for line in picture.lines] == ["Far", "Platform"]
    assert not picture.unowned


@settings(max_examples=examples(20), deadline=None)
@given(
    times=st.lists(st.tuples(st.booleans(), st.booleans()), max_size=5),
    there=st.tuples(st.booleans(), st.booleans()),
)
def test_people_on_one_side_are_marked_there_and_others_are_not(times, there):
    discovery = factories.discovery()
    ours = team(discovery, "Ours", is_today=there[0], is_tomorrow=there[1])
    for number, (today, tomorrow) in enumerate(times):
        seat(ours, f"P{number}", is_today=today, is_tomorrow=tomorrow)
    line = line_of(discovery, "Ours")
    assert (line.today is not None, line.tomorrow is not None) == there
    for side, index, mark in ((line.today, 0, TeamChange.ENDS), (line.tomorrow, 1, TeamChange.NEW)):
        if side is not None:
            expected = {
                f"P{number}": TeamChange.STAYS if all(each) else mark
                for number, each in enumerate(times)
                if each[index]
            }
            assert {each.person.name: each.change for each in side.seats} == expected
    one_sided = any(today != tomorrow for today, tomorrow in times)
    if all(there):
        assert (line.change == TeamChange.CHANGES) == one_sided


# --- On pages, in the report, in exports ----------------------------------------------------------


def test_page_report_and_exports_name_what_changes(client_of, account, discovery):
    ours = team(discovery, HOSTILE, responsibilities="Today's", responsibilities_tomorrow="Tomorrow's")
    seat(ours, "Comes <b>", is_today=False)
    page = client_of(account).get(url("teams", discovery)).content.decode()
    assert "<script>alert" not in page
    assert "Comes &lt;b&gt;" in page
    assert "Its facilitators change them" in page  # an editor of the discovery is no facilitator there
    assert url("team_add", discovery) not in page
    section = teams_section(discovery)
    assert section is not None
    sheet = teams_sheet(discovery)
    assert sheet is not None
    (row,) = sheet.rows
    assert row[3] == "Changes"
    assert row[8] == "+ Comes <b>"
    assert len(row) == len(sheet.columns)
    (slide,) = teams_slides(discovery)
    assert slide.title == "1 team changes"


def test_no_team_is_no_section_no_sheet_no_slide_and_says_what_to_do(client_of, account, discovery):
    assert teams_section(discovery) is None
    assert teams_sheet(discovery) is None
    assert not teams_slides(discovery)
    assert "No team yet" in client_of(account).get(url("teams", discovery)).content.decode()
    assert "No teams defined for tomorrow" in str(teams_standing(discovery).missing)


def test_an_admin_adds_changes_fills_and_deletes_a_team_and_undoes_it(client_of, admin, discovery):
    browser = client_of(admin)
    sent: dict[str, object] = {
        "name": "Customer data",
        "kind": "product",
        "is_tomorrow": "on",
        "responsibilities": "All",
    }
    assert browser.post(url("team_add", discovery), sent, headers=HTMX).status_code == 200
    made = Team.objects.get(name="Customer data")
    assert (made.is_today, made.is_tomorrow, made.kind) == (False, True, "product")
    sent |= {"name": "Customers", "revision": made.revision, "domain": discovery.domain_id}
    text = browser.post(url("team_edit", discovery, made.uuid), sent, headers=HTMX).content.decode()
    assert "Customers" in text
    person = make(Person, organization=made.organization, name="Tomás Rivera")
    sent = {"person": person.pk, "is_tomorrow": "on"}
    answer = browser.post(url("team_member_add", discovery, made.uuid), sent, headers=HTMX)
    assert "Tomás Rivera" in answer.content.decode()
    member = TeamMembership.objects.get()
    edit = url("team_member_edit", discovery, made.uuid, member.uuid)
    assert browser.post(edit, {"revision": 1}, headers=HTMX).status_code == 422
    sent = {"is_today": "on", "is_tomorrow": "on", "revision": 1}
    assert browser.post(edit, sent, headers=HTMX).status_code == 200
    member.refresh_from_db()
    assert (member.is_today, member.is_tomorrow) == (True, True)
    assert browser.post(edit, {**sent, "is_today": ""}, headers=HTMX).status_code == 409
    browser.post(url("team_member_delete", discovery, made.uuid, member.uuid), headers=HTMX)
    assert not TeamMembership.objects.exists()
    browser.post(url("team_delete", discovery, made.uuid), headers=HTMX)
    assert not Team.objects.exists()
    browser.post(f"/operations/{Operation.objects.get(verb='team.deleted').uuid}/undo/")
    assert Team.objects.get() == made


@pytest.mark.parametrize(
    "sent", [{"is_today": "", "is_tomorrow": ""}, {"name": ""}, {"name": "x" * 121}, {"kind": "odd"}]
)
def test_what_is_wrong_is_said_beside_the_field(client_of, admin, discovery, sent):
    fields = {"name": "Team", "kind": "other", "is_today": "on", "responsibilities": "Kept", **sent}
    answer = client_of(admin).post(url("team_add", discovery), fields, headers=HTMX)
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    assert "Kept" in answer.content.decode()
    assert not Team.objects.exists()


@pytest.mark.parametrize("role", [DiscoveryRole.VIEWER, DiscoveryRole.EDITOR, DiscoveryRole.FACILITATOR])
def test_people_without_a_say_in_the_organization_change_no_team(client_of, discovery, role):
    ours = team(discovery, "Ours")
    browser = client_of(factories.access(discovery, role))
    assert browser.get(url("teams", discovery)).status_code == 200
    assert browser.get(url("team_add", discovery)).status_code == 403
    assert browser.post(url("team_delete", discovery, ours.uuid)).status_code == 403
    assert Team.objects.exists()


def test_a_team_elsewhere_is_not_found_through_this_discovery(client_of, admin, discovery):
    foreign = make(Team, organization=factories.organization(), name="Foreign")
    browser = client_of(admin)
    for name in ("team_edit", "team_delete", "team_member_add"):
        assert browser.post(url(name, discovery, foreign.uuid), headers=HTMX).status_code == 404


def test_the_page_asks_a_fixed_number_of_queries(
    client_of, account, discovery, django_assert_max_num_queries
):
    for number in range(8):
        ours = team(discovery, f"Team {number}")
        seat(ours, f"Person {number}")
        product(discovery, f"Product {number}", team=ours)
    browser = client_of(account)
    with django_assert_max_num_queries(24):
        browser.get(url("teams", discovery))


def test_a_new_team_has_no_other_responsibilities_than_before(discovery):
    team(discovery, "New", is_today=False, responsibilities_tomorrow="Consent")
    team(discovery, "Old", responsibilities="Reports", responsibilities_tomorrow="Products")

    assert not line_of(discovery, "New").tomorrow.says_more
    assert line_of(discovery, "Old").tomorrow.says_more


def test_screens_of_a_room_show_who_is_in_a_team_and_no_more(discovery):
    ours = team(discovery, "Ours", responsibilities="All of the reports", responsibilities_tomorrow="Consent")
    person = make(Person, organization=ours.organization, name="Ada", role_title="Head of reports")
    make(TeamMembership, team=ours, person=person)
    teams = spotlights.get("teams")
    context = teams.context(discovery, str(discovery.uuid))
    assert context is not None
    page = render_to_string(teams.template, {**context, "audience": "room"})
    assert "Ada" in page
    assert "Head of reports" not in page
    assert "All of the reports" not in page
    assert "Consent" not in page
