"""Specifications: what maps to what, the same each time, whatever people wrote; page and files."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest
import yaml
from django.urls import reverse
from hypothesis import HealthCheck, given, settings, strategies as st

from core.services import kinds
from core.yaml_text import to_yaml
from products.design.product.services import change_product, delete_product, move_product
from products.models import DataProduct, InputPort, OutputKind, OutputPort, ProductState
from specifications.data_contract import window_text
from specifications.files import archive, files_of
from specifications.omissions import CUSTOM
from specifications.product_rows import WindowSpec
from specifications.selectors.specification_products import product_specs
from tests import factories
from tests.products.described import HOSTILE, bare_product, full_product

pytestmark = pytest.mark.django_db

# What `full_product` has: an output port of each kind, and a second file.
PORTS = len(OutputKind) + 1


def documents(product: DataProduct) -> list[dict[str, Any]]:
    """What a reader of YAML finds in the files of the product."""
    [specification] = product_specs(product.discovery, only=product)
    return [yaml.safe_load(file.text) for file in files_of(specification)]


def custom(document: dict[str, Any]) -> dict[str, Any]:
    return {each["property"]: each["value"] for each in document.get("customProperties", [])}


def test_a_product_that_is_only_a_name_says_no_more(discovery):
    product = bare_product(discovery)

    [document] = documents(product)

    created = document.pop("productCreatedTs")
    assert created.endswith("Z")
    assert document == {
        "apiVersion": "v1.1.0",
        "kind": "DataProduct",
        "id": str(product.uuid),
        "name": "Only a name",
        "status": "proposed",
        "domain": "Commercial",
        "tenant": "Acme Health",
        "type": "consumerAligned",
        "customProperties": [{"property": "state", "value": "proposed"}],
    }


def test_everything_that_is_recorded_can_be_read_again(discovery):
    product = full_product(discovery)
    words = "\n".join(HOSTILE)

    document, *contracts = documents(product)

    assert document["name"] == product.name
    assert document["status"] == "active"
    assert document["description"]["purpose"] == product.job
    assert custom(document["description"])["description"] == words
    beside = custom(document)
    [thread] = custom(document["description"])["redThread"]
    assert [*thread] == ["goal", "hypothesis", "useCase"]
    assert (thread["goal"], thread["useCase"]) == (beside["goals"][0], beside["useCases"][0])
    assert beside["state"] == "live"
    assert beside["sixQuestions"]["users"] == words
    assert beside["effort"] == {
        "unit": "personWeek",
        "likely": 4.5,
        "atLeast": 4,
        "atMost": 6,
        "confidence": "medium",
    }
    assert beside["useCases"][0]["name"] == "yes"
    assert beside["delivers"]["name"] == "null"
    assert {each["effect"] for each in beside["accessRules"]} == {"allow", "deny"}
    assert beside["distribution"] == {"modified": "allowed", "unmodified": "forbidden"}
    assert [each["name"] for each in document["inputPorts"]] == ["off", "Feeder", "input"]
    assert document["team"]["members"][0]["username"] == "o'neil+x@example.org"
    assert len(contracts) == len(document["outputPorts"]) == PORTS
    assert [each["id"] for each in contracts] == [each["contractId"] for each in document["outputPorts"]]
    columns = contracts[-1]["schema"][0]["properties"]
    assert {each["logicalType"] for each in columns} == {
        *("string", "integer", "number", "boolean", "date", "timestamp", "time", "object", "array")
    }
    assert all(each["required"] is True and each["tags"] == ["personal"] for each in columns)
    levels = contracts[0]["slaProperties"]
    assert levels[0]["value"] == 99.950001
    assert levels[-1]["value"] is None
    # Who may, by role, is a role; who may not is nowhere but beside.
    assert [each["role"] for each in contracts[0]["roles"]] == [HOSTILE[8]]


def test_every_custom_property_has_its_words(discovery):
    def names(value):
        if isinstance(value, dict):
            yield from custom(value)
            value = list(value.values())
        if isinstance(value, list):
            for each in value:
                yield from names(each)

    used = {name for document in documents(full_product(discovery)) for name in names(document)}

    assert used == set(CUSTOM)


def test_an_input_relies_on_the_port_it_names_or_on_the_only_one(discovery, editor, product, feeder):
    kinds.add(actor=editor, draft=InputPort(product=product, feeder=feeder))
    assert "contractId" not in documents(product)[0]["inputPorts"][0]

    first = kinds.add(
        actor=editor, draft=OutputPort(product=feeder, name="Visits", kind="table", version="2.1.0")
    )
    [port] = documents(product)[0]["inputPorts"]
    assert (port["contractId"], port["version"]) == (str(first.uuid), "2.1.0")

    second = kinds.add(actor=editor, draft=OutputPort(product=feeder, name="Visits API", kind="api"))
    assert "contractId" not in documents(product)[0]["inputPorts"][0]

    kinds.add(actor=editor, draft=InputPort(product=product, feeder=feeder, feeder_port=second))
    assert documents(product)[0]["inputPorts"][1]["contractId"] == str(second.uuid)

    kinds.delete(actor=editor, artifact=OutputPort.objects.get(pk=first.pk))
    delete_product(actor=editor, product=feeder)
    for port in documents(product)[0]["inputPorts"]:
        assert "contractId" not in port


def test_identifiers_stay_when_names_change(discovery, editor, product):
    kinds.add(actor=editor, draft=OutputPort(product=product, name="Profile", kind="dashboard"))
    before = [document["id"] for document in documents(product)]

    change_product(actor=editor, product=product, name="Renamed")
    renamed = DataProduct.objects.get(pk=product.pk)
    move_product(actor=editor, product=renamed, state=ProductState.PLANNED)

    after = documents(renamed)
    assert [document["id"] for document in after] == before
    assert after[0]["status"] == after[1]["status"] == "draft"


def test_the_queries_do_not_grow_with_the_products(discovery, django_assert_max_num_queries):
    for number in range(5):
        product = bare_product(discovery)
        change_product(actor=factories.SYSTEM, product=product, name=f"Product {number}")
    full_product(discovery)

    with django_assert_max_num_queries(18):
        assert len(product_specs(discovery)) == 7


@given(st.text() | st.text("\u00ad\u202e\u200b\n \t-#:'\""))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read_again_as_it_was(value):
    document = {"value": value, "list": [value, {"in it": value, "none": None, "whether": True}]}

    written = to_yaml(document)

    assert yaml.safe_load(written) == document
    assert not any(character in written for character in "\x00\x07\x1b\u202e\u2066\u2028\x85\ufeff")


@pytest.mark.parametrize("text", HOSTILE[:6])
def test_what_looks_like_something_else_is_quoted(text):
    assert to_yaml([text]) == f"- '{text}'\n"


@pytest.mark.parametrize(
    ("length", "unit", "is_rolling", "text"),
    [
        (1, "day", False, "P1D calendar"),
        (28, "day", True, "P28D rolling"),
        (2, "quarter", False, "P6M calendar"),
        (12, "hour", True, "PT12H rolling"),
    ],
)
def test_windows_are_durations(length, unit, is_rolling, text):
    assert window_text(WindowSpec("", Decimal(99), length, unit, is_rolling)) == text


def test_a_zip_is_the_same_each_time_and_names_nothing_twice(discovery):
    full_product(discovery)
    bare_product(discovery)

    first, second = (
        archive([file for product in product_specs(discovery) for file in files_of(product)])
        for _ in range(2)
    )

    assert first == second
    names = zipfile.ZipFile(io.BytesIO(first)).namelist()
    assert len(names) == len(set(names)) == 1 + 3 + PORTS + 1
    assert all(name == name.encode("ascii", "ignore").decode() and ".." not in name for name in names)


def test_the_page_shows_the_documents_as_text_and_what_is_lost(client_of, account, discovery):
    product = full_product(discovery)

    page = client_of(account).get(
        reverse("products:product_specification", args=[discovery.slug, product.uuid]), follow=True
    )

    text = page.content.decode()
    assert "<script>alert" not in text
    assert "kind: DataProduct" in text
    assert text.count("kind: DataContract") == 2 * PORTS  # to read and to copy
    assert "Distribution rights" in text
    assert "Measurements of promises" in text
    assert "there’s no contract" not in text


def test_without_an_output_port_the_page_offers_one(client_of, account, discovery):
    product = bare_product(discovery)
    address = reverse("products:product_specification", args=[discovery.slug, product.uuid])

    text = client_of(account).get(address, follow=True).content.decode()

    assert "Without an output port there’s no contract" in text
    assert reverse("products:product_ports", args=[discovery.slug, product.uuid]) in text


def test_files_are_downloaded_one_by_one_and_together(client_of, account, discovery):
    product = full_product(discovery)
    browser, here = client_of(account), [discovery.slug, product.uuid]
    port = product.output_ports.all()[0]

    one = browser.get(reverse("products:specification_file", args=[*here, port.uuid]))
    own = browser.get(reverse("products:specification_zip", args=here))
    whole = browser.get(reverse("products:specifications_zip", args=[discovery.slug]))
    unknown = browser.get(reverse("products:specification_file", args=[*here, discovery.uuid]))

    assert one["Content-Type"] == "application/yaml"
    assert ".odcs.yaml" in one["Content-Disposition"]
    assert yaml.safe_load(one.content)["id"] == str(port.uuid)
    # Its own document, its contracts, and the one that it relies on.
    assert len(zipfile.ZipFile(io.BytesIO(own.content)).namelist()) == 1 + 1 + PORTS + 1
    assert len(zipfile.ZipFile(io.BytesIO(whole.content)).namelist()) == 1 + 1 + PORTS + 2
    assert unknown.status_code == 404
