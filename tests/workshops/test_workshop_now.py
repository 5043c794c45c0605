"""A workshop at once: one form makes organization, domains, discovery and workshop, and leads to the
console."""

from uuid import uuid4

import pytest
from django.urls import reverse

from core.exceptions import Invalid, NotAllowed, NotFound
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery, DiscoveryAccess
from discovery.process import PROCESSES, WORKSHOP_PURPOSES
from organizations.actors import Actor
from organizations.models import Domain, Membership, Organization
from organizations.organization.models import OrganizationRole
from tests import factories
from workshops.agenda.workshop_templates import TEMPLATES
from workshops.models import Workshop
from workshops.workshop import services as workshops
from workshops.workshop.models import WorkshopState
from workshops.workshop_now.services import start_workshop

pytestmark = pytest.mark.django_db

URL = "/workshops/new/"
MADE = (Organization, Domain, Discovery, Workshop)
NEW = {
    "organization": "Grid Power",
    "domains": "",
    "purpose": "use_cases",
    "language": "en",
    **{f"agenda_{key}": purpose.agendas[0] for key, purpose in WORKSHOP_PURPOSES.items()},
}


def _counts():
    return [model.objects.count() for model in MADE]


@pytest.fixture
def newcomer(client_of):
    return client_of(factories.user("Nora New"))


@pytest.fixture
def starter():
    return factories.member(factories.organization("Acme"), OrganizationRole.FACILITATOR, name="Frida")


@pytest.fixture
def acme(starter):
    return starter.memberships.get().organization


# --- The purposes ---------------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", WORKSHOP_PURPOSES.values(), ids=lambda each: each.key)
def test_a_purpose_names_a_process_and_agendas_that_exist(purpose):
    assert purpose.template in PROCESSES
    assert set(purpose.agendas) <= set(TEMPLATES)
    planned = [each.agenda for each in PROCESSES[purpose.template].workshops]
    assert not purpose.prepares_others or purpose.agendas[0] in planned, "one of them would be there twice"


@pytest.mark.parametrize("purpose", WORKSHOP_PURPOSES.values(), ids=lambda each: each.key)
def test_every_agenda_of_a_purpose_makes_a_workshop_with_activities(purpose):
    others = len(PROCESSES[purpose.template].workshops) if purpose.prepares_others else 1
    for agenda in purpose.agendas:
        made = start_workshop(
            actor=factories.SYSTEM, purpose=purpose.key, agenda=agenda, place=factories.domain()
        )
        planned = [each.agenda for each in PROCESSES[purpose.template].workshops]
        assert (made.discovery.name, made.discovery.template) == (purpose.name, purpose.template)
        activities = [each.kind for each in made.tracks.get().activities.all()]
        assert activities == [each.kind for each in TEMPLATES[agenda].activities]
        is_extra = purpose.prepares_others and agenda not in planned
        assert made.discovery.workshops.count() == others + is_extra


# --- The page -------------------------------------------------------------------------------------


def test_home_leads_a_newcomer_to_the_form_as_the_main_step(newcomer):
    home = newcomer.get(reverse("discovery:home")).content.decode()
    assert f'<a class="button primary" href="{URL}">Start a workshop</a>' in home
    page = newcomer.get(URL).content.decode()
    assert all(f'name="{field}"' in page for field in (*NEW, "uuid"))
    assert 'name="place"' not in page


def test_home_offers_it_to_people_who_may_start_one_and_to_nobody_else(client_of, starter, acme):
    link = f'href="{URL}"'
    assert link in client_of(starter).get(reverse("discovery:home")).content.decode()
    assert link not in client_of(factories.member(acme)).get(reverse("discovery:home")).content.decode()


def test_one_form_makes_all_four_and_leads_to_the_console(newcomer):
    answer = newcomer.post(URL, NEW)

    made = Workshop.objects.get()
    assert answer.headers["Location"] == reverse("discovery:console", args=[made.code])
    assert newcomer.get(answer.headers["Location"]).status_code == 200
    assert (made.name, made.state) == ("Use cases and priorities", WorkshopState.PLANNED)
    names = [made.discovery.domain.organization.name, made.discovery.domain.name, made.discovery.name]
    assert names == ["Grid Power", "First domain", "Rank use cases"]
    assert Membership.objects.get().role == OrganizationRole.ADMIN
    assert DiscoveryAccess.objects.get().role == DiscoveryRole.FACILITATOR
    assert _counts() == [1, 1, 1, 1]


def test_the_domains_are_added_each_once_and_the_first_has_the_workshop(newcomer):
    newcomer.post(URL, {**NEW, "domains": "Metering, Grid ,, grid,  Energy   trading"})

    assert sorted(Domain.objects.values_list("name", flat=True)) == ["Energy trading", "Metering", "grid"]
    assert Workshop.objects.get().discovery.domain.name == "Metering"


def test_the_purpose_chooses_the_agenda_and_a_whole_discovery_prepares_the_others(newcomer):
    newcomer.post(URL, {**NEW, "purpose": "whole", "agenda_whole": "value_tree"})

    prepared = [each.agenda for each in PROCESSES["three_streams"].workshops]
    assert Workshop.objects.count() == len(prepared)
    assert Workshop.objects.earliest("pk").name == "Value tree"


def test_the_language_is_that_of_the_workshop_and_of_the_names(newcomer):
    newcomer.post(URL, {**NEW, "language": "de"})
    made = Workshop.objects.get()
    assert made.language == "de"
    assert made.name == "Anwendungsfälle und Prioritäten"


def test_it_is_in_a_domain_of_the_chosen_organization(client_of, starter, acme):
    factories.domain(acme, "Zinc")
    supply = factories.domain(acme, "Supply")
    browser = client_of(starter)
    page = browser.get(URL).content.decode()
    assert f'<option value="{supply.uuid}">Acme: Supply</option>' in page
    assert '<option value="new">A new organization</option>' in page

    browser.post(URL, {**NEW, "organization": "", "place": str(supply.uuid)})

    assert Workshop.objects.get().discovery.domain == supply
    assert _counts() == [1, 2, 1, 1]


def test_an_organization_without_domains_gets_its_first(client_of, starter, acme):
    client_of(starter).post(URL, {**NEW, "place": str(acme.uuid)})
    assert Workshop.objects.get().discovery.domain.organization == acme
    assert _counts() == [1, 1, 1, 1]


def test_several_organizations_are_told_apart_and_each_keeps_its_language(client_of, starter, acme):
    domain = factories.domain(acme, "Supply")
    discovery = factories.discovery(domain)
    factories.workshop(discovery, language="fr")
    client = client_of(starter)
    client.post(URL, {**NEW, "place": "new"})
    page = client.get(URL).content.decode()
    assert "Acme: Supply</option>" in page
    assert "Grid Power: First domain</option>" in page

    client.post(URL, {**NEW, "place": str(domain.uuid), "language": ""})

    assert Workshop.objects.latest("pk").language == "fr"


# --- Bad input ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("organization", " ", "Enter the name of the organization."),
        ("organization", "x" * 300, "Use at most 120 characters: this has 300."),
        ("domains", ",".join("abcdefghijklm"), "Use at most 12 domains."),
        ("domains", f"Metering, {'x' * 200}", "Use at most 120 characters for a domain"),
        ("purpose", "fame", "fame"),
        ("purpose", "", "required"),
        ("agenda_use_cases", "value_tree", "value_tree"),
        ("language", "tlh", "tlh"),
    ],
)
def test_what_is_wrong_is_beside_its_field_and_nothing_is_made(newcomer, field, value, said):
    answer = newcomer.post(URL, {**NEW, field: value})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page[page.index("errorlist") :]
    assert _counts() == [0, 0, 0, 0]


def test_a_name_that_one_already_has_is_refused(client_of, starter, acme):
    answer = client_of(starter).post(URL, {**NEW, "place": "new", "organization": "acme"})
    assert answer.status_code == 422
    assert "You already have “acme”. Choose it from the list" in answer.content.decode()
    other = factories.member(factories.organization("Zeta"))
    with_right = factories.organization("Own")
    factories.make(Membership, organization=with_right, user=other, role=OrganizationRole.ADMIN)
    answer = client_of(other).post(URL, {**NEW, "place": "new", "organization": "Zeta"})
    assert "Only facilitators of “Zeta” can do this." in answer.content.decode()
    assert not Workshop.objects.exists()


def test_a_name_that_others_have_says_nothing_of_them(newcomer):
    factories.organization("Grid Power")
    assert newcomer.post(URL, NEW).status_code < 400
    assert Organization.objects.filter(name="Grid Power").count() == 2


@pytest.mark.parametrize("place", ["foreign", "member", "rubbish"])
def test_a_place_without_the_right_is_no_choice(client_of, starter, place):
    where = factories.domain()
    if place == "member":
        factories.make(Membership, organization=where.organization, user=starter)
    sent = "rubbish" if place == "rubbish" else str(where.uuid)

    answer = client_of(starter).post(URL, {**NEW, "place": sent})

    assert answer.status_code == 422
    assert 'name="place"' in answer.content.decode()
    assert not Workshop.objects.exists()


def test_a_member_without_the_right_reads_what_it_takes(client_of, acme):
    browser = client_of(factories.member(acme))
    assert "No organization to start in yet" in browser.get(URL).content.decode()
    browser.post(URL, NEW)
    assert _counts() == [1, 0, 0, 0]


def test_the_service_checks_the_right_and_the_choices(starter, acme):
    member = Actor.of_account(factories.member(acme))
    with pytest.raises(NotAllowed):
        start_workshop(actor=member, purpose="use_cases", place=factories.domain(acme))
    with pytest.raises(NotAllowed):
        start_workshop(actor=member, purpose="use_cases", place=acme)
    with pytest.raises(NotFound):
        start_workshop(actor=Actor.of_account(starter), purpose="use_cases", place=factories.domain())
    for purpose, agenda in (("fame", ""), ("use_cases", "value_tree")):
        with pytest.raises(Invalid):
            start_workshop(actor=Actor.of_account(starter), purpose=purpose, agenda=agenda, place=acme)
    assert not Workshop.objects.exists()


# --- Sent twice, and failing half way -------------------------------------------------------------


@pytest.mark.parametrize("purpose", WORKSHOP_PURPOSES)
def test_a_double_click_makes_it_once(newcomer, purpose):
    sent = {**NEW, "uuid": str(uuid4()), "purpose": purpose, "domains": "Metering, Grid"}
    first = newcomer.post(URL, sent)
    counts = _counts()

    again = newcomer.post(URL, sent)

    assert again.headers["Location"] == first.headers["Location"]
    assert _counts() == counts


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("organization", "Grid"),
        ("domains", "Metering, Trading"),
        ("domains", "Metering"),
        ("domains", "Grid, Metering"),
        ("purpose", "products"),
        ("agenda_use_cases", "use_cases"),
        ("language", "de"),
    ],
)
def test_the_form_sent_again_with_something_else_comes_back_with_a_new_uuid(newcomer, field, value):
    sent = {**NEW, "uuid": str(uuid4()), "domains": "Metering, Grid"}
    newcomer.post(URL, sent)
    counts = _counts()

    again = newcomer.post(URL, {**sent, field: value})

    assert again.status_code == 409
    assert sent["uuid"] not in again.content.decode()
    assert '<option value="new" selected>' in again.content.decode()
    assert _counts() == counts


def test_half_of_it_is_nothing(newcomer, monkeypatch):
    def fail(**_said):
        raise RuntimeError

    monkeypatch.setattr(workshops, "add_workshop", fail)
    with pytest.raises(RuntimeError):
        newcomer.post(URL, NEW)
    assert _counts() == [0, 0, 0, 0]
