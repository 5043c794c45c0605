"""The minutes that activities need: their arithmetic, the part of each kind, and where they are shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from discovery.discoveries.models import DiscoveryRole
from lvt.models import UseCase
from organizations.actors import Actor
from tests import factories
from workshops.activity_kind import ActivityKind
from workshops.agenda import services as agenda
from workshops.agenda.time_estimates import selectors
from workshops.agenda.time_estimates.rules import (
    COUNT,
    ENOUGH_GAPS,
    SLOW,
    USUAL,
    AnswerLoad,
    EffortFit,
    Estimate,
    estimate,
    seconds_between,
)
from workshops.agenda.time_estimates.selectors import (
    estimated,
    estimates_of,
    expected_people,
    median_seconds,
    too_much_in,
)
from workshops.agenda.workshop_templates import TEMPLATES
from workshops.dress_rehearsal.registries import rehearsal_scripts
from workshops.models import Activity, Note, Workshop
from workshops.registries import activity_kinds
from workshops.room.running import services as running
from workshops.workshop import services as workshops
from workshops.workshop.models import WorkshopState
from workshops.workshop.selectors import agenda_of

NINE = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def workshop() -> Workshop:
    return factories.workshop()


# --- Arithmetic -----------------------------------------------------------------------------------


def test_a_part_takes_reading_once_a_thing_and_seconds_for_each_answer() -> None:
    part = AnswerLoad(147, 9, things=21, reads=20)
    # By hand: people of usual speed begin after 12 seconds, slow ones after 55.
    assert part.takes(USUAL) == pytest.approx(12 + 147 * 9 + 21 * 20)
    assert part.takes(SLOW) == pytest.approx(55 + 1.95 * (147 * 9 + 21 * 20))
    assert part.takes(USUAL, seconds_each=5) == pytest.approx(12 + 147 * 5 + 21 * 20)
    assert AnswerLoad(0, 9).takes(SLOW) == 0


@pytest.mark.parametrize(
    ("planned", "fit"),
    [
        (20, EffortFit.TOO_LONG),
        (41, EffortFit.TOO_LONG),
        (42, EffortFit.TIGHT),
        (82, EffortFit.TIGHT),
        (83, EffortFit.FITS),
    ],
)
def test_147_answers_in_20_minutes_are_too_long(planned: int, fit: EffortFit) -> None:
    """By hand: 1,755 seconds are 0.7 of 42 minutes, and the 3,454 of slow people are 0.7 of 83."""
    asked = [AnswerLoad(147, 9, things=21, reads=20)]
    made = estimate(asked, talks=1, planned=planned, people=30)
    assert made is not None
    assert made == Estimate(answers=147, people=30, planned=planned, minutes=83, fit=fit)


def test_needed_minutes_are_the_fewest_that_fit() -> None:
    asked = [AnswerLoad(4, 35), AnswerLoad(5, 6)]
    made = estimate(asked, talks=2, planned=1, people=30)
    assert made is not None
    for planned, fits in ((made.minutes, True), (made.minutes - 1, False)):
        again = estimate(asked, talks=2, planned=planned, people=30)
        assert again is not None
        assert (again.fit == EffortFit.FITS) is fits


def test_a_measured_speed_counts_for_the_first_part_alone() -> None:
    asked = [AnswerLoad(4, 35), AnswerLoad(5, 6)]
    usual, quick = (
        estimate(asked, talks=0, planned=10, people=30, seconds_each=seconds) for seconds in (None, 1.0)
    )
    only_first = estimate([AnswerLoad(4, 1), AnswerLoad(5, 6)], talks=0, planned=10, people=30)
    assert usual is not None
    assert quick == only_first
    assert quick != usual


def test_nothing_to_give_needs_no_minutes() -> None:
    assert estimate([], talks=1, planned=10, people=30) is None
    assert estimate([AnswerLoad(0, 9)], talks=1, planned=10, people=30) is None


def test_talk_never_takes_all_of_the_minutes() -> None:
    made = estimate([AnswerLoad(1, 6)], talks=40, planned=10, people=1)
    assert made is not None
    assert made.minutes > 0


def _times(*seconds: float, person: str = "anna") -> list[tuple[str, datetime]]:
    return [(person, NINE + timedelta(seconds=each)) for each in seconds]


def test_the_median_of_the_gaps_of_each_person_is_measured() -> None:
    gaps = ENOUGH_GAPS // 2
    anna = _times(*(each * 6.0 for each in range(gaps + 1)))
    ben = _times(*(each * 10.0 for each in range(gaps + 1)), person="ben")
    assert seconds_between([*anna, *ben]) == pytest.approx(8.0)
    # The order in which rows are read tells nothing, and no gap is between two people.
    assert seconds_between([*reversed(ben), *anna]) == pytest.approx(8.0)


def test_too_few_gaps_are_not_measured() -> None:
    assert seconds_between([]) is None
    assert seconds_between(_times(*(each * 6.0 for each in range(ENOUGH_GAPS)))) is None
    assert seconds_between(_times(*(each * 6.0 for each in range(ENOUGH_GAPS + 1)))) is not None


def test_what_was_imported_at_once_and_breaks_are_not_measured() -> None:
    imported = _times(*(each * 0.01 for each in range(200)), person="import")
    breaks = _times(*(each * 900.0 for each in range(200)), person="ben")
    assert seconds_between([*imported, *breaks]) is None


# --- Kinds ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", activity_kinds, ids=lambda kind: kind.key)
def test_a_kind_computes_its_minutes_or_has_a_reason(kind: ActivityKind) -> None:
    computes = type(kind).effort_in is not ActivityKind.effort_in
    assert computes is not bool(kind.no_effort), "define effort_in(), or no_effort with the reason"
    # People give something in a rehearsal of exactly those kinds.
    assert computes is (kind.key in rehearsal_scripts), (
        "a kind with effort_in() has a script in dress_rehearsal/scripts.py of its app, others have none"
    )
    assert not kind.no_effort or kind.no_effort.endswith("."), "no_effort is a sentence"


@pytest.mark.django_db
def test_times_of_answers_can_be_read_of_every_kind() -> None:
    kept = {kind.key for kind in activity_kinds if kind.answer_times(Activity.objects.all()) is not None}
    for kind in activity_kinds:
        if kind.key in kept:
            assert list(kind.answer_times(Activity.objects.all()) or ()) == []
    assert kept >= {"brainstorm", "scoring", "tree_together", "map_review", "usage_patterns"}
    # Only what has a speed is measured.
    assert not any(activity_kinds.get(key).no_effort for key in kept)


@pytest.mark.django_db
def test_cards_that_are_still_to_be_written_count(workshop: Workshop) -> None:
    writing = factories.activity(workshop, "write_use_cases", "Write")
    scoring = factories.activity(workshop, "scoring", "Score", minutes=20)
    factories.make(UseCase, discovery=workshop.discovery, name="There already")

    def answers(people: int) -> int:
        return estimates_of([scoring], people)[scoring.pk].answers

    assert answers(20) == 21 * 7
    Activity.objects.filter(pk=writing.pk).update(settings={"together": "groups", "group_size": 5})
    assert answers(20) == 5 * 7
    Activity.objects.filter(pk=writing.pk).update(skipped_at=NINE)
    assert answers(20) == 7


@pytest.mark.django_db
def test_a_vote_needs_time_to_read_the_use_cases_that_are_still_to_be_written(workshop: Workshop) -> None:
    """By hand: 15 use cases of pairs and one that is there take 4 seconds each, and three dots 8 each. Slow
    people need 55 + 1.95 × 88 seconds: 0.7 of 6 minutes."""
    factories.activity(workshop, "write_use_cases", "Write", settings={"together": "pairs"})
    vote = factories.activity(workshop, "card_dots", "Vote", minutes=6, settings={"dots": 3})
    factories.make(UseCase, discovery=workshop.discovery, name="There already")
    assert estimates_of([vote], 30)[vote.pk] == Estimate(3, 30, 6, 6, EffortFit.FITS)


@pytest.mark.django_db
def test_a_scoring_of_chosen_use_cases_asks_about_no_others(workshop: Workshop) -> None:
    factories.activity(workshop, "write_use_cases", "Write")
    case = factories.make(UseCase, discovery=workshop.discovery, name="There already")
    scoring = factories.activity(workshop, "scoring", settings={"use_cases": [str(case.uuid)]})
    assert estimates_of([scoring], 20)[scoring.pk].answers == 7


# --- People, and past workshops -------------------------------------------------------------------


@pytest.mark.django_db
def test_before_the_start_the_usual_number_of_people_is_expected(workshop: Workshop) -> None:
    factories.participant(workshop, "Anna")
    assert expected_people(workshop) == COUNT
    for number in range(COUNT):
        factories.participant(workshop, f"Person {number}")
    assert expected_people(workshop) == COUNT + 1


@pytest.mark.django_db
def test_of_a_live_workshop_those_who_joined_count(workshop: Workshop) -> None:
    workshop.state = WorkshopState.LIVE
    assert expected_people(workshop) == COUNT
    factories.participant(workshop, "Anna")
    factories.participant(workshop, "Ben")
    factories.participant(workshop, "Gone", removed_at=NINE)
    assert expected_people(workshop) == 2


@pytest.mark.django_db
def test_notes_of_past_workshops_of_the_organization_are_measured(workshop: Workshop) -> None:
    board = factories.activity(workshop, "brainstorm", "Board", started_at=NINE)
    assert median_seconds(workshop.discovery, "brainstorm") is None
    for person in ("anna", "ben"):
        for number in range(ENOUGH_GAPS // 2 + 1):
            at = NINE + timedelta(seconds=20 * number)
            factories.make(Note, activity=board, author=person, text="A note", created_at=at)
    assert median_seconds(workshop.discovery, "brainstorm") == pytest.approx(20.0)
    assert median_seconds(workshop.discovery, "scoring") is None
    assert median_seconds(workshop.discovery, "poll") is None
    elsewhere = factories.workshop(factories.discovery(factories.domain(factories.organization("Other"))))
    assert median_seconds(elsewhere.discovery, "brainstorm") is None
    # What was measured counts in the next workshop.
    new = factories.activity(workshop, "brainstorm", "Next", minutes=25)
    before = estimate([AnswerLoad(4, 35), AnswerLoad(5, 6)], talks=2, planned=25, people=30)
    made = estimates_of([new], 30)[new.pk]
    assert before is not None
    assert made.minutes < before.minutes


@pytest.mark.django_db
def test_answers_of_one_person_stay_together_where_not_all_are_read(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = factories.activity(workshop, "brainstorm", "Board", started_at=NINE)
    for number in range(ENOUGH_GAPS + 1):
        for person in ("anna", "ben"):
            at = NINE + timedelta(seconds=20 * number)
            factories.make(Note, activity=board, author=person, text="A note", created_at=at)
    monkeypatch.setattr(selectors, "_ANSWERS", ENOUGH_GAPS + 1)
    assert median_seconds(workshop.discovery, "brainstorm") == pytest.approx(20.0)


# --- Surfaces -------------------------------------------------------------------------------------

TOO_LONG = "210 answers each, 30 in the room: too long for 20 min. Plan 117 min. Fair share needs 40 min."


@pytest.fixture
def overfull(workshop: Workshop) -> Workshop:
    factories.activity(workshop, "welcome", "Hello")
    factories.activity(workshop, "write_use_cases", "Write", minutes=15)
    factories.activity(workshop, "scoring", "Score", minutes=20)
    return workshop


@pytest.mark.django_db
def test_the_agenda_has_what_each_activity_needs(overfull: Workshop) -> None:
    hello, write, score = estimated(agenda_of(overfull)).items
    assert hello.estimate is None
    assert write.estimate == Estimate(1, 30, 15, 8, EffortFit.FITS)
    # With ten use cases each, slow people take 55 + 1.95 × (70 × 9 + 10 × 20) seconds: 0.7 of 40 minutes.
    assert score.estimate == Estimate(210, 30, 20, 117, EffortFit.TOO_LONG, "Fair share", 40)
    assert [each.activity.title for each in too_much_in(overfull)] == ["Score"]


@pytest.mark.django_db
def test_the_agenda_the_console_and_ready_to_go_live_show_it(client_of, overfull, facilitator) -> None:
    client = client_of(facilitator)
    page = client.get(
        reverse("discovery:workshop", args=[overfull.discovery.slug, overfull.uuid])
    ).content.decode()
    assert TOO_LONG in page
    assert "1 answer each, 30 in the room: needs 8 of 15 min." in page
    console = client.get(reverse("discovery:console", args=[overfull.code])).content.decode()
    # In the checks before the start, and in the agenda beside them, where what fits is not mentioned.
    assert console.count(TOO_LONG) == 1
    assert console.count("210 answers each: too long for 20 min. Plan 117 min. Fair share needs 40 min.") == 1
    assert "in the room: needs" not in console


@pytest.mark.django_db
def test_viewers_and_phones_read_nothing_of_it(client_of, overfull) -> None:
    viewer = factories.access(overfull.discovery, DiscoveryRole.VIEWER, name="Vera Viewer")
    page = client_of(viewer).get(reverse("discovery:workshop", args=[overfull.discovery.slug, overfull.uuid]))
    assert "in the room:" not in page.content.decode()


@pytest.mark.django_db
def test_an_activity_that_began_is_not_estimated(overfull, facilitator, actor) -> None:
    running.start_workshop(actor=actor, workshop=overfull)
    Activity.objects.filter(kind="scoring").update(started_at=NINE)
    items = {item.activity.kind: item for item in estimated(agenda_of(overfull)).items}
    assert items["scoring"].estimate is None
    assert too_much_in(overfull) == []


@pytest.mark.django_db
def test_a_breakout_room_has_its_part_of_the_people(workshop: Workshop, actor: Actor) -> None:
    breakout = agenda.add_activity(actor=actor, workshop=workshop, kind="breakout")
    rooms = list(breakout.rooms.all())
    board = estimated(agenda_of(workshop, rooms[0])).items[0].estimate
    assert board is not None
    assert board.people == -(-COUNT // len(rooms))
    # The agenda that new rooms get fits its minutes.
    assert too_much_in(workshop) == []


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["prioritization", "scoring_round", "priorities"])
def test_the_prioritizations_that_ship_fit_thirty_people(key: str) -> None:
    """The sweep over all of them is tests/exchange/test_shipped_rehearsals.py."""
    made = workshops.add_workshop(
        actor=factories.SYSTEM, discovery=factories.discovery(), name="Sitting", template=key
    )
    assert len(TEMPLATES[key].activities) == len(agenda_of(made).items)
    assert too_much_in(made) == []
