"""The pages of roles, responsibilities, ownership and governance, as people use them."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from icalendar import Calendar

from core.services import kinds
from operating_model.governance.forms import FlowForm
from operating_model.models import Body, BodyMember, Duty, DutyPart, Flow
from organizations.models import RoleAllocation, TeamMembership
from products.models import DataProduct
from tests import factories
from tests.factories import make
from tests.operating_model.governing import add_body, world
from tests.sending import HTMX
from workshops.models import Activity, Workshop
from workshops.room.presentation.markdown_slides import slides_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return world()


def url(at, name, *args):
    return reverse(f"operating_model:{name}", args=[at.discovery.slug, *args])


@pytest.mark.parametrize("page", ["roles", "matrix", "ownership", "governance"])
def test_empty_pages_say_what_to_do(client_of, page):
    discovery = factories.discovery()
    account = factories.access(discovery)
    answer = client_of(account).get(reverse(f"operating_model:{page}", args=[discovery.slug]))
    assert answer.status_code == 200
    assert 'class="empty"' in answer.content.decode()


# --- The matrix -----------------------------------------------------------------------------------


def parts_of(duty):
    return {(part.role.name, part.part) for part in DutyPart.objects.filter(duty=duty)}


def field(role):
    return f"role_{role.uuid}"


def test_a_row_of_the_matrix(at, client_of):
    client = client_of(at.account)
    sent = {"name": "Approve access", field(at.product_owner): "RA", field(at.architect): "C"}
    assert client.post(url(at, "duty_add"), sent).status_code == 303
    duty = Duty.objects.get()
    assert parts_of(duty) == {
        ("Data product owner", "R"),
        ("Data product owner", "A"),
        ("Domain architect", "C"),
    }
    page = client.get(url(at, "matrix")).content.decode()
    assert ">A/R</abbr>" in page
    assert "The role Data product owner isn’t filled." in page
    edit = url(at, "duty_edit", duty.uuid)
    sent = {"name": "Approve access", field(at.product_owner): "R", "revision": str(duty.revision)}
    assert client.post(edit, sent).status_code == 303
    assert "No one is accountable (A)." in client.get(url(at, "matrix")).content.decode()
    # The other form still has the revision from before the parts changed.
    late = client.post(edit, {**sent, field(at.architect): "A"})
    assert late.status_code == 409
    assert parts_of(duty) == {("Data product owner", "R")}
    assert client.post(url(at, "duty_delete", duty.uuid)).status_code == 303
    assert not Duty.objects.exists()
    assert not DutyPart.objects.exists()


def test_two_accountable_are_refused_beside_the_field_and_nothing_is_lost(at, client_of):
    client = client_of(at.account)
    sent = {"name": "Approve access", field(at.product_owner): "RA", field(at.architect): "A"}
    answer = client.post(url(at, "duty_add"), sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Only one role can be accountable (A): Data product owner, Domain architect." in text
    assert 'value="Approve access"' in text
    assert not Duty.objects.exists()
    unknown = client.post(url(at, "duty_add"), {"name": "Approve", field(at.architect): "X"})
    assert unknown.status_code == 422


def test_the_usual_rows_come_once(at, client_of):
    client = client_of(at.account)
    for _time in range(2):
        assert client.post(url(at, "duty_standard")).status_code == 303
        assert Duty.objects.count() == 10
    duty = Duty.objects.get(name="Approve access to data")
    assert parts_of(duty) == {("Data product owner", "A"), ("Data product owner", "R")}
    page = client.get(url(at, "matrix")).content.decode()
    assert "No one is responsible (R)." in page


# --- Ownership ------------------------------------------------------------------------------------


def test_ownership_gaps_are_listed_and_stand_on_the_product(at, client_of):
    product = make(
        DataProduct,
        discovery=at.discovery,
        domain=at.discovery.domain,
        name="HCP 360",
        kind="consumer_oriented",
        owner=at.marta,
        team=at.team,
    )
    client = client_of(at.account)
    page = client.get(url(at, "ownership")).content.decode()
    assert "0 of 1 data products have a team and an owner with the data product owner role" in page
    assert "Marta Keller owns it but doesn’t have the role “Data product owner”." in page
    assert "Its team, Brand and campaigns, will have no members." in page
    on_product = client.get(reverse("products:product", args=[at.discovery.slug, product.uuid]))
    assert "Its team, Brand and campaigns, will have no members." in on_product.content.decode()
    dashboard = client.get(reverse("technology:supervision", args=[at.discovery.slug]))
    assert "Its team, Brand and campaigns, will have no members." in dashboard.content.decode()
    make(RoleAllocation, role=at.product_owner, person=at.marta, share=40)
    make(TeamMembership, team=at.team, person=at.amara)
    page = client.get(url(at, "ownership")).content.decode()
    assert "1 of 1 data products has a team and an owner with the data product owner role" in page
    assert 'class="findings"' not in page


# --- Governance -----------------------------------------------------------------------------------


def test_the_usual_bodies_are_drawn_with_what_flows(at, client_of):
    client = client_of(at.account)
    whole = factories.discovery(factories.domain(at.organization, name="All", is_whole=True))
    make(Body, discovery=whole, name="Board", kind="portfolio")
    make(
        DataProduct,
        discovery=at.discovery,
        domain=at.discovery.domain,
        name="HCP 360",
        kind="consumer_oriented",
        team=at.team,
    )
    answer = client.post(url(at, "body_standard"), headers=HTMX)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert Body.objects.filter(discovery=at.discovery).count() == 1
    assert "<svg" in text
    said = (
        "From Portfolio governance of the organization to Domain council: Goals, and hypotheses to continue."
    )
    assert said in text
    assert "No first meeting yet." in text
    assert client.post(url(at, "body_standard"), headers=HTMX).status_code == 409
    council = Body.objects.get(kind="domain")
    assert [str(seat.role) for seat in council.members.all()] == [
        "Domain owner",
        "Data product owner",
        "Domain architect",
    ]
    client.post(url(at, "body_delete", council.uuid), headers=HTMX)
    assert Flow.objects.count() == 0
    # What is missing comes back with its flows, and nothing twice.
    client.post(url(at, "body_standard"), headers=HTMX)
    assert (Body.objects.filter(discovery=at.discovery).count(), Flow.objects.count()) == (1, 2)


def body_fields(**fields):
    return {
        "name": "Data council",
        "kind": "domain",
        "minutes": "60",
        "timezone": "Europe/Zurich",
        "cadence": "monthly",
        "first_on": "2026-12-01",
        "at": "09:00",
        **fields,
    }


def test_a_body_with_seats(at, client_of):
    client = client_of(at.account)
    assert client.post(url(at, "body_add"), body_fields(), headers=HTMX).status_code == 200
    body = Body.objects.get()
    page = client.get(url(at, "governance")).content.decode()
    assert "No members yet." in page
    seat = url(at, "seat_add", body.uuid)
    neither = client.post(seat, {}, headers=HTMX)
    assert neither.status_code == 422
    assert "Choose either a role or a person" in neither.content.decode()
    assert client.post(seat, {"person": at.amara.pk, "is_chair": "on"}, headers=HTMX).status_code == 200
    assert client.post(seat, {"role": at.architect.pk}, headers=HTMX).status_code == 200
    page = client.get(url(at, "governance")).content.decode()
    assert "chair" in page
    assert "The role Domain architect isn’t filled." in page
    role_seat = BodyMember.objects.get(role=at.architect)
    client.post(url(at, "seat_lead", role_seat.uuid), headers=HTMX)
    assert [seat.role for seat in BodyMember.objects.filter(is_chair=True)] == [at.architect]
    client.post(url(at, "seat_delete", role_seat.uuid), headers=HTMX)
    assert "No chair yet." in client.get(url(at, "governance")).content.decode()


def test_a_form_for_a_seat_or_member_that_is_sent_twice_is_taken_twice(at, client_of):
    body = add_body(actor=at.editor, discovery=at.discovery, name="Council", kind="domain")
    for account, page in (
        (at.account, url(at, "seat_add", body.uuid)),
        (at.leader_account, url(at, "team_member_add", at.team.uuid)),
    ):
        client = client_of(account)
        form = client.get(page, headers=HTMX).context["form"]
        sent = {"uuid": str(form.initial["uuid"]), "person": at.amara.pk, "is_today": "on"}
        assert [client.post(page, sent, headers=HTMX).status_code for _time in range(2)] == [200, 200]
        another = client.post(page, {**sent, "uuid": ""}, headers=HTMX)
        assert another.status_code == 422
    assert BodyMember.objects.get().person == TeamMembership.objects.get().person == at.amara


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"timezone": "Europe/Nowhere"}, "Unknown time zone. Use a name such as"),
        ({"timezone": "../../etc/passwd"}, "Unknown time zone. Use a name such as"),
        ({"minutes": "3"}, "Enter 5 or more"),
        ({"minutes": "100000"}, "Enter 720 or less"),
        ({"kind": "secret"}, "Select a valid choice"),
        ({"cadence": "hourly"}, "Select a valid choice"),
        ({"first_on": "soon"}, "Enter a valid date"),
        ({"name": "x" * 121}, "at most 120 characters"),
    ],
)
def test_what_is_wrong_with_a_body(at, client_of, fields, words):
    answer = client_of(at.account).post(url(at, "body_add"), body_fields(**fields), headers=HTMX)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Body.objects.exists()


def test_flows_between_bodies_and_teams(at, client_of):
    client = client_of(at.account)
    client.post(url(at, "body_add"), body_fields(), headers=HTMX)
    body = Body.objects.get()
    add = url(at, "flow_add")
    same = client.post(add, {"origin": body.uuid, "end": body.uuid, "what": "Words"}, headers=HTMX)
    assert same.status_code == 422
    unknown = client.post(add, {"origin": "1", "end": body.uuid, "what": "Words"}, headers=HTMX)
    assert unknown.status_code == 422
    sent = {"origin": at.team.uuid, "end": body.uuid, "what": "Proposals"}
    assert client.post(add, sent, headers=HTMX).status_code == 200
    flow = Flow.objects.get()
    assert (flow.from_team, flow.to_body) == (at.team, body)
    page = client.get(url(at, "governance")).content.decode()
    assert "From Brand and campaigns to Data council: Proposals." in page
    edit = url(at, "flow_edit", flow.uuid)
    sent = {"origin": body.uuid, "end": at.team.uuid, "what": "Priorities", "revision": str(flow.revision)}
    assert client.post(edit, sent, headers=HTMX).status_code == 200
    late = client.post(edit, {**sent, "what": "Standards"}, headers=HTMX)
    assert late.status_code == 409
    assert "Priorities" in late.content.decode()
    client.post(url(at, "flow_delete", flow.uuid), headers=HTMX)
    assert not Flow.objects.exists()


def test_a_body_that_was_just_deleted_is_refused_beside_its_field(at, client_of, monkeypatch):
    body = add_body(actor=at.editor, discovery=at.discovery, name="Data council", kind="domain")
    valid = FlowForm.is_valid

    def deleted_then(form: FlowForm) -> bool:
        was_valid = valid(form)
        kinds.delete(actor=at.editor, artifact=body)
        return was_valid

    monkeypatch.setattr(FlowForm, "is_valid", deleted_then)
    sent = {"origin": at.team.uuid, "end": body.uuid, "what": "Proposals"}
    answer = client_of(at.account).post(url(at, "flow_add"), sent, headers=HTMX)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["end"]


def test_an_agenda_becomes_a_workshop_for_facilitators(at, client_of):
    add_body(actor=at.editor, discovery=at.discovery, name="Data council", kind="domain", minutes=15)
    body = Body.objects.get()
    make(
        DataProduct,
        discovery=at.discovery,
        domain=at.discovery.domain,
        name="HCP *360*\n---\n# evil",
        kind="consumer_oriented",
    )
    page = client_of(at.account).get(url(at, "meeting", body.uuid)).content.decode()
    assert "No owner yet." in page
    assert "Prepare as a workshop" not in page
    prepare = url(at, "meeting_prepare", body.uuid)
    assert client_of(at.account).post(prepare).status_code == 403
    assert client_of(at.leader_account).post(prepare).status_code == 303
    workshop = Workshop.objects.get()
    assert workshop.stream == "operating_model"
    activities = list(Activity.objects.filter(track__workshop=workshop).order_by("position"))
    assert [activity.title for activity in activities] == [
        "Proposed data products",
        "Ownership gaps",
    ]
    (slide,) = slides_of(activities[1].settings["slides"])
    assert "HCP *360* --- # evil" in slide.html
    assert slide.html.count("<h1>") == 1


def test_the_calendar_file_of_all_meetings(at, client_of):
    add_body(
        actor=at.editor,
        discovery=at.discovery,
        name="Data council",
        kind="domain",
        cadence="monthly",
        first_on=date(2026, 12, 1),
        timezone="Europe/Zurich",
    )
    add_body(actor=at.editor, discovery=at.discovery, name="No date yet", kind="technology")
    answer = client_of(at.account).get(url(at, "governance_ics"))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["summary"]) == "Data council"
    assert event["rrule"].to_ical() == b"FREQ=MONTHLY;INTERVAL=1;BYDAY=1TU"
    body = Body.objects.get(name="Data council")
    assert str(event["url"]).endswith(url(at, "meeting", body.uuid))


def test_the_second_body_of_the_portfolio_begins_as_the_round_of_a_large_domain(at, client_of):
    client = client_of(at.account)
    add = url(at, "body_add") + "?kind=portfolio"
    assert client.get(add, headers=HTMX).context["form"].instance.name == ""
    draft = {"actor": at.editor, "discovery": at.discovery, "kind": "portfolio"}
    board = add_body(name="Portfolio board", **draft)
    form = client.get(add, headers=HTMX).context["form"]
    assert (form.instance.name, form.instance.escalates_to) == ("Portfolio round of the domain", board)
    assert "Add a board" in client.get(url(at, "governance")).content.decode()
    add_body(name="Second", **draft)
    assert client.get(add, headers=HTMX).context["form"].instance.name == ""
