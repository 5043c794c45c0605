"""The portfolio of an organization: bets of all discoveries that somebody may look at."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from core.exceptions import NotAllowed
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from lvt.models import Goal, Hypothesis, Initiative, Measure, MeasuredValue, UseCase
from lvt.organization_portfolio import selectors as portfolios
from lvt.organization_portfolio.selectors import Portfolio, portfolio_of
from lvt.organization_portfolio.services import limit_bets
from lvt.rounds.services import reveal
from lvt.tree.models import BetState
from organizations.actors import Actor
from organizations.organization.models import OrganizationRole
from tests import factories
from tests.factories import SYSTEM, make
from tests.lvt.rooms import scoring_room
from tests.lvt.test_hypotheses_by_value import tree, worth

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


def bet(discovery: Discovery, state: BetState, *values: int, due_on: date | None = None) -> Hypothesis:
    """A bet with a measure from 10 to 20 for each value; one without values has no measure."""
    goals = Goal.objects.filter(discovery=discovery)
    goal = goals.first() or make(Goal, discovery=discovery, title="Faster care")
    hypothesis = make(Hypothesis, goal=goal, statement=f"{state} {values}", state=state)
    for value in values:
        numbers = {"baseline": Decimal(10), "target": Decimal(20), "due_on": due_on}
        measure = make(Measure, hypothesis=hypothesis, name="Share", **numbers)
        make(MeasuredValue, measure=measure, value=Decimal(value), measured_on=date(2026, 5, 1))
    return hypothesis


def seen(organization, actor: Actor = SYSTEM) -> Portfolio:
    return portfolio_of(actor, organization, today=TODAY)


@pytest.mark.parametrize(
    ("state", "values", "due_on", "asks"),
    [
        (BetState.PROPOSED, (), None, ""),
        (BetState.PROPOSED, (5,), None, ""),
        (BetState.EXPLORING, (), None, portfolios.UNMEASURED),
        (BetState.EXPLORING, (15,), None, ""),
        (BetState.IN_DELIVERY, (15, 5), None, portfolios.WORSE),
        (BetState.IN_DELIVERY, (15,), date(2026, 5, 31), portfolios.OVERDUE),
        (BetState.IN_DELIVERY, (15,), TODAY, ""),
        (BetState.IN_DELIVERY, (20,), date(2026, 5, 31), portfolios.REACHED),
        (BetState.IN_DELIVERY, (20, 19), None, ""),
        (BetState.PAYING_OFF, (20,), None, ""),
        (BetState.PAYING_OFF, (5,), None, portfolios.WORSE),
        (BetState.PAYING_OFF, (), None, portfolios.UNMEASURED),
        (BetState.ADJUSTED, (15,), None, portfolios.ADJUSTED),
        (BetState.STOPPED, (5,), None, ""),
    ],
)
def test_what_a_bet_asks_follows_from_its_state_and_its_measures(
    state: BetState, values: tuple[int, ...], due_on: date | None, asks: str
) -> None:
    discovery = factories.discovery()
    bet(discovery, state, *values, due_on=due_on)
    (one,) = seen(discovery.domain.organization).bets
    assert one.asks == asks


def test_a_bet_is_judged_by_the_measures_of_its_initiatives_too() -> None:
    discovery = factories.discovery()
    hypothesis = bet(discovery, BetState.IN_DELIVERY, 20)
    initiative = make(Initiative, hypothesis=hypothesis, name="Pilot")
    make(Measure, initiative=initiative, name="Visits", baseline=Decimal(0), target=Decimal(9))
    (one,) = seen(discovery.domain.organization).bets
    assert (len(one.measures), one.asks) == (2, "")


def test_bets_of_all_domains_are_counted_by_state_and_against_the_limits() -> None:
    first = factories.discovery()
    organization = first.domain.organization
    second = factories.discovery(factories.domain(organization, "Supply"), "Supply discovery")
    for state in (BetState.IN_DELIVERY, BetState.PROPOSED):
        bet(first, state)
    bet(second, BetState.EXPLORING)
    bet(second, BetState.PAYING_OFF, 20)
    Goal.objects.filter(discovery=second).update(wip_limit=3)
    portfolio = seen(organization)
    assert [(each.state, len(each.bets)) for each in portfolio.states] == [
        (BetState.PROPOSED, 1),
        (BetState.EXPLORING, 1),
        (BetState.IN_DELIVERY, 1),
        (BetState.PAYING_OFF, 1),
    ]
    assert (portfolio.in_progress, portfolio.limit, portfolio.paying_off) == (2, 2 + 3, 1)
    assert {one.discovery for one in portfolio.asking} == {first, second}


def test_what_somebody_may_not_see_is_neither_named_nor_counted(client: Client) -> None:
    discovery = factories.discovery()
    organization = discovery.domain.organization
    hidden = factories.discovery(factories.domain(organization, "Hidden domain"), "Hidden discovery")
    bet(discovery, BetState.EXPLORING)
    bet(hidden, BetState.IN_DELIVERY, 5)
    account = factories.access(discovery, DiscoveryRole.VIEWER)
    portfolio = seen(organization, Actor.of_account(account))
    assert (portfolio.discoveries, len(portfolio.bets), portfolio.in_progress) == ((discovery,), 1, 1)
    client.force_login(account)
    page = client.get(reverse("lvt:portfolio", args=[organization.slug])).content.decode()
    assert "exploring ()" in page
    assert "Hidden" not in page
    assert "1 (the goals’ limits add up to 2)" in page


def test_who_sees_no_bet_is_told_where_they_come_from(client: Client) -> None:
    discovery = factories.discovery()
    client.force_login(factories.access(discovery, DiscoveryRole.VIEWER))
    page = client.get(reverse("lvt:portfolio", args=[discovery.domain.organization.slug])).content.decode()
    assert "No hypotheses to show yet" in page


def test_more_bets_take_no_more_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    discovery = factories.discovery()
    for _number in range(20):
        hypothesis = bet(discovery, BetState.EXPLORING, 15)
        make(UseCase, discovery=discovery, hypothesis=hypothesis, name="Visit plan")
    with django_assert_num_queries(11):
        assert len(seen(discovery.domain.organization).bets) == 20


def ranked(discovery: Discovery | None = None) -> Discovery:
    """A discovery, two of whose use cases were scored and revealed; the second is the better one."""
    room = scoring_room(discovery=discovery)
    anna = room.join("Anna")
    room.give_total(anna, 2)
    room.give_total(anna, 5, use_case=1)
    reveal(actor=SYSTEM, round=room.round)
    return room.discovery


def test_more_discoveries_take_no_more_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first = ranked()
    domain = first.domain
    others = [factories.discovery(domain, f"Discovery {number}") for number in range(3)]
    ranked(others[0])
    for discovery in (first, *others):
        hypothesis = bet(discovery, BetState.EXPLORING, 15)
        make(UseCase, discovery=discovery, hypothesis=hypothesis, name="Not scored yet")
        UseCase.objects.filter(discovery=discovery).update(hypothesis=hypothesis)
    places = {each.discovery: each.best and each.best.rank for each in seen(domain.organization).bets}
    assert places == {first: 1, others[0]: 1, others[1]: None, others[2]: None}
    with django_assert_num_queries(15):  # one asks which bets go on in a later discovery of the domain
        seen(domain.organization)


def test_the_organization_limits_what_is_in_progress_over_all(client: Client) -> None:
    discovery = factories.discovery()
    organization = discovery.domain.organization
    for _number in range(2):
        bet(discovery, BetState.EXPLORING, 15)
    facilitator = factories.member(organization, OrganizationRole.ADMIN, name="Ada")
    client.force_login(facilitator)
    overview = reverse("lvt:portfolio", args=[organization.slug])
    limit = reverse("lvt:portfolio_limit", args=[organization.slug])
    assert client.post(limit, {"wip_limit": 0, "revision": organization.revision}).status_code == 422
    for most, warned in ((1, True), (2, False), ("", False)):
        organization.refresh_from_db()
        client.post(limit, {"wip_limit": most, "revision": organization.revision})
        page = client.get(overview).content.decode()
        assert ("but the organization’s limit is" in page) == warned
        assert ("the organization’s limit is " in page) == bool(most)
    viewer = factories.access(discovery, DiscoveryRole.VIEWER)
    with pytest.raises(NotAllowed):
        limit_bets(actor=Actor.of_account(viewer), organization=organization, wip_limit=1)


def test_what_begins_next_keeps_to_the_limits_of_goals(client: Client) -> None:
    """The highest place waits, because its goal runs as many bets as it allows; two share the next one, and
    only one of these has room."""
    discovery, (best, _runs, tied, second) = tree(
        {"Best": "proposed", "Runs": "exploring", "Tied": "proposed"}, {"Second": "proposed"}, limit=1
    )
    for waiting, number in ((best, 5), (second, 3), (tied, 3)):
        worth(waiting, number, 1)
    (valued,) = seen(discovery.domain.organization).by_value
    assert [each.hypothesis for each in valued.next.begin] == [second]
    assert [each.hypothesis for each in valued.next.waiting] == [best]
    portfolio = seen(discovery.domain.organization)
    for groups in (portfolio.groups_by_state, portfolio.groups_by_value):
        once = [bet.hypothesis.pk for each in groups for _place, bet in each.rows]
        assert sorted(once) == sorted(bet.hypothesis.pk for bet in portfolio.bets)
    assert [place for place, _bet in portfolio.groups_by_value[0].rows] == ["1", "2 (shared)", "2 (shared)"]
    client.force_login(factories.access(discovery, DiscoveryRole.VIEWER))
    url = reverse("lvt:portfolio", args=[discovery.domain.organization.slug])
    assert "By state" in client.get(url, {"by": "value"}).content.decode()
    assert "“Best” ranks higher, but “Goal 0” has reached its limit." in client.get(url).content.decode()
    Hypothesis.objects.filter(pk=second.pk).update(state=BetState.STOPPED)
    page = client.get(url).content.decode()
    assert "All waiting hypotheses belong to goals that have reached their limit." in page
    assert seen(discovery.domain.organization).by_value[0].next.begin == ()
