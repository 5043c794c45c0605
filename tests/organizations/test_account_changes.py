"""A session, such as on a laptop that was left alone, is not enough to take over the account."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import get_default_password_validators
from django.core import mail
from django.core.cache import cache
from django.test import Client

from organizations.actors import Actor
from organizations.models import User
from organizations.organization.models import OrganizationRole
from organizations.organization.services import add_member
from organizations.recent_sign_in.web import FRESH
from organizations.services.one_time_links import issue_sign_in_link
from tests import factories
from tests.outbox import work

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
PASSWORD = "correct horse battery"
OWNERS, ADDED = "owner@example.org", "evil@example.com"
CHANGES: list[tuple[str, dict[str, str]]] = [
    ("/accounts/email/", {"action_add": "", "email": ADDED}),
    ("/accounts/email/", {"action_primary": "", "email": ADDED}),
    ("/accounts/email/", {"action_remove": "", "email": OWNERS}),
    ("/accounts/email/", {"action_remove": "", "email": "old@example.org"}),
]


@pytest.fixture(autouse=True)
def _no_attempts_yet() -> None:
    cache.clear()  # where allauth counts attempts


def addresses(user: User) -> dict[str, tuple[bool, bool]]:
    return {each.email: (each.verified, each.primary) for each in EmailAddress.objects.filter(user=user)}


@pytest.fixture
def owner() -> User:
    user = factories.user(email=OWNERS, password=PASSWORD)
    for email, is_verified in ((OWNERS, False), ("old@example.org", False), (ADDED, False)):
        EmailAddress.objects.create(user=user, email=email, verified=is_verified, primary=email == OWNERS)
    return user


@pytest.mark.parametrize(("path", "sent"), CHANGES)
def test_with_a_session_alone_nothing_is_changed(
    client_of: ClientOf, owner: User, path: str, sent: dict[str, str]
) -> None:
    if "action_add" in sent:
        EmailAddress.objects.filter(email=ADDED).delete()
    before = addresses(owner)
    answer = client_of(owner).post(path, sent)
    assert answer.status_code in (302, 409)
    if answer.status_code == 302 and sent.get("email") != OWNERS:
        assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert addresses(owner) == before
    assert User.objects.get(pk=owner.pk).email == OWNERS


def with_password(client: Client) -> Client:
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def test_with_the_password_an_address_is_added_and_the_owner_is_told(
    client_of: ClientOf, owner: User
) -> None:
    EmailAddress.objects.filter(email=OWNERS).update(verified=True)
    client = with_password(client_of(owner))
    client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    assert addresses(owner)["new@example.org"] == (False, False)
    work()
    told = {message.to[0]: str(message.body) for message in mail.outbox}
    assert "new@example.org was added to your account" in told[OWNERS]
    assert set(told) == {OWNERS, "new@example.org"}


def test_only_a_confirmed_address_becomes_primary_and_the_old_one_stays_until_then(
    client_of: ClientOf, owner: User
) -> None:
    client = with_password(client_of(owner))
    refused = client.post("/accounts/email/", {"action_primary": "", "email": ADDED})
    assert refused.status_code == 409
    assert "isn’t confirmed yet" in refused.content.decode()
    client.post("/accounts/email/", {"action_remove": "", "email": OWNERS})
    assert addresses(owner)[OWNERS] == (False, True)
    EmailAddress.objects.filter(email=ADDED).update(verified=True)
    client.post("/accounts/email/", {"action_primary": "", "email": ADDED})
    assert User.objects.get(pk=owner.pk).email == ADDED
    work()
    (told,) = [message for message in mail.outbox if message.to == [OWNERS]]
    assert ADDED in str(told.body)
    client.post("/accounts/email/", {"action_remove": "", "email": OWNERS})
    assert OWNERS not in addresses(owner)


def test_the_address_of_somebody_invited_stays_too(client_of: ClientOf) -> None:
    """It is in no list of addresses before they look at theirs, and no primary one."""
    invited = factories.user(email=OWNERS)
    client = client_of(invited)
    client.get("/accounts/email/")
    client.post("/accounts/email/", {"action_add": "", "email": ADDED})
    client.post("/accounts/email/", {"action_primary": "", "email": ADDED})
    client.post("/accounts/email/", {"action_remove": "", "email": OWNERS})
    assert OWNERS in addresses(invited)
    assert User.objects.get(pk=invited.pk).email == OWNERS


def test_who_invites_somebody_leaves_no_way_in_of_their_own(client_of: ClientOf) -> None:
    """Anybody may make an account for an address, and sign in by its link: another address there would give
    them a new password for it after its owner has come."""
    own = factories.organization()
    stranger = factories.member(own, OrganizationRole.ADMIN, name="Eve")
    actor = Actor.of_account(stranger)
    invited = add_member(actor=actor, organization=own, email=OWNERS).user
    client = client_of()
    client.post(urlsplit(issue_sign_in_link(actor=actor, user=invited)).path)

    answer = client.post("/accounts/email/", {"action_add": "", "email": ADDED})
    assert answer.status_code == 409
    assert "Confirm your current address" in answer.content.decode()
    assert ADDED not in addresses(invited)

    # Its owner has: from then on it is theirs to add another one.
    EmailAddress.objects.update_or_create(user=invited, email=OWNERS, defaults={"verified": True})
    client.post("/accounts/email/", {"action_add": "", "email": ADDED})
    assert ADDED in addresses(invited)


def test_a_new_password_is_told(client_of: ClientOf, owner: User) -> None:
    new = {"oldpassword": PASSWORD, "password1": "another long one", "password2": "another long one"}
    client_of(owner).post("/accounts/password/change/", new)
    assert User.objects.get(pk=owner.pk).check_password("another long one")
    work()
    assert [message.to for message in mail.outbox] == [[OWNERS]]


# --- Accounts without a password ------------------------------------------------------------------

NEW = {"password1": PASSWORD, "password2": PASSWORD}


def test_a_person_signed_in_by_a_link_sets_a_password_soon_and_not_days_later(client_of: ClientOf) -> None:
    invited = factories.user(email=OWNERS)
    client = client_of()
    client.post(urlsplit(issue_sign_in_link(actor=factories.SYSTEM, user=invited)).path)
    session = client.session
    signed_in = session["signed_in_at"]
    session["signed_in_at"] = signed_in - FRESH
    session.save()
    late = client.post("/accounts/password/set/", NEW)
    assert late.status_code == 403
    assert "sign in again" in late.content.decode()
    assert client.post("/accounts/email/", {"action_add": "", "email": ADDED}).status_code == 403
    assert not User.objects.get(pk=invited.pk).has_usable_password()
    session["signed_in_at"] = int(time.time())
    session.save()
    assert client.post("/accounts/password/set/", NEW).status_code == 302
    assert User.objects.get(pk=invited.pk).check_password(PASSWORD)
    work()
    assert [message.to for message in mail.outbox] == [[OWNERS]]


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_account_without_a_password_is_not_asked_for_one(client_of: ClientOf, method: str) -> None:
    """The page that asks again is for others; it says what they can do, or leads to what they may change."""
    client = client_of(factories.user(email=OWNERS))
    ask = getattr(client, method)
    soon = ask("/accounts/reauthenticate/")
    assert (soon.status_code, soon["Location"]) == (302, "/accounts/email/")
    session = client.session
    session["signed_in_at"] -= FRESH
    session.save()
    late = ask("/accounts/reauthenticate/")
    assert late.status_code == 403
    assert "this account has no password to check" in late.content.decode()


def test_an_account_without_a_password_is_deleted_soon_and_not_days_later(client_of: ClientOf) -> None:
    invited = factories.user(email=OWNERS)
    client = client_of(invited)
    session = client.session
    session["signed_in_at"] -= FRESH
    session.save()
    assert client.post("/account/delete/", {"email": OWNERS}).status_code == 422
    assert User.objects.filter(pk=invited.pk).exists()
    session["signed_in_at"] = int(time.time())
    session.save()
    client.post("/account/delete/", {"email": OWNERS})
    assert not User.objects.filter(pk=invited.pk).exists()


def test_the_form_tells_all_rules_of_a_new_password(client_of: ClientOf) -> None:
    """One sentence tells the rules of these validators."""
    invited = factories.user(email=OWNERS)
    client = client_of()
    client.post(urlsplit(issue_sign_in_link(actor=factories.SYSTEM, user=invited)).path)
    page = client.get("/accounts/password/set/").content.decode()
    (length,) = [each for each in get_default_password_validators() if hasattr(each, "min_length")]
    assert f"At least {length.min_length} characters, no common password, and not your name" in page
    assert {type(each).__name__ for each in get_default_password_validators()} == {
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "UserAttributeSimilarityValidator",
    }
