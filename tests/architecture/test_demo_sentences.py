"""What the demo says in findings, recommendations and answers names and counts what its data holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from discovery.models import Discovery
from exchange.discovery_documents.services import export_document
from handover.models import Finding, Recommendation
from lvt.models import UseCase
from operating_model.models import Body, Guardrail
from organizations.models import Person, Role, RoleAllocation, Team
from process.models import DeltaScore
from products.landscape import rules as interaction_map
from products.landscape.rules import NodeKind
from products.landscape.selectors import graph_of
from products.models import (
    AccessBasis,
    AccessRule,
    Consumer,
    DataProduct,
    InputPort,
    OutputKind,
    PortColumn,
    ProductConsumer,
    ProductKind,
    ProductState,
    Slo,
    Source,
    TemplateAnswer,
    TemplateQuestion,
    UsagePattern,
)
from products.selectors.goal_coverage import coverage_of
from technology.gaps.selectors import gap_analysis
from tests.demo import demo_discovery, loaded
from tests.factories import SYSTEM
from workshops.models import Question

pytestmark = pytest.mark.django_db

NAMED = (DataProduct, Source, Consumer, UseCase, Person, Team, Role, Body)
ABBREVIATIONS = {"HCP", "PJP", "CRM", "API", "IT"}
# A run of words that begin with a capital letter or a digit: what may be a name.
NAME = re.compile(r"[A-Z][\w-]*(?: (?:[A-Z0-9][\w-]*))*")
NUMBER = re.compile(r"\b(\d+|two|three|four|five|six|seven|eight|nine|ten|half|third|both)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Discovery]:
    with loaded(django_db_blocker):
        yield demo_discovery()


def sentences(demo: Discovery) -> list[str]:
    """What people read as found, recommended or answered."""
    texts = [
        text
        for model in (Finding, Recommendation)
        for each in model.objects.filter(discovery=demo)
        for text in (each.title, each.detail, getattr(each, "evidence", ""))
    ]
    texts += [text for each in Question.objects.filter(discovery=demo) for text in (each.title, each.answer)]
    texts += [each.text for each in TemplateAnswer.objects.filter(product__discovery=demo)]
    return [text for text in texts if text]


def every_text(demo: Discovery) -> list[str]:
    """All that the demo says anywhere."""

    def walk(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            for each in value.values() if isinstance(value, dict) else value:
                yield from walk(each)

    return list(walk(export_document(actor=SYSTEM, discovery=demo)))


def names() -> set[str]:
    return {str(name) for model in NAMED for name in model.objects.values_list("name", flat=True)}


def in_weeks(demo: Discovery, use_case: str, without: str = "") -> int:
    """What a use case still takes in person-weeks, by all that feeds it; `without` what another one takes."""
    graph = graph_of(demo)
    key = {node.name: node.id for node in graph.of_kind(NodeKind.USE_CASE)}
    needed = {graph.by_id[each].uuid for each in interaction_map.upstream(graph, key[use_case])}
    if without:
        needed -= {graph.by_id[each].uuid for each in interaction_map.upstream(graph, key[without])}
    products = DataProduct.objects.filter(uuid__in=needed).exclude(state="live")
    return int(sum(each.effort or 0 for each in products))


def shared_names(demo: Discovery) -> set[str]:
    graph = graph_of(demo)
    return {graph.by_id[each].name for each in interaction_map.shared(graph)}


def needed_by_both(demo: Discovery) -> set[str]:
    graph = graph_of(demo)
    services = interaction_map.services_of(graph)
    return {node.name for node in graph.products if len(services[node.id].needed_by) == 2}


FIRST, SECOND = "HCP 360 dashboard", "Digital customer engagement dashboard"
# A part of a sentence that counts, and whether it is so.
COUNTED: dict[str, Callable[[Discovery], bool]] = {
    "The same contact data is kept in five systems": lambda demo: (
        Source.objects.filter(discovery=demo)
        .exclude(kind="integration")
        .exclude(name="Content library")
        .count()
        == 5
    ),
    "Both dashboards share three data products, and need two more by reusing HCP 360": lambda demo: (
        shared_names(demo) == {"HCP master data", "Consent", "Campaign responses"}
        and needed_by_both(demo) == shared_names(demo) | {"HCP 360", "Field visits"}
        and all(
            each.kind == ProductKind.SOURCE_ORIENTED
            for each in DataProduct.objects.filter(name__in=shared_names(demo))
        )
    ),
    "takes 9 more person-weeks": lambda demo: in_weeks(demo, SECOND, FIRST) == 9,
    "puts the Digital customer engagement dashboard first": lambda demo: (
        [str(each.use_case) for each in coverage_of(demo).use_cases if each.ranked and each.ranked.rank == 1]
        == [SECOND]
    ),
    "Both count once": lambda demo: True,  # calls and messages, of a rule about people
    "until both teams were asked": lambda demo: (
        Team.objects.filter(name__in=("Brand and campaigns", "Field force excellence")).count() == 2
    ),
    "name two systems": lambda demo: True,  # what a reviewer asks for
}


def test_what_is_named_exists(demo: Discovery) -> None:
    known = names()
    words = {word for name in known for word in name.split()} | ABBREVIATIONS
    unknown = []
    for text in sentences(demo):
        for sentence in re.split(r"(?<=[.:?!]) ", text):
            for match in NAME.finditer(sentence):
                name, begins = match[0], match.start() == 0
                if " " not in name and (begins or name in words):
                    continue
                if not any(
                    other.startswith(name) or name.startswith(other) for other in known | ABBREVIATIONS
                ):
                    unknown.append((name, sentence))
    assert unknown == []


def test_what_is_counted_is_so(demo: Discovery) -> None:
    for text in sentences(demo):
        rest = text
        for part in COUNTED:
            rest = rest.replace(part, "")
        for name in names():
            rest = rest.replace(name, "")
        assert not NUMBER.search(rest), text
    said = " ".join(sentences(demo))
    for part, holds in COUNTED.items():
        if part in said:
            assert holds(demo), part


def test_hcp_360_takes_in_what_it_promises(demo: Discovery) -> None:
    profile = DataProduct.objects.get(discovery=demo, name="HCP 360")
    inputs = {str(port.feeder) for port in profile.input_ports.all()}
    answer = profile.answers.get(question=TemplateQuestion.INPUTS).text

    assert {name for name in names() if name in answer and DataProduct.objects.filter(name=name)} == inputs
    assert "Campaign responses" in inputs  # its first iteration


def test_no_dashboard_feeds_a_product(demo: Discovery) -> None:
    ports = InputPort.objects.filter(product__discovery=demo).exclude(feeder=None)
    assert ports
    assert all(port.feeder_port is not None for port in ports)
    assert all(port.feeder_port.kind != OutputKind.DASHBOARD for port in ports if port.feeder_port)


def test_personal_data_is_personal_everywhere(demo: Discovery) -> None:
    columns = PortColumn.objects.filter(port__product__discovery=demo).values_list("name", "is_personal")
    personal = {name for name, is_personal in columns if is_personal}
    assert personal
    assert [name for name, is_personal in columns if name in personal and not is_personal] == []


def test_consent_has_one_story(demo: Discovery) -> None:
    consent = DataProduct.objects.get(discovery=demo, name="Consent")
    told = [text for text in sentences(demo) if "owns the data product Consent" in text.replace("\n", " ")]
    assert told
    assert all(str(consent.owner) in text for text in told)
    assert any(str(consent.team) in text for text in told)


def people_of(body: Body) -> set[str]:
    return {
        str(allocation.person)
        for member in body.members.all()
        for allocation in (member.role.allocations.all() if member.role else ())
    } | {str(member.person) for member in body.members.all() if member.person}


def test_every_body_has_several_people(demo: Discovery) -> None:
    for body in Body.objects.filter(discovery=demo):
        assert len(people_of(body)) > 1, body


def test_a_guardrail_is_decided_in_a_body_that_may_decide_on_it(demo: Discovery) -> None:
    decided = Guardrail.objects.filter(discovery=demo).exclude(decision=None)
    assert decided
    for guardrail in decided:
        body, decision = guardrail.body, guardrail.decision
        assert body is not None
        assert decision is not None
        assert "Guardrails" in body.decision_rights
        assert set(decision.decided_by.split(", ")) <= people_of(body)


def test_who_is_said_to_own_a_product_owns_it(demo: Discovery) -> None:
    owners = {each.name: str(each.owner) for each in DataProduct.objects.filter(discovery=demo)}
    people = "|".join(map(re.escape, Person.objects.values_list("name", flat=True)))
    products = "|".join(map(re.escape, sorted(owners, key=len, reverse=True)))
    said = re.compile(rf"({people}) owns (?:the data product )?({products})\b")
    told = {match.groups() for text in every_text(demo) for match in said.finditer(text)}
    assert len(told) > 1
    assert {(owners[product], product) for _who, product in told} == told


def test_nobody_but_the_sponsor_is_said_to_sponsor(demo: Discovery) -> None:
    (held,) = RoleAllocation.objects.filter(role__name="Executive sponsor", domain=demo.domain)
    told = [text for text in every_text(demo) if re.search(r"\bsponsors\b", text)]
    assert told
    assert [text for text in told if f"{held.person} sponsors" not in text] == []


def test_what_is_said_of_promises_agrees_with_what_was_measured(demo: Discovery) -> None:
    evidence = (
        DeltaScore.objects.filter(visit__discovery=demo, dimension__key="promises")
        .latest("visit__held_on")
        .evidence
    )
    promised = Slo.objects.filter(product__discovery=demo)
    assert all(slo.measurements.exists() for slo in promised)
    assert "each of them is measured" in evidence


def test_rules_by_attribute_are_recommended_where_a_product_has_one(demo: Discovery) -> None:
    rules = AccessRule.objects.filter(product__discovery=demo, basis=AccessBasis.ATTRIBUTE)
    (detail,) = (
        each.detail for each in Recommendation.objects.filter(discovery=demo) if "by role" in each.title
    )
    assert {str(rule.product) for rule in rules} == {
        name for name in DataProduct.objects.values_list("name", flat=True) if name in detail
    }


def test_the_platform_blocks_nothing_that_is_live(demo: Discovery) -> None:
    blocked = {row.prioritized.product for row in gap_analysis(demo).blocked}
    assert blocked
    assert {product.name for product in blocked if product.state == ProductState.LIVE} == set()


def test_who_says_how_they_use_a_product_is_drawn_as_its_consumer(demo: Discovery) -> None:
    said = {
        (str(each.product), str(each.consumer))
        for each in UsagePattern.objects.filter(product__discovery=demo).exclude(consumer=None)
    }
    links = ProductConsumer.objects.filter(product__discovery=demo)
    assert said <= {(str(each.product), str(each.consumer)) for each in links}
