"""From a long list to a short one: dots, the best go to scoring, and the rest can be called back."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, strategies as st

from core.exceptions import Conflict, NotAllowed
from core.services import artifacts, kinds
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from lvt.longlist_funnel.selectors import aside_words, best_of, cards_to_score, ranked_cards, voted_cards
from lvt.longlist_funnel.services import call_back, give_dots
from lvt.models import Goal, Hypothesis, UseCase
from lvt.rounds.selectors import to_score, to_take_in
from lvt.rounds.services import take_in
from lvt.selectors.scoring_effort import asked_in
from lvt.tree.models import BetState
from lvt.use_case_merging.services import merge_cards
from organizations.actors import Actor
from tests import factories
from tests.factories import SYSTEM, make
from tests.lvt.rooms import scoring_room
from tests.workshops.answering import Answering, answering
from workshops.contributions.artifact_dots.selectors import RankedThing
from workshops.models import Activity
from workshops.registries import activity_kinds
from workshops.room.running.services import move_on
from workshops.services.activity_phases import set_phase
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


def _voting(names: str, **settings: int) -> tuple[Answering, list[UseCase]]:
    room = answering("card_dots", {"dots": 5, "most": 2, "keep": 2, **settings})
    cards = [make(UseCase, discovery=room.workshop.discovery, name=name) for name in names]
    return room, cards


def _give(room: Answering, actor: Actor, card: UseCase, dots: int) -> None:
    give_dots(actor=actor, activity=room.activity, item=card.uuid, dots=dots)


def _show(room: Answering) -> Activity:
    return set_phase(actor=SYSTEM, activity=room.activity, from_phase="vote", to="results")


def _again(cards: list[UseCase]) -> list[UseCase]:
    return [UseCase.objects.get(pk=card.pk) for card in cards]


@given(st.lists(st.integers(0, 4), max_size=12), st.integers(1, 8))
def test_equals_go_together_and_nothing_without_a_dot_goes(dots, keep):
    rows = _ranking(*dots)
    best = best_of(rows, keep)
    kept = [row for row in rows if row.dots >= best.least]
    assert best.count == len(kept)
    if len(rows) > keep and any(dots):
        assert all(row.dots for row in kept)
        assert len(kept) * 3 >= min(keep, sum(each > 0 for each in dots))
        # More than the limit go only if a third of it would not.
        above = sum(row.dots > best.least for row in rows)
        assert len(kept) <= keep or above * 3 < keep
    else:
        assert len(kept) == len(rows)


@pytest.mark.parametrize(
    ("dots", "goes"),
    [
        ((9, 8, 7, 6, 5, 5, 5, 1), 4),
        ((9, 8, 7, 6, 5, 5, 4, 1), 6),
        ((9, 8, 5, 5, 5, 5, 5, 1), 2),
        ((9, 5, 5, 5, 5, 5, 5, 1), 7),
        ((5, 5, 5, 5, 5, 5, 5, 5), 8),
        ((9, 8, 0, 0, 0, 0, 0, 0), 2),
    ],
)
def test_at_most_six_go_unless_fewer_than_two_would(dots, goes):
    assert best_of(_ranking(*dots), 6).count == goes


def _ranking(*dots: int) -> list[RankedThing[UseCase]]:
    return [RankedThing(UseCase(), each, 1, 1, 0) for each in sorted(dots, reverse=True)]


def test_the_reason_has_the_number_of_use_cases_that_went():
    room, cards = _voting("ABCDE", keep=3)
    ann, bo = room.actor("Ann"), room.actor("Bo")
    for actor, card, dots in ((ann, 0, 2), (ann, 1, 2), (ann, 2, 1), (bo, 3, 1)):
        _give(room, actor, cards[card], dots)
    activity = _show(room)
    reasons = ["", "", *["Below the best 2 by dots: 1 dot"] * 2, "Below the best 2 by dots: 0 dots"]
    assert [aside_words(card) for card in _again(cards)] == reasons
    assert [each.aside for each in voted_cards(activity)] == reasons


def test_the_best_go_to_scoring_and_the_rest_keep_their_reason():
    room, cards = _voting("ABCD")
    ann, bo = room.actor("Ann"), room.actor("Bo")
    for actor, card, dots in ((ann, 0, 2), (ann, 1, 2), (ann, 2, 1), (bo, 0, 1), (bo, 1, 1)):
        _give(room, actor, cards[card], dots)
    assert list(cards_to_score(room.workshop.discovery)) == cards
    _show(room)
    scoring = factories.activity(room.workshop, "scoring", "Score")
    assert to_score(scoring) == cards[:2]
    assert [aside_words(card) for card in _again(cards)] == [
        "",
        "",
        "Below the best 2 by dots: 1 dot",
        "Below the best 2 by dots: 0 dots",
    ]


def test_one_person_a_short_list_and_a_vote_without_dots_leave_all():
    room, cards = _voting("ABC")
    _show(room)
    assert list(cards_to_score(room.workshop.discovery)) == cards
    alone, two = _voting("DE")
    _give(alone, alone.actor("Ann"), two[0], 2)
    _show(alone)
    assert list(cards_to_score(alone.workshop.discovery)) == two


def test_a_phone_offers_no_dot_without_a_place_and_who_gave_the_rest_is_done():
    room, cards = _voting("AB", dots=3, most=1)
    ann = room.actor("Ann")
    kind = activity_kinds.get("card_dots")
    assert (kind.mine(room.activity, ann)["rules"].dots, kind.mine(room.activity, ann)["left"]) == (2, 2)
    _give(room, ann, cards[0], 1)
    assert kind.progress(room.activity, frozenset({ann.author})).done == frozenset()
    _give(room, ann, cards[1], 1)
    assert kind.mine(room.activity, ann)["left"] == 0
    assert kind.progress(room.activity, frozenset({ann.author})).done == {ann.author}
    make(UseCase, discovery=room.workshop.discovery, name="C")
    assert kind.mine(room.activity, ann)["left"] == 1


def test_dots_on_a_deleted_card_make_no_one_done():
    room, cards = _voting("ABC", dots=3, most=1)
    ann, kind = room.actor("Ann"), activity_kinds.get("card_dots")
    for card in cards[:2]:
        _give(room, ann, card, 1)
    kinds.delete(actor=SYSTEM, artifact=cards[1])
    assert kind.mine(room.activity, ann)["left"] == 1
    assert kind.progress(room.activity, frozenset({ann.author})).done == frozenset()
    _give(room, ann, cards[2], 1)
    assert kind.progress(room.activity, frozenset({ann.author})).done == {ann.author}


def test_dots_for_what_is_stopped_or_below_the_best_are_refused():
    room, cards = _voting("ABC")
    goal = make(Goal, discovery=room.workshop.discovery, title="Goal")
    bet = make(Hypothesis, goal=goal, statement="Stopped", state=BetState.STOPPED)
    UseCase.objects.filter(pk=cards[0].pk).update(hypothesis=bet)
    UseCase.objects.filter(pk=cards[1].pk).update(below_best=2, dots_then=0)
    ann = room.actor("Ann")
    for card in cards[:2]:
        with pytest.raises(Conflict):
            _give(room, ann, card, 1)
    _give(room, ann, cards[2], 1)


def test_dots_of_merged_cards_are_added_for_each_person_up_to_the_limit():
    room, cards = _voting("ABC", keep=2)
    ann, bo = room.actor("Ann"), room.actor("Bo")
    for actor, card, dots in ((ann, 0, 2), (ann, 1, 2), (bo, 1, 1), (bo, 2, 2)):
        _give(room, actor, cards[card], dots)
    _show(room)
    done = merge_cards(actor=SYSTEM, cards=cards[:2])
    activity = Activity.objects.get(pk=room.activity.pk)
    ranking = [(each.thing.name, each.dots, each.people) for each in ranked_cards(activity)]
    assert ranking == [("A", 3, 2), ("C", 2, 1)]
    undo(actor=SYSTEM, target=done)
    ranking = [(each.thing.name, each.dots, each.people) for each in ranked_cards(activity)]
    assert ranking == [("B", 3, 2), ("A", 2, 1), ("C", 2, 1)]


def test_cards_are_merged_after_the_room_left_a_vote_without_its_results():
    room, cards = _voting("ABC", keep=2)
    ann, track = room.actor("Ann"), room.activity.track
    after = factories.activity(room.workshop, "talk", "Talk")
    for card in cards[:2]:
        _give(room, ann, card, 2)
    with pytest.raises(Conflict, match="People are voting"):
        merge_cards(actor=SYSTEM, cards=cards[:2])
    move_on(actor=SYSTEM, track=track, from_activity=room.activity)
    merge_cards(actor=SYSTEM, cards=_again(cards[:2]))
    move_on(actor=SYSTEM, track=track, from_activity=after, steps=-1)
    ranking = [(each.thing.name, each.dots) for each in ranked_cards(_show(room))]
    assert ranking == [("A", 2), ("C", 0)]


def test_a_use_case_is_called_back_into_an_open_round(editor):
    room = scoring_room("One", "Two")
    card = make(UseCase, discovery=room.discovery, name="Three", below_best=2, dots_then=1)
    assert to_take_in(room.round) == []
    call_back(actor=SYSTEM, use_case=card)
    assert [each.name for each in to_take_in(room.round)] == ["Three"]
    take_in(actor=SYSTEM, round=room.round, use_cases=to_take_in(room.round))
    assert to_take_in(room.round) == []


def test_only_editors_call_back(client_of, discovery, account):
    card = make(UseCase, discovery=discovery, name="Three", below_best=2, dots_then=1)
    viewer = factories.access(discovery, DiscoveryRole.VIEWER)
    with pytest.raises(NotAllowed):
        call_back(actor=Actor.of_account(viewer), use_case=card)
    client = client_of(account)
    for url in ("use_case", "use_case_list"):
        names = [discovery.slug, *([card.uuid] if url == "use_case" else [])]
        shown = client.get(reverse(f"lvt:{url}", args=names)).content.decode()
        assert "Below the best 2 by dots: 1 dot" in shown
    url = reverse("lvt:use_case_call_back", args=[discovery.slug, card.uuid])
    assert client.post(url).status_code == 303
    assert _again([card])[0].below_best is None


def test_the_console_of_a_scoring_offers_to_call_back(client_of):
    room = scoring_room("One", "Two")
    card = make(UseCase, discovery=room.discovery, name="Three", below_best=2, dots_then=1)
    client = client_of(factories.access(room.discovery))
    shown = client.get(reverse("discovery:console", args=[room.workshop.code])).content.decode()
    url = reverse("lvt:use_case_call_back", args=[room.discovery.slug, card.uuid])
    assert f'hx-post="{url}?in=room"' in shown


def test_a_vote_to_come_shortens_the_scoring_that_is_planned(discovery):
    for number in range(20):
        make(UseCase, discovery=discovery, name=f"Card {number}")
    workshop = factories.workshop(discovery)
    vote = factories.activity(workshop, "card_dots", "Dots", position=0, settings={"keep": 6})
    scoring = factories.activity(workshop, "scoring", "Score", position=1)
    assert asked_in(scoring, 30)[0] == 6
    Activity.objects.filter(pk=vote.pk).update(phase="results")
    assert asked_in(scoring, 30)[0] == 20


def test_a_chosen_use_case_is_scored_although_a_vote_left_it(discovery):
    card = make(UseCase, discovery=discovery, name="Three", below_best=2, dots_then=1)
    workshop = factories.workshop(discovery)
    scoring = factories.activity(workshop, "scoring", "Score", settings={"use_cases": [str(card.uuid)]})
    assert to_score(scoring) == [card]


def test_a_card_below_the_best_keeps_its_reason_in_a_later_vote_although_it_was_edited():
    room, cards = _voting("ABC")
    ann = room.actor("Ann")
    for card, dots in ((0, 2), (1, 2), (2, 1)):
        _give(room, ann, cards[card], dots)
    _show(room)
    again = factories.activity(
        room.workshop, "card_dots", "Vote again", started_at=timezone.now(), settings=room.activity.settings
    )
    aside = UseCase.objects.get(pk=cards[2].pk)
    kinds.change(actor=SYSTEM, artifact=aside, name="C, spelled right")
    UseCase.objects.filter(pk=cards[2].pk).update(modified_at=timezone.now())
    assert cards[2] not in [row.thing for row in ranked_cards(again, is_shown=False)]


def test_the_results_of_a_vote_keep_their_reasons_whatever_comes_after():
    room, cards = _voting("ABC")
    ann = room.actor("Ann")
    for card, dots in ((0, 2), (1, 2), (2, 1)):
        _give(room, ann, cards[card], dots)
    activity = _show(room)
    call_back(actor=SYSTEM, use_case=UseCase.objects.get(pk=cards[2].pk))
    UseCase.objects.filter(pk=cards[0].pk).update(below_best=1, dots_then=0)
    shown = activity_kinds.get("card_dots").results(activity)
    assert shown is not None
    assert [each.aside for each in shown["ranking"]] == ["", "", "Below the best 2 by dots: 1 dot"]


@pytest.mark.parametrize("dots", [(2, 2, 1, 0), (2, 1, 0, 0)])
@pytest.mark.parametrize("gone", [0, 1, 3])
def test_the_results_of_a_vote_keep_their_reasons_when_cards_are_deleted(dots, gone):
    room, cards = _voting("ABCD", keep=3)
    ann = room.actor("Ann")
    for card, count in zip(cards, dots, strict=True):
        if count:
            _give(room, ann, card, count)
    activity = _show(room)
    reasons = [
        (each.thing.pk, each.aside) for each in voted_cards(activity) if each.thing.pk != cards[gone].pk
    ]
    with operation(SYSTEM, "test.deleted"):
        artifacts.trash(UseCase.objects.get(pk=cards[gone].pk))
    assert [(each.thing.pk, each.aside) for each in voted_cards(activity)] == reasons
    assert any(aside for _card, aside in reasons) or gone == 3


def test_the_results_of_a_vote_keep_their_reasons_when_cards_are_merged():
    room, cards = _voting("ABCD", keep=3)
    ann = room.actor("Ann")
    for card, count in ((0, 2), (1, 2), (2, 1)):
        _give(room, ann, cards[card], count)
    activity = _show(room)
    merge_cards(actor=SYSTEM, cards=_again(cards[:2]))
    assert [each.aside for each in voted_cards(activity)] == ["", "", "Below the best 3 by dots: 0 dots"]


def test_a_card_that_is_added_after_the_results_is_not_among_them():
    room, cards = _voting("AB")
    _give(room, room.actor("Ann"), cards[0], 2)
    _show(room)
    make(UseCase, discovery=room.workshop.discovery, name="Later")
    activity = type(room.activity).objects.get(pk=room.activity.pk)
    assert [str(row.thing) for row in ranked_cards(activity)] == ["A", "B"]
