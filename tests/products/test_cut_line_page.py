"""The page of the cut line: its capacity is a number of products or of person-weeks; one of them counts."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from lxml import html

from discovery.discoveries.models import DiscoveryRole
from discovery.templatetags.components import unbroken
from lvt.models import Score, ScoringRound, UseCase
from products import cut_line_answers, report_for_board
from products.exports_plans import cut_line_sheet, cut_line_slides
from products.models import DataProduct
from products.planning.cut_line.selectors import CutLine
from products.planning.what_if.forms import MOST_WEEKS
from products.report_value import cut_line_section
from tests import factories
from tests.products import value_world
from tests.products.value_world import decide, score
from workshops.registries import spotlights

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(discovery):
    """Dashboard (3) takes 4, 2 and 8 person-weeks, Digital (4) six more."""
    built = value_world.build(discovery)
    score(built, dashboard=3, digital=4)
    DataProduct.objects.filter(pk=built.digital.pk).update(effort=6)
    return built


@pytest.fixture
def page(client_of, world):
    """What the page answers for this address."""
    viewer = client_of(factories.access(world.discovery, DiscoveryRole.VIEWER))

    def answer(name="cut_line", **query):
        sent = viewer.get(reverse(f"products:{name}", args=[world.discovery.slug]), query)
        assert sent.status_code == 200
        return html.document_fromstring(sent.content.decode())

    return answer


def _forms(page):
    """What each form sends as it stands, the one with the slider first."""
    return [dict(form.form_values()) for form in page.xpath("//*[@id='line']//form")]


def test_the_slider_counts_once_it_moves_whatever_weeks_were_asked(page, world):
    cut_line_answers.work_out(world.discovery)
    cut_line_answers.work_out(world.discovery, "weeks=14")
    weeks = page(weeks="14")
    assert "No other choice of 14 person-weeks" in weeks.text_content()
    slider, field = _forms(weeks)
    assert slider == {"k": "3"}
    assert field == {"k": "3", "weeks": "14"}
    moved = page(**(slider | {"k": "4"}))
    assert "No other choice of at most 4 new products" in moved.text_content()
    assert _forms(moved) == [{"k": "4"}, {"k": "4"}]  # the weeks are empty
    # Without the weeks, the slider's place counts again.
    assert "at most 4 new products" in page(k="4", weeks="").text_content()


def test_no_number_of_products_is_marked_where_weeks_are_asked(page):
    assert page(k="3").xpath("//*[contains(@class, 'here')]")
    assert not page(weeks="14").xpath("//*[contains(@class, 'here')]")


def test_too_little_is_said_of_what_was_asked(page):
    assert "with so few person-weeks." in page(weeks="13.5").text_content()
    assert "with so few new products." in page(k="2").text_content()


@pytest.mark.parametrize("weeks", ["0", "0.5", "10000", str(MOST_WEEKS), str(Decimal(MOST_WEEKS) - 1)])
def test_both_pages_take_the_same_weeks(page, weeks):
    line = page(weeks=weeks)
    assert not line.xpath("//*[contains(@class, 'has-error')]")
    assert re.search(rf"[?&]weeks={re.escape(weeks)}&", html.tostring(line).decode())
    changed = page("what_if", weeks=weeks)
    assert not changed.xpath("//*[contains(@class, 'has-error')]")
    assert "person-weeks" in changed.xpath("string(//*[@aria-labelledby='what-if-changes'])")


@pytest.mark.parametrize("weeks", ["-1", str(MOST_WEEKS + 1), "NaN", "1e999", "x", "\x00", "9" * 99])
def test_both_pages_say_beside_the_field_which_weeks_they_do_not_take(page, weeks):
    shown = page("cut_line", k="3", weeks=weeks)
    (field,) = shown.xpath("//*[contains(@class, 'has-error')]")
    assert field.xpath(".//input[@name='weeks']")
    assert field.xpath("string(.//*[contains(@class, 'errorlist')])").strip()
    (cell,) = page("what_if", k="3", weeks=weeks).xpath("//td[.//input[@name='weeks']]")
    assert cell.xpath("string(.//*[contains(@class, 'errorlist')])").strip()


def test_all_that_there_is_to_reach_is_shown_where_it_is_reached_in_the_table_too(page, world, monkeypatch):
    exact = {"Case dashboard": Fraction("33.98"), "Case digital": Fraction("0.04")}
    for module in ("planning.cut_line.selectors", "selectors.product_worth"):
        monkeypatch.setattr(f"products.{module}.score_of", lambda served: exact[str(served)])
    cut_line_answers.work_out(world.discovery)
    three, four = page(k="3"), page(k="4")
    for asked, number, total in ((three, 3, "33.9"), (four, 4, "34.0")):
        assert f"score of {total} of 34.0" in " ".join(asked.xpath("string(//*[@id='line'])").split())
        assert asked.xpath(f"string(//tr[th/a = '{number}']/td[1])").strip() == total


def test_how_values_are_calculated_is_fetched_as_it_is_opened(page, world, client_of):
    address = reverse("products:worth", args=[world.discovery.slug])
    (opened,) = page().xpath("//details[p/@data-coming]")
    # What the answer replaces is the link that those without scripts follow.
    assert opened.xpath("p[@data-coming]/a/@href") == [address]
    sentence = "of its score counts here"
    assert sentence not in opened.text_content()
    assert sentence in page("worth").text_content()
    viewer = client_of(factories.access(world.discovery, DiscoveryRole.VIEWER))
    part = viewer.get(address, headers={"hx-request": "true"}).content.decode().strip()
    assert part.startswith("<dl")
    assert part.endswith("</dl>")


# --- How many people are behind it ----------------------------------------------------------------


def test_every_surface_says_which_use_cases_without_a_place_are_in_the_totals(discovery, client_of):
    """Three people score the dashboard, one of them Digital: it is in the totals, and has no place."""
    built = value_world.build(discovery)
    score(built, dashboard=3, digital=4)
    one = Score.objects.get(use_case=built.use_cases["dashboard"])
    for name in ("Bo", "Cem"):
        person = factories.participant(one.round.activity.track.workshop, name)
        one.round.sides[str(person.uuid)] = person.side
        Score.objects.create(
            round=one.round, participant=person, use_case=one.use_case, criterion=one.criterion, value=3
        )
    ScoringRound.objects.filter(pk=one.round.pk).update(sides=one.round.sides)
    told = "The total scores include a use case that isn’t ranked: Case digital (1 of 3 people"
    client = client_of(factories.access(discovery, DiscoveryRole.VIEWER))
    shown = {
        name: client.get(reverse(f"products:{name}", args=[discovery.slug]), {"then": "4"}).content.decode()
        for name in ("cut_line", "what_if")
    }
    section = cut_line_section(discovery)
    for template in ("report/cut_line", "report/cut_line_short"):
        shown[template] = render_to_string(f"products/{template}.html", section)
    shown["board"] = render_to_string("products/board/cut_line.html", report_for_board.cut_line(discovery))
    spotlight = spotlights.get("cut_line")
    shown["spotlight"] = render_to_string(
        spotlight.template, spotlight.context(discovery, str(discovery.uuid))
    )
    shown["slides"] = " ".join(str(line) for slide in cut_line_slides(discovery) for line in slide.lines)
    for name, words in shown.items():
        assert told in words, name
    sheet = cut_line_sheet(discovery)
    assert sheet is not None
    assert [row[-1] for row in sheet.rows][-1] == "Case digital"


def test_the_spotlight_has_one_message_and_rows_beyond_the_line_step_back(world):
    spotlight = spotlights.get("cut_line")
    context = spotlight.context(world.discovery, str(world.discovery.uuid))
    assert context is not None
    line = context["line"]
    drawn = html.fromstring(render_to_string(spotlight.template, context))
    served, count = line.use_cases[0], UseCase.objects.count()
    title = f"{line.limit} new data products are enough for 1 of {count} use cases: “{served}”"
    assert drawn.xpath("//h2/text()") == [unbroken(title)]
    (message,) = drawn.xpath("//*[starts-with(@class, 'spotlit-message')]")
    assert f"Total score: {line.reached} of" in " ".join(message.text_content().split())
    beyond = [each.text_content() for each in drawn.xpath("//li[@class='below-line']")]
    assert len(beyond) == sum(step.limit > line.limit for step in line.telling_steps) == 1
    assert "Case digital" in beyond[0]
    totals = drawn.xpath("//*[starts-with(@class, 'total')]/text()")
    assert totals == ["0", *(step.reached.short_whole for step in line.telling_steps)], "all are whole"
    assert f"Cut line: {line.limit} new data products" in drawn.text_content()


def test_the_line_is_compared_with_what_was_decided(page, world):
    assert "Decided" not in page(k="3").get_element_by_id("line").text_content()
    decide(world, "digital", "dashboard")
    line = page(k="3").get_element_by_id("line")
    assert "The shortlist needs 1 more new data product." in line.text_content()
    assert [each.text for each in line.find_class("chip")].count("Decided") == 2
    assert "The shortlist needs" not in page(k="4").get_element_by_id("line").text_content()


def test_products_that_are_worth_the_same_for_the_same_reason_are_one_row(page):
    rows = page(k="3").xpath("//*[@class='worths']/li")
    assert [row.xpath(".//h3//a/text()") for row in rows] == [
        ["Consent", "HCP 360", "Visits"],
        ["Digital"],
    ]
    assert "2.0 each" in rows[0].text_content()
    assert "Without any one of them, 7.0 of 7.0 stay out of reach." in rows[0].text_content()
    assert "Without it, 4.0 of 7.0 stay out of reach." in rows[1].text_content()


@pytest.mark.parametrize(("served", "words"), [(0, "0 of 3 use cases are"), (1, "1 of 3 use cases is")])
def test_a_cut_line_without_new_products_counts_what_is_served(served, words):
    line = SimpleNamespace(limit=0, count=3, use_cases=("Dashboard",) * served)
    assert CutLine.message.__get__(line) == f"Without new data products, {words} served."
