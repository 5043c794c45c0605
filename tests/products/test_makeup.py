"""What makes up a data product: eight parts, each with what is said of it and where."""

from __future__ import annotations

import pytest
from django.urls import reverse

from products.design.template.selectors import template_of
from products.models import DataProduct
from products.selectors.makeup import makeup_of
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


def test_the_template_says_and_changes_what_is_inside(discovery, client_of):
    product = bare_product(discovery)
    client = client_of(factories.access(discovery))
    page = reverse("products:product", args=[discovery.slug, product.uuid])
    assert client.get(page).content.decode().count("Not filled in yet") == 8
    edit = reverse("products:product_edit", args=[discovery.slug, product.uuid, "inside"])
    sent = {"storage": "Tables", "processing": "Each night", "revision": product.revision}
    assert client.post(edit, sent).status_code == 303
    assert client.get(page).content.decode().count("Not filled in yet") == 6
    changed = DataProduct.objects.get(pk=product.pk)
    assert (changed.storage, changed.processing, changed.transformation) == ("Tables", "Each night", "")


def test_addresses_are_web_addresses(discovery, client_of):
    product = bare_product(discovery)
    client = client_of(factories.access(discovery))
    edit = reverse("products:product_edit", args=[discovery.slug, product.uuid, "places"])
    sent = {"catalog_url": "javascript:alert(1)", "revision": product.revision}
    assert client.post(edit, sent).status_code == 422
