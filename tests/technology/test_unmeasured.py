"""A promise that nobody has measured is neither green nor kept: the third state, on every surface."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from discovery.models import Discovery
from discovery.registries import report_sections
from operating_model.guardrails.selectors import register_of
from operating_model.models import Guardrail
from products.models import DataProduct, Measurement, Slo, SloWindow
from products.promises.exports import promise_slides, promises_sheet
from products.promises.selectors import standings_of
from technology.exports_fitness import fitness_sheet, fitness_slides
from technology.selectors.fitness import counts, fitness_of, gaps
from tests.factories import make
from tests.technology.fit import BREAKS, fit_product, trash
from workshops.models import Decision

pytestmark = pytest.mark.django_db

WORDS = "promised, not measured yet"


@pytest.fixture
def product(discovery: Discovery) -> DataProduct:
    """It passes all else, and nobody has measured its promise."""
    made = fit_product(discovery)
    trash(Measurement.objects.get())
    return made


def written(discovery: Discovery, output: Path, *args: str) -> str:
    said = io.StringIO()
    call_command("fitness", discovery.slug, "--output", str(output), *args, stdout=said)
    return said.getvalue()


def test_it_is_neither_green_nor_red(discovery: Discovery, product: DataProduct) -> None:
    (fitness,) = fitness_of(discovery)
    assert (fitness.state, fitness.is_green, fitness.failed) == ("unmeasured", False, ())
    (result,) = fitness.unmeasured
    assert (result.check.key, result.verdict.is_passed) == ("trustworthy.kept", False)
    assert result.verdict.reason == "Promised, not measured yet: Loaded before 9:00"
    counted = {each.function.key: (each.green, each.red, each.unmeasured) for each in counts([fitness])}
    assert counted["trustworthy"] == (0, 0, 1)
    assert gaps([fitness]) == []


def test_what_failed_is_red_all_the_same(discovery: Discovery, product: DataProduct) -> None:
    BREAKS["trustworthy.inputs"](product)
    (fitness,) = fitness_of(discovery)
    (trustworthy,) = [each for each in fitness.functions if each.function.key == "trustworthy"]
    assert (fitness.state, trustworthy.state) == ("red", "red")
    assert (len(trustworthy.failed), len(trustworthy.unmeasured)) == (1, 1)


def test_one_promise_without_a_measurement_is_enough(discovery: Discovery) -> None:
    product = fit_product(discovery)
    slo = make(Slo, product=product, kind="freshness", indicator="loaded", sentence="Loaded twice a day")
    make(SloWindow, slo=slo, target=99)
    assert [each.is_measured for each in standings_of(discovery)] == [True, False]
    assert fitness_of(discovery)[0].state == "unmeasured"


def test_pages_and_supervision_say_so(discovery: Discovery, product: DataProduct, account: Any) -> None:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    of_product = reverse("technology:product_fitness", args=[discovery.slug, product.uuid])
    for url in (
        of_product,
        reverse("technology:supervision", args=[discovery.slug]),
        reverse("technology:organization_supervision", args=[discovery.domain.organization.slug]),
        reverse("products:product_promises", args=[discovery.slug, product.uuid]),
        reverse("products:promises", args=[discovery.slug]),
    ):
        page = client.get(url, follow=True).content.decode()
        assert WORDS in page.lower() or "not measured yet" in page.lower(), url
        assert ">red<" not in page, url
        assert "Kept</span>" not in page, url
    assert (
        "is-unmeasured"
        in client.get(reverse("technology:supervision", args=[discovery.slug])).content.decode()
    )


def test_reports_and_sheets_say_so(discovery: Discovery, product: DataProduct) -> None:
    for key in ("technology.fitness", "products.promises"):
        section = report_sections.get(key)
        assert WORDS in render_to_string(section.template, section.context(discovery)).lower(), key
    fitness, promises = fitness_sheet(discovery), promises_sheet(discovery)
    assert fitness is not None
    assert promises is not None
    results = [str(row[3]) for row in fitness.rows]
    assert (results.count(WORDS), results.count("not passed")) == (1, 0)
    assert str(promises.rows[0][5]).lower() == WORDS
    assert "○ 2 of 3" in repr(fitness_slides(discovery))
    assert WORDS in repr(promise_slides(discovery)).lower()


def test_files_for_programs_skip_it(discovery: Discovery, product: DataProduct, tmp_path: Path) -> None:
    said = written(discovery, tmp_path / "f.json", "--strict")
    assert "22 of 23 checks passed, 1 promised but not measured yet" in said
    document = json.loads((tmp_path / "f.json").read_text())
    (made,) = document["products"]
    assert (document["is_green"], made["is_green"], made["state"]) == (False, False, "unmeasured")
    states = {
        check["key"]: (check["passed"], check["state"])
        for function in made["functions"]
        for check in function["checks"]
    }
    assert states["trustworthy.kept"] == (False, "unmeasured")
    assert states["trustworthy.promised"] == (True, "passed")

    written(discovery, tmp_path / "f.xml", "--format=junit", "--strict")
    root = ElementTree.parse(tmp_path / "f.xml").getroot()  # noqa: S314  it is our own
    assert (root.get("failures"), root.get("skipped")) == ("0", "1")
    assert (len(list(root.iter("failure"))), len(list(root.iter("skipped")))) == (0, 1)
    assert next(root.iter("skipped")).get("message") == "Promised, not measured yet: Loaded before 9:00"


def test_no_budget_is_left_where_nothing_was_measured(discovery: Discovery, product: DataProduct) -> None:
    """ "0 left" would read as used up."""
    (standing,) = standings_of(discovery)
    (window,) = standing.windows
    assert (standing.state, window.state, window.rest) == ("unmeasured", "unmeasured", "")


def test_a_guardrail_is_not_broken_by_it(discovery: Discovery, product: DataProduct) -> None:
    decision = make(Decision, discovery=discovery, title="Promises are kept", reason="Trust")
    make(
        Guardrail,
        discovery=discovery,
        name="Promises are kept",
        fitness_check="trustworthy.kept",
        state="agreed",
        decision=decision,
    )
    (line,) = register_of(discovery).lines
    assert (line.passing, line.judged, line.breaches) == (0, 1, ())
