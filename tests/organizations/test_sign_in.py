"""One-time sign-in links: good once, for a day, for the right account, and not burnt by a preview."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from core.exceptions import NotAllowed, NotFound
from organizations.actors import Actor
from organizations.models import SignInLink
from organizations.organization.models import OrganizationRole
from organizations.services.one_time_links import issue_sign_in_link, use_sign_in_link
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def frida():
    return factories.user("Frida Facilitator")


@pytest.fixture
def path(frida):
    return urlsplit(issue_sign_in_link(actor=factories.SYSTEM, user=frida)).path


def test_a_look_at_the_link_signs_nobody_in_and_the_button_does(client_of, path, frida):
    browser = client_of()

    for _preview in range(3):
        shown = browser.get(path)
        assert shown.status_code == 200
        assert "Frida Facilitator" in shown.content.decode()
    assert "_auth_user_id" not in browser.session

    answer = browser.post(path)
    assert answer.status_code == 302
    assert answer["Location"] == "/"
    assert browser.session["_auth_user_id"] == str(frida.pk)


def test_a_used_link_says_so_and_signs_nobody_in(client_of, path):
    client_of().post(path)
    other = client_of()

    for answer in (other.get(path), other.post(path)):
        assert answer.status_code == 404
        assert "was used or has expired" in answer.content.decode()
    assert "_auth_user_id" not in other.session


@pytest.mark.parametrize("token", ["x", "A" * 300, "%3Cscript%3E", "..%2F"])
def test_a_made_up_link_looks_like_a_used_one(client_of, token):
    answer = client_of().post(f"/sign-in/{token}/")

    assert answer.status_code == 404
    assert "<script>" not in answer.content.decode().replace("<script src", "")


def test_a_link_expires_after_a_day(path):
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    with pytest.raises(NotFound):
        use_sign_in_link(token=path.split("/")[2])


def test_a_closed_account_is_not_signed_in(path, frida):
    frida.is_active = False
    frida.save()

    with pytest.raises(NotFound):
        use_sign_in_link(token=path.split("/")[2])


def test_only_a_digest_of_the_token_is_kept(path):
    token = path.split("/")[2]

    assert token not in str(SignInLink.objects.values_list())


def test_an_admin_gets_a_link_only_for_somebody_nobody_else_knows():
    organization = factories.organization()
    admin = Actor.of_account(factories.member(organization, OrganizationRole.ADMIN))
    invited = factories.member(organization)

    assert issue_sign_in_link(actor=admin, user=invited)

    signed_in_before = factories.member(organization, last_login=timezone.now())
    with_password = factories.member(organization, password="a long enough one")
    of_others = factories.member(organization)
    factories.make(type(of_others.memberships.get()), organization=factories.organization(), user=of_others)
    stranger = factories.user()
    for user, error in (
        (signed_in_before, NotAllowed),
        (with_password, NotAllowed),
        (of_others, NotFound),
        (stranger, NotAllowed),
    ):
        with pytest.raises(error):
            issue_sign_in_link(actor=admin, user=user)
    with pytest.raises(NotAllowed):
        issue_sign_in_link(actor=Actor.of_account(invited), user=factories.member(organization))
