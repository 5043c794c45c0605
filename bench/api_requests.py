"""What the interface for programs costs, of a large discovery: many ask at once, beside the view that does
nothing."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import aiohttp

from api.keys.services import add_key
from api.models import Scope
from bench.phones import all_at_once, new_session
from bench.results import Figure, median, p95
from bench.server_processes import Server
from core.services import artifacts, operation
from discovery.discoveries.services import create_discovery
from discovery.models import Discovery, DiscoveryAccess, DiscoveryRole
from lvt.models import UseCase
from organizations.actors import Actor
from organizations.models import Membership, User
from products.models import DataProduct, InputPort, ProductUseCase, Source

AT_ONCE = 20
BURSTS = 5
_PRODUCTS, _USE_CASES = 120, 40
_BENCH = Actor.system("bench")


@dataclass(frozen=True, slots=True)
class Programs:
    """Keys of a discovery, each of an account of its own: one account makes one file at a time."""

    slug: str
    secrets: tuple[str, ...]


def prepare() -> Programs:
    """A discovery of 40 use cases and 120 products, and its keys."""
    discovery = create_discovery(
        actor=_BENCH,
        domain=Discovery.objects.get(slug="commercial-discovery").domain,
        name="Read by programs",
        template="three_streams",
        with_workshops=False,
    )
    own = {"discovery": discovery, "domain": discovery.domain}
    with operation(_BENCH, "bench.made", place=discovery):
        cases = [artifacts.add(UseCase, discovery=discovery, name=f"Use case {n}") for n in range(_USE_CASES)]
        for number in range(_PRODUCTS):
            product = artifacts.add(DataProduct, **own, name=f"Program's product {number}", kind="aggregate")
            source = artifacts.add(Source, **own, name=f"Program's source {number}")
            artifacts.add(InputPort, product=product, source=source, kind="api")
            artifacts.add(ProductUseCase, product=product, use_case=cases[number % _USE_CASES])
    return Programs(discovery.slug, tuple(_secret(discovery, number) for number in range(AT_ONCE)))


def _secret(discovery: Discovery, number: int) -> str:
    account = User.objects.create_user(f"program{number}@example.org", None, name=f"Program {number}")
    with operation(_BENCH, "bench.made", place=discovery):
        artifacts.add(Membership, organization=discovery.domain.organization, user=account)
        artifacts.add(DiscoveryAccess, discovery=discovery, user=account, role=DiscoveryRole.FACILITATOR)
    actor = Actor.of_account(account)
    _key, secret = add_key(actor=actor, place=discovery, name="Bench", scopes=[Scope.READ])
    return secret


async def programs(server: Server, made: Programs) -> list[Figure]:
    """The 95th percentile of the graph against that of nothing, and that of a page of artifacts."""
    sessions = [_session(secret) for secret in made.secrets]
    base = f"{server.url}/api/v1/discoveries/{made.slug}"
    try:
        graph, nothing = await _bursts(sessions, f"{base}/graph", f"{server.url}/bench/nothing/")
        (page,) = await _bursts(sessions, f"{base}/artifacts/data_product")
    finally:
        await asyncio.gather(*(session.close() for session in sessions))
    note = f"median of {BURSTS} p95s: {graph:.0f} ms against {nothing:.0f} ms for nothing"
    of_graph = f"graph for programs, {AT_ONCE} at once, against nothing"
    return [
        Figure(of_graph, graph / nothing, "times", "<= 4", note),
        Figure(f"page of products for programs, {AT_ONCE} at once, p95", page, "ms", "<= 500"),
    ]


def _session(secret: str) -> aiohttp.ClientSession:
    session = new_session()
    session.headers["Authorization"] = f"Bearer {secret}"
    return session


async def _bursts(sessions: Sequence[aiohttp.ClientSession], *addresses: str) -> list[float]:
    """For each address, asked in turns, the median of the 95th percentiles in ms."""
    measured: dict[str, list[float]] = {address: [] for address in addresses}
    for _burst in range(BURSTS):
        for address, into in measured.items():
            into.append(p95(await all_at_once(sessions, partial(_get, address))) * 1000)
            await asyncio.sleep(0.5)
    return [median(each) for each in measured.values()]


async def _get(url: str, session: aiohttp.ClientSession) -> float:
    started = time.perf_counter()
    async with session.get(url) as answer:
        answer.raise_for_status()
        await answer.read()
    return time.perf_counter() - started
