"""The graph for programs: made once for each revision of what it shows, and always that of now."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Event
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.models import ApiKey, Scope
from core.models import Artifact
from core.services import artifacts
from core.services.operations import operation
from core.services.trash_purge import delete_for_good
from discovery.models import Discovery
from documents import concurrency_limit
from lvt.models import UseCase
from organizations.models import Domain
from products.models import (
    Consumer,
    ConsumerUseCase,
    DataProduct,
    InputPort,
    ProductConsumer,
    ProductUseCase,
    Source,
    SourceFeed,
)
from tests import factories
from tests.api.conftest import Program, program
from tests.at_once import at_once
from tests.factories import SYSTEM, make

pytestmark = pytest.mark.django_db

ASKED = 3
"""Questions of an answer that was given before: the key, what its maker may, the revision."""


class Landscape:
    """A source, what is made of it and who uses that, and a product of another discovery that feeds one."""

    def __init__(self, discovery: Discovery) -> None:
        here = {"discovery": discovery, "domain": discovery.domain}
        self.elsewhere = factories.discovery(
            make(Domain, organization=discovery.domain.organization, name="Elsewhere"), "Other"
        )
        self.source = make(Source, **here, name="CRM", kind="source")
        self.integration = make(Source, **here, name="Lake", kind="integration")
        self.feed = make(SourceFeed, source=self.source, integration=self.integration)
        self.product = make(DataProduct, **here, name="Visits", kind="aggregate")
        self.port = make(InputPort, product=self.product, source=self.integration, kind="api")
        self.foreign = make(
            DataProduct,
            discovery=self.elsewhere,
            domain=self.elsewhere.domain,
            name="Foreign",
            kind="source_oriented",
        )
        self.feeder = make(InputPort, product=self.product, feeder=self.foreign, kind="api")
        self.consumer = make(Consumer, **here, name="Reps")
        self.use_case = make(UseCase, discovery=discovery, name="Next best action")
        self.used = make(ProductConsumer, product=self.product, consumer=self.consumer)
        self.served = make(ProductUseCase, product=self.product, use_case=self.use_case)
        self.needed = make(ConsumerUseCase, consumer=self.consumer, use_case=self.use_case)

    @property
    def rows(self) -> dict[str, Artifact]:
        return {name: row for name, row in vars(self).items() if name != "elsewhere"}


@pytest.fixture
def landscape(discovery: Discovery) -> Landscape:
    return Landscape(discovery)


def change(row: Artifact, **fields: Any) -> None:
    with operation(SYSTEM, "test.changed"):
        artifacts.change(row, **fields)


def names(answer: dict[str, Any]) -> set[str]:
    return {node["name"] for node in answer["nodes"]}


def test_an_answer_that_was_given_before_is_not_made_again(
    api: Program, landscape: Landscape, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = api.ask("GET", "/graph")
    assert names(first.json()) == {"CRM", "Lake", "Visits", "Foreign", "Reps", "Next best action"}
    monkeypatch.setattr(concurrency_limit, "PATIENCE", 0.0)
    # Whatever others make meanwhile.
    with concurrency_limit.turn_of(ApiKey.objects.get().made_by_id), django_assert_num_queries(ASKED):
        again = api.ask("GET", "/graph")
    assert (again.content, again.headers["ETag"]) == (first.content, first.headers["ETag"])
    with django_assert_num_queries(ASKED):
        held = api.ask("GET", "/graph", If_None_Match=first.headers["ETag"])
    assert (held.status_code, held.content) == (304, b"")
    assert held.headers["ETag"] == first.headers["ETag"]
    compressed = api.ask("GET", "/graph", Accept_Encoding="gzip")
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert {"Accept-Encoding", "Authorization"} <= {*compressed.headers["Vary"].split(", ")}
    other = program(landscape.elsewhere, Scope.READ)
    assert names(other.get("/graph")) == {"Foreign"}


def test_another_version_gives_another_answer(
    api: Program, landscape: Landscape, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upgrade may write the same rows in another shape."""
    first = api.ask("GET", "/graph")
    monkeypatch.setattr("api.web.cached_answers.VERSION", "next")
    monkeypatch.setattr("api.views.v1_products.json_text", lambda _graph: '{"shape": "other"}')
    second = api.ask("GET", "/graph", If_None_Match=first.headers["ETag"])
    assert (second.status_code, second.json()) == (200, {"shape": "other"})
    assert second.headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize("size", [1, 40])
def test_more_products_are_not_more_queries(
    api: Program, landscape: Landscape, discovery: Discovery, size: int, django_assert_num_queries: Any
) -> None:
    for number in range(size):
        product = make(
            DataProduct, discovery=discovery, domain=discovery.domain, name=f"P{number}", kind="aggregate"
        )
        make(InputPort, product=product, source=landscape.source, kind="api")
    # Nine for the graph, one that notes that the key was used, and four for the audit list, once a minute.
    with django_assert_num_queries(ASKED + 7):
        api.get("/graph")
    with django_assert_num_queries(ASKED):
        api.get("/graph")


Write = Callable[[Landscape], object]
NODES = ("source", "integration", "product", "foreign", "consumer", "use_case")
LINKS = ("feed", "port", "feeder", "used", "served", "needed")
WRITES: dict[str, Write] = {
    "kind": lambda there: change(there.product, kind="consumer_oriented"),
    "port": lambda there: change(there.port, source=there.source),
    "order": lambda there: change(there.port, position=9),
    "domain": lambda there: change(there.product.domain, name="New"),
    "domain elsewhere": lambda there: change(there.elsewhere.domain, name="New"),
    "another domain": lambda there: change(there.product, domain=there.elsewhere.domain),
    "deleted for good": lambda there: delete_for_good(there.consumer),
    "added": lambda there: make(UseCase, discovery=there.use_case.discovery, name="New"),
}


@pytest.mark.sweep(sample=6)
@pytest.mark.parametrize("written", [*WRITES, *(f"{name} deleted" for name in (*NODES, *LINKS)), *NODES])
def test_each_write_is_in_the_next_answer(api: Program, landscape: Landscape, written: str) -> None:
    first = api.ask("GET", "/graph")
    if written in WRITES:
        WRITES[written](landscape)
    elif written in NODES:
        change(landscape.rows[written], name="New")
    else:
        with operation(SYSTEM, "test.deleted"):
            artifacts.trash(landscape.rows[written.split()[0]])
    second = api.ask("GET", "/graph", If_None_Match=first.headers["ETag"])
    assert second.status_code == 200
    assert second.headers["ETag"] != first.headers["ETag"]
    concurrency_limit._files.clear()
    assert second.json() == api.get("/graph") != first.json()


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_what_was_begun_before_and_committed_later_is_in_the_next_answer(landscape: Landscape) -> None:
    """A number that grows with each operation would not tell: the later one is there first."""
    api = program(landscape.consumer.discovery, Scope.READ)
    begun, read = Event(), Event()

    def slow() -> None:
        with operation(SYSTEM, "test.changed"):
            artifacts.change(landscape.source, name="Begun before")
            begun.set()
            assert read.wait(20)

    def quick() -> set[str]:
        assert begun.wait(20)
        change(landscape.consumer, name="Committed before")
        seen = names(api.get("/graph"))
        read.set()
        return seen

    _slow, seen = at_once(slow, quick)
    assert isinstance(seen, set)
    assert {"Committed before"} == seen & {"Committed before", "Begun before"}
    assert {"Committed before", "Begun before"} <= names(api.get("/graph"))


@pytest.mark.django_db(transaction=True)
def test_while_nothing_is_written_the_rows_are_not_asked_again(landscape: Landscape) -> None:
    api = program(landscape.consumer.discovery, Scope.READ)
    first = api.ask("GET", "/graph")
    api.ask("GET", "/graph")
    with CaptureQueriesContext(connection) as asked:
        api.ask("GET", "/graph")
    assert not [each["sql"] for each in asked if InputPort._meta.db_table in each["sql"]]
    change(landscape.source, name="By this thread")
    second = api.ask("GET", "/graph", If_None_Match=first.headers["ETag"])
    assert "By this thread" in names(second.json())

    def elsewhere() -> None:
        change(landscape.consumer, name="By another thread")

    at_once(elsewhere)
    third = api.ask("GET", "/graph", If_None_Match=second.headers["ETag"])
    assert {"By this thread", "By another thread"} <= names(third.json())
    with suppress(LookupError), operation(SYSTEM, "test.changed"):
        artifacts.change(landscape.source, name="Taken back")
        assert "Taken back" in names(api.get("/graph"))
        raise LookupError
    assert api.get("/graph") == third.json()
