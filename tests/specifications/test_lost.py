"""What is said of a standard is so: each sentence about what it lacks is compared with the schema that is
installed for the tests. A sentence without a comparison fails."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from specifications.catalogs.exporters import EXPORTERS
from specifications.omissions import CUSTOM

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ".venv-specs/lib/python3.*/site-packages"
SCHEMAS = {
    "odps4": f"{PACKAGES}/open_data_products/odps/data/schema/odps.json",
    "odps": f"{PACKAGES}/dataproduct/schemas/odps-1.1.0.schema.json",
    "odcs": f"{PACKAGES}/datacontract/schemas/odcs-3.1.0.schema.json",
}
BACKSTAGE = "node_modules/@backstage/catalog-model/dist/schema/kinds/Resource.v1alpha1.schema.json.esm.js"
# No package brings a schema of these.
WITHOUT_SCHEMA = {"openslo", "dprod"}

PLAN = "iteration usage_pattern effort question six_questions"
VALUE = "goal goals objective objectives kpi measure measures"
# By standard, and by what is lost: what no field of its schema is called. "" where the sentence says that the
# standard has something, which another test holds to it, or that Headwaters does not write it.
LACKING: dict[str, dict[str, str]] = {
    "odps4": {
        "Goals without a measure that has a target, and measures without a target": "",
        "Baselines of measures as numbers": "baseline start_value",
        "Units of measures that the standard doesn’t list": "unit_name",
        "Input ports, sources and consumers": "input_port input_ports consumer consumers source sources",
        "The contracts of a product with several output ports": "contracts",
        "Windows, bases and time zones of promises; promises on volume and other types": (
            "window windows time_zone timezone basis volume"
        ),
        "Targets with a fraction for completeness and accuracy": "",
        "Owner and team": "team teams product_owner data_product_owner members",
        "Formats that the standard doesn’t list": "",
        "Classification, privacy and access rules": "classification privacy rule rules personal_data",
        "Iterations, usage patterns, effort, answers to the six questions": PLAN,
    },
    "datahub": {
        "Ports, columns and contracts": "input_ports output_ports columns contract contracts",
        "Windows, bases and time zones of promises": "slo slos window windows time_zone",
        "An owner without an email address": "owner_name",
        "Identifiers of goals, use cases, measures and consumers": f"{VALUE} use_cases consumers",
        "Access rules": "rules access_rules policies",
        "Iterations, usage patterns, effort, answers to the six questions": PLAN,
    },
    "openmetadata": {
        "Owner and team as references": "owner_name team",
        "Input and output ports, columns, contracts": "input_ports output_ports columns contracts",
        "State": "status state lifecycle_stage",
        "Promises (SLOs) with their windows": "slo sla promises objectives",
        "Goals and measures of success": VALUE,
        "Classification, privacy, sharing agreement, consumers": "classification privacy agreement consumers",
        "The type of a domain": "domain_type",
        "Access rules": "rules policies access",
        "Iterations, usage patterns, effort, answers to the six questions": PLAN,
    },
    "backstage": {
        "Goals and measures of success": VALUE,
        "Source of an input port, use cases, consumers": ("source use_cases consumers input_ports"),
        "Link from a product to its APIs": "provides_apis",
        "Promises of a product without output ports": "slo sla promises",
        "Members of teams": "members",
        "Domain, state, classification, privacy": "domain state lifecycle classification privacy",
        "Iterations, usage patterns, effort, answers to the six questions": PLAN,
    },
}
# By custom property: what no field of the standard (ODPS 1.1, ODCS 3.1, or both) is called.
BESIDE: dict[str, tuple[str, str]] = {
    "accessDefault": ("odps odcs", "access_default default_access deny denied"),
    "accessPolicy": ("odps odcs", "access_policy"),
    "accessRules": ("odps odcs", "deny denied attribute attributes effect"),
    "classification": ("odps", "classification"),
    "compliance": ("odps odcs", "compliance"),
    "consumers": ("odps odcs", "consumer consumers"),
    "dataProduct": ("odps", "data_product product product_id"),
    "dataProductId": ("odcs", "data_product_id"),
    "dataSet": ("odps", "data_set dataset schema"),
    "delivers": ("odps odcs", VALUE),
    "description": ("odps odcs", "long_description"),
    "distribution": ("odps odcs", "distribution license rights"),
    "effort": ("odps odcs", "effort cost"),
    "example": ("odps odcs", "example sample"),
    "format": ("odps", "format"),
    "goals": ("odps odcs", VALUE),
    "iterations": ("odps odcs", "iteration iterations roadmap release releases"),
    "location": ("odps", "location address"),
    "measures": ("odps odcs", VALUE),
    "portDescription": ("odps", "port_description"),
    "portType": ("odcs", "port_type"),
    "privacy": ("odps odcs", "privacy personal_data pii"),
    "privacyNote": ("odps odcs", "privacy_note"),
    "processing": ("odps", "processing"),
    "redThread": ("odps odcs", f"{VALUE} hypothesis use_case use_cases"),
    "serviceLevelObjectives": ("odps odcs", "window windows basis time_zone"),
    "sharing": ("odps odcs", "sharing agreement approval"),
    "sixQuestions": ("odps odcs", "six_questions answers"),
    "source": ("odps", "system systems data_source"),
    "state": ("odps odcs", "state"),
    "storage": ("odps", "storage"),
    "teamId": ("odps", "team_id"),
    "transformation": ("odps", "transformation transform_logic"),
    "usagePatterns": ("odps odcs", "usage_pattern usage_patterns consumer"),
    "useCases": ("odps odcs", "use_case use_cases"),
}


def schema_of(standard: str) -> dict[str, Any]:
    (path,) = ROOT.glob(SCHEMAS[standard])
    schema: dict[str, Any] = json.loads(path.read_text())
    return schema


@cache
def names_in(standard: str) -> frozenset[str]:
    """What the fields of the standard are called, in lower case with underscores."""
    if standard in SCHEMAS:
        return frozenset(map(_plain, _properties(schema_of(standard))))
    if standard == "backstage":
        return frozenset(map(_plain, re.findall(r'"?(\w+)"?: \{', (ROOT / BACKSTAGE).read_text())))
    said = subprocess.run(
        [ROOT / ".venv-specs" / "bin" / "python", ROOT / "tests" / "specifications" / "schema_names.py"],
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "DATAHUB_TELEMETRY_ENABLED": "false"},
        cwd=tempfile.gettempdir(),  # where a tool writes a log of its own
        stdout=subprocess.PIPE,
        text=True,
        timeout=300,
        check=True,
    )
    return frozenset(map(_plain, json.loads(said.stdout)[standard]))


def _properties(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        properties = schema.get("properties")
        if isinstance(properties, dict):
            yield from properties
        for each in schema.values():
            yield from _properties(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from _properties(each)


def _plain(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


@pytest.mark.parametrize("standard", LACKING)
def test_no_catalog_has_a_field_for_what_is_said_to_be_lost(standard: str) -> None:
    with translation.override("en"):
        lost = {str(what) for what, _why in EXPORTERS[standard].lost}
    assert lost == {*LACKING[standard]}, "each sentence is compared with the schema"
    assert len(names_in(standard)) > 5
    for what, words in LACKING[standard].items():
        assert not names_in(standard) & {*words.split()}, what


def test_every_catalog_is_compared_or_has_no_schema() -> None:
    assert {*LACKING} | WITHOUT_SCHEMA == {*EXPORTERS}


def test_no_standard_of_the_specification_has_a_field_for_what_is_beside_it() -> None:
    assert {*BESIDE} == {*CUSTOM}
    for name, (standards, words) in BESIDE.items():
        for standard in standards.split():
            assert not names_in(standard) & {*words.split()}, f"{standard}: {name}"


def test_what_is_said_to_be_there_is_there() -> None:
    kpi = schema_of("odps4")["$defs"]["KPI"]
    assert "target" in kpi["required"]
    assert {"contributesToKPI", "productKPIs"} <= {
        *schema_of("odps4")["$defs"]["ProductStrategy"]["required"]
    }
    assert schema_of("odps4")["$defs"]["DQDimension"]["properties"]["objective"]["type"] == "integer"
    assert {"contract", "data_holder", "output_file_formats"} <= names_in("odps4")
    assert "classification" in names_in("odcs"), "of columns"
    assert {"owners", "tags"} <= names_in("openmetadata")
    input_port = schema_of("odps")["$defs"]["InputPort"]["properties"]
    assert not {"description", "type"} & {*input_port}
    assert "id" not in schema_of("odps")["$defs"]["Team"]["properties"]
