"""A discovery from goals to products, as small as it can be with everything in it that the sheet tells apart:

Goal "Success" - bet - use case "Dashboard" - HCP 360 (consumer-oriented) fed by Visits, Consent
Goal "Brand" - bet - use case "Digital" - Digital (consumer-oriented) fed by Consent and HCP 360
             - bet - use case "Next", without a product
Goal "Nobody", which no product serves; use case "Loose" without a hypothesis; product "Lonely" for no goal.
"""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

from django.utils import timezone

from discovery.models import Discovery
from lvt.models import (
    Criterion,
    Goal,
    Hypothesis,
    Measure,
    RoundUseCase,
    Score,
    ScoringMethod,
    ScoringRound,
    ShortlistedUseCase,
    UseCase,
    UseCaseMeasure,
)
from lvt.scoring.models import RoundState
from organizations.models import Person
from products.models import DataProduct, InputPort, Iteration, ProductKind, ProductUseCase
from tests import factories
from tests.factories import make
from workshops.models import Decision

SOURCE, CONSUMER = ProductKind.SOURCE_ORIENTED, ProductKind.CONSUMER_ORIENTED


def build(discovery: Discovery) -> SimpleNamespace:
    """Everything by name; scores come by `score`."""
    world = SimpleNamespace(discovery=discovery)
    organization = discovery.domain.organization
    world.owner = make(Person, organization=organization, name="Olga Owner")
    for place, title in enumerate(("Success", "Brand", "Nobody")):
        goal = make(Goal, discovery=discovery, title=f"Goal {title}", owner=world.owner, position=place)
        setattr(world, title.lower(), goal)
    world.measure = make(
        Measure, goal=world.success, name="Engagement rate", unit="%", baseline=20, target=40
    )
    bets = {
        "dashboard": make(Hypothesis, goal=world.success, statement="A 360° view helps"),
        "digital": make(Hypothesis, goal=world.brand, statement="Understanding reactions helps"),
        "next": make(Hypothesis, goal=world.brand, statement="Suggesting a step saves time", position=1),
        "loose": None,
    }
    world.use_cases = {
        name: make(UseCase, discovery=discovery, name=f"Case {name}", hypothesis=bet, position=place)
        for place, (name, bet) in enumerate(bets.items())
    }
    make(UseCaseMeasure, use_case=world.use_cases["dashboard"], measure=world.measure)
    world.visits = product(discovery, "Visits", SOURCE, effort=4, effort_low=3, effort_high=6)
    world.consent = product(discovery, "Consent", SOURCE, effort=2, effort_confidence=1, owner=world.owner)
    world.hcp = product(discovery, "HCP 360", CONSUMER, effort=8, effort_low=6, effort_high=12)
    world.digital = product(discovery, "Digital", CONSUMER)
    world.lonely = product(discovery, "Lonely", CONSUMER)
    for feeder, fed in (
        (world.visits, world.hcp),
        (world.consent, world.hcp),
        (world.consent, world.digital),
        (world.hcp, world.digital),
    ):
        make(InputPort, product=fed, feeder=feeder, kind="product")
    make(ProductUseCase, product=world.hcp, use_case=world.use_cases["dashboard"])
    make(ProductUseCase, product=world.digital, use_case=world.use_cases["digital"])
    make(Iteration, product=world.hcp, name="Responses first", position=0)
    return world


def product(discovery: Discovery, name: str, kind: ProductKind, **fields: object) -> DataProduct:
    place = DataProduct.objects.filter(discovery=discovery).count()
    numbers = {
        key: Decimal(str(value))
        for key, value in fields.items()
        if key in ("effort", "effort_low", "effort_high")
    }
    return make(
        DataProduct,
        discovery=discovery,
        domain=discovery.domain,
        name=name,
        kind=kind,
        position=place,
        **{**fields, **numbers},
    )


def score(world: SimpleNamespace, **scores: int) -> None:
    """A revealed round in which one person scored; the total of a use case is its score."""
    workshop = factories.workshop(world.discovery)
    activity = factories.activity(workshop, "scoring")
    person = factories.participant(workshop)
    method = make(ScoringMethod, discovery=world.discovery, name="Sum")
    criterion = make(Criterion, method=method, name="Value", question="How much?", scale_min=0, scale_max=10)
    revealed = make(
        ScoringRound,
        activity=activity,
        method=method,
        state=RoundState.REVEALED,
        revealed_at=timezone.now(),
        sides={str(person.uuid): person.side},
        number=1,
    )
    for name, value in scores.items():
        make(RoundUseCase, round=revealed, use_case=world.use_cases[name])
        Score.objects.create(
            round=revealed,
            participant=person,
            use_case=world.use_cases[name],
            criterion=criterion,
            value=value,
        )


def decide(world: SimpleNamespace, *names: str) -> None:
    """A shortlist with these use cases."""
    decision = make(Decision, discovery=world.discovery, title="Shortlist")
    for place, name in enumerate(names):
        make(ShortlistedUseCase, decision=decision, use_case=world.use_cases[name], position=place)
