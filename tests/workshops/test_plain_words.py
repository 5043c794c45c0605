"""Words that people read where a machine would speak, and forms that begin where one would begin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from core.forms.artifacts import PlainForm
from lvt.opinions_by_role.rules import is_heard
from organizations.organization.models import OrganizationRole
from tests import factories
from workshops.registries import activity_kinds

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]


class _Limited(PlainForm):
    few = forms.IntegerField(min_value=3, max_value=5)
    short = forms.CharField(max_length=3)


def test_a_limit_is_said_in_words_of_people() -> None:
    wrong = _Limited({"few": "2", "short": "long"})
    assert wrong.errors == {
        "few": ["Enter 3 or more."],
        "short": ["Use at most 3 characters: this has 4."],
    }
    assert _Limited({"few": "6", "short": "a"}).errors == {"few": ["Enter 5 or less."]}


def test_every_setting_of_every_kind_says_its_limits_in_words_of_people() -> None:
    workshop = factories.workshop()
    spoken = 0
    for kind in activity_kinds:
        if kind.settings_form is None:
            continue
        form = kind.settings_form(None, activity=factories.activity(workshop, kind.key))
        form.full_clean()
        for field in form.fields.values():
            said = [str(field.error_messages[key]) for key in ("min_value", "max_value", "max_length")]
            assert not any("Ensure" in each for each in said)
            spoken += 1
    assert spoken > 10


def test_for_two_there_are_pairs() -> None:
    activity = factories.activity(factories.workshop(), "write_use_cases")
    settings = activity_kinds.get("write_use_cases").settings_form
    assert settings is not None
    form = settings({"settings-together": "groups", "settings-group_size": "2"}, activity=activity)
    assert form.errors["group_size"] == ["A group needs at least 3 people. For two, choose Pairs."]


@pytest.mark.parametrize(("spoke", "of", "heard"), [(0, 0, False), (1, 3, False), (1, 2, True), (2, 3, True)])
def test_half_of_a_side_is_enough(spoke: int, of: int, heard: bool) -> None:
    assert is_heard(spoke, of) is heard


def test_the_name_of_a_new_workshop_comes_from_the_chosen_agenda(client_of: ClientOf) -> None:
    discovery = factories.discovery()
    page = client_of(factories.access(discovery)).get(
        reverse("discovery:workshop_create", args=[discovery.slug])
    )
    html = page.content.decode()
    chosen = html.partition(" checked")[2].partition("<b>")[2].partition("<")[0]
    field = html.partition('name="name"')[2].partition(">")[0]
    assert f'placeholder="{chosen}"' in field
    assert "required" not in field


def test_the_file_to_import_is_chosen_first(client_of: ClientOf) -> None:
    admin = factories.member(factories.organization(), role=OrganizationRole.ADMIN)
    organization = admin.memberships.get().organization
    page = client_of(admin).get(reverse("discovery:import_upload", args=[organization.slug]))
    assert "autofocus" in page.content.decode().partition('name="file"')[2].partition(">")[0]


def test_the_address_of_a_new_member_is_typed_first(client_of: ClientOf) -> None:
    admin = factories.member(factories.organization(), role=OrganizationRole.ADMIN)
    organization = admin.memberships.get().organization
    page = client_of(admin).get(reverse("discovery:member_add", args=[organization.slug]))
    assert "autofocus" in page.content.decode().partition('name="email"')[2].partition(">")[0]


def test_a_discovery_is_called_after_its_domain_and_cancel_leads_back(client_of: ClientOf) -> None:
    domain = factories.domain(name="Grid")
    admin = factories.member(domain.organization, role=OrganizationRole.ADMIN)
    page = client_of(admin).get(f"{reverse('discovery:discovery_create')}?domain={domain.uuid}")
    text = page.content.decode()
    assert 'value="Grid discovery"' in text
    assert "autofocus" in text.partition('name="name"')[2].partition(">")[0]
    assert (
        f'href="{reverse("discovery:organization_overview", args=[domain.organization.slug])}">Cancel' in text
    )


def test_who_comes_early_reads_when_the_room_meets(client_of: ClientOf) -> None:
    starts_at = datetime(2030, 1, 7, 9, 0, tzinfo=UTC)
    for workshop, says in (
        (factories.workshop(starts_at=starts_at), True),
        (factories.workshop(starts_at=None), False),
    ):
        factories.activity(workshop)
        ann = factories.participant(workshop, "Ann")
        lobby = client_of(ann).get(reverse("discovery:room", args=[workshop.code])).content.decode()
        assert "We haven’t started yet." in lobby
        assert ('We meet on <time datetime="2030-01-07T09:00' in lobby) == says
