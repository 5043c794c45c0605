"""What an account gave that outlives its session: shown after a change of password, with what ends it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from api.keys.services import add_key
from api.models import Catalog, Scope, Webhook
from api.product_feed_links.services import make_link as make_feed
from discovery.discoveries.models import DiscoveryRole
from discovery.discoveries.services import grant_access, remove_access
from discovery.models import Discovery, DiscoveryAccess
from handover.models import HandoverLink
from handover.versions.services import make_link
from organizations.actors import Actor
from organizations.models import Membership, User
from organizations.organization.models import OrganizationRole
from organizations.organization.services import add_member, change_member
from organizations.registries import grant_kinds
from products.models import MeasurementKey
from products.services.measurement_keys import add_measurement_key
from tests import factories
from tests.factories import SYSTEM
from tests.handover.freezing import freeze
from workshops.joining.device_pairing.models import DeviceKind
from workshops.joining.observers.services import make_observer_link
from workshops.models import PairedDevice, Workshop
from workshops.results.services import share_results
from workshops.room.steering.services import hand_over
from workshops.services.undo import undo
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "correct horse battery", "another long password"


@pytest.fixture
def owner(discovery: Discovery) -> User:
    cache.clear()
    owner = factories.access(discovery, name="Olga Owner", password=PASSWORD)
    Membership.objects.filter(user=owner).update(role=OrganizationRole.ADMIN)
    return owner


@pytest.fixture
def given(owner: User, discovery: Discovery) -> dict[str, str]:
    """Something of each kind, by what the page calls it."""
    actor = Actor.of_account(owner)
    organization = discovery.domain.organization
    eve = add_member(
        actor=actor, organization=organization, email="eve@evil.example", name="Eve", role="admin"
    )
    max_ = factories.member(organization, name="Max", email="max@evil.example")
    grant_access(actor=actor, discovery=discovery, user=max_, role="facilitator")
    add_key(actor=actor, place=discovery, name="Pipeline", scopes=Scope.values)
    add_key(actor=actor, place=organization, name="Crawler", scopes=[Scope.READ])
    Webhook.objects.create(
        discovery=discovery, made_by=owner, address="https://hook.example.com/x", events="decision"
    )
    Catalog.objects.create(discovery=discovery, made_by=owner, address="https://catalog.example.com/")
    make_feed(actor=actor, discovery=discovery)
    add_measurement_key(actor=actor, discovery=discovery, name="Monitor")
    make_link(
        actor=actor,
        version=freeze(discovery),
        label="For the board",
        expires_at=timezone.now() + timedelta(days=9),
    )
    workshop = factories.workshop(discovery, state=WorkshopState.LIVE)
    make_observer_link(actor=actor, workshop=workshop)
    share_results(actor=actor, workshop=workshop, parts=["decisions"])
    PairedDevice.objects.create(
        workshop=workshop,
        kind=DeviceKind.REMOTE,
        made_by=owner,
        expires_at=timezone.now(),
        paired_at=timezone.now(),
        secret_digest="x",
    )
    assert eve.role == "admin"
    return {
        "members": "Eve: Admin",
        "accesses": "Max: Facilitator",
        "keys": "Pipeline",
        "webhooks": "hook.example.com",
        "catalogs": "catalog.example.com",
        "feeds": "Feed link",
        "measurement keys": "Monitor",
        "handover links": "For the board",
        "devices": "Remote",
        "workshop links": "Link for observers",
    }


def _shown(page: str) -> list[str]:
    return re.findall(r'<b class="address">([^<]+)</b>', page)


def _revocations(page: str) -> list[str]:
    return re.findall(r'action="([^"]+\?back=[^"]+)"', page)


def test_each_kind_is_shown(owner: User, given: dict[str, str]) -> None:
    assert {*given} == {kind.key for kind in grant_kinds}
    client = Client()
    client.force_login(owner)
    changed = client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )
    assert changed.headers["Location"] == "/account/given/"
    shown = _shown(client.get("/account/given/").content.decode())
    assert sorted(shown) == sorted([*given.values(), "Crawler", "Link to the results"])


def test_each_is_revoked_from_there(owner: User, given: dict[str, str]) -> None:
    client = Client()
    client.force_login(owner)
    left = len(given) + 2
    while revocations := _revocations(client.get("/account/given/").content.decode()):
        assert len(revocations) == left
        answer = client.post(revocations[0])
        assert (answer.status_code, answer.headers["Location"]) == (303, "/account/given/"), revocations[0]
        left -= 1
    assert left == 0
    assert not Membership.objects.filter(user__email="eve@evil.example").exists()
    assert not DiscoveryAccess.objects.filter(user__email="max@evil.example").exists()
    assert not MeasurementKey.objects.exists()
    assert not PairedDevice.objects.exists()
    assert HandoverLink.objects.get().revoked_at is not None
    workshop = Workshop.objects.get()
    assert (workshop.observer_key, workshop.result_key) == ("", "")


def test_what_others_gave_is_theirs(owner: User, given: dict[str, str], discovery: Discovery) -> None:
    other = factories.access(discovery, name="Otto")
    client = Client()
    client.force_login(other)
    assert _shown(client.get("/account/given/").content.decode()) == []
    make_feed(actor=Actor.of_account(other), discovery=discovery)  # in the place of the one before
    assert _shown(client.get("/account/given/").content.decode()) == ["Feed link"]
    client.force_login(owner)
    assert "Feed link" not in _shown(client.get("/account/given/").content.decode())


def test_a_role_that_somebody_else_gave_since_is_theirs(owner: User, discovery: Discovery) -> None:
    organization, actor = discovery.domain.organization, Actor.of_account(owner)
    eve = add_member(actor=actor, organization=organization, email="eve@evil.example", role="admin")
    other = factories.member(organization, role=OrganizationRole.ADMIN)
    client = Client()
    client.force_login(owner)
    change_member(actor=Actor.of_account(other), membership=eve, role="member")
    assert _shown(client.get("/account/given/").content.decode()) == []
    change_member(actor=Actor.of_account(other), membership=eve, role="facilitator")
    assert _shown(client.get("/account/given/").content.decode()) == []


def test_every_role_is_shown_with_its_name(owner: User, discovery: Discovery) -> None:
    """Viewers, editors and plain members read what they were let in to, too."""
    organization, actor = discovery.domain.organization, Actor.of_account(owner)
    for of_it in OrganizationRole:
        add_member(
            actor=actor,
            organization=organization,
            email=f"{of_it}@evil.example",
            name=f"Eve {of_it}",
            role=of_it,
        )
    for role in DiscoveryRole:
        member = factories.member(organization, name=f"Max {role}")
        grant_access(actor=actor, discovery=discovery, user=member, role=role)
    client = Client()
    client.force_login(owner)
    shown = _shown(client.get("/account/given/").content.decode())
    assert sorted(shown) == sorted(
        [f"Eve {role}: {role.label}" for role in OrganizationRole]
        + [f"Max {role}: {role.label}" for role in DiscoveryRole]
    )


def test_a_facilitator_by_handing_over_is_shown(owner: User, discovery: Discovery) -> None:
    eve = factories.member(discovery.domain.organization, name="Eve")
    hand_over(actor=Actor.of_account(owner), workshop=factories.workshop(discovery), to=eve)
    client = Client()
    client.force_login(owner)
    assert _shown(client.get("/account/given/").content.decode()) == ["Eve: Facilitator"]
    access = DiscoveryAccess.objects.get(user=eve)
    undo(actor=SYSTEM, target=remove_access(actor=Actor.of_account(owner), access=access))
    assert _shown(client.get("/account/given/").content.decode()) == [], "whom somebody else let in again"


def test_what_is_over_is_not_shown(owner: User, given: dict[str, str], discovery: Discovery) -> None:
    Discovery.objects.filter(pk=discovery.pk).update(deleted_at=timezone.now())
    client = Client()
    client.force_login(owner)
    shown: Any = _shown(client.get("/account/given/").content.decode())
    assert {*shown} - {"Remote"} == {"Eve: Admin", "Crawler"}
