"""What the demo shows over several domains, each figure counted by hand from its texts."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from discovery.models import Discovery
from discovery.registries import report_sections
from lvt.drawing import tree_source
from lvt.models import Goal
from lvt.organization_portfolio.selectors import portfolio_of
from lvt.selectors.bet_lessons import BetOutcome, learned_of
from lvt.selectors.domain_goal_contributions import contributions_of
from lvt.tree.models import BetState
from lvt.tree.selectors import drawing_of, value_tree
from organizations.models import Membership, Organization
from products.landscape import rules as interaction_map
from products.landscape.selectors import graph_of
from tests.demo import demo_discovery, loaded
from tests.factories import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def organization(django_db_setup: None, django_db_blocker: Any) -> Iterator[Organization]:
    with loaded(django_db_blocker):
        yield demo_discovery().domain.organization


def test_there_are_two_domains_and_the_organization(organization: Organization) -> None:
    assert {(str(each.domain), each.is_of_organization) for each in Discovery.objects.all()} == {
        ("Commercial", False),
        ("Patient support", False),
        ("Whole organization", True),
    }
    (own,) = Discovery.objects.filter(domain__is_whole=True)
    below = {
        (goal.discovery.domain.name, goal.title): goal.contributes_to.title
        for goal in Goal.objects.filter(contributes_to__discovery=own)
        if goal.contributes_to is not None
    }
    earlier, agreed = (goal.title for goal in own.goals.order_by("position"))
    assert below == {
        ("Commercial", "Higher success in engaging HCPs"): earlier,
        ("Commercial", "Better brand and customer interaction"): agreed,
        ("Patient support", "More patients stay on their treatment"): earlier,
    }


@pytest.mark.parametrize(
    ("slug", "reported", "pictured"),
    [
        (
            "commercial-discovery",
            "Contributes to: Patients begin their treatment earlier, and stay with it",
            "Contributes to: Patients",
        ),
        (
            "commercial-discovery",
            "Contributes to: Every contact is one that someone agreed to",
            "Contributes to: Every",
        ),
        ("goals-of-aurelia-health", "Contributing goal: A goal of Commercial", "goal of"),
    ],
)
def test_a_contribution_is_drawn_and_reported_at_both_ends(
    organization: Organization, slug: str, reported: str, pictured: str
) -> None:
    discovery = Discovery.objects.get(slug=slug)
    section = report_sections.get("lvt.tree")
    words = strip_tags(unescape(render_to_string(section.template, section.context(discovery))))
    assert reported in " ".join(words.split())
    tree = value_tree(discovery)
    contributions = contributions_of(discovery, tree.of_goals)
    assert pictured in tree_source(drawing_of(tree, discovery.name, contributions))


def test_the_portfolio_counts_bets_of_three_trees(organization: Organization) -> None:
    portfolio = portfolio_of(SYSTEM, organization)
    assert {each.state: len(each.bets) for each in portfolio.states} == {
        BetState.PROPOSED: 2 + 0 + 2,
        BetState.EXPLORING: 0 + 0 + 1,
        BetState.IN_DELIVERY: 2 + 1 + 0,
        BetState.PAYING_OFF: 0 + 1 + 0,
        BetState.ADJUSTED: 1 + 0 + 0,
        BetState.STOPPED: 0 + 1 + 0,
    }
    assert (portfolio.in_progress, portfolio.limit, portfolio.paying_off) == (4, 2 * 2 + 1 + 2 * 2, 1)


def test_what_was_learned_is_told_of_each_domain(organization: Organization) -> None:
    learned = learned_of(SYSTEM, organization)
    assert {str(each.domain): {one.verdict: one.bets for one in each.counts} for each in learned.domains} == {
        "Commercial": {BetOutcome.HELD: 0, BetOutcome.FAILED: 0, BetOutcome.SILENT: 0, BetOutcome.OPEN: 3},
        "Patient support": {
            BetOutcome.HELD: 1,
            BetOutcome.FAILED: 1,
            BetOutcome.SILENT: 0,
            BetOutcome.OPEN: 1,
        },
        "Whole organization": {
            BetOutcome.HELD: 0,
            BetOutcome.FAILED: 0,
            BetOutcome.SILENT: 0,
            BetOutcome.OPEN: 1,
        },
    }
    [said] = [answer.said for bet in learned.bets for _day, answer in bet.answers]
    assert said == "58%"


def test_two_products_of_the_first_domain_feed_the_second(organization: Organization) -> None:
    second = Discovery.objects.get(domain__name="Patient support")
    graph = graph_of(second)
    taken = {node.name for node in graph.nodes if "product" in node.kind and node.domain == "Commercial"}
    assert taken == {"HCP master data", "Consent"}
    assert interaction_map.cycles(graph_of(organization)) == ()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("lvt:portfolio", "3 discoveries"),
        ("lvt:portfolio_learned", "Nurses call sooner"),
        ("technology:organization_supervision", "Patient support"),
    ],
)
def test_pages_across_domains_show_both(
    organization: Organization, client: Client, name: str, said: str
) -> None:
    client.force_login(Membership.objects.filter(role="admin")[0].user)
    assert said in client.get(reverse(name, args=[organization.slug])).content.decode()


def test_the_landscape_of_the_organization_has_the_products_of_both(
    organization: Organization, client: Client
) -> None:
    client.force_login(Membership.objects.filter(role="admin")[0].user)
    page = client.get(reverse("products:landscape_organization", args=[demo_discovery().slug]))
    for name in ("Patient journey", "HCP 360"):
        assert name in page.content.decode()
