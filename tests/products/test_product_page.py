"""The page of a product: its order, and the one filled button."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.urls import reverse

from discovery.discoveries.models import DiscoveryRole
from products.design.template import views
from products.models import TemplateAnswer, TemplateQuestion
from tests import factories

pytestmark = pytest.mark.django_db

FILLED = re.compile(r'class="button primary" href="([^"]+)"')


def _url(name, product):
    return reverse(f"products:{name}", args=[product.discovery.slug, product.uuid])


def _page(client, product):
    return client.get(_url("product", product)).content.decode()


def test_the_job_leads_then_what_is_missing_then_facts_and_drawing(client_of, account, product):
    page = _page(client_of(account), product)
    parts = [product.job, 'id="missing"', ">Owner</dt>", 'class="drawing"', ">Description</h2>"]
    assert [page.count(part) for part in parts] == [1] * len(parts)
    assert sorted(parts, key=page.index) == parts


def test_one_filled_button_is_the_next_step(client_of, account, product, monkeypatch):
    """The six questions until they are answered, then the checklist while something is missing."""
    client = client_of(account)
    guide, checklist = _url("product_guide", product), _url("product_checklist", product) + "#part-checklist"
    assert FILLED.findall(_page(client, product)) == [guide]
    for question in TemplateQuestion:
        factories.make(TemplateAnswer, product=product, question=question, text="Answered")
    page = _page(client, product)
    assert FILLED.findall(page) == [checklist]
    assert f'href="{guide}"' in page
    viewer = client_of(factories.access(product.discovery, DiscoveryRole.VIEWER))
    assert FILLED.findall(_page(viewer, product)) == []
    monkeypatch.setattr(views, "completeness", lambda _product: SimpleNamespace(missing=()))
    assert FILLED.findall(_page(client, product)) == []


def test_nothing_missing_takes_no_room(client_of, account, product, monkeypatch):
    monkeypatch.setattr(views, "completeness", lambda _product: SimpleNamespace(missing=()))
    monkeypatch.setattr(views, "notices_of", lambda _discovery: {})
    assert 'id="missing"' not in _page(client_of(account), product)
