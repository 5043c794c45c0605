"""What the product stream puts into the report: read back from the PDF, with what people may have written."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any

import pdfplumber
import pikepdf
import pytest
from django.test.utils import CaptureQueriesContext

from core.services import artifacts
from core.services.operations import operation
from discovery.models import Discovery
from handover.reports.document import assemble, make_pdf
from lvt.models import UseCase
from organizations.actors import Actor
from products.design.ports.report import ports_section
from products.design.product.services import add_product
from products.models import DataProduct, InputPort, Iteration, OutputPort, PortColumn, Source, UsagePattern
from products.promises.report import promises_section
from products.report import templates_section
from tests import factories
from tests.factories import SYSTEM
from tests.lvt.test_report import elements
from tests.sending import HOSTILE

pytestmark = pytest.mark.django_db

MADE_AT = datetime(2026, 3, 5, 14, 32, tzinfo=UTC)
PRODUCT_SECTIONS = (
    "products-templates",
    "products-ports",
    "products-ends",
    "products-roadmap",
    "products-promises",
    "products-checklist",
    "products-value",
    "products-landscape",
    "products-maps",
)


def html_of(discovery: Discovery) -> str:
    return assemble(discovery, made_at=MADE_AT, progress=lambda percent, words: None)


def sections_of(html: str) -> list[str]:
    return re.findall(r'<section class="section[^"]*" id="section-([^"]*)"', html)


def words_beyond_the_paper(pdf: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [
            word["text"]
            for page in document.pages
            for word in page.extract_words()
            if word["x0"] < 0 or word["x1"] > page.width + 1 or word["bottom"] > page.height + 1
        ]


def filled(product: DataProduct, text: str) -> None:
    """Everything of a product that the report shows, named `text`."""
    source = factories.make(Source, domain=product.domain, discovery=product.discovery, name=text[:120])
    factories.make(InputPort, product=product, source=source, kind="api", description=text, format=text[:60])
    factories.make(
        OutputPort, product=product, name=text[:120], kind="table", data_set=text[:120], description=text
    )
    factories.make(
        Iteration,
        product=product,
        name=text[:120],
        serves=text,
        adds=text,
        starts_on=MADE_AT.date(),
        ends_on=MADE_AT.date(),
    )
    factories.make(UsagePattern, product=product, who=text[:200], when=text[:200], what_breaks=text[:500])


def test_what_people_wrote_stays_text_in_every_section(
    editor: Actor, discovery: Discovery, use_case: UseCase
) -> None:
    product = add_product(
        actor=editor,
        discovery=discovery,
        name=HOSTILE.replace("\x07", "").replace("\u202e", ""),
        kind="consumer_oriented",
        job=HOSTILE,
        description=HOSTILE,
        use_cases=[use_case],
    )
    filled(product, HOSTILE)

    html = html_of(discovery)

    assert set(PRODUCT_SECTIONS) <= set(sections_of(html))
    assert "<script" not in html
    assert "<b>bold" not in html
    assert "{{ 7|add:7 }}" in html
    with pikepdf.open(io.BytesIO(make_pdf(discovery, made_at=MADE_AT))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        drawings = [str(figure.get("/Alt", "")) for figure in elements(pdf, "Figure")]
    assert len(drawings) >= len(("cover", "sheet", "template", "landscape", "map", "roadmap"))
    assert "" not in drawings


@pytest.mark.sqlite  # layout alone
def test_unbroken_words_stay_on_the_paper(discovery: Discovery, product: DataProduct) -> None:
    filled(product, "Unbroken" * 60)

    assert words_beyond_the_paper(make_pdf(discovery, made_at=MADE_AT)) == []


def test_a_product_with_only_a_name_has_its_template_and_no_empty_section(
    discovery: Discovery, feeder: DataProduct
) -> None:
    html = html_of(discovery)
    sections = sections_of(html)

    assert "products-templates" in sections
    assert "Template of Field visits" in html
    for empty in ("products-ports", "products-ends", "products-roadmap", "products-promises"):
        assert empty not in sections


def test_ports_of_which_only_the_type_is_known_share_a_row(
    discovery: Discovery, product: DataProduct
) -> None:
    source = factories.make(Source, domain=product.domain, discovery=discovery, name="CRM")
    gone = factories.make(Source, domain=product.domain, discovery=discovery, name="Old CRM")

    def port(name: str, **fields: Any) -> InputPort:
        return factories.make(InputPort, product=product, name=name, **fields)

    plain = port("Plain", source=source, kind="api")
    unsaid = port("Unsaid", source=source)
    told = port("Told", source=source, kind="api", format="JSON")
    troubled = port("Troubled", source=gone, kind="api")
    with operation(SYSTEM, "source.deleted"):
        artifacts.trash(gone)

    section = ports_section(discovery)

    assert section is not None
    (shown,) = section["products"]
    assert shown["plain"] == [("API", [plain]), ("–", [unsaid])]
    assert [port for port, _trouble in shown["inputs"]] == [told, troubled]


def test_each_column_of_a_port_has_a_row_below_it(discovery: Discovery, product: DataProduct) -> None:
    port = factories.make(OutputPort, product=product, name="Visits", kind="table", location="s3://visits")
    factories.make(PortColumn, port=port, name="hcp_id", description="The person", is_personal=True)

    html = html_of(discovery)

    row = html[html.index('<tr class="data-column">') :].partition("</tr>")[0]
    assert re.findall("<td>(.*?)</td>", row) == ["hcp_id", "Text, personal data", "The person"]
    assert '<span class="about small">Location: s3://visits</span>' in html


def test_an_empty_discovery_has_no_section_of_products(discovery: Discovery) -> None:
    assert [each for each in sections_of(html_of(discovery)) if each.startswith("products")] == []


@pytest.mark.sqlite  # layout alone
def test_many_producers_are_all_named(discovery: Discovery, product: DataProduct) -> None:
    names = [f"Source system {number:02}" for number in range(30)]
    for name in names:
        source = factories.make(Source, domain=product.domain, discovery=discovery, name=name)
        factories.make(InputPort, product=product, source=source, kind="api")

    pdf = make_pdf(discovery, made_at=MADE_AT)

    with pdfplumber.open(io.BytesIO(pdf)) as document:
        text = "\n".join(page.extract_text() for page in document.pages)
    assert [name for name in names if name not in text] == []
    assert words_beyond_the_paper(pdf) == []


def test_usage_patterns_stand_beside_what_is_promised(discovery: Discovery, product: DataProduct) -> None:
    factories.make(UsagePattern, product=product, who="Field force", how_fresh="from yesterday")

    html = html_of(discovery)

    # In a table: names of fields within a paragraph were torn apart at the ends of its lines.
    assert re.search(r'<th scope="row">Field force.*?</th>.*?<td>from yesterday</td>', html, re.DOTALL)
    assert "No promise yet: HCP 360." in html


@pytest.mark.sqlite  # layout alone
def test_the_participants_and_the_glossary_come_last_and_the_contents_stay_on_one_page(
    discovery: Discovery, product: DataProduct
) -> None:
    filled(product, "Visits")

    sections = sections_of(html_of(discovery))

    assert sections[-2:] == ["people", "glossary"]
    pdf = make_pdf(discovery, made_at=MADE_AT)
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        assert "Participants" in document.pages[1].extract_text()


@pytest.mark.parametrize("section", [templates_section, ports_section, promises_section])
def test_the_queries_of_a_section_do_not_grow_with_the_products(
    section: Any,
    editor: Actor,
    discovery: Discovery,
    product: DataProduct,
    django_assert_num_queries: Any,
) -> None:
    from django.db import connection

    filled(product, "First")
    with CaptureQueriesContext(connection) as one:
        section(discovery)
    for number in range(4):
        more = add_product(
            actor=editor, discovery=discovery, name=f"Product {number}", kind="source_oriented"
        )
        filled(more, f"More {number}")

    with django_assert_num_queries(len(one)):
        section(discovery)
