"""Pages are found by the words that people who know the method have for what they show."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from discovery import registries
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery, DiscoveryAccess
from discovery.search.selectors import search
from tests import factories, labels

pytestmark = pytest.mark.django_db

# What somebody looks for, and the page that answers: by its name in the addresses.
PAGES = {
    "LVT": "lvt:tree",
    "measure of success": "lvt:tree",
    "bets": "lvt:tree",
    "use-case card": "lvt:use_case_list",
    "use case statement": "lvt:use_case_list",
    "prioritization matrix": "lvt:prioritization",
    "hypotheses by value": "lvt:hypotheses",
    "WSJF": "lvt:method",
    "Kano": "lvt:method",
    "LVT extension": "products:value",
    "what if": "products:what_if",
    "scenarios": "products:scenarios",
    "data product template": "products:product_list",
    "six questions": "products:product_list",
    "architectural quantum": "products:product_list",
    "red thread": "products:product_list",
    "day without": "products:product_list",
    "data sharing workflow": "products:product_list",
    "interaction map": "products:landscape",
    "integrated landscape": "products:landscape",
    "overlaps": "products:landscape_overlaps",
    "error budget": "products:promises",
    "SLI": "products:promises",
    "usage patterns": "products:product_list",
    "MVP checklist": "products:checklists",
    "metamodel": "products:checklists",
    "EDGE": "operating_model:frame",
    "three principles": "operating_model:frame",
    "domain data strategy": "operating_model:frame",
    "portfolio governance": "operating_model:governance",
    "technical lead": "operating_model:roles",
    "custodians": "operating_model:ownership",
    "standards": "operating_model:guardrails",
    "RACI": "operating_model:matrix",
    "developer experience": "technology:capability_list",
    "gap analysis": "technology:gaps",
    "backlog": "technology:gaps",
    "polyglot": "technology:architecture",
    "fitness functions": "technology:supervision",
    "double diamond": "process:discovery_why",
    "four principles": "process:discovery_why",
    "sociotechnical": "process:discovery_why",
    "suitability": "process:discovery_why",
    "three streams": "discovery:discovery_overview",
    "accelerate": "discovery:discovery_overview",
    "technology stream": "technology:overview",
    "platform stream": "technology:overview",
    "team topologies": "operating_model:teams",
    "enabling team": "operating_model:teams",
    "data contract": "products:product_list",
    "product thinking": "products:product_list",
    "source-aligned": "products:landscape",
    "consumer-aligned": "products:landscape",
    "domain ownership": "process:discovery_why",
    "data as a product": "process:discovery_why",
    "self-serve platform": "process:discovery_why",
    "federated governance": "process:discovery_why",
    "sign": "handover:handover_versions",
    "frozen version": "handover:handover_versions",
}
# What pages and words were called before, as people and their notes still do.
BEFORE = {
    "bet": "lvt:tree",
    "value tree, drawn": "lvt:tree_diagram",
    "loose ends": "lvt:use_case_list",
    "scoring matrix": "lvt:prioritization",
    "from goals to data products": "products:value",
    "goals and data products": "products:value",
    "LVT extension": "products:value",
    "red thread": "products:product_list",
    "the day without a data product": "products:product_list",
    "product stream": "products:product_list",
    "map of the data products": "products:landscape",
    "producer": "products:source_list",
    "technology": "technology:overview",
    "tech stream": "technology:overview",
    "operating model stream": "operating_model:frame",
    "governing bodies": "operating_model:governance",
    "check-ins": "handover:check_ins",
    "frozen versions, to sign": "handover:handover_versions",
    "what we learned": "process:discovery_learnings",
    "what is missing": "discovery:discovery_overview",
    "keys for programs": "discovery:discovery_access",
    "words of the discovery": "discovery:discovery_glossary",
}
# What an organization has for all of its discoveries.
OF_ORGANIZATION = {
    "data strategy": "process:organization_strategy",
    "portfolio": "lvt:portfolio",
    "lessons": "lvt:portfolio_learned",
    "network effect": "products:portfolio_reuse",
}


def results_of(client: Any, discovery: Discovery, wanted: str) -> str:
    answer = client.get(reverse("discovery:discovery_search", args=[discovery.slug]), {"q": wanted})
    html: str = answer.content.decode()
    return html.partition('id="search-results"')[2]


def test_pages_are_found_by_the_words_of_the_method(client: Any) -> None:
    discovery = factories.three_streams()
    client.force_login(factories.access(discovery, DiscoveryRole.VIEWER))
    lacking = [
        (wanted, page)
        for wanted, page in PAGES.items()
        if f'href="{reverse(page, args=[discovery.slug])}"' not in results_of(client, discovery, wanted)
    ]
    assert lacking == []


def test_pages_are_found_by_what_they_were_called(client: Any) -> None:
    """Among the first, and with the word that was looked for."""
    discovery = factories.three_streams()
    client.force_login(factories.access(discovery, DiscoveryRole.VIEWER))
    for wanted, page in BEFORE.items():
        html = results_of(client, discovery, wanted)
        assert f'href="{reverse(page, args=[discovery.slug])}"' in html, wanted
        assert wanted.casefold() in html.casefold(), wanted


def test_a_page_is_found_by_every_name_that_was_recorded() -> None:
    """`bin/record-labels` records what pages are called, and keeps what they were called."""
    discovery, there = factories.three_streams(), labels.recognized()
    pages = {page.key: page for page in registries.navigation}
    lacking = []
    for what, names in labels.recorded().items():
        sort, key = [*what.split(" "), ""][:2]
        if sort == "page" and key in pages:
            url = reverse(pages[key].url_name, args=[discovery.slug])
            translations = {*there[what].values()} - {there[what]["en"]}
            for name in {*names} - translations:
                if url not in {each.url for each in search(discovery, name, []).best}:
                    lacking.append((key, name))
    assert lacking == []


def test_pages_of_the_organization_are_found_by_its_members(client: Any) -> None:
    discovery = factories.three_streams()
    organization = discovery.domain.organization
    member = factories.access(discovery, DiscoveryRole.VIEWER)
    stranger = factories.user()
    factories.make(DiscoveryAccess, discovery=discovery, user=stranger, role=DiscoveryRole.VIEWER)
    for wanted, page in OF_ORGANIZATION.items():
        link = f'href="{reverse(page, args=[organization.slug])}"'
        client.force_login(member)
        assert link in results_of(client, discovery, wanted), wanted
        client.force_login(stranger)
        assert link not in results_of(client, discovery, wanted), wanted


def test_a_word_of_the_glossary_leads_to_its_meaning(client: Any) -> None:
    discovery = factories.three_streams()
    client.force_login(factories.access(discovery, DiscoveryRole.VIEWER))
    html = results_of(client, discovery, "steward")
    assert f'href="{reverse("discovery:glossary")}#steward"' in html


def test_each_page_is_found_once_and_says_by_which_word(client: Any) -> None:
    discovery = factories.three_streams()
    client.force_login(factories.access(discovery, DiscoveryRole.VIEWER))
    html = results_of(client, discovery, "portfolio governance")
    link = f'href="{reverse("operating_model:governance", args=[discovery.slug])}"'
    assert html.count(link) == 1
    assert "Portfolio governance" in html


def test_what_is_found_without_a_tab_is_no_page_of_the_navigation() -> None:
    navigated = {page.url_name for page in registries.navigation}
    assert not navigated.intersection(page.url_name for page in registries.found_pages)


def test_a_page_comes_before_what_its_word_means(client: Any) -> None:
    discovery = factories.three_streams()
    client.force_login(factories.access(discovery, DiscoveryRole.VIEWER))
    for wanted in ("cut li", "cut line"):
        html = results_of(client, discovery, wanted)
        page = html.index(f'href="{reverse("products:cut_line", args=[discovery.slug])}')
        assert page < html.index(f'href="{reverse("discovery:glossary")}#cut-line')
