"""A new discovery from a text, on the page where discoveries are imported."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.models import Operation
from discovery.models import Discovery
from lvt.models import Goal
from organizations.actors import Actor
from organizations.models import Domain
from organizations.organization.models import OrganizationRole
from tests import factories
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db

TEXT = b"discovery: {name: Commercial discovery}\ngoals: [More visits]\n"


def sent(client: Client, slug: str, text: bytes, domain: str = "") -> Any:
    """The page with what would come of the text."""
    url = reverse("discovery:import_upload", args=[slug])
    answer = client.post(url, {"file": SimpleUploadedFile("new.yaml", text), "domain": domain})
    assert answer.status_code == 303, answer.content
    return answer["Location"], client.get(answer["Location"])


def test_a_text_becomes_a_discovery_that_one_undo_takes_back(client: Client) -> None:
    organization = factories.organization()
    account = factories.member(organization, OrganizationRole.FACILITATOR, name="Fio")
    client.force_login(account)
    _url, nowhere = sent(client, organization.slug, TEXT)
    assert nowhere.status_code == 422
    assert "Enter the domain of the discovery." in nowhere.content.decode()
    url, page = sent(client, organization.slug, TEXT, "Commercial")
    assert "More visits" in page.content.decode()
    assert not Discovery.objects.exists()
    assert not Domain.objects.exists()
    done = client.post(url, {"digest": page.context["digest"]})
    made = Discovery.objects.get()
    assert done["Location"] == reverse("discovery:discovery_overview", args=[made.slug])
    assert client.get(done["Location"]).status_code == 200
    assert (made.domain.name, Goal.objects.get().title) == ("Commercial", "More visits")
    undo(actor=Actor.of_account(account), target=Operation.objects.get(verb="organization_text.imported"))
    assert not Goal.objects.exists()


def test_a_text_that_is_wrong_is_told_with_its_lines(client: Client) -> None:
    organization = factories.organization()
    client.force_login(factories.member(organization, OrganizationRole.FACILITATOR, name="Fio"))
    _url, page = sent(client, organization.slug, TEXT + b"goal: []\n", "Commercial")
    assert (page.status_code, "line 3" in page.content.decode()) == (422, True)
    document = reverse("discovery:import_check", args=[organization.slug])
    assert client.get(f"{document}?{_url.partition('?')[2]}").status_code == 302
