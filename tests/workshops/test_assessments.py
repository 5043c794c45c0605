"""A room assesses: the middle answer of each side, hidden until the reveal, recorded with one press."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from statistics import median_low
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from core.exceptions import Conflict, NotAllowed, NotFound
from core.models import Operation
from discovery.discoveries.models import DiscoveryRole
from organizations.actors import Actor
from process.models import SuitabilityStatement
from tests import factories
from tests.factories import SYSTEM
from tests.workshops.answering import Answering, answering
from workshops.contributions.assessment.forms import AssessmentSettings
from workshops.contributions.assessment.rules import middle, opinion, places
from workshops.contributions.assessment.selectors import (
    by_total,
    furthest_apart,
    own_answers,
    scales_in,
    subject_answers,
    subjects_in,
)
from workshops.contributions.assessment.services import record
from workshops.models import Answer, Participant
from workshops.registries import MOST_SCALES, AssessedSubject, assessment_sources
from workshops.room.running.selectors import progress_of, room_state
from workshops.services.undo import undo


def test_the_middle_is_what_somebody_could_have_given_and_the_lower_one_of_two() -> None:
    for given in product(range(4), repeat=5):
        for people in range(1, 6):
            said = opinion(3, [("business", number) for number in given[:people]])
            assert said.middle == median_low(given[:people])
            assert (said.low, said.high) == (min(given[:people]), max(given[:people]))
    assert middle((0, 0, 0)) is None


def test_sides_skips_and_numbers_of_another_scale_are_told_apart() -> None:
    said = opinion(3, [("business", 3), ("it", 0), ("it", 1), ("other", 2), ("it", None), ("it", 9)])
    assert (said.counts, said.skipped, said.count) == ((1, 1, 1, 1), 1, 4)
    assert said.of_side("it") == (1, 1, 0, 0)
    assert said.distance == (3, 3)
    assert opinion(3, [("", 2)]).distance == (0, 0)
    assert opinion(3, []).counts == (0, 0, 0, 0)
    with pytest.raises(ValueError, match="a scale runs"):
        opinion(0, [])


# --- In a room ------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


def assessing(what: str = "suitability") -> tuple[Answering, list[AssessedSubject]]:
    room = answering("assessment", {"what": what})
    return room, subjects_in(room.activity)


def join(room: Answering, name: str, side: str) -> Participant:
    return factories.participant(room.workshop, name, side)


def rate(room: Answering, who: Participant, subject: AssessedSubject, number: object, scale: int = 0) -> int:
    status, _said = room.send(who, subject=subject.uuid, scale=scale, number=number)
    return status


@pytest.mark.parametrize("key", ["suitability", "readiness", "delta", "capabilities"])
def test_a_room_without_anything_to_rate_begins_with_what_the_method_knows(key: str) -> None:
    room, subjects = assessing(key)
    assert len(subjects) >= 5
    ann = join(room, "Ann", "business")
    page = room.mine(ann)
    scales = scales_in(room.activity)
    assert page.count("<fieldset") == len(subjects) * len(scales)
    for place, scale in enumerate(scales):
        assert rate(room, ann, subjects[0], scale.top, place) == 200
    room.go("revealed")
    assert room.press("assessment_record_all", room.activity.uuid).status_code == 204
    recorded = subjects_in(room.reload())[0].recorded
    assert recorded == {scale.field: scale.top for scale in scales}
    undo(actor=SYSTEM, target=Operation.objects.filter(verb="activity.recorded").latest("pk"))
    assert subjects_in(room.activity)[0].recorded == dict.fromkeys(recorded)


def test_every_scale_begins_at_zero_and_its_slots_fit() -> None:
    discovery = factories.three_streams()
    for what in assessment_sources:
        held_by = what.hold(SYSTEM, discovery) if what.hold else ""
        scales = what.scales(discovery, held_by)
        assert 1 <= len(scales) <= MOST_SCALES
        assert all(scale.top >= 1 for scale in scales)
        assert all(len(scale.marks) in (0, len(scale.levels)) for scale in scales)
    longest = Answer._meta.get_field("slot").max_length
    assert longest is not None
    assert len(f"{uuid4()}:9") <= longest


def test_what_the_room_says_is_seen_by_side_and_recorded_for_one_or_for_all() -> None:
    room, (first, second, *_others) = assessing()
    people = [join(room, "Ann", "business"), join(room, "Bo", "it"), join(room, "Cem", "it")]
    for who, numbers in zip(people, ((4, 2), (1, 2), (2, "skip")), strict=True):
        for subject, number in zip((first, second), numbers, strict=True):
            assert rate(room, who, subject, number) == 200
    room.go("revealed")

    lines = subject_answers(room.activity)
    (cell,) = lines[0].cells
    assert (cell.room, cell.business, cell.it, cell.range_words) == (2, 4, 1, "1 to 4")
    (other,) = lines[1].cells
    assert (other.room, other.opinion.skipped, other.range_words) == (2, 1, "all equal")
    assert lines[2].cells[0].room is None
    assert furthest_apart(lines) == lines[:1]
    screens = room.screens()
    for audience in ("console", "room", "stage"):
        assert first.name in screens[audience]
    for audience in ("room", "stage"):
        talk = screens[audience].partition('<article class="card compact pile tight talk">')[2]
        assert f"<b>{cell.scale.label}</b>" in talk, "on which scale people are apart"
    own = room.mine(people[0])
    assert "you <b>4</b>, the room <b>2</b>" in " ".join(own.split())
    assert "you <b>4</b>" not in room.mine(people[1])

    url = {"code": room.workshop.code, "uuid": room.activity.uuid, "subject": first.uuid}
    answer = room.console().post(reverse("discovery:assessment_record", kwargs=url))
    assert answer.status_code == 204
    assert "/undo/" in answer.headers["HX-Trigger"]
    scores = dict(SuitabilityStatement.objects.values_list("uuid", "score"))
    assert (scores[first.uuid], scores[second.uuid]) == (2, None)
    record(actor=SYSTEM, activity=room.activity)
    scores = dict(SuitabilityStatement.objects.values_list("uuid", "score"))
    assert [scores[each.subject.uuid] for each in lines[:3]] == [2, 2, None]
    with pytest.raises(Conflict, match="already recorded"):
        record(actor=SYSTEM, activity=room.activity)


def test_before_the_reveal_nothing_is_recorded_and_only_facilitators_record() -> None:
    room, (first, *_others) = assessing()
    ann = join(room, "Ann", "business")
    rate(room, ann, first, 3)
    assert room.press("assessment_record_all", room.activity.uuid).status_code == 409
    room.go("revealed")
    editor = Actor.of_account(factories.access(room.workshop.discovery, DiscoveryRole.EDITOR))
    with pytest.raises(NotAllowed):
        record(actor=editor, activity=room.activity)
    with pytest.raises(NotFound):
        record(actor=SYSTEM, activity=room.activity, subject=uuid4())
    assert rate(room, ann, first, 1) == 409
    assert not SuitabilityStatement.objects.exclude(score=None).exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"number": 5},
        {"number": -1},
        {"number": "=1+1"},
        {"number": "٣"},
        {"number": ""},
        {"scale": 1},
        {"scale": -1},
        {"scale": "x"},
        {"subject": str(uuid4())},
        {"subject": "<b>"},
    ],
)
def test_what_cannot_be_an_answer_is_refused_with_a_sentence(sent: dict[str, object]) -> None:
    room, (first, *_others) = assessing()
    fields: dict[str, Any] = {"subject": first.uuid, "scale": 0, "number": 3, **sent}
    status, said = room.send(join(room, "Ann", "business"), **fields)
    assert status == 422
    assert str(said["error"]).endswith(".")
    assert not Answer.objects.exists()


def test_who_rated_everything_or_says_so_is_done() -> None:
    room, subjects = assessing()
    ann, bo = join(room, "Ann", "business"), join(room, "Bo", "it")
    for subject in subjects:
        rate(room, ann, subject, "skip")
    rate(room, bo, subjects[0], 1)
    progress = progress_of(room_state(room.workshop.pk))
    assert progress.done == {str(ann.uuid)}
    assert progress.partial[str(bo.uuid)] == f"1 of {len(subjects)}"


def test_what_is_deleted_meanwhile_is_gone_from_all_screens_and_is_not_asked() -> None:
    room, (first, *others) = assessing()
    ann = join(room, "Ann", "business")
    rate(room, ann, first, 3)
    SuitabilityStatement.objects.filter(uuid=first.uuid).update(deleted_at=room.activity.created_at)
    actor = Actor.system("nobody")
    assert [subject.uuid for subject, _answers in own_answers(room.activity, actor)] == [
        each.uuid for each in others
    ]
    assert rate(room, ann, first, 2) == 422
    room.go("revealed")
    assert [line.subject for line in subject_answers(room.activity)] == others


def test_what_is_rated_stays_once_somebody_answered() -> None:
    room, (first, *_others) = assessing()
    sent = {"settings-what": "delta"}
    assert AssessmentSettings(sent, activity=room.activity).errors == {
        "what": ["The room is in this activity now. Add another activity for this."]
    }
    now = room.activity.created_at
    for started_at, ended_at in ((None, None), (now, now)):
        room.activity.started_at, room.activity.ended_at = started_at, ended_at
        assert AssessmentSettings(sent, activity=room.activity).is_valid()
    rate(room, join(room, "Ann", "business"), first, 2)
    assert AssessmentSettings(sent, activity=room.activity).errors == {
        "what": ["People have already rated. Add another activity for this."]
    }


def test_the_stage_lists_the_dimensions_of_the_delta_by_their_gap() -> None:
    """From today to the target. A subject without both numbers has none, and is last."""
    room, (first, second, third, *_others) = assessing("delta")
    ann = join(room, "Ann", "business")
    for subject, numbers in ((first, (2, 3)), (second, (0, 4))):
        for scale, number in enumerate(numbers):
            assert rate(room, ann, subject, number, scale) == 200
    assert rate(room, ann, third, 1) == 200
    room.go("revealed")
    lines = by_total(room.activity, subject_answers(room.activity))
    assert [line.subject.uuid for line in lines[:2]] == [second.uuid, first.uuid]
    assert [line.total for line in lines[:2]] == [Decimal(4), Decimal(1)]
    assert [cell.tint for cell in lines[0].cells] == [0, 3]
    assert lines[2].total is None
    assert [line.place for line in lines[:3]] == ["1", "2", "–"]
    stage = room.screens()["stage"]
    assert stage.index(second.name) < stage.index(first.name) < stage.index(third.name)


def test_equal_totals_share_a_place() -> None:
    totals = [Decimal(11), Decimal(10), Decimal(10), Decimal(9), None, None]
    assert places(totals) == [(1, False), (2, True), (2, True), (4, False), (0, False), (0, False)]


def test_lines_on_one_scale_have_no_total() -> None:
    room, _subjects = assessing()
    lines = subject_answers(room.activity)
    assert by_total(room.activity, lines) == lines
