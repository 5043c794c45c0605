"""Who edits what: the discovery that most tests of this folder are about."""

from __future__ import annotations

import pytest

from discovery.actors import Actor
from discovery.models import Discovery, User
from discovery.models.discovery import DiscoveryRole
from discovery.models.organization import OrganizationRole
from tests import factories


@pytest.fixture
def discovery() -> Discovery:
    return factories.discovery()


@pytest.fixture
def account(discovery: Discovery) -> User:
    """An editor of the discovery."""
    return factories.access(discovery, DiscoveryRole.EDITOR, name="Eda Editor")


@pytest.fixture
def editor(account: User) -> Actor:
    return Actor.of_account(account)


@pytest.fixture
def admin(discovery: Discovery) -> User:
    """Who changes the teams of the organization."""
    return factories.member(discovery.domain.organization, OrganizationRole.ADMIN, name="Ada Admin")
