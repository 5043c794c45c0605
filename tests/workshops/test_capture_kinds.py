"""The dialog *Capture* offers the kinds whose display says so, with the fields of their layout."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from core.forms.kinds import form_of
from core.kinds.display_fields import Capture, Display
from core.kinds.layout import Layout, Quote, exclude
from organizations.models import Person
from process.learnings.kinds import LearningKind
from process.models import Learning
from tests import factories
from tests.sending import HTMX
from tests.workshops.addresses import url
from workshops.checks import wrong_names
from workshops.results.outcomes.kinds import RiskKind
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db


@pytest.fixture
def learnings_are_captured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LearningKind, "display", Display(capture=Capture("l", ("advice",))))


@pytest.mark.usefixtures("learnings_are_captured")
def test_a_kind_with_a_letter_is_captured_with_the_fields_of_its_layout(client_of, discovery, account):
    browser = client_of(account)
    dialog = browser.get(url("capture", discovery)).content.decode()
    assert "decision:d learning:l" in dialog
    assert 'value="learning"' in dialog
    assert 'name="advice"' not in dialog

    fields = {"uuid": str(uuid.uuid4()), "kind": "learning", "title": "Ask IT first"}
    fields["learning_detail"] = "In week one"
    for _time in range(2):
        assert browser.post(url("capture", discovery), fields, headers=HTMX).status_code == 200

    learning = Learning.objects.get()
    assert (learning.discovery, learning.title, learning.detail) == (discovery, "Ask IT first", "In week one")


@pytest.mark.usefixtures("learnings_are_captured")
def test_people_in_a_room_add_only_outcomes_of_the_room(client_of, discovery):
    workshop = factories.workshop(discovery, state=WorkshopState.LIVE)
    browser = client_of(factories.participant(workshop, "Gil Guest"))
    fields = {"uuid": str(uuid.uuid4()), "kind": "learning", "title": "Ask IT first"}

    answer = browser.post(reverse("discovery:room_capture", args=[workshop.code]), fields, headers=HTMX)

    assert answer.status_code == 422
    assert 'value="learning"' not in answer.content.decode()
    assert not Learning.objects.exists()


@pytest.mark.usefixtures("learnings_are_captured")
def test_other_columns_of_the_same_name_have_a_field_each(client_of, discovery, account):
    """Details of an action and of a risk are one field; those of a learning have another label."""
    dialog = client_of(account).get(url("capture", discovery)).content.decode()
    assert dialog.count('name="detail"') == dialog.count('name="learning_detail"') == 1


def test_the_room_is_offered_no_people(client_of, discovery, account, monkeypatch):
    """A field of a captured kind that names a person is in the dialog of editors alone."""
    factories.make(Person, organization=discovery.domain.organization, name="Bo Berg")
    workshop = factories.workshop(discovery, state=WorkshopState.LIVE)
    layout = Layout(Quote("title", 1), "owner", "due", Quote("detail"))
    monkeypatch.setattr("workshops.results.outcomes.kinds.ActionKind.layout", layout)
    monkeypatch.setattr(
        "workshops.results.outcomes.kinds.ActionKind.display",
        Display(capture=Capture("a", ("owner_name",), place=2)),
    )
    monkeypatch.setattr("workshops.results.quick_captures.forms._form_of", _uncached_form)
    guest = factories.participant(workshop, "Gil Guest")

    of_editors = client_of(account).get(url("capture", discovery)).content.decode()
    in_room = client_of(guest).get(reverse("discovery:room_capture", args=[workshop.code])).content.decode()

    assert 'name="owner"' in of_editors
    assert 'name="owner"' not in in_room
    assert "Bo Berg" not in in_room


def _uncached_form(kind):
    return form_of(kind, exclude(kind.layout, kind.title, *kind.display.capture.without))


@pytest.mark.parametrize(
    ("display", "words"),
    [
        (Display(capture=Capture("x", ("nmae",))), "capture names 'nmae'"),
        (Display(chips=("nmae",)), "display names 'nmae'"),
    ],
)
def test_a_display_that_names_a_missing_field_is_refused(monkeypatch, display, words):
    monkeypatch.setattr(RiskKind, "display", display)
    assert list(wrong_names(RiskKind())) == [words]
