"""The running example: the value tree of a commercial unit in health care, its measures, and three cards."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from core.services import kinds
from discovery.models import Discovery
from discovery.registries import DemoPart, demo_parts
from lvt.kinds.measures import MEASURE
from lvt.models import Goal, Hypothesis, Initiative, Measure, MeasuredValue, UseCase
from lvt.models.tree import BetState
from lvt.selectors.measures import Parent
from lvt.selectors.tree import people_of
from lvt.services import tree
from organizations.actors import Actor
from organizations.models import Person

People = dict[str, Person]


def register_own() -> None:
    """Register the value tree and the use cases of the demo."""
    demo_parts.register(DemoPart("value_tree", 20, build))


def build(actor: Actor, discovery: Discovery) -> None:
    """Add the example to an empty discovery. Owners are people of its organization, where they are there."""
    people: People = {person.name: person for person in people_of(discovery)}
    tree.set_vision(
        actor=actor,
        discovery=discovery,
        statement="Bring health care products to patients faster, by knowing each health care "
        "professional’s needs.",
    )
    _engaging(actor, discovery, people)
    _brand(actor, discovery, people)


def _engaging(actor: Actor, discovery: Discovery, people: People) -> None:
    goal = kinds.add(
        actor=actor,
        draft=Goal(
            discovery=discovery,
            title="Higher success in engaging HCPs",
            description="More visits of a Patient Journey Partner (PJP) end with a next step that the "
            "health care professional (HCP) asked for.",
            owner=people.get("Amara Osei"),
            wip_limit=2,
        ),
    )
    rate = _measure(actor, goal, "Engagement rate", "%", "16", "40", 150, "16 19 22 24 28 31")
    view = _bet(
        actor,
        goal,
        "Giving a PJP a 360° view of an HCP will raise the success rate of a visit.",
        people.get("Jonas Lind"),
        BetState.EXPLORING,
        BetState.IN_DELIVERY,
    )
    pilot = kinds.add(
        actor=actor,
        draft=Initiative(
            hypothesis=view,
            name="Pilot with the oncology field team",
            description="Twelve PJPs prepare their visits with the dashboard; twelve go on as before.",
        ),
    )
    preparation = _measure(actor, pilot, "Time to prepare a visit", "min", "45", "15", 60, "45 38 31 24")
    kinds.add(
        actor=actor,
        draft=UseCase(
            discovery=discovery,
            name="HCP 360 dashboard",
            hypothesis=view,
            initiative=pilot,
            we_believe="showing a PJP in one place what we know about an HCP, from interests to past "
            "contacts,",
            will_help="visits that answer what this HCP cares about, and so a higher success rate.",
            known_by="more visits with an agreed next step, and less time spent on preparing them.",
            example_role="Patient Journey Partner",
            example_want="prepare for a meeting with an oncology HCP in a quarter of an hour",
            example_by="seeing their interests, our last contacts and what they responded to on one page.",
            owner=people.get("Jonas Lind"),
        ),
        measures=[rate, preparation],
    )
    next_step = _bet(
        actor,
        goal,
        "Suggesting the next step after each contact will save preparation time.",
        people.get("Jonas Lind"),
    )
    _bet(
        actor,
        goal,
        "Train PJPs in consultative conversations.",
        people.get("Priya Raman"),
        about_data=False,
    )
    kinds.add(
        actor=actor,
        draft=UseCase(
            discovery=discovery,
            name="Next best action",
            hypothesis=next_step,
            we_believe="suggesting to a PJP what to do next with an HCP, and why,",
            will_help="contacts at the right time through the right channel, also for PJPs who are new.",
            known_by="the share of suggestions that are taken up, and the engagement rate of those contacts.",
            example_role="Patient Journey Partner",
            example_want="know on Monday which five HCPs to call and what to offer them",
            example_by="choosing from suggestions that say what they are based on.",
            owner=people.get("Jonas Lind"),
        ),
        measures=[rate],
    )


def _brand(actor: Actor, discovery: Discovery, people: People) -> None:
    goal = kinds.add(
        actor=actor,
        draft=Goal(
            discovery=discovery,
            title="Better brand and customer interaction",
            description="Campaigns reach the HCPs who want them, through the channel that they prefer.",
            owner=people.get("Priya Raman"),
            wip_limit=2,
        ),
    )
    clicks = _measure(actor, goal, "Campaign click rate", "%", "1.1", "4", 120, "1.1 1.3 1.6 1.9 2.1")
    react = _bet(
        actor,
        goal,
        "Understanding how HCPs react to PJP activities will support the brand.",
        people.get("Marta Keller"),
        BetState.EXPLORING,
        BetState.IN_DELIVERY,
    )
    preferred = _measure(
        actor, react, "Preferred channel predicted correctly", "%", "48", "75", 90, "48 55 61"
    )
    kinds.add(
        actor=actor,
        draft=Initiative(
            hypothesis=react,
            name="Steer the spring campaign by its reactions",
            description="Week by week, against the two campaigns before it.",
        ),
    )
    kinds.add(
        actor=actor,
        draft=UseCase(
            discovery=discovery,
            name="Digital customer engagement dashboard",
            hypothesis=react,
            we_believe="understanding how HCPs react to what PJPs do, from face-to-face meetings to e-mails,",
            will_help="better support of the brand, and interactions that customers value.",
            known_by="how well we predict what a customer prefers, and how successful a campaign is.",
            example_role="Marketing Director",
            example_want="see whether the last e-mail campaign did better than the ones before",
            example_by="comparing its opening, click and bounce rates with theirs.",
            owner=people.get("Marta Keller"),
        ),
        measures=[clicks, preferred],
    )
    _bet(
        actor,
        goal,
        "Asking for consent at the end of a visit will let more HCPs hear from us.",
        people.get("Amara Osei"),
        BetState.EXPLORING,
        BetState.ADJUSTED,
    )


def _bet(
    actor: Actor, goal: Goal, statement: str, owner: Person | None, *states: BetState, about_data: bool = True
) -> Hypothesis:
    """A hypothesis that has gone through the `states`."""
    draft = Hypothesis(goal=goal, statement=statement, owner=owner, about_data=about_data)
    hypothesis = kinds.add(actor=actor, draft=draft)
    for state in states:
        tree.set_bet_state(actor=actor, hypothesis=hypothesis, state=state)
    return hypothesis


def _measure(
    actor: Actor,
    parent: Parent,
    name: str,
    unit: str,
    baseline: str,
    target: str,
    due_in_days: int,
    values: str,
) -> Measure:
    """A measure with `values` of the past months, two weeks apart, the last one three days ago."""
    today = timezone.localdate()
    made = kinds.add(
        actor=actor,
        draft=MEASURE.new(
            parent,
            name=name,
            unit=unit,
            baseline=Decimal(baseline),
            target=Decimal(target),
            due_on=today + timedelta(days=due_in_days),
        ),
    )
    numbers = values.split()
    for age, value in zip(range(len(numbers) - 1, -1, -1), numbers, strict=True):
        kinds.add(
            actor=actor,
            draft=MeasuredValue(
                measure=made, value=Decimal(value), measured_on=today - timedelta(days=3 + 14 * age)
            ),
        )
    return made
