"""A large discovery from what people have: from its own spreadsheet, filled elsewhere, to complete products,
each click counted."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

MOST_CLICKS = 60
USE_CASES, PRODUCTS = 20, 30
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COMPLETE = """
import json
from discovery.models import Discovery
from lvt.models import UseCase
from products.models import DataProduct
here = Discovery.objects.get(name="Brought in")
cases = UseCase.objects.filter(discovery=here, hypothesis__isnull=False, owner__isnull=False)
products = DataProduct.objects.filter(
    discovery=here, owner__isnull=False, team__isnull=False, effort__isnull=False, state="planned",
    use_case_links__isnull=False, input_ports__source__isnull=False, output_ports__columns__isnull=False,
)
print("MADE " + json.dumps([cases.count(), products.distinct().count()]))
"""


def filled(template: bytes) -> bytes:
    """The empty spreadsheet, filled with a program for spreadsheets."""
    book = load_workbook(io.BytesIO(template))

    def rows(sheet: str, *lines: dict[str, Any]) -> None:
        page: Any = book[sheet]
        heads = {str(cell.value): cell.column for cell in page[1]}
        for row, line in enumerate(lines, 2):
            for head, value in line.items():
                page.cell(row, heads[head]).value = value

    rows("Goals", *({"Goal": f"Goal {n}"} for n in range(4)))
    rows("Hypotheses", *({"Goal": f"Goal {n % 4}", "Hypothesis": f"We bet {n}"} for n in range(8)))
    owners = ("Jonas Lind", "Marta Keller")
    rows(
        "Use cases",
        *(
            {"Use case": f"Case {n}", "Hypothesis": f"We bet {n % 8}", "Owner": owners[n % 2]}
            for n in range(USE_CASES)
        ),
    )
    rows("Sources", *({"Source": f"System {n}"} for n in range(10)))
    rows(
        "Data products",
        *(
            {"Data product": f"Product {n}", "Type": "Aggregate", "Owner": owners[n % 2]}
            | {"Job of the product": f"Says {n}", "Effort in person-weeks": n + 1}
            for n in range(PRODUCTS)
        ),
    )
    rows(
        "Input ports",
        *({"Data product": f"Product {n}", "Source": f"System {n % 10}"} for n in range(PRODUCTS)),
    )
    rows(
        "Output ports",
        *(
            {"Data product": f"Product {n}", "Output port": f"Table {n}", "Type": "Table"}
            for n in range(PRODUCTS)
        ),
    )
    rows("Port columns", *({"Output port": f"Table {n}", "Port column": "id"} for n in range(PRODUCTS)))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


LINKS = "Data product,Use cases\n" + "".join(
    f'Product {n},"Case {n % USE_CASES}; Case {(n + 7) % USE_CASES}"\n' for n in range(PRODUCTS)
)


class Clicks:
    """Each click and each choice of a file, a value or a letter counts as one."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def click(self, what: Locator) -> None:
        self.count += 1
        what.click()
        looking.settled(self.page)

    def link(self, name: str, inside: str = "main") -> None:
        self.click(self.page.locator(inside).get_by_role("link", name=name).first)

    def button(self, name: str) -> None:
        self.click(self.page.locator("main").get_by_role("button", name=name).first)

    def bring_in(self, *files: FilePayload) -> None:
        self.link("Handover", "#side-nav")
        self.link("Report", ".tabs")
        self.link("Import from a file")
        self.count += 1
        self.page.get_by_label("File").set_input_files(files)
        self.button("Preview the file")

    def choose(self, cell: Locator, value: str) -> None:
        self.count += 2
        cell.select_option(value)


def test_twenty_use_cases_and_thirty_products_take_at_most_sixty_clicks(
    open_browser: Open, headwaters: Headwaters
) -> None:
    page = open_browser("facilitator", 1280, 800)[0].new_page()
    sign_in(page, headwaters)
    clicks = Clicks(page)
    clicks.link("Start a discovery")
    page.get_by_label("Name").fill("Brought in")
    clicks.button("Start the discovery")
    clicks.link("Handover", "#side-nav")
    clicks.link("Report", ".tabs")
    clicks.count += 1
    with page.expect_download() as template:
        page.get_by_role("link", name="Empty spreadsheet").click()
    sheet = filled(Path(template.value.path()).read_bytes())

    clicks.bring_in({"name": "filled.xlsx", "mimeType": XLSX, "buffer": sheet})
    clicks.button("Import")
    clicks.bring_in({"name": "serves.csv", "mimeType": "text/csv", "buffer": LINKS.encode()})
    clicks.button("Preview the rows")
    clicks.button("Import")

    clicks.link("Products", "#side-nav")
    clicks.button("More")
    clicks.link("Edit as table")
    clicks.click(page.get_by_role("checkbox", name="All rows"))
    everything = page.locator("thead tr.all-of-them")
    team = everything.locator("[data-column='team'] option:not([value=''])").first.get_attribute("value")
    clicks.choose(everything.locator("[data-column='team']"), team or "")
    clicks.choose(everything.locator("[data-column='state']"), "planned")
    clicks.button("Preview the changes")
    clicks.button("Save changes")

    expect(page.get_by_role("heading", name="Data products", level=1)).to_be_visible()
    assert headwaters.told(COMPLETE, "MADE") == [USE_CASES, PRODUCTS]
    assert clicks.count <= MOST_CLICKS
