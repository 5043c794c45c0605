"""How soon the pages answer on which decisions are made: the cut line, what if, what goals cost; and how
long a large ranking takes with how sure it is."""

import random
import time
import urllib.request
from collections.abc import Sequence
from fractions import Fraction

from django.utils import timezone

from bench.results import Figure, median
from bench.server_processes import Server
from core.services import artifacts, operation
from discovery.discoveries.services import create_discovery
from discovery.models import Discovery
from lvt import attendance_effect, leniency, scoring_method
from lvt.methods.services import ensure_default_method
from lvt.models import Criterion, Goal, Hypothesis, RoundState, RoundUseCase, Score, ScoringRound, UseCase
from lvt.scoring import rules as scoring
from lvt.scoring_shares.rules import deal
from lvt.sensitivity.rules import sensitivity
from organizations.actors import Actor
from products.models import DataProduct, ProductUseCase
from workshops.agenda.services import add_activity
from workshops.models import Participant
from workshops.workshop.services import add_workshop

USE_CASES, PRODUCTS, GOALS, PEOPLE = 40, 120, 8, 12
# So many products serve a use case.
FEWEST, MOST = 2, 7
SECONDS, RUNS = 0.3, 8
# A ranking: people, use cases, criteria, and in how many seconds.
SCORERS, RANKED, CRITERIA, RANKING_SECONDS = 200, 50, 7, 0.5
# Rounds of fair shares: people and use cases, the part of answers that is skipped, and in how many seconds.
SHARED, SKIPPED, SHARES_SECONDS = ((300, 60), (300, 100)), 0.08, 1.0
BENCH = Actor.system("bench")


def pages(server: Server, session: str) -> list[Figure]:
    """First answers of a discovery of many use cases and products, each to another question."""
    discovery = _large()
    at = f"{server.url}/d/{discovery.slug}/products"
    products = DataProduct.objects.filter(discovery=discovery).values_list("uuid", flat=True)
    goals = Goal.objects.filter(discovery=discovery).values_list("uuid", flat=True)
    asked = {
        "cut line": [f"{at}/cut-line/?k={10 + 5 * run}" for run in range(RUNS)],
        "what if": [f"{at}/what-if/?now={12 + 5 * run}&drop={products[7 * run]}" for run in range(RUNS)],
        "costs": [f"{at}/value/?goal={goals[run % GOALS]}" for run in range(RUNS)],
    }
    _seconds(f"{at}/cut-line/?k=1", session)  # the process finds first answers once
    figures = []
    for name, addresses in asked.items():
        seconds = [_seconds(address, session) for address in addresses]
        note = f"{USE_CASES} use cases, {PRODUCTS} products; median {median(seconds):.2f} s"
        figures.append(Figure(f"{name}, slowest first answer", max(seconds), "s", f"<= {SECONDS:g}", note))
    return figures


def ranking() -> Figure:
    """Totals and places of everybody's scores, with resamples and what the first place depends on."""
    chance = random.Random(7)
    criteria = tuple(scoring_method.Criterion(number, weight=Fraction(1)) for number in range(CRITERIA))
    method, use_cases = scoring_method.Method(criteria), range(RANKED)
    ballots = [
        scoring_method.Ballot(
            person, scoring_method.SIDES[person % 2], use_case, criterion.key, chance.randint(0, 5)
        )
        for person in range(SCORERS)
        for use_case in use_cases
        for criterion in criteria
    ]
    started = time.perf_counter()
    result = scoring.evaluate(method, use_cases, ballots)
    attendance_effect.resample(method, use_cases, ballots, seed="bench")
    sensitivity(method, ballots, result)
    seconds = time.perf_counter() - started
    note = f"{SCORERS} people, {RANKED} use cases, {CRITERIA} criteria"
    return Figure("ranking with how sure it is", seconds, "s", f"<= {RANKING_SECONDS:g}", note)


def shares() -> Figure:
    """The leniency of everybody in a round of fair shares, with some skips: the reveal waits for it."""
    chance = random.Random(7)
    criteria = tuple(scoring_method.Criterion(number) for number in range(CRITERIA))
    slowest = 0.0
    for people, use_cases in SHARED:
        dealt = deal(
            range(use_cases), [(person, scoring_method.SIDES[person % 2]) for person in range(people)]
        )
        ballots = [
            scoring_method.Ballot(
                person, scoring_method.SIDES[person % 2], use_case, criterion.key, chance.randint(0, 5)
            )
            for person, share in dealt.items()
            if isinstance(person, int)
            for use_case in share
            for criterion in criteria
            if chance.random() > SKIPPED
        ]
        started = time.process_time()
        leniency.adjusted(scoring_method.Method(criteria), ballots)
        slowest = max(slowest, time.process_time() - started)
    note = ", ".join(f"{people} people and {use_cases} use cases" for people, use_cases in SHARED)
    return Figure("leniency in fair shares, slowest", slowest, "s cpu", f"<= {SHARES_SECONDS:g}", note)


def _seconds(url: str, session: str) -> float:
    asked = urllib.request.Request(url, headers={"Cookie": f"sessionid={session}"})  # noqa: S310  our own server
    started = time.perf_counter()
    with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310  our own server
        answer.read()
    return time.perf_counter() - started


def _large() -> Discovery:
    """Use cases below goals, each served by some of the products, which several of them share; scored."""
    chance = random.Random(7)
    discovery = create_discovery(
        actor=BENCH,
        domain=Discovery.objects.get(slug="commercial-discovery").domain,
        name="Large choice",
        template="three_streams",
        with_workshops=False,
    )
    with operation(BENCH, "bench.made", place=discovery):
        bets = [
            artifacts.add(
                Hypothesis,
                goal=artifacts.add(Goal, discovery=discovery, title=f"Goal {number}"),
                statement=f"Bet {number}",
            )
            for number in range(GOALS)
        ]
        use_cases = [
            artifacts.add(
                UseCase, discovery=discovery, hypothesis=bets[number % GOALS], name=f"Use case {number}"
            )
            for number in range(USE_CASES)
        ]
        products = [
            artifacts.add(
                DataProduct,
                discovery=discovery,
                domain=discovery.domain,
                name=f"Choice {number}",
                kind="consumer_oriented",
                effort=chance.randint(1, 12),
            )
            for number in range(PRODUCTS)
        ]
        for use_case in use_cases:
            for product in chance.sample(products, chance.randint(FEWEST, MOST)):
                artifacts.add(ProductUseCase, product=product, use_case=use_case)
        score(discovery, use_cases, chance, people=PEOPLE)
    return discovery


def score(discovery: Discovery, use_cases: Sequence[UseCase], chance: random.Random, *, people: int) -> None:
    """A revealed round in which so many people scored everything."""
    workshop = add_workshop(actor=BENCH, discovery=discovery, name="Scored")
    activity = add_activity(actor=BENCH, workshop=workshop, kind="scoring")
    method = ensure_default_method(actor=BENCH, discovery=discovery)
    scorers = [
        Participant.objects.create(
            workshop=workshop, display_name=f"Person {number}", side=scoring_method.SIDES[number % 2]
        )
        for number in range(people)
    ]
    revealed = artifacts.add(
        ScoringRound,
        activity=activity,
        method=method,
        state=RoundState.REVEALED,
        revealed_at=timezone.now(),
        sides={str(person.uuid): person.side for person in scorers},
    )
    for position, use_case in enumerate(use_cases):
        artifacts.add(RoundUseCase, round=revealed, use_case=use_case, position=position)
    Score.objects.bulk_create(
        Score(
            round=revealed,
            participant=person,
            use_case=use_case,
            criterion=criterion,
            value=chance.randint(0, 5),
        )
        for person in scorers
        for use_case in use_cases
        for criterion in Criterion.objects.filter(method=method)
    )
