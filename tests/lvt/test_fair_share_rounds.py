"""Rounds of fair shares, live: who is asked what, what is refused, and the same adjusted numbers anywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from core.exceptions import NotFound
from lvt.fair_share import MOST_EACH
from lvt.forms.rounds import ScoringSettings
from lvt.models import Score, ScoringRound, ShareUseCase, UseCase
from lvt.scoring_method import Key
from lvt.selectors.rounds import latest_round, round_results
from lvt.selectors.scores import own_scores, round_progress
from lvt.selectors.shares import share_of, shares_of
from lvt.services.rounds import open_round, reveal, take_in
from tests import factories
from tests.factories import SYSTEM, make
from tests.lvt.fair_rooms import fair_room
from tests.lvt.rooms import Room, scoring_room
from tests.lvt.test_partial_ballots import WHOLE, hold_book, hold_sheets, hold_surfaces, surfaces
from tests.workbooks import workbook
from workshops.actors import RoomActor
from workshops.models import Activity, Participant
from workshops.registries import activity_kinds, rehearsed
from workshops.rehearsal import Chance
from workshops.services.merging import merge_people
from workshops.services.participants import change_details, remove_participant

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
SCORING = activity_kinds.get("scoring")


def fair(use_cases: int = 12, people: int = 0) -> Room:
    """A live room whose activity asks for shares, with an open round for so many use cases."""
    room = scoring_room("Only")
    for number in range(use_cases - 1):
        room.use_cases.append(make(UseCase, discovery=room.discovery, name=f"Case {number}", position=number))
    Activity.objects.filter(pk=room.activity.pk).update(settings={"fair_share": True})
    room.activity.refresh_from_db()
    for number in range(people):
        room.join(f"P{number}", ("business", "it")[number % 2])
    room.round = open_round(
        actor=SYSTEM, activity=room.activity, use_cases=room.use_cases, method=room.method
    )
    return room


def page(room: Room, part: str, participant: Participant | None = None) -> str:
    context = (
        SCORING.mine(room.activity, RoomActor.of_participant(participant))
        if participant
        else getattr(SCORING, part)(room.activity)
    )
    return render_to_string(f"{SCORING.template_dir}/{part}.html", context)


def share(room: Room, person: Participant) -> list[int]:
    """The places of the use cases in the share of a person."""
    own = share_of(ScoringRound.objects.get(pk=room.round.pk), person)
    return [room.use_cases.index(each) for each in own]


def give_share(room: Room, person: Participant, value: int = 3) -> None:
    for place in share(room, person):
        room.give_all(person, *[value] * 7, use_case=place)


def test_a_short_list_and_an_activity_that_does_not_ask_are_scored_whole() -> None:
    assert fair(MOST_EACH).round.most_each is None
    assert scoring_room(*map(str, range(12))).round.most_each is None
    assert fair(MOST_EACH + 1).round.most_each == MOST_EACH


def test_the_setting_is_offered_for_a_long_list_or_one_that_is_still_written() -> None:
    def is_offered(activity: Activity) -> bool:
        return not ScoringSettings(None, activity=activity).fields["fair_share"].widget.is_hidden

    short = scoring_room("One", "Two")
    assert not is_offered(short.activity)
    assert is_offered(scoring_room(*map(str, range(11))).activity)
    writing = factories.workshop(short.discovery)
    factories.activity(writing, "write_use_cases", "Write")
    assert is_offered(factories.activity(writing, "scoring", "Score"))


def test_a_phone_shows_ones_own_share_alone(client_of: ClientOf) -> None:
    room = fair(people=6)
    ann = room.workshop.participants.order_by("pk")[0]
    own = share(room, ann)
    assert len(own) == MOST_EACH
    phone = page(room, "mine", ann)
    assert "You score 10 of 12 use cases. Others score the rest." in phone
    for place, use_case in enumerate(room.use_cases):
        assert (f'data-case="{use_case.uuid}"' in phone) == (place in own)


def test_a_score_outside_of_ones_share_is_refused_and_not_kept() -> None:
    room = fair(people=6)
    ann = room.workshop.participants.order_by("pk")[0]
    (other, *_more) = set(range(12)) - set(share(room, ann))
    with pytest.raises(NotFound, match="isn’t in your share"):
        room.give(ann, 4, other)
    assert not Score.objects.exists()
    room.give(ann, 4, share(room, ann)[0])
    assert Score.objects.count() == 1


def test_who_comes_later_has_a_share_at_once_and_keeps_it() -> None:
    room = fair(people=4)
    before = ShareUseCase.objects.count()
    first, second = room.join("First", "it"), room.join("Second", "business")
    own = share(room, first), share(room, second)
    assert ShareUseCase.objects.count() == before, "reading writes nothing"
    room.give(second, 2, own[1][0])
    assert ShareUseCase.objects.count() == before + 2 * MOST_EACH, "with all who came before"
    change_details(
        actor=RoomActor.of_participant(first),
        workshop=room.workshop,
        display_name="First",
        side="business",
        role_title="",
    )
    remove_participant(actor=SYSTEM, participant=second)
    room.join("Third", "it")
    assert (share(room, first), share(room, second)) == own


def test_everyone_is_done_with_their_share_and_coverage_counts_who_was_asked() -> None:
    room = fair(people=6)
    people = list(room.workshop.participants.order_by("pk"))
    give_share(room, people[0])
    room.give_all(people[1], *[3] * 7, use_case=share(room, people[1])[0])
    progress = round_progress(room.round)
    assert progress.done == {str(people[0].uuid)}
    assert progress.partial == {str(people[1].uuid): "1 of 10"}
    asked = shares_of(room.round) or {}
    for row in progress.coverage:
        has = [each for each in people if row.use_case.pk in asked[each.pk]]
        assert row.business.of + row.it.of <= len(has)


def test_the_console_says_when_the_list_is_too_long_for_the_room() -> None:
    assert "That takes 6 people, or a shorter list." in page(fair(12, people=2), "console")
    told = page(fair(12, people=6), "console")
    assert "Fair share: each person scores at most 10 of 12 use cases." in told
    assert "or a shorter list" not in told


def test_what_is_included_later_goes_to_five_people() -> None:
    room = fair(people=8)
    people = list(room.workshop.participants.order_by("pk"))
    before = {each.pk: share(room, each) for each in people}
    new = make(UseCase, discovery=room.discovery, name="Later", position=99)
    room.use_cases.append(new)
    take_in(actor=SYSTEM, round=room.round, use_cases=[new])
    grown = {each.pk: share(room, each) for each in people}
    assert all(set(before[pk]) <= set(grown[pk]) for pk in before)
    got = [each for each in people if 12 in grown[each.pk]]
    assert len(got) == 5
    assert {"business", "it"} == {each.side for each in got}
    assert "Each new use case goes to five people" not in page(room, "console")


def test_two_who_are_one_have_both_shares() -> None:
    room = fair(people=6)
    kept, other = room.workshop.participants.order_by("pk")[:2]
    both = {*share(room, kept), *share(room, other)}
    merge_people(actor=SYSTEM, workshop=room.workshop, kept=kept, other=other)
    assert set(share(room, kept)) == both


def test_one_person_alone_and_who_never_looked_are_counted_as_asked() -> None:
    room = fair(people=1)
    ann = room.workshop.participants.get()
    give_share(room, ann)
    room.join("Never looked", "it")
    reveal(actor=SYSTEM, round=room.round)
    results = round_results(ScoringRound.objects.get(pk=room.round.pk))
    assert results.asked == {"business": 1, "it": 1, "other": 0}
    assert {each.evidence.people_asked for each in results.ranking} <= {1, 2}
    assert sum(each.evidence.people_asked for each in results.ranking) == 2 * MOST_EACH


def test_who_comes_after_the_reveal_has_no_share() -> None:
    room = fair(people=4)
    for person in room.workshop.participants.all():
        give_share(room, person)
    room.round = reveal(actor=SYSTEM, round=room.round)
    late = room.join("Late")
    assert own_scores(room.round, late) == ()
    assert "not in your share" in page(room, "mine", late)


def test_a_rehearsal_scores_the_share_of_each() -> None:
    room = fair(people=6)
    asked = rehearsed.get("scoring").asked(room.activity)
    assert len(asked) == MOST_EACH * 7
    ann = room.workshop.participants.order_by("pk")[0]
    for number, each in enumerate(asked):
        each.send(RoomActor.of_participant(ann), Chance("room", number))
    assert round_progress(room.round).done == {str(ann.uuid)}


def test_a_copy_of_the_round_opens_with_new_shares(client_of: ClientOf) -> None:
    room = fair(people=6)
    for person in room.workshop.participants.all():
        give_share(room, person, 2)
    reveal(actor=SYSTEM, round=room.round)
    facilitator = client_of(factories.access(room.discovery))
    url = reverse("lvt:round_open", args=[room.workshop.code])
    facilitator.post(url, {"activity": str(room.activity.uuid), "use_case": str(room.use_cases[0].uuid)})
    again = latest_round(Activity.objects.get(pk=room.activity.pk))
    assert again is not None
    assert (again.number > room.round.number, again.most_each) == (True, None), "one use case is no long list"


@pytest.mark.sqlite
@pytest.mark.sweep(sample=2)
@pytest.mark.parametrize("seed", range(8))
def test_every_surface_shows_the_adjusted_numbers(seed: int, client_of: ClientOf, tmp_path: Path) -> None:
    preset = ("seven_criteria", "weighted_criteria", "weighted_shortest_job", "kano")[seed % 4]
    room, result = fair_room(seed, preset)
    hold_surfaces(room, result, client_of)
    hold_sheets(room, result)
    hold_book(room, result, tmp_path / "book")


@pytest.mark.sqlite
def test_every_surface_calls_them_adjusted(client_of: ClientOf) -> None:
    room, result = fair_room(1)
    told = surfaces(room, client_of)
    for where in (*WHOLE, "phone"):
        assert "adjusted" in told[where], where
    plain_totals: dict[Key, float] = {each.pk: _plain_total(each) for each in room.use_cases}
    assert any(float(one.total or 0) != pytest.approx(plain_totals[one.use_case]) for one in result.use_cases)
    sheets = workbook(room.discovery)
    for name in ("Use cases", "Totals by round", "Ranking"):
        rows = [row for row in sheets[name] if row.get("Scored by")]
        assert rows, name
        assert all(row["Adjusted for leniency"] in (True, "Yes", "yes") for row in rows), (name, rows[0])


def _plain_total(use_case: UseCase) -> float:
    """The mean of what people gave on each criterion, added up."""
    given: dict[int, list[int]] = {}
    for criterion, value in use_case.scores.exclude(value=None).values_list("criterion_id", "value"):
        given.setdefault(criterion, []).append(value or 0)
    return sum(sum(each) / len(each) for each in given.values())
