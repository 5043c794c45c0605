"""Like use-case cards become one: everything moves, one undo splits them, and scores are not mixed."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from api.artifacts.selectors import artifact_record, described, entry_of, filtered, rows_of
from core.exceptions import Conflict, Invalid, NotAllowed, NotFound
from discovery.discoveries.models import DiscoveryRole
from exchange.discovery_documents.services import export_file
from lvt.models import Goal, Hypothesis, Initiative, UseCase, UseCaseMeasure
from lvt.rounds.services import open_round, reveal
from lvt.scores.services import give_score
from lvt.shortlist.services import decide
from lvt.tree.models import BetState
from lvt.use_case_merging.selectors import choices_of, in_order, like_cards
from lvt.use_case_merging.services import merge_cards
from organizations.actors import Actor
from products.models import DataProduct, ProductUseCase
from tests import factories
from tests.exchange.exchanging import again
from tests.factories import SYSTEM, make
from tests.lvt.rooms import scoring_room
from workshops.actors import RoomActor
from workshops.models import Activity, Note, Vote
from workshops.services.undo import undo
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db

TEXT = "seeing which customers are about to leave"


def _card(discovery, name="Churn alert", **fields: Any) -> UseCase:
    return make(UseCase, discovery=discovery, name=name, **fields)


def _bet(discovery, **fields: Any) -> Hypothesis:
    return make(Hypothesis, goal=make(Goal, discovery=discovery, title="Keep customers"), **fields)


def _kept(*cards: UseCase) -> UseCase:
    return UseCase.objects.get(pk__in=[card.pk for card in cards])


# --- What becomes of the cards --------------------------------------------------------------------


def test_the_oldest_stays_fills_its_gaps_and_remembers_where_it_came_from(editor, discovery):
    bet = _bet(discovery, statement="Calls help")
    first = _card(discovery, authors=["ann"])
    second = _card(discovery, "Churn alarm", we_believe=TEXT, hypothesis=bet, authors=["bo", "ann"])
    merge_cards(actor=editor, cards=[second, first])
    kept = _kept(first, second)
    assert (kept.pk, kept.name, kept.we_believe, kept.hypothesis) == (first.pk, "Churn alert", TEXT, bet)
    assert kept.authors == ["ann", "bo"]
    assert kept.merged_from == {str(second.uuid): "Churn alarm"}


def test_name_and_text_are_chosen_each_as_a_whole(editor, discovery):
    first = _card(discovery, we_believe="One", will_help="helps", owner=None)
    second = _card(discovery, "Churn alarm", we_believe="Two")
    assert [choice.part for choice in choices_of([first, second])] == ["name", "text"]
    merge_cards(actor=editor, cards=[first, second], take={"text": second.uuid})
    kept = _kept(first, second)
    assert (kept.name, kept.we_believe, kept.will_help) == ("Churn alert", "Two", "")


def test_a_hypothesis_comes_with_its_initiative(editor, discovery):
    one, two = _bet(discovery, statement="One"), _bet(discovery, statement="Two")
    first = _card(discovery, hypothesis=one, initiative=make(Initiative, hypothesis=one, name="A"))
    second = _card(discovery, hypothesis=two)
    merge_cards(actor=editor, cards=[first, second], take={"link": second.uuid})
    assert (_kept(first, second).hypothesis, _kept(first, second).initiative) == (two, None)


def test_links_notes_and_prepared_scorings_are_joined(editor, discovery):
    first, second = _card(discovery), _card(discovery, "Churn alarm")
    shared, own = (
        make(DataProduct, discovery=discovery, domain=discovery.domain, name=name, kind="aggregate")
        for name in "AB"
    )
    for product, card in ((shared, first), (shared, second), (own, second)):
        make(ProductUseCase, product=product, use_case=card)
    workshop = factories.workshop(discovery)
    scoring = factories.activity(
        workshop, "scoring", "Score", settings={"use_cases": [str(second.uuid), str(first.uuid)]}
    )
    board = factories.activity(workshop, "brainstorm", "Ideas")
    note = make(
        Note, activity=board, author="x", text="Idea", became_kind="use_case", became_uuid=second.uuid
    )
    done = merge_cards(actor=editor, cards=[first, second])
    products = ProductUseCase.objects.filter(use_case=first).values_list("product__name", flat=True)
    assert sorted(products) == ["A", "B"]
    assert not ProductUseCase.objects.filter(use_case=second).exists()
    note.refresh_from_db()
    assert note.became_uuid == first.uuid
    assert Activity.objects.get(pk=scoring.pk).settings["use_cases"] == [str(first.uuid)]

    undo(actor=editor, target=done)
    assert UseCase.objects.count() == 2
    assert ProductUseCase.objects.count() == 3
    first.refresh_from_db()
    note.refresh_from_db()
    assert (first.merged_from, note.became_uuid) == ({}, second.uuid)


def test_measures_are_there_once(editor, branch):
    twin = _card(branch.discovery, "Board of numbers")
    measures = [link.measure for link in branch.measure_links.all()]
    make(UseCaseMeasure, use_case=twin, measure=measures[0])
    merge_cards(actor=editor, cards=[branch, twin])
    assert UseCaseMeasure.objects.filter(use_case=branch).count() == len(measures)
    assert not UseCaseMeasure.objects.filter(use_case=twin).exists()


def test_a_group_of_three_and_a_card_that_was_merged_before(editor, discovery):
    cards = [_card(discovery, f"Churn {letter}") for letter in "ABC"]
    merge_cards(actor=editor, cards=cards[1:])
    merge_cards(actor=editor, cards=cards[:2])
    assert sorted(_kept(*cards).merged_from.values()) == ["Churn B", "Churn C"]


# --- What is refused ------------------------------------------------------------------------------


def test_one_card_cards_of_two_discoveries_and_people_who_may_not(editor, discovery):
    card, other = _card(discovery), _card(discovery)
    stranger = _card(factories.discovery(discovery.domain, name="Else"))
    with pytest.raises(Invalid):
        merge_cards(actor=editor, cards=[card, card])
    with pytest.raises((NotFound, NotAllowed)):
        merge_cards(actor=editor, cards=[card, stranger])
    viewer = Actor.of_account(factories.access(discovery, DiscoveryRole.VIEWER))
    guest = RoomActor.of_participant(factories.participant(factories.workshop(discovery), "Ann"))
    for actor in (viewer, guest):
        with pytest.raises((NotAllowed, NotFound)):
            merge_cards(actor=actor, cards=[card, other])
    assert UseCase.objects.count() == 3


def test_cards_of_an_open_round_wait_for_the_reveal():
    room = scoring_room()
    twin = _card(room.discovery, "HCP 360 board")
    with pytest.raises(Conflict, match="being scored"):
        merge_cards(actor=SYSTEM, cards=[room.use_cases[0], twin])
    assert not like_cards(room.discovery)


def test_a_card_that_was_scored_stays_with_its_text_and_two_of_them_stay_apart():
    room = scoring_room()
    room.give_all(room.join("Ann"), 3, 3, 3, 3, 3, 3, 3)
    reveal(actor=SYSTEM, round=room.round)
    with pytest.raises(Conflict, match="count people twice"):
        merge_cards(actor=SYSTEM, cards=room.use_cases)
    scored, twin = room.use_cases[0], _card(room.discovery, "HCP 360 board", we_believe=TEXT)
    UseCase.objects.filter(pk=twin.pk).update(created_at="2020-01-01T00:00Z")
    assert in_order([UseCase.objects.get(pk=twin.pk), scored])[0] == scored
    assert not choices_of([scored, twin])
    with pytest.raises(Conflict, match="name and text stay"):
        merge_cards(actor=SYSTEM, cards=[scored, twin], take={"name": twin.uuid})
    merge_cards(actor=SYSTEM, cards=[scored, twin])
    assert _kept(scored, twin) == scored
    assert scored.scores.exists()


def test_cards_of_a_stopped_hypothesis_are_neither_offered_nor_merged(editor, discovery):
    first, second = _card(discovery), _card(discovery)
    assert [group.cards for group in like_cards(discovery)] == [(first, second)]
    third = _card(discovery, hypothesis=_bet(discovery, statement="Calls", state=BetState.STOPPED))
    with pytest.raises(Conflict, match="stopped hypothesis"):
        merge_cards(actor=editor, cards=[first, third])


def test_cards_wait_for_the_results_of_a_vote_whether_or_not_they_have_dots(editor, discovery):
    first, second, third, fourth = (_card(discovery) for _number in range(4))
    workshop = factories.workshop(discovery, state=WorkshopState.LIVE)
    vote = factories.activity(workshop, "card_dots", "Dots", phase="vote")
    Vote.objects.create(activity=vote, item=second.uuid, author="ann", dots=2)
    refusals = set()
    for cards in ((first, second), (third, fourth)):
        with pytest.raises(Conflict) as refused:
            merge_cards(actor=editor, cards=cards)
        refusals.add(str(refused.value))
    assert refusals == {"People are voting on use cases. Merge these after the results are shown."}
    Activity.objects.filter(pk=vote.pk).update(phase="results")
    merge_cards(actor=editor, cards=[first, second])


# --- Undo -----------------------------------------------------------------------------------------


def _scored_after_merge(room):
    cards = [_card(room.discovery), _card(room.discovery)]
    done = merge_cards(actor=SYSTEM, cards=cards)
    activity = factories.activity(room.workshop, "scoring", "Score the rest")
    opened = open_round(actor=SYSTEM, activity=activity, use_cases=[_kept(*cards)], method=room.method)
    return cards, done, opened


def test_a_merge_is_not_undone_while_the_card_is_scored_nor_after():
    room = scoring_room()
    cards, done, opened = _scored_after_merge(room)
    with pytest.raises(Conflict, match="being scored"):
        undo(actor=SYSTEM, target=done)
    room.round = opened
    ann = room.join("Ann")
    give_score(
        actor=RoomActor.of_participant(ann),
        workshop=room.workshop,
        round=opened.uuid,
        use_case=_kept(*cards).uuid,
        criterion=room.method.criteria.all()[0].uuid,
        value=3,
    )
    reveal(actor=SYSTEM, round=opened)
    with pytest.raises(Conflict, match="scored or decided on since"):
        undo(actor=SYSTEM, target=done)
    assert UseCase.objects.filter(pk__in=[card.pk for card in cards]).count() == 1


def test_a_merge_is_not_undone_after_a_decision():
    room = scoring_room()
    room.give_all(room.join("Ann"), 3, 3, 3, 3, 3, 3, 3)
    reveal(actor=SYSTEM, round=room.round)
    cards = [_card(room.discovery), _card(room.discovery)]
    done = merge_cards(actor=SYSTEM, cards=cards)
    decide(
        actor=SYSTEM, activity=room.activity, use_cases=[_kept(*cards)], reason="We can", against="Costs less"
    )
    with pytest.raises(Conflict, match="decided on since"):
        undo(actor=SYSTEM, target=done)


def test_an_undone_merge_can_be_done_again_until_a_part_is_scored():
    room = scoring_room()
    cards = [_card(room.discovery), _card(room.discovery)]
    undone = undo(actor=SYSTEM, target=merge_cards(actor=SYSTEM, cards=cards))
    redone = undo(actor=SYSTEM, target=undone)
    assert _kept(*cards).merged_from
    again = undo(actor=SYSTEM, target=redone)
    activity = factories.activity(room.workshop, "scoring", "Score the rest")
    open_round(actor=SYSTEM, activity=activity, use_cases=[cards[1]], method=room.method)
    with pytest.raises(Conflict, match="being scored"):
        undo(actor=SYSTEM, target=again)


# --- Pages and documents --------------------------------------------------------------------------


def test_the_page_offers_groups_and_merges_what_was_chosen(client_of, account, discovery):
    first = _card(discovery, we_believe=TEXT)
    second = _card(discovery, "Churn alarm", we_believe=TEXT + " soon")
    client = client_of(account)
    listed = client.get(reverse("lvt:use_case_list", args=[discovery.slug])).content.decode()
    assert reverse("lvt:like_use_cases", args=[discovery.slug]) in listed
    page = client.get(reverse("lvt:like_use_cases", args=[discovery.slug])).content.decode()
    (group,) = like_cards(discovery)
    url = reverse("lvt:use_cases_merge", args=[discovery.slug]) + group.query
    assert url.replace("&", "&amp;") in page
    assert "Churn alarm" in client.get(url).content.decode()
    answer = client.post(url, {"name": str(second.uuid), "text": str(first.uuid)})
    assert answer.status_code == 303
    assert _kept(first, second).name == "Churn alarm"
    assert client.post(url, {"name": str(second.uuid), "text": str(first.uuid)}).status_code == 409
    card = client.get(reverse("lvt:use_case", args=[discovery.slug, first.uuid])).content.decode()
    assert "Merged from" in card
    assert "Churn alarm" in card


@pytest.mark.parametrize("query", ["?cards=x", f"?cards={UUID(int=1)}&cards={UUID(int=2)}"])
def test_a_merge_of_nothing_is_refused(client_of, account, discovery, query):
    url = reverse("lvt:use_cases_merge", args=[discovery.slug]) + query
    assert client_of(account).get(url).status_code == 404


def test_fewer_than_two_cards_lead_to_the_list(client_of, account, discovery):
    url = reverse("lvt:use_cases_merge", args=[discovery.slug])
    client = client_of(account)
    for query in ("", f"?cards={_card(discovery).uuid}"):
        assert client.get(url + query).url == reverse("lvt:like_use_cases", args=[discovery.slug])
        assert client.post(url + query).status_code == 422


def test_a_merged_card_comes_back_from_a_document(editor, discovery):
    first, second = _card(discovery), _card(discovery, "Churn alarm")
    merge_cards(actor=editor, cards=[first, second])
    data = export_file(actor=SYSTEM, discovery=discovery)
    document = json.loads(data)
    row = next(each for each in document["rows"]["lvt.UseCase"] if each["uuid"] == str(first.uuid))
    assert row["merged_from"] == {str(second.uuid): "Churn alarm"}
    assert json.loads(again(data))["rows"]["lvt.UseCase"] == document["rows"]["lvt.UseCase"]


def test_programs_read_where_a_merged_card_came_from_and_cannot_write_it(editor, discovery):
    first, second = _card(discovery), _card(discovery, "Churn alarm")
    merge_cards(actor=editor, cards=[first, second])
    entry = entry_of("use_case")
    told = artifact_record(entry, discovery, first.uuid)
    assert told is not None
    assert told.fields["merged_from"] == {str(second.uuid): "Churn alarm"}
    shown = {each["name"]: each for each in described(entry, is_reached=True)["fields"]}
    assert (shown["merged_from"]["type"], shown["merged_from"]["writable"]) == ("object", False)
    with pytest.raises(Invalid):
        filtered(entry, rows_of(entry, discovery), ["merged_from:x"])
