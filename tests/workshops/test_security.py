"""What somebody with bad intentions tries, and what they get."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

import live
from core.exceptions import NotFound
from core.models import Operation
from discovery.discoveries import services as discoveries
from discovery.discoveries.models import DiscoveryRole
from discovery.models import DiscoveryAccess
from organizations.models import Membership, User
from organizations.organization import services as organizations
from organizations.organization.models import OrganizationRole
from organizations.services.one_time_links import find_sign_in_link, issue_sign_in_link, use_sign_in_link
from tests import factories
from tests.factories import SYSTEM
from tests.outbox import work
from workshops.models import Workshop
from workshops.room.running import services as running
from workshops.services.undo import undo
from workshops.web.rate_limits import WRONG_CODES_OF_ADDRESS

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _no_attempts_yet() -> None:
    cache.clear()  # where allauth counts attempts


# --- E-mail and addresses -------------------------------------------------------------------------


def test_an_address_without_an_account_gets_no_mail_when_somebody_types_it() -> None:
    asked = Client().post("/accounts/password/reset/", {"email": "unknown@example.org"})
    assert asked.status_code == 302
    work()
    assert mail.outbox == []


def test_a_forged_host_does_not_get_into_mail(settings: Any) -> None:
    """Else a reset that an attacker asks for would send its owner, with the key, to the attacker's host."""
    settings.BASE_URL = "https://headwaters.example.org"
    settings.ALLOWED_HOSTS = ["*"]
    factories.user(email="known@example.org", password=PASSWORD)
    asking = {"email": "known@example.org"}
    Client().post("/accounts/password/reset/", asking, headers={"host": "evil.example.com"})
    work()
    (message,) = mail.outbox
    text = f"{message.subject} {message.body}"
    assert "evil" not in text
    assert "https://headwaters.example.org/accounts/" in text


def test_a_mailed_link_works(settings: Any) -> None:
    settings.BASE_URL = "http://testserver"
    factories.user(email="known@example.org", password=PASSWORD)
    Client().post("/accounts/password/reset/", {"email": "known@example.org"})
    work()
    link = re.search(r"http://testserver(/\S+)", str(mail.outbox[0].body))
    assert link is not None
    assert Client().get(link[1], follow=True).status_code == 200


def test_attempts_to_sign_in_are_counted_whatever_the_request_claims(settings: Any) -> None:
    """Neither a forged Host nor a forged X-Forwarded-For gives more guesses at one account."""
    settings.ALLOWED_HOSTS = ["*"]
    settings.TRUSTED_PROXIES = 0
    factories.user(email="known@example.org", password=PASSWORD)
    for number in range(8):
        Client().post(
            "/accounts/login/",
            {"login": "known@example.org", "password": "wrong"},
            headers={"host": f"h{number}.example.org", "x-forwarded-for": f"198.51.100.{number}"},
        )
    answer = Client().post("/accounts/login/", {"login": "known@example.org", "password": PASSWORD})
    assert answer.status_code == 200
    assert "_auth_user_id" not in answer.wsgi_request.session


def test_behind_a_proxy_each_client_has_attempts_of_its_own(settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    for number in range(12):
        Client().post(
            "/accounts/login/",
            {"login": f"nobody{number}@example.org", "password": "wrong"},
            headers={"x-forwarded-for": "198.51.100.1"},
        )
    factories.user(email="known@example.org", password=PASSWORD)
    answer = Client().post(
        "/accounts/login/",
        {"login": "known@example.org", "password": PASSWORD},
        headers={"x-forwarded-for": "198.51.100.2"},
    )
    assert answer.status_code == 302


@pytest.mark.parametrize(
    "target",
    ["https://evil.example.com/", "//evil.example.com", "/\\evil.example.com", "javascript:alert(1)"],
)
def test_signing_in_leads_nowhere_else(settings: Any, target: str) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    factories.user(email="known@example.org", password=PASSWORD)
    answer = Client().post(
        "/accounts/login/", {"login": "known@example.org", "password": PASSWORD, "next": target}
    )
    assert answer.status_code == 302
    assert answer["Location"] == "/"


def test_closed_signing_up_makes_no_account(settings: Any) -> None:
    settings.SIGNUP_OPEN = False
    form = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD, "name": "New"}
    Client().post("/accounts/signup/", form)
    assert not User.objects.filter(email="new@example.org").exists()


# --- One-time links and members -------------------------------------------------------------------


def test_the_first_link_that_is_used_ends_the_others() -> None:
    """The admin who invited somebody may hold further links: after the first use only the owner gets in."""
    invited = factories.user()
    first, second = (
        urlsplit(issue_sign_in_link(actor=SYSTEM, user=invited)).path.split("/")[2] for _ in range(2)
    )
    assert find_sign_in_link(token=second)
    use_sign_in_link(token=first)
    with pytest.raises(NotFound):
        use_sign_in_link(token=second)


def test_an_address_that_nobody_confirmed_is_pointed_out(client_of: ClientOf) -> None:
    """Anybody may sign up with somebody else's address, and wait to be made a member in their place."""
    organization = factories.organization()
    client = client_of(factories.member(organization, OrganizationRole.ADMIN))
    squatter = factories.user(email="boss@example.org", password=PASSWORD)
    path = f"/organizations/{organization.slug}/members/add/"
    form = {"email": "boss@example.org", "role": OrganizationRole.ADMIN.value}
    refused = client.post(path, form)
    assert refused.status_code == 422
    assert "never confirmed" in refused.content.decode()
    assert not Membership.objects.filter(user=squatter).exists()
    assert client.post(path, {**form, "is_theirs": "on"}).status_code == 303
    assert Membership.objects.filter(user=squatter, organization=organization).exists()


def test_a_confirmed_address_asks_nothing(client_of: ClientOf) -> None:
    from allauth.account.models import EmailAddress

    organization = factories.organization()
    owner = factories.user(email="boss@example.org", password=PASSWORD)
    EmailAddress.objects.create(user=owner, email=owner.email, verified=True, primary=True)
    client = client_of(factories.member(organization, OrganizationRole.ADMIN))
    path = f"/organizations/{organization.slug}/members/add/"
    assert "is_theirs" not in client.get(path).content.decode()
    assert client.post(path, {"email": "boss@example.org", "role": "member"}).status_code == 303


# --- Access that ends -----------------------------------------------------------------------------


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> set[tuple[int, str]]:
    """Which streams were ended: workshops and audiences."""
    ended: set[tuple[int, str]] = set()
    monkeypatch.setattr(
        live, "close_streams", lambda workshop, audience=None: ended.add((workshop, audience))
    )
    return ended


def _take_access(way: str, user: User, workshop: Workshop) -> None:
    granted = DiscoveryAccess.objects.get(user=user)
    if way == "removed":
        discoveries.remove_access(actor=SYSTEM, access=granted)
    elif way == "lowered":
        discoveries.change_access(actor=SYSTEM, access=granted, role=DiscoveryRole.VIEWER)
    elif way == "no member":
        organizations.remove_member(actor=SYSTEM, membership=Membership.objects.get(user=user))
    else:
        discoveries.remove_access(actor=SYSTEM, access=granted)
        discoveries.grant_access(actor=SYSTEM, discovery=workshop.discovery, user=user, role="facilitator")


@pytest.mark.parametrize("way", ["removed", "lowered", "no member"])
def test_streams_end_with_the_access(way: str, closed: set[tuple[int, str]]) -> None:
    """A console that stays open would show the room for up to 25 minutes more."""
    workshop = factories.workshop()
    user = factories.access(workshop.discovery)
    _take_access(way, user, workshop)
    assert closed == {(workshop.pk, each) for each in ("console", "remote", "stage")}


def test_streams_end_when_access_is_undone(closed: set[tuple[int, str]]) -> None:
    workshop = factories.workshop()
    user = factories.member(workshop.discovery.domain.organization)
    discoveries.grant_access(actor=SYSTEM, discovery=workshop.discovery, user=user, role="facilitator")
    undo(actor=SYSTEM, target=Operation.objects.get(verb="access.granted"))
    assert closed == {(workshop.pk, each) for each in ("console", "remote", "stage")}


def test_an_admin_who_is_one_no_longer_loses_the_console(closed: set[tuple[int, str]]) -> None:
    workshop = factories.workshop()
    organization = workshop.discovery.domain.organization
    factories.member(organization, OrganizationRole.ADMIN)
    admin = factories.member(organization, OrganizationRole.ADMIN)
    membership = Membership.objects.get(user=admin)
    organizations.change_member(actor=SYSTEM, membership=membership, role=OrganizationRole.MEMBER)
    assert (workshop.pk, "console") in closed


# --- Guests and undo ------------------------------------------------------------------------------


@pytest.fixture
def written(client_of: ClientOf) -> tuple[Client, Workshop, str]:
    """A guest who wrote a card in a live room, and the address that undoes it."""
    workshop = factories.workshop()
    writing = factories.activity(workshop, "write_use_cases")
    factories.activity(workshop, "welcome")
    running.start_workshop(actor=SYSTEM, workshop=workshop)
    guest = client_of(factories.participant(workshop))
    sent = guest.post(f"/w/{workshop.code}/activities/{writing.uuid}/cards/", {"name": "Mine"})
    assert sent.status_code == 200
    operation = Operation.objects.get(verb="use_case.added")
    return guest, workshop, f"/operations/{operation.uuid}/undo/"


def test_a_guest_takes_back_what_they_did_a_moment_ago(written: tuple[Client, Workshop, str]) -> None:
    guest, workshop, path = written
    assert guest.post(path).status_code == 303
    assert not workshop.discovery.use_cases.exists()


@pytest.mark.parametrize("later", ["moved", "ended", "other guest", "no guest"])
def test_a_guest_does_not_take_it_back_later(
    later: str, written: tuple[Client, Workshop, str], client_of: ClientOf
) -> None:
    """By then others built on it: it was scored, ranked, or went into a report."""
    guest, workshop, path = written
    if later == "moved":
        track = workshop.tracks.get()
        running.move_on(actor=SYSTEM, track=track, from_activity=track.current)
    elif later == "ended":
        running.end_workshop(actor=SYSTEM, workshop=workshop)
    elif later == "other guest":
        guest = client_of(factories.participant(workshop))
    else:
        guest = Client()
    assert guest.post(path).status_code in (404, 409)
    assert workshop.discovery.use_cases.count() == 1


# --- Guessing codes -------------------------------------------------------------------------------


def test_a_guesser_in_the_room_does_not_lock_out_its_facilitator(
    client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both come from the same address; the console asks for nothing that could be guessed."""
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)  # else a slow computer earns the guesser another try
    workshop = factories.workshop()
    guesser = client_of()
    for number in range(int(WRONG_CODES_OF_ADDRESS.burst)):
        guesser.get(f"/join/AAA{number:03}/")
    assert guesser.get(f"/join/{workshop.code}/").status_code == 429
    for role in DiscoveryRole:
        client = client_of(factories.access(workshop.discovery, role))
        assert client.get(f"/w/{workshop.code}/stage/").status_code == 200, role
    facilitator = client_of(factories.access(workshop.discovery))
    assert facilitator.get(f"/w/{workshop.code}/console/").status_code == 200
    stranger = client_of(factories.user())
    assert stranger.get(f"/w/{workshop.code}/console/").status_code == 429
