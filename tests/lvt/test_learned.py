"""Bets after the handover: which are silent, and what was said, measured and learned."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from discovery.discoveries.models import DiscoveryRole
from handover.models import CheckIn, CheckInAnswer
from lvt.models import Goal, Hypothesis, Measure, MeasuredValue
from lvt.report import tree_section
from lvt.selectors.bet_lessons import BetOutcome, learned_of
from lvt.selectors.silent_bets import silence_in
from lvt.services.measure_follow_ups import measures_asked_about
from lvt.tree.selectors import value_tree
from organizations.actors import Actor
from organizations.models import Person
from tests import factories
from tests.factories import SYSTEM, make
from workshops.registries import activity_kinds, spotlights

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    discovery = factories.discovery()
    day = timezone.localdate() - timedelta(days=20)
    before = {"created_at": timezone.now() - timedelta(days=30)}
    jonas = make(Person, organization=discovery.domain.organization, name="Jonas Keller")
    goal = make(Goal, discovery=discovery, title="More visits that matter", owner=jonas)
    bet = make(Hypothesis, goal=goal, statement="Reps listen", state="exploring", **before)
    measure = make(Measure, hypothesis=bet, name="Visits", unit="%", baseline=10, target=40, **before)
    check_in = make(CheckIn, discovery=discovery, held_on=day)
    return SimpleNamespace(
        discovery=discovery, goal=goal, bet=bet, measure=measure, check_in=check_in, day=day
    )


def silent(at, **moved):
    today = at.day + timedelta(**(moved or {"days": 20}))
    return bool(silence_in(at.discovery, value_tree(at.discovery, today=today), today=today).bets)


def verdict(at):
    (bet,) = learned_of(SYSTEM, at.discovery.domain.organization).bets
    return bet.verdict


def test_a_bet_is_silent_from_the_day_after_the_check_in_until_somebody_says_something(at):
    assert not silent(at, days=0)
    assert silent(at, days=1)
    make(
        CheckInAnswer,
        check_in=at.check_in,
        kind="measure",
        about=at.measure.uuid,
        name="Visits",
        said="31 %",
    )
    assert not silent(at)


@pytest.mark.parametrize(("days", "is_silent"), [(-15, True), (-14, False), (3, False)])
def test_what_was_measured_about_that_day_is_said(at, days, is_silent):
    make(MeasuredValue, measure=at.measure, value=12, measured_on=at.day + timedelta(days=days))
    assert silent(at) == is_silent


@pytest.mark.parametrize("state", ["proposed", "adjusted", "stopped"])
def test_nobody_is_expected_to_say_something_of_a_bet_that_rests(at, state):
    Hypothesis.objects.filter(pk=at.bet.pk).update(state=state)
    assert not silent(at)


@pytest.mark.parametrize(
    ("model", "changed"),
    [
        (Goal, lambda: {"owner": None}),
        (Person, lambda: {"deleted_at": timezone.now()}),
        (Hypothesis, lambda: {"created_at": timezone.now() - timedelta(days=19)}),
        (Measure, lambda: {"created_at": timezone.now() - timedelta(days=19)}),
        (Measure, lambda: {"deleted_at": timezone.now()}),
    ],
)
def test_a_bet_that_nobody_was_asked_about_is_not_silent(at, model, changed):
    assert silent(at)
    model.everything.update(**changed())
    assert not silent(at)


def test_the_owner_of_the_goal_is_asked_when_that_of_the_bet_is_gone(at):
    marta = make(Person, organization=at.discovery.domain.organization, name="Marta Keller")
    Hypothesis.objects.filter(pk=at.bet.pk).update(owner=marta)
    assert [each.owner for each in measures_asked_about(at.discovery)] == [marta]
    Person.objects.filter(pk=marta.pk).update(deleted_at=timezone.now())
    assert [each.owner for each in measures_asked_about(at.discovery)] == [at.goal.owner]
    assert silent(at)


def test_a_silent_bet_is_gray_on_the_tree_and_says_since_when(at, client):
    client.force_login(factories.access(at.discovery, DiscoveryRole.VIEWER, name="Vera Viewer"))
    page = client.get(reverse("lvt:tree", args=[at.discovery.slug])).content.decode()
    assert "node bet silent" in page
    assert "No update since" in page
    make(MeasuredValue, measure=at.measure, value=12, measured_on=at.day)
    page = client.get(reverse("lvt:tree", args=[at.discovery.slug])).content.decode()
    assert "node bet silent" not in page


def test_drawing_report_room_and_stage_show_silence_too(at, client):
    client.force_login(factories.access(at.discovery, DiscoveryRole.VIEWER, name="Vera Viewer"))
    stage = {key: spotlights.get(key) for key in ("tree", "goal")}

    room = factories.activity(factories.workshop(at.discovery), "tree_together", "Our value tree")
    together = activity_kinds.get("tree_together")

    def surfaces():
        yield "".join(html for _key, html in together.items(room, "stage"))
        yield together.item(room, "room", str(at.goal.uuid))
        yield client.get(reverse("lvt:tree_diagram", args=[at.discovery.slug])).content.decode()
        yield render_to_string("lvt/report/tree.html", tree_section(at.discovery))
        for key, uuid in (("tree", str(at.discovery.uuid)), ("goal", str(at.goal.uuid))):
            yield render_to_string(stage[key].template, stage[key].context(at.discovery, uuid))

    assert ["no update" in each.lower() for each in surfaces()] == [True] * 6
    make(MeasuredValue, measure=at.measure, value=12, measured_on=at.day)
    assert ["no update" in each.lower() for each in surfaces()] == [False] * 6


def test_verdicts_follow_from_measures_and_decisions(at):
    assert verdict(at) == BetOutcome.SILENT
    make(MeasuredValue, measure=at.measure, value=20, measured_on=at.day)
    assert verdict(at) == BetOutcome.OPEN
    make(MeasuredValue, measure=at.measure, value=41, measured_on=at.day + timedelta(days=1))
    assert verdict(at) == BetOutcome.HELD
    Hypothesis.objects.filter(pk=at.bet.pk).update(state="stopped")
    assert verdict(at) == BetOutcome.FAILED


def test_the_page_counts_by_domain_and_shows_what_was_learned(at, client):
    note = "Reps like the questions"
    make(
        CheckInAnswer,
        check_in=at.check_in,
        kind="measure",
        about=at.measure.uuid,
        name="Visits",
        said="31 %",
        note=note,
    )
    make(Hypothesis, goal=at.goal, statement="Only an idea")
    organization = at.discovery.domain.organization
    account = factories.access(at.discovery, DiscoveryRole.VIEWER, name="Vera Viewer")
    client.force_login(account)
    page = client.get(reverse("lvt:portfolio_learned", args=[organization.slug])).content.decode()
    assert note in page
    assert "Only an idea" not in page
    (row,) = learned_of(Actor.of_account(account), organization).domains
    assert [count.bets for count in row.counts] == [0, 0, 0, 1]


def test_bets_of_discoveries_that_one_may_not_look_at_are_neither_named_nor_counted(at):
    organization = at.discovery.domain.organization
    member = factories.member(organization, name="Max Member")
    assert learned_of(Actor.of_account(member), organization).bets == ()


def test_more_discoveries_take_no_more_queries(at):
    organization = at.discovery.domain.organization

    def asked():
        with CaptureQueriesContext(connection) as queries:
            learned_of(SYSTEM, organization)
        return len(queries)

    before = asked()
    for number in range(3):
        other = factories.discovery(factories.domain(organization, f"Domain {number}"), f"Discovery {number}")
        goal = make(Goal, discovery=other, title="Another goal")
        bet = make(Hypothesis, goal=goal, statement="Another bet", state="exploring")
        make(Measure, hypothesis=bet, name="Calls", baseline=1, target=2)
        make(CheckIn, discovery=other, held_on=at.day)
    assert asked() == before
