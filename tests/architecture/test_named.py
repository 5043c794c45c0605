"""The method's own names: once behind "?" of their page and in the glossary, not in navigation."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import escape

from discovery.glossary.reports import TERMS, term, used_in
from discovery.registries import areas, checkpoints, navigation
from lvt.models import Goal, Measure
from organizations.registries import organization_pages
from products.models import DataProduct
from tests import factories
from workshops.registries import spotlights

pytestmark = pytest.mark.django_db

NAMES = {
    "LVT": "lvt:tree",
    "MoS": "lvt:measure",
    "LVT extension": "products:value",
    "MVP checklist": "products:checklists",
    "Architectural quantum": "products:product_tab",
    "EDGE": "operating_model:frame",
    "Error budget": "products:promises",
    "Fitness function": "technology:supervision",
}


@pytest.mark.parametrize("name", NAMES)
def test_it_stands_once_beside_the_title_with_what_it_means(name: str, client_of: Any) -> None:
    discovery = factories.discovery()
    goal = factories.make(Goal, discovery=discovery, title="Keep customers")
    measure = factories.make(Measure, goal=goal, name="Fewer leave")
    product = factories.make(
        DataProduct, discovery=discovery, domain=discovery.domain, name="HCP 360", kind="consumer_oriented"
    )
    uuids: dict[str, list[object]] = {
        "lvt:measure": [measure.uuid],
        "products:product_tab": [product.uuid, "interface"],
    }
    address = reverse(NAMES[name], args=[discovery.slug, *uuids.get(NAMES[name], [])])
    page = client_of(factories.access(discovery)).get(address).content.decode()
    head = page[page.index("<h1") :]
    entry = term(name)
    assert page.count('class="named"') == 1
    assert f"<b>{escape(entry.title)}</b>: {escape(str(entry.meaning))}" in head


@pytest.mark.parametrize("name", [*NAMES, "Double diamond", "Sociotechnical"])
def test_the_glossary_of_a_report_explains_it_where_it_is_used(name: str) -> None:
    assert term(name) in used_in([f"<p>The {name} of the domain</p>"])
    with pytest.raises(KeyError):
        term(f"no {name}")


def test_navigation_does_without_them() -> None:
    registries = (areas, navigation, checkpoints, organization_pages, spotlights)
    labels = [str(each.label) for registry in registries for each in registry]
    names = {*NAMES} - {"MoS"} | {"Lean Value Tree", "MVP"}
    assert [each for each in labels if any(name.lower() in each.lower() for name in names)] == []


def test_the_glossary_of_the_product_is_short() -> None:
    assert len(TERMS) <= 30
