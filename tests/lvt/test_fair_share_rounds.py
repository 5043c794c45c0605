"""Rounds of fair shares, live: who is asked what, what is refused, and the same adjusted numbers anywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import live
from lvt.exports_score_book import score_book, score_text
from lvt.leniency import fit
from lvt.methods.presets import DEFAULT
from lvt.models import ScoringRound, ShareUseCase, UseCase
from lvt.rounds import selectors as rounds
from lvt.rounds.forms import ScoringSettings
from lvt.rounds.selectors import latest_round, round_results
from lvt.rounds.services import reveal, show_next
from lvt.scores.selectors import round_progress
from lvt.scoring_method import Key
from lvt.scoring_shares import services as scoring_shares
from lvt.scoring_shares.rules import MOST_EACH, deal_at_once
from lvt.scoring_shares.selectors import shares_of
from lvt.selectors.ranking_results import Results
from lvt.selectors.round_outcomes import present_in
from lvt.selectors.score_traces import trace_of
from lvt.selectors.scoring_effort import asked_by_share, asked_in
from tests import factories
from tests.factories import SYSTEM
from tests.lvt.fair_rooms import arrive, fair, fair_room, give_share, page, share
from tests.lvt.rooms import Room, scoring_room
from tests.lvt.test_partial_ballots import WHOLE, hold_book, hold_sheets, hold_surfaces, surfaces
from tests.workbooks import read, workbook
from workshops.actors import RoomActor
from workshops.dress_rehearsal.registries import rehearsal_scripts
from workshops.dress_rehearsal.rules import Chance
from workshops.joining.participant_merges.services import merge_people, separate_people
from workshops.models import Activity

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]


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


def test_everyone_is_done_with_their_share_and_coverage_counts_who_was_asked() -> None:
    room = fair(people=6)
    people = list(room.workshop.participants.order_by("pk"))
    give_share(room, people[0])
    room.give_all(people[1], *[3] * 7, use_case=share(room, people[1])[0])
    progress = round_progress(room.round)
    assert progress.people_done == {str(people[0].uuid)}
    assert progress.partial == {str(people[1].uuid): "1 of 10"}
    asked = shares_of(room.round) or {}
    for row in progress.coverage:
        has = [each for each in people if row.use_case.pk in asked[each.pk]]
        assert row.business.of + row.it.of <= len(has)


def test_the_console_says_when_the_list_is_too_long_for_the_room(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "That takes 6 people, or a shorter list." in page(fair(12, people=2), "console")
    room = fair(12, people=6)
    told = page(room, "console")
    assert "Fair share: each person scores at most 10 of 12 use cases." in told
    assert "or a shorter list" not in told
    # Those who left their phone or the room do not score, unless they have.
    ann, bo, *_away = room.workshop.participants.order_by("pk")
    monkeypatch.setattr(live, "connected", lambda _workshop: frozenset({str(ann.uuid)}))
    room.give(bo, 3, share(room, bo)[0])
    assert "With 2 people here, some use cases get fewer than 5 scorers." in page(room, "console")


def test_the_console_counts_the_scorers_of_each_use_case() -> None:
    """As many people as it takes may have shares that leave gaps."""
    room = fair(12, people=6)
    taken = ShareUseCase.objects.filter(round=room.round, use_case=room.use_cases[0])
    taken.filter(pk=taken.order_by("pk")[0].pk).delete()
    told = page(room, "console")
    assert "1 use case has fewer than 5 scorers here. People who join later fill the gap." in told
    assert "or a shorter list" not in told


def test_who_is_there_when_the_round_opens_is_dealt_to_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once: list[int] = []

    def count(cases: Sequence[Key], arrivals: Sequence[tuple[Key, str]], most: int) -> Mapping[Key, Any]:
        at_once.append(len(arrivals))
        return deal_at_once(cases, arrivals, most)

    monkeypatch.setattr(scoring_shares, "deal_at_once", count)
    room = fair(12, people=6)
    assert len(share(room, arrive(room, "Late"))) == MOST_EACH
    assert at_once == [6]


def test_a_side_that_is_here_is_not_called_missing() -> None:
    room = fair(20, people=3)
    own = {place for each in room.workshop.participants.filter(side="it") for place in share(room, each)}
    words = {place: row.words for place, row in enumerate(round_progress(room.round).coverage)}
    assert {words[place] for place in range(20) if place not in own} == {"No one from IT scores it"}
    told = page(room, "console")
    assert "No one from IT scores it" in told
    assert "is here" not in told


def test_a_method_whose_totals_cannot_be_adjusted_has_no_shares(client_of: ClientOf) -> None:
    room = fair(people=6, preset="rice")
    assert room.round.most_each is None
    assert share(room, room.workshop.participants.all()[0]) == list(range(12))
    assert "can’t be adjusted for leniency. Everyone scores all use cases." in page(room, "console")
    form = ScoringSettings(None, activity=room.activity)
    assert form.fields["fair_share"].disabled
    assert "Not available for “RICE”" in str(form["fair_share"].help_text)
    assert not ScoringSettings(None, activity=fair(people=6).activity).fields["fair_share"].disabled


def test_totals_that_are_not_adjusted_say_so() -> None:
    """A document may hold a round of shares by any method."""
    room, result = fair_room(2, "weighted_shortest_job")
    assert not any(one.evidence.is_adjusted for one in result.use_cases)
    results = round_results(room.round)
    assert results.adjusted_words == (
        "Each person scored some of the use cases. Totals aren’t adjusted for leniency."
    )
    assert not results.shifts


def test_a_use_case_that_cannot_be_compared_on_one_criterion_says_so() -> None:
    """On the first criterion, one person alone scores it, and scores nothing else."""
    room = fair(people=6)
    people = list(room.workshop.participants.order_by("pk"))
    apart = share(room, people[0])[0]
    for person in people:
        give_share(room, person)
        for place in share(room, person):
            if (person == people[0]) != (place == apart):
                room.give(person, None, place)
    reveal(actor=SYSTEM, round=room.round)
    results = round_results(ScoringRound.objects.get(pk=room.round.pk))
    assert results.adjusted_words.endswith(
        " 1 use case isn’t adjusted: it can’t be compared with the others on every criterion."
    )


def test_a_phone_computes_the_results_once(monkeypatch: pytest.MonkeyPatch) -> None:
    room = fair(people=6)
    for person in room.workshop.participants.all():
        give_share(room, person)
    room.round = reveal(actor=SYSTEM, round=room.round)
    computed = []
    alone = rounds._alone

    def count(scoring_round: ScoringRound) -> Results:
        computed.append(scoring_round)
        return alone(scoring_round)

    monkeypatch.setattr(rounds, "_alone", count)
    page(room, "mine", room.workshop.participants.all()[0])
    assert len(computed) == 1


def test_the_results_of_a_closed_round_read_its_shares_once(django_assert_num_queries: Any) -> None:
    rooms = [fair(people=2), fair(people=3)]
    for room in rooms:
        give_share(room, room.workshop.participants.all()[0])
        room.round = reveal(actor=SYSTEM, round=room.round)
        round_results(room.round)
    with CaptureQueriesContext(connection) as queries:
        round_results(ScoringRound.objects.get(pk=rooms[0].round.pk))
    assert not [each for each in queries if ShareUseCase._meta.db_table in each["sql"]]
    whole = scoring_room().round
    with django_assert_num_queries(2):  # the people of all, and who was merged
        present_in([*(room.round for room in rooms), whole])
    with django_assert_num_queries(1):
        present_in([whole])


def test_people_who_are_merged_after_the_reveal_are_asked_as_one() -> None:
    """One of the two went to another room, so that she does not count: only her share says that they are."""
    room = fair(30, people=2)
    kept, other = room.workshop.participants.order_by("pk")
    room.give_all(kept, *[3] * 7, use_case=(begun := share(room, kept)[0]))
    (more, *_rest) = set(share(room, other)) - set(share(room, kept))
    room.give_all(other, *[3] * 7, use_case=more)
    room.round = reveal(actor=SYSTEM, round=room.round)
    ScoringRound.objects.filter(pk=room.round.pk).update(sides={str(kept.uuid): kept.side})
    asked = _asked(room)
    assert len(asked) == MOST_EACH
    merge_people(actor=SYSTEM, workshop=room.workshop, target=kept, other=other)
    together = _asked(room)
    assert len(together) == MOST_EACH
    assert {begun, more} <= together
    separate_people(actor=SYSTEM, workshop=room.workshop, other=other)
    assert _asked(room) == asked


def _asked(room: Room) -> set[int]:
    """The places of the use cases for which somebody who counts was asked."""
    results = round_results(ScoringRound.objects.get(pk=room.round.pk))
    return {room.use_cases.index(each.use_case) for each in results.ranking if each.evidence.people_asked}


def test_leniency_is_computed_before_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    room = fair(people=6)
    for number, person in enumerate(room.workshop.participants.all()):
        give_share(room, person, number % 6)
    fit.cache_clear()
    computed = []
    changed = live.publish_change

    def lock(*arguments: Any) -> Any:
        computed.append(fit.cache_info().misses)
        return changed(*arguments)

    monkeypatch.setattr(live, "publish_change", lock)
    show_next(actor=SYSTEM, round=room.round, steps=0)
    assert computed[0] > 0
    assert fit.cache_info().misses == computed[0]


def test_a_share_holds_something() -> None:
    field = ScoringRound._meta.get_field("most_each")
    field.run_validators(1)
    with pytest.raises(ValidationError):
        field.run_validators(0)


def test_one_person_alone_and_who_never_looked_are_counted_as_asked() -> None:
    room = fair(people=1)
    ann = room.workshop.participants.get()
    give_share(room, ann)
    arrive(room, "Never looked")
    reveal(actor=SYSTEM, round=room.round)
    results = round_results(ScoringRound.objects.get(pk=room.round.pk))
    assert results.asked_by_side == {"business": 1, "it": 1, "other": 0}
    assert {each.evidence.people_asked for each in results.ranking} <= {1, 2}
    assert {each.reason for each in results.ranking if each.evidence.people_asked == 1} <= {
        "1 of 1 person scored, and a place needs 2",
        "No one scored it.",
    }
    assert sum(each.evidence.people_asked for each in results.ranking) == 2 * MOST_EACH


def test_a_rehearsal_scores_the_share_of_each() -> None:
    room = fair(people=6)
    asked = rehearsal_scripts.get("scoring").tasks(room.activity)
    assert len(asked) == MOST_EACH * 7
    ann = room.workshop.participants.order_by("pk")[0]
    for number, each in enumerate(asked):
        each.send(RoomActor.of_participant(ann), Chance("room", number))
    assert round_progress(room.round).people_done == {str(ann.uuid)}


def test_the_minutes_count_the_share_of_each_before_and_during_the_round() -> None:
    assert asked_in(fair(12).activity, 30) == (MOST_EACH, 7)
    assert asked_in(fair(4).activity, 30) == (4, 7)
    later = factories.workshop(scoring_room(*map(str, range(12))).discovery)
    whole = factories.activity(later, "scoring", "Whole")
    shared = factories.activity(later, "scoring", "Shared", settings={"fair_share": True})
    assert (asked_in(whole, 30)[0], asked_in(shared, 30)[0]) == (12, MOST_EACH)


def test_fair_share_is_named_where_it_helps_alone() -> None:
    later = factories.workshop(scoring_room(*map(str, range(12))).discovery)
    assert asked_by_share(factories.activity(later, "scoring", "Whole"), 30) == (MOST_EACH, 7)
    shared = factories.activity(later, "scoring", "Shared", settings={"fair_share": True})
    assert asked_by_share(shared, 30) is None
    for names, preset in ((range(4), DEFAULT.key), (range(12), "rice")):
        other = factories.workshop(scoring_room(*map(str, names), preset=preset).discovery)
        assert asked_by_share(factories.activity(other, "scoring", "No"), 30) is None
    assert asked_by_share(fair().activity, 30) is None


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


def test_no_name_in_the_spreadsheet_tells_a_share() -> None:
    """Who has seen a person's list would find all that this person gave."""
    room, _result = fair_room(1)
    book = read(score_book(room.discovery))
    names = [row["Person"] for row in book["Scores"]]
    assert len(names) == len(set(names)) > len(room.use_cases)
    written = [line.split(",")[0] for line in score_text(room.discovery).splitlines()[1:]]
    assert len(written) == len(set(written)) == len(names)
    moved = [row["Use case"] for row in book["Adjustments"]]
    assert len(moved) == len(set(moved)) > 0
    assert "Person" not in book["Adjustments"][0]


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


@pytest.mark.sqlite
def test_every_adjusted_mean_is_called_adjusted() -> None:
    room, _result = fair_room(1)
    results = round_results(room.round)
    ranked = next(each for each in results.ranking if each.evidence.is_adjusted)
    means = [cell for cell in ranked.cells if cell.mean is not None]
    at = "lvt/prioritization/parts"
    far, near = (
        render_to_string(f"{at}/focus.html", {"ranked": ranked, "far": is_far}) for is_far in (True, False)
    )
    assert far.count(", adjusted)") == len(means)
    assert near.count("Adjusted mean") == len(means)
    told = render_to_string(f"{at}/trace.html", {"trace": trace_of(room.discovery, ranked.use_case)})
    columns = [value for cell in means for value in (cell.business, cell.it, cell.mean) if value is not None]
    assert told.count('<span class="detail">adjusted</span>') == len(columns)
    strips = render_to_string(f"{at}/strip_cells.html", {"cells": ranked.cells})
    assert strips.count("· adjusted ·") + strips.count("Adjusted mean") >= len(means)
    assert "Mean " not in strips.replace("Adjusted mean", "")


def _plain_total(use_case: UseCase) -> float:
    """The mean of what people gave on each criterion, added up."""
    given: dict[int, list[int]] = {}
    for criterion, value in use_case.scores.exclude(value=None).values_list("criterion_id", "value"):
        given.setdefault(criterion, []).append(value or 0)
    return sum(sum(each) / len(each) for each in given.values())
