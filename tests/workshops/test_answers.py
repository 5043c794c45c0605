"""Answers: the last one counts, once; hidden from everybody until the reveal; refused with a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.exceptions import Conflict, NotAllowed, NotFound
from core.services import artifacts
from core.services.operations import operation
from tests import factories
from tests.factories import SYSTEM
from tests.workshops.answering import Answering, answering
from workshops.actors import RoomActor
from workshops.agenda.services import add_activity
from workshops.contributions.answers.forms import CheckInSettings, ConsentSettings, PollSettings
from workshops.contributions.check_in.activity import QUESTION
from workshops.models import Answer
from workshops.registries import activity_kinds
from workshops.room.running.selectors import progress_of, room_state
from workshops.room.running.services import end_workshop, move_cursor
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db

OPTIONS = ["DACH", "France & Benelux", "<b>UK</b>"]
SCALE = {"form": "scale", "low": 1, "high": 5, "low_label": "Guessing", "high_label": "Certain"}
POLL = {"form": "one", "options": OPTIONS}
# For each kind: its settings, and an answer with a text or number that occurs nowhere else.
SECRET = "zymurgy"
KINDS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "check_in": ({"form": "word"}, {"text": SECRET}),
    "poll": ({"form": "words"}, {"text": SECRET}),
    "consent": ({"proposal": "We start in May."}, {"number": 1, "text": SECRET}),
    "roti": ({}, {"number": 2, "text": SECRET}),
}


# --- The one write --------------------------------------------------------------------------------


def test_the_last_answer_counts_whatever_arrives_late() -> None:
    room = answering("poll", SCALE)
    anna = room.actor("Anna")
    for tap, number in ((10, 3), (30, 5), (20, 1)):
        room.answer(anna, number=number, device="d1", tap=tap)
    assert Answer.objects.get().number == 5
    room.answer(anna, number=2, device="d2", tap=1)  # another device of hers, later
    assert anna.participant
    held = Answer.objects.get()
    assert (held.number, held.author, held.participant) == (2, str(anna.participant.uuid), anna.participant)


def test_an_anonymous_answer_tells_neither_person_nor_device_nor_time() -> None:
    room = answering("poll", SCALE, is_anonymous=True)
    one, other = room.actor("k1"), room.actor("k2")
    room.answer(one, number=4, device="d1", tap=2)
    room.answer(one, number=1, device="d1", tap=1)
    room.answer(other, number=5, device="d1", tap=1_772_720_000_000)
    rows = {row.author: row for row in Answer.objects.all()}
    assert rows["k1"].number == 4
    assert [(row.participant, row.device) for row in rows.values()] == [(None, ""), (None, "")]
    assert rows["k2"].tap == 0
    with pytest.raises(NotAllowed):
        room.answer(RoomActor.of_participant(room.join("Anna")), number=1)


def test_only_people_of_the_room_answer_and_only_while_it_is_open() -> None:
    room = answering("poll", SCALE)
    anna = room.actor("Anna")
    stranger = RoomActor.of_participant(factories.participant(factories.workshop()))
    with pytest.raises(NotFound):
        room.answer(stranger, number=3)
    room.go("revealed")
    with pytest.raises(Conflict, match="is closed"):
        room.answer(anna, number=3)
    room.go("answer")
    room.answer(anna, number=3)
    end_workshop(actor=SYSTEM, workshop=room.workshop)
    with pytest.raises(Conflict, match="has ended"):
        room.answer(anna, number=4)
    assert Answer.objects.get().number == 3


def test_a_tap_costs_few_statements() -> None:
    room = answering("poll", POLL)
    anna = room.join("Anna")
    room.send(anna, choices="DACH")
    with CaptureQueriesContext(connection) as queries:
        assert room.send(anna, choices="DACH")[0] == 200
    spent = [each["sql"] for each in queries if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(spent) <= 6, spent


# --- What is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "settings", "sent", "sentence"),
    [
        ("poll", POLL, {"choices": "Mars"}, "no longer exists"),
        ("poll", POLL, {"choices": ["DACH", "<b>UK</b>"]}, "Choose one"),
        ("poll", POLL, {}, "Choose at least one"),
        ("poll", {}, {"choices": "DACH"}, "no longer exists"),
        ("poll", SCALE, {"number": "6"}, "from 1 to 5"),
        ("poll", SCALE, {"number": "=1+1"}, "from 1 to 5"),
        ("poll", SCALE, {"number": "1e3"}, "from 1 to 5"),
        ("poll", {"form": "words"}, {"text": "x" * 10_000}, "at most 300 characters: this has 10000"),
        ("poll", {"form": "words"}, {"text": " \u200b\u202e\x00 "}, "Write something"),
        ("check_in", {}, {"text": "x" * 41}, "at most 40 characters: this has 41"),
        ("check_in", {}, {"text": "\u200d"}, "Write a word"),
        ("check_in", {}, {"text": "ok", "tap": "-1"}, ""),
        ("check_in", {}, {"text": "ok", "device": "<script>"}, ""),
        ("roti", {}, {"number": "0"}, "from 1 to 5"),
        ("roti", {}, {"number": "3", "text": "x" * 301}, "at most 300 characters: this has 301"),
        ("welcome", {}, {"text": "hello"}, "doesn’t accept answers"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_with_a_sentence(
    kind: str, settings: dict[str, Any], sent: dict[str, Any], sentence: str
) -> None:
    room = answering(kind, settings)
    status, said = room.send(room.join("Anna"), **sent)
    assert status == (409 if kind == "welcome" else 422)
    assert sentence in said["error"]
    assert not Answer.objects.exists()


def test_text_of_any_script_stays_what_it_was() -> None:
    room = answering("poll", {"form": "words"})
    text = 'عربي 🎉 <img src=x onerror="alert(1)"> =1+1'
    status, said = room.send(room.join("Anna"), text=f"\u202e{text}\x07", device="a1", tap="5")
    room.workshop.refresh_from_db()
    assert (status, said) == (200, {"saved": True, "revision": room.workshop.live_revision})
    assert Answer.objects.get().text == text
    room.go("revealed")
    for page in room.screens().values():
        assert "<img" not in page
        assert "&lt;img" in page


@pytest.mark.parametrize(
    ("form", "sent", "wrong"),
    [
        (PollSettings, {"form": "one", "options": "only one"}, "options"),
        (PollSettings, {"form": "several", "options": "\n".join(map(str, range(13)))}, "options"),
        (PollSettings, {"form": "one", "options": "a\n" + "b" * 121}, "options"),
        (PollSettings, {"form": "x"}, "form"),
        (PollSettings, {"form": "scale", "low": "5", "high": "1"}, "low"),
        (CheckInSettings, {"form": "scale", "high": "11"}, "high"),
        (ConsentSettings, {"proposal": "x" * 1001}, "proposal"),
    ],
)
def test_settings_that_no_room_could_work_with(form: Any, sent: dict[str, str], wrong: str) -> None:
    activity = factories.activity(factories.workshop(), "poll")
    bound = form({f"settings-{name}": value for name, value in sent.items()}, activity=activity)
    assert wrong in bound.errors


def test_options_are_lines_without_twins_and_come_back_as_they_were() -> None:
    activity = factories.activity(factories.workshop(), "poll", settings=POLL)
    assert PollSettings(None, activity=activity)["options"].value() == "\n".join(OPTIONS)
    assert activity.settings == POLL
    form = PollSettings({"settings-form": "one", "settings-options": " a \r\n\r\nb\na\n"}, activity=activity)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["options"] == ["a", "b"]


# --- Hidden until the reveal ----------------------------------------------------------------------


@pytest.mark.parametrize("anonymous", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_nobody_sees_an_answer_before_the_reveal(kind: str, anonymous: bool) -> None:
    settings, answer = KINDS[kind]
    room = answering(kind, settings, is_anonymous=anonymous)
    bo = room.join("Bo Curious")
    room.answer(room.actor("Anna Author"), **answer)

    assert room.kind.results(room.reload()) is None
    everything = [*room.screens().values(), "" if anonymous else room.mine(bo)]
    everything.append(room.console().get(f"/w/{room.workshop.code}/console/").content.decode())
    assert not [page for page in everything if SECRET in page]

    room.go("revealed")
    shown = room.screens()
    assert [SECRET in page for page in shown.values()] == [True, True, True]
    assert SECRET in str(room.kind.results(room.activity))
    if anonymous:
        assert not [page for page in shown.values() if "Anna Author" in page]

    if kind != "consent":  # there the way back is a new round
        room.go("answer")
        assert not [page for page in room.screens().values() if SECRET in page]
        assert Answer.objects.count() == 1


def test_a_check_in_shown_at_once_grows_on_the_stage_and_leaves_the_phones_alone() -> None:
    room = answering("check_in", {"form": "word", "at_once": True})
    room.answer(room.actor("Anna"), text=SECRET)
    shown = room.screens()
    assert [SECRET in shown[each] for each in ("console", "room", "stage")] == [True, False, True]
    assert "As a list" not in shown["stage"]


@pytest.mark.parametrize("form", ["word", "scale"])
def test_a_check_in_without_a_title_of_its_own_asks_on_stage_and_phone(form: str) -> None:
    for title, asks in (("Check-in", True), ("Which word describes your week?", False)):
        room = answering("check_in", SCALE | {"form": form}, title=title)
        assert (str(QUESTION) in room.screens()["stage"]) is asks
        assert (str(QUESTION) in room.mine(room.join("Anna"))) is asks


def test_the_console_counts_who_is_done_and_names_nobody_who_is_anonymous() -> None:
    for anonymous in (False, True):
        room = answering("roti", is_anonymous=anonymous)
        for name in ("Anna", "Bo", "Carla"):
            room.join(name)
        room.answer(RoomActor.of_key("k", room.activity) if anonymous else room.actor("Dev"), number=4)
        progress = progress_of(room_state(room.workshop.pk))
        assert progress.finished == 1
        assert len(progress.done) == (0 if anonymous else 1)
        assert ("Done" in room.screens()["console"]) is not anonymous
        assert f"1 of {progress.of}" in room.screens()["room"]


def test_ones_own_answer_comes_back_and_nobody_elses() -> None:
    room = answering("poll", POLL)
    anna, bo = room.join("Anna"), room.join("Bo")
    assert room.send(anna, choices="<b>UK</b>")[0] == 200
    assert 'value="&lt;b&gt;UK&lt;/b&gt;" checked' in room.mine(anna)
    assert " checked" not in room.mine(bo)
    room.go("revealed")
    assert "Your answer" in room.mine(anna)
    assert "Your answer" not in room.mine(bo)


def test_a_choice_that_was_taken_off_the_list_is_asked_for_again() -> None:
    room = answering("poll", POLL)
    anna, bo = room.join("Anna"), room.join("Bo")
    for person, choice in ((anna, "<b>UK</b>"), (bo, "DACH")):
        assert room.send(person, choices=choice)[0] == 200
    with operation(SYSTEM, "activity.changed", place=room.workshop):
        artifacts.change(room.reload(), settings={**POLL, "options": OPTIONS[:2]})
    shown = room.mine(anna)
    assert "“&lt;b&gt;UK&lt;/b&gt;” is no longer one of the options. Choose again." in shown
    assert ">Saved. You can" not in shown
    assert "Choose again" not in room.mine(bo)
    assert ">Saved. You can" in room.mine(bo)


# --- Each kind ------------------------------------------------------------------------------------


def outcome(room: Answering) -> dict[str, Any]:
    results = room.kind.results(room.reload())
    assert results is not None
    return dict(results["outcome"])


def test_a_poll_counts_options_numbers_and_words() -> None:
    room = answering("poll", {**POLL, "form": "several"})
    room.answer(room.actor("Anna"), choices=["DACH", "<b>UK</b>"])
    room.answer(room.actor("Bo"), choices=["DACH"])
    room.go("revealed")
    assert [(bar.label, bar.count, bar.share) for bar in outcome(room)["bars"]] == [
        ("DACH", 2, "100"),
        ("France & Benelux", 0, "0"),
        ("<b>UK</b>", 1, "50"),
    ]
    room = answering("poll", SCALE)
    for name, number in (("Anna", 2), ("Bo", 5)):
        room.answer(room.actor(name), number=number)
    room.go("revealed")
    assert outcome(room)["spread"].mean == "3.5"
    room = answering("poll", {"form": "words"})
    for name in ("Anna", "Anna"):
        room.answer(room.actor(name), text="Why?")
    room.go("revealed")
    assert sorted(each.name for each in outcome(room)["said"]) == ["Anna", "Anna (2)"]


def test_roti_is_anonymous_unless_that_is_taken_off() -> None:
    workshop = factories.workshop()
    assert add_activity(actor=SYSTEM, workshop=workshop, kind="roti").track
    assert workshop.tracks.get().activities.get().is_anonymous


@pytest.mark.parametrize(
    "kind", ["check_in", "poll", "consent", "roti", "questions", "presentation", "break"]
)
def test_a_kind_without_settings_still_draws_on_every_screen(kind: str) -> None:
    room = answering(kind)
    anna = room.join("Anna")
    assert all(room.screens().values())
    if activity_kinds.get(kind).has_mine:
        assert room.mine(anna).strip()


def test_what_will_be_asked_is_not_shown_before_the_room_gets_there(client_of):
    workshop = factories.workshop(state=WorkshopState.LIVE)
    settings = {"form": "one", "options": ["Close the site", "Keep it"]}
    poll = factories.activity(workshop, "poll", "The question of the day", settings=settings)
    phone = client_of(factories.participant(workshop))
    url = reverse("discovery:activity_mine", args=[workshop.code, poll.uuid])

    early = phone.get(url)
    move_cursor(actor=SYSTEM, track=workshop.tracks.get(), from_activity=None, to_activity=poll)

    assert early.status_code == 409
    assert "Close the site" not in early.content.decode()
    assert "Close the site" in phone.get(url).content.decode()


def test_what_is_revealed_next_has_the_key_of_every_reveal() -> None:
    room = answering("poll", {"form": "one", "options": []})
    assert 'data-key="r"' not in room.screens()["console"], "a poll without options has nothing to reveal"
    for kind, settings in (("poll", {"form": "words"}), ("check_in", {}), ("consent", {"proposal": "May?"})):
        room = answering(kind, settings)
        assert room.screens()["console"].count('data-key="r"') == 1
        room.go("revealed")
        assert 'data-key="r"' not in room.screens()["console"]


@pytest.mark.parametrize("surface", ["console", "remote"])
def test_the_reveal_asks_with_the_number_of_those_who_are_not_done(surface: str, client_of: Any) -> None:
    room = answering("poll", POLL)
    actors = [room.actor(name) for name in ("Anna", "Ben", "Cleo")]
    facilitator = factories.access(room.workshop.discovery)

    def question() -> str:
        page = client_of(facilitator).get(reverse(f"discovery:{surface}", args=[room.workshop.code]))
        step = reverse("discovery:activity_phase", args=[room.workshop.code, room.activity.uuid])
        return page.content.decode().partition(f'hx-post="{step}"')[2].partition(">")[0]

    for not_done in ("3 of 3 are not done.", "2 of 3 are not done.", "1 of 3 is not done."):
        assert f'data-confirm-detail="{not_done}' in question()
        room.answer(actors.pop(), choices=[OPTIONS[0]])
    assert "data-confirm" not in question()


@pytest.mark.parametrize("surface", ["console", "remote"])
def test_the_end_says_what_the_room_has_not_seen(surface: str, client_of: Any) -> None:
    room = answering("roti")
    room.workshop.tracks.get().activities.exclude(pk=room.activity.pk).delete()
    facilitator = factories.access(room.workshop.discovery)

    def question() -> str:
        page = client_of(facilitator).get(reverse(f"discovery:{surface}", args=[room.workshop.code]))
        step = reverse("discovery:workshop_end", args=[room.workshop.code])
        asked = page.content.decode().split(f'hx-post="{step}"')[1:]
        return "".join(each.partition(">")[0] for each in asked)

    assert "End the workshop?" in question()
    assert "Everything is kept." in question()
    room.answer(room.actor("Anna"), number=4, text="")
    assert "Not revealed, so not in the report: 1 answer in “How sure are you?”." in question()
    assert "Everything is kept" not in question()
    room.go("revealed")
    assert "Not revealed" not in question()
