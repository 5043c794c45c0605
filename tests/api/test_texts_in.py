"""A text that a program brings in: looked at, written as it was seen, undone, refused with its lines."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.models import Scope
from core.models import Operation
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery, DiscoveryAccess
from exchange.services.discovery_text import export_text
from lvt.models import Goal
from organizations.models import Person, Team
from organizations.organization.models import OrganizationRole
from tests import factories
from tests.api.conftest import Program, program
from tests.demo import demo_discovery, put_demo
from tests.factories import SYSTEM, make
from workshops.models import Decision
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db
TEXT = "goals:\n- title: Growth\n  description: In all countries\n- Fewer complaints\n"


@pytest.fixture
def key(discovery: Discovery) -> Program:
    return program(discovery, Scope.WRITE)


def send(key: Program, text: str, status: int = 200, **more: Any) -> Any:
    answer = key.ask("POST", "/text", {"text": text, **more})
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


def test_it_is_looked_at_written_and_undone(discovery: Discovery, key: Program) -> None:
    make(Goal, discovery=discovery, title="growth", description="At home")
    seen = send(key, TEXT, trial=True)
    assert (seen["added"], seen["changed"], seen["unchanged"], seen["operation"]) == (1, 1, 0, None)
    assert seen["rows"][0]["fields"][1]["after"] == "In all countries"
    assert [goal.title for goal in Goal.objects.all()] == ["growth"]
    assert send(key, f"discovery:\n  name: X\n{TEXT}", trial=True)["not_taken"] == ["name"]
    came = send(key, TEXT, digest=seen["digest"])
    assert came["not_taken"] == []
    assert [goal.title for goal in Goal.objects.all()] == ["Growth", "Fewer complaints"]
    assert send(key, TEXT)["unchanged"] == 2
    undo(actor=SYSTEM, target=Operation.objects.get(uuid=came["operation"]))
    assert [goal.title for goal in Goal.objects.all()] == ["growth"]


def test_what_changed_since_it_was_seen_is_not_written(discovery: Discovery, key: Program) -> None:
    seen = send(key, TEXT, trial=True)
    make(Goal, discovery=discovery, title="growth")
    assert send(key, TEXT, 409, digest=seen["digest"])["title"] == "Conflict"
    assert Goal.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("goals:\n- title: x\n  owner: Nobody\n", "line 3", "“Nobody” (person) wasn’t found."),
        ("goal: [x]\n", "line 1", "“goal” isn’t recognized here. Did you mean “goals”?"),
        ("goals: [\x00]", "line 1", "This isn’t valid YAML"),
        ("people: [Ana]\n", "line 1", "This belongs to the organization"),
        (
            "goals: [x]\ndomains: [Medical]\n",
            "line 2",
            "Domain “Medical” doesn’t exist. Add it on the page of the organization",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(discovery: Discovery, text: str, place: str, said: str) -> None:
    admin = factories.member(discovery.domain.organization, OrganizationRole.ADMIN, name="Ada")
    problem = send(program(discovery, Scope.WRITE, maker=admin), text, 422)
    assert [each["field"] for each in problem["errors"]] == [place]
    assert problem["errors"][0]["detail"].startswith(said)
    assert not Goal.objects.exists()


@pytest.mark.parametrize("role", [DiscoveryRole.FACILITATOR, DiscoveryRole.EDITOR])
@pytest.mark.parametrize("text", ["people: [Ana]\n", "domains: [Medical]\n"])
def test_what_is_of_the_organization_is_refused_alike(
    discovery: Discovery, role: DiscoveryRole, text: str
) -> None:
    """Whatever the maker of the key may do in the organization, now or once."""
    maker = factories.access(discovery, name="Mia")
    key = program(discovery, Scope.WRITE, maker=maker)
    DiscoveryAccess.objects.filter(user=maker).update(role=role)
    by_admin = factories.member(discovery.domain.organization, OrganizationRole.ADMIN, name="Ada")
    expected = send(program(discovery, Scope.WRITE, maker=by_admin), text, 422)
    assert send(key, text, 422) == expected
    assert [each["field"] for each in expected["errors"]] == ["line 1"]


def test_half_a_character_is_told(key: Program) -> None:
    assert send(key, "goals: [\ud800]", 422)["errors"]


def test_a_key_writes_what_it_reaches(discovery: Discovery, key: Program) -> None:
    admin = factories.member(discovery.domain.organization, OrganizationRole.ADMIN, name="Ada")
    of_all = program(discovery, Scope.WRITE, place=discovery.domain.organization, maker=admin)
    assert send(of_all, "people: [Ana]\n")["added"] == 1
    assert Person.objects.filter(name="Ana").exists()
    assert send(of_all, "domains: [Medical]\n")["added"] == 1
    # What is there may be named by every key.
    assert send(key, "domains: [medical]\npeople: [Ana]\ngoals: [Growth]\n")["added"] == 1
    send(key, "people:\n- name: Ana\n  role_title: Rep\n", 422)
    assert Person.objects.get(name="Ana").role_title == ""


def test_kinds_without_a_form_come_with_a_text(discovery: Discovery, key: Program) -> None:
    send(key, "vision: All patients\ndecisions:\n- title: We go\n  reason: It is time\n")
    assert [each.title for each in Decision.objects.filter(discovery=discovery)] == ["We go"]


@pytest.mark.sqlite
def test_what_is_exported_comes_in_and_changes_nothing() -> None:
    put_demo()
    discovery = demo_discovery()
    elsewhere = factories.domain(discovery.domain.organization, "Elsewhere")
    make(Team, organization=elsewhere.organization, domain=elsewhere, name="Far away")
    text = export_text(actor=SYSTEM, discovery=discovery)
    assert "domains:\n" in text
    seen = send(program(discovery, Scope.WRITE), text)
    assert (seen["added"], seen["changed"], seen["not_taken"]) == (0, 0, [])
    assert seen["unchanged"] > 200


def test_more_rows_than_a_page_takes_are_refused(key: Program) -> None:
    problem = send(key, "goals:\n" + "- x\n" * 2_001, 422)
    assert problem["errors"][0]["field"] == "line 2002"
