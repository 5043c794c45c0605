"""What the pages of a discovery of real size cost: processor time, queries, bytes before compression."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.cut_line_and_ranking import BENCH, score
from bench.results import Figure, median
from core.services import artifacts, operation
from discovery.discoveries.services import create_discovery
from discovery.models import Discovery
from discovery.registries import navigation
from lvt.models import Goal, Hypothesis, Measure, UseCase, UseCaseMeasure, Vision
from organizations.models import Person, Team, User
from products.models import (
    Consumer,
    ConsumerUseCase,
    DataProduct,
    InputPort,
    OutputPort,
    PortColumn,
    ProductConsumer,
    ProductUseCase,
    Slo,
    SloWindow,
    Source,
)
from technology import capability_catalog
from technology.capabilities.services import add_from_catalog
from technology.models import Capability, ProductNeed

USE_CASES, PRODUCTS, PEOPLE, CAPABILITIES = 40, 45, 20, 17
GOALS, HYPOTHESES, SOURCES, CONSUMERS, TEAMS = 8, 20, 22, 12, 5
WORDS = "What the people of the domain know about it, written down so that nobody asks twice."

TIMES_EMPTY, QUERIES, KILOBYTES = 10, 30, 150
TIMES_AFTER_A_WRITE = 35
RUNS = 5

# A page of a discovery that holds nothing: what every page costs before it shows anything.
EMPTY = "products:roadmap"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one answer costs: processor time in ms, statements sent to the database, bytes."""

    milliseconds: float
    queries: int
    size: int


def pages() -> list[Figure]:
    """Every page of the navigation of a discovery of real size: the dearest of each sort while nothing is
    written, and of processor time also at the first look after a write."""
    costs, first, empty = costs_by_page()
    after = max(first, key=lambda name: first[name].milliseconds)
    times_after = first[after].milliseconds / empty.milliseconds
    slowest = max(costs, key=lambda name: costs[name].milliseconds)
    most = max(costs, key=lambda name: costs[name].queries)
    most_after = max(first, key=lambda name: first[name].queries)
    over_after = sum(each.queries > QUERIES for each in first.values())
    asking = (
        f"{most}; after a write {first[most_after].queries}: {most_after}; {over_after} pages above {QUERIES}"
    )
    largest = max(costs, key=lambda name: costs[name].size)
    times = costs[slowest].milliseconds / empty.milliseconds
    size = f"{USE_CASES} use cases, {PRODUCTS} products"
    against = f"{slowest}: {costs[slowest].milliseconds:.0f} against {empty.milliseconds:.0f} ms; {size}"
    over = sum(each.milliseconds > TIMES_EMPTY * empty.milliseconds for each in first.values())
    also = f"{after}; {over} of {len(first)} pages take more than {TIMES_EMPTY}"
    return [
        Figure("page at real size against an empty one", times, "times", f"<= {TIMES_EMPTY}", against),
        Figure(
            "the same, the first time after a write", times_after, "times", f"<= {TIMES_AFTER_A_WRITE}", also
        ),
        Figure("queries of a page at real size", costs[most].queries, "", f"<= {QUERIES}", asking),
        Figure("page at real size, unpacked", costs[largest].size / 1000, "kB", f"<= {KILOBYTES}", largest),
    ]


def costs_by_page() -> tuple[dict[str, Cost], dict[str, Cost], Cost]:
    """What each page costs while nothing is written, by the name of its address, what the first look after a
    write costs, and what an empty page does."""
    discovery = build()
    client = Client(headers={"host": "127.0.0.1"})
    account = User.objects.get(email="frida@example.org")
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    empty = cost(client, reverse(EMPTY, args=[_new("Empty").slug]))
    asked = addresses(discovery)
    again = {name: cost(client, address) for name, address in asked.items()}
    return (
        again,
        {name: cost(client, address, lambda: write(discovery)) for name, address in asked.items()},
        empty,
    )


def addresses(discovery: Discovery) -> dict[str, str]:
    """The overview and every page of the navigation, by the names of their addresses."""
    names = dict.fromkeys(["discovery:discovery_overview", *(page.url_name for page in navigation)])
    return {name: reverse(name, args=[discovery.slug]) for name in names}


def write(discovery: Discovery) -> None:
    """A goal is renamed, and later back."""
    goal = discovery.goals.all()[0]
    with operation(BENCH, "bench.written", place=discovery):
        artifacts.change(
            goal, title=goal.title.removesuffix("!") if goal.title.endswith("!") else f"{goal.title}!"
        )


def cost(client: Client, address: str, before: Callable[[], None] = lambda: None) -> Cost:
    """The median of some answers after the first, each with something done `before`. Raises RuntimeError for
    an answer that is no page."""
    if (answer := client.get(address)).status_code != 200:
        raise RuntimeError(f"{address} answers {answer.status_code}")
    spent = []
    for _run in range(RUNS):
        before()
        started = time.process_time()
        client.get(address)
        spent.append((time.process_time() - started) * 1000)
    before()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    return Cost(median(spent), len(asked), len(answer.content))


def build() -> Discovery:
    """A discovery as one looks after some months: scored by everybody, with what its products rest on."""
    chance = random.Random(7)
    discovery = _new("Real size")
    with operation(BENCH, "bench.made", place=discovery):
        bets = _tree(discovery)
        use_cases = [_use_case(discovery, bets[number % HYPOTHESES], number) for number in range(USE_CASES)]
        products = _products(discovery, use_cases, chance)
        _needs(discovery, products, chance)
        score(discovery, use_cases, chance, people=PEOPLE)
    return discovery


def _new(name: str) -> Discovery:
    domain = Discovery.objects.get(slug="commercial-discovery").domain
    return create_discovery(
        actor=BENCH, domain=domain, name=name, template="three_streams", with_workshops=False
    )


def _tree(discovery: Discovery) -> list[Hypothesis]:
    """The hypotheses, below goals that have measures."""
    artifacts.add(Vision, discovery=discovery, statement=WORDS)
    goals = [artifacts.add(Goal, discovery=discovery, title=f"Goal {number}") for number in range(GOALS)]
    bets = [
        artifacts.add(Hypothesis, goal=goals[number % GOALS], statement=f"{WORDS} {number}")
        for number in range(HYPOTHESES)
    ]
    for number, bet in enumerate(bets):
        artifacts.add(
            Measure, hypothesis=bet, name=f"Measure {number}", unit="%", baseline=10, target=20 + number
        )
    return bets


def _use_case(discovery: Discovery, bet: Hypothesis, number: int) -> UseCase:
    use_case = artifacts.add(
        UseCase,
        discovery=discovery,
        hypothesis=bet,
        name=f"Use case {number}",
        we_believe=WORDS,
        will_help=WORDS,
        known_by=WORDS,
        example_role="clerk",
        example_want=WORDS,
        example_by=WORDS,
    )
    artifacts.add(UseCaseMeasure, use_case=use_case, measure=bet.measures.get())
    return use_case


def _products(discovery: Discovery, use_cases: Sequence[UseCase], chance: random.Random) -> list[DataProduct]:
    """A third of the products is fed by sources; the others by two products, and they serve use cases."""
    own = {"discovery": discovery, "domain": discovery.domain}
    organization = discovery.domain.organization
    teams = [artifacts.add(Team, organization=organization, name=f"Team {number}") for number in range(TEAMS)]
    people = [
        artifacts.add(Person, organization=organization, name=f"Owner {number}") for number in range(TEAMS)
    ]
    sources = [artifacts.add(Source, **own, name=f"System {number}") for number in range(SOURCES)]
    consumers = [artifacts.add(Consumer, **own, name=f"Role {number}") for number in range(CONSUMERS)]
    for number, consumer in enumerate(consumers):
        artifacts.add(ConsumerUseCase, consumer=consumer, use_case=use_cases[number])
    products: list[DataProduct] = []
    for number in range(PRODUCTS):
        first = number < PRODUCTS // 3
        product = artifacts.add(
            DataProduct,
            **own,
            name=f"Data product {number}",
            kind="source_oriented" if first else "consumer_oriented",
            job=WORDS,
            description=WORDS,
            owner=people[number % TEAMS],
            team=teams[number % TEAMS],
            effort=chance.randint(2, 12),
            position=number,
        )
        for feeder in chance.sample(sources if first else products, 2):
            origin = {"source": feeder} if first else {"feeder": feeder, "kind": "product"}
            artifacts.add(InputPort, product=product, **origin)
        port = artifacts.add(OutputPort, product=product, name="Table", kind="table", description=WORDS)
        for column in range(4):
            artifacts.add(PortColumn, port=port, name=f"column_{column}", position=column)
        if not first:
            artifacts.add(ProductConsumer, product=product, consumer=consumers[number % CONSUMERS])
            for use_case in chance.sample(use_cases, 3):
                artifacts.add(ProductUseCase, product=product, use_case=use_case)
        slo = artifacts.add(Slo, product=product, kind="freshness", indicator=WORDS, sentence=WORDS)
        artifacts.add(SloWindow, slo=slo, target=99, unit="month")
        products.append(product)
    return products


def _needs(discovery: Discovery, products: Sequence[DataProduct], chance: random.Random) -> None:
    """What the products need of a platform of which half is there."""
    add_from_catalog(
        actor=BENCH,
        discovery=discovery,
        keys=[each.key for each in capability_catalog.CATALOG[:CAPABILITIES]],
    )
    capabilities = list(Capability.objects.filter(discovery=discovery))
    for number, capability in enumerate(capabilities):
        artifacts.change(capability, today=number % 4, needed=3, gap_effort=4)
    for product in products:
        for capability in chance.sample(capabilities, 4):
            artifacts.add(ProductNeed, product=product, capability=capability, level=chance.randint(1, 4))
