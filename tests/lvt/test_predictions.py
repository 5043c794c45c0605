"""Predict, then reveal: small groups are never told apart, and what is measured later says who foresaw it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from discovery.discoveries.models import DiscoveryRole
from exchange.next_discovery.services import start_from_last
from handover.reports.document import assemble
from lvt.measure_predictions.chart import prediction_scale
from lvt.measure_predictions.forms import PredictionSettings
from lvt.measure_predictions.selectors import (
    foresight,
    likely_measure,
    measure_of,
    prediction_of,
    predictions_of,
)
from lvt.models import Goal, Hypothesis, Measure, MeasuredValue
from lvt.opinions_by_role.rules import FEWEST
from lvt.prediction_accuracy import EVERYBODY, group_predictions, mean, nearest, relative_error
from lvt.selectors.bet_lessons import learned_of
from tests import factories
from tests.factories import SYSTEM, make
from tests.workshops.answering import Answering, answering
from workshops.models import Activity, Answer
from workshops.registries import activity_kinds
from workshops.results.workshop_report.reports import paper_of
from workshops.room.running.services import start_workshop


def said(business: int = 0, it: int = 0, other: int = 0) -> list[tuple[str, Fraction]]:
    sides = ["business"] * business + ["it"] * it + ["other"] * other
    return [(side, Fraction(place)) for place, side in enumerate(sides)]


def test_no_group_of_fewer_than_three_is_told_nor_can_be_told_by_taking_away_the_others() -> None:
    for counts in product(range(6), repeat=3):
        groups = group_predictions(said(*counts))
        people = {each.group: each.people for each in groups}
        assert all(count >= FEWEST for count in people.values()), counts
        if sum(counts) < FEWEST:
            assert groups == ()
            continue
        everybody = people.pop(EVERYBODY)
        left = everybody - sum(people.values())
        assert everybody == sum(counts)
        assert not people or left == 0 or left >= FEWEST, counts
    assert {each.group for each in group_predictions(said(3, 3))} == {EVERYBODY, "business", "it"}
    assert {each.group for each in group_predictions(said(5, 3, 1))} == {EVERYBODY, "business"}
    assert {each.group for each in group_predictions(said(3, 1))} == {EVERYBODY}


def test_what_a_group_foresees_is_the_middle_which_one_wild_guess_does_not_move() -> None:
    everybody, business = group_predictions([("business", Fraction(value)) for value in (31, 30, 5000, 34)])
    assert everybody.median == business.median == Fraction(65, 2)
    assert (everybody.lowest, everybody.highest) == (Fraction(30), Fraction(5000))


def test_a_miss_is_a_part_of_the_way_whichever_way_the_measure_goes() -> None:
    rising = {"baseline": Fraction(20), "target": Fraction(40)}
    falling = {"baseline": Fraction(9), "target": Fraction(4)}
    assert relative_error(Fraction(35), Fraction(30), **rising) == Fraction(1, 4)
    assert relative_error(Fraction(5), Fraction(6), **falling) == Fraction(1, 5)
    assert relative_error(Fraction(5), Fraction(6), baseline=None, target=Fraction(1)) is None
    assert relative_error(Fraction(5), Fraction(6), baseline=Fraction(1), target=Fraction(1)) is None
    assert mean([Fraction(1, 4), Fraction(1, 5)]) == Fraction(9, 40)


def test_the_nearest_side_is_named_unless_both_are_as_near() -> None:
    groups = group_predictions([("business", Fraction(30))] * 3 + [("it", Fraction(40))] * 3)
    assert nearest(groups, Fraction(31)) == ("business",)
    assert nearest(groups, Fraction(35)) == ()
    assert nearest(groups[:2], Fraction(31)) == ()


def test_one_scale_has_room_for_all_but_a_wild_guess() -> None:
    sides = [("business", Fraction(value)) for value in (30, 32, 36)]
    sides += [("it", Fraction(value)) for value in (24, 26, 5000)]
    groups = group_predictions(sides)
    scale = prediction_scale(groups, [Fraction(20), Fraction(40)])
    business, it = (scale.marks(each) for each in groups[1:])
    assert 0 < scale.at(Fraction(20)) < it.lowest < it.median < business.lowest < business.median
    assert business.highest < scale.at(Fraction(40)) < it.highest < 100
    assert (business.is_cut_high, it.is_cut_high, it.is_cut_low) == (False, True, False)


def test_a_scale_of_one_value_is_in_the_middle() -> None:
    groups = group_predictions([("business", Fraction(30))] * 3)
    (marks, _business) = (prediction_scale(groups, [Fraction(30)]).marks(each) for each in groups)
    assert (marks.lowest, marks.median, marks.highest) == (50, 50, 50)


# --- In a room ------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db
PEOPLE = (
    ("business", "30"),
    ("business", "32"),
    ("business", "36"),
    ("it", "24"),
    ("it", "26"),
    ("it", "25.5"),
)


def in_days(count: int) -> date:
    return timezone.localdate() + timedelta(days=count)


def predicting(**fields: object) -> tuple[Answering, Measure]:
    """A room of a discovery with one measure, from 20 to 40 %, due in ten days."""
    room = answering("prediction", title="How far?")
    goal = make(Goal, discovery=room.workshop.discovery, title="More visits")
    bet = make(Hypothesis, goal=goal, statement="Reps listen", state="exploring")
    values = {"baseline": 20, "target": 40, "unit": "%", "due_on": in_days(10), **fields}
    measure = make(Measure, hypothesis=bet, name="Visits that matter", **values)
    choose(room, measure)
    return room, measure


def choose(room: Answering, measure: Measure) -> None:
    Activity.objects.filter(pk=room.activity.pk).update(settings={"measure": str(measure.uuid)})
    room.reload()


def tell(room: Answering, people: tuple[tuple[str, str], ...] = PEOPLE) -> None:
    for number, (side, value) in enumerate(people):
        person = factories.participant(room.workshop, f"Person {number}", side)
        assert room.send(person, text=value)[0] == 200
    room.go("revealed")


def measured(measure: Measure, value: float, days: int) -> MeasuredValue:
    return make(MeasuredValue, measure=measure, value=value, measured_on=in_days(days))


def test_nobody_comes_nearest_where_nobody_predicted() -> None:
    room, _measure = predicting()
    room.go("revealed")
    screens = room.screens()
    for audience in ("console", "room", "stage"):
        assert "No answers yet" in screens[audience]
        assert "who came closest" not in screens[audience]


def test_a_room_predicts_and_learns_when_it_is_measured() -> None:
    room, measure = predicting()
    tell(room)
    lines = prediction_of(room.activity, measure).lines
    assert [(line.name, line.middle, line.off) for line in lines] == [
        ("Everyone", "28%", ""),
        ("Business", "32%", ""),
        ("IT", "25.5%", ""),
    ]
    assert lines[0].range == "24% to 36%"
    screens = room.screens()
    for audience in ("console", "room", "stage"):
        assert "No new measurement yet" in screens[audience]
        assert len(re.findall(r'class="foreseen-line [^"]*" aria-hidden', screens[audience])) == len(lines)
        assert "Baseline: 20%" in screens[audience]

    measured(measure, 99, 0)  # the day of the prediction: known already
    assert prediction_of(room.activity, measure).so_far is None
    early = measured(measure, 26, 4)
    prediction = prediction_of(room.activity, Measure.objects.get())
    assert (prediction.actual, prediction.so_far) == (None, early)
    assert foresight([prediction]) == ()
    due = measured(measure, 31, 12)
    measured(measure, 39, 20)
    prediction = prediction_of(room.activity, Measure.objects.get())
    assert prediction.actual == due
    assert [(line.name, line.off, line.is_nearest) for line in prediction.lines] == [
        ("Everyone", "15% of the way", False),
        ("Business", "5% of the way", True),
        ("IT", "28% of the way", False),
    ]
    (only,) = predictions_of(room.workshop.discovery)
    assert [(each.name, each.off, each.count) for each in foresight([only])] == [
        ("Business", "5%", 1),
        ("Everyone", "15%", 1),
        ("IT", "28%", 1),
    ]


def test_without_a_day_the_first_later_value_counts() -> None:
    room, measure = predicting(due_on=None)
    tell(room)
    kind = activity_kinds.get("prediction")
    assert str(kind.stage_title(room.activity)).startswith("Where will ")
    first = measured(measure, 30, 1)
    assert kind.stage_title(room.activity) == measure.name, "the question is answered"
    measured(measure, 40, 2)
    assert prediction_of(room.activity, measure).actual == first


def test_it_is_opened_again_until_it_is_measured() -> None:
    room, measure = predicting()
    tell(room)
    assert [each.key for each in room.kind.next_phases(room.activity)] == ["answer"]
    measured(measure, 30, 10)
    assert room.kind.next_phases(room.activity) == []


def test_nothing_of_a_room_of_two_is_shown() -> None:
    room, measure = predicting()
    tell(room, PEOPLE[:1] + PEOPLE[-1:])
    measured(measure, 30, 11)
    assert prediction_of(room.activity, measure).groups == ()
    screens = room.screens()
    for audience in ("console", "room", "stage"):
        assert "2 people predicted. Results need at least three." in screens[audience]
        assert "25.5" not in screens[audience]
    assert foresight(predictions_of(room.workshop.discovery)) == ()


def test_who_said_what_is_seen_by_that_person_alone() -> None:
    room, _measure = predicting()
    ann, bo = room.join("Ann"), room.join("Bo")
    room.send(ann, text="31.25")
    assert 'value="31.25"' in room.mine(ann)
    assert "31.25" not in room.mine(bo)
    room.go("revealed")
    assert "31.25%" in room.mine(ann)


# --- Which measure --------------------------------------------------------------------------------


def test_without_a_choice_it_is_the_first_that_is_still_ahead() -> None:
    discovery = factories.discovery()
    goal = make(Goal, discovery=discovery, title="More visits")
    assert likely_measure(discovery) is None
    bare = make(Measure, goal=goal, name="Bare", position=0)
    assert likely_measure(discovery) == bare
    reached = make(Measure, goal=goal, name="Reached", baseline=1, target=2, position=1)
    measured(reached, 3, -1)
    late = make(Measure, goal=goal, name="Late", target=2, due_on=date(2020, 1, 1), position=2)
    ahead = make(Measure, goal=goal, name="Ahead", target=2, due_on=in_days(1), position=3)
    assert likely_measure(discovery) == ahead
    assert late != ahead
    workshop = factories.workshop(discovery)
    activity = factories.activity(workshop, "prediction", "How far?")
    start_workshop(actor=SYSTEM, workshop=workshop)
    activity.refresh_from_db()
    assert measure_of(Activity.objects.get(pk=activity.pk)) == ahead


def test_a_measure_stays_once_somebody_predicted_it_as_long_as_it_is_there() -> None:
    room, measure = predicting()
    other = make(Measure, goal=Goal.objects.get(), name="Another")
    sent = {"settings-measure": str(other.uuid)}
    assert PredictionSettings(sent, activity=room.activity).is_valid()
    ann = room.join("Ann")
    room.send(ann, text="31")
    said = ["People have already made predictions. Add another activity for this measure."]
    assert PredictionSettings(sent, activity=room.activity).errors == {"measure": said}
    gone = PredictionSettings({"settings-measure": str(measure.uuid)[::-1]}, activity=room.activity)
    assert gone.errors == {"measure": ["This measure was deleted. Choose another one."]}
    Measure.objects.filter(pk=measure.pk).update(deleted_at=timezone.now())
    assert PredictionSettings(sent, activity=room.activity).is_valid()
    assert room.kind.next_phases(room.activity) == []
    assert "No measure of success chosen." in room.screens()["console"]


def test_what_was_seen_of_another_measure_is_refused_and_nothing_is_lost() -> None:
    room, measure = predicting()
    ann, other = room.join("Ann"), make(Measure, goal=Goal.objects.get(), name="Another")
    choose(room, other)
    status, answer = room.send(ann, text="31", measure=measure.uuid)
    assert status == 409
    assert answer["error"] == "The room has moved on to another measure. Your screen shows it."
    assert not Answer.objects.exists()
    assert room.send(ann, text="31", measure=other.uuid)[0] == 200


@pytest.mark.parametrize("text", ["", "many", "NaN", "Infinity", "=1+1", "1e30", "1.23456", "31,5", "<b>"])
def test_what_is_no_number_is_refused_with_a_sentence(text: str) -> None:
    room, _measure = predicting()
    status, answer = room.send(room.join("Ann"), text=text)
    assert status == 422
    assert str(answer["error"]).endswith(".")
    assert not Answer.objects.exists()


@pytest.mark.parametrize(("text", "kept"), [("31.50", "31.5"), ("-0", "0"), ("1200", "1200"), (" 7 ", "7")])
def test_a_number_is_kept_as_it_is_meant(text: str, kept: str) -> None:
    room, _measure = predicting()
    room.send(room.join("Ann"), text=text)
    assert Answer.objects.get().text == kept


@pytest.mark.parametrize("text", ["many", "NaN", "-Infinity", "1e99999", "-1e-99999"])
def test_what_a_document_holds_that_is_no_number_of_a_measure_is_left_out(text: str) -> None:
    room, measure = predicting()
    tell(room)
    Answer.objects.filter(text="36").update(text=text)
    assert prediction_of(room.activity, measure).people == 5


# --- Where it is read -----------------------------------------------------------------------------


def test_it_stands_on_the_page_of_the_measure_where_bets_are_told_and_on_paper(client: Client) -> None:
    room, measure = predicting()
    discovery = room.workshop.discovery
    client.force_login(factories.access(discovery, DiscoveryRole.FACILITATOR, name="Fay"))
    places = [
        reverse("lvt:measure", args=[discovery.slug, measure.uuid]),
        reverse("lvt:portfolio_learned", args=[discovery.domain.organization.slug]),
    ]
    tell(room)
    measured(measure, 31, 12)
    for place in places:
        page = client.get(place).content.decode()
        assert "15% of the way" in page
        assert "closest" in page
    learned = learned_of(SYSTEM, discovery.domain.organization)
    assert [each.activity for each in learned.bets[0].predictions] == [room.activity]
    assert [each.name for each in learned.foresight] == ["Business", "Everyone", "IT"]
    report = assemble(discovery, made_at=timezone.now(), progress=lambda *_: None)
    assert "15% of the way" in repr(report)
    # The chart needs the styles of screens.
    paper = paper_of(room.workshop, timezone.now())
    assert "foreseen" not in paper
    assert "15% of the way" in paper


def test_what_a_later_discovery_measures_tells_who_foresaw_it_before() -> None:
    room, measure = predicting()
    tell(room)
    last = room.workshop.discovery
    new = factories.discovery(last.domain)
    start_from_last(actor=SYSTEM, discovery=new)
    goes_on = Measure.objects.exclude(pk=measure.pk).get()
    assert not learned_of(SYSTEM, last.domain.organization).foresight
    measured(goes_on, 31, 12)
    learned = learned_of(SYSTEM, last.domain.organization)
    (bet,) = learned.bets
    assert (bet.discovery, bet.predictions[0].measure) == (new, goes_on)
    assert [each.name for each in learned.foresight] == ["Business", "Everyone", "IT"]
