"""What the fitness functions say to other people's pipelines: the command, its formats and its exit codes."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from hypothesis import HealthCheck, given, settings, strategies as st

from discovery.models import Discovery
from organizations.models import Domain
from products.models import DataProduct
from technology import fitness_files
from technology.models import FitnessReading
from technology.registries import FitnessCheck, FitnessFunction, ProductFacts, Verdict
from technology.selectors.fitness import CheckResult, FunctionResult, ProductFitness, fitness_of
from tests import factories
from tests.sweeps import examples
from tests.technology.fit import BREAKS, fit_product

SIX = ["self-describable", "addressable", "discoverable", "secure", "trustworthy", "interoperable"]


@pytest.fixture
def discovery(db: None) -> Discovery:
    return factories.discovery()


@pytest.fixture
def product(discovery: Discovery) -> DataProduct:
    return fit_product(discovery)


def _run(discovery: Discovery, output: Path, *args: str) -> str:
    said = io.StringIO()
    call_command("fitness", discovery.slug, "--output", str(output), *args, stdout=said)
    return said.getvalue()


def test_junit_has_a_suite_for_each_function_and_a_case_for_each_check(
    discovery: Discovery, product: DataProduct, tmp_path: Path, settings
) -> None:
    settings.BASE_URL = "https://headwaters.example"
    BREAKS["discoverable.job"](product)
    _run(discovery, tmp_path / "f.xml", "--format", "junit")
    root = ElementTree.parse(tmp_path / "f.xml").getroot()  # noqa: S314  it is our own
    assert [suite.get("name") for suite in root] == [f"HCP 360: {name}" for name in SIX]
    assert (root.get("tests"), root.get("failures")) == ("23", "1")
    (failure,) = root.iter("failure")
    assert failure.get("type") == "discoverable.job"
    assert failure.get("message") == "Its purpose isn’t described, so search can’t find it."
    assert "https://headwaters.example/d/" in (failure.text or "")
    suite = next(each for each in root if each.get("name") == "HCP 360: discoverable")
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("4", "1", "0")
    assert [case.get("name") for case in suite] == [
        "First contact",
        "Purpose",
        "Searchable in the catalog",
        "Agreement published",
    ]


def test_json_says_the_same(discovery: Discovery, product: DataProduct, tmp_path: Path) -> None:
    BREAKS["secure.copies"](product)
    said = _run(discovery, tmp_path / "f.json")
    document = json.loads((tmp_path / "f.json").read_text())
    assert said.strip() == f"{tmp_path / 'f.json'}: 22 of 23 checks passed, 1 data products"
    assert (document["version"], document["passed"], document["of"], document["is_green"]) == (
        1,
        22,
        23,
        False,
    )
    (made,) = document["products"]
    assert (made["uuid"], made["is_green"]) == (str(product.uuid), False)
    checks = [check for function in made["functions"] for check in function["checks"]]
    assert [check["key"] for check in checks if not check["passed"]] == ["secure.copies"]
    assert all(check["url"].startswith("http") and check["reason"] for check in checks)


def test_the_command_keeps_the_reading_of_today(
    discovery: Discovery, product: DataProduct, tmp_path: Path
) -> None:
    _run(discovery, tmp_path / "f.json")
    assert FitnessReading.objects.filter(product=product).count() == 6


def test_without_products_the_files_are_empty_but_whole(discovery: Discovery, tmp_path: Path) -> None:
    _run(discovery, tmp_path / "f.json", "--strict")
    _run(discovery, tmp_path / "f.xml", "--format=junit")
    assert json.loads((tmp_path / "f.json").read_text())["products"] == []
    assert len(ElementTree.parse(tmp_path / "f.xml").getroot()) == 0  # noqa: S314  it is our own


# --- Exit codes -----------------------------------------------------------------------------------


def test_strict_exits_with_1_when_something_is_red(
    discovery: Discovery, product: DataProduct, tmp_path: Path
) -> None:
    _run(discovery, tmp_path / "green.json", "--strict")
    BREAKS["discoverable.job"](product)
    _run(discovery, tmp_path / "not_strict.json")
    with pytest.raises(CommandError, match="1 checks failed") as caught:
        _run(discovery, tmp_path / "red.json", "--strict")
    assert caught.value.returncode == 1
    assert (tmp_path / "red.json").exists(), "it is written all equal"


def test_what_cannot_be_made_exits_with_2(
    discovery: Discovery, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    occupied = tmp_path / "file"
    occupied.write_text("")
    for slug, args, message in (
        (
            "nowhere",
            ["--output", str(tmp_path / "f")],
            f"'nowhere' not found. Choose one of: '{discovery.slug}'",
        ),
        (discovery.slug, ["--output", str(tmp_path / "f"), "--format", "yaml"], "Format 'yaml' not found"),
        (discovery.slug, ["--output", str(occupied / "f")], "Can't write"),
    ):
        with pytest.raises(CommandError, match=message) as caught:
            call_command("fitness", slug, *args)
        assert caught.value.returncode == 2

    def gone(*args: object, **kwargs: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr("technology.management.commands.fitness.fitness_of", gone)
    with pytest.raises(CommandError, match="Can't read the database: gone") as caught:
        _run(discovery, tmp_path / "f")
    assert caught.value.returncode == 2


# --- Whatever people write ------------------------------------------------------------------------


def _fitness(name: str, reason: str, is_passed: bool) -> tuple[Discovery, list[ProductFitness]]:
    discovery = Discovery(slug="hostile", name=name)
    product = DataProduct(name=name, discovery=discovery)
    product.domain = Domain(name=name)

    def check(facts: ProductFacts) -> Verdict:
        raise AssertionError("not asked")

    function = FitnessFunction("own", name, name, 1)
    result = CheckResult(
        FitnessCheck("own.check", "own", name, 1, check), Verdict(is_passed, reason, "/d/x/")
    )
    return discovery, [ProductFitness(product, (FunctionResult(function, (result,)),))]


@given(st.text(max_size=40), st.text(max_size=40), st.booleans())
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=examples(60))
def test_files_hold_whatever_people_write(name: str, reason: str, is_passed: bool) -> None:
    fitness = _fitness(name, reason, is_passed)
    root = ElementTree.fromstring(fitness_files.as_junit(*fitness))  # noqa: S314  it is our own
    assert len(list(root.iter("failure"))) == (not is_passed)
    (made,) = json.loads(fitness_files.as_json(*fitness))["products"]
    assert made["name"] == name
    assert made["functions"][0]["checks"][0]["reason"] == reason


def test_numbers_of_the_command_are_those_of_the_screen(discovery: Discovery, product: DataProduct) -> None:
    document = json.loads(fitness_files.as_json(discovery, fitness_of(discovery)))
    (fitness,) = fitness_of(discovery)
    assert (document["passed"], document["of"]) == (fitness.passed, fitness.of)
