"""What tables and histories read of the artifacts of any kind."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.template import Context, Template

from core.selectors.request_cache import one_reading
from core.services import kinds
from discovery.kinds.artifact_content import changes_of, table_of
from discovery.kinds.displays import rows_on
from discovery.models import Discovery
from lvt.measures.kinds import MEASURE
from lvt.models import Goal, Hypothesis, Initiative, Measure
from organizations.actors import Actor
from organizations.models import Person, Team
from organizations.organization.models import OrganizationRole
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def goal(discovery: Discovery) -> Goal:
    return factories.make(Goal, discovery=discovery, title="Fewer outages")


def test_a_change_is_told_in_the_words_of_its_field(editor: Actor, discovery: Discovery, goal: Goal) -> None:
    organization = discovery.domain.organization
    admin = Actor.of_account(factories.member(organization, OrganizationRole.ADMIN))
    changes: list[tuple[Actor, Any, dict[str, Any], tuple[str, str]]] = [
        (
            admin,
            Team(organization=organization, name="Grid", kind="product"),
            {"kind": "platform"},
            ("Data product team", "Platform team"),
        ),
        (editor, Hypothesis(goal=goal, statement="Crews see faults"), {"about_data": False}, ("Yes", "No")),
        (editor, Measure(goal=goal, name="Minutes", target=Decimal(40)), {"target": None}, ("40", "–")),
    ]
    for actor, draft, fields, told in changes:
        artifact = kinds.add(actor=actor, draft=draft)
        kinds.change(actor=actor, artifact=type(draft).objects.get(pk=artifact.pk), **fields)
        [change] = changes_of(artifact)[0].fields
        assert (change.before, change.after) == told


def test_a_table_is_one_query_whichever_its_rows_hang_on(
    discovery: Discovery, goal: Goal, django_assert_num_queries: Any
) -> None:
    bet = factories.make(Hypothesis, goal=goal, statement="Crews see faults")
    factories.make(Measure, goal=goal, name="Minutes without power")
    factories.make(Measure, hypothesis=bet, name="Faults seen")
    with django_assert_num_queries(1):
        table = table_of(MEASURE, discovery)
    assert table is not None
    assert [row[0] for row in table.rows] == ["Fewer outages", "Crews see faults"]


def test_what_hangs_on_several_artifacts_is_one_query_with_the_people_that_it_names(
    discovery: Discovery, goal: Goal, django_assert_num_queries: Any
) -> None:
    other = factories.make(Goal, discovery=discovery, title="Cheaper repairs")
    for place, name in enumerate(("Una", "Bo", "Ada")):
        person = factories.make(Person, organization=discovery.domain.organization, name=name)
        factories.make(Hypothesis, goal=goal, statement=f"Bet of {name}", owner=person, position=place)
    with one_reading(), django_assert_num_queries(1):
        owners = [
            [str(getattr(row, "owner", "")) for row in rows_on(each, "hypotheses")] for each in (goal, other)
        ]
    assert owners == [["Una", "Bo", "Ada"], []]


def test_what_hangs_on_rows_read_without_their_discovery_takes_the_same_queries_for_any_number(
    discovery: Discovery, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        goal = factories.make(Goal, discovery=discovery, title=f"Goal {number}", position=number)
        bet = factories.make(Hypothesis, goal=goal, statement=f"Bet {number}")
        if number % 2:
            factories.make(Initiative, hypothesis=bet, name=f"Initiative {number}")
    with one_reading(), django_assert_max_num_queries(9):
        # Six more rows would take the same.
        names = [
            [str(row) for name in ("initiatives", "measures") for row in rows_on(each, name)]
            for each in Hypothesis.objects.order_by("pk")
        ]
    assert names == [[], ["Initiative 1"], [], ["Initiative 3"], [], ["Initiative 5"]]


def test_facts_end_with_the_children_that_a_template_does_not_name(goal: Goal) -> None:
    owner = factories.make(Person, organization=goal.discovery.domain.organization, name="Ann Able")
    factories.make(Hypothesis, goal=goal, statement="Crews see faults", owner=owner)

    def drawn(tag: str) -> str:
        return Template(f"{{% {tag} %}}").render(Context({"goal": goal}))

    shown = drawn('facts goal "title"')
    assert "Hypotheses: Crews see faults (" in shown
    assert "Ann Able" in shown
    for words in ('"title hypotheses"', '"title" brief=True', '"title" nameless=True'):
        assert "Crews see faults" not in drawn(f"facts goal {words}")
