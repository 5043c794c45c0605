"""What outlives a session needs a sign-in of the last 15 minutes."""

from __future__ import annotations

import json
import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from core.models import Operation
from discovery.discoveries.models import DiscoveryRole
from discovery.discoveries.services import change_access, grant_access
from discovery.models import Discovery, DiscoveryAccess
from organizations.actors import Actor
from organizations.models import Membership, Organization, User
from organizations.organization.models import OrganizationRole
from organizations.recent_sign_in.web import FRESH
from organizations.services.one_time_links import issue_sign_in_link
from tests import factories
from tests.factories import SYSTEM
from tests.outbox import work
from workshops.models import Workshop
from workshops.room.steering.services import hand_over
from workshops.services.undo import undo
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def _nobody_tried_before() -> None:
    cache.clear()


@pytest.fixture
def owner(organization: Organization) -> User:
    user = User.objects.create_user("owner@example.com", PASSWORD, name="Olga Owner")
    factories.make(Membership, organization=organization, user=user, role=OrganizationRole.ADMIN)
    return user


def _signed_in_a_while_ago(user: User) -> Client:
    client = Client()
    client.force_login(user)
    session = client.session
    session["signed_in_at"] = int(time.time()) - FRESH - 1
    session.save()
    return client


def _invites(organization: Organization) -> tuple[str, dict[str, str]]:
    return f"/organizations/{organization.slug}/members/add/", {
        "email": "eve@evil.example",
        "name": 'Eve "<b>',
        "role": "admin",
        "confirmed": "on",
    }


def _hidden(page: str) -> dict[str, str]:
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {
        name: value.replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">") for name, value in pairs
    }


def _is_admin(organization: Organization) -> bool:
    return Membership.objects.filter(organization=organization, user__email="eve@evil.example").exists()


def test_who_has_just_signed_in_is_not_asked(owner: User, organization: Organization) -> None:
    client = Client()
    client.force_login(owner)
    url, sent = _invites(organization)
    assert 'name="email"' in client.get(url).content.decode()
    assert client.post(url, sent).status_code == 200
    assert _is_admin(organization)


def test_a_borrowed_session_makes_no_admin(owner: User, organization: Organization) -> None:
    client = _signed_in_a_while_ago(owner)
    url, sent = _invites(organization)
    for answer in (
        client.get(url),
        client.post(url, sent),
        client.post(url, {**sent, "again_step": "go"}),
        client.post(url, {**sent, "again_step": "go", "again_secret": "guessed"}),
        client.post(url, {**sent, "again_step": "code"}),
    ):
        assert "Confirm it’s you" in answer.content.decode()
    assert not _is_admin(organization)
    assert mail.outbox == []  # who has a password is sent no code


def test_a_form_opens_after_the_password(owner: User, organization: Organization) -> None:
    client = _signed_in_a_while_ago(owner)
    url, _sent = _invites(organization)
    kept = _hidden(client.get(url).content.decode())
    answer = client.post(url, {**kept, "again_step": "go", "again_secret": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (303, url)
    assert 'name="email"' in client.get(url).content.decode()


def test_what_was_typed_is_kept(owner: User, organization: Organization) -> None:
    client = _signed_in_a_while_ago(owner)
    url, sent = _invites(organization)
    wrong = client.post(url, sent)
    again = client.post(url, {**_hidden(wrong.content.decode()), "again_step": "go", "again_secret": "wrong"})
    assert "That password isn’t right." in again.content.decode()
    kept = _hidden(again.content.decode())
    assert {name: kept[name] for name in sent} == sent
    client.post(url, {**kept, "again_step": "go", "again_secret": PASSWORD})
    assert User.objects.get(email="eve@evil.example").name == sent["name"]


def test_in_a_dialog_the_form_comes_in_its_place(owner: User, organization: Organization) -> None:
    client = _signed_in_a_while_ago(owner)
    url, sent = _invites(organization)
    htmx: dict[str, Any] = {"headers": {"HX-Request": "true"}}
    opened = client.get(url, **htmx)
    assert "<html" not in opened.content.decode()
    kept = _hidden(opened.content.decode())
    answer = client.post(url, {**kept, "again_step": "go", "again_secret": PASSWORD}, **htmx)
    answer = client.get(answer.headers["Location"], **htmx)
    assert 'name="email"' in answer.content.decode()
    assert "<html" not in answer.content.decode()
    posted = _signed_in_a_while_ago(owner).post(url, sent, **htmx)
    assert posted.status_code == 422
    assert f'hx-post="{url}"' in posted.content.decode()


def test_the_dialog_is_called_by_what_it_asks(owner: User, organization: Organization) -> None:
    url, sent = _invites(organization)
    for asked in (
        _signed_in_a_while_ago(owner).get(url, headers={"HX-Request": "true"}),
        _signed_in_a_while_ago(owner).post(url, sent, headers={"HX-Request": "true"}),
    ):
        assert json.loads(asked.headers["HX-Trigger"]) == {"dialog:title": {"title": "Confirm it’s you"}}
    assert "HX-Trigger" not in _signed_in_a_while_ago(owner).get(url).headers


def test_password_managers_are_told_whose_password_it_is(owner: User, organization: Organization) -> None:
    url, _sent = _invites(organization)
    name = '<input type="text" autocomplete="username" value="owner@example.com" hidden readonly>'
    assert name in _signed_in_a_while_ago(owner).get(url).content.decode()
    by_link = User.objects.create_user("link@example.com", name="Lin Link")
    factories.make(Membership, organization=organization, user=by_link, role=OrganizationRole.ADMIN)
    assert "username" not in _signed_in_a_while_ago(by_link).get(url).content.decode()


def test_scripts_are_told(owner: User, organization: Organization) -> None:
    url, sent = _invites(organization)
    answer = _signed_in_a_while_ago(owner).post(url, sent, headers={"Accept": "application/json"})
    assert answer.status_code == 403
    assert "sign-in is too old" in answer.json()["error"]


def test_without_a_password_a_code_comes_by_mail(organization: Organization) -> None:
    user = User.objects.create_user("link@example.com", name="Lin Link")
    factories.make(Membership, organization=organization, user=user, role=OrganizationRole.ADMIN)
    client = _signed_in_a_while_ago(user)
    url, sent = _invites(organization)
    kept = _hidden(client.post(url, sent).content.decode())
    asked = client.post(url, {**kept, "again_step": "code"}).content.decode()
    work()
    (message,) = mail.outbox
    assert message.to == ["link@example.com"]
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", str(message.body))
    assert code
    kept = _hidden(asked)
    wrong = client.post(url, {**kept, "again_step": "go", "again_secret": "BBBB-BBBB"})
    assert "That code isn’t right." in wrong.content.decode()
    client.post(url, {**kept, "again_step": "go", "again_secret": code.group().lower()})
    assert _is_admin(organization)


def test_a_code_is_typed_five_times_at_most(organization: Organization) -> None:
    user = User.objects.create_user("link@example.com", name="Lin Link")
    factories.make(Membership, organization=organization, user=user, role=OrganizationRole.ADMIN)
    client = _signed_in_a_while_ago(user)
    url, sent = _invites(organization)
    client.post(url, {**sent, "again_step": "code"})
    work()
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", str(mail.outbox[0].body))
    assert code
    for _try in range(5):
        client.post(url, {**sent, "again_step": "go", "again_secret": "BBBB-BBBB"})
    client.post(url, {**sent, "again_step": "go", "again_secret": code.group()})
    assert not _is_admin(organization)


def test_a_one_time_link_counts_and_leaves_the_session(owner: User, organization: Organization) -> None:
    client = _signed_in_a_while_ago(owner)
    url, sent = _invites(organization)
    asked = _hidden(client.post(url, sent).content.decode())
    before = client.session.session_key
    client.post(issue_sign_in_link(actor=SYSTEM, user=owner).removeprefix("http://localhost:8000"))
    assert client.session.session_key == before
    client.post(url, {**asked, "again_step": "go"})
    assert _is_admin(organization)


def test_undoing_gives_rights_again(owner: User, discovery: Discovery) -> None:
    factories.make(
        Membership,
        organization=discovery.domain.organization,
        user=(other := User.objects.create_user("oda@example.com", name="Oda")),
        role=OrganizationRole.MEMBER,
    )
    access = grant_access(actor=SYSTEM, discovery=discovery, user=other, role="facilitator")
    client = _signed_in_a_while_ago(owner)
    client.post(f"/d/{discovery.slug}/access/{access.uuid}/remove/")
    removed = Operation.objects.get(verb="access.removed")
    asked = client.post(f"/operations/{removed.uuid}/undo/", headers={"HX-Request": "true"})
    assert asked.headers["HX-Retarget"] == "#dialog-body"
    assert "dialog:open" in asked.headers["HX-Trigger"]
    assert not DiscoveryAccess.objects.filter(pk=access.pk).exists()
    kept = {**_hidden(asked.content.decode()), "again_step": "go", "again_secret": PASSWORD}
    client.post(f"/operations/{removed.uuid}/undo/", kept, headers={"HX-Request": "true"})
    assert DiscoveryAccess.objects.filter(pk=access.pk).exists()


def _leads(client: Client, room: Workshop, to: User, **sent: str) -> Any:
    return client.post(f"/w/{room.code}/console/lead/", {"to": to.pk, **sent})


def test_handing_over_makes_nobody_a_facilitator_unasked(owner: User, discovery: Discovery) -> None:
    room = factories.workshop(discovery, state=WorkshopState.LIVE)
    eve = factories.member(discovery.domain.organization, name="Eve")
    client = _signed_in_a_while_ago(owner)
    asked = _leads(client, room, eve, may_facilitate="on")
    assert "Confirm it’s you" in asked.content.decode()
    assert not DiscoveryAccess.objects.filter(user=eve).exists()
    kept = _hidden(asked.content.decode())
    assert kept["may_facilitate"] == "on"
    client.post(f"/w/{room.code}/console/lead/", {**kept, "again_step": "go", "again_secret": PASSWORD})
    assert DiscoveryAccess.objects.get(user=eve).role == DiscoveryRole.FACILITATOR
    assert Workshop.objects.get().lead == eve


def test_handing_over_to_who_facilitates_already_is_not_asked(owner: User, discovery: Discovery) -> None:
    room = factories.workshop(discovery, state=WorkshopState.LIVE)
    gil = factories.access(discovery, name="Gil Guide")
    assert _leads(_signed_in_a_while_ago(owner), room, gil).status_code == 302
    assert Workshop.objects.get().lead == gil


@pytest.mark.parametrize("verb", ["access.changed", "workshop.handed_over"])
def test_undoing_an_undo_is_asked_like_what_it_gives_again(
    owner: User, discovery: Discovery, verb: str
) -> None:
    actor, eve = Actor.of_account(owner), factories.member(discovery.domain.organization, name="Eve")
    if verb == "access.changed":
        access = grant_access(actor=actor, discovery=discovery, user=eve, role="editor")
        change_access(actor=actor, access=access, role="facilitator")
    else:
        hand_over(actor=actor, workshop=factories.workshop(discovery), to=eve)
    client = _signed_in_a_while_ago(owner)
    target = Operation.objects.get(verb=verb)
    for _time in range(4):
        asked = client.post(f"/operations/{target.uuid}/undo/")
        assert "Confirm it’s you" in asked.content.decode()
        target = undo(actor=actor, target=target)


def test_undoing_a_plain_handing_over_is_not_asked(owner: User, discovery: Discovery) -> None:
    gil = factories.access(discovery, name="Gil Guide")
    plain = hand_over(actor=Actor.of_account(owner), workshop=factories.workshop(discovery), to=gil)
    assert _signed_in_a_while_ago(owner).post(f"/operations/{plain.uuid}/undo/").status_code == 303
    assert Workshop.objects.get().lead is None


def test_guesses_are_counted(owner: User, organization: Organization) -> None:
    client = _signed_in_a_while_ago(owner)
    url, sent = _invites(organization)
    answers = [
        client.post(url, {**sent, "again_step": "go", "again_secret": f"guess {number}"}).status_code
        for number in range(11)
    ]
    assert answers[-1] == 429


# --- What admins are told -------------------------------------------------------------------------


def test_admins_hear_of_a_new_admin(owner: User, organization: Organization) -> None:
    client = Client()
    client.force_login(owner)
    other = User.objects.create_user("other@example.com", name="Otto")
    factories.make(Membership, organization=organization, user=other, role=OrganizationRole.ADMIN)
    url, sent = _invites(organization)
    client.post(url, sent)
    work()
    told = [message for message in mail.outbox if message.subject == "[Headwaters] New admin"]
    assert [message.to for message in told] == [["owner@example.com"], ["other@example.com"]]
    assert "eve@evil.example" in str(told[0].body)
    assert "Olga Owner" in str(told[0].body)


def test_admins_hear_who_becomes_one(owner: User, organization: Organization) -> None:
    client = Client()
    client.force_login(owner)
    member = User.objects.create_user("mia@example.com", name="Mia")
    kept = factories.make(Membership, organization=organization, user=member, role=OrganizationRole.MEMBER)
    url = f"/organizations/{organization.slug}/members/{kept.uuid}/"
    client.post(url, {**_hidden(client.get(url).content.decode()), "role": "facilitator"})
    work()
    assert mail.outbox == []
    client.post(url, {**_hidden(client.get(url).content.decode()), "role": "admin"})
    work()
    assert [message.to for message in mail.outbox] == [["owner@example.com"]]


def test_a_key_of_the_organization_is_told_and_one_of_a_discovery_is_not(
    owner: User, discovery: Discovery
) -> None:
    client = Client()
    client.force_login(owner)
    organization = discovery.domain.organization
    ends_on = timezone.localdate() + timedelta(days=30)
    sent = {"name": "Pipeline", "scopes": ["read"], "ends_on": ends_on.isoformat()}
    client.post(f"/d/{discovery.slug}/access/keys/add/", sent)
    work()
    assert mail.outbox == []
    assert client.post(f"/organizations/{organization.slug}/keys/add/", sent).status_code == 200
    work()
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["owner@example.com"], "[Headwaters] New API key")
    assert "Pipeline" in str(message.body)


def test_a_mail_server_that_refuses_stops_nothing(
    owner: User,
    organization: Organization,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise OSError("550 owner@example.com is unknown")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    client = Client()
    client.force_login(owner)
    url, sent = _invites(organization)
    assert client.post(url, sent).status_code == 200
    work()
    assert _is_admin(organization)
