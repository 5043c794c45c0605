"""Marks of risk in a specification come with whatever carried them: nested columns, too."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st

from discovery.models import Discovery
from products.models import DataProduct, PortColumn
from specifications.sensitivity_recognition import (
    LEVELS,
    RiskMarks,
    all_marks,
    level,
    marks_in,
    marks_of_property,
)
from tests.specifications.contracts import bring, contract, schema

NESTED = schema(
    {"name": "order_id", "logicalType": "string"},
    {
        "name": "customer",
        "logicalType": "object",
        "properties": [
            {"name": "town", "logicalType": "string"},
            {
                "name": "contact",
                "logicalType": "object",
                "properties": [{"name": "mail", "logicalType": "string", "tags": ["PII.Email"]}],
            },
        ],
    },
    {
        "name": "lines",
        "logicalType": "array",
        "items": {"logicalType": "object", "properties": [{"name": "price", "logicalType": "number"}]},
    },
    {
        "name": "visitors",
        "logicalType": "array",
        "items": {"logicalType": "string", "classification": "personal"},
    },
)


def columns() -> dict[str, bool]:
    return dict(PortColumn.objects.values_list("name", "is_personal"))


@pytest.mark.django_db
def test_nested_columns_come_and_what_they_are_in_has_their_mark(discovery: Discovery) -> None:
    came = bring(discovery, contract(schema=NESTED))
    assert columns() == {
        "order_id": False,
        "customer": True,
        "customer.town": False,
        "customer.contact": True,
        "customer.contact.mail": True,
        "lines": False,
        "lines.price": False,
        "visitors": True,
    }
    assert PortColumn.objects.get(name="lines.price").type == "number"
    assert came.left_out == ("schema.properties.items.logicalType: 1 value",)


@pytest.mark.django_db
def test_a_nested_column_that_no_column_can_be_called_is_named_and_marks_the_product(
    discovery: Discovery,
) -> None:
    inner = {"name": "x" * 100, "logicalType": "string", "tags": ["pii"]}
    outer = {"name": "y" * 30, "logicalType": "object", "properties": [inner, {"logicalType": "string"}]}
    came = bring(discovery, contract(schema=schema(outer)))
    assert [*columns()] == ["y" * 30]
    assert came.left_out == (
        "schema.properties.properties.name: 1 value",
        "schema.properties.properties.logicalType: 2 values",
    )
    assert DataProduct.objects.get().privacy == "personal"


@pytest.mark.sweep(sample=4)
@pytest.mark.django_db
@pytest.mark.parametrize(
    "mark",
    [
        {"classification": "PII"},
        {"classification": "Personal Data"},
        {"tags": ["finance", "gdpr:personal"]},
        {"tags": ["containsPII"]},
        {"tags": "pii, finance"},
        {"pii": True},
        {"privacy": "personal"},
        {"customProperties": [{"property": "pii", "value": True}]},
        {"customProperties": [{"property": "dataClassification", "value": "Personally identifiable"}]},
    ],
)
@pytest.mark.parametrize("where", ["column", "object", "schema", "contract", "product"])
def test_a_mark_of_personal_data_comes_from_wherever_it_is(
    discovery: Discovery, mark: dict[str, Any], where: str
) -> None:
    inner: dict[str, Any] = {"name": "mail", "logicalType": "string"}
    outer: dict[str, Any] = {"name": "customer", "logicalType": "object", "properties": [inner]}
    document = contract(schema=schema(outer))
    described = {
        "apiVersion": "v1.0.0",
        "kind": "DataProduct",
        "id": "b",
        "name": "Order book",
        "status": "draft",
    }
    place = {
        "column": inner,
        "object": outer,
        "schema": document["schema"][0],
        "contract": document,
        "product": described,
    }[where]
    place.update(mark)
    bring(discovery, document, described)
    personal = {name for name, is_personal in columns().items() if is_personal}
    product = DataProduct.objects.get()
    if where in ("column", "object"):
        assert personal == {"customer", "customer.mail"}
    else:
        assert (product.privacy, personal) == ("personal", set())


@pytest.mark.django_db
@pytest.mark.parametrize(("word", "kept"), [("restricted", "secret"), ("Confidential", "confidential")])
def test_how_secret_the_strictest_part_is_the_product_is(discovery: Discovery, word: str, kept: str) -> None:
    parts = schema({"name": "a", "classification": "internal"}, {"name": "b", "classification": word})
    bring(discovery, contract(schema=parts))
    assert DataProduct.objects.get().classification == kept
    # What is stricter here already stays.
    DataProduct.objects.update(classification="secret", privacy="sensitive")
    bring(
        discovery,
        contract(version="3.0.0", tags=["pii"], schema=schema({"name": "a", "classification": "public"})),
    )
    assert DataProduct.objects.values_list("classification", "privacy").get() == ("secret", "sensitive")


@pytest.mark.django_db
def test_of_several_documents_the_strictest_mark_counts(discovery: Discovery) -> None:
    described = {"apiVersion": "v1.0.0", "kind": "DataProduct", "id": "b", "name": "Order book"}
    parts = schema({"name": "a", "classification": "restricted"}, {"name": "b", "tags": ["PII.Sensitive"]})
    bring(discovery, described | {"status": "draft", "tags": ["internal", "pii"]}, contract(schema=parts))
    assert DataProduct.objects.values_list("classification", "privacy").get() == ("secret", "sensitive")


@pytest.mark.django_db
def test_values_of_a_map_come_with_their_marks(discovery: Discovery) -> None:
    value = {"logicalType": "object", "properties": [{"name": "mail", "tags": ["pii"]}, {"name": "town"}]}
    entry = {"key": {"logicalType": "string", "classification": "restricted"}, "value": value}
    bring(discovery, contract(schema=schema({"name": "contacts", "logicalType": "map", "map": entry})))
    assert columns() == {"contacts": True, "contacts.mail": True, "contacts.town": False}
    assert DataProduct.objects.get().classification == "secret"


@pytest.mark.django_db
def test_one_public_column_makes_no_product_public(discovery: Discovery) -> None:
    parts = schema({"name": "a", "classification": "public"}, {"name": "b"})
    came = bring(discovery, contract(schema=parts))
    assert DataProduct.objects.get().classification == ""
    assert came.left_out == ("schema.properties.classification: 1 value",)
    bring(discovery, contract(schema=schema({"name": "a", "classification": "public"})))
    assert DataProduct.objects.get().classification == "public"


@pytest.mark.django_db
def test_a_classification_that_nobody_knows_is_named(discovery: Discovery) -> None:
    came = bring(discovery, contract(schema=schema({"name": "a", "classification": "C3"})))
    assert came.left_out == ("schema.properties.classification: 1 value",)


@pytest.mark.parametrize(
    ("said", "marks"),
    [
        ("pii", RiskMarks(is_personal=True)),
        ("PII.Sensitive", RiskMarks(is_personal=True, is_sensitive=True)),
        ("personenbezogen", RiskMarks(is_personal=True)),
        ("PIIData", RiskMarks(is_personal=True)),
        ("P.I.I.", RiskMarks(is_personal=True)),
        ("pii.email", RiskMarks(is_personal=True)),
        ("Données à caractère personnel", RiskMarks(is_personal=True)),
        ("datos personales", RiskMarks(is_personal=True)),
        ("Confidentiel", RiskMarks(secrecy="confidential")),
        ("Confidential, not for distribution", RiskMarks(secrecy="confidential")),
        ("Restricted: do not share", RiskMarks(secrecy="secret")),
        ("contains no personal data", RiskMarks()),
        ("PII: no", RiskMarks()),
        ("non-personal", RiskMarks()),
        ("no PII", RiskMarks()),
        # A social insurance number, and an access system, are no negations.
        ("pii.sin", RiskMarks(is_personal=True)),
        ("sin.pii", RiskMarks(is_personal=True)),
        ("PII: SIN", RiskMarks(is_personal=True)),
        ("SIN: PII", RiskMarks(is_personal=True)),
        ("PII/PAS", RiskMarks(is_personal=True)),
        ("Confidential SIN", RiskMarks(secrecy="confidential")),
        ("SIN restricted", RiskMarks(secrecy="secret")),
        ("SIN, restricted", RiskMarks(secrecy="secret")),
        ("sin datos personales", RiskMarks()),
        ("sin ningún dato personal", RiskMarks()),
        ("pas de données personnelles", RiskMarks()),
        ("Aucune donnée à caractère personnel", RiskMarks()),
        ("keine Daten mit Personenbezug", RiskMarks()),
        ("non-divulgation de données personnelles", RiskMarks(is_personal=True)),
        # A negation ends with its clause.
        ("Not public, confidential", RiskMarks(secrecy="confidential")),
        ("Not public: confidential", RiskMarks(secrecy="confidential")),
        ("Not public (confidential)", RiskMarks(secrecy="confidential")),
        ("Not public. Confidential", RiskMarks(secrecy="confidential")),
        ("Not public - confidential", RiskMarks(secrecy="confidential")),
        ("Not public – confidential", RiskMarks(secrecy="confidential")),
        ("Nicht öffentlich, vertraulich", RiskMarks(secrecy="confidential")),
        ("No PII, confidential", RiskMarks(secrecy="confidential")),
        ("kein Zugriff, geheim", RiskMarks(secrecy="secret")),
        ("Non-PII / Restricted", RiskMarks(secrecy="secret")),
        ("No PII; restricted | internal", RiskMarks(secrecy="secret")),
        ("PII: no, restricted", RiskMarks(secrecy="secret")),
        ("Confidential: PII: no", RiskMarks(secrecy="confidential")),
        ("Confidential, none", RiskMarks(secrecy="confidential")),
        ("Personal data: no", RiskMarks()),
        ("Personal data - none", RiskMarks()),
        ("Personal data (no)", RiskMarks()),
        ("PII.None", RiskMarks()),
        ("PII.NonSensitive", RiskMarks(is_personal=True)),
        ("PII no", RiskMarks()),
        ("strictly, confidential", RiskMarks(secrecy="secret")),
        ("restricted", RiskMarks(secrecy="secret")),
        ("strictly confidential", RiskMarks(secrecy="secret")),
        ("sensitive", RiskMarks(secrecy="confidential")),
        ("intern", RiskMarks(secrecy="internal")),
        ("finance", RiskMarks()),
        ("", RiskMarks()),
        ("epidemic", RiskMarks()),
    ],
)
def test_marks_are_whole_words(said: str, marks: RiskMarks) -> None:
    assert marks_in(said) == marks


@pytest.mark.parametrize(
    ("name", "value", "is_personal"),
    [
        ("pii", "true", True),
        ("containsPersonalData", "yes", True),
        ("pii", "false", False),
        ("classification", "PII", True),
        ("privacy", "none", False),
        ("pii", "non", False),
        ("containsPII", "keine", False),
        ("pii", "Not applicable", False),
        ("pii", "n/a", False),
        ("pii", "no personal data", False),
        ("pii", "not encrypted", True),
        ("pii", "sin", True),
        ("classification", "Non-PII / PII", True),
        ("costCentre", "PII department", False),
        ("personalDataNote", "We hash whatever tells of people before it is kept", False),
    ],
)
def test_a_property_marks_by_its_name_or_its_value(name: str, value: str, is_personal: bool) -> None:
    assert marks_of_property(name, value).is_personal == is_personal


@given(
    st.lists(
        st.sampled_from(
            [RiskMarks(), *(RiskMarks(secrecy=each) for each in LEVELS), RiskMarks(is_personal=True)]
        )
    )
)
def test_the_strictest_mark_wins_in_whichever_order(several: list[RiskMarks]) -> None:
    made = all_marks(several)
    assert made == all_marks(reversed(several))
    assert all(level(made.secrecy) >= level(each.secrecy) for each in several)
    assert made.is_personal == any(each.is_personal for each in several)
