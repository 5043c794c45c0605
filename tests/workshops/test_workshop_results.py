"""What came out of a workshop: its page, two side by side, and the link that shares it."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta, timezone as tz

import pytest
from django.urls import reverse

from core.exceptions import Conflict, Invalid, NotAllowed
from core.models import Operation
from discovery.discoveries.models import DiscoveryRole
from organizations.actors import Actor
from tests import factories
from tests.workshops.boards import board
from workshops.models import ActionItem, Activity, Answer, ParkingLotItem, Participant, Question, Risk, Track
from workshops.registries import activity_kinds
from workshops.results.decisions.services import add_decision
from workshops.results.quick_captures import services as captures
from workshops.results.result_rendering import draw
from workshops.results.selectors import compare, results_of
from workshops.results.services import share_results, withdraw_results
from workshops.room.running.services import end_workshop
from workshops.services.undo import undo
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db

START = datetime(2026, 3, 3, 9, 0, tzinfo=tz.utc)  # noqa: UP017  the name is taken


@pytest.fixture
def facilitator(discovery):
    return factories.access(discovery, name="Fay Facilitator")


def held(discovery, name="First sitting", **fields):
    """An ended workshop: a welcome of 5 minutes that took 8, a poll with one answer, a break left out."""
    workshop = factories.workshop(discovery, name, state=WorkshopState.ENDED, **fields)
    factories.activity(
        workshop, minutes=5, started_at=START, ended_at=START + timedelta(minutes=8), title="Hello"
    )
    poll = factories.activity(
        workshop,
        "poll",
        "Where do we stand?",
        settings={"form": "words"},
        phase="revealed",
        minutes=10,
        started_at=START + timedelta(minutes=8),
        ended_at=START + timedelta(minutes=20),
    )
    factories.activity(workshop, "talk", "Left out", skipped_at=START)
    guest = factories.participant(workshop, "Gil Guest")
    Answer.objects.create(activity=poll, author=str(guest.uuid), participant=guest, text=f"Answer of {name}")
    actor = factories.SYSTEM
    common = {"discovery": discovery, "workshop": workshop}
    add_decision(
        actor=actor,
        **common,
        title=f"Decision of {name}",
        reason="R",
        alternatives=f"Not chosen in {name}",
        decided_by="Dee Decider",
        dissent="Yuki",
    )
    captures.add(actor=actor, draft=ActionItem(**common, title=f"Action of {name}", owner_name="Otto Owner"))
    captures.add(
        actor=actor, draft=Question(**common, title=f"Question of {name}"), captured_by="Quinn Asker"
    )
    captures.add(actor=actor, draft=Risk(**common, title=f"Risk of {name}"), captured_by="Rae Risk")
    captures.add(
        actor=actor, draft=ParkingLotItem(**common, title=f"Parked in {name}"), captured_by="Pat Parker"
    )
    return workshop


@pytest.fixture
def workshop(discovery):
    return held(discovery)


def url(name, workshop):
    return reverse(f"discovery:{name}", args=[workshop.discovery.slug, workshop.uuid])


def shared_page(client, workshop):
    workshop.refresh_from_db()
    return client.get(reverse("discovery:shared_results", args=[workshop.result_key]))


def test_the_page_says_what_came_out_by_activity_and_how_long_it_took(client_of, workshop, discovery):
    viewer = factories.access(discovery, DiscoveryRole.VIEWER)

    text = client_of(viewer).get(url("workshop_results", workshop)).content.decode()

    flat = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text))
    for words in ("planned 5 min, took 8 min", "planned 10 min, took 12 min", "skipped", "20 min"):
        assert words in flat
    for title in ("Answer of", "Decision of", "Action of", "Question of", "Risk of"):
        assert f"{title} First sitting" in text
    for name in ("Dee Decider", "Otto Owner", "Quinn Asker", "Yuki"):
        assert name in text
    assert "results/share/" not in text  # for facilitators
    results = results_of(workshop)
    assert (results.people, results.took) == (1, 20)


def test_what_is_not_revealed_is_nowhere(client_of, workshop, facilitator):
    poll = workshop.tracks.get().activities.get(kind="poll")
    Activity.objects.filter(pk=poll.pk).update(phase="answer", ended_at=None)
    share_results(actor=Actor.of_account(facilitator), workshop=workshop, parts=["activities"])

    page = client_of(facilitator).get(url("workshop_results", workshop))
    assert "Answer of First sitting" not in page.content.decode()
    assert "Answer of First sitting" not in shared_page(client_of(), workshop).content.decode()


def test_two_workshops_stand_side_by_side(client_of, workshop, discovery, facilitator):
    second = held(discovery, "Second sitting")
    factories.activity(second, "talk", "Only here")
    browser = client_of(facilitator)

    assert "Second sitting" in browser.get(url("workshop_results", workshop)).content.decode()  # offered
    text = browser.get(f"{url('workshop_results', workshop)}?with={second.uuid}").content.decode()

    for title in ("First sitting", "Second sitting"):
        assert f"Answer of {title}" in text
        assert f"Action of {title}" in text
    pairs = compare(results_of(workshop), results_of(second))
    assert [(pair.title, bool(pair.first), bool(pair.second)) for pair in pairs] == [
        ("Hello", True, True),
        ("Where do we stand?", True, True),
        ("Left out", True, True),
        ("Only here", False, True),
    ]


def test_a_foreign_workshop_cannot_be_compared(client_of, workshop, facilitator):
    browser = client_of(facilitator)
    foreign = factories.workshop(state=WorkshopState.ENDED)

    for other in (foreign.uuid, uuid.uuid4(), "nonsense", "<script>"):
        assert browser.get(f"{url('workshop_results', workshop)}?with={other}").status_code == 404


def test_the_shared_link_shows_what_was_chosen_and_no_names(client_of, workshop, facilitator):
    browser = client_of(facilitator)

    answer = browser.post(url("results_share", workshop), {"parts": ["decisions", "questions"]})

    assert answer.status_code == 303
    page = shared_page(client_of(), workshop)
    text = page.content.decode()
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert 'content="noindex, nofollow"' in text
    for shown in ("Decision of", "Not chosen in", "Question of"):
        assert f"{shown} First sitting" in text
    for hidden in ("Action of", "Risk of", "Parked in", "Answer of", "Dee Decider", "Yuki", "Quinn Asker"):
        assert hidden not in text
    assert workshop.result_key in browser.get(url("workshop_results", workshop)).content.decode()


def test_what_was_decided_and_put_in_order_comes_before_the_rest(client_of, workshop, discovery, monkeypatch):
    assert {kind.key for kind in activity_kinds if kind.concludes} == {
        "card_dots",
        "consent",
        "decide",
        "product_ranking",
        "ranking",
        "scoring",
    }
    monkeypatch.setattr(type(activity_kinds.get("poll")), "concludes", True)
    shown = ["Decisions", "Actions", "Where do we stand?", "Hello", "Left out"]
    share_results(actor=factories.SYSTEM, workshop=workshop, parts=["activities", "decisions", "actions"])
    workshop.refresh_from_db()

    def heads(page):
        headings = re.findall(r'<(h2|span class="grow")[^>]*>(.*?)</', page.content.decode())
        return [head for _tag, head in headings if head in shown]

    assert heads(client_of(factories.access(discovery)).get(url("workshop_results", workshop))) == shown
    # Who was not there reads nothing of what left nothing.
    assert (
        heads(client_of().get(reverse("discovery:shared_results", args=[workshop.result_key]))) == shown[:3]
    )


def test_only_the_facilitator_is_sent_back_to_reveal_notes_and_never_on_paper() -> None:
    room = board()
    room.write(room.actor("Ana"), "Nobody reads this")
    end_workshop(actor=factories.SYSTEM, workshop=room.workshop)

    (result,) = results_of(room.workshop).activities
    said = [draw(result).body, draw(result, on_paper=True).body, draw(result, nameless=True).body]

    for body in said:
        assert "Never revealed, so not in the report: 1 note." in body
        assert "Nobody reads this" not in body
    assert ["Go back to the activity" in body for body in said] == [True, False, False]


def test_the_shared_link_says_that_nothing_came_out(client_of, discovery):
    nothing = "No results to show yet"
    empty = factories.workshop(discovery, state=WorkshopState.ENDED)
    breakout = factories.activity(empty, "breakout", "In groups", started_at=START)
    room = factories.make(Track, workshop=empty, breakout=breakout, name="Silent")
    factories.make(Activity, track=room, kind="talk", title="Talk", started_at=START)
    common = {"discovery": discovery, "workshop": empty}
    captures.add(actor=factories.SYSTEM, draft=ParkingLotItem(**common, title="Parked"))

    for parts, says_nothing in ((["activities", "decisions"], True), (["activities", "parking_lot"], False)):
        share_results(actor=factories.SYSTEM, workshop=empty, parts=parts)
        text = shared_page(client_of(), empty).content.decode()
        assert (nothing in text) == says_nothing
        assert not {"In groups", "Silent"} & set(re.findall(r"<h[23][^>]*>(.*?)</h[23]>", text))


def test_people_of_the_room_get_there_with_one_tap_after_the_end(client_of, workshop, facilitator):
    share_results(actor=Actor.of_account(facilitator), workshop=workshop, parts=["decisions"])
    workshop.refresh_from_db()
    guest = Participant.objects.get()

    room = client_of(guest).get(reverse("discovery:room", args=[workshop.code])).content.decode()

    assert f'href="/r/{workshop.result_key}/"' in room


def test_withdrawn_the_link_leads_nowhere_and_the_next_one_is_another(client_of, workshop, facilitator):
    browser, visitor = client_of(facilitator), client_of()
    actor = Actor.of_account(facilitator)
    first = share_results(actor=actor, workshop=workshop, parts=["decisions"]).result_key
    again = share_results(actor=actor, workshop=workshop, parts=["actions"]).result_key
    assert again == first

    browser.post(url("results_withdraw", workshop))

    gone = visitor.get(reverse("discovery:shared_results", args=[first]))
    never = visitor.get(reverse("discovery:shared_results", args=["never-was"]))
    assert (gone.status_code, never.status_code) == (404, 404)
    assert "First sitting" not in gone.content.decode()
    assert share_results(actor=actor, workshop=workshop, parts=["decisions"]).result_key != first


def test_what_lies_in_the_trash_is_not_shared_any_more(client_of, workshop, facilitator):
    from workshops.workshop.services import delete_workshop

    actor = Actor.of_account(facilitator)
    key = share_results(actor=actor, workshop=workshop, parts=["decisions"]).result_key
    workshop.refresh_from_db()
    deleted = delete_workshop(actor=actor, workshop=workshop)

    assert client_of().get(reverse("discovery:shared_results", args=[key])).status_code == 404
    undo(actor=actor, target=deleted)
    assert client_of().get(reverse("discovery:shared_results", args=[key])).status_code == 200


def test_sharing_is_for_facilitators_and_says_what_is_wrong(client_of, workshop, discovery, facilitator):
    editor = Actor.of_account(factories.access(discovery, DiscoveryRole.EDITOR))
    actor = Actor.of_account(facilitator)
    planned = factories.workshop(discovery)

    with pytest.raises(NotAllowed):
        share_results(actor=editor, workshop=workshop, parts=["decisions"])
    with pytest.raises(NotAllowed):
        withdraw_results(actor=editor, workshop=workshop)
    for parts in ([], ["everything"]):
        with pytest.raises(Invalid):
            share_results(actor=actor, workshop=workshop, parts=parts)
    with pytest.raises(Conflict):
        share_results(actor=actor, workshop=planned, parts=["decisions"])
    answer = client_of(facilitator).post(url("results_share", workshop), {})
    assert answer.status_code == 422
    assert "Choose at least one part." in answer.content.decode()


def test_a_withdrawn_link_is_not_brought_back_by_undo(workshop, facilitator):
    actor = Actor.of_account(facilitator)
    share_results(actor=actor, workshop=workshop, parts=["decisions"])
    withdraw_results(actor=actor, workshop=workshop)

    for verb in ("results.shared", "results.withdrawn"):
        done = Operation.objects.get(verb=verb)
        with pytest.raises(Conflict):
            undo(actor=actor, target=done)

    workshop.refresh_from_db()
    assert workshop.result_key == ""
