"""A report shows shipped texts in its own language, unless someone edited them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.utils import translation

from core.labels import Text
from discovery.models import Discovery
from operating_model.governance.selectors import governance_of
from operating_model.governance.services import add_standard_bodies
from operating_model.key_questions.services import add_shipped_questions
from operating_model.models import Body, Flow, KeyQuestion
from operating_model.report import key_questions_section
from operating_model.selectors.governance_picture import picture_of
from operating_model.shipped import SHIPPED_QUESTIONS, STANDARD_FLOWS
from organizations.models import Team
from process.models import StrategyQuestion, SuitabilityStatement
from process.shipped import QUESTIONS, STATEMENTS
from process.strategy.selectors import strategy_of
from process.strategy.services import take_shipped_questions
from process.suitability.selectors import check_of
from process.suitability.services import take_shipped_statements
from technology.capabilities.selectors import planes_of
from technology.capabilities.services import add_from_catalog
from technology.capability_catalog import CATALOG
from technology.models import Capability
from tests import factories
from tests.factories import SYSTEM

pytestmark = pytest.mark.django_db
OWN = "Ours, as we wrote it"


def _statements(discovery: Discovery) -> list[str]:
    return [line.text for group in check_of(discovery).groups for line in group.lines]


def _key_questions(discovery: Discovery) -> list[str]:
    section = key_questions_section(discovery)
    assert section
    return [text for _question, text in section["questions"]]


def _capabilities(discovery: Discovery) -> list[str]:
    lines = [line for plane in planes_of(discovery) for line in plane.lines]
    return [text for line in lines for text in (line.name, line.description)]


def _add_flows(discovery: Discovery) -> None:
    add_standard_bodies(actor=SYSTEM, discovery=discovery)
    body = Body.objects.filter(discovery=discovery)[0]
    team = factories.make(Team, organization=discovery.domain.organization, name="Customer data")
    for each in STANDARD_FLOWS:
        factories.make(Flow, discovery=discovery, from_body=body, to_team=team, what=str(each.what))


def _flows(discovery: Discovery) -> list[str]:
    own = Flow.objects.filter(discovery=discovery).count()
    return [arrow.what for arrow in picture_of(governance_of(discovery)).arrows[:own]]


Case = tuple[Callable[[Discovery], object], Callable[[Discovery], Iterable[str]], Any, str, list[Text]]
CASES: dict[str, Case] = {
    "statements": (
        lambda discovery: take_shipped_statements(actor=SYSTEM, discovery=discovery),
        _statements,
        SuitabilityStatement,
        "text",
        [each.text for each in STATEMENTS],
    ),
    "strategy": (
        lambda discovery: take_shipped_questions(actor=SYSTEM, organization=discovery.domain.organization),
        lambda discovery: [line.text for line in strategy_of(discovery.domain.organization).lines],
        StrategyQuestion,
        "text",
        [each.text for each in QUESTIONS],
    ),
    "key questions": (
        lambda discovery: add_shipped_questions(actor=SYSTEM, discovery=discovery),
        _key_questions,
        KeyQuestion,
        "text",
        [each.text for each in SHIPPED_QUESTIONS],
    ),
    "capabilities": (
        lambda discovery: add_from_catalog(
            actor=SYSTEM, discovery=discovery, keys=[each.key for each in CATALOG]
        ),
        _capabilities,
        Capability,
        "name",
        [text for each in CATALOG for text in (each.name, each.description)],
    ),
    "flows": (
        _add_flows,
        _flows,
        Flow,
        "what",
        [each.what for each in STANDARD_FLOWS],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_an_unchanged_text_is_in_the_language_of_the_report(case: str) -> None:
    copy, texts, model, field, shipped = CASES[case]
    discovery = factories.discovery()
    copy(discovery)
    row = model.objects.order_by("pk").first()
    was = getattr(row, field)
    model.objects.filter(pk=row.pk).update(**{field: OWN})

    with translation.override("de"):
        then = list(texts(discovery))
        assert set(then) <= {OWN, *map(str, shipped)}

    assert then.count(OWN) == 1
    assert was not in then
    assert len(then) > 1
