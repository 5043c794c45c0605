"""Fitness, data sharing and access in the report, on sheets and slides, on the overview and in the demo."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from discovery.models import Discovery
from discovery.registries import report_sections
from products.models import DataProduct, OutputPort
from products.promises.selectors import standings_of
from products.promises.slo_validation import sentence_of
from technology import exports_fitness, overview_fitness, report_fitness_and_access
from technology.models import SharingChoice
from technology.selectors.fitness import fitness_of
from tests import factories
from tests.factories import make
from tests.technology.fit import BREAKS, change, fit_product, trash

SECTIONS = ("technology.fitness", "technology.port_sharing_pattern", "technology.access_policy")


@pytest.fixture
def discovery(db: None) -> Discovery:
    return factories.discovery()


def _rendered(key: str, discovery: Discovery) -> str:
    section = report_sections.get(key)
    context = section.context(discovery)
    assert context is not None
    return render_to_string(section.template, context)


def test_without_products_there_is_nothing_to_report(discovery: Discovery) -> None:
    assert [report_sections.get(key).context(discovery) for key in SECTIONS] == [None, None, None]
    for sheet in (exports_fitness.fitness_sheet, exports_fitness.sharing_sheet, exports_fitness.access_sheet):
        assert sheet(discovery) is None
    assert exports_fitness.fitness_slides(discovery) == []
    assert exports_fitness.sharing_slides(discovery) == []


def test_the_report_says_what_the_screens_say(discovery: Discovery) -> None:
    product = fit_product(discovery)
    BREAKS["discoverable.job"](product)
    fitness = _rendered("technology.fitness", discovery)
    context = report_fitness_and_access.fitness_section(discovery)
    assert context is not None
    assert context["headline"] == "No data product passes all fitness checks"
    assert "Its purpose isn’t described" in fitness
    assert fitness.count(">Fail<") == 1
    sharing = _rendered("technology.port_sharing_pattern", discovery)
    assert "Another cloud" in sharing
    assert "Their steward keeps them" in sharing
    assert "Data products without rules" not in _rendered("technology.access_policy", discovery)
    make(DataProduct, discovery=discovery, domain=discovery.domain, name="Leads", kind="source_oriented")
    access = _rendered("technology.access_policy", discovery)
    assert "Field force may use it." in access
    assert "<b>Leads</b>: No rule grants access yet, so no one may use it." in access
    assert "<caption" in access


def test_a_german_report_says_a_broken_promise_in_german(discovery: Discovery) -> None:
    BREAKS["trustworthy.kept"](fit_product(discovery))
    (promise,) = standings_of(discovery)
    change(promise.slo, sentence=sentence_of(promise.slo, [each.aim for each in promise.windows]))

    with translation.override("de"):
        (promise,) = standings_of(discovery)
        assert f"Nicht eingehalten: {promise.sentence}" in _rendered("technology.fitness", discovery)
        assert promise.sentence != promise.slo.sentence


@pytest.mark.parametrize(
    ("missing", "count", "words"),
    [
        ("ABCD", 4, "All data products"),
        ("A", 1, "A"),
        ("ABC", 4, "All but D"),
        ("ABCDE", 7, "All but F, G"),
        ("AB", 3, "A, B"),
        ("ABCD", 6, "A, B, C, D"),
    ],
)
def test_products_are_named_by_the_shorter_list(missing: str, count: int, words: str) -> None:
    every = [DataProduct(name=name) for name in "ABCDEFG"[:count]]

    assert report_fitness_and_access._which([each for each in every if each.name in missing], every) == words


def test_sections_belong_to_the_tech_stream() -> None:
    assert {report_sections.get(key).stream for key in SECTIONS} == {"tech"}


def test_rules_in_the_trash_make_no_section(discovery: Discovery) -> None:
    product = fit_product(discovery)
    trash(product.access_rules.get())
    assert report_fitness_and_access.access_section(discovery) is None


def test_sheets_hold_each_check_port_and_rule(discovery: Discovery) -> None:
    product = fit_product(discovery)
    BREAKS["secure.classification"](product)
    fitness = exports_fitness.fitness_sheet(discovery)
    assert fitness is not None
    assert len(fitness.rows) == fitness_of(discovery)[0].of
    red = [row for row in fitness.rows if row[3] == "not passed"]
    assert [str(row[2]) for row in red] == ["Classification"]
    make(OutputPort, product=product, name="Second", kind="api", position=1)
    sharing = exports_fitness.sharing_sheet(discovery)
    assert sharing is not None
    assert [(row[1], row[2]) for row in sharing.rows] == [("Profiles", "Copy"), ("Second", "")]
    access = exports_fitness.access_sheet(discovery)
    assert access is not None
    assert [(row[2], row[4]) for row in access.rows] == [("People", "Field force")]
    for table in (fitness, sharing, access):
        assert {len(row) for row in table.rows} == {len(table.columns)}


def test_slides_name_every_product_and_what_most_of_them_miss(discovery: Discovery) -> None:
    for number in range(13):
        make(
            DataProduct,
            discovery=discovery,
            domain=discovery.domain,
            name=f"Product {number}",
            kind="source_oriented",
        )
    slides = exports_fitness.fitness_slides(discovery)
    assert [len(slide.table.rows) for slide in slides if slide.table] == [13, 20]
    assert str(slides[0].title) == "No data product passes all fitness checks"
    assert slides[0].table is not None
    assert slides[0].table.rows[0][1] == "✗ 0 of 5"


# --- The overview ---------------------------------------------------------------------------------


def test_the_overview_leads_to_what_is_open(discovery: Discovery) -> None:
    assert "No data products to check yet" in str(overview_fitness.fitness_standing(discovery).missing)
    assert "No output ports to share yet" in str(overview_fitness.data_sharing_standing(discovery).missing)
    product = fit_product(discovery)
    assert overview_fitness.fitness_standing(discovery).is_complete
    assert overview_fitness.data_sharing_standing(discovery).is_complete
    trash(SharingChoice.objects.get(port__product=product))
    standing = overview_fitness.data_sharing_standing(discovery)
    assert str(standing.missing) == "1 output port has no sharing method."
    assert str(product.uuid) in standing.url
    assert standing.url.endswith("/sharing/#part-sharing")
    BREAKS["discoverable.job"](product)
    assert (
        str(overview_fitness.fitness_standing(discovery).missing)
        == "1 data product does not pass all checks."
    )
