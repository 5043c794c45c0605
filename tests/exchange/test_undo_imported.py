"""What came from a file is undone as well as what was typed here, with its history or without."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings, strategies as st

from core.exceptions import Conflict
from core.kinds.base import artifact_kinds
from core.models import Artifact, Operation
from core.services import artifacts
from core.services.operations import operation
from discovery.models import Discovery
from exchange.discovery_documents.services import export_document, export_file, import_document
from exchange.format import dump
from exchange.format.document_tables import exchanged
from handover.models import ReportProfile
from lvt.models import Criterion, ScoringMethod
from products.design.product.kinds import DATA_PRODUCT
from products.design.product.services import change_product, delete_product
from products.landscape.map_review.services import add_mark
from products.landscape.map_text_formats import json_text
from products.landscape.selectors import graph_of, graph_revision
from products.models import DataProduct, InputPort, OutputPort, Scenario, Source
from tests import factories
from tests.demo import put_demo
from tests.exchange.exchanging import PHASES, again, emptied, exported, read_anew
from tests.factories import SYSTEM, make
from tests.sweeps import examples
from tests.undoing import attempt, services
from tests.workshops.boards import board
from workshops import demo
from workshops.actors import RoomActor
from workshops.agenda.agenda_templates.services import save_as_template
from workshops.discovery_history.selectors import operations_of, timeline
from workshops.models import AgendaTemplate, Note
from workshops.room.running.services import start_workshop
from workshops.services.undo import can_undo, undo

pytestmark = pytest.mark.django_db
OFFERED = services()


# --- Single cases ---------------------------------------------------------------------------------


def _product(discovery: Discovery) -> DataProduct:
    fields = {"domain": discovery.domain, "kind": "source_oriented", "name": "Tariffs", "job": "Old words"}
    return make(DataProduct, discovery=discovery, **fields)


@pytest.fixture
def document() -> dict[str, Any]:
    """A product with two ports, exported."""
    discovery = factories.discovery()
    product = _product(discovery)
    source = make(Source, discovery=discovery, domain=discovery.domain, name="SAP")
    make(InputPort, product=product, name="In", source=source)
    make(OutputPort, product=product, name="Out", kind="file")
    return exported(discovery)


def _without_history(document: dict[str, Any], *labels: str) -> bytes:
    for label in labels or tuple(document["history"]):
        document["history"][label] = []
    named = {row["operation"] for rows in document["history"].values() for row in rows}
    document["operations"] = [each for each in document["operations"] if each["uuid"] in named]
    return dump(document)


@pytest.fixture
def imported(document: dict[str, Any]) -> Iterator[Discovery]:
    with emptied():
        yield import_document(actor=SYSTEM, data=_without_history(document))


@pytest.fixture
def older(imported: Discovery) -> Discovery:
    """As a database holds it into which it was imported before imports wrote first versions."""
    for model in exchanged().values():
        if issubclass(model, Artifact):
            model.history.all().delete()
    return imported


def _last(discovery: Discovery) -> Operation:
    operation = Operation.objects.filter(scope_uuid=discovery.uuid).order_by("pk").last()
    assert operation is not None
    return operation


def test_a_change_of_what_came_without_history_is_taken_back(imported: Discovery) -> None:
    product = DataProduct.objects.get()
    change_product(actor=SYSTEM, product=product, job="New words")
    assert can_undo(_last(imported))
    undo(actor=SYSTEM, target=_last(imported))
    assert DataProduct.objects.get().job == "Old words"


@pytest.mark.parametrize("where", ["imported", "older"])
def test_a_deletion_of_what_came_without_history_brings_all_back(
    where: str, request: pytest.FixtureRequest
) -> None:
    discovery = request.getfixturevalue(where)
    deleted = delete_product(actor=SYSTEM, product=DataProduct.objects.get())
    assert not OutputPort.objects.exists()
    assert [entry.can_undo for entry in timeline(operations_of(discovery)[:1])] == [True]
    undo(actor=SYSTEM, target=deleted)
    assert [model.objects.count() for model in (DataProduct, InputPort, OutputPort)] == [1, 1, 1]


def test_only_some_rows_without_history_come_back_with_the_others(document: dict[str, Any]) -> None:
    with emptied():
        import_document(actor=SYSTEM, data=_without_history(document, "products.OutputPort"))
        OutputPort.history.all().delete()
        deleted = delete_product(actor=SYSTEM, product=DataProduct.objects.get())
        undo(actor=SYSTEM, target=deleted)
        assert [model.objects.count() for model in (DataProduct, InputPort, OutputPort)] == [1, 1, 1]


def test_what_nothing_tells_is_refused_and_left(older: Discovery) -> None:
    change_product(actor=SYSTEM, product=DataProduct.objects.get(), job="New words")
    done = _last(older)
    assert not can_undo(done)
    assert [entry.can_undo for entry in timeline([done])] == [False]
    with pytest.raises(Conflict, match="The history doesn’t show what “Tariffs” was before"):
        undo(actor=SYSTEM, target=done)
    assert DataProduct.objects.get().job == "New words"


def test_what_was_changed_here_twice_is_taken_back_once(older: Discovery) -> None:
    for words in ("Newer words", "Newest words"):
        change_product(actor=SYSTEM, product=DataProduct.objects.get(), job=words)
    undo(actor=SYSTEM, target=_last(older))
    assert DataProduct.objects.get().job == "Newer words"


def test_what_was_deleted_for_good_is_not_said_to_be_back(imported: Discovery) -> None:
    deleted = delete_product(actor=SYSTEM, product=DataProduct.objects.get())
    OutputPort.everything.all()._raw_delete("default")
    assert not can_undo(deleted)
    with pytest.raises(Conflict, match="permanently deleted"):
        undo(actor=SYSTEM, target=deleted)
    assert not DataProduct.objects.exists()


def test_first_versions_of_an_import_are_told_once_something_happened(document: dict[str, Any]) -> None:
    data = _without_history(document)
    assert again(data) == data
    with emptied():
        made = import_document(actor=SYSTEM, data=data)
        change_product(actor=SYSTEM, product=DataProduct.objects.get(), job="New words")
        later = export_file(actor=SYSTEM, discovery=read_anew(made))
    assert again(later) == later
    with emptied():
        made = import_document(actor=SYSTEM, data=later)
        undo(actor=SYSTEM, target=Operation.objects.get(verb="product.changed"))
        assert DataProduct.objects.get().job == "Old words"


def test_the_order_of_history_counts_not_its_times() -> None:
    discovery = factories.discovery()
    product = _product(discovery)
    with operation(SYSTEM, "product.changed", place=discovery) as changed:
        artifacts.change(product, job="New words")
    DataProduct.history.update(history_date=product.created_at)  # written within one tick of the clock
    undo(actor=SYSTEM, target=changed)
    assert DataProduct.objects.get().job == "Old words"


# --- Whatever happened ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def data(django_db_setup: None, django_db_blocker: Any) -> bytes:
    """The demo as a document."""
    with django_db_blocker.unblock(), transaction.atomic():
        put_demo()
        exported = export_file(actor=SYSTEM, discovery=Discovery.objects.get(slug=demo.SLUG))
        transaction.set_rollback(True)
    return exported


def _in_part(data: bytes, seed: int) -> bytes:
    """The document with a part of its rows without history: none of them, half, or all."""
    document = json.loads(data)
    chance = random.Random(seed)
    for label, rows in document["history"].items():
        known = list(dict.fromkeys(row["uuid"] for row in rows))
        silent = set(chance.sample(known, len(known) * (seed % 3) // 2))
        document["history"][label] = [row for row in rows if row["uuid"] not in silent]
    return dump(document)


_OF_TIME = ("modified_at", "revision")


def _state(discovery: Discovery) -> dict[str, list[str]]:
    """All that the discovery holds and has not in the trash, by table, without times."""
    document = export_document(actor=SYSTEM, discovery=read_anew(discovery), versions=True)
    rows = document["rows"] | {
        "templates": list(AgendaTemplate.objects.values("name", "description", "content")),
        "notes": list(Note.objects.values("text")),  # hidden ones, too
    }
    return {
        label: sorted(
            json.dumps({name: value for name, value in row.items() if name not in _OF_TIME}, sort_keys=True)
            for row in several
            if row.get("deleted_at") is None
        )
        for label, several in rows.items()
    }


Steps = list[tuple[str, int]]


def _there_and_back(data: bytes, seed: int, steps: Steps) -> None:
    """Import, do what the steps say, undo it in reverse."""
    with emptied():
        made = import_document(actor=SYSTEM, data=_in_part(data, seed))
        first = _state(made)
        done: list[Operation] = []
        for name, number in steps:
            done += attempt(OFFERED[name], number)
        for each in reversed(done):
            undo(actor=SYSTEM, target=each)
        assert _state(made) == first


# What a service writes and what an undo takes back meets both databases below, one by one.
@pytest.mark.sqlite
@example(seed=2, steps=[("products.design.product.services.delete_product", 0)])
@settings(
    max_examples=examples(6),
    phases=PHASES,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    seed=st.integers(0, 5),
    steps=st.lists(st.tuples(st.sampled_from(sorted(OFFERED)), st.integers(0, 40)), min_size=5, max_size=25),
)
def test_whatever_was_done_is_undone_in_reverse(db: None, data: bytes, seed: int, steps: Steps) -> None:
    with transaction.atomic():
        _there_and_back(data, seed, steps)
        transaction.set_rollback(True)


def _more(discovery: Discovery) -> None:
    """Of what the demo has none that may go: two of each, and a room in which people give some."""
    here = {"discovery": discovery, "domain": discovery.domain}
    workshops = []
    for name in ("One", "Other"):
        workshop = factories.workshop(discovery, name)
        activity = factories.activity(workshop, "map_review", name)
        workshops.append((workshop, activity))
        make(ReportProfile, discovery=discovery, name=name)
        make(Scenario, discovery=discovery, name=name, changes="weeks=3")
        save_as_template(actor=SYSTEM, workshop=workshop, name=name)
        method = make(ScoringMethod, discovery=discovery, name=name)
        product = make(DataProduct, name=f"{name} to split", kind="source_oriented", **here)
        for number in range(2):
            make(Criterion, method=method, name=f"{name} {number}", position=number)
            make(OutputPort, product=product, name=f"{name} {number}", kind="table", position=number)
    for kind in artifact_kinds:
        if kind.root is Discovery and kind.has_parents and not kind.below(discovery).exists():
            factories.hung(kind, discovery)
    for workshop, activity in workshops:
        start_workshop(actor=SYSTEM, workshop=workshop)
        activity.refresh_from_db()
        guest = RoomActor.of_participant(factories.participant(workshop, "Ann"))
        add_mark(actor=guest, activity=activity, kind="wrong", text="No", uuid=uuid4())
        notes = board(discovery=discovery)
        notes.write(notes.actor("Ben"), "What I think")


# Files are deleted for good.
FOR_GOOD = ["delete_export"]
# Rows of the demo first, and then what _more made, which comes last.
TRIED = (*range(4), -1, -2)


@pytest.mark.sweep(sample="tests/exchange/test_undo_imported.py")
def test_every_service_is_undone_by_itself(data: bytes) -> None:
    """On rows half of which come without history. Each service that deletes has rows to delete. Each
    change of the landscape gives it another revision, and so does the undo."""
    worked: set[str] = set()
    drawn: dict[str, str] = {}

    def landscape() -> str:
        """As programs read it, of which each revision has one."""
        now = read_anew(made)
        text = json_text(graph_of(now))
        assert drawn.setdefault(graph_revision(now), text) == text
        return text

    with emptied():
        made = import_document(actor=SYSTEM, data=_in_part(data, 1))
        _more(made)
        first, before = _state(made), landscape()
        for name, service in OFFERED.items():
            for number in TRIED:
                done = attempt(service, number)
                is_seen = bool(done) and landscape() != before
                for each in reversed(done):
                    undo(actor=SYSTEM, target=each)
                if is_seen:
                    assert landscape() == before, name
                if done:
                    worked.add(name.rpartition(".")[2])
                    break
        assert _state(made) == first
    assert len(drawn) > 20
    deleting = {name.rpartition(".")[2] for name in OFFERED if name.rpartition(".")[2].startswith("delete_")}
    assert sorted(deleting - worked) == FOR_GOOD
    assert {"merge_products", "reorder_products", "split_product", "set_locked"} <= worked
    assert {f"{verb}_product_{name}" for verb in ("link", "unlink") for name in DATA_PRODUCT.links} <= worked
