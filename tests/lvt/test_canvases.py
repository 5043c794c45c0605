"""Blank canvases: they ask what the kinds ask, nothing is cut off, and the code leads to its page."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from core.kinds.base import artifact_kinds
from discovery.discoveries.models import DiscoveryRole
from discovery.kinds.paper_forms import blanks_of
from discovery.models import Discovery, DiscoveryAccess
from discovery.registries import Canvas, canvases, navigation, posters
from discovery.reports.canvases_and_posters import CANVAS_PAPERS, canvas_html, code_to, papers_at
from documents.paper import SMALLEST_WORDS
from lvt.methods.presets import DEFAULT, PRESETS
from lvt.models import Criterion, ScoringMethod
from process.models import DeltaDimension
from process.shipped import DIMENSIONS
from products.models import TemplateQuestion
from tests import factories
from tests.layout import pdf_of

pytestmark = pytest.mark.django_db

# In points; a printer needs a margin.
SIZES = {"a4": (842, 595), "a3": (1191, 842)}
MARGIN = 20
# What each canvas asks, by the kind whose form asks it.
ASKS = {
    "card": "lvt.UseCase",
    "tree": "lvt.Measure",
    "usage_patterns": "products.UsagePattern",
    "delta": "process.DeltaScore",
}


# The same sheet is laid out whatever database is beneath; what is a discovery's own is asked on both, below.
LAID_OUT = pytest.mark.sqlite


def said(page: Any) -> str:
    return " ".join(page.extract_text().split())


def words_of(html: str) -> set[str]:
    with pdfplumber.open(io.BytesIO(pdf_of(html))) as document:
        return {" ".join(page.extract_text().split()) for page in document.pages}


@pytest.mark.sweep(sample=2)
@LAID_OUT
@pytest.mark.parametrize("paper", CANVAS_PAPERS)
@pytest.mark.parametrize("key", [each.key for each in canvases])
def test_a_canvas_is_one_page_that_is_filled_and_read(key: str, paper: str) -> None:
    discovery = factories.discovery(name="A discovery with a long name " * 3)
    for html in (canvas_html(canvases.get(key), paper), canvas_html(canvases.get(key), paper, discovery)):
        with pdfplumber.open(io.BytesIO(pdf_of(html))) as document:
            (page,) = document.pages
            assert (round(page.width), round(page.height)) == SIZES[paper]
            assert min(char["bottom"] - char["top"] for char in page.chars) >= SMALLEST_WORDS
            drawn = [*page.chars, *page.rects, *page.lines, *page.curves]
            assert min(each["x0"] for each in drawn) >= MARGIN
            assert max(each["x1"] for each in drawn) <= page.width - MARGIN
            lowest = max(each["bottom"] for each in drawn)
            assert 0.85 * page.height <= lowest <= page.height - MARGIN


@LAID_OUT
@pytest.mark.parametrize("key", ASKS)
def test_it_asks_what_the_form_of_its_kind_asks(key: str) -> None:
    (words,) = words_of(canvas_html(canvases.get(key), "a3"))
    for blank in blanks_of(artifact_kinds.get(ASKS[key])):
        assert {*blank.label.split(), *str(blank.help).split()} <= set(words.split())


@LAID_OUT
def test_it_asks_the_six_questions_and_the_criteria_and_dimensions_that_ship() -> None:
    (template,) = words_of(canvas_html(canvases.get("product_template"), "a3"))
    assert all(f"{number}." in template for number in range(1, len(TemplateQuestion) + 1))
    assert "Source-oriented" in template
    assert "Virtual database" in template
    (matrix,) = words_of(canvas_html(canvases.get("matrix"), "a3"))
    assert all(str(each.name) in matrix and str(each.high_label) in matrix for each in DEFAULT.criteria)
    (delta,) = words_of(canvas_html(canvases.get("delta"), "a3"))
    assert all(str(each.name) in delta for each in DIMENSIONS)


def test_a_discovery_has_its_own_criteria_and_dimensions() -> None:
    discovery = factories.discovery()
    method = factories.make(ScoringMethod, discovery=discovery, name="Ours", combination="sum")
    factories.make(Criterion, method=method, name="Joy <b>", question="Who smiles?")
    factories.make(DeltaDimension, discovery=discovery, stream="tech", name="Own dimension")

    html = canvas_html(canvases.get("matrix"), "a4", discovery)
    assert "Joy &lt;b&gt;" in html
    assert "Who smiles?" in html
    assert str(PRESETS["seven_criteria"].criteria[0].name) not in html
    delta = canvas_html(canvases.get("delta"), "a4", discovery)
    assert "Own dimension" in delta
    assert escape(str(DIMENSIONS[0].name)) not in delta


# --- Codes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sheet", [*canvases, *posters], ids=lambda sheet: f"{type(sheet).__name__}-{sheet.key}"
)
def test_the_code_leads_to_the_page_where_the_sheet_is_offered(
    sheet: Any, client_of: Any, settings: Any
) -> None:
    """Posters of what an empty discovery does not have are offered in the demo: test_posters.py."""
    discovery = factories.discovery()
    client = client_of(factories.access(discovery))
    code = code_to(sheet.page, discovery)
    assert code.url.startswith(settings.BASE_URL)
    if isinstance(sheet, Canvas):
        assert escape(code.picture) in canvas_html(sheet, "a4", discovery)

    answer = client.get(code.url.removeprefix(settings.BASE_URL))
    page = reverse(navigation.get(sheet.page).url_name, args=[discovery.slug])
    assert (answer.status_code, answer["Location"]) == (302, page)
    offered = [url for _words, url in papers_at(discovery, sheet.page)]
    if isinstance(sheet, Canvas):
        assert reverse("discovery:canvas", args=[discovery.slug, sheet.key, "a4"]) in offered
    else:
        assert reverse("discovery:poster", args=[discovery.slug, sheet.key]) not in offered
    shown = client.get(page).content.decode()
    assert all(f'href="{url}"' in shown for url in offered)


def test_a_code_that_was_copied_to_another_discovery_says_so(client_of: Any) -> None:
    here, hidden = factories.discovery(name="Here"), factories.discovery(name="Kept from them")
    there = factories.discovery(here.domain, name="There")
    person = factories.access(here)
    factories.make(DiscoveryAccess, discovery=there, user=person, role=DiscoveryRole.VIEWER)
    client = client_of(person)

    def scanned(printed_for: Discovery) -> str:
        url = reverse("discovery:paper_code", args=[here.slug, "use_cases", printed_for.uuid])
        answer = client.get(url)
        assert answer.status_code == 404
        return answer.content.decode()

    copied = scanned(there)
    assert "was printed for “There”" in copied
    assert reverse("lvt:use_case_list", args=[there.slug]) in copied
    secret = scanned(hidden)
    assert hidden.name not in secret
    assert "was deleted or that you can’t see" in secret
    assert reverse("lvt:use_case_list", args=[here.slug]) in secret


def test_a_code_for_any_discovery_offers_those_that_one_sees(client_of: Any, settings: Any) -> None:
    mine, other = factories.discovery(name="Mine"), factories.discovery(name="Other")
    url = code_to("delta", None).url.removeprefix(settings.BASE_URL)

    page = client_of(factories.access(mine)).get(url).content.decode()
    assert reverse("process:discovery_delta", args=[mine.slug]) in page
    assert other.slug not in page
    assert "No discoveries yet" in client_of(factories.user("New")).get(url).content.decode()
    assert Client().get(url).status_code == 302


# --- Files ----------------------------------------------------------------------------------------


def test_the_page_gives_the_file(client_of: Any) -> None:
    discovery = factories.discovery()
    client = client_of(factories.access(discovery))

    answer = client.get(reverse("discovery:canvas", args=[discovery.slug, "usage_patterns", "a3"]))
    assert answer.content.startswith(b"%PDF")
    assert f'filename="{discovery.slug}-usage-patterns-a3.pdf"' in answer["Content-Disposition"]
    nothing = client.get(reverse("discovery:poster", args=[discovery.slug, "tree"]))
    assert nothing.status_code == 422
    assert "There is nothing to show on this poster yet." in nothing.content.decode()


def test_the_command_writes_it(tmp_path: Path) -> None:
    discovery = factories.discovery()
    target = tmp_path / "new" / "card.pdf"

    call_command("canvas", "card", paper="a3", output=target, discovery=discovery.slug, verbosity=0)
    with pdfplumber.open(target) as document:
        assert discovery.name in said(document.pages[0])
    with pytest.raises(CommandError, match=r"Canvas 'cards' not found. Choose one of: "):
        call_command("canvas", "cards", output=target)
    with pytest.raises(CommandError, match="Discovery 'unknown' not found"):
        call_command("canvas", "card", output=target, discovery="unknown")
    with pytest.raises(CommandError, match="invalid choice: 'a2'"):
        call_command("canvas", "card", "--paper", "a2", "--output", str(target))
    with pytest.raises(CommandError, match=r"Can't write /proc/nothing/card.pdf"):
        call_command("canvas", "card", output=Path("/proc/nothing/card.pdf"))
