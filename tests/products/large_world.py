"""A parcel carrier's discovery of thirty data products, twenty use cases and six goals.

The products stand in three layers of ten: each of the second takes in three of the first, each of the third
two of the second, and the use cases are served by the third.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import SimpleNamespace

from discovery.models import Discovery
from lvt.models import Goal, Hypothesis, Measure, UseCase, Vision
from organizations.models import Person, Team
from products.models import (
    Consumer,
    DataProduct,
    InputPort,
    Iteration,
    OutputPort,
    PortColumn,
    ProductConsumer,
    ProductKind,
    ProductUseCase,
    Source,
)
from products.promises.services import TargetWindow, add_slo
from technology.models import Capability, ProductNeed
from tests.factories import SYSTEM, make
from tests.products import value_world

GOALS = (
    "Fewer late parcels",
    "Cheaper last mile",
    "Full trucks",
    "Loyal senders",
    "Calm depots",
    "Honest carbon figures",
)
FIRST = (
    "Scans",
    "Tours",
    "Trucks",
    "Drivers",
    "Addresses",
    "Senders",
    "Tariffs",
    "Weather",
    "Depots",
    "Claims",
)
SECOND = (
    "Parcel journeys",
    "Tour plans",
    "Fleet state",
    "Shift book",
    "Delivery points",
    "Contracts",
    "Price history",
    "Road outlook",
    "Depot load",
    "Damage cases",
)
THIRD = (
    "Arrival forecast",
    "Route advice",
    "Fill rate",
    "Roster view",
    "Doorstep notes",
    "Sender cockpit",
    "Quote helper",
    "Delay alerts",
    "Gate planner",
    "Carbon ledger",
)
# Each third product promises something.
PROMISE_EVERY = 3


def build(discovery: Discovery) -> SimpleNamespace:
    """The world: its `products` in three layers and its `use_cases` by name, scored."""
    world = SimpleNamespace(discovery=discovery)
    organization = discovery.domain.organization
    own = {"discovery": discovery, "domain": discovery.domain}
    people = [
        make(Person, organization=organization, name=f"{name} Okoro")
        for name in ("Ada", "Ben", "Chi", "Dayo")
    ]
    teams = [make(Team, organization=organization, name=f"Team {name}") for name in ("North", "South", "Hub")]
    make(Vision, discovery=discovery, statement="Every parcel arrives when we said, and the sender knows.")
    bets = []
    for place, title in enumerate(GOALS):
        goal = make(Goal, discovery=discovery, title=title, owner=people[place % 4], position=place)
        make(Measure, goal=goal, name=f"{title}: share", unit="%", baseline=60, target=90)
        bets += [
            make(
                Hypothesis,
                goal=goal,
                statement=f"{title}: what drivers see early, they mend early ({part}).",
                position=part,
            )
            for part in range(2)
        ]
    world.use_cases = {
        f"case{number}": make(
            UseCase,
            discovery=discovery,
            name=f"{THIRD[number % 10]} for {('dispatchers', 'senders')[number // 10]}",
            hypothesis=bets[number % len(bets)],
            we_believe="knowing an hour earlier where a parcel will be late",
            will_help="calling the receiver before the receiver calls us",
            position=number,
        )
        for number in range(20)
    }
    sources = [
        make(Source, **own, name=f"System {name}", description="Keeps it since 2011.") for name in FIRST
    ]
    consumers = [
        make(Consumer, **own, name=f"{name} desk") for name in ("Dispatch", "Sender", "Depot", "Claims")
    ]
    capabilities = [
        make(
            Capability,
            discovery=discovery,
            plane="infrastructure",
            name=name,
            today=today,
            needed=4,
            position=today,
        )
        for today, name in enumerate(("Streaming", "Catalog", "Access by role", "Quality checks"))
    ]
    world.products = []
    for layer, names in enumerate((FIRST, SECOND, THIRD)):
        for number, name in enumerate(names):
            product = _product(own, name, layer, people[number % 4], teams[number % 3])
            _inputs(product, layer, number, sources, world.products)
            world.products.append(product)
            make(ProductNeed, product=product, capability=capabilities[number % 4], level=3)
            if layer == 2:
                make(ProductConsumer, product=product, consumer=consumers[number % 4])
                make(Iteration, product=product, name="One depot first", position=0)
                for case in (number, number + 10):
                    make(ProductUseCase, product=product, use_case=world.use_cases[f"case{case}"])
    for product in world.products[::PROMISE_EVERY]:
        add_slo(
            actor=SYSTEM,
            product=product,
            kind="freshness",
            indicator="processed",
            threshold="before 6:00",
            events="yesterday's scans",
            windows=[TargetWindow(Decimal("99.5"))],
        )
    value_world.score(world, **{key: 1 + place % 9 for place, key in enumerate(world.use_cases)})
    return world


def _product(own: Mapping[str, object], name: str, layer: int, owner: Person, team: Team) -> DataProduct:
    product = make(
        DataProduct,
        **own,
        name=name,
        kind=ProductKind.CONSUMER_ORIENTED if layer == 2 else ProductKind.SOURCE_ORIENTED,
        job=f"Says what is known of {name.lower()} within the hour.",
        description="Joined from the systems of all depots, once an hour, with who entered it.",
        owner=owner,
        team=team,
        effort=Decimal(3 + layer),
    )
    port = make(
        OutputPort, product=product, name="Table", kind="table", description="One row a day and depot."
    )
    for place, column in enumerate(("parcel_id", "depot", "at", "minutes_late")):
        make(PortColumn, port=port, name=column, position=place)
    return product


def _inputs(
    product: DataProduct, layer: int, number: int, sources: list[Source], before: list[DataProduct]
) -> None:
    """Each product of the first layer reads a system; the others read products of the layer before."""
    if layer == 0:
        make(InputPort, product=product, source=sources[number], kind="api")
        return
    below = before[10 * (layer - 1) : 10 * layer]
    for step in range(4 - layer):
        make(InputPort, product=product, feeder=below[(number + step) % 10], kind="product")
