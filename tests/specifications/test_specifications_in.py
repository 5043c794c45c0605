"""Data products and contracts of elsewhere come into a discovery, as all else that comes in."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.models import Operation
from core.services.imports import Refusal, in_words
from core.yaml_text import to_yaml
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from exchange.file_imports.services import prepared_file
from products.models import DataProduct, InputPort, OutputPort, PortColumn, Slo, SloWindow, Source
from specifications.files import archive, files_of, zip_of
from specifications.imports import services as incoming
from specifications.imports.services import import_specifications
from specifications.selectors.specification_products import product_specs
from tests import factories
from tests.factories import SYSTEM, make
from tests.products.described import full_product
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db

PRODUCT = """
apiVersion: v1.1.0
kind: DataProduct
id: 3f1b
name: Visits
status: active
type: sourceAligned
description:
  purpose: Says who visited whom
inputPorts:
- name: CRM
  version: 1.0.0
outputPorts:
- name: Visits by day
  type: view
  version: 2.1.0
  contractId: 77aa
team:
  name: Blue
"""
CONTRACT = """
apiVersion: v3.1.0
kind: DataContract
id: 77aa
name: Visits by day
version: 2.1.0
status: active
dataProduct: Visits
schema:
- name: visits_daily
  physicalType: view
  properties:
  - name: visited_on
    logicalType: date
    required: true
  - name: visitor
    logicalType: string
    classification: PII
slaProperties:
- property: availability
  value: 99.5
  unit: percent
  valueExt: P28D rolling
  description: The table answers
- property: latency
  value: 4
  unit: h
"""


@pytest.fixture
def discovery() -> Discovery:
    return factories.discovery()


def bring(discovery: Discovery, *texts: str, **more: Any) -> Any:
    data = (
        texts[0].encode() if len(texts) == 1 else zip_of({f"{n}.yaml": each for n, each in enumerate(texts)})
    )
    return import_specifications(actor=SYSTEM, data=data, into=discovery, **more)


def refused(discovery: Discovery, data: bytes) -> list[str]:
    with pytest.raises(Refusal) as caught:
        import_specifications(actor=SYSTEM, data=data, into=discovery)
    assert not DataProduct.objects.exists()
    return [in_words(each) for each in caught.value.problems]


def test_product_and_contract_say_one_product_and_one_undo_takes_it_back(discovery: Discovery) -> None:
    came = bring(discovery, CONTRACT, PRODUCT)
    product = DataProduct.objects.get()
    assert (product.name, product.kind, product.state) == ("Visits", "source_oriented", "live")
    assert product.job == "Says who visited whom"
    assert InputPort.objects.get().source == Source.objects.get(name="CRM")
    port = OutputPort.objects.get()
    assert (port.name, port.kind, port.version, port.data_set) == (
        "Visits by day",
        "table",
        "2.1.0",
        "visits_daily",
    )
    columns = PortColumn.objects.values_list("name", "type", "is_required", "is_personal")
    assert list(columns) == [("visited_on", "date", True, False), ("visitor", "string", False, True)]
    promise, window = Slo.objects.get(), SloWindow.objects.get()
    assert (promise.kind, promise.indicator, float(window.target)) == (
        "availability",
        "The table answers",
        99.5,
    )
    assert (window.length, window.unit, window.is_rolling) == (28, "day", True)
    assert came.left_out == (
        "inputPorts.version: 1 value",
        "team: 1 value",
        "slaProperties.latency: 2 values",
    )
    undo(actor=SYSTEM, target=Operation.objects.get(verb="specification.imported"))
    assert not DataProduct.objects.exists()
    assert not Source.objects.exists()


def test_a_contract_alone_makes_its_product_or_completes_the_one_that_is_there(discovery: Discovery) -> None:
    there = make(DataProduct, discovery=discovery, domain=discovery.domain, name="visits", kind="aggregate")
    bring(discovery, CONTRACT)
    product = DataProduct.objects.get()
    assert (product.pk, product.name, product.kind) == (there.pk, "visits", "aggregate")
    assert OutputPort.objects.get().product == product
    bring(
        discovery, CONTRACT.replace("dataProduct: Visits\n", "").replace("name: Visits by day", "name: Calls")
    )
    assert DataProduct.objects.get(name="Calls").kind == "consumer_oriented"


@pytest.mark.parametrize("first", [True, False])
def test_a_contract_without_a_product_is_of_the_port_that_keeps_it(discovery: Discovery, first: bool) -> None:
    contract = CONTRACT.replace("dataProduct: Visits\n", "description:\n  purpose: Of the contract\n")
    contract = contract.replace("name: Visits by day", "name: Contract of visits")
    feeding = (
        PRODUCT.replace("name: Visits\n", "name: Calls\n")
        .replace("77aa", "78bb")
        .replace(
            "- name: CRM\n  version: 1.0.0",
            "- name: In\n  contractId: 77aa\n"
            "  customProperties:\n  - property: dataProduct\n    value: Visits",
        )
    )
    bring(discovery, *((contract, PRODUCT, feeding) if first else (feeding, PRODUCT, contract)))
    assert set(DataProduct.objects.values_list("name", flat=True)) == {"Visits", "Calls"}
    visits = DataProduct.objects.get(name="Visits")
    assert visits.job == "Says who visited whom"
    port = OutputPort.objects.get(product=visits)
    assert (port.name, port.data_set, port.columns.count()) == ("Visits by day", "visits_daily", 2)
    assert InputPort.objects.get(product__name="Calls").feeder_port == port


def test_foreign_files_in_an_archive_are_left_out_and_told(discovery: Discovery) -> None:
    files = {
        "a/product.yaml": PRODUCT,
        "__MACOSX/a/._product.yaml": "\x01: [",
        ".github/broken.yml": "a: [",
        "a/._contract.json": "{",
        "chart/values.yaml": "{{ nothing }}: [",
    }
    came = import_specifications(actor=SYSTEM, data=zip_of(files), into=discovery)
    assert DataProduct.objects.get().name == "Visits"
    assert came.left_out[0] == "chart/values.yaml"
    assert "team: 1 value" in came.left_out


def described(discovery: Discovery) -> DataProduct:
    """A product of which a specification says all that comes back, and one that feeds it."""
    here = {"discovery": discovery, "domain": discovery.domain}
    feeder = make(DataProduct, **here, name="Master data", kind="source_oriented", state="building")
    feeding = make(OutputPort, product=feeder, name="Feed", kind="stream")
    make(OutputPort, product=feeder, name="Another feed", kind="api")
    product = make(
        DataProduct, **here, name="Visits", kind="aggregate", state="live", job="Counts", description="By day"
    )
    source = make(Source, **here, name="CRM")
    make(InputPort, product=product, source=source, kind="api", format="JSON", description="All visits")
    make(InputPort, product=product, source=source, name="CRM of last year", kind="file")
    make(InputPort, product=product, feeder=feeder, feeder_port=feeding, kind="product")
    make(InputPort, product=product)
    more = {
        "data_set": "visits",
        "format": "Parquet",
        "location": "s3://visits/",
        "example": "1",
        "version": "2.1.0",
    }
    port = make(OutputPort, product=product, name="By day", kind="table", description="Days", **more)
    make(OutputPort, product=product, name="Board", kind="dashboard")
    make(PortColumn, port=port, name="day", type="date", is_required=True)
    make(PortColumn, port=port, name="who", type="string", is_personal=True, description="A visitor")
    promise = make(
        Slo, product=product, kind="freshness", indicator="Visits of yesterday", threshold="by 9:00"
    )
    make(SloWindow, slo=promise, target=99, length=28, unit="day", is_rolling=True)
    make(SloWindow, slo=promise, target=95, length=1, unit="quarter")
    return product


def test_what_was_written_here_comes_back_as_it_is(discovery: Discovery) -> None:
    product = described(discovery)
    data = archive([file for each in product_specs(discovery) for file in files_of(each)])
    plan = import_specifications(actor=SYSTEM, data=data, into=discovery, is_trial=True).plan
    assert [(row.shape.key, row.title, row.fields) for row in plan.added] == []
    assert [(row.title, row.changes) for row in plan.changed] == []
    assert {row.shape.key for row in plan.unchanged} == {
        each._meta.label for each in (DataProduct, Source, InputPort, OutputPort, PortColumn, Slo, SloWindow)
    }

    elsewhere = factories.discovery(name="Elsewhere")
    import_specifications(actor=SYSTEM, data=data, into=elsewhere)
    again = DataProduct.objects.get(discovery=elsewhere, name=product.name)
    assert InputPort.objects.filter(
        product=again, feeder__name="Master data", feeder_port__name="Feed"
    ).exists()
    first, second = (
        sorted(str(_without_ids(file.document)) for each in product_specs(of) for file in files_of(each))
        for of in (discovery, elsewhere)
    )
    assert first == second


def _without_ids(value: Any) -> Any:
    """What a document says, but for identifiers, times, whose it is, and what follows from windows."""
    if isinstance(value, list):
        return [_without_ids(each) for each in value]
    if not isinstance(value, dict):
        return value
    left_out = {"id", "contractId", "productCreatedTs", "contractCreatedTs", "domain", "tenant", "sentence"}
    left_out |= {"description"} if "valueExt" in value else set()
    own = value.get("property") == "dataProductId"
    return {key: _without_ids(each) for key, each in value.items() if key not in left_out and not own}


@pytest.mark.parametrize("cut", range(0, 700, 70))
def test_what_was_broken_on_the_way_is_refused_or_read_and_never_half(discovery: Discovery, cut: int) -> None:
    product = full_product(discovery)
    text = files_of(product_specs(discovery, only=product)[0])[0].text
    elsewhere = factories.discovery(name="Elsewhere")
    data = (text[:cut] + "?: [" + text[cut + 30 :]).encode()
    with suppress(Refusal):
        import_specifications(actor=SYSTEM, data=data, into=elsewhere)
    came = Operation.objects.filter(verb="specification.imported").exists()
    assert DataProduct.objects.filter(discovery=elsewhere).exists() == came


def test_what_cannot_be_read_is_told_with_its_file_and_line(discovery: Discovery) -> None:
    broken = PRODUCT.replace("outputPorts:\n- name", "outputPorts:\n  name")
    assert refused(discovery, broken.encode()) == ["line 13: “outputPorts” must be a list of objects."]
    files = {"a/one.yaml": "kind: DataProduct\nname: [", "b.yaml": "kind: Other"}
    (said,) = refused(discovery, zip_of(files))
    assert said.startswith("a/one.yaml, line 3: This isn’t valid YAML")
    wrong = CONTRACT.replace("value: 99.5", "value: 100")
    promise, target = refused(discovery, zip_of({"c.yaml": wrong}))
    assert target.startswith("c.yaml, line 21: target: 100% leaves no budget")
    assert promise.startswith("c.yaml, line 20:")
    assert refused(discovery, zip_of({"readme.txt": "hello"})) == [
        "This archive doesn’t contain a specification."
    ]
    assert refused(discovery, b"kind: Other")[0].startswith("line 1: This isn’t a data product")
    assert refused(discovery, b"PK\x03\x04 and no more") == ["The archive is incomplete or damaged."]


def test_an_archive_that_unpacks_to_too_much_is_refused(
    discovery: Discovery, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as kept:
        kept.writestr("a.yaml", b"#" * 30_000_000)
    assert "at most" in refused(discovery, bomb.getvalue())[0]
    monkeypatch.setattr(incoming, "MOST_FILES", 1)
    assert (
        "at most 1 specifications" in refused(discovery, zip_of({"a.yaml": PRODUCT, "b.yaml": CONTRACT}))[0]
    )


@pytest.mark.parametrize(
    ("name", "data", "format"),
    [
        ("visits.odps.yaml", PRODUCT.encode(), "specification"),
        ("visits.json", b'{"kind": "DataContract"}', "specification"),
        ("all.zip", zip_of({"a.yaml": PRODUCT}), "specification"),
        ("discovery.yaml", b"goals: [Growth]", "text"),
        ("broken.yaml", b"goals: [", "text"),
        ("list.csv", b"Name\nGrowth\n", "columns"),
    ],
)
def test_a_file_is_recognized_by_what_it_says(name: str, data: bytes, format: str) -> None:
    assert prepared_file(name, data)[0] == format


def test_a_file_is_looked_at_and_brought_in_on_pages(discovery: Discovery, client: Client) -> None:
    client.force_login(factories.access(discovery, DiscoveryRole.EDITOR, name="Eda Editor"))
    url = reverse("discovery:bring_in", args=[discovery.slug])
    answer = client.post(url, {"file": SimpleUploadedFile("visits.yaml", PRODUCT.encode())})
    preview: Any = client.get(answer["Location"])
    assert "<li>team: 1 value</li>" in preview.content.decode()
    client.post(answer["Location"], {"digest": preview.context["digest"]})
    assert DataProduct.objects.get().name == "Visits"
    files = {
        "x.json": (b'{"a": 1}', "a data contract (ODCS)"),
        "x.zip": (b"no zip", "or a zip of them"),
        "x.exe": (b"MZ", "You can import files that end in"),
    }
    for name, (data, said) in files.items():
        answer = client.post(url, {"file": SimpleUploadedFile(name, data)})
        assert answer.status_code == 422, name
        assert said in answer.content.decode(), name


def test_a_text_is_no_specification(discovery: Discovery) -> None:
    bring(discovery, to_yaml({"kind": "DataContract", "id": "x", "name": "No columns"}))
    assert OutputPort.objects.get().name == "No columns"
