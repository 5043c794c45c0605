"""Promises in groups of the same status, and the sentence above them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from organizations.actors import Actor
from products.models import DataProduct, ProductState
from products.promises.measurements.services import record
from products.promises.selectors import standings_of
from products.selectors.promise_groups import promise_groups, summary_of
from tests.factories import make
from tests.products.promising import day, freshness

pytestmark = pytest.mark.django_db


def _measured(editor: Actor, product: DataProduct, bad: int) -> None:
    record(actor=editor, slo=freshness(editor, product), measurements=[day(0, bad)])


def test_violated_promises_are_the_first_group_and_unmeasured_ones_the_last(discovery, editor, product):
    assert promise_groups(standings_of(discovery)) == []
    assert summary_of(standings_of(discovery)) == ""
    DataProduct.objects.filter(pk=product.pk).update(state=ProductState.LIVE)
    freshness(editor, product)
    assert summary_of(standings_of(discovery)) == "No promise is measured yet"
    _measured(editor, product, 0)
    assert summary_of(standings_of(discovery)) == "1 of 2 promises is kept, 1 not measured yet"
    _measured(editor, product, 9)
    promises = standings_of(discovery)
    assert [
        (group.state, group.state_words, len(group.pictures)) for group in promise_groups(promises[::-1])
    ] == [
        ("violated", "Violated", 1),
        ("kept", "Kept", 1),
        ("unmeasured", "Promised, not measured yet", 1),
    ]
    answer = f"1 of 3 promises is violated: Freshness of {product}, 4 misses too many"
    assert summary_of(promises) == answer


def test_promises_of_the_same_state_before_and_after_the_go_live_are_two_groups(discovery, editor, product):
    DataProduct.objects.filter(pk=product.pk).update(state=ProductState.LIVE)
    here = {"discovery": discovery, "domain": discovery.domain, "kind": "source_oriented"}
    planned = make(DataProduct, **here, name="Planned one", state=ProductState.PLANNED)
    _measured(editor, product, 0)
    _measured(editor, planned, 0)
    groups = promise_groups(standings_of(discovery))
    assert {group.state_words for group in groups} == {"Kept", "Kept before go-live"}


def test_the_sentence_names_three_violated_promises_at_most(discovery, editor, product):
    for _number in range(3):
        _measured(editor, product, 9)
    assert summary_of(standings_of(discovery)).count("Freshness of") == 3
    assert "…" not in summary_of(standings_of(discovery))
    _measured(editor, product, 9)
    answer = summary_of(standings_of(discovery))
    assert answer.startswith("4 of 4 promises are violated: Freshness of")
    assert answer.count("Freshness of") == 3
    assert answer.endswith("…")


def test_the_page_names_the_product_with_its_owner_and_that_of_a_product_neither(
    client_of, discovery, editor, product
):
    _measured(editor, product, 0)
    client = client_of(editor.account)
    page = client.get(reverse("products:promises", args=[discovery.slug])).content.decode()
    assert "Data product and owner" in page
    assert "No owner yet" in page
    assert "Each bar is a measurement" in page
    own = reverse("products:product_promises", args=[discovery.slug, product.uuid])
    page = client.get(own, follow=True).content.decode()
    assert 'class="table stacks slos"' in page
    assert "Data product and owner" not in page
