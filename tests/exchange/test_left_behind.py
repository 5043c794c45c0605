"""Forgetting a person in two organizations: what they made there, addresses that name them, and names
of theirs from before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils import timezone

from api.external_catalogs import services as catalogs
from api.keys import services as keys
from api.models import ApiKey, Catalog, Delivery, Webhook
from api.webhooks import services as webhooks
from core.models.history import HistoryRow
from core.send_results import SendResult
from exchange.erasure import services as erasure
from exchange.erasure.account_relations import Treatment, links, name_of, treatments
from exchange.erasure.names import PersonNames
from lvt.models import Goal
from organizations.actors import Actor
from organizations.models import Membership, User
from organizations.organization.models import OrganizationRole
from organizations.services import account_name
from tests import factories
from tests.exchange.erasing import erase
from tests.factories import make
from tests.outbox import work
from workshops.actors import RoomActor
from workshops.joining.device_pairing.models import DeviceKind
from workshops.joining.participants import services as participants
from workshops.models import PairedDevice
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db
NAME = "Zora Quillfeather"
ADDRESS = "https://93.184.216.34/hooks/{}"


@pytest.fixture
def admin(organization):
    return Actor.of_account(
        factories.member(organization, OrganizationRole.ADMIN, name="Ada Admin", email="ada@example.org")
    )


@pytest.fixture
def other():
    return factories.organization("Other")


@pytest.fixture
def zora(organization, other, discovery):
    """An admin of both organizations, who facilitates the discovery of one."""
    account = factories.access(discovery, name=NAME, email="zora@example.org")
    Membership.objects.filter(user=account).update(role=OrganizationRole.ADMIN)
    make(Membership, organization=other, user=account, role=OrganizationRole.ADMIN)
    return account


def made(account, place, end):
    """A key and a webhook of the place, and for a discovery a catalog."""
    actor = Actor.of_account(account)
    keys.add_key(actor=actor, place=place, name="Pipeline", scopes=["read"])
    webhooks.add_webhook(actor=actor, place=place, address=ADDRESS.format(end), events=["decision"])
    if not hasattr(place, "domains"):
        address = ADDRESS.format(f"catalog/{end}")
        catalogs.add_catalog(actor=actor, discovery=place, address=address, token="", rhythm="off")


# --- Every link -----------------------------------------------------------------------------------


def test_each_link_to_an_account_says_what_becomes_of_it():
    assert {name_of(*each) for each in links()} == {*treatments()}
    for model, link in links():
        if treatments()[name_of(model, link)] in (Treatment.UNLINKED, Treatment.SETTLED):
            assert link.null, "a link that is emptied may be empty"


def test_links_are_found_of_any_kind():
    """By a way of their own: every relation of every table that ends at accounts."""
    every = set()
    for model in apps.get_models(include_auto_created=True):
        if issubclass(model, HistoryRow):
            continue
        for field in (
            *model._meta.local_fields,
            *model._meta.local_many_to_many,
            *model._meta.private_fields,
        ):
            if isinstance(field, models.ForeignKey | models.ManyToManyField) and field.related_model is User:
                every.add(f"{model._meta.label}.{field.name}")
    assert every == {*treatments()}


# --- Two organizations ----------------------------------------------------------------------------


def test_what_they_made_here_names_them_no_more(client, admin, organization, other, discovery, zora):
    for place, end in ((organization, "one"), (discovery, "two"), (other, "three")):
        made(zora, place, end)
    other_key = ApiKey.objects.get(organization=other)

    pseudonym = erase(admin, organization, NAME).pseudonym

    zora.refresh_from_db()
    assert zora.name == NAME, "the other organization keeps the account"
    here = ApiKey.objects.exclude(pk=other_key.pk)
    for model, ended in ((ApiKey, "revoked_at"), (Webhook, "stopped_at"), (Catalog, "stopped_at")):
        for row in model.objects.exclude(made_by=zora):
            assert (row.made_by, row.made_by_label, row.maker) == (None, pseudonym, pseudonym)
            assert (getattr(row, ended) is not None) == (model is ApiKey)
    assert here.count() == 2
    assert Webhook.objects.exclude(made_by=zora).count() == 2
    other_key.refresh_from_db()
    assert (other_key.made_by, other_key.revoked_at) == (zora, None)

    client.force_login(admin.account)
    page = client.get(reverse("api:organization_keys", args=[organization.slug])).content.decode()
    assert f"Created by {pseudonym}." in page
    assert NAME not in page


def test_a_webhook_goes_on_for_its_place(admin, organization, zora, monkeypatch):
    made(zora, organization, "one")
    erase(admin, organization, NAME)
    webhook = Webhook.objects.get()
    delivery = Delivery.objects.create(webhook=webhook, event="decision", body="{}")
    sent = []

    def send(*said, **_more):
        sent.append(said)
        return SendResult(200, "", 1)

    monkeypatch.setattr("api.webhooks.services.send", send)

    work()

    delivery.refresh_from_db()
    assert (len(sent), delivery.state) == (1, "taken")


def test_a_webhook_that_had_lost_its_rights_does_not_come_back(admin, organization, zora):
    made(zora, organization, "one")
    Membership.objects.filter(user=zora, organization=organization).update(role=OrganizationRole.MEMBER)
    erase(admin, organization, NAME)
    assert Webhook.objects.get().stopped_at is not None


def test_a_deleted_account_leaves_no_key_in_either(admin, organization, other, discovery, zora):
    make(Membership, organization=other, user=admin.account, role=OrganizationRole.ADMIN)
    for place, end in ((organization, "one"), (discovery, "two"), (other, "three")):
        made(zora, place, end)

    pseudonym = erasure.delete_account(actor=Actor.of_account(zora), account=zora, texts=True).pseudonym

    assert not User.objects.filter(pk=zora.pk).exists()
    assert not ApiKey.objects.filter(revoked_at=None).exists()
    assert {
        each.maker for each in (*ApiKey.objects.all(), *Webhook.objects.all(), *Catalog.objects.all())
    } == {pseudonym}
    assert not Webhook.objects.exclude(stopped_at=None).exists()


def test_their_paired_devices_end_here_only(admin, organization, other, discovery, zora):
    there = factories.workshop(factories.discovery(factories.domain(other)), state=WorkshopState.LIVE)
    for workshop in (factories.workshop(discovery, state=WorkshopState.LIVE), there):
        PairedDevice.objects.create(
            workshop=workshop,
            kind=DeviceKind.REMOTE,
            made_by=zora,
            secret_digest=str(workshop.pk),
            expires_at=timezone.now() + timedelta(minutes=9),
            paired_at=timezone.now(),
        )
    erase(admin, organization, NAME)
    assert [each.workshop for each in PairedDevice.objects.all()] == [there]


# --- Addresses ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("https://h.example/zora.quillfeather", "https://h.example/former-participant-1"),
        ("https://h.example/?to=Quillfeather%20Zora", "https://h.example/?to=former-participant-1"),
        ("See @zora_quillfeather's page", "See @former-participant-1's page"),
        ("https://h.example/zora-quillfeathers", "https://h.example/zora-quillfeathers"),
        ("https://h.example/zo%C3%AB-m%C3%BCller", "https://h.example/former-participant-1"),
        ("https://h.example/zoe.mueller/x", "https://h.example/former-participant-1/x"),
        ("Data A.B today", "Data A.B today"),
    ],
)
def test_an_address_that_spells_the_name_loses_it(said, left):
    names = PersonNames.of("Former participant 1", [NAME, "Zoë Müller", "A B"])
    assert names.out_of_text(said) == left


def test_a_webhook_whose_address_named_them_is_stopped(admin, organization, zora):
    made(zora, organization, "zora.quillfeather")
    made(admin.account, organization, "others")
    erase(admin, organization, NAME)
    assert {each.address: each.stopped_at is None for each in Webhook.objects.all()} == {
        ADDRESS.format("former-participant-1"): False,
        ADDRESS.format("others"): True,
    }


# --- Names from before ----------------------------------------------------------------------------


def test_an_earlier_name_of_an_account_is_forgotten_too(admin, organization, discovery, zora):
    make(Goal, discovery=discovery, title="As Zora Quillfeather and Zora Q. Marsh said")
    account_name.rename(actor=Actor.of_account(zora), name="Zora Q. Marsh")
    zora.email = "marsh@example.org"
    zora.save(update_fields=["email"])
    account_name.rename(actor=Actor.of_account(zora), name="Zora Marsh")
    make(Goal, discovery=discovery, title="Ask zora@example.org")

    pseudonym = erase(admin, organization, "Zora Marsh").pseudonym

    titles = sorted(Goal.objects.values_list("title", flat=True))
    assert titles == [f"As {pseudonym} and {pseudonym} said", "Ask [address]"]


def test_an_earlier_name_of_a_guest_is_forgotten_too(admin, organization, discovery):
    room = factories.workshop(discovery, state=WorkshopState.LIVE)
    guest = factories.participant(room, NAME)
    participants.change_details(
        actor=RoomActor.of_participant(guest),
        workshop=room,
        display_name="Zora Marsh",
        side="it",
        role_title="",
    )
    make(Goal, discovery=discovery, title="As Zora Quillfeather said")

    pseudonym = erase(admin, organization, "Zora Marsh").pseudonym

    assert Goal.objects.get().title == f"As {pseudonym} said"
    guest.refresh_from_db()
    assert guest.former_names == []
