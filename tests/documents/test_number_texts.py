"""How figures are shown, and that nothing else rounds."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given, strategies as st

from documents import rounded_numbers
from documents.localized_numbers import number
from tests.apps import APPS

NUMBERS = st.fractions(min_value=-1000, max_value=1000, max_denominator=10_000)


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Fraction(1, 4), 1, "0.3"),
        (Fraction(-1, 4), 1, "-0.3"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("29"), 1, "29.0"),
        (Fraction(29_949, 1000), 1, "29.9"),
        (Fraction(-1, 100), 1, "0.0"),
        (1_234_567, 0, "1,234,567"),
    ],
)
def test_halves_go_up_and_decimals_stay(value: rounded_numbers.Number, places: int, shown: str) -> None:
    assert rounded_numbers.text(value, places) == shown


@given(value=NUMBERS, places=st.integers(0, 4))
def test_a_shown_number_is_the_nearest_one(value: Fraction, places: int) -> None:
    assert abs(Fraction(rounded_numbers.half_up(value, places)) - value) <= Fraction(1, 2 * 10**places)


@pytest.mark.parametrize(
    ("share", "shown", "filled"),
    [
        ("0.3886", "39", 39),
        ("0.6667", "67", 67),
        ("0.995", "99.5", 99),
        ("0.9996", ">99.9", 99),
        ("1", "100", 100),
        ("1.0004", ">100", 100),
        ("1.07", "107", 100),
        ("0", "0", 0),
        ("0.004", "0.4", 1),
        ("0.0004", "<0.1", 1),
        ("-0.0004", "<0", 0),
        ("-0.25", "-25", 0),
    ],
)
def test_a_percentage_is_full_or_empty_only_when_it_is(share: str, shown: str, filled: int) -> None:
    assert rounded_numbers.percent(Fraction(share)) == shown
    assert rounded_numbers.bar_length(Fraction(share)) == filled


@given(share=NUMBERS)
def test_no_percentage_says_that_an_end_is_reached_which_is_not(share: Fraction) -> None:
    for end in (0, 1):
        assert (rounded_numbers.percent(share) == str(100 * end)) is (share == end)
    assert (rounded_numbers.bar_length(share) == 100) is (share >= 1)
    assert (rounded_numbers.bar_length(share) == 0) is (share <= 0)


@given(first=NUMBERS, second=NUMBERS)
def test_two_numbers_that_differ_look_different(first: Fraction, second: Fraction) -> None:
    places = rounded_numbers.decimals_that_differ(first, second)
    same = rounded_numbers.half_up(first, places) == rounded_numbers.half_up(second, places)
    assert same is (first == second or abs(first - second) < Fraction(1, 10**5))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction("4.673"), "5"),
        (Fraction("5545.5"), "5,546"),
        (Fraction("0.5"), "0.5"),
        (Fraction("0.04"), "<0.1"),
        (0, "0"),
        (Fraction("-2.862"), "3"),
    ],
)
def test_a_count_is_whole_and_none_only_when_there_is_none(value: rounded_numbers.Number, shown: str) -> None:
    assert rounded_numbers.count(value) == shown


def test_a_score_reaches_the_highest_one_only_when_it_does() -> None:
    assert str(rounded_numbers.score(Fraction("34.96"))) == "35.0"
    assert str(rounded_numbers.score(Fraction("34.96"), Fraction(35))) == "34.9"
    assert str(rounded_numbers.score(Fraction(35), Fraction(35))) == "35.0"


def test_what_separates_and_what_moved_is_never_nothing() -> None:
    assert [rounded_numbers.gain(Fraction(each)) for each in ("2.8", "-0.4", "0", "0.04")] == [
        "+2.8",
        "-0.4",
        "0.0",
        "+0.04",
    ]
    assert rounded_numbers.separation(Fraction("0.05")) == "0.05"
    assert rounded_numbers.separation(Fraction("-0.001")) == "0.001"


def test_a_measured_percentage_is_told_apart_from_its_target_and_from_all() -> None:
    assert rounded_numbers.measured_percent(Fraction("99.9488"), Fraction("99.95")) == "99.949"
    assert rounded_numbers.measured_percent(Fraction("99.9999")) == "99.9999"
    assert rounded_numbers.measured_percent(Fraction(100)) == "100.00"


def test_lengths_of_time_are_rounded_and_not_cut_off() -> None:
    assert rounded_numbers.minutes(timedelta(minutes=7, seconds=30)) == 8
    assert rounded_numbers.minutes(timedelta(minutes=7, seconds=29)) == 7
    assert rounded_numbers.seconds(timedelta(milliseconds=500)) == 1


def test_figures_are_spelled_in_the_language_of_the_reader() -> None:
    template = Template(
        "{% load number_filters %}{{ effort|weeks }} {{ mean|score }} {{ change|gain }} "
        "{{ share|spelled }} {{ part|weeks }} {{ none|weeks }}"
    )
    given = {"effort": Decimal("4.00"), "mean": Fraction(29), "change": Fraction(14, 5), "share": ">99.9"}
    context = Context({**given, "part": Decimal("2.5"), "none": None})
    assert template.render(context) == "4 29.0 +2.8 over 99.9 2.5 "
    with override("de"):
        assert template.render(context) == "4 29,0 +2,8 über 99,9 2,5 "
        assert number("<0.1") == "unter 0,1"


# --- Nothing else rounds --------------------------------------------------------------------------

ROOT = Path(__file__).resolve().parents[2]
ROUNDING = {"round", "quantize", "floor", "ceil", "trunc", "to_integral_value", "floatformat", "intcomma"}
# Where numbers are cut to whole ones that are no figures, and what they are.
NO_FIGURES = {
    "where something is drawn": (
        "handover/report.py",
        "products/selectors/asked_rows.py",
        "products/selectors/gap_rows.py",
        "products/planning/what_if/curve.py",
        "documents/charts.py",
        "documents/bevels.py",
        "documents/paper_column_widths.py",
        "documents/drawing_cuts.py",
        "documents/dot.py",
        "documents/lanes_drawing.py",
        "documents/pdf_engine.py",
        "documents/smaller_svg.py",
        "documents/look.py",
        "documents/drawing_positions.py",
        "documents/slide_layout.py",
        "documents/slide_editable_text.py",
        "documents/slide_show.py",
        "documents/spreadsheet.py",
        "documents/drawing_tiles.py",
        "documents/stage_cards.py",
        "workshops/room/drawing_camera/rules.py",
        "workshops/agenda/timeline/timeline_layout.py",
        "workshops/contributions/tally.py",
        "workshops/contributions/assessment/selectors.py",
        "lvt/bump_chart.py",
        "lvt/measures/selectors.py",
        "lvt/quadrant.py",
        "lvt/report.py",
        "lvt/report_for_board.py",
        "lvt/sparkline.py",
        "products/objective_chart.py",
        "operating_model/governance/stage_drawing.py",
        "operating_model/governance/flow_label_layout.py",
        "products/landscape/map_columns.py",
        "products/landscape/map_layout.py",
        "products/landscape/placed_drawing.py",
        "products/report_value.py",
        "products/planning/roadmap/chart.py",
        "products/planning/roadmap/time_axis.py",
        "products/step_chart.py",
        "technology/gaps/drawing.py",
    ),
    "how far a file is, which may lag and not run ahead": (
        "workshops/dress_rehearsal/selectors.py",
        "handover/reports/document.py",
        "handover/reports/office_files.py",
        "handover/reports/report_files.py",
    ),
    "minutes and people to plan for, whole ones": (
        "lvt/selectors/scoring_effort.py",
        "workshops/agenda/time_estimates/rules.py",
        "workshops/agenda/time_estimates/selectors.py",
    ),
    "points that are enough, whole ones": ("process/suitability/rules.py",),
    "fractions to compute with, the same on every machine, and how many people a list needs": (
        "lvt/scoring_shares/rules.py",
        "lvt/leniency.py",
        "lvt/scoring/rules.py",
    ),
    "what simulated people say, which is thrown away": ("lvt/dress_rehearsal/scripts.py",),
    "limits, of bytes, seconds and kept things": (
        "workshops/room/presentation/forms.py",
        "organizations/looks/services.py",
        "documents/pdf_engine_process.py",
        "documents/diagrams.py",
        "core/rate_limits.py",
    ),
    "clocks": (
        "config/heartbeats.py",
        "config/database_locks.py",
        "config/page_threads.py",
        "config/management/commands/check_sign_in.py",
        "workshops/dress_rehearsal/rules.py",
        "workshops/dress_rehearsal/services.py",
        "discovery/health_check.py",
        "live/subscriber.py",
        "workshops/views/region_polls.py",
        "workshops/views/surfaces.py",
    ),
    "which place in a row": ("lvt/attendance_effect.py", "workshops/room/presentation/markdown_slides.py"),
    "what simulated people say": ("lvt/dress_rehearsal/scripts.py",),
    "whole numbers of an exact program": (
        "lvt/opinions_by_role/rules.py",
        "products/planning/cut_line/choice_problem.py",
        "products/planning/cut_line/choice_program.py",
        "technology/gaps/order.py",
    ),
    "what is stored or sent, exactly": (
        "core/imports/values.py",
        "documents/number_format_reader.py",
        "specifications/catalogs/odps4.py",
        "exchange/format/field_values.py",
        "products/forms/measurement_import.py",
        "products/promises/forms.py",
        "specifications/data_product.py",
    ),
    "figures": ("documents/rounded_numbers.py",),
}


def _computes(node: ast.AST) -> bool:
    """Whether a product or a quotient is in it, such as "100 * part"."""
    return any(
        isinstance(each, ast.BinOp) and isinstance(each.op, ast.Mult | ast.Div) for each in ast.walk(node)
    )


def roundings(source: str) -> Iterator[str]:
    """Whatever in the code rounds a number or cuts it off."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in ROUNDING:
                yield name
            case ast.Call(func=ast.Name(id="int"), args=[computed, *_others]) if _computes(computed):
                yield "int"
            case ast.BinOp(op=ast.FloorDiv(), left=computed) if _computes(computed):
                yield "//"
            case ast.FormattedValue(format_spec=ast.JoinedStr() as spec):
                if re.search(r"\.\d", ast.unparse(spec)):
                    yield "format"
            case ast.Constant(value=str(text)) if re.search(r"%(\(\w+\))?\.\d+[fge]", text):
                yield "format"
            case ast.alias(name=name) if name in ROUNDING or name.startswith("ROUND_"):
                yield name


def test_nothing_else_rounds() -> None:
    allowed = {path for paths in NO_FIGURES.values() for path in paths}
    modules = {
        str(path.relative_to(ROOT)): path
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts
    }
    rounding = {name for name, path in modules.items() if next(roundings(path.read_text()), None)}
    assert rounding == allowed
    filters = re.compile(r"\|(?:floatformat|intcomma|stringformat:\"[^s])|{% widthratio")
    pages = [path for path in (ROOT / "templates").rglob("*.html") if filters.search(path.read_text())]
    assert {path.name for path in pages} == {"picture.html", "strip.html", "executive_why.html"}, "widths"


@pytest.mark.parametrize(
    "code",
    [
        "round(x, 1)",
        "int(x * 100)",
        "100 * a // b",
        'f"{x:.1f}"',
        '"%.2f" % x',
        "x.quantize(y)",
        "from decimal import ROUND_FLOOR",
    ],
)
def test_the_sweep_sees_what_rounds(code: str) -> None:
    assert list(roundings(code))
