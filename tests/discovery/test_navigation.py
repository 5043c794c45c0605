"""The navigation of a discovery: areas beside the page, the pages of an area as tabs over it, the rest in a
menu."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from discovery import process
from discovery.discoveries.models import DiscoveryRole
from discovery.discoveries.services import create_discovery
from discovery.models import Discovery
from discovery.registries import areas, navigation
from discovery.selectors.navigation import pages_of
from lvt.models import Goal
from process.models import Learning
from products.models import DataProduct, Source
from tests import factories

pytestmark = pytest.mark.django_db


def page_of(client: Client, discovery: Discovery, url_name: str) -> str:
    return client.get(reverse(url_name, args=[discovery.slug])).content.decode()


def words_in(html: str, begin: str, end: str = "</nav>", *, current: bool = False) -> list[str]:
    """The words of the links between two pieces of the page; with `current` of those that are marked."""
    part = html.partition(begin)[2].partition(end)[0]
    links = re.findall(r"<a ([^>]*)>(.*?)</a>", part)
    marked = [words for attributes, words in links if not current or 'aria-current="page"' in attributes]
    return [
        unescape(
            re.sub(r'<svg.*?</svg>|<span class="(count|visually-hidden).*?</span>|<[^>]+>', "", each)
        ).strip()
        for each in marked
    ]


def areas_in(html: str, *, current: bool = False) -> list[str]:
    return words_in(html, '<nav class="side-nav"', current=current)


def tabs_in(html: str, *, current: bool = False) -> list[str]:
    return words_in(html, '<nav class="tabs"', current=current)


def begun(template: str) -> Discovery:
    return create_discovery(
        actor=factories.SYSTEM, domain=factories.domain(), name="Short", template=template
    )


def test_nine_areas_stand_beside_the_page_and_the_results_at_the_foot(client: Client) -> None:
    discovery = factories.three_streams()
    client.force_login(factories.access(discovery))
    html = page_of(client, discovery, "handover:handover")
    top = ["Overview", "Workshops", "Value", "Priorities", "Products", "Operating model", "Platform"]
    assert areas_in(html) == [*top, "Outcomes", "Handover"]
    assert words_in(html, 'class="nav-links at-foot"', "</ul>") == ["Outcomes", "Handover"]
    assert tabs_in(html) == ["Handover", "Readiness", "Review", "Versions", "Follow-ups", "Report"]
    # On a phone, the button that opens it says where one is.
    button = html.partition('popovertarget="side-nav"')[2].partition("</button>")[0]
    assert "<span>Handover</span>" in button


def test_what_is_of_no_area_is_in_the_menu(client: Client) -> None:
    discovery = factories.three_streams()
    client.force_login(factories.access(discovery))
    html = page_of(client, discovery, "discovery:discovery_history")
    assert words_in(html, 'id="discovery-menu"', "</div>") == ["History", "Access", "Name and dates"]
    assert tabs_in(html) == []
    assert areas_in(html, current=True) == []
    assert "<span>History</span>" in html.partition('popovertarget="side-nav"')[2].partition("</button>")[0]


@pytest.mark.parametrize("name", ["grid", "list_paste"])
def test_a_page_that_leads_back_belongs_to_where_it_was_opened(name: str, client: Client) -> None:
    discovery = factories.three_streams()
    client.force_login(factories.access(discovery))
    url = reverse(f"discovery:{name}", args=[discovery.slug, "products"])
    back = reverse("products:product_list", args=[discovery.slug])
    for query, marked in (
        ({}, []),
        ({"back": back}, ["Products"]),
        ({"back": "//else.where"}, []),
    ):
        assert areas_in(client.get(url, query).content.decode(), current=True) == marked


@pytest.mark.parametrize("name", ["capture", "discovery_settings", "discovery_search"])
def test_a_page_outside_of_the_menu_marks_no_entry_and_has_no_tabs(name: str, client: Client) -> None:
    discovery = factories.three_streams()
    client.force_login(factories.access(discovery))
    html = page_of(client, discovery, f"discovery:{name}")
    assert areas_in(html, current=True) == []
    assert tabs_in(html) == []


@pytest.mark.parametrize(
    ("name", "tab"), [("technology:product_needs", "Gaps"), ("products:slo_add", "Promises")]
)
def test_a_page_of_a_product_marks_the_page_that_it_belongs_to(name: str, tab: str, client: Client) -> None:
    discovery = factories.three_streams()
    client.force_login(factories.access(discovery))
    product = factories.make(
        DataProduct, discovery=discovery, domain=discovery.domain, name="Visits", kind="source_oriented"
    )
    html = client.get(reverse(name, args=[discovery.slug, product.uuid])).content.decode()
    assert tabs_in(html, current=True) == [tab]


def test_who_only_looks_cannot_change_the_discovery_from_its_menu(client: Client) -> None:
    discovery = factories.three_streams()
    client.force_login(factories.access(discovery, role=DiscoveryRole.VIEWER))
    html = page_of(client, discovery, "discovery:discovery_overview")
    assert words_in(html, 'id="discovery-menu"', "</div>") == ["History", "Access"]
    assert reverse("discovery:discovery_delete", args=[discovery.slug]) not in html


@pytest.mark.sweep(sample=6)
@pytest.mark.parametrize("page", list(navigation), ids=lambda page: page.key)
def test_each_page_marks_its_area_and_its_tab_and_bears_the_name_of_the_tab(
    page: Any, client: Client
) -> None:
    discovery = factories.three_streams()
    client.force_login(factories.access(discovery))
    html = page_of(client, discovery, page.url_name)
    title = unescape(re.sub(r"<[^>]+>", "", html.partition("<h1>")[2].partition("</h1>")[0])).strip()
    if not page.area:
        assert title == page.label
        return
    area = areas.get(page.area)
    assert areas_in(html, current=True) == [area.label]
    pages = sorted((each for each in navigation if each.area == page.area), key=lambda each: each.order)
    if len(pages) > 1:
        assert tabs_in(html) == [each.label for each in pages]
        assert tabs_in(html, current=True) == [page.label]
    # The first page of an area may bear the name of the area, and the very first that of the discovery.
    names = [page.label, *[area.label] * (page == pages[0])]
    assert title in (names if page.key != "overview" else [discovery.name])


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        (
            "three_streams",
            ["Overview", "Workshops", "Value", "Priorities", "Products", "Operating model", "Platform"],
        ),
        ("prioritization", ["Overview", "Workshops", "Priorities"]),
        ("value_tree", ["Overview", "Workshops", "Value", "Priorities"]),
    ],
)
def test_a_short_form_shows_only_what_it_uses(template: str, shown: list[str], client: Client) -> None:
    assert set(process.TEMPLATES) == {"three_streams", "prioritization", "value_tree"}
    discovery = begun(template)
    client.force_login(factories.access(discovery))
    assert areas_in(page_of(client, discovery, "discovery:discovery_overview")) == [
        *shown,
        "Outcomes",
        "Handover",
    ]


def test_what_is_used_is_shown(client: Client) -> None:
    discovery = begun("prioritization")
    client.force_login(factories.access(discovery))
    factories.make(Goal, discovery=discovery, title="Keep customers")
    assert "Value" in areas_in(page_of(client, discovery, "discovery:discovery_overview"))
    factories.make(Source, discovery=discovery, domain=discovery.domain, name="CRM")
    factories.make(Learning, discovery=discovery, title="Ask earlier")
    html = page_of(client, discovery, "discovery:discovery_overview")
    assert tabs_in(html) == ["Overview", "Learnings", "Glossary"]
    assert "Products" in areas_in(html)
    assert "Platform" not in areas_in(html)


def test_areas_without_content_are_quiet(client: Client) -> None:
    discovery = begun("three_streams")
    client.force_login(factories.access(discovery))

    def quiet() -> list[str]:
        html = page_of(client, discovery, "discovery:discovery_overview")
        links = html.partition('<nav class="side-nav"')[2].partition("</nav>")[0].split("</a>")
        empty = (link for link in links if 'class="is-empty"' in link)
        return [link.partition("<span>")[2].partition("</span>")[0] for link in empty]

    factories.make(Source, discovery=discovery, domain=discovery.domain, name="CRM")
    before = quiet()
    assert before == ["Value", "Priorities", "Operating model", "Platform"]
    factories.make(Goal, discovery=discovery, title="Keep customers")
    assert quiet() == [area for area in before if area != "Value"]


def test_the_page_that_one_looks_at_is_shown_though_nothing_is_there_yet(client: Client) -> None:
    discovery = begun("prioritization")
    client.force_login(factories.access(discovery))
    assert "Platform" in areas_in(page_of(client, discovery, "technology:gaps"))


def test_it_asks_for_the_process_and_for_what_is_there(django_assert_num_queries: Any) -> None:
    for template in ("three_streams", "prioritization"):
        discovery = begun(template)
        with django_assert_num_queries(2):
            pages_of(discovery)


def test_every_page_that_may_be_hidden_says_what_uses_it() -> None:
    assert all(page.used_by for page in navigation if page.checkpoint)
    assert {page.area for page in navigation} - {""} == {area.key for area in areas}
    assert all(page.icon for page in navigation if not page.area)
