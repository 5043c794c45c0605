"""What slides of the appendix say of data products, promises and use cases."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from discovery import product_headlines
from discovery.kinds.displays import brief_table, content_of, facts_of
from discovery.models import Discovery
from lvt.exports import card_slides
from lvt.models import Goal, Measure, UseCase
from operating_model.guardrails.kinds import GUARDRAIL
from operating_model.models import Guardrail
from organizations.models import Person
from products.exports import product_slides
from products.models import DataProduct
from tests.factories import make
from workshops.models import Decision

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kept", "violated", "unmeasured", "title"),
    [
        (0, 0, 5, "No promise is measured yet"),
        (2, 0, 3, "2 of 5 promises are kept, 3 not measured yet"),
        (1, 0, 0, "The promise is kept"),
        (0, 1, 0, "The promise is violated"),
        (2, 1, 2, "1 of 5 promises is violated"),
    ],
)
def test_what_is_not_measured_is_neither_kept_nor_violated(
    kept: int, violated: int, unmeasured: int, title: str
) -> None:
    assert product_headlines.promises(kept_count=kept, violated=violated, unmeasured=unmeasured) == title


def test_use_cases_without_a_sentence_are_listed_and_counted(discovery: Discovery) -> None:
    make(UseCase, discovery=discovery, name="Full", we_believe="It helps", position=0)
    assert "1 use case is proposed" in repr(card_slides(discovery))
    make(UseCase, discovery=discovery, name="Bare", position=1)
    (slide,) = card_slides(discovery)
    assert str(slide.title) == "2 use cases are proposed"
    assert slide.table is not None
    assert [[*row][:4] for row in slide.table.rows] == [
        ["Full", "It helps", "–", "–"],
        ["Bare", "–", "–", "–"],
    ]


def test_no_slide_of_use_cases_before_one_has_a_sentence(discovery: Discovery) -> None:
    make(UseCase, discovery=discovery, name="Bare")
    assert card_slides(discovery) == []


def test_a_slide_of_products_reads_what_they_deliver_at_once(discovery: Discovery) -> None:
    own = {"discovery": discovery, "domain": discovery.domain}
    goal = make(Goal, discovery=discovery, title="Goal")
    counts = []
    for number in range(3):
        delivers = make(Measure, goal=goal, name=f"Measure {number}")
        make(DataProduct, **own, name=f"Product {number}", kind="source_oriented", delivers=delivers)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            product_slides(discovery)
        counts.append(len(queries))
    assert counts[1] == counts[2]


def test_owners_who_were_deleted_own_nothing_on_a_slide(discovery: Discovery) -> None:
    gone = make(
        Person, organization=discovery.domain.organization, name="Gone Person", deleted_at=timezone.now()
    )
    own = {"discovery": discovery, "domain": discovery.domain}
    make(DataProduct, **own, name="Product", kind="source_oriented", owner=gone)
    assert "Gone" not in repr(product_slides(discovery))


def test_a_row_in_the_trash_is_named_nowhere(discovery: Discovery) -> None:
    decision = make(Decision, discovery=discovery, title="Old choice", decided_at=timezone.now())
    guardrail = make(Guardrail, discovery=discovery, name="Contracts", decision=decision)
    assert "Old choice" in repr([*facts_of(guardrail)])
    assert "Old choice" in repr(brief_table(GUARDRAIL, ("Name",), [(guardrail, "Contracts")], ("name",)))

    Decision.objects.filter(pk=decision.pk).update(deleted_at=timezone.now())
    guardrail = Guardrail.objects.get()
    assert "Old choice" not in repr([*facts_of(guardrail)])
    assert "Old choice" not in repr(content_of(guardrail))
    table = brief_table(GUARDRAIL, ("Name",), [(guardrail, "Contracts")], ("name",))
    assert "Old choice" not in repr(table)
