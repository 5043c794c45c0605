"""What the first page of the report says of data products."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.services import kinds
from discovery.registries import summary_parts
from handover.reports.document import render_part
from lvt.models import Goal, UseCase
from products.design.product.services import move_product
from products.models import AccessRule, DataProduct, InputPort, ProductState, ProductUseCase
from products.overview import landscape_standing
from products.promises.measurements.services import record
from products.report_summary import summary
from tests import factories
from tests.factories import make
from tests.products.promising import FIRST, day, freshness

pytestmark = pytest.mark.django_db


def drawn(discovery) -> str:
    """The part as the report draws it, without what is between the words."""
    html = render_part(summary_parts.get("products"), discovery)
    return " ".join((html or "").split())


def test_it_counts_names_what_is_shared_and_says_what_is_open(discovery, product, feeder):
    second = make(UseCase, discovery=discovery, name="<b>Next</b> best action")
    make(InputPort, product=product, kind="product", feeder=feeder)
    make(Goal, discovery=discovery, title="Better visits")

    html = drawn(discovery)

    assert "<b>2</b> data products" in html
    assert "<b>0</b> are shared" in html
    assert "Shared by several use cases" not in html
    assert "Use cases without a data product</b>" in html
    assert "&lt;b&gt;Next&lt;/b&gt; best action" in html
    assert 'Goals that no data product serves</b><span class="quiet">: Better visits' in html
    assert "Data products that serve no goal</b>" in html

    make(ProductUseCase, product=product, use_case=second)

    html = drawn(discovery)
    assert "<b>2</b> are shared" in html
    assert "Shared by several use cases: Field visits, HCP 360." in html
    assert "Use cases without a data product" not in html


def test_a_shared_product_of_another_discovery_is_not_among_those_counted(discovery, product):
    elsewhere = factories.discovery(factories.domain(discovery.domain.organization, "Stores"))
    theirs = make(
        DataProduct, discovery=elsewhere, domain=elsewhere.domain, name="Stock", kind="source_oriented"
    )
    make(InputPort, product=product, kind="product", feeder=theirs)
    second = make(UseCase, discovery=discovery, name="Next best action")
    make(ProductUseCase, product=product, use_case=second)

    html = drawn(discovery)

    assert "<b>1</b> data product<" in html
    assert "<b>1</b> is shared" in html
    assert "Shared by several use cases: HCP 360." in html
    assert landscape_standing(discovery).summary == "1 product is shared by several use cases"


def test_a_product_in_use_without_access_rules_is_open(discovery, editor, product):
    point = "Data products in use without access rules"
    rows = DataProduct.objects.filter(pk=product.pk)
    rows.update(access_policy="On request.", state="planned")
    assert point not in drawn(discovery)
    rows.update(state="live")
    assert f'{point}</b><span class="quiet">: HCP 360<' in drawn(discovery)
    rule = AccessRule(product=product, effect="allow", basis="role", subject="Analyst")
    kinds.add(actor=editor, draft=rule)
    assert point not in drawn(discovery)


def test_a_promise_that_is_violated_is_open(discovery, editor, product, time_machine):
    slo = freshness(editor, product)
    time_machine.move_to(FIRST + timedelta(days=1, hours=12), tick=False)
    assert "<b>1</b> promise (SLO)</li>" in drawn(discovery)
    assert "Violated promises" not in drawn(discovery)

    record(actor=editor, slo=slo, measurements=[day(0, 100)])

    assert 'Violated promises</b><span class="quiet">: HCP 360 (' in drawn(discovery)


def test_one_product_is_one(discovery, feeder):
    assert "<b>1</b> data product</li>" in drawn(discovery)
    assert "<b>0</b> promises (SLOs)" in drawn(discovery)


def test_without_products_there_is_no_such_part(discovery, use_case, editor, product):
    assert summary(factories.discovery(discovery.domain, "Another")) is None

    move_product(actor=editor, product=product, state=ProductState.RETIRED)

    assert summary(discovery) is None
