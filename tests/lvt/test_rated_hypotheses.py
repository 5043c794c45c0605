"""A room rates hypotheses on the criteria of a method, and what it said is recorded for each of them."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest

from core.exceptions import Conflict, Invalid, NotFound
from core.models import Operation
from core.services import kinds
from discovery.models import Discovery
from lvt.hypothesis_ranking.selectors import by_value
from lvt.methods.presets import PRESETS
from lvt.methods.selectors import current_method, method_of_hypotheses
from lvt.methods.services import add_criterion, change_criterion, choose_preset, copy_method
from lvt.models import Criterion, Goal, Hypothesis, HypothesisRating, ScoringMethod
from lvt.rounds.policies import is_frozen
from lvt.tree.models import BetState
from tests import factories
from tests.factories import SYSTEM, make
from tests.workshops.answering import Answering
from workshops.contributions.assessment.selectors import by_total, scales_in, subject_answers, subjects_in
from workshops.contributions.assessment.services import record
from workshops.models import Answer, Workshop
from workshops.registries import assessment_sources
from workshops.room.running.services import start_workshop
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


def rating(preset: str = "seven_criteria") -> tuple[Answering, Hypothesis, Hypothesis]:
    """A room that rates two hypotheses by the shipped method."""
    discovery = factories.discovery()
    goal = make(Goal, discovery=discovery, title="More visits")
    listen, ask = (make(Hypothesis, goal=goal, statement=words) for words in ("Reps listen", "Reps ask"))
    choose_preset(actor=SYSTEM, discovery=discovery, key=preset)
    return in_a_room(discovery), listen, ask


def in_a_room(discovery: Discovery) -> Answering:
    workshop = factories.workshop(discovery)
    factories.activity(workshop, "assessment", "What is it worth?", settings={"what": "hypotheses"})
    moderator = factories.access(discovery)
    start_workshop(actor=SYSTEM, workshop=workshop)
    workshop.refresh_from_db()
    room = Answering(workshop, workshop.tracks.get().activities.get(), moderator)
    room.reload()
    return room


def rate(room: Answering, side: str, numbers: dict[Hypothesis, list[object]]) -> None:
    who = factories.participant(room.workshop, f"{side} {uuid4()}", side)
    for bet, given in numbers.items():
        for scale, number in enumerate(given):
            assert room.send(who, subject=bet.uuid, scale=scale, number=number)[0] == 200


def recorded(bet: Hypothesis) -> dict[str, int]:
    return {each.criterion.name: each.number for each in bet.ratings.select_related("criterion")}


def test_what_the_room_said_is_recorded_on_the_scale_of_each_criterion_and_undone() -> None:
    """Answers are places from 0: of impact, confidence and ease from 1 to 10, the first is a 1."""
    room, listen, ask = rating("ice")
    rate(room, "business", {listen: [9, 7, 0], ask: [0, "skip", 4]})
    rate(room, "it", {listen: [7, 7, 2]})
    phone = room.mine(factories.participant(room.workshop, "Ann", "business"))
    assert "What is each of our hypotheses worth?" in room.screens()["stage"]
    assert "How much will it change if it works?" in phone
    room.go("revealed")
    lines = subject_answers(room.activity)
    assert [[each.room for each in line.cells] for line in lines] == [[7, 7, 0], [0, None, 4]]
    assert "recorded: 8" not in room.screens()["console"]
    record(actor=SYSTEM, activity=room.activity)
    assert recorded(listen) == {"Impact": 8, "Confidence": 8, "Ease": 1}
    assert recorded(ask) == {"Impact": 1, "Ease": 5}
    assert "recorded: 8" in " ".join(room.screens()["console"].split())
    with pytest.raises(Conflict, match="already recorded"):
        record(actor=SYSTEM, activity=room.activity)
    undo(actor=SYSTEM, target=Operation.objects.filter(verb="activity.recorded").latest("pk"))
    assert not HypothesisRating.objects.exists()


def test_the_stage_lists_hypotheses_by_their_total_by_the_method() -> None:
    room, listen, ask = rating("ice")
    rate(room, "business", {listen: [0, 1, 0], ask: [9, 7, 4]})
    room.go("revealed")
    lines = by_total(room.activity, subject_answers(room.activity))
    assert [line.subject.uuid for line in lines] == [ask.uuid, listen.uuid]
    assert [line.total for line in lines] == [Decimal(10 * 8 * 5), Decimal(2)]
    stage = room.screens()["stage"]
    assert stage.index(ask.statement) < stage.index(listen.statement)
    record(actor=SYSTEM, activity=room.activity)
    ranked = by_value(room.workshop.discovery)
    assert ranked is not None
    assert [each.total for each in ranked.ranking] == [line.total for line in lines], "as on its page"


def test_steps_of_a_scale_are_seen_as_what_they_count() -> None:
    room, listen, _ask = rating("rice")
    reach = scales_in(room.activity)[0]
    assert [mark for _number, mark, _words in reach.steps][:3] == ["3", "10", "30"]
    rate(room, "business", {listen: [3, 4, 1, 0]})
    rate(room, "it", {listen: [5, 4, 1, 0]})
    room.go("revealed")
    cell = subject_answers(room.activity)[0].cells[0]
    assert (cell.range_words, [tick.value for tick in cell.strip.ticks][:2]) == ("100 to 1000", ["3", "10"])
    record(actor=SYSTEM, activity=room.activity)
    assert recorded(listen) == {"Reach": 3, "Impact": 4, "Confidence": 1, "Effort": 0}


def test_a_room_goes_on_with_the_method_that_it_began_with_and_the_method_stays_as_it_is() -> None:
    room, listen, _ask = rating("ice")
    held = method_of_hypotheses(room.workshop.discovery)
    assert held is not None
    assert not is_frozen(held)
    rate(room, "business", {listen: [9, 7, 3]})
    assert is_frozen(held)
    with pytest.raises(Conflict, match="People have answered with this method"):
        change_criterion(actor=SYSTEM, criterion=held.criteria.all()[0], name="Else")
    choose_preset(actor=SYSTEM, discovery=room.workshop.discovery, key="rice")
    assert [scale.label for scale in scales_in(room.reload())] == ["Impact", "Confidence", "Ease"]
    room.go("revealed")
    record(actor=SYSTEM, activity=room.activity)
    Answer.objects.all().delete()
    assert is_frozen(held)
    assert recorded(listen) == {"Impact": 10, "Confidence": 8, "Ease": 4}


def test_until_somebody_answers_the_room_takes_the_method_of_today() -> None:
    room, _listen, _ask = rating("ice")
    choose_preset(actor=SYSTEM, discovery=room.workshop.discovery, key="value_and_effort")
    assert [scale.label for scale in scales_in(room.reload())] == ["Value", "Effort"]


def test_a_method_that_made_way_in_the_room_is_followed_by_one_that_stays() -> None:
    """The answers lie by the places of its criteria."""
    room, listen, _ask = rating("ice")
    discovery, seen = room.workshop.discovery, room.workshop.live_revision
    choose_preset(actor=SYSTEM, discovery=discovery, key="value_and_effort")
    room.reload()
    told = Workshop.objects.get(pk=room.workshop.pk).live_revision
    rate(room, "business", {listen: [3, 1]})
    held = current_method(discovery)
    assert held is not None
    assert is_frozen(held)
    assert told > seen
    choose_preset(actor=SYSTEM, discovery=discovery, key="rice")
    assert [scale.label for scale in scales_in(room.reload())] == ["Value", "Effort"]
    room.go("revealed")
    record(actor=SYSTEM, activity=room.activity)
    assert set(recorded(listen)) == {"Value", "Effort"}


def test_a_room_whose_method_gives_way_to_kano_goes_on_with_the_seven_criteria() -> None:
    room, _listen, _ask = rating("ice")
    discovery = room.workshop.discovery
    choose_preset(actor=SYSTEM, discovery=discovery, key="kano")
    room.reload()
    criteria = [str(each.name) for each in PRESETS["seven_criteria"].criteria]
    stage = room.screens()["stage"]
    assert all(name in stage for name in criteria)
    undo(actor=SYSTEM, target=Operation.objects.filter(verb="method.added").latest("pk"))
    assert [scale.label for scale in scales_in(room.reload())] == ["Impact", "Confidence", "Ease"]


def test_a_room_without_scales_still_shows_what_is_asked() -> None:
    room, _listen, _ask = rating("ice")
    ScoringMethod.objects.update(deleted_at=room.activity.created_at)
    assert "What is each of our hypotheses worth?" in room.screens()["stage"]


def test_a_method_that_cannot_be_asked_of_hypotheses_leaves_them_the_seven_criteria() -> None:
    """Its use cases keep theirs."""
    room, _listen, _ask = rating()
    discovery = room.workshop.discovery
    own = copy_method(actor=SYSTEM, method=current_method(discovery) or ScoringMethod())
    for number in range(4):
        name = f"Question {number}"
        add_criterion(actor=SYSTEM, method=own, name=name, question="How?", scale_min=0, scale_max=5)
    other = in_a_room(discovery)
    assert current_method(discovery) == own
    criteria = [str(each.name) for each in PRESETS["seven_criteria"].criteria]
    assert [scale.label for scale in scales_in(other.activity)] == criteria
    in_a_room(discovery)
    assert ScoringMethod.objects.filter(of_hypotheses=True).count() == 1


def test_every_shipped_method_that_counts_by_criterion_can_be_asked() -> None:
    for key in PRESETS:
        room, _listen, _ask = rating(key)
        assert all(2 <= len(scale.levels) <= 11 for scale in scales_in(room.activity)), key


def test_bets_that_are_stopped_are_not_rated_and_a_tree_without_any_says_so() -> None:
    room, listen, ask = rating()
    Hypothesis.objects.filter(pk=listen.pk).update(state=BetState.STOPPED)
    assert [each.uuid for each in subjects_in(room.activity)] == [ask.uuid]
    assert room.kind.unready(room.activity) == ""
    Hypothesis.objects.update(deleted_at=room.activity.created_at)
    assert room.kind.unready(room.activity) == "No hypotheses yet."
    way = room.kind.way_to_ready(room.activity)
    assert way is not None
    assert way.url.endswith("/tree/")


def test_nothing_of_another_discovery_is_recorded_nor_a_number_off_the_scale() -> None:
    room, listen, _ask = rating("value_and_effort")
    other, strange, _more = rating("ice")
    what = assessment_sources.get("hypotheses")
    own = {str(each.uuid): 1 for each in Criterion.objects.filter(method__discovery=room.workshop.discovery)}
    with pytest.raises(NotFound):
        what.record(SYSTEM, room.workshop.discovery, strange.uuid, own)
    with pytest.raises(NotFound):
        what.record(SYSTEM, other.workshop.discovery, strange.uuid, own)
    (key, *_others) = own
    with pytest.raises(Invalid, match="isn’t on the criterion’s scale"):
        what.record(SYSTEM, room.workshop.discovery, listen.uuid, {key: 7})
    criterion = Criterion.objects.get(uuid=key)
    kinds.add(actor=SYSTEM, draft=HypothesisRating(hypothesis=listen, criterion=criterion, number=3))
    with pytest.raises(Conflict, match="already rated"):
        kinds.add(actor=SYSTEM, draft=HypothesisRating(hypothesis=listen, criterion=criterion, number=4))
