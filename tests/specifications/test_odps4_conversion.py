"""ODPS 4.1 of odps4.org comes in: what Headwaters wrote comes back, and of what others wrote
everything is taken or named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from core.imports.yaml_parser import Fields, read_document
from core.yaml_text import to_yaml
from discovery.models import Discovery
from lvt.models import Goal, Hypothesis, Measure, UseCase, Vision
from products.models import (
    DataProduct,
    OutputPort,
    PortColumn,
    ProductMeasure,
    ProductUseCase,
    Slo,
    SloWindow,
)
from specifications.catalogs import odps4
from specifications.document_relations import described_in
from specifications.import_coverage import leaves
from specifications.imports.odps4_conversion import as_text
from specifications.imports.services import import_specifications
from specifications.selectors.catalog_contents import contents_of
from tests import factories
from tests.factories import SYSTEM, make
from tests.sweeps import examples

SCHEMA = "https://opendataproducts.org/v4.1/schema/odps.yaml"


def document(**product: Any) -> dict[str, Any]:
    return {"schema": SCHEMA, "version": "4.1", "product": product}


def bring(discovery: Discovery, *documents: dict[str, Any]) -> Any:
    data = "---\n".join(map(to_yaml, documents)).encode()
    return import_specifications(actor=SYSTEM, data=data, into=discovery)


@pytest.mark.django_db
def test_what_headwaters_wrote_comes_back_with_goals_measures_and_vision() -> None:
    there = factories.discovery()
    make(Vision, discovery=there, statement="Every shop is full")
    goal = make(Goal, discovery=there, title="More visits")
    bet = make(Hypothesis, goal=goal, statement="Staff follow the crowd")
    make(Measure, goal=goal, name="Reach", unit="%", baseline=22, target=60, due_on=date(2027, 1, 1))
    waits = make(Measure, goal=goal, name="Wait", unit="min", baseline=9, target=4)
    made = make(
        DataProduct,
        discovery=there,
        domain=there.domain,
        name="Footfall",
        kind="aggregate",
        state="live",
        job="Plan shifts",
        sharing="approval",
    )
    make(ProductUseCase, product=made, use_case=make(UseCase, discovery=there, name="C", hypothesis=bet))
    make(ProductMeasure, product=made, measure=waits)
    port = make(OutputPort, product=made, name="Visits", kind="table")
    make(PortColumn, port=port, name="shop", type="string")
    promise = make(Slo, product=made, kind="freshness", indicator="Hours with data")
    make(SloWindow, slo=promise, target=99, length=1, unit="month")
    (written,) = odps4.documents(contents_of(there))

    here = factories.discovery(name="Another", slug="another")
    came = bring(here, written)
    product = DataProduct.objects.get(discovery=here)
    assert (product.name, product.kind, product.state) == ("Footfall", "aggregate", "live")
    assert (product.job, product.sharing) == ("Plan shifts", "approval")
    assert Goal.objects.get(discovery=here).title == "More visits"
    assert Vision.objects.get(discovery=here).statement == "Every shop is full"
    measures = Measure.objects.filter(goal__discovery=here).order_by("name")
    assert [(each.name, each.unit, each.baseline, each.target, each.due_on) for each in measures] == [
        ("Reach", "%", Decimal(22), Decimal(60), date(2027, 1, 1)),
        ("Wait", "min", Decimal(9), Decimal(4), None),
    ]
    assert [each.measure.name for each in ProductMeasure.objects.filter(product=product)] == ["Wait"]
    (port,) = OutputPort.objects.filter(product=product)
    assert (port.name, [each.name for each in port.columns.all()]) == ("Visits", ["shop"])
    (promise,) = Slo.objects.filter(product=product)
    assert (promise.kind, promise.windows.get().target) == ("freshness", Decimal(99))
    left = {each.partition(":")[0] for each in came.left_out}
    assert {each for each in left if each.startswith("product.")} == {
        *(f"product.details.en.{name}" for name in ("productID", "created", "categories", "useCases")),
        *(
            f"product.productStrategy.{name}.id"
            for name in ("contributesToKPI", "relatedKPIs", "productKPIs")
        ),
        "product.productStrategy.strategicAlignment.en",
        "product.contract",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("is_wrapped", [True, False])
def test_details_come_with_their_marks_also_without_their_key(is_wrapped: bool) -> None:
    languages = {"en": {"name": "Visits", "status": "production", "tags": ["PII", "restricted", "x"]}}
    came = bring(factories.discovery(), document(**({"details": languages} if is_wrapped else languages)))
    visits = DataProduct.objects.get()
    assert (visits.name, visits.state) == ("Visits", "live")
    assert (visits.privacy, visits.classification) == ("personal", "secret")
    assert [each.rpartition(".")[2] for each in came.left_out] == ["tags: 1 value"]


@pytest.mark.django_db
def test_a_vision_that_is_there_stays_and_measures_of_several_goals_are_named() -> None:
    discovery = factories.discovery()
    make(Vision, discovery=discovery, statement="Ours")
    kpi = {"id": "k", "name": "Reach", "unit": "percentage", "target": 60}
    came = bring(
        discovery,
        document(
            details={"fi": {"name": "Kaupat", "productID": "1", "visibility": "private", "status": "draft"}},
            productStrategy={
                "objectives": [{"en": "One"}, {"en": "Two"}],
                "contributesToKPI": kpi,
                "strategicAlignment": [{"en": "Theirs"}],
            },
            pricingPlans={"declarative": {"en": [{"name": "Free"}]}},
        ),
    )
    assert DataProduct.objects.get().name == "Kaupat"
    assert [each.title for each in Goal.objects.all()] == ["One", "Two"]
    assert Vision.objects.get().statement == "Ours"
    assert not Measure.objects.exists()
    assert "product.productStrategy.contributesToKPI: 4 values" in came.left_out
    assert "product.productStrategy.strategicAlignment: 1 value" in came.left_out
    assert "product.pricingPlans: 1 value" in came.left_out


KEYS = (
    *("en", "name", "details", "objectives", "productKPIs", "contributesToKPI", "target", "unit"),
    *("declarative", "default", "dimensions", "objective", "description", "timeframe", "x"),
)
VALUES = st.recursive(
    st.sampled_from(("a", "percent", "99.5", "Baseline: 3 %", "2027-01-01", "")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
PARTS = ("details", "productStrategy", "SLA", "dataQuality", "dataAccess", "contract", "other")


@settings(max_examples=examples(150))
@given(st.dictionaries(st.sampled_from(PARTS), VALUES, max_size=6), st.booleans())
def test_every_value_is_taken_or_named_whatever_a_document_holds(
    parts: dict[str, Any], has_vision: bool
) -> None:
    one = read_document(to_yaml(document(**{"details": {"en": {"name": "P"}}} | parts)).encode())
    assert isinstance(one, Fields)
    described = described_in([one])
    as_text(one, described, {}, has_vision=has_vision)
    all_leaves = [scalar for _path, scalar in leaves(one)]
    taken = [scalar for scalar in all_leaves if described.record.is_imported(scalar)]
    assert sum(each.count for each in described.omissions()) == len(all_leaves) - len(taken)
