"""The first discovery of a new account: one form makes organization, domain and discovery."""

from uuid import uuid4

import pytest
from django.urls import reverse

from discovery.models import Discovery
from discovery.process import TEMPLATES
from organizations.models import Domain, Membership, Organization
from organizations.organization import services as organizations
from organizations.organization.models import OrganizationRole
from tests import factories
from workshops.workshop.selectors import workshops_of

pytestmark = pytest.mark.django_db

NEW = {
    "organization": "Grid Power",
    "domain": "Metering",
    "name": "Meters first",
    "template": "three_streams",
}
URL = "/discoveries/new/"


@pytest.fixture
def newcomer(client_of):
    return client_of(factories.user("Nora New"))


def test_home_leads_to_the_form(newcomer):
    home = newcomer.get(reverse("discovery:home")).content.decode()
    assert f'href="{URL}"' in home
    page = newcomer.get(URL).content.decode()
    assert all(f'name="{field}"' in page for field in (*NEW, "is_regulated", "uuid"))


def test_one_form_makes_all_three_with_the_prepared_workshops(newcomer):
    template = next(iter(TEMPLATES))
    answer = newcomer.post(URL, {**NEW, "template": template, "is_regulated": "on"})
    made = Discovery.objects.get()
    assert answer.headers["Location"] == reverse("discovery:discovery_overview", args=[made.slug])
    organization = made.domain.organization
    assert (organization.name, organization.is_regulated) == ("Grid Power", True)
    assert (made.domain.name, made.name) == ("Metering", "Meters first")
    assert Membership.objects.get().role == OrganizationRole.ADMIN
    assert made.workshops.count() == len(TEMPLATES[template].workshops)
    overview = newcomer.get(answer.headers["Location"]).content.decode()
    others = [vars(each) for each in workshops_of(made).order_by("pk")[1:]]
    assert all(f">{each['name']}</a>" in overview and f"{each['minutes']} min" in overview for each in others)


def test_the_form_sent_again_with_another_name_comes_back(newcomer):
    sent = {**NEW, "uuid": str(uuid4())}
    newcomer.post(URL, sent)
    again = newcomer.post(URL, {**sent, "domain": "Grid"})
    assert again.status_code in (409, 422)
    assert "<form" in again.content.decode()
    assert Organization.objects.count() == Discovery.objects.count() == 1


def test_without_a_name_it_is_called_after_the_domain(newcomer):
    newcomer.post(URL, {**NEW, "name": " "})
    assert Discovery.objects.get().name == "Metering discovery"


@pytest.mark.parametrize(
    ("field", "value"), [("organization", " "), ("domain", ""), ("name", "x" * 300), ("template", "king")]
)
def test_what_is_missing_is_said_and_nothing_is_made(newcomer, field, value):
    answer = newcomer.post(URL, {**NEW, field: value})
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    assert not Organization.objects.exists()
    assert "Metering" in answer.content.decode() or field == "domain"


def test_half_of_it_is_nothing(newcomer, monkeypatch):
    def fail(**_said):
        raise RuntimeError

    monkeypatch.setattr(organizations, "add_domain", fail)
    with pytest.raises(RuntimeError):
        newcomer.post(URL, NEW)
    assert not Organization.objects.exists()


def test_sent_twice_it_is_one(newcomer):
    sent = {**NEW, "uuid": "0b8a2f6e-5a3c-4c80-9f57-1f0c7d2b9a11"}
    first = newcomer.post(URL, sent)
    again = newcomer.post(URL, sent)
    assert again.headers["Location"] == first.headers["Location"]
    counts = [model.objects.count() for model in (Organization, Domain, Discovery)]
    assert counts == [1, 1, 1]


def test_who_belongs_to_an_organization_is_not_offered_another(client_of):
    member = factories.member(factories.organization())
    page = client_of(member).get(URL).content.decode()
    assert "No domain to start in yet" in page
