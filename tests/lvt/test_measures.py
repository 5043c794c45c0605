"""Measures of success: the arithmetic of progress, values over time, and their page."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.exceptions import Conflict, Invalid
from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from documents import rounded_numbers
from documents.localized_numbers import in_unit
from lvt.exports import tree_slides
from lvt.measure_progress import progress
from lvt.measures.kinds import MEASURE
from lvt.measures.selectors import standing_of
from lvt.models import BetState, Goal, Hypothesis, Initiative, Measure, MeasuredValue
from lvt.sparkline import sparkline
from lvt.tree.selectors import measures_of
from tests import factories
from tests.factories import make
from tests.sending import HTMX
from workshops.services.undo import undo


def _way(baseline, target, value):
    return progress(
        baseline=None if baseline is None else Decimal(baseline),
        target=Decimal(target),
        value=None if value is None else Decimal(value),
    )


@pytest.mark.parametrize(
    ("baseline", "target", "value", "percent", "filled"),
    [
        ("16", "40", "31", "63", 63),  # 15 / 24 is 62.5
        ("1.1", "4", "2.1", "34", 34),  # 1.0 / 2.9
        ("45", "15", "24", "70", 70),  # falling: 21 / 30
        ("45", "15", "45", "0", 0),
        ("0", "70", "27.2", "39", 39),  # 38.86
        ("0", "40", "39.99", ">99.9", 99),  # not reached is never said to be
        ("0", "40", "0.01", "<0.1", 1),
        ("0", "40", "40", "100", 100),
        ("0", "40", "50", "125", 100),
        ("45", "15", "9", "120", 100),
        ("16", "40", "10", "-25", 0),
    ],
)
def test_progress_is_the_part_of_the_way_that_is_done(baseline, target, value, percent, filled):
    way = _way(baseline, target, value)
    assert way.percent == percent
    assert way.filled == filled
    assert way.is_reached == (filled == 100)
    assert way.percent_beyond == {"125": "25", "120": "20"}.get(percent, "")
    assert way.is_worse_than_baseline == percent.startswith("-")


@pytest.mark.parametrize(
    ("baseline", "target", "value"), [(None, "40", "31"), ("16", "40", None), ("4", "4", "4")]
)
def test_without_a_way_there_is_no_progress(baseline, target, value):
    way = _way(baseline, target, value)
    assert not way.is_known
    assert way.percent == ""
    assert way.filled == 0
    assert not way.is_reached


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("31.0000", "31"),
        ("2.1000", "2.1"),
        ("12500", "12,500"),
        ("1E+3", "1,000"),
        ("-0.00", "0"),
        ("0.0050", "0.005"),
    ],
)
def test_numbers_have_no_zeros_behind(number, text):
    assert rounded_numbers.as_typed(Decimal(number)) == text


def test_a_unit_stays_with_its_number():
    assert in_unit(Decimal("31.00"), "min") == "31\u00a0min"
    assert (in_unit(Decimal("31.00"), "%"), in_unit(Decimal("31.00"), "")) == ("31%", "31")


def test_a_sparkline_keeps_within_its_box_and_in_time():
    days = [date(2026, 3, 1), date(2026, 3, 11), date(2026, 3, 6)]
    line = sparkline(
        list(zip(days, map(Decimal, (10, 30, 20)), strict=True)), target=Decimal(40), width=100, height=40
    )

    assert line is not None
    assert line.points == "5,35 50,25 95,15"
    assert line.target_y == 5
    assert sparkline([], target=Decimal(1)) is None
    one = sparkline([(days[0], Decimal(1))], target=Decimal(1))
    assert one is not None
    assert (one.last.x, one.last.y) == (80, 22)


@pytest.fixture
def discovery(db):
    return factories.discovery()


@pytest.fixture
def goal(editor, discovery):
    return kinds.add(actor=editor, draft=Goal(discovery=discovery, title="Higher success"))


@pytest.fixture
def rate(editor, goal):
    return kinds.add(
        actor=editor,
        draft=MEASURE.new(goal, name="Engagement rate", unit="%", baseline=Decimal(16), target=Decimal(40)),
    )


def _record(editor, rate, value, day="2026-03-01"):
    return kinds.add(
        actor=editor,
        draft=MeasuredValue(measure=rate, value=Decimal(value), measured_on=date.fromisoformat(day)),
    )


def test_the_latest_day_counts_whatever_was_written_last(editor, rate):
    _record(editor, rate, 31, "2026-03-08")
    _record(editor, rate, 19, "2026-03-01")

    standing = standing_of(Measure.objects.get())
    assert standing.text == "31%, target 40%"
    assert standing.way_text == "16% → now 31% → 40%"
    assert standing.baseline_text == "16%"
    assert standing.latest_text == "31%"
    assert standing.latest_place == 60, "above the end of its line"
    assert standing.verdict == "63% of the way"


def test_a_falling_target_reads_as_one(editor, goal):
    time = kinds.add(
        actor=editor,
        draft=MEASURE.new(goal, name="Time", unit="min", baseline=Decimal(45), target=Decimal(15)),
    )
    _record(editor, time, 9)
    standing = standing_of(Measure.objects.get())
    assert standing.text == "9\u00a0min, target 15\u00a0min"
    assert standing.verdict == "Target reached, 20% further than planned"


def test_overdue_is_only_what_is_late_and_not_reached(editor, rate):
    kinds.change(actor=editor, artifact=rate, due_on=date(2026, 3, 1))
    measure = Measure.objects.get()
    assert not standing_of(measure, today=date(2026, 3, 1)).is_overdue
    assert standing_of(measure, today=date(2026, 3, 2)).is_overdue

    _record(editor, rate, 41)
    assert not standing_of(measure, today=date(2026, 3, 2)).is_overdue


@pytest.mark.parametrize("state", BetState.values)
def test_a_measure_of_a_stopped_hypothesis_is_not_overdue(editor, goal, state):
    bet = kinds.add(actor=editor, draft=Hypothesis(goal=goal, statement="Bet", state=state))
    pilot = kinds.add(actor=editor, draft=Initiative(hypothesis=bet, name="Pilot"))
    for parent in ({"hypothesis": bet}, {"initiative": pilot}):
        measure = Measure(**parent, name="Rate", target=4, due_on=date(2020, 1, 1))
        late = kinds.add(actor=editor, draft=measure)
        assert standing_of(late).is_overdue == (state != BetState.STOPPED)


def test_a_measure_without_a_way_is_refused(editor, goal, rate):
    with pytest.raises(Invalid, match="differ"):
        kinds.add(
            actor=editor, draft=MEASURE.new(goal, name="Flat", baseline=Decimal(4), target=Decimal("4.0"))
        )
    with pytest.raises(Invalid, match="differ"):
        kinds.change(actor=editor, artifact=rate, baseline=Decimal(40))


def test_a_day_has_one_value(editor, rate):
    first = _record(editor, rate, 19, "2026-03-01")
    second = _record(editor, rate, 31, "2026-03-08")
    with pytest.raises(Conflict, match="already"):
        _record(editor, rate, 20, "2026-03-01")
    with pytest.raises(Conflict, match="already"):
        kinds.change(actor=editor, artifact=second, measured_on=first.measured_on)
    twin = MeasuredValue(measure=rate, value=1, measured_on=first.measured_on)
    with pytest.raises(IntegrityError), transaction.atomic():
        MeasuredValue.objects.bulk_create([twin])


def test_values_and_measures_come_back_by_undo(editor, rate):
    value = _record(editor, rate, 19)
    deleted = kinds.delete(actor=editor, artifact=value)
    assert not MeasuredValue.objects.exists()
    undo(actor=editor, target=deleted)
    assert MeasuredValue.objects.get() == value

    deleted = kinds.delete(actor=editor, artifact=rate)
    assert not Measure.objects.exists()
    assert not MeasuredValue.objects.exists()
    undo(actor=editor, target=deleted)
    assert standing_of(Measure.objects.get()).text.startswith("19")


def test_a_value_does_not_come_back_onto_a_newer_one_of_its_day(editor, rate):
    deleted = kinds.delete(actor=editor, artifact=_record(editor, rate, 19))
    newer = _record(editor, rate, 20)
    with pytest.raises(Conflict, match="took its place"):
        undo(actor=editor, target=deleted)
    assert MeasuredValue.objects.get() == newer


def test_the_page_records_changes_and_deletes(client_of, account, discovery, rate):
    client = client_of(account)
    today = timezone.localdate()

    def url(name, *args):
        return reverse(f"lvt:{name}", args=[discovery.slug, rate.uuid, *args])

    def record(value, day, note=""):
        return client.post(url("value_add"), {"value": value, "measured_on": day, "note": note}, headers=HTMX)

    recorded = record("31.50", today, "<b>after the pilot</b>")
    assert recorded.status_code == 200
    assert recorded["HX-Retarget"] == "#measure"
    text = recorded.content.decode()
    assert "31.5%" in text
    assert "&lt;b&gt;after the pilot" in text
    assert "<polyline" in text
    assert record("3", today).status_code == 422
    assert record("3", today + timedelta(days=1)).status_code == 422
    assert record("x", "2026-03-01").status_code == 422
    assert record("9999999999999", "2026-03-01").status_code == 422
    assert record("NaN", "2026-03-01").status_code == 422

    value = MeasuredValue.objects.get()
    form = client.get(url("value_edit", value.uuid), headers=HTMX).content.decode()
    assert 'value="31.5"' in form
    sent = {"value": "32", "measured_on": today, "revision": value.revision}
    assert client.post(url("value_edit", value.uuid), sent, headers=HTMX).status_code == 200
    assert (
        client.post(url("value_edit", value.uuid), {**sent, "value": "33"}, headers=HTMX).status_code == 409
    )

    deleted = client.post(url("value_delete", value.uuid), headers=HTMX)
    assert "/undo/" in deleted["HX-Trigger"]
    assert client.post(url("measure_delete"), headers=HTMX)["HX-Redirect"] == reverse(
        "lvt:tree", args=[discovery.slug]
    )
    assert client.get(url("measure")).status_code == 404


@pytest.mark.parametrize("kind", ["goal", "hypothesis", "initiative"])
def test_a_measure_hangs_on_each_tier(client_of, account, editor, discovery, goal, kind):
    bet = kinds.add(actor=editor, draft=Hypothesis(goal=goal, statement="Bet"))
    pilot = kinds.add(actor=editor, draft=Initiative(hypothesis=bet, name="Pilot"))
    parent = {"goal": goal, "hypothesis": bet, "initiative": pilot}[kind]
    url = reverse("lvt:measure_add", args=[discovery.slug, kind, parent.uuid])
    client = client_of(account)

    flat = client.post(url, {"name": "Rate", "baseline": 4, "target": 4}, headers=HTMX)
    assert flat.status_code == 422
    added = client.post(url, {"name": "Rate", "unit": "%", "target": 4, "due_on": "2020-01-01"}, headers=HTMX)
    assert "Overdue since Jan 1, 2020" in added.content.decode()
    assert getattr(Measure.objects.get(), kind) == parent


def test_measures_are_reordered(client_of, account, editor, discovery, goal, rate):
    second = kinds.add(actor=editor, draft=MEASURE.new(goal, name="Second", target=Decimal(4)))
    url = reverse("lvt:measure_order", args=[discovery.slug, "goal", goal.uuid])
    assert (
        client_of(account).post(url, {"measures": [second.uuid, rate.uuid]}, headers=HTMX).status_code == 204
    )
    assert [measure.name for measure in goal.measures.all()] == ["Second", "Engagement rate"]


def test_measures_have_handles_where_there_is_an_order_to_change(
    client_of, account, editor, discovery, goal, rate
):
    page = reverse("lvt:tree", args=[discovery.slug])
    assert "Move Engagement rate" not in client_of(account).get(page).content.decode()

    kinds.add(actor=editor, draft=MEASURE.new(goal, name="Second", target=Decimal(4)))

    tree = client_of(account).get(page).content.decode()
    assert "Move Engagement rate: drag" in tree
    assert f"/measures/of/goal/{goal.uuid}/order/" in tree
    viewer = client_of(factories.access(discovery, DiscoveryRole.VIEWER)).get(page).content.decode()
    assert "Move Second" not in viewer


def test_measures_stand_in_the_order_of_the_tree(discovery):
    first, second = (make(Goal, discovery=discovery, title=str(place), position=place) for place in (0, 1))
    bets = [make(Hypothesis, goal=goal, statement="Bet") for goal in (second, first)]
    tried = make(Initiative, hypothesis=bets[1], name="Pilot")
    places = {"d": second, "c": tried, "b": bets[1], "e": bets[0], "a": first}
    for name, parent in places.items():
        for number in (0, 1):
            on = {type(parent).__name__.lower(): parent}
            make(Measure, name=f"{name}{number}", target=1, position=number, **on)
    names = [each.name for each in measures_of(discovery)]
    assert names == sorted(names)


def test_a_slide_has_the_baseline_in_its_unit(discovery):
    goal = make(Goal, discovery=discovery, title="Fuller shelves")
    due = date(2027, 4, 29)
    measure = make(Measure, goal=goal, name="Availability", unit="%", baseline=90, target=97, due_on=due)
    make(MeasuredValue, measure=measure, value=93, measured_on=date(2026, 3, 5))

    (slide,) = tree_slides(discovery)

    assert "Availability: 93%, target 97% · Baseline: 90% · due Apr 29, 2027" in slide.lines
