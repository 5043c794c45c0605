"""Several people at two products at once, on a database that lets them: nothing is lost, and who was late is
told."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pytest

from core.exceptions import Conflict, NotFound
from core.models import Operation
from core.services import kinds
from products.design.merging import selectors as merging
from products.design.merging.services import merge_products
from products.design.product.services import add_product
from products.models import DataProduct, InputPort, Iteration, OutputPort, Slo, UsagePattern
from products.promises.services import TargetWindow, add_slo
from tests import factories
from tests.at_once import at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

ROUNDS = 6


def two_products(editor, discovery, number: int) -> tuple[DataProduct, DataProduct]:
    pair = [
        add_product(actor=editor, discovery=discovery, name=f"{name} {number}", kind="source_oriented")
        for name in ("First", "Second")
    ]
    for each in pair:
        factories.make(OutputPort, product=each, name=f"API of {each.name}", kind="api")
        factories.make(Iteration, product=each, name=f"Iteration of {each.name}")
    return pair[0], pair[1]


def test_of_two_who_merge_crosswise_one_is_told(editor, discovery):
    for number in range(ROUNDS):
        first, second = two_products(editor, discovery, number)
        answers = at_once(
            partial(merge_products, actor=editor, keep=first, absorb=second),
            partial(merge_products, actor=editor, keep=second, absorb=first),
        )
        assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "Operation"], answers
        kept = DataProduct.objects.get(pk__in=(first.pk, second.pk))
        for model in (OutputPort, Iteration):
            assert model.objects.filter(product=kept).count() == 2
    assert Operation.objects.filter(verb="product.merged").count() == ROUNDS


def test_what_others_write_while_two_become_one_is_not_lost(editor, discovery):
    feeder = add_product(actor=editor, discovery=discovery, name="CRM data", kind="source_oriented")
    for number in range(ROUNDS):
        keep, absorb = two_products(editor, discovery, number)
        late = {"actor": editor, "product": absorb}
        merged, *written = at_once(
            partial(merge_products, actor=editor, keep=keep, absorb=absorb),
            partial(kinds.add, actor=editor, draft=OutputPort(product=absorb, name="Table", kind="table")),
            partial(kinds.add, actor=editor, draft=InputPort(product=absorb, feeder=feeder)),
            partial(kinds.add, actor=editor, draft=Iteration(product=absorb, name="Next")),
            partial(kinds.add, actor=editor, draft=UsagePattern(product=absorb, who="Reps")),
            partial(
                add_slo, **late, kind="availability", indicator="answers", windows=[TargetWindow(Decimal(99))]
            ),
        )
        assert isinstance(merged, Operation), merged
        for answer in written:
            # Who came too late is told; what was taken belongs to the product that is there.
            assert isinstance(answer, (NotFound, Conflict, *merging.children())), answer
        for model in (OutputPort, InputPort, Iteration, UsagePattern, Slo):
            assert not model.objects.filter(product=absorb).exists(), model
        assert OutputPort.objects.filter(product=keep).count() >= 2
