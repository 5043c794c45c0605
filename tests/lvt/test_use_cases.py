"""Use-case cards: their pages, their loose ends, and who may write them when."""

from __future__ import annotations

import re
from decimal import Decimal
from types import SimpleNamespace
from typing import cast

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse

from core.exceptions import Conflict, Invalid, NotAllowed, NotFound
from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from discovery.kinds.artifact_content import changes_of
from lvt.activities.spotlights import _all_cards
from lvt.measures.kinds import MEASURE
from lvt.models import Goal, Hypothesis, Initiative, UseCase, UseCaseMeasure
from lvt.overview import use_cases_standing
from lvt.report import cards_section, summary
from lvt.room_cards import services as room_cards
from lvt.selectors.ranking_results import RankedUseCase
from lvt.use_cases.kinds import USE_CASE
from lvt.use_cases.selectors import by_place, cards
from tests import factories
from tests.factories import SYSTEM, make
from tests.sending import HOSTILE, HTMX
from workshops.actors import RoomActor
from workshops.services.undo import undo
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db


@pytest.fixture
def bet(editor, discovery):
    goal = kinds.add(actor=editor, draft=Goal(discovery=discovery, title="Higher success"))
    return kinds.add(actor=editor, draft=Hypothesis(goal=goal, statement="A 360° view helps"))


@pytest.fixture
def pilot(editor, bet):
    return kinds.add(actor=editor, draft=Initiative(hypothesis=bet, name="Pilot"))


@pytest.fixture
def rate(editor, bet):
    return kinds.add(
        actor=editor, draft=MEASURE.new(bet.goal, name="Engagement rate", unit="%", target=Decimal(40))
    )


@pytest.fixture
def card(editor, discovery, bet, rate):
    return kinds.add(
        actor=editor, draft=UseCase(discovery=discovery, name="HCP 360", hypothesis=bet), measures=[rate]
    )


def _url(name, discovery, *args):
    return reverse(f"lvt:{name}", args=[discovery.slug, *args])


# --- Pages ----------------------------------------------------------------------------------------


def test_a_card_is_written_hung_up_and_shown(client_of, account, discovery, bet, pilot, rate):
    sent = {
        "name": "HCP 360",
        "we_believe": "one place",
        "will_help": "better visits",
        "known_by": "fewer minutes",
        "example_role": "PJP",
        "example_want": "prepare a meeting",
        "example_by": "seeing it all",
        "hypothesis": bet.pk,
        "initiative": pilot.pk,
        "measures": [rate.uuid],
    }
    client = client_of(account)
    added = client.post(_url("use_case_add", discovery), sent)
    card = UseCase.objects.get()
    assert added.status_code == 303
    assert added["Location"] == _url("use_case", discovery, card.uuid)

    for name, *args in (("use_case_list",), ("use_case", card.uuid)):
        page = client.get(_url(name, discovery, *args)).content.decode()
        for text in ("one place", "better visits", "fewer minutes", "prepare a meeting", "Engagement rate"):
            assert text in page
        assert "Not linked<" not in page


def test_from_the_tree_the_hypothesis_is_chosen_already(client_of, account, discovery, bet):
    client = client_of(account)
    page = client.get(f"{_url('use_case_add', discovery)}?hypothesis={bet.uuid}").content.decode()
    assert f'<option value="{bet.pk}" selected>' in page
    assert client.get(f"{_url('use_case_add', discovery)}?hypothesis=nonsense").status_code == 200


def test_without_hypotheses_in_the_process_no_link_is_asked_for(client_of, discovery):
    quick = factories.discovery(discovery.domain, "Quick", template="prioritization")
    make(UseCase, discovery=quick, name="Adrift")
    section, all_cards = cards_section(quick), _all_cards(quick)
    assert section is not None
    assert all_cards is not None
    assert section["headline"] == "1 use case is proposed"
    assert all_cards["headline"] == section["headline"]
    assert [each.text for each in summary(quick)["open_points"]] == [
        "No scores have been revealed yet",
        "No shortlist yet",
    ]
    paper = render_to_string("lvt/report/cards.html", section)
    page = client_of(factories.access(quick)).get(_url("use_case_list", quick)).content.decode()
    for html in (paper, page):
        assert "Adrift" in html
        for text in ("isn’t linked", "Not linked</span>", "Not linked to a hypothesis"):
            assert text not in html


def test_loose_ends_are_counted_filtered_and_offer_the_step(client_of, account, editor, discovery, card):
    kinds.add(actor=editor, draft=UseCase(discovery=discovery, name="Adrift"))
    client = client_of(account)

    page = client.get(_url("use_case_list", discovery)).content.decode()
    assert "1 use case isn’t linked to a hypothesis" in page
    assert "HCP 360" in page
    loose = client.get(_url("use_case_list", discovery) + "?loose").content.decode()
    assert "Adrift" in loose
    assert "HCP 360" not in loose
    assert "Link to a hypothesis" in loose
    standing = use_cases_standing(discovery)
    assert standing.missing == "1 use case isn’t linked to a hypothesis."
    assert standing.url.endswith("?loose")
    # In the tree it stands close below another link, so it has to be as large as a button.
    tree = client.get(reverse("lvt:tree", args=[discovery.slug])).content.decode()
    assert re.search(r'<a class="button [^>]*>Link to a hypothesis<', tree)


def test_where_the_process_has_no_hypotheses_no_use_case_lacks_one(editor):
    short = factories.discovery(template="prioritization")
    kinds.add(actor=SYSTEM, draft=UseCase(discovery=short, name="Adrift"))
    standing = use_cases_standing(short)
    assert (standing.missing, standing.is_complete) == ("", True)


def test_an_initiative_of_another_hypothesis_is_refused(
    client_of, account, editor, discovery, bet, card, pilot
):
    other = kinds.add(actor=editor, draft=Hypothesis(goal=bet.goal, statement="Other"))
    sent = {"name": "HCP 360", "hypothesis": other.pk, "initiative": pilot.pk, "revision": card.revision}
    refused = client_of(account).post(_url("use_case_edit", discovery, card.uuid), sent, headers=HTMX)
    assert refused.status_code == 422
    assert "another hypothesis" in refused.content.decode()
    with pytest.raises(Invalid):
        kinds.change(actor=editor, artifact=card, hypothesis=other, initiative=pilot)


def test_a_card_that_moves_leaves_its_initiative(editor, bet, card, pilot):
    card = kinds.change(actor=editor, artifact=card, initiative=pilot)
    other = kinds.add(actor=editor, draft=Hypothesis(goal=bet.goal, statement="Other"))
    card = room_cards.change_card(actor=editor, use_case=card, hypothesis=other)
    assert card.initiative is None


def test_measures_are_linked_and_unlinked(editor, bet, card, rate):
    second = kinds.add(actor=editor, draft=MEASURE.new(bet, name="Second", target=Decimal(4)))
    kinds.change(actor=editor, artifact=card, measures=[second])
    assert [standing.measure for standing in cards(card.discovery)[0].measures] == [second]
    kinds.change(actor=editor, artifact=card, name="Renamed")
    assert [standing.measure for standing in cards(card.discovery)[0].measures] == [second]
    kinds.change(actor=editor, artifact=card, measures=[rate, second])
    assert len(cards(card.discovery)[0].measures) == 2


def test_a_stale_card_shows_both_versions(client_of, account, editor, discovery, bet, card):
    kinds.change(actor=editor, artifact=card, name="Theirs")
    sent = {"name": "Mine", "hypothesis": bet.pk, "revision": card.revision}
    shown = client_of(account).post(_url("use_case_edit", discovery, card.uuid), sent, headers=HTMX)
    assert shown.status_code == 409
    assert "Mine" in shown.content.decode()
    assert "Theirs" in shown.content.decode()
    assert UseCase.objects.get().name == "Theirs"


def test_cards_are_reordered_and_deleted_with_undo(client_of, account, editor, discovery, card):
    second = kinds.add(actor=editor, draft=UseCase(discovery=discovery, name="Second"))
    client = client_of(account)
    order = {"use_cases": [str(second.uuid), str(card.uuid)]}
    assert client.post(_url("use_case_order", discovery), order, headers=HTMX).status_code == 204
    assert [each.use_case.name for each in cards(discovery)] == ["Second", "HCP 360"]

    client.post(_url("use_case_delete", discovery, card.uuid), headers=HTMX)
    assert client.get(_url("use_case", discovery, card.uuid)).status_code == 404
    assert client.post(_url("use_case_order", discovery), order, headers=HTMX).status_code == 409
    assert not UseCaseMeasure.objects.exists()
    undo(actor=editor, target=UseCase.history.filter(uuid=card.uuid).latest("history_id").operation)
    assert len(cards(discovery)[1].measures) == 1


def test_the_history_says_who_changed_what(client_of, account, editor, discovery, bet, card):
    kinds.change(actor=editor, artifact=card, name="Better", hypothesis=None)
    kinds.reorder(USE_CASE, actor=editor, parent=discovery, order=[card.uuid])

    changed, written = changes_of(card)
    assert written.what == "Created"
    assert changed.who == "Eda Editor"
    assert [(field.before, field.after) for field in changed.fields] == [
        ("HCP 360", "Better"),
        ("A 360° view helps", "–"),
    ]
    page = client_of(account).get(_url("use_case", discovery, card.uuid)).content.decode()
    assert "<del>HCP 360</del>" in page


def test_hostile_text_comes_through_inert(client_of, account, discovery):
    texts = ("name", "we_believe", "will_help", "known_by", "example_role", "example_want", "example_by")
    client = client_of(account)
    client.post(_url("use_case_add", discovery), dict.fromkeys(texts, HOSTILE))
    card = UseCase.objects.get()
    for url in (_url("use_case_list", discovery), _url("use_case", discovery, card.uuid)):
        page = client.get(url).content.decode()
        assert page.count("&lt;script&gt;alert(1)") >= 7
        for raw in ("<script>alert", "<img src=x", "\u202e", "\x07"):
            assert raw not in page
    too_long = client.post(_url("use_case_add", discovery), {"name": "x" * 10_000})
    assert too_long.status_code == 422
    assert client.post(_url("use_case_add", discovery), {"name": "\x07\u202e"}).status_code == 422


def test_the_list_costs_the_same_queries_however_long(
    client_of, account, editor, discovery, bet, card, rate, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(account)
    client.get(_url("use_case_list", discovery))
    with CaptureQueriesContext(connection) as small:
        client.get(_url("use_case_list", discovery))
    for number in range(4):
        kinds.add(
            actor=editor,
            draft=UseCase(discovery=discovery, name=f"Case {number}", hypothesis=bet),
            measures=[rate],
        )
    with django_assert_num_queries(len(small)):
        client.get(_url("use_case_list", discovery))


# --- Who may write, and when ----------------------------------------------------------------------


@pytest.fixture
def activity(discovery):
    workshop = factories.workshop(discovery, state=WorkshopState.LIVE)
    made = factories.activity(workshop, kind="use_cases", title="Write use cases")
    _move_room(workshop, made)
    return made


def _move_room(workshop, activity):
    from core.services import artifacts
    from core.services.operations import operation

    with operation(factories.SYSTEM, "test.moved"):
        artifacts.change(workshop.tracks.get(), current=activity)


def _guest(activity, name="Ann"):
    return RoomActor.of_participant(factories.participant(activity.track.workshop, name))


def test_a_guest_writes_while_the_room_is_at_it(discovery, activity):
    workshop = activity.track.workshop
    before = workshop.live_revision
    ann = _guest(activity)
    card = room_cards.add_card(actor=ann, name="Idea", activity=activity)
    assert card.author == ann.participant
    card = room_cards.change_card(actor=ann, use_case=card, revision=1, name="Better idea")
    workshop.refresh_from_db()
    assert workshop.live_revision == before + 2

    with pytest.raises(NotAllowed):
        room_cards.change_card(actor=_guest(activity, "Bob"), use_case=card, name="Mine now")
    room_cards.delete_card(actor=ann, use_case=card)
    assert not UseCase.objects.exists()


def test_a_guest_cannot_write_once_the_room_moved_on(discovery, activity):
    workshop = activity.track.workshop
    ann = _guest(activity)
    card = room_cards.add_card(actor=ann, name="Idea", activity=activity)
    _move_room(workshop, factories.activity(workshop, title="Next"))
    activity.refresh_from_db()
    card = UseCase.objects.get()
    with pytest.raises(Conflict, match="moved on"):
        room_cards.change_card(actor=ann, use_case=card, name="Late")
    with pytest.raises(Conflict, match="moved on"):
        room_cards.delete_card(actor=ann, use_case=card)
    with pytest.raises(Conflict, match="moved on"):
        room_cards.add_card(actor=ann, name="Late", activity=activity)


def test_a_guest_writes_only_in_their_own_workshop(editor, discovery, activity, card):
    stranger = _guest(factories.activity(factories.workshop()))
    for refused in (
        lambda: room_cards.add_card(actor=stranger, name="x", activity=activity),
        lambda: room_cards.change_card(actor=_guest(activity), use_case=card, name="x"),
    ):
        with pytest.raises(NotFound):
            refused()


def test_cards_name_only_what_belongs_to_their_discovery(editor, discovery):
    elsewhere = factories.make(Goal, discovery=factories.discovery(), title="Elsewhere")
    foreign = factories.make(Hypothesis, goal=elsewhere, statement="Foreign")
    rate = kinds.add(actor=factories.SYSTEM, draft=MEASURE.new(elsewhere, name="Rate", target=Decimal(1)))
    with pytest.raises(Invalid):
        kinds.add(actor=editor, draft=UseCase(discovery=discovery, name="x", hypothesis=foreign))
    with pytest.raises(Invalid):
        kinds.add(actor=editor, draft=UseCase(discovery=discovery, name="x"), measures=[rate])


def test_people_who_may_not_write(client_of, discovery, card):
    viewer = factories.access(discovery, DiscoveryRole.VIEWER)
    stranger = factories.access(factories.discovery())
    for name in ("use_case_edit", "use_case_delete"):
        assert client_of(viewer).post(_url(name, discovery, card.uuid)).status_code == 403
        assert client_of(stranger).post(_url(name, discovery, card.uuid)).status_code == 404
    assert "use-cases/add" not in client_of(viewer).get(_url("use_case_list", discovery)).content.decode()


def test_a_card_names_a_measure_once(card, rate):
    with pytest.raises(IntegrityError), transaction.atomic():
        UseCaseMeasure.objects.bulk_create([UseCaseMeasure(use_case=card, measure=rate)])


def test_cards_are_in_the_order_of_their_places(discovery):
    first, second, third = (
        factories.make(UseCase, discovery=discovery, name=name, position=place)
        for place, name in enumerate(("No place", "Second", "First"))
    )
    places = {second.pk: SimpleNamespace(rank=2), third.pk: SimpleNamespace(rank=1)}
    rankings = cast("dict[int, RankedUseCase]", {**places, first.pk: SimpleNamespace(rank=None)})
    ordered = by_place(cards(discovery), rankings)
    assert [card.use_case.name for card in ordered] == ["First", "Second", "No place"]
    assert [card.use_case.name for card in by_place(cards(discovery), {})] == ["No place", "Second", "First"]
