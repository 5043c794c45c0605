"""A list that somebody pastes: a line for each, and indented what hangs on it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.imports.importable_kinds import is_listable
from core.imports.rows import ImportPlan
from core.kinds.base import artifact_kinds
from core.models import Operation
from core.services.imports import Refusal
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from exchange.lists.services import descendants_of, import_list, list_file, listable
from lvt.models import Goal, Hypothesis, UseCase
from organizations.actors import Actor
from products.models import DataProduct, PortColumn
from tests import factories
from tests.factories import SYSTEM, make
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db

TREE = """
- More visits that matter
\t1. Reps visit the right people
\t\t• Next best action
\t\t• Visit planner
\t2. Reps know what to say

- Growth
"""


@pytest.fixture
def discovery() -> Discovery:
    return factories.discovery()


def paste(discovery: Discovery, heading: str, lines: str, of: str = "", **said: str) -> ImportPlan:
    data = list_file(heading, of, lines, said)
    return import_list(actor=SYSTEM, data=data, into=discovery).plan


def test_indented_lines_hang_on_the_line_above(discovery: Discovery) -> None:
    paste(discovery, "goals", TREE)
    assert [goal.title for goal in Goal.objects.all()] == ["More visits that matter", "Growth"]
    bets = Hypothesis.objects.filter(goal__title="More visits that matter")
    assert [bet.statement for bet in bets] == ["Reps visit the right people", "Reps know what to say"]
    assert [case.name for case in bets[0].use_cases.all()] == ["Next best action", "Visit planner"]
    undo(actor=SYSTEM, target=Operation.objects.get(verb="list.imported"))
    assert not Goal.objects.exists()
    assert not UseCase.objects.exists()


def test_the_page_names_all_that_may_be_indented(discovery: Discovery, client_of: Any) -> None:
    client = client_of(factories.access(discovery, DiscoveryRole.EDITOR, name="Ed"))
    page = client.get(reverse("discovery:list_paste", args=[discovery.slug, "goals"])).content.decode()
    assert "hypotheses, and below them use cases" in page


def test_what_is_there_already_stays_and_keeps_its_name(discovery: Discovery) -> None:
    make(Goal, discovery=discovery, title="Growth")
    plan = paste(discovery, "goals", "GROWTH\n  People come  back\nMore visits")
    assert [row.title for row in plan.added] == ["More visits", "People come  back"]
    assert plan.changed == []
    assert [goal.title for goal in Goal.objects.all()] == ["Growth", "More visits"]


def test_what_all_of_them_need_is_said_once(discovery: Discovery) -> None:
    paste(discovery, "products", "HCP profile\nConsent", kind="aggregate")
    assert {product.kind for product in DataProduct.objects.all()} == {"aggregate"}
    with pytest.raises(Refusal):
        paste(discovery, "products", "Third", kind="")


def test_a_list_hangs_on_what_it_is_pasted_below(discovery: Discovery) -> None:
    paste(discovery, "products", "HCP profile", kind="aggregate")
    product = DataProduct.objects.get()
    paste(discovery, "output_ports", "Table\n  id\n  name", of=str(product.uuid), kind="table")
    assert [column.name for column in PortColumn.objects.all()] == ["id", "name"]


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ("One\none", 2),
        ("a" * 201, 1),
        ("One\nT\x00wo", 2),
        ("One\n\u200b\u2060", 2),
        ("\n".join(f"Goal {number}" for number in range(20_002)), 20_001),
    ],
)
def test_what_is_unclear_is_told_with_its_line(discovery: Discovery, lines: str, line: int) -> None:
    with pytest.raises(Refusal) as caught:
        paste(discovery, "goals", lines)
    assert caught.value.problems[0].place.line == line
    assert not Goal.objects.exists()


def test_what_is_indented_too_far_is_told_with_its_line(discovery: Discovery) -> None:
    goals = listable("goals")
    assert goals is not None
    line = len(descendants_of(goals)) + 2
    with pytest.raises(Refusal) as caught:
        paste(discovery, "goals", "\n".join("  " * level + f"Level {level}" for level in range(line)))
    assert caught.value.problems[0].place.line == line
    assert not Goal.objects.exists()


def test_each_form_that_leads_to_a_list_has_one() -> None:
    for kind in artifact_kinds:
        if kind.root is Discovery and is_listable(kind):
            assert listable(kind.nouns) is not None, kind.nouns


def test_from_the_form_that_adds_one_to_the_list_and_back(discovery: Discovery, client: Client) -> None:
    client.force_login(factories.access(discovery, DiscoveryRole.EDITOR, name="Eda Editor"))
    add = client.get(reverse("lvt:goal_add", args=[discovery.slug])).content.decode()
    url = reverse("discovery:list_paste", args=[discovery.slug, "goals"])
    assert f'href="{url}?' in add
    assert client.post(url, {"lines": " \n"}).status_code == 422
    for lines, said in (("One\n\u200b", "line 2: Enter a few words."), ("a" * 201, "line 1: ")):
        told = client.post(url, {"lines": lines})
        assert (told.status_code, said in told.content.decode()) == (422, True)
    again = client.post(url, {"lines": "Growth\ngrowth"})
    assert again.status_code == 422
    assert "line 2: “growth” is listed twice." in again.content.decode()
    assert "Growth\ngrowth</textarea>" in again.content.decode()
    answer = client.post(f"{url}?back=/d/{discovery.slug}/tree/", {"lines": TREE})
    page: Any = client.get(answer["Location"])
    assert "Next best action" in page.content.decode()
    assert not Goal.objects.exists()
    assert "Visit planner" in client.get(page.context["back"]).content.decode()
    done = client.post(answer["Location"], {"digest": page.context["digest"]})
    assert done["Location"] == f"/d/{discovery.slug}/tree/"
    assert Goal.objects.count() == 2
    assert client.get(reverse("discovery:list_paste", args=[discovery.slug, "visits"])).status_code == 404
    below = reverse("discovery:list_paste", args=[discovery.slug, "hypotheses"])
    for of in ("", "zzz", "4ef2d2b8-0000-4000-8000-000000000000"):
        assert client.post(f"{below}?of={of}", {"lines": "One"}).status_code == 404
    assert client.get(reverse("discovery:list_paste", args=[discovery.slug, "people"])).status_code == 404


def test_what_somebody_may_name_is_not_asked_for_each_line(discovery: Discovery) -> None:
    """Where nothing is named, there is nothing to ask."""
    actor = Actor.of_account(factories.access(discovery, DiscoveryRole.EDITOR, name="Eda"))

    def queries(count: int) -> int:
        data = list_file("goals", "", "\n".join(f"Goal {number}" for number in range(count)), {})
        with CaptureQueriesContext(connection) as asked:
            import_list(actor=actor, data=data, into=discovery, is_trial=True)
        return len(asked)

    assert queries(40) <= queries(20) + 5


def test_bullets_of_word_and_slides_are_no_part_of_a_name_and_dashes_within_are(discovery: Discovery) -> None:
    lines = "(4)\tReady\no\tSecond - by day\n» Fraud ring explorer\n1.2\tThird\n•\n"
    import_list(actor=SYSTEM, data=list_file("goals", "", lines, {}), into=discovery)
    names = Goal.objects.order_by("position").values_list("title", flat=True)
    assert [*names] == ["Ready", "Second - by day", "Fraud ring explorer", "Third"]
