"""Owners who were deleted: what they owned says that they are gone, and is listed until somebody takes it."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from core.kinds.base import artifact_kinds
from core.services import kinds
from discovery.kinds.artifact_content import form_fields
from discovery.models import Discovery
from handover.selectors.readiness import readiness_of
from lvt.models import Goal, Hypothesis, UseCase
from operating_model.governance.overview import ownership_standing
from operating_model.governance.report import ownership_section
from operating_model.models import Body, BodyMember, BusinessProcess, KeyQuestion
from operating_model.selectors.deleted_owners import left_behind
from organizations.models import Person
from process.models import StrategyChoice
from products.models import AccessRequest, DataProduct
from technology.models import Capability, DataAsset, Platform
from tests import factories
from tests.factories import SYSTEM, make
from workshops.models import ActionItem
from workshops.results.quick_captures.selectors import ActionFilter, actions_of, owners_of

pytestmark = pytest.mark.django_db

GONE = "Ines Vega (no longer listed)"


@pytest.fixture
def owner(discovery):
    return make(Person, organization=discovery.domain.organization, name="Ines Vega")


@pytest.fixture
def action(discovery, owner):
    return make(ActionItem, discovery=discovery, title="Name a steward", owner=owner)


@pytest.fixture
def left(discovery, owner, action):
    """One of each, left behind; and a seat, which nobody can take over."""
    council = make(Body, discovery=discovery, name="Data council", kind="domain")
    make(BodyMember, body=council, person=owner)
    goal = make(Goal, discovery=discovery, title="Grow", owner=owner)
    make(Hypothesis, goal=goal, statement="If we tell them", owner=owner)
    make(UseCase, discovery=discovery, name="Tell them", owner=owner)
    make(KeyQuestion, discovery=discovery, text="Who pays?", owner=owner)
    make(StrategyChoice, discovery=discovery, name="Made once", owner=owner)
    make(BusinessProcess, discovery=discovery, name="Plan visits", decider=owner)
    make(ActionItem, discovery=discovery, title="Done long ago", owner=owner, state="done")
    make(Platform, discovery=discovery, name="Lakehouse", owner=owner)
    make(Capability, discovery=discovery, name="Catalog", plane="supervision", gap_closer=owner)
    make(DataAsset, discovery=discovery, name="Warehouse", owner=owner)
    kind = "consumer_oriented"
    make(DataProduct, discovery=discovery, domain=discovery.domain, name="HCP 360", kind=kind, owner=owner)
    kinds.delete(actor=SYSTEM, artifact=owner)
    return discovery


def test_what_is_left_behind_is_listed_by_kind(left):
    assert [(each.kind, each.name, each.person) for each in left_behind(left)] == [
        ("Platform", "Lakehouse", "Ines Vega"),
        ("Capability", "Catalog", "Ines Vega"),
        ("Data asset", "Warehouse", "Ines Vega"),
        ("Business process", "Plan visits", "Ines Vega"),
        ("Key question", "Who pays?", "Ines Vega"),
        ("Goal", "Grow", "Ines Vega"),
        ("Hypothesis", "If we tell them", "Ines Vega"),
        ("Use case", "Tell them", "Ines Vega"),
        ("Choice of the data strategy", "Made once", "Ines Vega"),
        ("Action item", "Name a steward", "Ines Vega"),
    ]
    assert "10 items belong to people who have left." in str(ownership_standing(left).missing)
    section = ownership_section(left)
    assert section is not None
    drawn = render_to_string("operating_model/report/ownership.html", section)
    assert "If we tell them" in drawn
    assert "Its owner, Ines Vega, was deleted." in drawn


def test_of_those_who_are_here_nothing_is(discovery, owner, action):
    make(Goal, discovery=discovery, title="Grow", owner=owner)

    assert left_behind(discovery) == ()
    assert str(owner) == "Ines Vega"


@pytest.mark.parametrize(
    "name",
    [
        "operating_model:ownership",
        "operating_model:key_questions",
        "process:discovery_why",
        "lvt:tree",
        "lvt:use_case_list",
        "discovery:discovery_actions",
        "products:product_list",
    ],
)
def test_pages_mark_the_name_and_lead_to_what_is_left(client_of, account, left, name):
    page = client_of(account).get(reverse(name, args=[left.slug])).content.decode()

    assert GONE in page
    if name == "operating_model:ownership":
        assert all(f'href="{each.url}"' in page for each in left_behind(left))


def test_an_action_is_found_by_the_name_and_keeps_its_mark_until_somebody_takes_it(
    client_of, account, left, action
):
    assert owners_of(left) == ["Ines Vega"]
    assert [row.action for row in actions_of(left, ActionFilter("open", owner="Ines Vega"))] == [action]
    words = [
        str(each.words)
        for group in readiness_of(left).groups
        for line in group.lines
        for each in line.missing
    ]
    assert "“Name a steward” is assigned to Ines Vega, who is no longer here." in words
    browser = client_of(account)
    url = reverse("discovery:capture_edit", args=[left.slug, "actions", action.uuid])
    form = browser.get(url).content.decode()
    assert 'value="Ines Vega"' in form

    sent = {"title": "Name stewards", "responsible": "Ines Vega", "state": "open", "revision": 1}
    assert browser.post(url, sent).status_code == 303
    action.refresh_from_db()
    assert (action.title, action.responsible) == ("Name stewards", GONE)
    assert browser.post(url, {**sent, "responsible": "Noor", "revision": 2}).status_code == 303
    action = ActionItem.objects.get(pk=action.pk)
    assert (action.responsible, action.is_left_behind) == ("Noor", False)


def test_each_kind_that_names_people_is_listed_and_leads_to_its_page(client_of, account, left, owner):
    kinds_of_people = {
        kind: column.name
        for kind in artifact_kinds
        if kind.root is Discovery and kind.model not in (DataProduct, AccessRequest)
        for column in form_fields(kind)
        if column.related_model is Person and column.name != kind.title
    }
    for kind, name in kinds_of_people.items():
        if kind.has_parents and not kind.below(left).exists():
            factories.hung(kind, left, **{name: owner})
    browser = client_of(account)

    assert {each.kind.lower() for each in left_behind(left)} == {
        str(kind.model._meta.verbose_name).lower() for kind in kinds_of_people
    }
    for each in left_behind(left):
        path = each.url.partition("#")[0]
        page = browser.get(path)
        assert path, each.kind
        assert page.status_code == 200, each
        assert each.name in page.content.decode(), each
