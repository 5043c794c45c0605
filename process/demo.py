"""The part of the demo that says why: the data strategy, which domains come first, what came of the delta.
exchange/demo_texts says how Data Mesh fits, what was learned, and the scores of the delta."""

from datetime import timedelta

from django.utils import timezone

from core.services import kinds
from discovery.models import Discovery
from discovery.registries import DemoPart, demo_parts
from organizations.actors import Actor
from organizations.models import Organization, Person
from organizations.organization import services as organizations
from process.delta import services as delta
from process.models import DeltaScore, DeltaVisit, OnboardingCandidate, StrategyQuestion, StrategyState
from process.strategy import services as strategy
from process.suitability import services as suitability

# key of the question, answer, owner, state
ANSWERS = (
    (
        "value",
        "Patients get the right product earlier, because every conversation with a physician builds on "
        "what we already know.",
        "Amara Osei",
        StrategyState.AGREED,
    ),
    (
        "revenue",
        "Yes, in oncology first: more meetings that lead to a treatment decision, not more meetings.",
        "Priya Raman",
        StrategyState.AGREED,
    ),
    (
        "cost",
        "Not the main goal. Manual preparation for each campaign should disappear along the way.",
        "Marta Keller",
        StrategyState.DRAFTED,
    ),
    (
        "experience",
        "Physicians hear from us when it helps them, through the channel they prefer, and only once.",
        "Jonas Lind",
        StrategyState.AGREED,
    ),
    (
        "use_cases",
        "HCP 360 dashboard, Digital customer engagement dashboard, Next best action. All three need contact "
        "data that brands and field force share.",
        "Marta Keller",
        StrategyState.AGREED,
    ),
    (
        "measured",
        "Time from approval to the first patient, engagement rate, and the share of visits prepared with the "
        "dashboard.",
        "Amara Osei",
        StrategyState.DRAFTED,
    ),
)
# name, what it does
DOMAINS = (
    ("Medical affairs", "Answers scientific questions, and works with physicians in research."),
    ("Patient support", "Helps patients start a treatment and stay with it."),
    ("Supply chain", "Plans, makes and delivers products in every market."),
)
# domain, value, readiness, why
CANDIDATES = (
    (
        "Commercial",
        5,
        4,
        "Its use cases are known and wanted, and its head invests a day a week. Other domains ask for the "
        "contact data that it shares.",
    ),
    (
        "Patient support",
        4,
        3,
        "Would use the same contact data next, and would show the value to patients. Waits for the consent "
        "process.",
    ),
    ("Medical affairs", 3, 3, "Small and curious. Second consumer of the HCP 360 data."),
    ("Supply chain", 4, 1, "Large potential, but its systems are changing until summer. Review then."),
)
# key of the dimension, the action that came of its gap, who, due in days
GAP_ACTIONS = (
    (
        "self_service",
        "Let one team try a day of self-service, and note the obstacles",
        "Elif Demir",
        20,
    ),
    ("reuse", "Name one product that two use cases share, and stop one copy", "Marta Keller", 27),
)


def register_own() -> None:
    """Register strategy, suitability and delta of the demo."""
    demo_parts.register(DemoPart("suitability", 34, take))
    demo_parts.register(DemoPart("strategy", 60, build))


def take(actor: Actor, discovery: Discovery) -> None:
    """Add the statements and dimensions that ship, and the first visit."""
    suitability.take_shipped_statements(actor=actor, discovery=discovery)
    delta.begin_delta(actor=actor, discovery=discovery)
    kick_off = timezone.localdate() - timedelta(days=21)
    visit = DeltaVisit.objects.get(discovery=discovery)
    kinds.change(actor=actor, artifact=visit, name="Kick-off", held_on=kick_off)


def build(actor: Actor, discovery: Discovery) -> None:
    """Fill what comes before the discovery, and what runs across it."""
    organization = discovery.domain.organization
    people = {person.name: person for person in Person.objects.filter(organization=organization)}
    _strategy(actor, organization, people)
    _onboarding(actor, organization)
    _delta(actor, discovery, people)


def _strategy(actor: Actor, organization: Organization, people: dict[str, Person]) -> None:
    strategy.take_shipped_questions(actor=actor, organization=organization)
    questions = {
        each.key: each
        for each in StrategyQuestion.objects.filter(organization=organization).select_related("organization")
    }
    for key, answer, owner, state in ANSWERS:
        kinds.change(
            actor=actor, artifact=questions[key], answer=answer, owner=people.get(owner), state=state
        )


def _onboarding(actor: Actor, organization: Organization) -> None:
    for name, description in DOMAINS:
        organizations.add_domain(actor=actor, organization=organization, name=name, description=description)
    domains = {domain.name: domain for domain in organization.domains.all()}
    for name, pull, readiness, reason in CANDIDATES:
        candidate = OnboardingCandidate(
            organization=organization, domain=domains[name], pull=pull, readiness=readiness, reason=reason
        )
        kinds.add(actor=actor, draft=candidate)


def _delta(actor: Actor, discovery: Discovery, people: dict[str, Person]) -> None:
    """Actions that came of the first visit, and the visit after it."""
    today = timezone.localdate()
    for key, title, owner, days in GAP_ACTIONS:
        score = DeltaScore.objects.get(visit__discovery=discovery, dimension__key=key)
        delta.make_action(
            actor=actor, score=score, title=title, owner=people.get(owner), due=today + timedelta(days=days)
        )
    again = DeltaVisit(discovery=discovery, name="After the first workshops", held_on=today)
    delta.add_visit(actor=actor, draft=again)
