"""Business processes: who decides there, and which ownership of data products follows."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from core.services import kinds
from lvt.models import Goal
from operating_model.business_processes.selectors import processes_of
from operating_model.models import BusinessProcess, ProcessProduct
from operating_model.ownership.selectors import ownership_gaps
from products.design.merging.services import merge_products
from products.models import DataProduct
from tests.factories import SYSTEM, make
from tests.operating_model.governing import world
from workshops.registries import spotlights

pytestmark = pytest.mark.django_db
ADDRESS = "operating_model:ownership"


@pytest.fixture
def at():
    at = world()
    at.visits = product(at, "Field visits")
    at.consent = product(at, "Consent", owner=at.marta)
    return at


def product(at, name, **fields):
    return make(
        DataProduct,
        discovery=at.discovery,
        domain=at.discovery.domain,
        name=name,
        kind="source_oriented",
        position=DataProduct.objects.count(),
        **fields,
    )


def process(at, name="Plan visits", products=(), **fields):
    draft = BusinessProcess(discovery=at.discovery, name=name, **fields)
    return kinds.add(actor=at.editor, draft=draft, products=products)


def words(at, name="Field visits"):
    return next(gap.words for gap in ownership_gaps(at.discovery) if gap.product.name == name)


def test_who_owns_data_follows_from_who_decides(at):
    goal = make(Goal, discovery=at.discovery, title="Useful visits")
    process(at, "Report", [at.visits])
    assert words(at) == "No owner yet."
    planned = process(
        at, products=[at.visits, at.consent], goal=goal, decisions="Whom to visit next", decider=at.amara
    )
    process(at, "Audit", [at.visits], decider=at.marta)

    assert words(at) == "No owner yet. Its data comes from “Plan visits”, where Amara Osei decides."
    _report, line, audit = processes_of(at.discovery)
    assert (line.process, line.goal, line.decider) == (planned, goal, at.amara)
    assert [(each.product.name, each.owner, each.is_with_decider) for each in line.products] == [
        ("Field visits", None, None),
        ("Consent", at.marta, False),
    ]
    kinds.change(actor=at.editor, artifact=audit.process, products=[at.consent])
    assert [each.is_with_decider for each in processes_of(at.discovery)[2].products] == [True]


def test_what_was_deleted_decides_nothing(at):
    goal = make(Goal, discovery=at.discovery, title="Useful visits")
    process(at, products=[at.visits], goal=goal, decider=at.amara)
    kinds.delete(actor=SYSTEM, artifact=at.amara)
    kinds.delete(actor=SYSTEM, artifact=goal)

    (line,) = processes_of(at.discovery)
    assert (line.goal, line.decider) == (None, None)
    assert words(at) == "No owner yet."


def test_the_page_is_written_in_place(at, client_of):
    client, goal = client_of(at.account), make(Goal, discovery=at.discovery, title="Useful visits")
    added = client.post(
        reverse("operating_model:business_process_add", args=[at.discovery.slug]),
        {
            "name": "Plan <visits>",
            "decisions": "Whom to visit next",
            "goal": goal.pk,
            "decider": at.amara.pk,
            "products": [at.visits.uuid, at.consent.uuid],
        },
    )
    assert added.status_code == 303
    text = client.get(reverse(ADDRESS, args=[at.discovery.slug])).content.decode()
    assert "Plan &lt;visits&gt;" in text
    assert "No owner yet. Suggested: Amara Osei" in text
    assert "owned by Marta Keller" in text
    assert "Useful visits" in text
    empty = client.post(
        reverse("operating_model:business_process_add", args=[at.discovery.slug]), {"name": ""}
    )
    assert empty.status_code == 422


def test_a_product_that_takes_in_another_takes_its_processes(at):
    both = process(at, "Both", [at.visits, at.consent])
    one = process(at, "One", [at.visits])
    merge_products(actor=at.editor, keep=at.consent, absorb=at.visits)

    assert sorted(ProcessProduct.objects.values_list("process__name", "product__name")) == [
        (both.name, "Consent"),
        (one.name, "Consent"),
    ]


def test_the_room_reads_who_decides_and_who_owns(at):
    spotlight = spotlights.get("processes")
    assert spotlight.choices(at.discovery) == []
    process(at, products=[at.visits, at.consent], decisions="Whom to <i>visit</i>", decider=at.amara)
    process(at, "Audit")
    context = spotlight.context(at.discovery, str(at.discovery.uuid))
    assert context is not None
    drawn = render_to_string(spotlight.template, context)
    for words in (
        "Whom to &lt;i&gt;visit",
        "Amara Osei",
        "Field visits",
        "owned by Marta",
        "Not set",
    ):
        assert words in drawn
    assert 'href="/d/' not in drawn
