"""How long it takes to look at what comes in and to bring it in: a text of many rows, a table; and to write
and read specifications."""

import csv
import io
import resource
import time
import zipfile
from collections.abc import Callable

from openpyxl import Workbook

from bench.results import Figure
from discovery.discoveries.services import create_discovery
from discovery.models import Discovery
from documents.foreign_sheet import NotATable
from documents.foreign_tables import sheet_of_csv, sheets_of
from exchange.column_mapping.services import SheetMapping, import_columns, table_file, with_mappings
from exchange.services.discovery_text import ImportResult, import_text
from organizations.actors import Actor
from organizations.organization.services import add_domain
from specifications.files import archive, files_of
from specifications.imports.services import import_specifications
from specifications.selectors.specification_products import product_specs

ROWS = 1_000
LOOKED_AT, BROUGHT_IN = 3, 10
PRODUCTS, SPECIFIED = 30, 5
REFUSED, GROWS = 2, 16
"""Seconds until a file is refused that would become large, and MB that the server itself may grow by."""
_KINDS = ("consumer_oriented", "aggregate", "source_oriented")


def imports() -> list[Figure]:
    """Seconds for a preview and for the import, of rows of several kinds and of one kind."""
    measured: list[Figure] = []
    for what, bring_in, data in (
        ("a text", import_text, _text().encode()),
        ("a table", import_columns, _table()),
    ):
        discovery = _discovery(f"Large import of {what}")
        measured += _figures_of_import(what, bring_in, data, discovery)
    return measured + _specifications() + _refused()


def _figures_of_import(
    what: str, bring_in: Callable[..., ImportResult], data: bytes, discovery: Discovery
) -> list[Figure]:
    actor = Actor.system("bench")
    seconds = []
    for is_trial in (True, False):
        started = time.perf_counter()
        came = bring_in(actor=actor, data=data, into=discovery, is_trial=is_trial)
        seconds.append(time.perf_counter() - started)
        if came.added != ROWS:
            raise RuntimeError(f"{came.added} rows were added")
    return [
        Figure(f"preview of {what} of {ROWS} rows", seconds[0], "s", f"<= {LOOKED_AT}"),
        Figure(f"import of {what} of {ROWS} rows", seconds[1], "s", f"<= {BROUGHT_IN}"),
    ]


def _refused() -> list[Figure]:
    """Seconds and MB of the server for files that are small and would become large."""
    measured: list[Figure] = []
    workbook, lines = _workbook_of_elements(), b"a\n" + b"," * 6_000_000
    for what, data, read in (
        (f"a workbook of {len(workbook) // 1000} kB", workbook, sheets_of),
        ("6 MB of a table's cells", lines, lambda data: sheet_of_csv(data, "cells")),
    ):
        before, started = _peak(), time.perf_counter()
        try:
            read(data)
        except NotATable:
            seconds = time.perf_counter() - started
        else:
            raise RuntimeError(f"{what} was read")
        measured += [
            Figure(f"{what}: refused after", seconds, "s", f"<= {REFUSED}"),
            Figure(f"{what}: the server's own memory", _peak() - before, "MB", f"<= {GROWS}", "more"),
        ]
    return measured


def _peak() -> float:
    """The most memory that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _workbook_of_elements() -> bytes:
    """A workbook with seven million elements in one cell: 2.7 GB, if they became objects."""
    plain, made = io.BytesIO(), io.BytesIO()
    book = Workbook()
    book.create_sheet("Products", 0).append(["Name"])
    book.save(plain)
    end, cell = b"</sheetData>", b'<row r="3"><c r="A3" t="inlineStr"><is>%s</is></c></row>'
    with zipfile.ZipFile(plain) as of, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as into:
        for name in of.namelist():
            content = of.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(end, cell % (b"<r/>" * 7_000_000) + end)
            into.writestr(name, content)
    return made.getvalue()


def _specifications() -> list[Figure]:
    """Seconds for the specifications of thirty products as a zip, and to look at that elsewhere."""
    actor = Actor.system("bench")
    of, elsewhere = _discovery("Specified"), _discovery("Specified elsewhere")
    import_text(actor=actor, data=_products().encode(), into=of)
    started = time.perf_counter()
    data = archive([file for product in product_specs(of) for file in files_of(product)])
    written = time.perf_counter() - started
    started = time.perf_counter()
    came = import_specifications(actor=actor, data=data, into=elsewhere, is_trial=True)
    read = time.perf_counter() - started
    if came.added < PRODUCTS:
        raise RuntimeError(f"{came.added} rows were added")
    return [
        Figure(f"specifications of {PRODUCTS} products", written, "s", f"<= {SPECIFIED}"),
        Figure(f"preview of specifications of {PRODUCTS} products", read, "s", f"<= {SPECIFIED}"),
    ]


def _products() -> str:
    """Products with two ports of ten columns, and a promise."""
    columns = ", ".join(f"column {number}" for number in range(10))
    lines = ["sources: [CRM]", "products:"]
    for number in range(PRODUCTS):
        lines += [f"- name: Specified {number}", "  kind: aggregate", "  job: Says what happened"]
        lines += ["  input_ports:", "  - source: CRM", "  output_ports:"]
        for port in ("Table", "Stream"):
            lines += [f"  - name: {port}", f"    kind: {port.lower()}", f"    columns: [{columns}]"]
        lines += ["  slos:", "  - kind: freshness", "    indicator: Rows of yesterday", "    windows:"]
        lines += ["    - target: 99", "      length: 28", "      unit: day", "      is_rolling: yes"]
    return "\n".join(lines)


def _discovery(name: str) -> Discovery:
    return create_discovery(
        actor=Actor.system("bench"),
        # A domain of its own: names of products are unique in one.
        domain=add_domain(
            actor=Actor.system("bench"),
            organization=Discovery.objects.get(slug="commercial-discovery").domain.organization,
            name=f"Domain of {name}",
        ),
        name=name,
        template="three_streams",
        with_workshops=False,
    )


def _text() -> str:
    """Goals with hypotheses, use cases, and products with ports and columns: so many rows in all."""
    lines = ["goals:"]
    for goal in range(50):
        lines += [f"- title: Goal {goal}", "  hypotheses:"]
        lines += [f"  - Hypothesis {goal}-{number}" for number in range(3)]
    lines.append("use_cases:")
    for number in range(200):
        lines += [f"- name: Use case {number}", f"  hypothesis: Hypothesis {number % 50}-1"]
    lines.append("products:")
    for number in range(150):
        lines += [f"- name: Product {number}", f"  kind: {_KINDS[number % 3]}"]
        lines += [f"  use_cases: Use case {number}", "  output_ports:", "  - name: Table", "    kind: table"]
        lines.append("    columns: [id, name]")
    return "\n".join(lines)


def _table() -> bytes:
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";")
    rows.writerow(["Use case", "We believe that"])
    rows.writerows((f"Next best action {number}", "It helps") for number in range(ROWS))
    assigned = SheetMapping("use_cases", {"Use case": "name", "We believe that": "we_believe"})
    return with_mappings(table_file(text.getvalue().encode("utf-16"), "use cases.csv"), [assigned])
