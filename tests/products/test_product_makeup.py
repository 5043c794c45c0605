"""What makes up a data product: eight parts, each with what is said of it and where."""

from __future__ import annotations

import pytest
from django.urls import reverse

from products.design.template.selectors import template_of
from products.models import DataProduct
from products.selectors.product_makeup import makeup_of
from tests import factories
from tests.products.described import bare_product, full_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def discovery():
    return factories.discovery()


def test_a_bare_product_says_none_of_the_eight_parts(discovery):
    parts = makeup_of(template_of(bare_product(discovery)))
    assert [part.text for part in parts] == [""] * 8


def test_a_full_product_says_all_and_each_part_leads_to_where_it_is_said(discovery, client_of):
    product = full_product(discovery)
    client = client_of(factories.access(discovery))
    parts = makeup_of(template_of(product))
    assert len(parts) == 8
    for part in parts:
        assert part.text, part.label
        if part.url:
            assert client.get(part.url, follow=True).status_code == 200, part.label


def _blank(page: str) -> int:
    """The number of parts that the page lists as not filled in."""
    listed = page.partition("Not filled in yet")[2].partition("</ul>")[0]
    return listed.count("<li>")


def test_the_template_says_and_changes_what_is_inside(discovery, client_of):
    product = bare_product(discovery)
    client = client_of(factories.access(discovery))
    page = reverse("products:product", args=[discovery.slug, product.uuid])
    assert _blank(client.get(page).content.decode()) == 8
    edit = reverse("products:product_edit", args=[discovery.slug, product.uuid, "inside"])
    sent = {"storage": "Tables", "processing": "Each night", "revision": product.revision}
    assert client.post(edit, sent).status_code == 303
    assert _blank(client.get(page).content.decode()) == 6
    changed = DataProduct.objects.get(pk=product.pk)
    assert (changed.storage, changed.processing, changed.transformation) == ("Tables", "Each night", "")


def test_addresses_are_web_addresses(discovery, client_of):
    product = bare_product(discovery)
    client = client_of(factories.access(discovery))
    edit = reverse("products:product_edit", args=[discovery.slug, product.uuid, "places"])
    sent = {"catalog_url": "javascript:alert(1)", "revision": product.revision}
    assert client.post(edit, sent).status_code == 422


def test_the_template_of_a_full_product_leaves_no_part_to_fill_in(discovery, client_of):
    product = full_product(discovery)
    page = reverse("products:product", args=[discovery.slug, product.uuid])
    assert "Not filled in yet" not in client_of(factories.access(discovery)).get(page).content.decode()
