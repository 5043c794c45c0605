"""What comes in is judged as a whole, and what is taken over from before may have any state."""

from __future__ import annotations

from textwrap import dedent

import pytest

from core.models import Operation
from core.services.imports import Refusal
from discovery.models import Discovery
from exchange.grid.services import grid_file, import_grid
from exchange.services.discovery_text import import_text
from lvt.models import Goal, Hypothesis
from products.models import DataProduct
from tests import factories
from tests.factories import SYSTEM, make
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def goal(discovery: Discovery) -> Goal:
    """A goal that allows two hypotheses in progress, with four that are proposed."""
    made = make(Goal, discovery=discovery, title="Growth", wip_limit=2)
    for name in ("One", "Two", "Three", "Four"):
        make(Hypothesis, goal=made, statement=name)
    return made


def bring(discovery: Discovery, text: str) -> None:
    import_text(actor=SYSTEM, data=dedent(text).encode(), into=discovery)


def refused(discovery: Discovery, text: str) -> list[tuple[int, str]]:
    with pytest.raises(Refusal) as caught:
        bring(discovery, text)
    return [(each.place.line, each.message) for each in caught.value.problems]


def states(goal: Goal) -> dict[str, str]:
    return dict(Hypothesis.objects.filter(goal=goal).values_list("statement", "state"))


def test_a_text_says_any_state_of_what_is_there(goal: Goal) -> None:
    bring(
        goal.discovery,
        """\
        goals:
        - title: Growth
          hypotheses:
          - {statement: One, state: in_delivery}
          - {statement: Two, state: stopped}
          - {statement: Three, state: paying_off}
          - {statement: Four, state: adjusted}
        """,
    )
    assert states(goal) == {"One": "in_delivery", "Two": "stopped", "Three": "paying_off", "Four": "adjusted"}
    undo(actor=SYSTEM, target=Operation.objects.get(verb="text.imported"))
    assert set(states(goal).values()) == {"proposed"}


def test_a_product_comes_back_from_retirement_as_live(discovery: Discovery) -> None:
    fields = {"discovery": discovery, "domain": discovery.domain, "kind": "aggregate"}
    make(DataProduct, **fields, name="Claims", state="retired")
    make(DataProduct, **fields, name="Policies")
    text = "products:\n- {name: Claims, state: live}\n- {name: Policies, state: retired}\n"
    bring(discovery, text)
    assert dict(DataProduct.objects.values_list("name", "state")) == {"Claims": "live", "Policies": "retired"}


def test_a_limit_in_the_text_counts_for_the_text(goal: Goal) -> None:
    bring(
        goal.discovery,
        """\
        goals:
        - title: Growth
          hypotheses:
          - {statement: One, state: exploring}
          - {statement: Two, state: in_delivery}
          - {statement: Three, state: exploring}
          wip_limit: 3
        """,
    )
    assert list(states(goal).values()).count("exploring") == 2


@pytest.mark.parametrize("order", [("One", "Three"), ("Three", "One")])
def test_one_makes_room_for_another_in_any_order(goal: Goal, order: tuple[str, str]) -> None:
    Hypothesis.objects.filter(goal=goal, statement__in=["One", "Two"]).update(state="exploring")
    becomes = {"One": "stopped", "Three": "exploring"}
    rows = "\n".join(f"  - {{statement: {name}, state: {becomes[name]}}}" for name in order)
    bring(goal.discovery, f"goals:\n- title: Growth\n  hypotheses:\n{rows}\n")
    assert states(goal) == {"One": "stopped", "Two": "exploring", "Three": "exploring", "Four": "proposed"}


def test_more_than_the_limit_is_refused_once(goal: Goal) -> None:
    problems = refused(
        goal.discovery,
        """\
        goals:
        - title: Growth
          hypotheses:
          - {statement: One, state: exploring}
          - {statement: Two, state: exploring}
          - {statement: Three, state: exploring}
        """,
    )
    assert [line for line, _said in problems] == [6]
    assert "raise the goal’s limit" in problems[0][1]
    assert set(states(goal).values()) == {"proposed"}


def test_a_limit_that_was_passed_before_refuses_no_other_change(goal: Goal) -> None:
    Hypothesis.objects.filter(goal=goal).update(state="exploring")
    bring(
        goal.discovery,
        "goals:\n- title: Growth\n  hypotheses:\n  - {statement: One, state: exploring, about_data: false}\n",
    )
    assert not Hypothesis.objects.get(statement="One").about_data


def test_in_the_grid_states_go_step_by_step(discovery: Discovery) -> None:
    product = make(DataProduct, discovery=discovery, domain=discovery.domain, name="Claims", kind="aggregate")
    rows = {str(product.uuid): (product.revision, {"state": "live"})}
    with pytest.raises(Refusal, match="can’t become"):
        import_grid(actor=SYSTEM, data=grid_file("products", rows), into=discovery)


@pytest.fixture
def discovery() -> Discovery:
    return factories.discovery()
