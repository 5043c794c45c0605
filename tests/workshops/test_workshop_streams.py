"""The stream of a workshop: it follows from the agenda or is chosen, and the overview counts by it."""

from __future__ import annotations

import json
from importlib import import_module
from uuid import uuid4, uuid5

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.exceptions import Invalid
from discovery.discoveries.models import SittingStream
from discovery.discoveries.selectors import overview, steps_of
from discovery.discoveries.services import create_discovery
from discovery.process import OF_ORGANIZATION, PROCESSES
from organizations.organization.models import OrganizationRole
from tests import factories
from tests.factories import SYSTEM
from workshops.agenda import file_format as agenda_files
from workshops.agenda.agenda_templates import services as agenda_templates
from workshops.agenda.agenda_templates.selectors import file_of_workshop
from workshops.agenda.workshop_templates import TEMPLATES
from workshops.models import AgendaTemplate, Workshop
from workshops.workshop import services as workshops
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db

HELD, PLANNED = WorkshopState.ENDED, WorkshopState.PLANNED


def started(template="three_streams"):
    return create_discovery(
        actor=SYSTEM, domain=factories.domain(), name="Ours", template=template, with_workshops=False
    )


def counted(discovery):
    """What the overview says of workshops, by phase and stream."""
    steps = [step for phase in overview(discovery).phases for step in phase.all]
    return {
        (step.checkpoint.phase, step.checkpoint.stream): (step.standing.summary, step.standing.is_complete)
        for step in steps
        if step.checkpoint.key.startswith("workshops")
    }


def test_the_overview_counts_workshops_under_their_streams():
    discovery = started()
    assert counted(discovery) == {("accelerate", ""): ("", False)}
    for stream, state in (
        ("accelerate", HELD),
        ("accelerate", PLANNED),
        ("product", HELD),
        ("product", HELD),
        ("tech", PLANNED),
        ("handover", PLANNED),
    ):
        factories.workshop(discovery, stream=stream, state=state)

    assert counted(discovery) == {
        ("accelerate", ""): ("1 held, 1 still to come", False),
        ("discovery", "product"): ("2 held", True),
        ("discovery", "tech"): ("1 still to come", False),
        ("handover", ""): ("1 still to come", False),
    }
    of_product = [step.standing.url for step in steps_of(discovery, "product") if step.standing.summary]
    assert of_product == [f"{reverse('discovery:workshop_list', args=[discovery.slug])}#product"]
    assert "workshops_operating_model" not in {
        step.checkpoint.key for step in steps_of(discovery, "operating_model")
    }


def test_workshops_of_a_stream_that_the_discovery_does_not_run_are_counted_too():
    discovery = started("prioritization")
    factories.workshop(discovery, stream="product", state=HELD)
    factories.workshop(discovery, stream="handover", state=HELD)

    assert counted(discovery) == {("accelerate", ""): ("1 held", True), ("handover", ""): ("1 held", True)}


def test_the_overview_leads_to_a_heading_of_the_list(client_of):
    """Also of a workshop whose stream the discovery does not run."""
    discovery = started("prioritization")
    factories.workshop(discovery, stream="tech", state=HELD)
    (standing,) = (
        step.standing
        for phase in overview(discovery).phases
        for step in phase.all
        if step.standing.summary == "1 held"
    )
    address, _hash, fragment = standing.url.partition("#")

    page = client_of(factories.access(discovery)).get(address).content.decode()

    assert fragment
    assert f'id="{fragment}"' in page


@pytest.mark.parametrize("key", PROCESSES)
def test_a_discovery_begins_with_a_workshop_of_each_stream_that_it_runs(key):
    plan = PROCESSES[key]
    run = {stream for phase in plan.phases for stream in phase.streams}
    wanted = {"accelerate", "handover", *run} if run else {"accelerate"}

    made = create_discovery(
        actor=SYSTEM,
        domain=factories.domain(is_whole=key == OF_ORGANIZATION.key),
        name="Ours",
        template=key,
    )

    assert {each.stream for each in made.workshops.all()} == wanted
    assert all(each.tracks.get().activities.exists() for each in made.workshops.all())


@pytest.mark.parametrize("key", TEMPLATES)
def test_each_agenda_that_ships_names_the_stream_of_its_workshops(key):
    made = workshops.add_workshop(actor=SYSTEM, discovery=factories.discovery(), name="Ours", template=key)

    assert made.stream == TEMPLATES[key].stream
    assert made.stream in SittingStream.values


def test_a_stream_that_is_chosen_counts_more_than_the_agenda(discovery):
    made = workshops.add_workshop(
        actor=SYSTEM, discovery=discovery, name="Ours", template="technology_gaps", stream="product"
    )
    assert made.stream == "product"
    assert workshops.clone_workshop(actor=SYSTEM, source=made, name="Again").stream == "product"
    assert workshops.change_workshop(actor=SYSTEM, workshop=made, stream="handover").stream == "handover"
    assert workshops.add_workshop(actor=SYSTEM, discovery=discovery, name="Bare").stream == "accelerate"


def test_a_stream_that_is_none_is_refused(discovery):
    made = workshops.add_workshop(actor=SYSTEM, discovery=discovery, name="Ours")
    with pytest.raises(Invalid):
        workshops.add_workshop(actor=SYSTEM, discovery=discovery, name="Ours", stream="marketing")
    with pytest.raises(Invalid):
        workshops.clone_workshop(actor=SYSTEM, source=made, name="Ours", stream="discovery")
    with pytest.raises(Invalid):
        workshops.change_workshop(actor=SYSTEM, workshop=made, stream="")
    assert Workshop.objects.count() == 1


@pytest.mark.parametrize(
    ("chosen", "agenda", "stream"),
    [
        ("", "template:products_promises", "product"),
        ("tech", "template:products_promises", "tech"),
        ("", "own", "operating_model"),
        ("product", "own", "product"),
        ("", "earlier", "operating_model"),
        ("", "empty", "accelerate"),
        ("handover", "empty", "handover"),
    ],
)
def test_the_form_of_a_new_workshop(client_of, discovery, chosen, agenda, stream):
    earlier = factories.workshop(discovery, "Earlier", stream="operating_model")
    factories.activity(earlier, "talk", "Talk")
    own = agenda_templates.save_as_template(actor=SYSTEM, workshop=earlier, name="Own")
    agendas = {"own": f"own:{own.uuid}", "earlier": f"workshop:{earlier.uuid}"}

    answer = client_of(factories.access(discovery)).post(
        reverse("discovery:workshop_create", args=[discovery.slug]),
        {"name": "New", "stream": chosen, "agenda": agendas.get(agenda, agenda)},
    )

    assert answer.status_code == 303
    assert discovery.workshops.get(name="New").stream == stream


@pytest.mark.parametrize("wrong", ["marketing", "discovery"])
def test_the_forms_refuse_what_is_no_stream(client_of, discovery, wrong):
    client, made = client_of(factories.access(discovery)), factories.workshop(discovery)
    said = {"name": "New", "stream": wrong, "agenda": "empty", "revision": made.revision}
    for address in (
        reverse("discovery:workshop_create", args=[discovery.slug]),
        reverse("discovery:workshop_edit", args=[discovery.slug, made.uuid]),
    ):
        answer = client.post(address, said)
        assert answer.status_code == 422
        assert 'id="id_stream_error"' in answer.content.decode()

    assert client.post(address, {**said, "stream": "tech"}).status_code == 303
    assert discovery.workshops.get().stream == "tech"


def test_the_list_is_in_streams(client_of):
    discovery = started()
    for name, stream, state in (
        ("Signing", "handover", PLANNED),
        ("Gaps", "tech", PLANNED),
        ("Tree", "accelerate", HELD),
        ("Platform", "tech", WorkshopState.LIVE),
    ):
        factories.workshop(discovery, name, stream=stream, state=state)
    page = client_of(factories.access(discovery)).get(
        reverse("discovery:workshop_list", args=[discovery.slug])
    )

    text = page.content.decode()
    shown = ['id="tech"', "Platform</a>", "Gaps</a>", 'id="handover"', "Signing</a>", 'id="accelerate"']
    places = [text.index(each) for each in [*shown, "Tree</a>"]]
    assert places == sorted(places)
    assert 'id="product"' not in text


def test_a_file_carries_the_stream_to_another_organization(client_of):
    made = factories.workshop(factories.discovery(), "Platform", stream="tech")
    factories.activity(made, "talk", "Talk")
    other = factories.discovery()
    organization = other.domain.organization
    raw = agenda_files.write(file_of_workshop(made))
    upload = reverse("discovery:template_upload", args=[organization.slug])
    admin = client_of(factories.member(organization, OrganizationRole.ADMIN))

    assert admin.post(upload, {"file": SimpleUploadedFile("a.json", raw)}).status_code == 303
    own = AgendaTemplate.objects.get(organization=organization)
    address = reverse("discovery:template_file", args=[organization.slug, own.uuid])
    assert json.loads(admin.get(address).content)["stream"] == "tech"

    foreign = json.dumps({**json.loads(raw), "name": "Foreign", "stream": "marketing"}).encode()
    assert admin.post(upload, {"file": SimpleUploadedFile("a.json", foreign)}).status_code == 303
    of_another = AgendaTemplate.objects.get(name="Foreign")
    for row, stream in ((own, "tech"), (of_another, "accelerate")):
        said = {"name": f"From {row}", "stream": "", "agenda": f"own:{row.uuid}"}
        admin.post(reverse("discovery:workshop_create", args=[other.slug]), said)
        assert other.workshops.get(name=f"From {row}").stream == stream

    broken = json.dumps({**json.loads(raw), "name": "Broken", "stream": ["tech"]}).encode()
    answer = admin.post(upload, {"file": SimpleUploadedFile("a.json", broken)})
    assert "Fix in the file: stream." in answer.content.decode()


def test_workshops_from_before_follow_the_agenda_that_was_chosen(discovery):
    migration = import_module("workshops.migrations.0002_workshop_stream")
    told = {key: stream for stream, keys in migration.AGENDAS.items() for key in keys}
    for key in TEMPLATES:
        made = workshops.add_workshop(
            actor=SYSTEM, discovery=discovery, name=key, template=key, stream="accelerate", uuid=uuid4()
        )
        assert made.tracks.get(breakout=None).uuid == uuid5(made.uuid, key)
    factories.workshop(discovery, "By hand")

    migration.follow_the_agenda(apps, None)

    assert dict(discovery.workshops.values_list("name", "stream")) == {
        **{key: told.get(key, "accelerate") for key in TEMPLATES},
        "By hand": "accelerate",
    }
    made = discovery.workshops.get(name="technology_gaps")
    assert set(made.history.values_list("stream", flat=True)) == {"tech"}
