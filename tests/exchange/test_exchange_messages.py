"""What is wrong with a file is said to people: by the names of rows, all at once, and as forms say it."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.db import models

from discovery.models import Discovery
from exchange.discovery_documents.services import NotImported, import_document
from exchange.format import constraints, dump
from exchange.format.constraints import broken_checks
from exchange.format.document_tables import exchanged, fields_of
from exchange.format.field_values import InvalidValue, from_json
from exchange.format.reading import InvalidDocument, read_document
from lvt.models import Goal, Hypothesis
from lvt.tree.models import BetState
from products.models import DataProduct, InputPort, Source
from tests import factories
from tests.exchange.exchanging import Document, exported, goal_of
from tests.factories import SYSTEM, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def discovery() -> Discovery:
    made = factories.discovery()
    make(Hypothesis, goal=make(Goal, discovery=made, title="Goal"), statement="Bet")
    return made


@pytest.fixture
def document(discovery: Discovery) -> Document:
    return exported(discovery)


def test_one_problem_of_many_rows_hides_no_other(document: Document) -> None:
    goal = goal_of(document)
    document["rows"]["lvt.Goal"] = [
        {**goal, "uuid": str(uuid4()), "title": f"Goal {number}", "position": "1"} for number in range(105)
    ]
    document["rows"]["lvt.Hypothesis"][0] |= {"state": "guessed", "statement": " \u200b", "goal": None}
    document["history"]["lvt.Goal"] = document["history"]["lvt.Hypothesis"] = []
    with pytest.raises(InvalidDocument) as raised:
        read_document(json.dumps(document).encode())
    said = list(raised.value.problems)
    assert said[0].startswith("Goal “Goal 0” – lvt.Goal, row 1, position: This isn’t a whole number.")
    assert said[0].endswith("Also in 104 more rows, such as Goal “Goal 1”, Goal “Goal 2”, Goal “Goal 3”.")
    assert {each.partition(", row 1, ")[2] for each in said[1:]} == {
        "goal: This is required.",
        "statement: This is required.",
        "state: “guessed” isn’t one of the options: " + ", ".join(BetState.values) + ".",
    }


def test_a_file_of_windows_is_read(document: Document) -> None:
    assert read_document(b"\xef\xbb\xbf" + dump(document)).name == "Commercial discovery"


def _texts() -> list[tuple[str, str]]:
    """Every text without which no form is saved."""
    return [
        (label, each.name)
        for label, model in exchanged().items()
        for each in fields_of(model)
        if isinstance(each, models.CharField | models.TextField)
        and not (each.blank or each.choices)
        and each.max_length
    ]


@pytest.mark.parametrize("empty", ["", "  ", "\u200b"])
def test_what_forms_ask_for_is_asked_for_in_files(empty: str) -> None:
    assert len(_texts()) > 60
    for label, name in _texts():
        with pytest.raises(InvalidValue, match="This is required"):
            from_json(exchanged()[label]._meta.get_field(name), empty)  # type: ignore[arg-type]  # a column


# --- Constraints ----------------------------------------------------------------------------------


def test_every_check_of_a_model_can_be_asked_of_a_row() -> None:
    """One that cannot is left to the database, which names neither row nor reason."""
    for label, model in exchanged().items():
        nothing = dict.fromkeys([each.name for each in fields_of(model)])
        for check in model._meta.constraints:
            if isinstance(check, models.CheckConstraint):
                constraints._holds(check.condition, nothing)
        told = {each.name for each in fields_of(model)}
        left = [
            each.name
            for each in model._meta.constraints
            if isinstance(each, models.UniqueConstraint) and not told.issuperset(each.fields)
        ]
        assert left in ([], ["participant_join_once"]), label


def test_a_check_of_several_fields_says_its_rule() -> None:
    """Of one field it can be seen which values are out of range; of several not."""
    silent = [
        check.name
        for model in exchanged().values()
        for check in model._meta.constraints
        if isinstance(check, models.CheckConstraint)
        and len(constraints.names_in(check)) > 1
        and check.violation_error_message == check.default_violation_error_message
    ]
    assert not silent


def test_a_port_that_its_own_product_feeds_is_refused_by_its_rule(discovery: Discovery) -> None:
    mart = _mart(discovery)
    make(InputPort, product=mart, name="In")
    document = exported(discovery)
    document["rows"]["products.InputPort"][0] |= {"feeder": str(mart.uuid), "kind": "product"}
    with pytest.raises(InvalidDocument) as raised:
        read_document(dump(document))
    assert list(raised.value.problems) == [
        "Input port “In” – products.InputPort, row 1, feeder, product: A data product can’t feed itself."
    ]


def _mart(discovery: Discovery) -> DataProduct:
    fields = {"discovery": discovery, "domain": discovery.domain, "kind": "source_oriented"}
    return make(DataProduct, name="Campaign mart", **fields)


def test_rows_that_contradict_each_other_are_named(discovery: Discovery) -> None:
    mart = _mart(discovery)
    make(
        InputPort,
        product=mart,
        name="In",
        source=make(Source, discovery=discovery, domain=discovery.domain, name="SAP"),
    )
    document = exported(discovery)
    (row,) = document["rows"]["products.DataProduct"]
    document["rows"]["products.DataProduct"].append({**row, "uuid": str(uuid4()), "name": "CAMPAIGN mart"})
    document["rows"]["products.InputPort"][0] |= {"feeder": row["uuid"], "source": None}
    with pytest.raises(InvalidDocument) as raised:
        read_document(dump(document))
    first, second = sorted(raised.value.problems)
    assert first.startswith("Data product “CAMPAIGN mart” – products.DataProduct, row 2, name, domain: ")
    assert second.startswith("Input port “In” – products.InputPort, row 1, ")
    assert "constraint" not in str(raised.value)


@pytest.mark.parametrize("name", ["Campaign  mart", "Campaign\u200b mart", "C\u0430mpaign mart"])
def test_names_that_look_the_same_are_refused_as_forms_do(discovery: Discovery, name: str) -> None:
    _mart(discovery)
    document = exported(discovery)
    (row,) = document["rows"]["products.DataProduct"]
    document["rows"]["products.DataProduct"].append({**row, "uuid": str(uuid4()), "name": name})
    with pytest.raises(InvalidDocument, match="This is the same as in row 1"):
        read_document(dump(document))


def test_checks_are_asked_as_a_database_asks(discovery: Discovery) -> None:
    """No stored row is refused."""
    make(InputPort, product=_mart(discovery), name="In")
    document = exported(discovery)
    content = read_document(dump(document))
    for label, model in exchanged().items():
        for row in content.rows[label]:
            assert not list(broken_checks(model, row)), label


def test_what_is_here_already_is_named(discovery: Discovery) -> None:
    _mart(discovery)
    text = dump(exported(discovery)).decode()
    document = json.loads(text)
    for label in ("discovery.Discovery", "lvt.Goal", "lvt.Hypothesis", "products.DataProduct"):
        for row in document["rows"][label]:
            text = text.replace(row["uuid"], str(uuid4()))
    for label in ("discovery.Phase", "discovery.Stream", "discovery.SuitabilityStatement"):
        for row in document["rows"][label]:
            text = text.replace(row["uuid"], str(uuid4()))
    for row in document["operations"]:
        text = text.replace(row["uuid"], str(uuid4()))
    with pytest.raises(NotImported) as raised:
        import_document(actor=SYSTEM, data=text.encode(), organization=discovery.domain.organization)
    assert str(raised.value).startswith("Data product “Campaign mart” – products.DataProduct, row 1: some")
    assert Discovery.objects.count() == 1
