"""The sheet from goals to products, and the cut line: their pages, drawing, and what stands out."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest
from django.urls import reverse

from core.exceptions import DrawingFailed
from discovery.discoveries.models import DiscoveryRole
from documents import diagrams
from documents.diagrams import draw_svg
from lvt.models import Initiative, Vision
from products import cut_line_answers
from products.landscape.value_sheet.selectors import sheet
from products.models import DataProduct, ProductState
from products.planning.cut_line.selectors import cut_line_of
from products.selectors.goal_coverage import coverage_of
from products.step_chart import step_chart
from tests import factories
from tests.factories import make
from tests.products import value_world
from tests.products.value_world import score
from tests.sending import HTMX


@pytest.fixture
def world(discovery):
    return value_world.build(discovery)


@pytest.fixture
def viewer(client_of, discovery):
    return client_of(factories.access(discovery, DiscoveryRole.VIEWER))


def _url(discovery, name):
    return reverse(f"products:{name}", args=[discovery.slug])


# --- The drawing ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_each_product_is_drawn_once_and_everything_stands_on_the_sheet(world):
    drawn = sheet(coverage_of(world.discovery), world.discovery)
    svg = draw_svg(drawn.source, title="Sheet", description="All", links=drawn.links)

    for text in (
        "Goal Success",
        "A 360° view helps",
        "Case dashboard",
        "HCP 360",
        "Consent",
        "Owner: Olga Owner",
        "Next: Responses first",
        "Engagement rate",
        "No data product yet",
    ):
        assert text in svg
    assert svg.count(">Consent\u00a0❷<") == 1
    # Both HCP 360 and Digital take Consent: two lines lead to the one node.
    assert drawn.source.count(f'-> "{_key(world, "Consent")}" [headport=w') == 2
    assert f'href="/d/{world.discovery.slug}/products/{world.consent.uuid}/"' in svg

    assert svg.count(">No data product<") == svg.count(">serves it<") == 1
    assert svg.count(">Serves no goal") == 1


def _key(world, name):
    (one,) = (each for each in coverage_of(world.discovery).products if each.product.name == name)
    return one.key


@pytest.mark.django_db
def test_the_sheet_of_a_goal_holds_nothing_of_another(world):
    coverage = coverage_of(world.discovery)
    source = sheet(coverage, world.discovery, goals=[str(world.success.uuid)]).source
    assert "Goal Success" in source
    for other in ("Goal Brand", "Case digital", "Case loose", "Lonely"):
        assert other not in source


@pytest.mark.django_db
def test_the_sheet_begins_at_the_vision_and_names_the_initiatives(world):
    make(Vision, discovery=world.discovery, statement="Every visit counts")
    bet = world.use_cases["dashboard"].hypothesis
    make(Initiative, hypothesis=bet, name="Pilot in oncology")
    make(Initiative, hypothesis=bet, name="Two teams by hand")
    source = sheet(coverage_of(world.discovery), world.discovery).source
    assert "Every visit" in source
    assert "Validated by: Pilot in" in source
    assert source.count("vision -> ") == 3


# --- The page -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_page_shows_the_sheet_and_what_stands_out(world, viewer):
    text = viewer.get(_url(world.discovery, "value")).content.decode()

    assert "<svg" in text
    assert "Data products that serve no goal" in text
    assert "Link it to a use case" in text
    assert "Open it in the value tree" in text
    assert "No goal selected" in text


@pytest.mark.django_db
def test_the_list_is_fetched_as_it_is_opened(world, client_of, account):
    client = client_of(account)
    goal = world.success.uuid
    text = client.get(_url(world.discovery, "value"), {"goal": goal}).content.decode()
    address = f"{_url(world.discovery, 'value_list')}?goal={goal}"
    assert f'hx-get="{address}" hx-trigger="toggle once"' in text
    assert f'<a href="{address}">' in text  # without scripts
    assert "sheet-goal" not in text
    part = client.get(address, headers={"hx-request": "true"}).content.decode()
    assert part.lstrip().startswith("<article")
    assert "Goal Success" in part
    assert "Goal Brand" not in part
    assert "<h1" in client.get(address).content.decode()
    whole = client.get(_url(world.discovery, "value_list")).content.decode()
    assert "Goal Success" in whole
    assert "Goal Brand" in whole


@pytest.mark.django_db
def test_an_editor_is_offered_the_next_step(world, client_of, account):
    text = client_of(account).get(_url(world.discovery, "value_list")).content.decode()
    address = reverse("products:product_for", args=[world.discovery.slug, world.use_cases["next"].uuid])
    assert address in text


@pytest.mark.django_db
def test_chosen_goals_say_what_they_cost(world, viewer):
    address = _url(world.discovery, "value")
    part = viewer.get(
        address, {"goal": [world.success.uuid, world.brand.uuid]}, headers=HTMX
    ).content.decode()

    assert "Total cost of these 2 goals" in part
    assert "Needed by several use cases, and counted once: HCP 360, Visits, Consent." in part
    assert "No effort estimate, so not in the total:" in part
    assert "Case next" in part
    assert "<html" not in part
    assert f"value.svg?goal={world.success.uuid}" in part


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["", "nonsense", "\x00", "0" * 5000])
def test_a_goal_that_is_none_chooses_nothing(world, viewer, asked):
    answer = viewer.get(_url(world.discovery, "value"), {"goal": asked})
    assert answer.status_code == 200
    assert "No goal selected" in answer.content.decode()


@pytest.mark.django_db
def test_the_drawing_is_a_file_too(world, viewer):
    file = viewer.get(_url(world.discovery, "value_svg"), {"goal": world.success.uuid})
    assert file["Content-Type"] == "image/svg+xml"
    assert f'filename="{world.discovery.slug}-value-sheet.svg"' in file["Content-Disposition"]
    assert b"Goal Success" in file.content
    assert b"Goal Brand" not in file.content


@pytest.mark.django_db
def test_the_sheet_is_taken_along_on_turned_pages(world, viewer):
    file = viewer.get(_url(world.discovery, "value_pdf"))
    assert file["Content-Type"] == "application/pdf"
    assert f'filename="{world.discovery.slug}-value-sheet.pdf"' in file["Content-Disposition"]
    with pikepdf.open(BytesIO(file.content)) as paper:
        boxes = [page.mediabox for page in paper.pages]
    assert all(box[2] - box[0] > box[3] - box[1] for box in boxes)


@pytest.mark.django_db
def test_on_paper_the_chosen_goals_say_what_they_cost(world, viewer, monkeypatch):
    monkeypatch.setattr(
        "products.landscape.files.render_in_subprocess", lambda html, **_limits: html.encode()
    )

    def paper():
        return viewer.get(_url(world.discovery, "value_pdf"), {"goal": world.success.uuid}).content.decode()

    before = paper()
    assert "Goal Success" in before
    assert "Goal Brand" not in before
    assert "Person-weeks" in before
    # A file that was made before is not given for other numbers.
    DataProduct.objects.filter(discovery=world.discovery).update(effort=77)
    assert "77" not in before
    assert paper() != before


@pytest.mark.django_db
def test_a_drawing_that_fails_leaves_the_list(world, viewer, monkeypatch):
    def fail(*_args, **_kwargs):
        raise DrawingFailed("Graphviz isn’t installed on the server.")

    monkeypatch.setattr(diagrams, "_dot", fail)
    text = viewer.get(_url(world.discovery, "value")).content.decode()
    assert "Graphviz isn’t installed" in text
    assert "Case dashboard" in text


@pytest.mark.django_db
def test_an_empty_discovery_offers_the_step(discovery, viewer):
    assert "No goals or data products yet" in viewer.get(_url(discovery, "value")).content.decode()
    assert "Nothing to choose from yet" in viewer.get(_url(discovery, "cut_line")).content.decode()


# --- The cut line ---------------------------------------------------------------------------------


def _line(world, limit=None, **options):
    return cut_line_of(world.discovery, limit, **options)


def _names(rows):
    return [str(row) for row in rows]


@pytest.mark.django_db
def test_the_line_falls_where_the_most_is_served(world):
    score(world, dashboard=3, digital=4, next=2)

    # The dashboard needs three new products; these feed the one that Digital needs besides.
    three, four = _line(world, 3), _line(world, 4)
    assert _names(three.use_cases) == ["Case dashboard"]
    assert _names(three.build) == ["Visits", "Consent", "HCP 360"]
    assert [(str(each.case), _names(each.missing)) for each in three.beyond] == [
        ("Case digital", ["Digital"])
    ]
    assert _names(four.use_cases) == ["Case digital", "Case dashboard"]
    assert [step.reached.exact.value for step in four.steps] == [0, 0, 0, 3, 7]
    assert four.is_proven
    # Without a number: the first with which a use case comes in.
    assert _line(world).limit == 3


@pytest.mark.django_db
def test_what_cannot_be_chosen_is_named(world):
    score(world, dashboard=0, next=2)
    line = _line(world)
    assert _names(line.without_worth) == ["Case dashboard"]
    assert _names(line.without_products) == ["Case next", "Case loose"]
    assert _names(line.without_scores) == ["Case digital"]
    assert (line.limit, line.most, line.use_cases) == (0, 0, ())


@pytest.mark.django_db
def test_what_is_live_is_not_new(world):
    score(world, dashboard=3, digital=4)
    live = [world.visits.pk, world.consent.pk, world.hcp.pk]
    DataProduct.objects.filter(pk__in=live).update(state=ProductState.LIVE)
    line = _line(world, 0)
    assert _names(line.use_cases) == _names(line.there) == ["Case dashboard"]
    assert line.build == ()
    assert line.reached.exact.value == 3


@pytest.mark.django_db
def test_what_feeds_a_live_product_is_needed_as_well(world):
    score(world, digital=4)
    DataProduct.objects.filter(pk__in=[world.hcp.pk, world.digital.pk]).update(state=ProductState.LIVE)
    assert _names(_line(world).build) == ["Visits", "Consent"]


@pytest.mark.django_db
def test_what_a_product_is_worth_is_said_in_words(world):
    score(world, dashboard=3, digital=4)
    DataProduct.objects.filter(pk__in=[world.visits.pk, world.consent.pk]).update(state=ProductState.LIVE)
    profile = _line(world).worth[0]

    assert str(profile.serving) == "HCP 360"
    assert profile.value == 5
    assert profile.sentences == (
        "With HCP 360 alone, Case dashboard (3.0) can be served.",
        "Case digital (4.0) can be served once Digital is available too: 2.0 of its score counts here.",
    )


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["", "-1", "9999", "99999999999999999999", "two", "²", "\x00"])
def test_a_number_that_is_none_becomes_one_that_is_possible(world, viewer, asked):
    score(world, dashboard=3, digital=4)
    cut_line_answers.work_out(world.discovery)
    answer = viewer.get(_url(world.discovery, "cut_line"), {"k": asked})
    assert answer.status_code == 200
    assert "Optimal" in answer.content.decode()


@pytest.mark.django_db
def test_the_page_shows_the_first_answer_and_asks_for_the_proof(world, viewer):
    score(world, dashboard=3, digital=4)
    url, asked = _url(world.discovery, "cut_line"), {"k": 4, "follow": 1}
    asks, follows = f'hx-post="{_url(world.discovery, "work_out")}"', f"{url}?k=4&amp;follow=1"
    text = viewer.get(url, {"k": 4}).content.decode()
    assert all(each in text for each in (asks, follows, "Total score of use cases served</h2>"))
    # The answer that is asked for again asks nobody to search again.
    again = viewer.get(url, asked, headers=HTMX).content.decode()
    assert follows in again
    assert asks not in again
    assert "<html" not in again
    cut_line_answers.work_out(world.discovery)
    proof = viewer.get(url, asked, headers=HTMX).content.decode()
    assert "Optimal" in proof
    assert "follow" not in proof


@pytest.mark.django_db
def test_the_capacity_may_be_person_weeks(world, viewer):
    score(world, dashboard=3, digital=4)
    line = cut_line_of(world.discovery, weeks=Decimal(14))
    assert _names(line.use_cases) == ["Case dashboard"]
    assert line.limit == 3
    assert line.effort.likely == 14
    assert _names(line.without_effort) == ["Case digital"]
    assert line.beyond == ()
    short = cut_line_of(world.discovery, weeks=Decimal("13.5"))
    assert short.use_cases == ()
    text = viewer.get(_url(world.discovery, "cut_line"), {"weeks": "14"}).content.decode()
    assert "No effort estimate for a data product it needs" in text
    for wrong in ("-1", "NaN", "1e999", "x", "9" * 99):
        assert viewer.get(_url(world.discovery, "cut_line"), {"weeks": wrong}).status_code == 200


# --- The chart ------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [640, 1600])
@pytest.mark.parametrize(
    "values", [[0], [0, 0, 34, 64], [Decimal("0.4"), Decimal("1.7")], list(range(100)), [10**9]]
)
def test_the_curve_stays_inside_its_axes(values, width):
    chart = step_chart([Decimal(each) for each in values], 0, width=width)
    assert chart.right < chart.width == width
    assert len(chart.points) == len(values)
    assert len(chart.across) <= 13
    for point in chart.points:
        assert chart.left < point.x < chart.right
        assert 0 < point.y <= chart.base
    heights = [point.y for point in chart.points]
    assert heights == sorted(heights, reverse=True)
    assert Decimal(chart.up[-1].text) >= max(values)
    # No empty lines above the curve: the last but one is below it.
    assert Decimal(chart.up[-2].text) < max(max(values), 1)


def test_the_cut_is_behind_the_current_number_and_totals_are_labeled_where_there_is_room():
    chart = step_chart([Decimal(each) for each in (0, 0, 30, 30, 64)], 3, head=90)
    zero, _one, two, three, four = chart.points
    assert chart.cut is not None
    assert three.x < chart.cut < four.x
    assert chart.cut + chart.beyond == pytest.approx(chart.right)
    assert min(point.y for point in chart.points) >= 90
    assert [point.is_rise for point in chart.points] == [False, False, True, False, True]
    assert chart.labeled(1) == (zero, two, three, four)
    assert chart.labeled(chart.width) == (three,)
    late = step_chart([Decimal(each) for each in (0, 0, 30, 30, 64)], 3, start=1)
    assert [point.number for point in late.points] == [1, 2, 3, 4]
    assert [tick.text for tick in late.across] == ["1", "2", "3", "4"]
    assert (late.points[0].is_rise, late.points[1].is_rise) == (False, True)
    none = step_chart([Decimal(1)], None)
    assert (none.cut, none.beyond) == (None, 0)


def test_the_curve_rises_at_the_number_that_brings_the_use_case():
    chart = step_chart([Decimal(each) for each in (0, 0, 30, 30, 64)], None)
    corners = [tuple(map(float, each.split(","))) for each in chart.path[1:].split(" L")]
    upright = {here[0] for here, after in pairwise(corners) if here[0] == after[0] and here != after}
    assert upright == {tick.at for tick in chart.across if tick.text in {"2", "4"}}


def test_a_tight_curve_ends_at_its_highest_value():
    values = [Decimal(each) for each in (0, 30, 64)]
    assert min(point.y for point in step_chart(values, 1, head=90, is_tight=True).points) == 90
    assert min(point.y for point in step_chart(values, 1, head=90).points) > 90
    assert not step_chart([Decimal(0)], 0, is_tight=True).up


@pytest.mark.parametrize("values", [[], [Decimal(-1)]])
def test_a_curve_of_nothing_and_below_zero_is_refused(values):
    with pytest.raises(ValueError, match="values"):
        step_chart(values, 0)


@pytest.mark.django_db
def test_pages_cost_the_same_whatever_they_hold(world, viewer, django_assert_max_num_queries):
    score(world, dashboard=3, digital=4)
    for name in ("value", "cut_line"):
        viewer.get(_url(world.discovery, name))
        with django_assert_max_num_queries(45):
            viewer.get(_url(world.discovery, name))
