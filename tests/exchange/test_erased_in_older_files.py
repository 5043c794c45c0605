"""A file that was written before somebody was erased does not bring the name back."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.models import Operation
from core.services import artifacts
from core.services.operations import operation
from discovery.discoveries import services as discoveries
from discovery.models import Discovery
from exchange.discovery_documents.services import export_file, import_document, preview_document
from exchange.erasure import services as erasure
from exchange.erasure.selectors import matches_of, selection_of
from exchange.services import retention
from lvt.models import Goal
from organizations.models import Person
from organizations.organization.models import OrganizationRole
from tests import factories
from tests.exchange.test_retention import age
from tests.factories import SYSTEM, make
from workshops.actors import RoomActor
from workshops.models import Decision, ParkingLotItem, Participant, Workshop
from workshops.results.quick_captures import services as captures
from workshops.services import undo
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(organization):
    return factories.member(organization, OrganizationRole.ADMIN, name="Ada Admin")


@pytest.fixture
def older_file(discovery, organization):
    """A file that names a guest, who is in the list of people too, in rows, history, operations and texts."""
    guest = factories.participant(
        factories.workshop(discovery, state=WorkshopState.LIVE), "Jane Doe", role_title="CFO"
    )
    owner = make(Person, organization=organization, name="Jane Doe", role_title="CFO")
    captures.add(
        actor=RoomActor.of_participant(guest),
        draft=ParkingLotItem(discovery=discovery, workshop=guest.workshop, title="Later"),
    )
    with operation(RoomActor.of_participant(guest), "goal.added", place=guest.workshop):
        goal = artifacts.add(Goal, discovery=discovery, title="As Jane Doe said", owner=owner)
    with operation(SYSTEM, "goal.changed", place=discovery):
        artifacts.change(goal, title="As Jane Doe said twice")
    make(Decision, discovery=discovery, title="Go", reason="So", decided_by="Eve, Jane Doe")
    Workshop.objects.update(state=WorkshopState.ENDED)
    return export_file(actor=SYSTEM, discovery=discovery)


def purge(discovery):
    """Nothing of the discovery is here any more."""
    discoveries.delete_discovery(actor=SYSTEM, discovery=discovery)
    age(Discovery)
    retention.purge()
    assert not Discovery.everything.exists()


def erase(organization, name="Jane Doe"):
    chosen = selection_of(organization, [each.key for each in matches_of(organization, name)], name)
    return erasure.erase_person(
        actor=SYSTEM, organization=organization, selection=chosen, texts=True
    ).pseudonym


def document_of(discovery):
    return export_file(actor=SYSTEM, discovery=discovery).decode()


def test_an_erased_person_is_imported_under_the_pseudonym(discovery, organization, older_file):
    assert "Jane Doe" in older_file.decode()
    pseudonym = erase(organization)
    purge(discovery)

    looked = preview_document(actor=SYSTEM, data=older_file, organization=organization)
    made = import_document(actor=SYSTEM, data=older_file, organization=organization)

    assert looked.erased_people == 1
    assert "Jane" not in document_of(made)
    assert set(Participant.objects.values_list("display_name", flat=True)) == {pseudonym}
    assert Decision.objects.get().decided_by == f"Eve, {pseudonym}"
    undo.undo(actor=SYSTEM, target=Operation.objects.get(verb="goal.changed"))
    assert Goal.objects.get().title == f"As {pseudonym} said"


def test_so_does_a_guest_whose_time_was_over(discovery, organization, older_file):
    Participant.objects.update(joined_at="2020-01-01T00:00:00Z")
    Operation.objects.update(at="2020-01-01T00:00:00Z")
    assert retention.purge()["guests"] == 1
    purge(discovery)

    import_document(actor=SYSTEM, data=older_file, organization=organization)

    assert set(Participant.objects.values_list("display_name", flat=True)) == {"Former participant 1"}


def test_others_come_as_they_are(discovery, organization, older_file):
    factories.participant(factories.workshop(discovery, "Other"), "John Roe")
    erase(organization, "John Roe")
    purge(discovery)

    looked = preview_document(actor=SYSTEM, data=older_file, organization=organization)
    made = import_document(actor=SYSTEM, data=older_file, organization=organization)

    assert looked.erased_people == 0
    before, after = json.loads(older_file), json.loads(document_of(made))
    label = "discovery.Participant"
    names = [{row["display_name"] for row in each["rows"][label]} for each in (before, after)]
    assert names[0] == names[1] == {"Jane Doe"}


def test_the_page_says_so_before(client_of, admin, discovery, organization, older_file):
    erase(organization)
    purge(discovery)
    browser = client_of(admin)
    sent = browser.post(
        reverse("discovery:import_upload", args=[organization.slug]),
        {"file": SimpleUploadedFile("older.json", older_file)},
    )
    page = browser.get(sent["Location"]).content.decode()
    assert "1 person in this file has been erased here since it was saved." in page
