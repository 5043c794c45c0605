"""Mails that people of an organization cause: how many, for how long, whom they name, and where they
lead."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import TokenBucket
from core.secret_encryption import unsealed
from exchange.services.retention import purge
from organizations.actors import Actor
from organizations.mail_texts import Attachment, Letter, html_of
from organizations.models import Mail, Membership, User
from organizations.organization.models import OrganizationRole
from organizations.services import mailing
from organizations.services.notices import tell_admins
from tests import factories
from tests.exchange.erasing import erase

pytestmark = pytest.mark.django_db
ADDRESS = "ann@example.org"


def test_nobody_gets_more_than_three_invitations_a_day(client_of: Callable[..., Client]) -> None:
    organization = factories.organization()
    admin = client_of(factories.member(organization, OrganizationRole.ADMIN))
    add = reverse("discovery:member_add", args=[organization.slug])
    admin.post(add, {"email": "Victim@company.example", "name": "Vic", "role": "member"})
    member = Membership.objects.get(user__email__iexact="victim@company.example")
    link = reverse("discovery:member_link", args=[organization.slug, member.uuid])
    pages = [admin.post(link).content.decode() for _time in range(4)]
    assert ["by email" in page for page in pages] == [True, True, False, False]
    assert all("/sign-in/" in page for page in pages), "an admin can hand it over"
    purge()
    assert "by email" not in admin.post(link).content.decode(), "what limits a day is kept for a day"
    elsewhere = factories.organization(name="Elsewhere")
    other = client_of(factories.member(elsewhere, OrganizationRole.ADMIN))
    theirs = {"email": "victim@company.example", "role": "member", "is_theirs": "on"}
    other.post(reverse("discovery:member_add", args=[elsewhere.slug]), theirs)
    assert Membership.objects.filter(organization=elsewhere, user=member.user).exists()
    assert Mail.objects.count() == 3
    TokenBucket.objects.update(updated_at=timezone.now() - timedelta(hours=8, minutes=1))
    further = factories.organization(name="Further")
    third = client_of(factories.member(further, OrganizationRole.ADMIN))
    third.post(reverse("discovery:member_add", args=[further.slug]), theirs)
    assert Mail.objects.count() == 4


def test_an_account_invites_fifty_people_at_once_and_then_one_a_minute(
    client_of: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    organization = factories.organization()
    admin = client_of(factories.member(organization, OrganizationRole.ADMIN))
    add, now = reverse("discovery:member_add", args=[organization.slug]), timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    answers = [
        admin.post(add, {"email": f"n{number}@example.org", "name": f"N{number}", "role": "member"})
        for number in range(60)
    ]
    assert [each.status_code for each in answers] == [200] * 50 + [429] * 10
    assert answers[-1]["Retry-After"] == "60"
    assert Mail.objects.count() == 50
    assert not User.objects.filter(email="n50@example.org").exists(), "nobody is added who is not told"


def test_no_letter_that_is_kept_names_who_is_erased() -> None:
    organization = factories.organization()
    ada = factories.member(organization, OrganizationRole.ADMIN, name="Ada Admin")
    zora = factories.member(
        organization, OrganizationRole.ADMIN, name="Zora Quillfeather", email="z@example.org"
    )
    invited = factories.member(organization, name="Nia")
    tell_admins(
        Actor.of_account(zora), organization, "New API key", "“By Zora Quillfeather” (z@example.org)."
    )
    file = Attachment("a.ics", "Quillfeather, Zora", "text/calendar")
    mailing.post(Letter(ADDRESS, "Hello", "Hello", (file,)), account=invited, organization=organization)
    mailing.post(Letter("z@example.org", "Hello", "Hello"), organization=organization)
    unreadable = mailing.post(Letter(ADDRESS, "Hello", "Hello"), organization=organization)
    Mail.objects.filter(pk=unreadable.pk).update(letter="sealed with another key")

    pseudonym = erase(Actor.of_account(ada), organization, "Zora Quillfeather").pseudonym

    letters = [json.loads(unsealed(each.letter)) for each in Mail.objects.order_by("pk")]
    assert [each["to"] for each in letters] == [ada.email, ADDRESS]
    said = json.dumps(letters)
    assert "Zora" not in said
    assert "z@example.org" not in said
    assert f"{pseudonym} did this" in letters[0]["text"]
    assert letters[1]["files"][0]["content"] == pseudonym


def test_a_notice_is_sent_for_two_days() -> None:
    organization = factories.organization()
    admin = factories.member(organization, OrganizationRole.ADMIN)
    tell_admins(Actor.of_account(admin), organization, "New API key", "A key.")
    until = Mail.objects.get().expires_at
    assert until
    assert timedelta(hours=47) < until - timezone.now() <= timedelta(hours=48)


def test_only_addresses_of_this_installation_are_links(settings: Any) -> None:
    settings.BASE_URL = "https://headwaters.example.org"
    own = ["https://headwaters.example.org", "https://headwaters.example.org/a/?b=1"]
    foreign = ["https://evil.example/unlock", "https://headwaters.example.org.evil.example/a"]
    foreign += ["https://headwaters.example.org@evil.example/", "http://headwaters.example.org/a/"]
    page = html_of(Letter(ADDRESS, "Hello", "\n".join(own + foreign)))
    assert re.findall(r'href="([^"]*)"', page) == own
    assert all(each in page for each in foreign)
