"""Producers are green in a template, whatever they are; bodies of governance borrow no color of an
artifact."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import pgettext

from discovery.marks import MARKS
from documents.marks import Shape
from documents.stage_node import StageNode
from operating_model.governance.drawing import BORDERS
from products.design.product.selectors import products_of
from products.design.template.drawing import template_source
from products.design.template.selectors import sheet_of, templates_of
from products.models import InputPort, ProductKind
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_product_among_the_producers_is_green_with_a_hexagon(client, account, discovery, product, feeder):
    factories.make(InputPort, product=product, feeder=feeder, kind="product")
    [template] = templates_of(list(products_of(discovery).filter(pk=product.pk)), {})
    [cell] = sheet_of(template).producers
    assert (cell.mark, cell.word) == ("producer", "\N{BLACK HEXAGON} Data product")
    node = next(line for line in template_source(sheet_of(template)).splitlines() if "producer0 [" in line)
    assert MARKS["producer"].color in node
    assert MARKS["product"].color not in node
    client.force_login(account)
    address = reverse("products:product", args=[discovery.slug, product.uuid])
    page = client.get(address, follow=True).content.decode()
    shape = page.split(' shape producer">')[1].split("</li>")[0]
    assert "Field visits" in shape
    assert "small-hexagon" in shape


def test_bodies_of_governance_have_colors_of_their_own():
    of_artifacts = {mark.color for mark in MARKS.values()}
    assert not of_artifacts & {color for color, _thickness in BORDERS.values()}
    assert len(set(BORDERS.values())) == len(BORDERS)


def test_a_long_word_below_the_name_is_not_broken():
    node = StageNode("HCP 360", Shape.HEXAGON, {}, notes=["Konsumentenorientiert"])
    assert "Konsumentenorientiert" in node.drawn(node.lines(152, 10), 152, 10)["label"]


def test_the_words_below_a_shared_product_are_whole_in_german():
    with translation.override("de"):
        words = f"{ProductKind.SOURCE_ORIENTED.label}, {pgettext('data product', 'shared')}"
    node = StageNode("HCP master data", Shape.HEXAGON, {}, notes=[words])
    label = node.drawn(node.lines(152, 10), 152, 10)["label"]
    assert "…" not in label
    assert "gemeinsam genutzt" in label
