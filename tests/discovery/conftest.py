"""Who is in a room, for the tests of a module that has a `workshop`; and a report that takes no time."""

from __future__ import annotations

import pytest

from discovery.actors import Actor
from discovery.models import HandoverVersion, Participant, User, Workshop
from discovery.reports.document import Frozen
from discovery.services import running, versions
from tests import factories


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


@pytest.fixture
def plain_report(monkeypatch: pytest.MonkeyPatch) -> list[HandoverVersion]:
    """A report that is made in no time; the versions that it was made for."""
    made: list[HandoverVersion] = []

    def make_frozen(version: HandoverVersion) -> Frozen:
        made.append(version)
        return Frozen(
            "<!doctype html><html><head><title>T</title><style>p{color:red}</style></head>"
            f"<body><header></header>Report {len(made)}</body></html>",
            f"<html lang='en'><head><title>T</title></head><body>Paper {len(made)}</body></html>",
        )

    monkeypatch.setattr(versions, "make_frozen", make_frozen)
    return made
