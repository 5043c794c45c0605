"""A data product has one mark: yellow with the number of its use cases wherever several share it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.selectors.request_cache import one_reading
from discovery.marks import MARKS
from organizations.models import User
from products.design.product.selectors import uses_of
from products.models import DataProduct
from technology.today.drawing import today_source
from technology.today.selectors import today_of
from tests.demo import demo_discovery, loaded

# What stands for all data products, or counts another thing than the use cases of the discovery.
GENERAL = {
    "products/activities/choose.html": "product",
    "products/landscape/_table.html": "shared",
    "products/map/counts.html": "shared",
}
PAGES = (
    "products:product_list",
    "technology:gaps",
    "technology:today",
    "operating_model:teams",
    "operating_model:ownership",
    "products:promises",
)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Any:
    with loaded(django_db_blocker) as printed:
        yield printed


def test_no_template_chooses_between_the_marks_of_a_product() -> None:
    folder = Path(settings.BASE_DIR) / "templates"
    chosen = {
        str(path.relative_to(folder)): kind
        for path in folder.rglob("*.html")
        for kind, legend in re.findall(r'\{% mark "(product|shared)"([^%]*)%\}', path.read_text())
        if "word=True" not in legend
    }

    assert chosen == GENERAL


@pytest.mark.django_db
def test_all_marks_of_a_page_read_the_map_once(demo: object, django_assert_num_queries: Any) -> None:
    discovery = demo_discovery()
    products = list(DataProduct.objects.filter(discovery=discovery))
    line = Template("{% load data_products %}{% for each in products %}{% product_mark each %}{% endfor %}")
    with CaptureQueriesContext(connection) as once, one_reading():
        uses = uses_of(discovery)
    with one_reading(), django_assert_num_queries(len(once)):
        drawn = line.render(Context({"products": products, "discovery": discovery}))

    assert drawn.count("mark-shape shared") == sum(each.is_shared for each in uses.values()) == 3
    assert drawn.count("<text>2</text>") == sum(each.count.count == 2 for each in uses.values()) == 3


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_a_shared_product_is_yellow_on_every_page(demo: object, client: Client, page: str) -> None:
    discovery = demo_discovery()
    client.force_login(User.objects.get(email="frida@example.org"))
    content = client.get(reverse(page, args=[discovery.slug]), follow=True).content.decode()

    before_name = re.findall(r'mark-shape (\w+)"(?:(?!mark-shape).)*?HCP master data', content, re.DOTALL)
    assert before_name
    assert set(before_name) == {"shared"}


@pytest.mark.django_db
def test_no_product_is_yellow_in_the_drawing_of_today_which_has_no_use_cases(demo: object) -> None:
    drawn = today_source(today_of(demo_discovery()).picture)

    assert "HCP master data" in drawn
    assert MARKS["shared"].color not in drawn
