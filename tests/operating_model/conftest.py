"""Who edits what: the discovery that most tests of this folder are about."""

from __future__ import annotations

import pytest

from discovery.models import Discovery
from organizations.models import User
from organizations.organization.models import OrganizationRole
from tests import factories


@pytest.fixture
def admin(discovery: Discovery) -> User:
    """Who changes the teams of the organization."""
    return factories.member(discovery.domain.organization, OrganizationRole.ADMIN, name="Ada Admin")
