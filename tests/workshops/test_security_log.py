"""Sign-ins, refusals and administration are lines of the log, without what opens a door."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from organizations.models import User
from organizations.organization import services as organizations
from organizations.organization.models import OrganizationRole
from organizations.services.one_time_links import issue_sign_in_link
from tests import factories

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "headwaters.security"]


def test_sign_ins_and_failed_ones(caplog: pytest.LogCaptureFixture) -> None:
    cache.clear()
    ann = factories.user(email="ann@example.org", password=PASSWORD)
    client = Client()
    client.post("/accounts/login/", {"login": "ann@example.org", "password": "a wrong one"})
    client.post("/accounts/login/", {"login": "ann@example.org", "password": PASSWORD})
    client.post("/accounts/logout/")
    said = lines(caplog)
    assert said == [
        f"{event} account={ann.pk} address=127.0.0.1" for event in ("sign_in.failed", "sign_in", "sign_out")
    ]
    assert not [line for line in said if "example" in line or "wrong" in line or PASSWORD in line]


# The limits count within a minute, which so many attempts may take on a busy machine.
@time_machine.travel(datetime(2026, 3, 5, 12, tzinfo=UTC), tick=False)
def test_attempts_beyond_the_limit(caplog: pytest.LogCaptureFixture) -> None:
    """Of an account, and of an address that tries many accounts."""
    cache.clear()
    ann = factories.user(email="ann@example.org", password=PASSWORD)
    client = Client()
    for _time in range(6):
        client.post("/accounts/login/", {"login": "ann@example.org", "password": "a wrong one"})
    assert lines(caplog)[-1] == f"sign_in.refused account={ann.pk} address=127.0.0.1"
    for number in range(30):
        client.post("/accounts/login/", {"login": f"{number}@example.org", "password": "a wrong one"})
    said = lines(caplog)
    assert "sign_in.refused account=- address=127.0.0.1" in said
    assert said[-1] == "refused.429 account=- address=127.0.0.1"


def test_links_refusals_and_changes(caplog: pytest.LogCaptureFixture) -> None:
    invited = factories.user()
    path = urlsplit(issue_sign_in_link(actor=factories.SYSTEM, user=invited)).path
    client = Client()
    client.post(path)
    client.post("/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    organization = factories.organization()
    member = factories.member(organization)
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    client.get(f"/organizations/{organization.slug}/edit/")
    said = [line.split()[0] for line in lines(caplog)]
    assert said[:3] == ["sign_in.link_used", "sign_in", "password.set"]
    assert said[-1] == "refused.403"
    assert path.split("/")[2] not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_administration(caplog: pytest.LogCaptureFixture) -> None:
    organization = factories.organization()
    organizations.add_member(
        actor=factories.SYSTEM,
        organization=organization,
        email="new@example.org",
        role=OrganizationRole.MEMBER,
    )
    new = User.objects.get()
    assert f"member.added account=- address=- target={new.uuid} role=member" in lines(caplog)
