"""Rounds of fair shares: each person's own share, from their arrival until two of them are merged."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

import live
from core.exceptions import NotFound
from lvt.models import Score, ScoringRound, UseCase
from lvt.rounds.selectors import round_results
from lvt.rounds.services import open_round, reveal, take_in
from lvt.scores.selectors import own_scores, round_progress
from lvt.scoring_shares.rules import MOST_EACH, Holder, deal
from lvt.scoring_shares.services import keep_shares
from tests.factories import SYSTEM, make
from tests.lvt.fair_rooms import arrive, fair, give_share, page, share
from tests.lvt.rooms import scoring_room
from workshops.actors import RoomActor
from workshops.agenda.services import add_activity
from workshops.joining.participant_merges.services import merge_people, separate_people
from workshops.joining.participants.services import change_details, let_in_again, remove_participant
from workshops.joining.people_without_device.services import add_proxy
from workshops.models import Activity
from workshops.room.breakouts.services import assign

pytestmark = pytest.mark.django_db


def test_who_comes_later_gets_a_share_on_arrival_and_keeps_it() -> None:
    room = fair(people=4)
    first, second = arrive(room, "First"), arrive(room, "Second", "business")
    own = share(room, first), share(room, second)
    assert len(own[0]) == len(own[1]) == MOST_EACH
    change_details(
        actor=RoomActor.of_participant(first),
        workshop=room.workshop,
        display_name="First",
        side="business",
        role_title="",
    )
    remove_participant(actor=SYSTEM, participant=second)
    arrive(room, "Third")
    assert (share(room, first), share(room, second)) == own


def test_others_count_by_side_and_a_deal_without_arrivals_is_one_query(
    django_assert_num_queries: Any,
) -> None:
    room = fair(30, people=7)
    cases = [str(each.uuid) for each in room.use_cases]
    gone, *holders = room.workshop.participants.order_by("pk")
    remove_participant(actor=SYSTEM, participant=gone)
    late = room.join("Late", "it")
    expected = deal(
        cases,
        [(str(late.uuid), "it")],
        [Holder(each.side, [cases[place] for place in share(room, each)]) for each in holders],
    )
    keep_shares(room.round)
    assert tuple(cases[place] for place in share(room, late)) == expected[str(late.uuid)]
    with django_assert_num_queries(1):
        keep_shares(room.round)


def test_whoever_comes_in_gets_a_share() -> None:
    room = fair(people=2)
    proxy = add_proxy(actor=SYSTEM, workshop=room.workshop, display_name="Without a phone", side="it")
    gone = room.join("Gone")
    remove_participant(actor=SYSTEM, participant=gone)
    let_in_again(actor=SYSTEM, participant=gone)
    kept, other = room.join("Kept"), room.join("Other")
    merge_people(actor=SYSTEM, workshop=room.workshop, target=kept, other=other)
    separate_people(actor=SYSTEM, workshop=room.workshop, other=other)
    for person in (proxy, gone, kept, other):
        assert len(share(room, person)) == MOST_EACH, person


def test_who_is_moved_into_a_breakout_room_gets_a_share_of_its_round() -> None:
    room = fair()
    breakout = add_activity(actor=SYSTEM, workshop=room.workshop, kind="breakout")
    track = breakout.rooms.all()[0]
    scoring = make(
        Activity, track=track, kind="scoring", title="Here", position=9, settings={"fair_share": True}
    )
    room.round = open_round(actor=SYSTEM, activity=scoring, use_cases=room.use_cases, method=room.method)
    ann = room.join("Ann")
    assert share(room, ann) == []
    assign(actor=SYSTEM, activity=breakout, participant=ann, room=track)
    assert len(share(room, ann)) == MOST_EACH


def test_a_score_that_meets_the_deal_of_its_share_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another request of the same person has the shares dealt between the tap and the second look at them."""
    room = fair(people=6)
    late = room.join("Late")
    with transaction.atomic():
        keep_shares(room.round)
        (place, *_more) = share(room, late)
        transaction.set_rollback(True)
    assert share(room, late) == []
    written = live.changed_with

    def overtaken(*arguments: Any) -> Any:
        monkeypatch.setattr(live, "changed_with", written)
        nothing = written(*arguments)
        keep_shares(room.round)
        return nothing

    monkeypatch.setattr(live, "changed_with", overtaken)
    room.give(late, 4, place)
    assert Score.objects.get().participant == late


def test_a_score_outside_of_ones_share_is_refused_and_not_kept() -> None:
    room = fair(people=6)
    ann = room.workshop.participants.order_by("pk")[0]
    (other, *_more) = set(range(12)) - set(share(room, ann))
    with pytest.raises(NotFound, match="isn’t in your share"):
        room.give(ann, 4, other)
    assert not Score.objects.exists()
    room.give(ann, 4, share(room, ann)[0])
    assert Score.objects.count() == 1


def test_a_person_alone_on_a_use_case_is_told() -> None:
    room = fair(people=1)
    (ann,) = room.workshop.participants.all()
    phone = page(room, "mine", ann)
    assert "You’re the only person from Business so far." in phone
    assert "So far, no one else scores these use cases. After the reveal, everyone can tell" in phone
    assert "no one else from" not in phone, "the phone says so of the whole round"
    room = fair(20, people=4)
    ann, bo, *others = room.workshop.participants.order_by("pk")
    assert not set(share(room, ann)) & set(share(room, others[0]))
    phone = page(room, "mine", ann)
    assert "So far, no one else from Business scores these use cases." in phone
    assert "so far." not in phone
    for number in range(2):
        arrive(room, f"More {number}", "business")
    assert "no one else" not in page(room, "mine", ann)
    assert "no one else from IT" in page(room, "mine", bo)
    whole = scoring_room()
    assert "no one else" not in page(whole, "mine", whole.join("Ann"))


def test_a_person_alone_in_a_breakout_room_is_told_although_others_were_there() -> None:
    room = fair()
    breakout = add_activity(actor=SYSTEM, workshop=room.workshop, kind="breakout", settings={"rooms": 2})
    here, there = breakout.rooms.all()[:2]
    room.activity = make(
        Activity, track=here, kind="scoring", title="Here", position=9, settings={"fair_share": True}
    )
    room.round = open_round(
        actor=SYSTEM, activity=room.activity, use_cases=room.use_cases, method=room.method
    )
    ann, bo = room.join("Ann"), room.join("Bo", "it")
    for person in (ann, bo):
        assign(actor=SYSTEM, activity=breakout, participant=person, room=here)
    ann.refresh_from_db()
    assert "no one else scores these use cases" not in page(room, "mine", ann)
    assign(actor=SYSTEM, activity=breakout, participant=bo, room=there)
    assert "no one else scores these use cases" in page(room, "mine", ann)


def test_two_who_are_one_score_ten_and_first_what_either_began() -> None:
    room = fair(30, people=2)
    kept, other = room.workshop.participants.order_by("pk")
    own, theirs = share(room, kept), share(room, other)
    begun = [*own[-2:], *[each for each in theirs if each not in own][:3]]
    for person, places in ((kept, begun[:2]), (other, begun[2:])):
        for place in places:
            room.give_all(person, *[3] * 7, use_case=place)
    merge_people(actor=SYSTEM, workshop=room.workshop, target=kept, other=other)
    together = share(room, kept)
    assert len(together) == MOST_EACH
    assert set(begun) <= set(together) <= {*own, *begun}
    assert round_progress(room.round).partial == {str(kept.uuid): "5 of 10"}
    separate_people(actor=SYSTEM, workshop=room.workshop, other=other)
    assert (share(room, kept), share(room, other)) == (own, theirs)


def test_two_who_scored_more_than_ten_keep_all_that_they_gave() -> None:
    room = fair(30, people=2)
    kept, other = room.workshop.participants.order_by("pk")
    both = {*share(room, kept), *share(room, other)}
    for person in (kept, other):
        give_share(room, person)
    merge_people(actor=SYSTEM, workshop=room.workshop, target=kept, other=other)
    assert len(share(room, kept)) == MOST_EACH
    assert round_progress(room.round).people_done == {str(kept.uuid)}
    room.round = reveal(actor=SYSTEM, round=room.round)
    own = [room.use_cases.index(each.use_case) for each in own_scores(room.round, kept)]
    assert own == sorted(both)
    assert page(room, "mine", kept).count("not in your share") == 30 - len(both)
    results = round_results(ScoringRound.objects.get(pk=room.round.pk))
    scored = {each.use_case.name for each in results.ranking if each.evidence.people}
    assert scored == {room.use_cases[place].name for place in both}


def test_who_comes_after_the_reveal_has_no_share() -> None:
    room = fair(people=4)
    for person in room.workshop.participants.all():
        give_share(room, person)
    room.round = reveal(actor=SYSTEM, round=room.round)
    late = arrive(room, "Late")
    assert own_scores(room.round, late) == ()
    assert "not in your share" in page(room, "mine", late)


def test_what_is_included_later_goes_to_five_people() -> None:
    room = fair(people=8)
    people = list(room.workshop.participants.order_by("pk"))
    before = {each.pk: share(room, each) for each in people}
    new = make(UseCase, discovery=room.discovery, name="Later", position=99)
    room.use_cases.append(new)
    assert "Up to five people score each new use case." in page(room, "console")
    take_in(actor=SYSTEM, round=room.round, use_cases=[new])
    grown = {each.pk: share(room, each) for each in people}
    assert all(set(before[pk]) <= set(grown[pk]) for pk in before)
    got = [each for each in people if 12 in grown[each.pk]]
    assert len(got) == 5
    assert {"business", "it"} == {each.side for each in got}
    assert "score each new use case" not in page(room, "console")
