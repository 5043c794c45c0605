"""Who is in a room, for the tests of a module that has a `workshop`."""

from __future__ import annotations

import pytest

from organizations.actors import Actor
from organizations.models import User
from tests import factories
from workshops.models import Participant, Workshop
from workshops.room.running import services as running


@pytest.fixture
def facilitator(workshop: Workshop) -> User:
    return factories.access(workshop.discovery, name="Fio Facilitator")


@pytest.fixture
def actor(facilitator: User) -> Actor:
    return Actor.of_account(facilitator)


@pytest.fixture
def running_room(actor: Actor, workshop: Workshop) -> Workshop:
    return running.start_workshop(actor=actor, workshop=workshop)


@pytest.fixture
def anna(workshop: Workshop) -> Participant:
    return factories.participant(workshop, "Anna")


@pytest.fixture
def ben(workshop: Workshop) -> Participant:
    return factories.participant(workshop, "Ben", "it")
