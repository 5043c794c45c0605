"""A new discovery of a domain starts from the last one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from core.exceptions import Conflict, NotAllowed
from core.services import artifacts, kinds
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from exchange.next_discovery.selectors import last_before
from exchange.next_discovery.services import start_from_last
from handover.models import CheckIn, CheckInAnswer
from lvt.models import Goal, Hypothesis, Measure, MeasuredValue, UseCase, Vision
from lvt.organization_portfolio.selectors import portfolio_of
from lvt.selectors.bet_lessons import learned_of
from organizations.actors import Actor
from organizations.models import Person
from organizations.organization.models import OrganizationRole
from products.models import DataProduct
from tests import factories
from tests.factories import SYSTEM, make
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def last() -> Discovery:
    discovery = factories.discovery(name="The first")
    owner = make(Person, organization=discovery.domain.organization, name="Jonas Keller")
    make(Vision, discovery=discovery, statement="Every visit helps a patient")
    goal = make(Goal, discovery=discovery, title="More visits that matter", owner=owner)
    bet = make(Hypothesis, goal=goal, statement="Reps listen", state="in_delivery")
    make(Hypothesis, goal=goal, statement="Reps call", state="stopped")
    measure = make(Measure, hypothesis=bet, name="Visits", unit="%", baseline=Decimal(10), target=Decimal(40))
    make(MeasuredValue, measure=measure, value=Decimal(31), measured_on=date(2026, 5, 1), note="Better")
    make(UseCase, discovery=discovery, name="Next best action", hypothesis=bet)
    make(DataProduct, discovery=discovery, domain=discovery.domain, name="Consent", kind="source_oriented")
    return discovery


@pytest.fixture
def new(last: Discovery) -> Discovery:
    return factories.discovery(last.domain, name="The second")


def test_it_takes_over_bets_with_what_was_measured_and_leaves_the_last_as_it_is(
    last: Discovery, new: Discovery
) -> None:
    done = start_from_last(actor=SYSTEM, discovery=new)
    assert Vision.objects.get(discovery=new).statement == "Every visit helps a patient"
    goal = Goal.objects.get(discovery=new)
    assert goal.owner is not None
    assert goal.owner.name == "Jonas Keller"
    states = {each.statement: each.state for each in goal.hypotheses.all()}
    assert states == {"Reps listen": "in_delivery", "Reps call": "stopped"}
    value = MeasuredValue.objects.get(measure__hypothesis__goal=goal)
    assert (value.value, value.note) == (Decimal(31), "Better")
    card = UseCase.objects.get(discovery=new)
    assert card.hypothesis is not None
    assert card.hypothesis.goal == goal
    assert not new.data_products.exists()
    assert Goal.objects.filter(discovery=last).count() == 1
    undo(actor=SYSTEM, target=done)
    assert not Goal.objects.filter(discovery=new).exists()
    assert Goal.objects.filter(discovery=last).count() == 1


def test_bets_that_go_on_count_once(last: Discovery, new: Discovery) -> None:
    organization = last.domain.organization
    bet = Hypothesis.objects.get(statement="Reps listen")
    said = make(
        CheckInAnswer,
        check_in=make(CheckIn, discovery=last, held_on=date(2026, 5, 1)),
        kind="measure",
        about=Measure.objects.get(hypothesis=bet).uuid,
        name="Visits",
        said="31 %",
    )
    before = portfolio_of(SYSTEM, organization)
    start_from_last(actor=SYSTEM, discovery=new)
    third = factories.discovery(last.domain, name="The third")
    call = Hypothesis.objects.get(goal__discovery=new, statement="Reps call")
    kinds.change(actor=SYSTEM, artifact=call, statement="Reps call back")
    start_from_last(actor=SYSTEM, discovery=third)
    # Which bet goes on in which does not hang on what either says since.
    kinds.change(actor=SYSTEM, artifact=bet, statement="Reps listened")
    again = Hypothesis.objects.get(goal__discovery=third, statement="Reps call back")
    kinds.change(actor=SYSTEM, artifact=again, statement="Reps ring")
    learned = {each.hypothesis.statement: each for each in learned_of(SYSTEM, organization).bets}
    assert {each.discovery for each in learned.values()} == {third}
    assert [answer for _day, answer in learned["Reps listen"].answers] == [said]
    assert [sum(each.bets for each in row.counts) for row in learned_of(SYSTEM, organization).domains] == [2]
    now = portfolio_of(SYSTEM, organization)
    assert {each.discovery for each in now.bets} == {third}
    assert (now.in_progress, now.limit) == (before.in_progress, before.limit) == (1, 2)
    make(Hypothesis, goal=bet.goal, statement="Said in the first alone", state="exploring")
    assert len(learned_of(SYSTEM, organization).bets) == 3
    assert portfolio_of(SYSTEM, organization).in_progress == 2


def test_it_is_done_once_and_only_by_editors_of_both(last: Discovery, new: Discovery) -> None:
    account = factories.access(new, DiscoveryRole.EDITOR, name="Eda Editor")
    editor = Actor.of_account(account)
    with pytest.raises(Conflict):
        start_from_last(actor=editor, discovery=new)
    viewer = Actor.of_account(factories.access(new, DiscoveryRole.VIEWER, name="Vera Viewer"))
    with pytest.raises(NotAllowed):
        start_from_last(actor=viewer, discovery=new)
    assert last_before(SYSTEM, new) == last
    start_from_last(actor=SYSTEM, discovery=new)
    with pytest.raises(Conflict):
        start_from_last(actor=SYSTEM, discovery=new)


def test_nothing_comes_from_another_domain_or_from_a_later_discovery(last: Discovery, new: Discovery) -> None:
    other = factories.domain(last.domain.organization, name="Medical")
    assert last_before(SYSTEM, factories.discovery(other, name="Elsewhere")) is None
    assert last_before(SYSTEM, last) is None


def test_the_overview_of_an_empty_discovery_offers_it(last: Discovery, new: Discovery, client) -> None:
    account = factories.member(last.domain.organization, OrganizationRole.ADMIN, name="Ada Admin")
    client.force_login(account)
    overview = reverse("discovery:discovery_overview", args=[new.slug])
    assert "Start from the last discovery" in client.get(overview).content.decode()
    assert client.post(reverse("discovery:start_from_last", args=[new.slug])).status_code == 303
    assert Hypothesis.objects.filter(goal__discovery=new).count() == 2
    assert "Start from the last discovery" not in client.get(overview).content.decode()


def test_the_overview_of_a_new_discovery_names_its_workshops_and_offers_to_import(client: Client) -> None:
    discovery = factories.discovery()
    planned = factories.workshop(discovery, name="Value tree")
    later = factories.workshop(discovery, name="Use cases")
    overview = reverse("discovery:discovery_overview", args=[discovery.slug])

    def shown(role: DiscoveryRole = DiscoveryRole.EDITOR) -> str:
        client.force_login(factories.access(discovery, role))
        return str(client.get(overview).content.decode())

    page = shown()
    prepared = page.partition("Prepared workshops")[2]
    assert page.index('<h2 id="happening-') < page.index("Prepared workshops")
    assert f'<h2 id="happening-{planned.uuid}">Value tree</h2>' in page, "the next one leads"
    assert reverse("discovery:workshop", args=[discovery.slug, later.uuid]) in prepared
    assert reverse("discovery:workshop", args=[discovery.slug, planned.uuid]) not in prepared
    assert f'href="{reverse("discovery:bring_in", args=[discovery.slug])}"' in page
    assert "Import your data" not in shown(DiscoveryRole.VIEWER)
    with operation(SYSTEM, "test.made"):
        artifacts.change(planned, state="live")
    assert "Import your data" not in shown()
    with operation(SYSTEM, "test.made"):
        artifacts.change(planned, state="planned")
    make(Goal, discovery=discovery, title="More visits that matter")
    assert "Import your data" not in shown()
