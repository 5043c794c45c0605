"""The data strategy of a domain: what it chooses, how it uses the platform, and where that is read."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from core.exceptions import Invalid, NotAllowed
from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from discovery.registries import checkpoints, report_sections
from operating_model.six_steps.selectors import frame_of
from organizations.actors import Actor
from process.models import StrategyChoice
from tests import factories

pytestmark = pytest.mark.django_db
NAME = "What we know of customers is a data product of its own."
USE = "Its catalog and its access rules."


@pytest.fixture
def chosen(discovery: Discovery, editor: Actor) -> StrategyChoice:
    return kinds.add(
        actor=editor,
        draft=StrategyChoice(discovery=discovery, name=NAME, platform_use=USE, gives="One list."),
    )


def test_the_second_step_of_the_frame_asks_the_domain_before_the_organization(
    discovery: Discovery, editor: Actor
) -> None:
    standing = checkpoints.get("domain_strategy").standing
    assert str(standing(discovery).missing) == "The domain’s use of the platform isn’t described yet."
    choice = kinds.add(
        actor=editor, draft=StrategyChoice(discovery=discovery, name=NAME, platform_use=USE, state="drafted")
    )
    assert str(standing(discovery).missing) == "1 choice isn’t agreed yet."
    kinds.change(actor=editor, artifact=choice, state="agreed")
    assert standing(discovery).is_complete
    step = frame_of(discovery)[1]
    assert step.step.answered_by[0] == "domain_strategy"
    assert step.answers.lines[0].label == "Data strategy of the domain"


def test_what_is_agreed_says_how_the_platform_is_used(discovery: Discovery, editor: Actor) -> None:
    with pytest.raises(Invalid, match="uses the platform"):
        kinds.add(actor=editor, draft=StrategyChoice(discovery=discovery, name=NAME, state="agreed"))


def test_only_editors_choose(discovery: Discovery, chosen: StrategyChoice) -> None:
    viewer = Actor.of_account(factories.access(discovery, DiscoveryRole.VIEWER))
    with pytest.raises(NotAllowed):
        kinds.change(actor=viewer, artifact=chosen, name="Other")


def test_page_and_report_say_it(client: Client, discovery: Discovery, chosen: StrategyChoice) -> None:
    client.force_login(factories.access(discovery, DiscoveryRole.VIEWER, name="Vera"))
    page = client.get(reverse("process:discovery_why", args=[discovery.slug])).content.decode()
    section = report_sections.get("why")
    report = render_to_string(section.template, section.context(discovery))
    for said in (page, report):
        for words in ("Data strategy of the domain", NAME, USE, "One list.", "Drafted"):
            assert words in said
    assert reverse("process:strategy_choice_add", args=[discovery.slug]) not in page
