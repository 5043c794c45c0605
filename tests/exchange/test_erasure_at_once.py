"""Somebody is erased while people write in rooms, on a database with several writers."""

from __future__ import annotations

import time
from threading import Event

import pytest

import live
from core.services import artifacts
from core.services.operations import operation
from exchange.erasure import services as erasure
from exchange.erasure.selectors import matches_of, selection_of
from exchange.models import Erasure
from organizations.actors import Actor
from organizations.models import Person
from organizations.organization.models import OrganizationRole
from tests import factories
from tests.at_once import at_once, somebody_waits
from tests.factories import SYSTEM
from workshops.models import ParkingLotItem, Workshop

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def test_an_erasure_waits_for_a_room_before_it_writes_what_the_room_writes() -> None:
    workshop = factories.workshop(name="With Jane Doe")
    organization = workshop.discovery.domain.organization
    admin = Actor.of_account(factories.member(organization, OrganizationRole.ADMIN, name="Ada Admin"))
    factories.make(Person, organization=organization, name="Jane Doe")
    item = factories.make(
        ParkingLotItem, discovery=workshop.discovery, workshop=workshop, title="Ask Jane Doe"
    )
    is_held = Event()

    def write() -> str:
        with operation(SYSTEM, "test.written", place=workshop):
            live.publish_change(workshop.pk, "captures")
            is_held.set()
            deadline = time.monotonic() + 20
            while not somebody_waits() and time.monotonic() < deadline:
                time.sleep(0.01)
            return artifacts.change(item, detail="Tomorrow").detail

    def erase() -> Erasure:
        is_held.wait(20)
        keys = [each.key for each in matches_of(organization, "Jane Doe")]
        chosen = selection_of(organization, keys, "Jane Doe")
        return erasure.erase_person(actor=admin, organization=organization, selection=chosen, texts=True)

    written, erased = at_once(write, erase)

    assert written == "Tomorrow"
    assert isinstance(erased, Erasure), erased
    item.refresh_from_db()
    assert (item.title, item.detail) == (f"Ask {erased.pseudonym}", "Tomorrow")
    assert Workshop.objects.get().name == f"With {erased.pseudonym}"
