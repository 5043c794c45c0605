"""Addresses of pages are made of names: those of an erased person go there, too."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from core.services import artifacts
from core.services.operations import operation
from discovery.discoveries.services import create_discovery
from discovery.models import Discovery
from exchange.discovery_documents.services import export_file
from exchange.erasure import services as erasure
from exchange.erasure.names import PersonNames
from exchange.erasure.selectors import PersonRows
from exchange.erasure.slugs import out_of_slug
from organizations.actors import Actor
from organizations.organization.models import OrganizationRole
from organizations.organization.services import add_domain, create_organization
from tests import factories
from tests.factories import SYSTEM
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db

NAMES = PersonNames.of("Former participant 1", ["Zoë Doe", "Zoë Doe, CFO", "Frank"])
LONG = "a-discovery-whose-name-is-long-and-longer"


@pytest.mark.parametrize(
    ("slug", "left"),
    [
        ("zoe-doe", "former-participant-1"),
        ("plans-of-zoe-doe-cfo-2", "plans-of-former-participant-1-2"),
        ("doe-zoe-and-eve", "former-participant-1-and-eve"),
        (f"{LONG}-zoe-do", f"{LONG}-former-participant-1"),
        (f"{LONG}-zoe-d-3", f"{LONG}-former-participant-1-3"),
        (f"{LONG}-zoe", f"{LONG}-zoe"),
        ("zoe-do", "zoe-do"),
        ("zoe-doering", "zoe-doering"),
        ("chloezoe-doe", "chloezoe-doe"),
        ("frank-words", "frank-words"),
    ],
)
def test_an_address_loses_a_full_name(slug: str, left: str) -> None:
    assert out_of_slug(NAMES, slug) == left


def test_a_single_word_goes_when_that_is_wanted() -> None:
    assert out_of_slug(NAMES, "frank-words", words=True) == "former-participant-1-words"


def test_pages_move_to_an_address_without_the_name(client_of) -> None:
    admin = factories.user("Ada Admin")
    actor = Actor.of_account(admin)
    organization = create_organization(actor=Actor.of_account(admin), name="Jane Doe Consulting")
    domain = add_domain(actor=actor, organization=organization, name="Of Jane Doe")
    discoveries = [
        create_discovery(actor=actor, domain=domain, name="Plans of Jane Doe", template="three_streams")
        for _each in range(2)
    ]
    with operation(actor, "discovery.changed", place=discoveries[0]) as changed:
        artifacts.change(discoveries[0], name="Plans")
    assert [each.slug for each in (organization, domain, discoveries[1])] == [
        "jane-doe-consulting",
        "of-jane-doe",
        "plans-of-jane-doe-2",
    ]

    erasure.erase_person(
        actor=actor, organization=organization, selection=PersonRows(name="Jane Doe"), texts=True
    )

    for each in (organization, domain, *discoveries):
        each.refresh_from_db()
    assert organization.slug == "former-participant-1-consulting"
    assert domain.slug == "of-former-participant-1"
    assert [each.slug for each in discoveries] == [
        "plans-of-former-participant-1",
        "plans-of-former-participant-1-2",
    ]
    undo(actor=actor, target=changed)
    for each in Discovery.objects.all():
        assert "jane" not in json.dumps(json.loads(export_file(actor=SYSTEM, discovery=each))).casefold()
        address = reverse("discovery:discovery_overview", args=[each.slug])
        assert client_of(admin).get(address).status_code == 200


def test_an_admin_is_led_to_the_new_address(client_of) -> None:
    admin = factories.user("Ada Admin")
    organization = create_organization(actor=Actor.of_account(admin), name="Jane Doe Consulting")
    assert organization.memberships.get().role == OrganizationRole.ADMIN
    address = reverse("discovery:person_erase", args=[organization.slug])
    browser = client_of(admin)
    answer = browser.post(f"{address}?name=Jane+Doe", {"in_texts": "on", "sure": "on"})
    assert "former-participant-1-consulting" in answer["Location"]
    assert browser.get(answer["Location"]).status_code == 200
