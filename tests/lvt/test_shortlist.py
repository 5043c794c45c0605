"""The shortlist: decided with a reason, shown to all, decided again, undone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from core.exceptions import Invalid, NotAllowed, NotFound
from discovery.discoveries.models import DiscoveryRole
from discovery.registries import checkpoints
from lvt.activities.shortlist_in_ranking import deciding
from lvt.models import ShortlistedUseCase, UseCase
from lvt.ranking_focus.services import focus_on
from lvt.report import shortlist_section
from lvt.rounds.selectors import current_results
from lvt.rounds.services import open_round, reveal
from lvt.shortlist.selectors import passed_over, proposed_shortlist, shortlist, shortlist_of
from lvt.shortlist.services import decide
from organizations.actors import Actor
from tests import factories
from tests.factories import SYSTEM, make
from tests.lvt.rooms import Room, scoring_room
from tests.sending import HTMX
from workshops.actors import RoomActor
from workshops.models import Activity, Decision
from workshops.registries import activity_kinds
from workshops.results.services import share_results
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]


@pytest.fixture
def room() -> Room:
    return scoring_room()


def console(room: Room) -> str:
    """What the console shows of the activity."""
    kind = activity_kinds.get("scoring")
    return render_to_string(f"{kind.template_dir}/console.html", kind.console(room.activity))


def ticked(html: str) -> list[str]:
    """The values of the ticked boxes, in order."""
    return re.findall(r'name="use_cases" value="([^"]+)"[^>]* checked', html)


def test_a_decision_holds_use_cases_in_order_reason_and_dissent(room: Room) -> None:
    decision, _operation = decide(
        actor=SYSTEM,
        activity=room.activity,
        use_cases=room.use_cases[::-1],
        reason="Both pay off this year.",
        decided_by="The room",
        dissent="Ivan would wait.",
    )
    decided = shortlist(room.discovery)
    assert decided is not None
    assert decided.decision == decision
    assert list(decided.use_cases) == room.use_cases[::-1]
    assert decision.title == "Shortlist: Next best action, HCP 360 dashboard"
    assert (decision.workshop, decision.activity) == (room.workshop, room.activity)
    for audience in ("console", "room", "stage"):
        kind = activity_kinds.get("decide")
        html = render_to_string(
            f"{kind.template_dir}/{audience}.html", getattr(kind, audience)(room.activity)
        )
        assert "Both pay off this year." in html
        assert "Ivan would wait." in html
    assert checkpoints.get("shortlist").standing(room.discovery).is_complete


def test_deciding_again_replaces_it_and_keeps_the_first_in_the_log(room: Room) -> None:
    for use_cases in (room.use_cases[:1], room.use_cases[1:]):
        decide(actor=SYSTEM, activity=room.activity, use_cases=use_cases, reason="Because.")
    decided = shortlist_of(room.activity)
    assert decided is not None
    assert list(decided.use_cases) == room.use_cases[1:]
    assert Decision.objects.count() == 2


def test_undo_brings_the_earlier_shortlist_back(room: Room) -> None:
    decide(actor=SYSTEM, activity=room.activity, use_cases=room.use_cases[:1], reason="First.")
    _decision, second = decide(
        actor=SYSTEM, activity=room.activity, use_cases=room.use_cases[1:], reason="Second."
    )
    undo(actor=SYSTEM, target=second)
    decided = shortlist(room.discovery)
    assert decided is not None
    assert decided.decision.reason == "First."
    assert ShortlistedUseCase.objects.count() == 1


def test_a_decision_needs_use_cases_of_the_discovery_and_a_reason(room: Room) -> None:
    other = scoring_room()
    for use_cases, reason, error in (
        ([], "Because.", Invalid),
        (room.use_cases, "  \n", Invalid),
        (other.use_cases, "Because.", NotFound),
    ):
        with pytest.raises(error):
            decide(actor=SYSTEM, activity=room.activity, use_cases=use_cases, reason=reason)
    assert not Decision.objects.exists()


def test_only_facilitators_decide(room: Room) -> None:
    editor = Actor.of_account(factories.access(room.discovery, DiscoveryRole.EDITOR))
    guest = RoomActor.of_participant(room.join("Ann"))
    for actor, error in ((editor, NotAllowed), (guest, NotFound)):
        with pytest.raises(error):
            decide(actor=actor, activity=room.activity, use_cases=room.use_cases, reason="Because.")


def test_many_use_cases_have_a_short_title(room: Room) -> None:
    long = scoring_room("x" * 120, "y" * 120)
    decision, _operation = decide(
        actor=SYSTEM, activity=long.activity, use_cases=long.use_cases, reason="Because."
    )
    assert decision.title == "Shortlist of 2 use cases"


def test_the_ranking_is_ticked_above_the_cut_and_decides(room: Room, client_of: ClientOf) -> None:
    ann = room.join("Ann")
    room.give_total(ann, 1, use_case=0)
    room.give_total(ann, 5, use_case=1)
    reveal(actor=SYSTEM, round=room.round)
    first, second = (str(room.use_cases[place].uuid) for place in (1, 0))
    url = reverse("lvt:shortlist_decide", args=[room.workshop.code, room.activity.uuid])
    assert client_of(ann).post(url, {}).status_code == 302
    client = client_of(factories.access(room.discovery))
    rows = console(room)
    assert rows.index(f'value="{first}"') < rows.index(f'value="{second}"')
    assert ticked(rows) == [first]

    empty = client.post(url, {}, headers=HTMX)
    assert empty.status_code == 422
    assert "reason" in empty.content.decode()
    foreign = {"use_cases": [str(scoring_room().use_cases[0].uuid)], "reason": "Because."}
    assert client.post(url, foreign, headers=HTMX).status_code == 422

    hostile = "<script>alert(1)</script> =1+1 \u202e"
    sent = {"use_cases": [second, first], "reason": hostile}
    response = client.post(url, sent, headers=HTMX)
    assert response.status_code == 204
    triggers = json.loads(response.headers["HX-Trigger"])
    assert triggers["toast"]["undo"].startswith("/operations/")
    decided = shortlist(room.discovery)
    assert decided is not None
    assert [use_case.name for use_case in decided.use_cases] == ["Next best action", "HCP 360 dashboard"]
    page = client.get(reverse("lvt:prioritization", args=[room.discovery.slug])).content
    assert b"<script>alert" not in page
    assert ticked(console(room)) == [first, second]


def test_the_form_that_is_sent_twice_decides_once_and_the_next_is_another(
    room: Room, client_of: ClientOf
) -> None:
    client = client_of(factories.access(room.discovery))
    url = reverse("lvt:shortlist_decide", args=[room.workshop.code, room.activity.uuid])

    def form() -> dict[str, Any]:
        offered = deciding(room.activity, None).form
        return {
            "use_cases": [str(room.use_cases[0].uuid)],
            "reason": "Because.",
            "uuid": offered["uuid"].value(),
        }

    sent = form()
    first, second = (client.post(url, sent, headers=HTMX) for _time in range(2))
    assert Decision.objects.count() == ShortlistedUseCase.objects.count() == 1
    undone = [json.loads(each.headers["HX-Trigger"])["toast"]["undo"] for each in (first, second)]
    assert undone[0] == undone[1]
    client.post(undone[0])
    assert not Decision.objects.exists()
    client.post(url, form(), headers=HTMX)
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("length", [12, 120])
def test_another_choice_in_the_same_form_is_refused_and_then_decides_again(
    room: Room, client_of: ClientOf, length: int
) -> None:
    # The title of a decision names the use cases while there is room for that.
    for place, use_case in enumerate(room.use_cases):
        UseCase.objects.filter(pk=use_case.pk).update(name=f"{place} {'long name ' * length}"[:length])
    client = client_of(factories.access(room.discovery))
    url = reverse("lvt:shortlist_decide", args=[room.workshop.code, room.activity.uuid])
    third = make(UseCase, discovery=room.discovery, name="3 long name" * (length // 12))
    uuids = [str(each.uuid) for each in (*room.use_cases, third)]
    sent = {"reason": "Because.", "uuid": deciding(room.activity, None).form["uuid"].value()}
    assert client.post(url, {**sent, "use_cases": uuids[:2]}, headers=HTMX).status_code == 204

    refused = client.post(url, {**sent, "use_cases": uuids[1:]}, headers=HTMX)

    assert refused.status_code == 409
    assert "You already sent this with different text." in refused.content.decode()
    uuid = re.findall(r'name="uuid" value="([^"]+)"', refused.content.decode())
    assert client.post(url, {**sent, "use_cases": uuids[1:], "uuid": uuid}, headers=HTMX).status_code == 204
    decided = shortlist(room.discovery)
    assert decided is not None
    assert {str(each.uuid) for each in decided.use_cases} == set(uuids[1:])


def test_deciding_ends_looking_at_one_use_case(room: Room, client_of: ClientOf) -> None:
    room.give_total(room.join("Ann"), 5)
    reveal(actor=SYSTEM, round=room.round)
    looking = factories.activity(room.workshop, kind="ranking", title="Look at the ranking")
    focus_on(actor=SYSTEM, activity=looking, use_case=room.use_cases[0].uuid)
    url = reverse("lvt:shortlist_decide", args=[room.workshop.code, looking.uuid])
    client = client_of(factories.access(room.discovery))
    sent = {"use_cases": [str(room.use_cases[0].uuid)], "reason": "Because."}
    client.post(url, sent, headers=HTMX)
    looking = Activity.objects.get(pk=looking.pk)
    kind = activity_kinds.get("ranking")
    for audience in ("room", "stage"):
        html = render_to_string(f"{kind.template_dir}/{audience}.html", getattr(kind, audience)(looking))
        assert "Because." in html


def test_what_the_ranking_decided_is_what_the_next_activity_shows(room: Room) -> None:
    decide(actor=SYSTEM, activity=room.activity, use_cases=room.use_cases[:1], reason="Because.")
    after = factories.activity(room.workshop, kind="decide", title="Decide")
    assert activity_kinds.get("decide").is_settled(after)
    assert deciding(after, None).ticked == {str(room.use_cases[0].uuid)}


def test_what_was_decided_stands_on_the_stage_with_its_score(room: Room) -> None:
    decide(actor=SYSTEM, activity=room.activity, use_cases=room.use_cases[:1], reason="Because.")
    after = factories.activity(room.workshop, kind="decide", title="Decide")
    kind = activity_kinds.get("decide")

    def stage() -> str:
        return render_to_string(f"{kind.template_dir}/stage.html", kind.stage(after))

    assert 'class="score' not in stage(), "nothing is revealed yet"
    room.give_total(room.join("Ann"), 5)
    reveal(actor=SYSTEM, round=room.round)
    results = current_results(room.discovery)
    assert results is not None
    assert f'<b class="score num">{results.ranking[0].total}</b>' in stage()


@pytest.mark.parametrize(
    ("given", "above"),
    [
        ([5], 1),
        ([5, 4], 1),
        ([5, 5], 0),
        ([5, 4, 3], 1),
        ([5, 4, 3, 2], 2),
        ([5, 5, 5, 4, 3, 2, 1], 3),
        ([5, 4, 4, 3], 1),
        ([3] * 12, 0),
    ],
)
def test_the_cut_is_in_the_middle_below_three_places_at_most_and_between_no_equals(
    given: list[int], above: int
) -> None:
    room = scoring_room(*(f"Use case {place}" for place in range(len(given))))
    ann = room.join("Ann")
    for place, value in enumerate(given):
        room.give_total(ann, value, use_case=place)
    reveal(actor=SYSTEM, round=room.round)
    results = current_results(room.discovery)
    assert results is not None
    assert list(proposed_shortlist(results)) == room.use_cases[:above]


def test_an_activity_of_another_workshop_is_not_found(room: Room, client_of: ClientOf) -> None:
    client = client_of(factories.access(room.discovery))
    url = reverse("lvt:shortlist_decide", args=[room.workshop.code, scoring_room().activity.uuid])
    assert client.post(url, {}).status_code == 404


def test_a_use_case_is_on_a_shortlist_once(room: Room) -> None:
    decision, _operation = decide(
        actor=SYSTEM, activity=room.activity, use_cases=room.use_cases, reason="Because."
    )
    with pytest.raises(IntegrityError, match=r"shortlistedusecase_once|UNIQUE"), transaction.atomic():
        factories.make(ShortlistedUseCase, decision=decision, use_case=room.use_cases[0])


def test_who_passes_over_a_higher_place_says_why_and_the_report_says_so(
    room: Room, client_of: ClientOf
) -> None:
    ann = room.join("Ann")
    room.give_total(ann, 5, use_case=0)
    room.give_total(ann, 1, use_case=1)
    reveal(actor=SYSTEM, round=room.round)
    first, second = room.use_cases
    url = reverse("lvt:shortlist_decide", args=[room.workshop.code, room.activity.uuid])
    client = client_of(factories.access(room.discovery))
    sent = {"use_cases": [str(second.uuid)], "reason": "It is quick."}
    answer = client.post(url, sent, headers=HTMX)
    assert answer.status_code == 422
    assert (
        f"Ranked higher but not chosen: {first.name} (1). Add the reason for skipping them."
        in answer.content.decode()
    )
    assert not Decision.objects.exists()

    assert client.post(url, {**sent, "against": "Its data is locked."}, headers=HTMX).status_code == 204
    said = f"Ranked higher but not chosen: {first.name} (1). Its data is locked."
    assert Decision.objects.get().alternatives == said
    report = render_to_string("lvt/report/shortlist.html", shortlist_section(room.discovery))
    assert said in report
    assert said in render_to_string(
        "lvt/activities/decide/stage.html", activity_kinds.get("decide").stage(room.activity)
    )
    # In the order of the ranking nothing more is asked, whatever else was typed.
    decision, _operation = decide(
        actor=SYSTEM, activity=room.activity, use_cases=[first], reason="It leads.", against="Nothing."
    )
    assert decision.alternatives == ""


def test_what_has_no_place_is_chosen_against_all_that_has_one(room: Room) -> None:
    other = make(UseCase, discovery=room.discovery, name="Unscored", position=9)
    ann = room.join("Ann")
    for use_case in (0, 1):
        room.give_total(ann, 3, use_case=use_case)
    reveal(actor=SYSTEM, round=room.round)
    results = current_results(room.discovery)
    passed = passed_over(results, [other])
    assert {each.use_case for each in passed} == set(room.use_cases)
    assert passed_over(results, room.use_cases) == ()
    # Equal places pass over nobody, and neither does a choice before the first ranking.
    assert passed_over(results, room.use_cases[:1]) == ()
    assert passed_over(None, [other]) == ()


def test_the_number_of_people_is_given_once_where_it_is_the_same(room: Room) -> None:
    ann, ben = room.join("Ann"), room.join("Ben", "it")
    for person in (ann, ben):
        room.give_total(person, 3, use_case=0)
    room.give_total(ann, 2, use_case=1)

    def rows_and_note() -> tuple[int, int]:
        html = render_to_string(
            "lvt/activities/decide/stage.html", activity_kinds.get("decide").stage(room.activity)
        )
        rows = len(re.findall(r"<small[^>]*>\d of 2 people scored", html))
        return rows, html.count("people scored each use case")

    reveal(actor=SYSTEM, round=room.round)
    decide(actor=SYSTEM, activity=room.activity, use_cases=room.use_cases, reason="Because.")
    assert rows_and_note() == (2, 0)
    rescored = open_round(actor=SYSTEM, activity=room.activity, use_cases=room.use_cases, method=room.method)
    room.round = rescored
    for person, use_case in product((ann, ben), (0, 1)):
        room.give_total(person, 3 - use_case, use_case=use_case)
    reveal(actor=SYSTEM, round=room.round)
    assert rows_and_note() == (0, 1)


def test_the_report_of_a_workshop_states_the_decision_once(room: Room, client_of: ClientOf) -> None:
    activity = factories.activity(room.workshop, "decide", "Decide")
    decide(actor=SYSTEM, activity=activity, use_cases=room.use_cases, reason="Both pay off.", dissent="Wait.")
    Decision.objects.update(alternatives="Its data is locked.")
    decision = Decision.objects.get()
    viewer = client_of(factories.access(room.discovery, DiscoveryRole.VIEWER))
    url = reverse("discovery:workshop_report", args=[room.discovery.slug, room.workshop.uuid])
    page = re.sub(r"(?s)<pre.*?</pre>", "", viewer.get(url).content.decode())
    for words in (decision.title, decision.reason, decision.alternatives, decision.dissent):
        assert page.count(words) == 1, words


def test_pages_that_list_a_long_decision_name_its_use_cases_too(client_of: ClientOf) -> None:
    names = [f"Use case {number} with quite a long name" for number in range(1, 10)]
    room = scoring_room(*names)
    activity = factories.activity(room.workshop, "decide", "Decide")
    decide(actor=SYSTEM, activity=activity, use_cases=room.use_cases, reason="All pay off.")
    Decision.objects.update(alternatives="Its data is locked.")
    shared = share_results(actor=SYSTEM, workshop=room.workshop, parts=["activities", "decisions"])
    viewer = client_of(factories.access(room.discovery, DiscoveryRole.VIEWER))
    keys = [room.discovery.slug, room.workshop.uuid]
    for url in (
        reverse("discovery:workshop_report", args=keys),
        reverse("discovery:workshop_results", args=keys),
        reverse("discovery:shared_results", args=[shared.result_key]),
    ):
        page = re.sub(r"(?s)<pre.*?</pre>", "", viewer.get(url).content.decode())
        for words in (*names, "All pay off.", "Its data is locked."):
            assert page.count(words) == 1, (url, words)
