"""Discoveries: started from a template, kept by facilitators, seen by those with access."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.exceptions import Invalid, NotAllowed, NotFound
from core.models import Operation
from core.registry import Registry
from discovery import process, registries
from discovery.discoveries import services
from discovery.discoveries.models import DiscoveryRole, PhaseKind, StreamKind
from discovery.discoveries.selectors import overview
from discovery.models import Discovery, DiscoveryAccess, Phase, Stream
from organizations.actors import Actor
from organizations.organization.models import OrganizationRole
from tests import factories
from tests.workshops.addresses import url
from workshops.agenda.workshop_templates import TEMPLATES as AGENDAS

pytestmark = pytest.mark.django_db


@pytest.fixture
def domain():
    return factories.domain()


@pytest.fixture
def discovery(domain):
    return factories.discovery(domain)


@pytest.fixture
def starter(domain):
    return factories.member(domain.organization, OrganizationRole.FACILITATOR, name="Frida")


@pytest.fixture
def facilitator(discovery):
    return factories.access(discovery, DiscoveryRole.FACILITATOR, name="Fiona")


NEW = {"template": "three_streams", "name": "Commercial discovery", "starts_on": "", "ends_on": ""}


# --- Starting -------------------------------------------------------------------------------------


def test_the_form_asks_for_the_language_of_the_workshops(client_of, domain, starter):
    browser, address = client_of(starter), reverse("discovery:discovery_create")
    assert '<option value="en" selected' in browser.get(address).content.decode()
    browser.post(address, {**NEW, "domain": domain.pk, "language": "fr"})
    assert {each.language for each in Discovery.objects.get().workshops.all()} == {"fr"}
    assert '<option value="fr" selected' in browser.get(address).content.decode()


def test_the_templates_name_phases_streams_and_agendas_that_exist():
    for template in process.TEMPLATES.values():
        for phase in template.phases:
            assert phase.kind in PhaseKind.values
            assert phase.kind in process.PHASE_PURPOSES
            assert set(phase.streams) <= set(StreamKind.values)
        assert {workshop.agenda for workshop in template.workshops} <= set(AGENDAS)
    assert set(process.STREAM_PURPOSES) == set(StreamKind.values)


def test_a_discovery_gets_phases_streams_and_workshops_and_its_creator_facilitates(
    client_of, domain, starter
):
    answer = client_of(starter).post(
        reverse("discovery:discovery_create"),
        {**NEW, "domain": domain.pk, "starts_on": "2026-03-02", "ends_on": "2026-04-30"},
    )

    discovery = Discovery.objects.get()
    assert answer["Location"] == url("discovery_overview", discovery)
    assert discovery.slug == "commercial-discovery"
    assert (discovery.starts_on, discovery.ends_on) == (date(2026, 3, 2), date(2026, 4, 30))
    assert [phase.kind for phase in discovery.phases.all()] == ["accelerate", "discovery", "handover"]
    assert [stream.kind for stream in Stream.objects.all()] == ["operating_model", "product", "tech"]
    assert discovery.workshops.count() == 6
    access = DiscoveryAccess.objects.get()
    assert (access.user, access.role) == (starter, DiscoveryRole.FACILITATOR)


@pytest.mark.parametrize("template", process.TEMPLATES)
def test_every_template_gives_an_overview_with_one_next_step(client_of, domain, starter, template):
    made = services.create_discovery(
        actor=Actor.of_account(starter), domain=domain, name="D", template=template
    )

    text = client_of(starter).get(url("discovery_overview", made)).content.decode()

    assert text.count('class="button primary') == 1
    assert "Accelerate" in text
    assert "Handover" in text
    assert ("Who decides, and who is responsible?" in text) == (template == "three_streams")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 10_000),
        ("template", "king"),
        ("template", ""),
        ("domain", "999999"),
        ("starts_on", "soon"),
        ("ends_on", "2020-01-01"),
    ],
)
def test_wrong_values_are_refused_beside_the_field_and_nothing_is_lost(
    client_of, domain, starter, field, value
):
    sent = {**NEW, "domain": domain.pk, "starts_on": "2026-03-02", field: value}

    answer = client_of(starter).post(reverse("discovery:discovery_create"), sent)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'class="errorlist' in text
    assert not Discovery.objects.exists()
    if field != "name":
        assert 'value="Commercial discovery"' in text


def test_a_domain_of_others_cannot_be_chosen(client_of, starter):
    foreign = factories.domain()

    answer = client_of(starter).post(reverse("discovery:discovery_create"), {**NEW, "domain": foreign.pk})

    assert answer.status_code == 422
    with pytest.raises(NotFound):
        services.create_discovery(
            actor=Actor.of_account(starter), domain=foreign, name="D", template="three_streams"
        )


def test_a_member_cannot_start_one_and_is_told_what_it_takes(client_of, domain):
    member = factories.member(domain.organization)

    assert "No domain to start in yet" in (
        client_of(member).get(reverse("discovery:discovery_create")).content.decode()
    )
    with pytest.raises(NotAllowed):
        services.create_discovery(
            actor=Actor.of_account(member), domain=domain, name="D", template="three_streams"
        )


def test_a_service_refuses_an_unknown_template_and_an_end_before_the_start(domain):
    for wrong in (
        {"template": "king"},
        {"template": "value_tree", "starts_on": date(2026, 2, 2), "ends_on": date(2026, 2, 1)},
    ):
        with pytest.raises(Invalid):
            services.create_discovery(actor=factories.SYSTEM, domain=domain, name="D", **wrong)


def test_addresses_are_never_given_twice(domain):
    def start():
        return services.create_discovery(
            actor=factories.SYSTEM, domain=domain, name="Lending", template="prioritization"
        )

    first = start()
    services.delete_discovery(actor=factories.SYSTEM, discovery=first)

    assert start().slug == "lending-2"


# --- Overview -------------------------------------------------------------------------------------


def test_the_overview_says_what_exists_what_is_missing_and_what_is_next(monkeypatch, discovery):
    def checkpoint(key, phase, order, missing, stream=""):
        standing = registries.CheckpointStanding(f"{key} there", missing, f"/{key}/", f"Go to {key}")
        return registries.Checkpoint(key, key, phase, stream, order, lambda _discovery: standing)

    registry: Registry[registries.Checkpoint] = Registry("checkpoints")
    for entry in (
        checkpoint("report", "handover", 10, "no report"),
        checkpoint("goals", "accelerate", 20, "no goals"),
        checkpoint("vision", "accelerate", 10, ""),
        checkpoint("products", "discovery", 10, "no products", stream="product"),
        checkpoint("elsewhere", "discovery", 10, "not in this template", stream="tech"),
    ):
        registry.register(entry)
    monkeypatch.setattr(registries, "checkpoints", registry)
    for position, kind in enumerate(("accelerate", "discovery", "handover")):
        factories.make(Phase, discovery=discovery, kind=kind, position=position)
    factories.make(Stream, phase=discovery.phases.get(kind="discovery"), kind="product")

    shown = overview(discovery)

    accelerate, middle, _handover = shown.phases
    assert shown.next is not None
    assert shown.next.checkpoint.key == "goals"
    assert [step.checkpoint.key for step in accelerate.steps] == ["vision", "goals"]
    counted = accelerate.checklist
    assert (counted.done, counted.total, counted.holds_next) == (1, 2, True)
    assert [step.checkpoint.key for step in middle.streams[0].steps] == ["products"]
    assert (middle.checklist.done, middle.checklist.total) == (0, 1)


def test_streams_without_checkpoints_say_what_they_are_for_and_offer_nothing_dead(
    monkeypatch, client_of, starter, domain
):
    monkeypatch.setattr(registries, "checkpoints", Registry("checkpoints"))
    made = services.create_discovery(
        actor=Actor.of_account(starter), domain=domain, name="D", template="three_streams"
    )

    text = client_of(starter).get(url("discovery_overview", made)).content.decode()

    assert "a way to govern and decide" in text
    assert "a logical architecture" in text
    assert 'href="#"' not in text
    assert "coming soon" not in text.lower()


# --- Who may --------------------------------------------------------------------------------------


def test_strangers_find_nothing_viewers_change_nothing_guests_sign_in(client_of, discovery, facilitator):
    granted = DiscoveryAccess.objects.get()
    stranger = client_of(factories.user())
    unopened = client_of(factories.member(discovery.domain.organization))
    viewer = client_of(factories.access(discovery, DiscoveryRole.VIEWER))
    reads = ["discovery_overview", "discovery_access", "discovery_decisions", "discovery_history"]
    writes = [
        url("discovery_settings", discovery),
        url("discovery_delete", discovery),
        url("access_add", discovery),
        url("access_edit", discovery, granted.uuid),
        url("access_remove", discovery, granted.uuid),
        url("decision_add", discovery),
    ]

    for name in reads:
        assert stranger.get(url(name, discovery)).status_code == 404
        assert unopened.get(url(name, discovery)).status_code == 404
        assert viewer.get(url(name, discovery)).status_code == 200
        assert client_of().get(url(name, discovery)).status_code == 302
    for address in writes:
        assert stranger.post(address).status_code == 404
        assert viewer.post(address).status_code == 403
    assert "Delete the discovery" not in viewer.get(url("discovery_overview", discovery)).content.decode()


def test_an_unknown_slug_and_a_foreign_one_look_alike(client_of, discovery):
    stranger = client_of(factories.user())

    unknown = stranger.get("/d/nothing-here/")
    foreign = stranger.get(url("discovery_overview", discovery))

    assert unknown.status_code == foreign.status_code == 404
    assert "Discovery not found, or you don’t have access." in unknown.content.decode()
    assert "Discovery not found, or you don’t have access." in foreign.content.decode()


# --- Changing and deleting ------------------------------------------------------------------------


def test_name_and_dates_change_and_the_address_stays(client_of, discovery, facilitator):
    before = discovery.slug

    client_of(facilitator).post(
        url("discovery_settings", discovery),
        {"name": "Renamed", "starts_on": "2026-01-01", "ends_on": "", "revision": discovery.revision},
    )

    discovery.refresh_from_db()
    assert (discovery.name, discovery.slug) == ("Renamed", before)


def test_a_stale_change_shows_both_versions(client_of, discovery, facilitator):
    services.change_discovery(
        actor=factories.SYSTEM, discovery=discovery, name="Theirs", starts_on=date(2026, 1, 1), ends_on=None
    )

    answer = client_of(facilitator).post(
        url("discovery_settings", discovery),
        {"name": "Mine", "starts_on": "", "ends_on": "", "revision": 1},
        headers={"HX-Request": "true"},
    )

    text = answer.content.decode()
    assert answer.status_code == 409
    for version in ("Theirs", "Mine", "Jan 1, 2026"):
        assert version in text
    assert "<html" not in text


def test_a_deleted_discovery_is_gone_for_everybody_and_comes_back_whole(client_of, discovery, facilitator):
    workshop = factories.workshop(discovery)
    browser = client_of(facilitator)

    answer = browser.post(url("discovery_delete", discovery))

    assert answer["Location"] == "/"
    assert browser.get(url("discovery_overview", discovery)).status_code == 404
    assert client_of().get(f"/join/{workshop.code}/").status_code == 404
    deleted = Operation.objects.get(verb="discovery.deleted")
    restored = browser.post(f"/operations/{deleted.uuid}/undo/")
    assert restored["Location"] == url("discovery_overview", discovery)
    assert browser.get(url("discovery_overview", discovery)).status_code == 200


def test_an_admin_finds_deleted_discoveries_on_the_page_of_the_organization(client_of, discovery):
    organization = discovery.domain.organization
    admin = client_of(factories.member(organization, OrganizationRole.ADMIN))
    deleted = services.delete_discovery(actor=factories.SYSTEM, discovery=discovery)

    text = admin.get(f"/organizations/{organization.slug}/").content.decode()

    assert f"/operations/{deleted.uuid}/undo/" in text


def test_a_discovery_is_not_deleted_under_a_live_workshop(client_of, discovery, facilitator):
    factories.workshop(discovery, "Priorities", state="live")

    answer = client_of(facilitator).post(url("discovery_delete", discovery))

    assert answer.status_code == 409
    assert "“Priorities” is live" in answer.content.decode()
    assert Discovery.objects.exists()


# --- Constraints ----------------------------------------------------------------------------------


def test_the_database_refuses_what_no_form_lets_through(discovery, facilitator):
    phase = factories.make(Phase, discovery=discovery, kind="discovery")
    factories.make(Stream, phase=phase, kind="tech")
    other = factories.user()
    dates = {"starts_on": date(2026, 2, 2), "ends_on": date(2026, 2, 1)}
    fields = {"domain": discovery.domain, "name": "D", "template": "value_tree"}
    for model, wrong in (
        (Discovery, {**fields, "slug": discovery.slug}),
        (Discovery, {**fields, "slug": "another", **dates}),
        (DiscoveryAccess, {"discovery": discovery, "user": facilitator}),
        (DiscoveryAccess, {"discovery": discovery, "user": other, "role": "king"}),
        (Phase, {"discovery": discovery, "kind": "discovery"}),
        (Phase, {"discovery": discovery, "kind": "party"}),
        (Stream, {"phase": phase, "kind": "tech"}),
        (Stream, {"phase": phase, "kind": "party"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.make(model, **wrong)


@pytest.mark.parametrize(
    ("template", "shown", "not_shown"),
    [
        ("three_streams", {"vision", "measures", "ranking", "shortlist"}, set()),
        ("prioritization", {"use_cases", "ranking", "shortlist"}, {"vision", "goals", "measures"}),
        ("value_tree", {"vision", "goals", "measures"}, {"ranking", "shortlist"}),
    ],
)
def test_a_short_form_does_not_ask_for_what_it_does_without(domain, template, shown, not_shown):
    made = services.create_discovery(actor=factories.SYSTEM, domain=domain, name="Short", template=template)

    keys = {step.checkpoint.key for phase in overview(made).phases for step in phase.steps}

    assert shown <= keys
    assert not keys & not_shown
