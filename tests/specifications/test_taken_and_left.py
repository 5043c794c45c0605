"""Of every value of a specification the preview says what became of it: it came, or its path is named."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from openpyxl import Workbook

from core.clean_text import clean_text
from core.imports.yaml_parser import Fields, read_all, read_document
from core.services.imports import Refusal, in_words
from core.yaml_text import to_yaml
from discovery.models import Discovery
from exchange.file_imports.services import prepared_file
from products.models import DataProduct, InputPort, OutputPort, Slo, SloWindow, TemplateAnswer
from products.promises.services import delete_slo
from specifications.document_relations import described_in
from specifications.files import archive, files_of, zip_of
from specifications.format_recognition import format_of
from specifications.import_coverage import ImportRecord, leaves
from specifications.imports.bitol_conversion import as_text
from specifications.imports.services import import_specifications
from specifications.selectors.specification_products import product_specs
from tests import factories
from tests.factories import SYSTEM, make
from tests.products.described import full_product
from tests.specifications.contracts import bring, contract, schema
from tests.sweeps import examples


@pytest.fixture
def discovery() -> Discovery:
    return factories.discovery()


# --- What is named --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_all_that_is_not_taken_is_named_by_path_with_its_count(discovery: Discovery) -> None:
    came = bring(
        discovery,
        contract(
            status="odd",
            tenant="ACME",
            description={"purpose": "Orders", "usage": "Planning", "limitations": "No tax", "more": "x"},
            schema=schema(
                {
                    "name": "shop",
                    "logicalType": "string",
                    "physicalType": "varchar(12)",
                    "primaryKey": True,
                    "examples": ["S1", "S2"],
                    "quality": [{"type": "library", "metric": "nullValues", "mustBe": 0}],
                },
                physicalName="dwh.orders",
                quality=[{"metric": "rowCount", "mustBeGreaterThan": 1}],
            ),
            servers=[{"server": "production", "type": "snowflake", "database": "DWH"}],
            roles=[{"role": "reader", "access": "read"}],
            customProperties=[{"property": "costCentre", "value": 4711}],
        ),
    )
    assert came.left_out == (
        "status: 1 value",
        "tenant: 1 value",
        "description.more: 1 value",
        "schema.properties.physicalType: 1 value",
        "schema.properties.primaryKey: 1 value",
        "schema.properties.examples: 2 values",
        "schema.properties.quality: 3 values",
        "schema.physicalName: 1 value",
        "schema.quality: 2 values",
        "servers: 3 values",
        "roles: 2 values",
        "customProperties.costCentre: 1 value",
    )
    product = DataProduct.objects.get()
    assert (product.job, product.access_policy) == ("Orders", "No tax")
    assert TemplateAnswer.objects.values_list("question", "text").get() == ("engagement", "Planning")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("active", "live"),
        ("In Production", "live"),
        ("in-development", "building"),
        ("sunset", "retired"),
        ("draft", "planned"),
        ("proposed", "proposed"),
    ],
)
def test_a_status_is_read_in_the_words_of_others(discovery: Discovery, status: str, state: str) -> None:
    bring(discovery, contract(status=status))
    assert DataProduct.objects.get().state == state


KEYS = st.sampled_from(
    (
        *(
            "name",
            "type",
            "status",
            "description",
            "purpose",
            "schema",
            "properties",
            "items",
            "classification",
        ),
        *("tags", "logicalType", "servers", "slaProperties", "property", "value", "unit", "quality", "x"),
        "customProperties",
    )
)
VALUES = st.recursive(
    st.sampled_from(("a", "string", "active", "99.5", "percent", "pii", "")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=examples(150))
@given(st.sampled_from(("DataContract", "DataProduct")), st.dictionaries(KEYS, VALUES, max_size=6))
def test_every_value_is_taken_or_named_whatever_a_document_holds(kind: str, parts: dict[str, Any]) -> None:
    document = read_document(to_yaml({"apiVersion": "v3.1.0", "kind": kind, "id": "1"} | parts).encode())
    assert isinstance(document, Fields)
    described = described_in([document])
    as_text(document, described, {})
    all_leaves = [scalar for _path, scalar in leaves(document)]
    taken = [scalar for scalar in all_leaves if described.record.is_imported(scalar)]
    assert sum(each.count for each in described.omissions()) == len(all_leaves) - len(taken)


def test_a_path_is_as_short_as_nothing_below_it_was_taken() -> None:
    document = read_document(b"a: {b: 1, c: [2, 3], d: {e: 4, f: 5}}\ng: {h: [1, {i: 2}]}\n")
    assert isinstance(document, Fields)
    record = ImportRecord()
    above = document.fields["a"]
    assert isinstance(above, Fields)
    record.take(above.fields["b"])
    below = above.fields["d"]
    assert isinstance(below, Fields)
    record.take(below.fields["e"])
    left_out = [(each.path, each.count) for each in record.omissions([(document, None)])]
    assert left_out == [("a.c", 2), ("a.d.f", 1), ("g", 2)]


@pytest.mark.django_db
def test_what_was_written_here_comes_into_another_discovery_with_its_policies(discovery: Discovery) -> None:
    product = full_product(discovery)
    for promise in Slo.objects.filter(windows=None):
        delete_slo(actor=SYSTEM, slo=promise)  # one without a window comes from nowhere
    data = archive([file for each in product_specs(discovery) for file in files_of(each)])
    elsewhere = factories.discovery(name="Elsewhere")
    import_specifications(actor=SYSTEM, data=data, into=elsewhere)
    again = DataProduct.objects.get(discovery=elsewhere, name=product.name)
    for name in (
        "classification",
        "privacy",
        "privacy_note",
        "access_policy",
        "compliance",
        "sharing",
        "storage",
    ):
        assert getattr(again, name) == clean_text(getattr(product, name)), name
    assert again.agreement_url == product.agreement_url
    answers = {each.question: each.text for each in again.answers.all()}
    assert answers == {each.question: clean_text(each.text) for each in product.answers.all()}


# --- Shares, streams, feeders ---------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("level", "target"),
    [
        ({"value": 0.995}, 99.5),
        ({"value": 0.995, "unit": "percent"}, 99.5),
        ({"value": "0,9", "unit": "ratio"}, 90),
        ({"value": "99,5 %"}, 99.5),
        ({"value": 99.9, "unit": "%"}, 99.9),
    ],
)
def test_a_share_is_read_as_a_percentage_and_told(
    discovery: Discovery, level: dict[str, Any], target: float
) -> None:
    came = bring(discovery, contract(slaProperties=[{"property": "availability"} | level]))
    assert float(SloWindow.objects.get().target) == target
    assert Slo.objects.get().kind == "availability"
    is_share = str(level["value"]).startswith("0")
    assert [in_words(each).startswith("line ") for each in came.questions] == [True] * is_share
    if is_share:
        assert "the promise is 99.5%" in str(came.questions) or target == 90


@pytest.mark.django_db
def test_a_stream_of_documents_is_read_like_a_zip_of_them(discovery: Discovery) -> None:
    other = contract(id="0aa2", name="Returns", dataProduct="Return book", schema=schema({"name": "b"}))
    bring(discovery, contract(schema=schema({"name": "a"})), other)
    assert set(DataProduct.objects.values_list("name", flat=True)) == {"Order book", "Return book"}
    assert OutputPort.objects.count() == 2
    with pytest.raises(Refusal) as refused:
        bring(discovery, contract(), other | {"schema": {"name": "x"}})
    (problem,) = refused.value.problems
    assert problem.place.line > 8, "lines are those of the file"
    assert len(read_all(b"a: 1\n---\nb: 2\n---\n")) == 3


@pytest.mark.django_db
def test_an_input_port_called_as_a_product_is_fed_by_it(discovery: Discovery) -> None:
    make(DataProduct, discovery=discovery, domain=discovery.domain, name="Policies", kind="aggregate")
    bring(
        discovery,
        {
            "apiVersion": "v1.0.0",
            "kind": "DataProduct",
            "id": "1",
            "name": "Claims",
            "status": "draft",
            "inputPorts": [
                {"name": "policies", "version": "1.0.0", "contractId": "elsewhere"},
                {"name": "CRM"},
            ],
        },
    )
    fed, sourced = InputPort.objects.order_by("pk")
    assert (str(fed.feeder), fed.source) == ("Policies", None)
    assert str(sourced.source) == "CRM"


# --- Other formats --------------------------------------------------------------------------------

OTHERS = {
    "apiVersion: v2.2.2\nkind: DataContract\ndatasetDomain: a\ndataset: []\n": "ODCS 2.2.2",
    "dataContractSpecification: 1.1.0\nid: a\nmodels: {}\n": "Data Contract Specification 1.1.0",
    "dataProductSpecification: 0.0.1\ninfo: {}\n": "Data Product Specification 0.0.1",
    'schema: https://opendataproducts.org/v4.0/schema/odps.yaml\nversion: "4.0"\n': "4.0 (opendata",
    "schema: https://opendataproducts.org/v3.0/schema/odps.yaml\nversion: dev\n": "dev (opendata",
    "version: 4.0\nproduct: {details: {}}\n": "4.0 (opendata",
    "apiVersion: openslo/v1\nkind: SLO\n": "OpenSLO v1",
    "apiVersion: backstage.io/v1alpha1\nkind: Component\n": "Backstage (Component)",
    "apiVersion: apps/v1\nkind: Deployment\n": "apps/v1 (Deployment)",
    '[{"entityUrn": "urn:li:dataProduct:a", "aspectName": "x"}]': "DataHub",
    '{"domains": [], "dataProducts": [{}]}': "OpenMetadata",
    '{"@context": {}, "@graph": []}': "DPROD",
    "openapi: 3.1.0\ninfo: {}\n": "OpenAPI 3.1.0",
    "version: 2\nmodels:\n- name: a\n": "dbt",
    "version: 2\nsources:\n- name: a\n  tables: [{name: b}]\n": "dbt",
    '{"metadata": {"dbt_schema_version": "v12"}, "nodes": {}}': "dbt",
    "swagger: '2.0'\ninfo: {}\n": "Swagger 2.0",
    '{"type": "object", "properties": {"a": {"type": "string"}}}': "JSON Schema",
    '{"type": "record", "name": "a", "fields": []}': "Avro",
    "dataProductDescriptor: 1.0.0\n": "Data Product Descriptor",
}


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "name"), OTHERS.items(), ids=list(OTHERS.values()))
def test_another_format_is_refused_by_its_name(discovery: Discovery, text: str, name: str) -> None:
    with pytest.raises(Refusal) as refused:
        import_specifications(actor=SYSTEM, data=text.encode(), into=discovery)
    (said,) = map(in_words, refused.value.problems)
    assert f"This is {name}" in said or name in said
    assert "data contracts in ODCS 3" in said
    # In a zip it is passed over, and named.
    data = zip_of({"a/this.yaml": text, "b.yaml": to_yaml(contract()), "README.txt": "x", "c/d.sql": "y"})
    left_out = import_specifications(actor=SYSTEM, data=data, into=discovery).left_out
    assert left_out[0].startswith("a/this.yaml (")
    assert left_out[1:3] == ("README.txt", "c/d.sql")


@pytest.mark.django_db
def test_a_list_of_contracts_comes_like_several_documents(discovery: Discovery) -> None:
    documents = [contract(), contract(id="0aa2", name="Prices", dataProduct="Price list")]
    data = json.dumps([{"note": 1}, *documents]).encode()
    assert prepared_file("contracts.json", data)[0] == "specification"
    came = import_specifications(actor=SYSTEM, data=data, into=discovery)
    assert {each.name for each in DataProduct.objects.all()} == {"Order book", "Price list"}
    assert came.left_out[0] == "line 1"


@pytest.mark.django_db
@pytest.mark.parametrize(("value", "unit"), [("100", "percent"), ("1", "ratio"), ("100%", "")])
def test_a_promise_of_100_percent_is_refused_with_its_reason(
    discovery: Discovery, value: str, unit: str
) -> None:
    levels = [{"property": "availability", "value": value} | ({"unit": unit} if unit else {})]
    with pytest.raises(Refusal, match="100% leaves no budget") as refused:
        bring(discovery, contract(slaProperties=levels))
    assert "Constraint" not in str(refused.value)


@pytest.mark.parametrize(
    "text", ["goals: [Growth]", "a: 1", "[]", "text", "products:\n- name: A\n", "sources: [CRM]"]
)
def test_what_tells_of_no_format_has_none(text: str) -> None:
    assert format_of(read_document(text.encode())) is None


@pytest.mark.parametrize(
    ("titles", "name", "format"),
    [
        (("Fundamentals", "Schema orders"), "orders.xlsx", "specification"),
        (("Fundamentals",), "orders.xlsx", "columns"),
    ],
)
@pytest.mark.django_db
def test_the_workbook_of_a_contract_is_told_from_other_tables(
    discovery: Discovery, titles: tuple[str, ...], name: str, format: str
) -> None:
    book = Workbook()
    del book["Sheet"]
    for title in titles:
        book.create_sheet(title).append(["Name", "Type"])
    file = io.BytesIO()
    book.save(file)
    assert prepared_file(name, file.getvalue())[0] == format
    if format == "specification":
        with pytest.raises(Refusal, match="workbook of a data contract"):
            import_specifications(actor=SYSTEM, data=file.getvalue(), into=discovery)
