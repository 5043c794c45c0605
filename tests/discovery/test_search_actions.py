"""Actions are found by the words that people type for them, by those who may do them, where they are done."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve, reverse

from core.selectors.request_cache import one_reading
from discovery import registries
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from discovery.search import selectors
from discovery.search.views import find
from discovery.web.search_actions import offers
from organizations.actors import Actor
from organizations.models import User
from organizations.organization.models import OrganizationRole
from organizations.registries import organization_actions
from tests import factories
from tests.architecture.entries import ANSWERS, OPEN
from tests.architecture.table import TABLE
from tests.sweeps import cut
from workshops.contributions.notes.selectors import BOARD
from workshops.organization_page.selectors import next_workshop
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db

# What a facilitator types, and the address of the first answer.
FIRST = {
    "report": "handover:report",
    "create report": "handover:report",
    "PDF": "handover:report",
    "slides": "handover:report",
    "PowerPoint": "handover:report",
    "Excel": "handover:report",
    "export": "handover:report",
    "download": "handover:report",
    "backup": "handover:report",
    "invite": "discovery:workshop",
    "QR": "discovery:workshop",
    "phone": "discovery:workshop",
    "guest": "discovery:workshop",
    "agenda": "discovery:workshop",
    "start": "discovery:console",
    "go live": "discovery:console",
    "timer": "discovery:console",
    "pause": "discovery:console",
    "stage": "discovery:stage",
    "projector": "discovery:stage",
    "remote": "discovery:remote",
    "language": "discovery:workshop_edit",
    "reschedule": "discovery:workshop_edit",
    "run sheet": "discovery:run_sheet",
    "rehearse": "discovery:rehearsal",
    "dry run": "discovery:rehearsal",
    "whiteboard": "discovery:notes_bring_in",
    "import": "discovery:bring_in",
    "upload": "discovery:bring_in",
    "new workshop": "discovery:workshop_create",
    "create workshop": "discovery:workshop_create",
    "score": "discovery:workshop_create",
    "vote": "discovery:workshop_create",
    "share": "discovery:results_share",
    "share discovery": "discovery:access_add",
    "share results": "discovery:results_share",
    "add person": "discovery:access_add",
    "settings": "discovery:discovery_settings",
    "rename": "discovery:discovery_settings",
    "delete discovery": "discovery:discovery_overview",
    "dark mode": "discovery:discovery_overview",
    "undo": "discovery:discovery_history",
    "trash": "discovery:discovery_history",
    "decide": "discovery:decision_add",
    "task": "discovery:capture",
    "note": "discovery:capture",
    "add risk": "discovery:capture",
    "approve": "handover:review_ask",
    "freeze": "handover:version_freeze",
    "criteria": "lvt:method",
    "add use case": "lvt:use_case_add",
    "new goal": "lvt:goal_add",
    "webhooks": "api:discovery_webhook_add",
    "reports": "handover:report",
    "KPI": "lvt:tree",
    "webhook": "api:discovery_webhook_add",
    "key": "api:discovery_key_add",
    "catalog": "api:discovery_catalog_add",
    "add member": "discovery:access_add",
    "password": "account_email",
    "log out": "account_logout",
    "help": "discovery:glossary",
}
# The same of an admin of the organization.
FIRST_OF_ADMIN = {
    "add member": "discovery:member_add",
    "add person": "discovery:person_add",
    "logo": "discovery:organization_look",
    "GDPR": "discovery:organization_kept",
    "audit": "discovery:organization_audit",
    "new discovery": "discovery:discovery_create",
}


@pytest.fixture
def discovery() -> Discovery:
    """One with a workshop to come, which has a board, and one that was held."""
    discovery = factories.three_streams()
    workshop = next_workshop(discovery.workshops.all())
    assert workshop is not None
    factories.activity(workshop, BOARD, "Ideas")
    factories.workshop(discovery, "Kick-off", state=WorkshopState.ENDED)
    return discovery


def admin_of(discovery: Discovery) -> User:
    return factories.member(discovery.domain.organization, OrganizationRole.ADMIN)


def answers(client: Client, discovery: Discovery, wanted: str) -> list[tuple[str, str, str]]:
    """The results: address, name, and what each is."""
    url = reverse("discovery:discovery_search", args=[discovery.slug])
    html = client.get(url, {"q": wanted}).content.decode().partition('id="search-results"')[2]
    links = re.findall(r'<a href="([^"]+)">.*?<span dir="auto">(.*?)</span>.*?muted">(.*?)</span>', html)
    return [(unescape(url), unescape(re.sub("</?mark>", "", name)), what) for url, name, what in links]


def named(url: str) -> str:
    """The name of the address."""
    return resolve(url.partition("#")[0].partition("?")[0]).view_name


@pytest.mark.parametrize(("is_admin", "table"), [(False, FIRST), (True, FIRST_OF_ADMIN)])
def test_a_word_for_an_action_leads_there_with_one_enter(
    discovery: Discovery, client: Client, is_admin: bool, table: dict[str, str]
) -> None:
    client.force_login(admin_of(discovery) if is_admin else factories.access(discovery))
    tried = dict(cut(table.items(), 12))
    first = {wanted: [named(url) for url, *_ in answers(client, discovery, wanted)[:1]] for wanted in tried}
    assert first == {wanted: [name] for wanted, name in tried.items()}


def test_each_action_is_found_by_each_of_its_words_among_the_first_three(
    discovery: Discovery, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [*selectors._names(discovery)]  # read once for hundreds of words
    monkeypatch.setattr(selectors, "_names", lambda _discovery: names)
    actor = Actor.of_account(admin_of(discovery))
    expected: dict[str, set[str]] = {}
    for offer in offers(actor, discovery):
        if (result := offer.result()) is not None:
            for word in (*offer.own_names, *offer.words):
                expected.setdefault(word.lower(), set()).add(result.url)
    with one_reading():
        first = {
            word: {result.url for result in find(actor, discovery, word).best[:3]}
            for word in cut(expected, 100)
        }
    assert len(expected) > 500
    assert {word: missing for word in first if (missing := expected[word] - first[word])} == {}


def test_each_action_is_done_where_it_leads(discovery: Discovery, client: Client) -> None:
    account = admin_of(discovery)
    client.force_login(account)
    results = [offer.result() for offer in offers(Actor.of_account(account), discovery)]
    urls = {result.url for result in results if result is not None}
    assert len(urls) > 60
    for url in sorted(urls):
        answer = client.get(url)
        anchor = url.partition("#")[2]
        assert answer.status_code == 200, url
        assert not anchor or f'id="{anchor}"' in answer.content.decode(), url


@pytest.mark.sweep(sample=("viewer", "admin"))
@pytest.mark.parametrize("role", ["viewer", "editor", "facilitator", "admin"])
def test_each_action_is_offered_to_those_who_may(discovery: Discovery, client: Client, role: str) -> None:
    account = admin_of(discovery) if role == "admin" else factories.access(discovery, DiscoveryRole(role))
    client.force_login(account)
    let_in = {entry.name: ANSWERS[entry.answers or entry.access][role] == OPEN for entry in reversed(TABLE)}
    for action in cut((*registries.actions, *organization_actions), 25):
        is_allowed = let_in[action.url_name] and (not action.done_by or let_in[action.done_by])
        scope: Any = discovery.domain.organization if action in [*organization_actions] else discovery
        place = action.place(scope)
        if place is None:
            continue
        url = reverse(action.url_name, args=place.args)
        assert (client.get(url).status_code == 200) == let_in[action.url_name], (action.key, url)
        offered = {name for _url, name, what in answers(client, discovery, str(action.label))}
        assert (str(action.label) in offered) == is_allowed, (action.key, role)


def test_what_is_typed_is_not_shown_and_the_kind_is(discovery: Discovery, client: Client) -> None:
    client.force_login(factories.access(discovery))
    ((_url, name, what),) = answers(client, discovery, "dry run")
    workshop = next_workshop(discovery.workshops.all())
    assert name == "Rehearse the workshop"
    assert re.sub("<[^>]+>", "", what) == f"Action · {workshop}"
    assert [what for _url, name, what in answers(client, discovery, "add a goal")] == ["Action"]


def test_without_a_workshop_one_begins_with_a_new_one(client: Client) -> None:
    discovery = factories.discovery()
    client.force_login(factories.access(discovery))
    for wanted in ("start", "stage", "QR code", "print agenda"):
        assert named(answers(client, discovery, wanted)[0][0]) == "discovery:workshop_create", wanted


def test_what_belongs_to_the_organization_is_for_its_facilitators(
    discovery: Discovery, client: Client
) -> None:
    client.force_login(factories.facilitator_who_edits(discovery))
    wanted = ("Add a person", "Start a discovery", "Add a member", "Audit log")
    offered = [
        each for each in wanted if each in [name for _url, name, _ in answers(client, discovery, each)]
    ]
    assert offered == ["Add a person", "Start a discovery"]


def test_posters_and_blank_sheets_are_found_by_that(discovery: Discovery, client: Client) -> None:
    client.force_login(factories.access(discovery, DiscoveryRole.VIEWER))
    assert answers(client, discovery, "poster")
    assert answers(client, discovery, "blank sheet")
