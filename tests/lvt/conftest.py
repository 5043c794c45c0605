"""Who edits what: the discovery that most tests of this folder are about, its goal and its bet."""

from __future__ import annotations

import pytest

from discovery.actors import Actor
from discovery.models import Discovery, User
from discovery.models.discovery import DiscoveryRole
from discovery.services import kinds
from lvt.models import Goal, Hypothesis
from tests import factories


@pytest.fixture
def discovery() -> Discovery:
    return factories.discovery()


@pytest.fixture
def account(discovery: Discovery) -> User:
    return factories.access(discovery, DiscoveryRole.EDITOR, name="Eda Editor")


@pytest.fixture
def editor(account: User) -> Actor:
    return Actor.of_account(account)


@pytest.fixture
def goal(editor: Actor, discovery: Discovery) -> Goal:
    return kinds.add(actor=editor, draft=Goal(discovery=discovery, title="Higher success", wip_limit=2))


@pytest.fixture
def bet(editor: Actor, goal: Goal) -> Hypothesis:
    return kinds.add(actor=editor, draft=Hypothesis(goal=goal, statement="A 360° view helps"))
