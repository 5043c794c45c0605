"""The pages on which people are forgotten, and that say what is kept."""

from __future__ import annotations

import pytest
from allauth.core import ratelimit
from django.urls import reverse
from django.utils import timezone

from exchange.models import Erasure
from handover.models import HandoverVersion
from lvt.models import Goal
from organizations.models import User
from organizations.organization.models import OrganizationRole
from tests import factories
from tests.factories import make
from workshops.models import Participant

pytestmark = pytest.mark.django_db

PASSWORD = "open sesame please"


@pytest.fixture
def admin(discovery):
    return factories.member(discovery.domain.organization, OrganizationRole.ADMIN, name="Ada Admin")


def url(discovery, name="person_erase", query="?name=Jane+Doe"):
    return reverse(f"discovery:{name}", args=[discovery.domain.organization.slug]) + query


def test_an_admin_sees_what_will_happen_and_then_it_does(client_of, discovery, admin):
    room = factories.workshop(discovery, "Sitting one")
    guest, other = (factories.participant(room, "Jane Doe", role_title=role) for role in ("CFO", "Nurse"))
    make(Goal, discovery=discovery, title="As Jane Doe said")
    browser = client_of(admin)

    shown = browser.get(url(discovery)).content.decode()
    assert "took part in “Sitting one”" in shown
    assert "1 text mentions them by this name" in shown
    assert not Erasure.objects.exists()
    # Without the last tick nothing happens.
    sent = {"known": f"guest:{guest.uuid}", "in_texts": "on"}
    assert browser.post(url(discovery), sent).status_code == 422
    answer = browser.post(url(discovery), sent | {"sure": "on"})

    assert answer.status_code == 303
    names = dict(Participant.objects.values_list("pk", "display_name"))
    assert names == {guest.pk: "Former participant 1", other.pk: "Jane Doe"}
    assert Goal.objects.get().title == "As Former participant 1 said"
    page = browser.get(answer["Location"]).content.decode()
    assert "Former participant 1" in page
    assert "Jane" not in page


def test_frozen_versions_are_spoken_of_where_one_names_the_person(client_of, discovery, admin):
    said = "frozen version"
    browser = client_of(admin)
    make(
        HandoverVersion,
        discovery=discovery,
        number=1,
        frozen_at=timezone.now(),
        frozen_by="Jane Doe",
        document="{}",
        page="<!doctype html><html lang='en'><body></body></html>",
    )

    assert f"1 {said} names them" in browser.get(url(discovery)).content.decode()
    assert said not in browser.get(url(discovery, query="?name=Joan+Roe")).content.decode()


def test_a_name_that_nobody_has_erases_nothing(client_of, discovery, admin):
    answer = client_of(admin).post(url(discovery, query="?name=Joan+Roe"), {"sure": "on"})

    assert answer.status_code == 422
    assert "The name doesn’t appear in this organization" in answer.content.decode()
    assert not Erasure.objects.exists()


def test_a_name_in_texts_only_needs_the_tick_at_texts(client_of, discovery, admin):
    make(Goal, discovery=discovery, title="As Frank said")
    browser, address = client_of(admin), url(discovery, query="?name=Frank")

    answer = browser.post(address, {"sure": "on"})
    assert answer.status_code == 422
    assert "The name appears in texts only. Check this box" in answer.content.decode()
    assert not Erasure.objects.exists()

    assert browser.post(address, {"sure": "on", "in_texts": "on"}).status_code == 303
    assert Goal.objects.get().title == "As Former participant 1 said"


def test_where_no_text_mentions_them_the_page_says_so(client_of, discovery, admin):
    shown = client_of(admin).get(url(discovery)).content.decode()
    assert "No text mentions them by this name" in shown
    assert "0 texts" not in shown


def test_a_row_that_was_not_shown_cannot_be_chosen(client_of, discovery, admin):
    elsewhere = factories.participant(factories.workshop(), "Jane Doe")
    sent = {"known": f"guest:{elsewhere.uuid}", "sure": "on"}

    client_of(admin).post(url(discovery), sent)

    assert Participant.objects.get().display_name == "Jane Doe"


def test_a_single_word_is_not_ticked_beforehand(client_of, discovery, admin):
    factories.participant(factories.workshop(discovery), "Frank")

    shown = client_of(admin).get(url(discovery, query="?name=Frank")).content.decode()

    assert "The name is a single word" in shown
    box = shown.split('name="in_texts"')[1].split(">")[0]
    assert "checked" not in box


def test_what_is_kept_is_said_to_guests_and_admins(client, client_of, discovery, admin, settings):
    settings.KEEP_GUESTS_DAYS = 77
    room = factories.workshop(discovery)
    joining = client.get(reverse("discovery:join", args=[room.code])).content.decode()
    assert reverse("discovery:kept") in joining
    said = "77 days after the workshop ended, or after the last event in it if no one ended it"
    assert said in client.get(reverse("discovery:kept")).content.decode()
    mine = client_of(admin).get(url(discovery, "organization_kept", "")).content.decode()
    assert said in mine
    assert "finished tasks for 14 days" in mine


def test_nobody_but_the_person_deletes_an_account(client, discovery):
    account = factories.access(discovery, name="Jane Doe", password=PASSWORD)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("discovery:account_delete")

    assert client.post(address, {"password": "wrong", "in_texts": "on"}).status_code == 422
    assert User.objects.filter(pk=account.pk).exists()
    assert client.post(address, {"password": PASSWORD, "in_texts": "on"}).status_code == 303

    assert not User.objects.filter(pk=account.pk).exists()
    assert client.get(address).status_code == 302


def test_a_password_is_in_no_page_and_one_guess_costs_one_token(client, discovery, monkeypatch):
    account = factories.access(discovery, name="Jane Doe", password=PASSWORD)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["signed_in_at"] = 0
    session.save()
    address, consumed = reverse("discovery:account_delete"), []

    def consume(*_args, action, **_more):
        consumed.append(action)
        return True

    monkeypatch.setattr(ratelimit, "consume", consume)

    asked = client.post(address, {"password": PASSWORD, "in_texts": "on"}).content.decode()
    assert PASSWORD not in asked
    assert '<input type="hidden" name="in_texts" value="on">' in asked
    again = {"in_texts": "on", "again_step": "go", "again_secret": PASSWORD}
    confirmed = client.post(address, again)
    assert confirmed.status_code == 422
    assert 'type="password" name="password"' in confirmed.content.decode()
    assert len(consumed) == 1

    assert client.post(address, {"password": "guessed"}).status_code == 422
    assert len(consumed) == 2
    assert client.post(address, {"password": PASSWORD, "in_texts": "on"}).status_code == 303


def test_an_account_without_a_password_gives_its_address(client, discovery):
    account = factories.access(discovery, name="Jane Doe", email="jane@example.org")
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("discovery:account_delete")

    assert client.post(address, {"email": "joan@example.org"}).status_code == 422
    assert client.post(address, {"email": "Jane@example.org"}).status_code == 303
    assert not User.objects.filter(pk=account.pk).exists()
