"""Agendas that an organization keeps, and agendas as files over the pages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.exceptions import Conflict, Invalid, NotAllowed, NotFound
from core.models import Operation
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from organizations.actors import Actor
from organizations.models import Organization
from organizations.organization.models import OrganizationRole
from tests import factories
from tests.factories import SYSTEM
from workshops.agenda import file_format as agenda_files, services as agenda
from workshops.agenda.agenda_templates import services as agenda_templates
from workshops.agenda.agenda_templates.selectors import plan_of
from workshops.agenda.file_format import AgendaFile, PlannedActivity, PlannedRoom
from workshops.agenda.timeline.services import lay_out, wrong_settings
from workshops.agenda.workshop_templates import TEMPLATES
from workshops.models import Activity, AgendaTemplate
from workshops.registries import activity_kinds
from workshops.services import undo
from workshops.workshop.selectors import track_of

pytestmark = pytest.mark.django_db

HOSTILE = '<script>alert("1")</script> =1+1 أهلاً'


@pytest.fixture
def workshop():
    made = factories.workshop(name="Kick-off")
    factories.activity(
        made, "talk", HOSTILE, minutes=20, instructions="Talk.", facilitation_notes="Listen first."
    )
    factories.activity(
        made, "scoring", "Score", settings={"use_cases": ["6f1c7a52-7d1b-4be0-9f0e-0c6b2e5a9d11"]}
    )
    return made


@pytest.fixture
def admin(workshop):
    return factories.member(workshop.discovery.domain.organization, OrganizationRole.ADMIN)


@pytest.fixture
def organization(workshop) -> Organization:
    return workshop.discovery.domain.organization


def file_of(*activities, **fields):
    raw = agenda_files.write(AgendaFile("From elsewhere", "", activities))
    return json.dumps({**json.loads(raw), **fields}).encode()


def upload(client, organization, raw, **fields):
    file = {"file": SimpleUploadedFile("a.json", raw)} if raw is not None else {}
    return client.post(reverse("discovery:template_upload", args=[organization.slug]), {**file, **fields})


TALK = PlannedActivity("talk", "Talk", 5)


def test_an_agenda_is_saved_with_notes_and_rooms_and_used_again(
    client_of, facilitator, actor, workshop, organization
):
    agenda.add_activity(actor=actor, workshop=workshop, kind="breakout")
    client = client_of(facilitator)

    client.post(
        reverse("discovery:agenda_save", args=[workshop.discovery.slug, workshop.uuid]),
        {"name": "Our kick-off", "description": ""},
    )
    template = AgendaTemplate.objects.get(organization=organization)
    client.post(
        reverse("discovery:workshop_create", args=[workshop.discovery.slug]),
        {"name": "Next", "agenda": f"own:{template.uuid}"},
    )

    made = workshop.discovery.workshops.get(name="Next")
    talk, scoring, breakout = track_of(made).activities.all()
    assert (talk.title, talk.minutes, talk.facilitation_notes) == (HOSTILE, 20, "Listen first.")
    assert not scoring.settings.get("use_cases")
    assert [room.stream for room in breakout.rooms.all()] == ["operating_model", "product", "tech"]
    assert plan_of(made)[2].rooms == plan_of(workshop)[2].rooms


def test_a_file_goes_out_and_comes_in(client_of, facilitator, admin, workshop, organization):
    address = reverse("discovery:agenda_file", args=[workshop.discovery.slug, workshop.uuid])
    downloaded = client_of(facilitator).get(address)
    assert "attachment" in downloaded["Content-Disposition"]

    response = upload(client_of(admin), organization, downloaded.content)

    template = AgendaTemplate.objects.get()
    assert response.status_code == 303
    assert template.name == "Kick-off"
    page = client_of(admin).get(response["Location"]).content.decode()
    assert "Kick-off" in page
    assert client_of(admin).get(
        reverse("discovery:template_file", args=[organization.slug, template.uuid])
    ).content == agenda_files.write(
        AgendaFile("Kick-off", "", agenda_files.read_content(template.content), "accelerate")
    )


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (None, "Choose a file"),
        (b"%PDF-1.7", "can’t be read"),
        (file_of(TALK, version=2), "newer version"),
        (
            file_of(TALK, activities=[{"kind": "talk", "minutes": 0}, {"kind": "talk", "minutes": 5}]),
            "damaged. Nothing was imported. Fix in the file:"
            " activities 1, minutes; activities 1, title; activities 2, title.",
        ),
        (b" " * (agenda_files.MAX_BYTES + 1), "too large"),
    ],
)
def test_a_bad_file_is_refused_with_the_reason(client_of, admin, organization, raw, words):
    response = upload(client_of(admin), organization, raw)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not AgendaTemplate.objects.exists()


def test_a_file_brought_in_twice_replaces_the_template_or_is_kept_beside_it(client_of, admin, organization):
    client, first = client_of(admin), file_of(TALK)
    upload(client, organization, first)
    again = file_of(TALK, PlannedActivity("talk", "Another", 5), name="from  elsewhere")

    asked = upload(client, organization, again)

    assert asked.status_code == 422
    assert "This organization already has a template “From elsewhere”" in asked.content.decode()
    content = asked.context["form"]["content"].value()
    assert upload(client, organization, None, content=content, same_name="else").status_code == 422
    assert AgendaTemplate.objects.count() == 1
    for answer in ("both", "both", "replace"):
        assert upload(client, organization, None, content=content, same_name=answer).status_code == 303
    assert [
        (each.name, len(agenda_files.read_content(each.content))) for each in AgendaTemplate.objects.all()
    ] == [("from  elsewhere", 2), ("from  elsewhere (2)", 2), ("from  elsewhere (3)", 2)]


def test_both_questions_about_a_file_are_answered_one_after_the_other(client_of, admin, organization):
    raw = file_of(TALK, PlannedActivity("juggling", "Juggle", 5))
    upload(client_of(admin), organization, file_of(TALK))

    asked = upload(client_of(admin), organization, None, content=raw.decode(), leave_out="on")

    assert asked.context["form"]["leave_out"].value()
    assert asked.context["form"].errors.keys() == {"same_name"}
    fields = {"content": raw.decode(), "leave_out": "on", "same_name": "both"}
    assert upload(client_of(admin), organization, None, **fields).status_code == 303
    assert AgendaTemplate.objects.count() == 2


def test_an_agenda_saved_twice_replaces_the_template_or_is_kept_beside_it(client_of, admin, workshop):
    client, address = (
        client_of(admin),
        reverse("discovery:agenda_save", args=[workshop.discovery.slug, workshop.uuid]),
    )
    named = {"name": "Our kick-off", "description": ""}
    assert client.post(address, named).status_code == 303
    factories.activity(workshop, "talk", "Another")

    asked = client.post(address, named | {"name": "our  kick-off"})

    assert asked.status_code == 422
    assert "This organization already has a template “Our kick-off”" in asked.content.decode()
    assert client.post(address, named | {"same_name": "else"}).status_code == 422
    assert AgendaTemplate.objects.count() == 1
    for answer in ("both", "replace"):
        assert client.post(address, named | {"same_name": answer}).status_code == 303
    assert [
        (each.name, len(agenda_files.read_content(each.content))) for each in AgendaTemplate.objects.all()
    ] == [("Our kick-off", 3), ("Our kick-off (2)", 3)]


def test_the_form_that_is_sent_twice_is_answered_as_the_first_time(client_of, admin, workshop):
    client = client_of(admin)
    address = reverse("discovery:agenda_save", args=[workshop.discovery.slug, workshop.uuid])
    chosen = client.get(address).context["form"].initial["uuid"]
    sent = {"name": "Our kick-off", "description": "", "uuid": str(chosen)}

    assert [client.post(address, sent).status_code for _time in range(2)] == [303, 303]
    assert AgendaTemplate.objects.get().uuid == chosen


def test_who_may_not_replace_a_template_keeps_both(client_of, facilitator, workshop, organization):
    """Facilitators of one discovery add templates to the organization, and change none that are there."""
    address = reverse("discovery:agenda_save", args=[workshop.discovery.slug, workshop.uuid])
    agenda_templates.save_as_template(actor=SYSTEM, workshop=workshop, name="Ours")
    client = client_of(facilitator)

    asked = client.post(address, {"name": "Ours", "description": ""})

    assert [value for value, _label in asked.context["form"].fields["same_name"].choices] == ["both"]
    replacing = {"name": "Ours", "description": "", "same_name": "replace"}
    assert client.post(address, replacing).status_code == 422
    assert client.post(address, replacing | {"same_name": "both"}).status_code == 303
    assert [each.name for each in AgendaTemplate.objects.all()] == ["Ours", "Ours (2)"]
    with pytest.raises((NotAllowed, NotFound)):
        agenda_templates.save_as_template(
            actor=Actor.of_account(facilitator),
            workshop=workshop,
            name="Ours",
            replaced=AgendaTemplate.objects.first(),
        )


@pytest.mark.parametrize("value", [" ", 0, 1.5, True, False, [[1]], {"a": 1}, "x", ["a"], [None], 2**53])
def test_no_value_of_a_setting_is_too_odd_to_be_refused(value):
    for kind in activity_kinds:
        form = kind.settings_form and kind.settings_form(None, activity=Activity(kind=kind.key))
        for name in form.fields if form else ():
            assert isinstance(wrong_settings(kind.key, {name: value}), dict)


def test_settings_that_a_kind_does_not_have_are_named_all_at_once(client_of, admin, organization):
    room = PlannedRoom(
        "Data", activities=(PlannedActivity("poll", "Where?", 5, settings={"options": ["A"]}),)
    )
    raw = file_of(
        PlannedActivity("brainstorm", "Pains", 0, settings={"dots": 900, "hue": "red", "prompt": 5}),
        PlannedActivity("check_in", "Hello", 5, settings={"form": "song", "at_once": "yes", "low": "1"}),
        PlannedActivity("product_ranking", "Rank", 5, settings={"dots": 2, "most": 3}),
        PlannedActivity("talk", "Talk", 5, settings={"slides": "# One"}),
        PlannedActivity("breakout", "Rooms", 5, rooms=(room,)),
    )
    response = upload(client_of(admin), organization, raw)

    assert response.status_code == 422
    (error,) = response.context["form"].errors["file"]
    for words in (
        "activities 1, minutes;",
        "activities 1, settings, dots (Enter 50 or less);",
        "activities 1, settings, hue (not a setting of this activity);",
        "activities 1, settings, prompt (not text);",
        "activities 2, settings, form (Select a valid choice. song is not one of the available choices);",
        "activities 2, settings, at_once (not true or false);",
        "activities 2, settings, low (not a whole number);",
        "activities 3, settings, most (Dots per data product can’t exceed dots per person);",
        "activities 4, settings, slides (not a setting of this activity);",
        "activities 5, rooms 1, activities 1, settings, options (Enter 2 to 12 options, one per line",
    ):
        assert words in error
    assert not AgendaTemplate.objects.exists()


def as_json(settings: Any) -> Any:
    return json.loads(json.dumps(settings, default=str))


def test_every_shipped_agenda_and_what_an_activity_begins_with_come_in():
    for activity in (each for shipped in TEMPLATES.values() for each in shipped.activities):
        assert wrong_settings(activity.kind, as_json(activity.settings)) == {}, activity.title
    for kind in activity_kinds:
        fields = kind.settings_form.base_fields if kind.settings_form else {}
        # Options are lines in the form, and a list when they are kept.
        set_ = {name: field.initial for name, field in fields.items() if name != "options"}
        assert wrong_settings(kind.key, as_json(set_)) == {}, kind.key
    noted: dict[str, dict[str, Any]] = {
        "presentation": {"slide": 2},
        "consent": {"earlier": ["Not this"]},
        "poll": {"options": []},
    }
    assert all(wrong_settings(kind, set_) == {} for kind, set_ in noted.items())


def test_unknown_kinds_are_named_and_left_out_on_request(client_of, admin, organization):
    raw = file_of(TALK, PlannedActivity("juggling", "Juggle", 5))
    asked = upload(client_of(admin), organization, raw)

    assert asked.status_code == 422
    assert "Not installed here: juggling" in asked.content.decode()
    assert asked.context["form"]["content"].value() == raw.decode()
    taken = upload(client_of(admin), organization, None, content=raw.decode(), leave_out="on")
    assert taken.status_code == 303
    (kept,) = agenda_files.read_content(AgendaTemplate.objects.get().content)
    assert kept.kind == "talk"


def test_a_template_of_a_newer_version_is_shown_but_not_offered(client_of, admin, workshop, organization):
    factories.make(
        AgendaTemplate, organization=organization, name="From a newer one", content={"version": 99}
    )
    client = client_of(admin)

    index = client.get(reverse("discovery:organization_templates", args=[organization.slug]))
    create = client.get(reverse("discovery:workshop_create", args=[workshop.discovery.slug]))

    assert "Created by a newer version of Headwaters" in index.content.decode()
    assert "From a newer one" not in create.content.decode()


def test_renaming_and_deleting_can_be_undone(admin, workshop, organization):
    actor = Actor.of_account(admin)
    template = agenda_templates.save_as_template(actor=actor, workshop=workshop, name="One")

    agenda_templates.change_template(actor=actor, template=template, name="Two")
    deleted = agenda_templates.delete_template(actor=actor, template=template)

    assert not AgendaTemplate.objects.exists()
    undo.undo(actor=actor, target=deleted)
    assert AgendaTemplate.objects.get().name == "Two"


def test_no_two_templates_of_an_organization_have_one_name(client_of, admin, workshop, organization):
    actor = Actor.of_account(admin)
    one, other = (
        agenda_templates.save_as_template(actor=actor, workshop=workshop, name=name)
        for name in ("One", "Two")
    )
    address = reverse("discovery:template_edit", args=[organization.slug, one.uuid])

    answer = client_of(admin).post(address, {"name": "two ", "description": "", "revision": one.revision})
    assert answer.status_code == 422
    assert "“two” already exists" in answer.content.decode()

    answer = client_of(admin).post(address, {"name": "ONE", "description": "", "revision": one.revision})
    assert answer.status_code == 303
    agenda = AgendaFile("two", "", agenda_files.read_content(other.content))
    with pytest.raises(Invalid):
        agenda_templates.add_template(actor=actor, organization=organization, agenda=agenda)


@pytest.mark.parametrize("takes_the_name", ["add", "rename"])
@pytest.mark.parametrize("gives_it_up", ["delete", "rename"])
def test_no_undo_makes_two_templates_of_one_name(gives_it_up, takes_the_name, admin, workshop, organization):
    actor = Actor.of_account(admin)
    one, other = (
        agenda_templates.save_as_template(actor=actor, workshop=workshop, name=name)
        for name in ("One", "Two")
    )
    if gives_it_up == "delete":
        given_up = agenda_templates.delete_template(actor=actor, template=one)
    else:
        agenda_templates.change_template(actor=actor, template=one, name="Mine")
        given_up = Operation.objects.latest("pk")
    if takes_the_name == "add":
        agenda_templates.save_as_template(actor=actor, workshop=workshop, name="one")
    else:
        agenda_templates.change_template(actor=actor, template=other, name="one")

    with pytest.raises(Conflict, match="There’s another “One” now"):
        undo.undo(actor=actor, target=given_up)

    names = [each.name for each in AgendaTemplate.objects.all()]
    assert len(names) == len({name.casefold() for name in names})


def test_an_empty_agenda_is_no_template_and_a_viewer_saves_none(actor, workshop):
    empty = factories.workshop(workshop.discovery)
    with pytest.raises(Invalid):
        agenda_templates.save_as_template(actor=actor, workshop=empty, name="Nothing")
    viewer = Actor.of_account(factories.access(workshop.discovery, DiscoveryRole.VIEWER))
    with pytest.raises(NotAllowed):
        agenda_templates.save_as_template(actor=viewer, workshop=workshop, name="Mine")


def test_a_consent_decision_keeps_its_proposal_in_a_template():
    workshop = factories.workshop()
    factories.activity(workshop, "consent", "Shall we?", settings={"proposal": "We do it."})
    template = agenda_templates.save_as_template(actor=SYSTEM, workshop=workshop, name="Ours")

    other = factories.workshop(workshop.discovery, "Another")
    with operation(SYSTEM, "test.laid_out"):
        lay_out(SYSTEM, other.tracks.get(), agenda_files.read_content(template.content))

    assert other.tracks.get().activities.get().settings == {"proposal": "We do it."}


def test_the_file_is_asked_for_until_it_is_here(client_of, admin, organization):
    raw = file_of(TALK, PlannedActivity("juggling", "Juggle", 5))
    form = (
        client_of(admin).get(reverse("discovery:template_upload", args=[organization.slug])).context["form"]
    )

    assert form.fields["file"].required
    asked = upload(client_of(admin), organization, None, content=raw.decode())
    assert not asked.context["form"].fields["file"].required
