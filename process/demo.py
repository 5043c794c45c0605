"""The part of the demo that says why: the data strategy, which domains come first, whether Data Mesh is right
here, what was learned, and the delta on two visits."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from core.services import kinds
from discovery.models import Discovery, GlossaryTerm
from discovery.models.discovery import StreamKind
from discovery.registries import DemoPart, demo_parts
from organizations.actors import Actor
from organizations.models import Organization, Person
from organizations.services import organizations
from process.models import (
    DeltaDimension,
    DeltaScore,
    DeltaVisit,
    Learning,
    OnboardingCandidate,
    StrategyQuestion,
    SuitabilityStatement,
)
from process.models.strategy import StrategyState
from process.services import delta, strategy, suitability

# key of the question, answer, owner, state
ANSWERS = (
    (
        "value",
        "Patients get the right product earlier, because every conversation with a physician starts from "
        "what we know already.",
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
        "Not the main goal. What is prepared by hand for each campaign should go away on the side.",
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
        "Time from approval to the first patient, engagement rate, and how many prepare a visit with the "
        "dashboard.",
        "Amara Osei",
        StrategyState.DRAFTED,
    ),
)
# name, what it does
DOMAINS = (
    ("Medical affairs", "Answers scientific questions, and works with physicians who do research."),
    ("Patient support", "Helps patients to begin a treatment and to stay with it."),
    ("Supply chain", "Plans, makes and delivers products in every market."),
)
# domain, value, readiness, why
CANDIDATES = (
    (
        "Commercial",
        5,
        4,
        "Its use cases are known and wanted, its head gives a day a week, and the contact data that it "
        "shares is what the others ask for.",
    ),
    (
        "Patient support",
        4,
        3,
        "Would use the same contact data next, and would show the value to patients. Waits for the consent "
        "process.",
    ),
    ("Medical affairs", 3, 3, "Small and curious. Second consumer of the HCP 360 data."),
    ("Supply chain", 4, 1, "Much to gain, but its systems change until summer. Look again then."),
)
# key of the statement, score, evidence, what would change it
CHECK = (
    (
        "many_domains",
        4,
        "Medical affairs and patient support ask for commercial contact data every month.",
        "",
    ),
    ("bottleneck", 3, "A new source takes the platform team eleven weeks, nine of them waiting.", ""),
    ("knowledge", 3, "Brands explain what a contact means anew for each project.", ""),
    ("quality", 3, "Nobody could say who answers for consent in the warehouse.", ""),
    ("growing", 2, "Two acquired brands came with systems of their own.", ""),
    ("strategy", 3, "Four of the answers are agreed by the leadership.", ""),
    ("sponsor", 4, "Henrik Vos sponsors it; Amara Osei gives a day a week.", ""),
    ("ownership", 3, "Commercial pays for a product owner from next quarter on.", ""),
    (
        "engineers",
        2,
        "One data engineer works with the domain, borrowed from the platform.",
        "Two engineers of the domain's own, planned in the next budget.",
    ),
    (
        "platform",
        2,
        "Storage and pipelines are there, access takes a ticket.",
        "Access that a team grants by itself: on the platform's plan until summer.",
    ),
    (
        "product_thinking",
        2,
        "Marketing works in products, IT in projects.",
        "A team that stays after the first release.",
    ),
    ("federated", 3, "The architects agreed on identifiers for physicians within a week.", ""),
)
# word, abbreviation, meaning
WORDS = (
    (
        "Patient Journey Partner",
        "PJP",
        "Somebody of our field force who visits physicians, and accompanies a treatment from the start.",
    ),
    ("Health care professional", "HCP", "A physician, nurse or pharmacist who decides on a treatment."),
)
# key of the dimension, today, wanted, evidence; then today on the second visit, and its evidence
DELTA = (
    (
        "ownership",
        1,
        4,
        "Asked for the owner of the contact data, we got three names.",
        2,
        "Jonas Lind owns HCP 360, Marta Keller owns Digital Engagement.",
    ),
    ("teams", 1, 3, "The platform team builds, brands order.", 1, "Nothing has changed yet."),
    ("portfolio", 2, 4, "Brands negotiate once a year.", 3, "The first round was scored by business and IT."),
    ("governance", 2, 3, "Privacy looks at each extract by hand.", 2, ""),
    (
        "product_thinking",
        1,
        4,
        "Reports are ordered, not designed.",
        2,
        "Products were drawn backwards from the goals.",
    ),
    (
        "reuse",
        1,
        4,
        "Each campaign copies the contacts again.",
        1,
        "The landscape shows three that could be shared.",
    ),
    (
        "promises",
        0,
        3,
        "No promise is written down anywhere.",
        1,
        "The first promises are agreed, and each of them is measured.",
    ),
    ("measured_value", 1, 4, "Campaigns count clicks, nobody counts decisions.", 2, "The tree has measures."),
    ("self_service", 2, 4, "Pipelines yes, access no.", 2, ""),
    ("discoverability", 1, 3, "There is a wiki page from two years ago.", 1, ""),
    ("interoperability", 2, 4, "Two keys for the same physician.", 2, "The architects agreed on one key."),
    ("automated_policies", 0, 3, "Rights are given by ticket.", 0, ""),
)
# key of the dimension, the action that came of its gap, who, due in days
GAP_ACTIONS = (
    (
        "self_service",
        "Let one team try a day of self-service, and write down where it stops",
        "Elif Demir",
        20,
    ),
    ("reuse", "Name one product that two use cases share, and stop one copy", "Marta Keller", 27),
)
LEARNING = (
    "Half of the first workshop went into what the words mean",
    "Contact, engagement and visit meant different things to brands and field force until we wrote it down.",
    "Send a page of terms ahead, and let both sides correct it before anybody scores.",
)


def register_own() -> None:
    """Register strategy, suitability and delta of the demo."""
    demo_parts.register(DemoPart("strategy", 60, build))


def build(actor: Actor, discovery: Discovery) -> None:
    """Fill what comes before the discovery, and what runs across it."""
    organization = discovery.domain.organization
    people = {person.name: person for person in Person.objects.filter(organization=organization)}
    _strategy(actor, organization, people)
    _onboarding(actor, organization)
    _check(actor, discovery)
    title, detail, advice = LEARNING
    learning = Learning(
        discovery=discovery, title=title, detail=detail, advice=advice, stream=StreamKind.PRODUCT
    )
    kinds.add(actor=actor, draft=learning)
    for name, short, meaning in WORDS:
        term = GlossaryTerm(discovery=discovery, name=name, short=short, meaning=meaning)
        kinds.add(actor=actor, draft=term)
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


def _check(actor: Actor, discovery: Discovery) -> None:
    suitability.take_shipped_statements(actor=actor, discovery=discovery)
    rows = SuitabilityStatement.objects.filter(discovery=discovery)
    statements = {each.key: each for each in rows.select_related("discovery")}
    for key, score, evidence, would_change in CHECK:
        kinds.change(
            actor=actor,
            artifact=statements[key],
            score=score,
            evidence=evidence,
            would_change=would_change,
        )


def _delta(actor: Actor, discovery: Discovery, people: dict[str, Person]) -> None:
    """The kick-off three weeks ago, and where it stands now."""
    today = timezone.localdate()
    delta.begin_delta(actor=actor, discovery=discovery)
    first = DeltaVisit.objects.get(discovery=discovery)
    first = kinds.change(actor=actor, artifact=first, name="Kick-off", held_on=today - timedelta(days=21))
    dimensions = {each.key: each for each in DeltaDimension.objects.filter(discovery=discovery)}
    for key, now, wanted, evidence, _later, _evidence in DELTA:
        delta.score_dimension(
            actor=actor, visit=first, dimension=dimensions[key], today=now, wanted=wanted, evidence=evidence
        )
    for key, title, owner, days in GAP_ACTIONS:
        score = DeltaScore.objects.get(visit=first, dimension=dimensions[key])
        delta.make_action(
            actor=actor, score=score, title=title, owner=people.get(owner), due=today + timedelta(days=days)
        )
    again = DeltaVisit(discovery=discovery, name="After the first workshops", held_on=today)
    second = delta.add_visit(actor=actor, draft=again)
    held = {each.dimension_id: each for each in DeltaScore.objects.filter(visit=second)}
    for key, _first, wanted, _evidence, now, evidence in DELTA:
        score = held[dimensions[key].pk]
        delta.score_dimension(
            actor=actor,
            visit=second,
            dimension=dimensions[key],
            today=now,
            wanted=wanted,
            evidence=evidence,
            revision=score.revision,
        )
