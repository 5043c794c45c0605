"""The four tabs of a product, and the parts that they show."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from discovery.models import Discovery
from organizations.models import User
from products.models import DataProduct
from products.views.common import INTERFACE, PLAN, PROMISE, product_parts, tab_url
from tests import factories
from tests.products.parts import BELOW

pytestmark = pytest.mark.django_db

PARTS = {
    "ports": INTERFACE,
    "sharing": INTERFACE,
    "access": INTERFACE,
    "requests": INTERFACE,
    "specification": INTERFACE,
    "promises": PROMISE,
    "usage": PROMISE,
    "fitness": PROMISE,
    "iterations": PLAN,
    "checklist": PLAN,
}


@pytest.fixture
def product(discovery: Discovery) -> DataProduct:
    made: DataProduct = factories.make(
        DataProduct, discovery=discovery, domain=discovery.domain, name="HCP 360", kind="consumer_oriented"
    )
    return made


@pytest.fixture
def browser(client: Client, account: User) -> Client:
    client.force_login(account)
    return client


@pytest.mark.parametrize("key", PARTS)
def test_an_address_of_before_leads_to_the_tab_that_shows_its_part(
    browser: Client, product: DataProduct, key: str
) -> None:
    part = product_parts.get(key)
    address = reverse(part.url_name, args=[product.discovery.slug, product.uuid])
    answer = browser.get(address)
    assert (answer.status_code, answer["Location"]) == (302, tab_url(product, PARTS[key]))
    assert f'id="part-{key}"' in browser.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("key", PARTS)
def test_a_part_is_drawn_alone_for_its_tab(browser: Client, product: DataProduct, key: str) -> None:
    part = product_parts.get(key)
    address = reverse(part.url_name, args=[product.discovery.slug, product.uuid])
    alone = browser.get(address, headers={"HX-Request": "true"})
    assert alone.status_code == 200
    assert "<h1" not in alone.content.decode()


@pytest.mark.parametrize("tab", ["", INTERFACE, PROMISE, PLAN])
def test_a_tab_has_one_heading_and_says_nothing_twice(
    browser: Client, product: DataProduct, tab: str
) -> None:
    html = browser.get(tab_url(product, tab)).content.decode()
    assert html.count("<h1") == 1
    assert re.findall(r"<h1>\s*(.*?)\s*</h1>", html, re.DOTALL) == [product.name]
    tabs = re.findall(r"<nav class=\"tabs\".*?</nav>", html, re.DOTALL)
    assert re.findall(r">\s*(\w+)\s*</a>", tabs[-1]) == ["Template", "Interface", "Promise", "Plan"]
    ids: Counter[Any] = Counter(re.findall(r'\bid="([^"]+)"', html))
    assert [each for each, count in ids.items() if count > 1] == []


def test_each_part_is_on_a_tab() -> None:
    assert {part.key: part.tab for part in product_parts} == PARTS


def test_links_to_a_part_below_another_name_the_place() -> None:
    """The address leads to the tab; browsers keep the anchor of the link."""
    links = [
        (path.name, link)
        for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html")
        for link in re.findall(r'href="\{% url "([\w:]+)"[^%]*%\}"', path.read_text())
    ]
    assert len(links) > 100
    assert [each for each in links if each[1] in BELOW] == []
