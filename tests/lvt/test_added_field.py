"""A field that is added to use cases by docs/extending.md is shown in lists, rooms and results."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from core.kinds.layout import Layout
from lvt.activities.write_use_cases import WriteUseCases
from lvt.models import UseCase
from lvt.use_cases.kinds import UseCaseKind
from organizations.models import Person
from tests import factories
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db

SHOWN = "Dots in the vote: 7"
"""An added field: use cases have this column, which their form doesn't ask for."""


@pytest.fixture
def use_case(monkeypatch: pytest.MonkeyPatch) -> UseCase:
    monkeypatch.setattr(UseCaseKind, "layout", Layout(*UseCaseKind.layout.fields, "dots_then"))
    workshop = factories.workshop(state=WorkshopState.ENDED)
    organization = workshop.discovery.domain.organization
    return factories.make(
        UseCase,
        discovery=workshop.discovery,
        activity=factories.activity(workshop, "write_use_cases", "Write"),
        owner=factories.make(Person, organization=organization, name="Bo Berg"),
        name="Early warning",
        below_best=3,
        dots_then=7,
    )


def test_pages_and_results_show_an_added_field(client_of, use_case):
    discovery, workshop = use_case.discovery, use_case.activity.track.workshop
    browser = client_of(factories.access(discovery))
    for url in (
        reverse("lvt:use_case_list", args=[discovery.slug]),
        reverse("lvt:use_case", args=[discovery.slug, use_case.uuid]),
        reverse("discovery:workshop_results", args=[discovery.slug, workshop.uuid]),
    ):
        assert SHOWN in browser.get(url).content.decode(), url


@pytest.mark.parametrize("audience", ["room", "console", "stage"])
def test_the_board_of_a_room_shows_an_added_field(use_case, audience):
    [(_key, card)] = WriteUseCases().items(use_case.activity, audience)
    assert SHOWN in card


def test_results_without_names_have_no_owner(use_case):
    context = {"cards": [(use_case, "")]}
    template = "lvt/activities/write_use_cases/results.html"
    assert "Bo Berg" in render_to_string(template, context)
    nameless = render_to_string(template, {**context, "nameless": True})
    assert "Bo Berg" not in nameless
    assert SHOWN in nameless
