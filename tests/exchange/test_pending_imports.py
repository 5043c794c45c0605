"""What somebody looked at and has not brought in: it is theirs, of one discovery, for an hour and for once;
who comes otherwise is told why nothing was brought in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.models import Operation
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery, DiscoveryAccess
from exchange.web import pending_imports
from lvt.models import Goal
from organizations.models import Membership, User
from organizations.organization.models import OrganizationRole
from tests import factories
from tests.factories import make
from workshops.models import Note

pytestmark = pytest.mark.django_db
SAID = (
    "Nothing was imported. This was already imported, is older than an hour, or belongs "
    "to another discovery or person."
)
DOCUMENT = min((Path(__file__).parent / "documents").glob("*.json"), key=lambda each: each.stat().st_size)
Preview = Callable[[Client, Discovery], Any]


@pytest.fixture
def discovery() -> Discovery:
    made = factories.discovery()
    factories.activity(factories.workshop(made), "brainstorm", "What hurts")
    return made


@pytest.fixture
def facilitator(discovery: Discovery) -> User:
    return factories.access(discovery, DiscoveryRole.FACILITATOR, name="Fia Facilitator")


def client_of(account: User) -> Client:
    client = Client()
    client.force_login(account)
    return client


def sent(client: Client, name: str, args: list[object], what: dict[str, Any]) -> str:
    """Where a form leads that was sent: to the preview."""
    answer = client.post(reverse(f"discovery:{name}", args=args), what)
    assert answer.status_code == 303, answer.content.decode()
    return str(answer["Location"])


def a_list(client: Client, discovery: Discovery) -> str:
    return sent(client, "list_paste", [discovery.slug, "goals"], {"lines": "Growth"})


def a_text(client: Client, discovery: Discovery) -> str:
    return sent(
        client, "bring_in", [discovery.slug], {"file": SimpleUploadedFile("t.yaml", b"goals: [Growth]")}
    )


def a_table(client: Client, discovery: Discovery) -> str:
    file = SimpleUploadedFile("goals.csv", b"Goal\nGrowth\n")
    url = sent(client, "bring_in", [discovery.slug], {"file": file})
    form = client.get(url).context["form"]
    answer = client.post(url, {bound.html_name: bound.value() or "" for bound in form})
    assert answer.status_code == 303
    return str(answer["Location"])


def notes(client: Client, discovery: Discovery) -> str:
    activity = discovery.workshops.get().tracks.get().activities.get()
    args = [discovery.slug, activity.track.workshop.uuid, activity.uuid]
    return sent(client, "notes_bring_in", args, {"lines": "Too late"})


WAYS: list[Preview] = [a_list, a_text, a_table, notes]


def is_written() -> bool:
    return Goal.objects.exists() or Note.objects.exists()


def is_told(answer: Any, client: Client) -> None:
    """The answer leads to a page that says why nothing was brought in."""
    assert answer.status_code == 302
    assert SAID in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("way", WAYS)
def test_it_is_confirmed_in_its_own_discovery_only(
    discovery: Discovery, facilitator: User, way: Preview
) -> None:
    other = factories.discovery(discovery.domain)
    make(DiscoveryAccess, discovery=other, user=facilitator, role=DiscoveryRole.FACILITATOR)
    client = client_of(facilitator)
    url = way(client, discovery)
    digest = client.get(url).context["digest"]
    moved = url.replace(f"/{discovery.slug}/", f"/{other.slug}/", 1)
    is_told(client.get(moved), client)
    is_told(client.post(moved, {"digest": digest}), client)
    assert not is_written()


@pytest.mark.parametrize("way", WAYS)
def test_it_is_of_the_person_who_looked_at_it(discovery: Discovery, facilitator: User, way: Preview) -> None:
    client, other = client_of(facilitator), client_of(factories.access(discovery, name="Ona Other"))
    url = way(client, discovery)
    digest = client.get(url).context["digest"]
    is_told(other.get(url), other)
    is_told(other.post(url, {"digest": digest}), other)
    assert not is_written()
    assert client.post(url, {"digest": digest}).status_code == 303
    assert is_written()


@pytest.mark.parametrize("way", WAYS)
def test_it_is_brought_in_once(discovery: Discovery, facilitator: User, way: Preview) -> None:
    client = client_of(facilitator)
    url = way(client, discovery)
    digest = client.get(url).context["digest"]
    assert client.post(url, {"digest": digest}).status_code == 303
    done = Operation.objects.count()
    is_told(client.post(url, {"digest": digest}), client)
    is_told(client.get(url), client)
    assert Operation.objects.count() == done


def test_it_is_kept_for_an_hour(
    discovery: Discovery, facilitator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(facilitator)
    url = a_list(client, discovery)
    monkeypatch.setattr(pending_imports, "_KEPT_SECONDS", -1)
    is_told(client.get(url), client)
    is_told(client.get(url.replace("file=", "file=x")), client)


@pytest.mark.parametrize("is_text", [True, False])
def test_a_new_discovery_comes_of_a_file_once(discovery: Discovery, is_text: bool) -> None:
    account = factories.facilitator_who_edits(discovery)
    client, organization = client_of(account), discovery.domain.organization
    file = b"discovery: {name: Another, domain: Sales}" if is_text else DOCUMENT.read_bytes()
    name = "text.yaml" if is_text else "document.json"
    url = sent(client, "import_upload", [organization.slug], {"file": SimpleUploadedFile(name, file)})
    other = factories.member(organization, OrganizationRole.FACILITATOR, name="Ona Other")
    stranger = client_of(other)
    is_told(stranger.get(url), stranger)
    digest = (client.get(url).context or {}).get("digest", "")
    before = Discovery.objects.count()
    Membership.objects.filter(user=account).update(role=OrganizationRole.ADMIN)
    assert client.post(url, {"digest": digest}).status_code == 303
    is_told(client.post(url, {"digest": digest}), client)
    assert Discovery.objects.count() == before + 1
