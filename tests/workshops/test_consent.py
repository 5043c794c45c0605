"""Consent: objections come with their reason, a round keeps its words, and the decision is recorded."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from core.exceptions import Conflict
from core.models import Operation
from tests.factories import SYSTEM
from tests.workshops.answering import Answering, answering
from workshops.contributions.answers.forms import ConsentSettings
from workshops.contributions.consent.selectors import earlier_rounds, round_number, round_of
from workshops.contributions.consent.services import propose
from workshops.models import Answer, Decision, Workshop
from workshops.results.decisions.forms import ProposalDecisionForm
from workshops.results.result_rendering import brief_of
from workshops.room.running.services import end_workshop
from workshops.services.undo import undo
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db

WORDS = "We start in May."


@pytest.fixture
def room() -> Answering:
    return answering("consent", {"proposal": WORDS})


def ask_again(room: Answering, proposal: str, seen: int = 1) -> None:
    propose(
        actor=SYSTEM,
        activity=room.activity,
        proposal=proposal,
        from_round=seen,
        answering="answer",
        revealed="revealed",
    )
    room.reload()


@pytest.mark.parametrize("fingers", [0, 1, 2])
def test_an_objection_needs_its_reason(room: Answering, fingers: int) -> None:
    anna = room.join("Anna")
    status, said = room.send(anna, number=fingers, round=1, text=" \u200b ", with_reason=1)
    assert (status, "Explain your objection" in said["error"]) == (422, True)
    assert room.send(anna, number=fingers, round=1, text="GDPR")[0] == 200
    # Who changes their mind takes the objection along.
    assert room.send(anna, number=3, round=1, text="GDPR", device="d", tap=1)[0] == 200
    held = Answer.objects.get()
    assert (held.slot, held.number, held.text) == ("1", 3, "")


def test_the_fingers_say_whether_there_is_consent(room: Answering) -> None:
    anna, bo = room.actor("Anna"), room.actor("Bo")
    assert not round_of(room.activity, 1).has_consent
    room.answer(anna, number=3)
    room.answer(bo, number=2, text="Too <early>")
    room.go("revealed")
    first = round_of(room.activity, 1)
    assert (first.has_consent, first.spread.mean) == (False, "2.5")
    assert [(each.name, each.number, each.text) for each in first.objections] == [("Bo", 2, "Too <early>")]
    for page in room.screens().values():
        assert "1 objection to resolve" in page
        assert "Too &lt;early&gt;" in page


def test_a_new_round_keeps_the_one_before(room: Answering) -> None:
    anna = room.actor("Anna")
    assert anna.participant
    room.answer(anna, number=1, text="Too early")
    with pytest.raises(Conflict, match="have already answered this wording"):
        ask_again(room, "We start in June.")
    room.go("revealed")
    ask_again(room, "We start in June.")
    assert (room.activity.phase, round_number(room.activity)) == ("answer", 2)
    with pytest.raises(Conflict, match="another round"):
        ask_again(room, "We start in July.", seen=1)

    # An answer to the words of the first round comes too late, and its text is given back.
    status, said = room.send(anna.participant, number=5, round=1)
    assert (status, "has changed" in said["error"]) == (409, True)
    assert room.send(anna.participant, number=4, round=2)[0] == 200

    (first,) = earlier_rounds(room.activity)
    assert (first.proposal, first.spread.mean, first.objections[0].text) == (WORDS, "1.0", "Too early")
    shown = room.screens()
    assert ["Too early" in shown[each] for each in ("console", "room")] == [True, True]
    assert '<b class="num">4.0' not in shown["console"]  # the second round is hidden


def test_words_change_until_somebody_answers_to_them(room: Answering) -> None:
    ask_again(room, "We start in April.")
    assert round_number(room.activity) == 1
    room.answer(room.actor("Anna"), number=4)
    form = ConsentSettings({"settings-proposal": "Other words"}, activity=room.activity)
    assert "ask again" in str(form.errors["proposal"])
    assert ConsentSettings({"settings-proposal": "We start in April."}, activity=room.activity).is_valid()


def test_without_a_proposal_nobody_answers_and_the_console_asks_for_it() -> None:
    room = answering("consent")
    assert "Write the proposal" in room.screens()["console"]
    status, said = room.send(room.join("Anna"), number=4, round=1)
    assert (status, "No proposal yet" in said["error"]) == (409, True)
    answer = room.press("consent_propose", room.activity.uuid, proposal="", round="1")
    assert (answer.status_code, "Enter your proposal" in answer.content.decode()) == (422, True)
    assert room.press("consent_propose", room.activity.uuid, proposal=WORDS, round="1").status_code == 204
    assert WORDS in room.screens()["stage"]


def test_the_decision_is_recorded_with_what_stands_against_it(room: Answering) -> None:
    room.answer(room.actor("Anna"), number=2, text="Too early")
    url = f"/w/{room.workshop.code}/console/activities/{room.activity.uuid}/decision/"
    assert room.console().get(url).status_code == 409  # nothing is revealed yet
    room.go("revealed")
    form = room.console().get(url, headers={"HX-Request": "true"}).content.decode()
    assert WORDS in form
    assert "Anna (2): Too early" in form
    sent = {"title": WORDS, "reason": "It cannot wait.", "decided_by": "The room", "dissent": "Anna"}
    sent |= {"outcome": "carried", "uuid": str(uuid4())}
    first, second = (room.press("consent_decide", room.activity.uuid, **sent) for _time in range(2))
    assert (first.status_code, second.status_code) == (204, 204)
    assert first.headers["HX-Trigger"] == second.headers["HX-Trigger"]
    decision = Decision.objects.get()
    assert (decision.activity, decision.workshop, decision.dissent) == (room.activity, room.workshop, "Anna")
    assert all("Decided: We start in May." in page for page in room.screens().values())
    brief = brief_of(room.workshop)
    assert [each.title for each in brief.results.outcomes.decisions] == [WORDS]
    assert brief.conclusion is not None
    assert "Too early" in brief.conclusion.body
    assert decision.reason not in brief.conclusion.body, "the page lists it"

    undo(actor=SYSTEM, target=Operation.objects.filter(verb="decision.added").latest("pk"))
    assert not Decision.objects.exists()


def open_pages(room: Answering) -> tuple[str, str, str]:
    """The console in the activity, the console after the end, and the page of what came out."""
    live = room.screens()["console"]
    workshop = Workshop.objects.get(pk=room.workshop.pk)
    if workshop.state != WorkshopState.ENDED:
        end_workshop(actor=SYSTEM, workshop=workshop)
    ended = room.console().get(f"/w/{workshop.code}/console/").content.decode()
    results = room.console().get(f"/d/{workshop.discovery.slug}/workshops/{workshop.uuid}/results/")
    return live, ended, results.content.decode()


def test_the_facilitator_is_asked_what_becomes_of_a_proposal_with_objections(room: Answering) -> None:
    room.answer(room.actor("Anna"), number=2, text="Too early")
    room.go("revealed")
    pages = open_pages(room)
    left = "1 objection is open, and the proposal has no outcome yet."
    assert all(left in page for page in pages)
    _live, ended, results = pages
    url = f"/w/{room.workshop.code}/console/activities/{room.activity.uuid}/decision/"
    assert all(f'href="{url}"' in page for page in (ended, results))
    assert "No decision on the proposal yet." in results

    sent = {"title": WORDS, "reason": "Anna is right."}
    asked = room.press("consent_decide", room.activity.uuid, **sent)
    assert (asked.status_code, "Choose what happens to the proposal." in asked.content.decode()) == (
        422,
        True,
    )
    assert room.press("consent_decide", room.activity.uuid, **sent, outcome="dropped").status_code == 204
    assert Decision.objects.get().title == "“We start in May.” is dropped"
    _live, ended, results = open_pages(room)
    assert "not rated" not in (ended + results).lower()
    assert results.count("Anna is right.") == 1  # among the decisions


def test_nothing_is_left_open_where_nobody_objects_or_another_round_begins(room: Answering) -> None:
    anna = room.actor("Anna")
    room.answer(anna, number=2, text="Too early")
    room.go("revealed")
    ask_again(room, "We start in June.")
    assert room.kind.left_open(room.activity) is None
    room.answer(anna, number=4)
    room.go("revealed")
    assert room.kind.left_open(room.activity) is None


def test_a_long_title_says_that_it_is_put_off() -> None:
    form = ProposalDecisionForm({"title": "x" * 200, "reason": "Because", "outcome": "put_off"})
    assert form.is_valid(), form.errors
    title = form.values()["title"]
    assert len(title) == 200
    assert title.endswith("x…” is postponed")


def test_anonymous_objections_have_no_names() -> None:
    room = answering("consent", {"proposal": WORDS}, is_anonymous=True)
    room.join("Anna Author")
    room.answer(room.actor("k"), number=0, text="No")
    room.go("revealed")
    assert round_of(room.activity, 1).objections[0].name == ""
    url = f"/w/{room.workshop.code}/console/activities/{room.activity.uuid}/decision/"
    form = room.console().get(url, headers={"HX-Request": "true"}).content.decode()
    assert "(0) No" in form
    assert "Anna Author" not in form


def test_without_a_proposal_there_is_nothing_to_reveal() -> None:
    empty = answering("consent", {})
    assert "Reveal the fingers" not in empty.screens()["console"]
    with pytest.raises(Conflict):
        empty.go("revealed")
    form = empty.console().get(
        reverse("discovery:consent_propose", args=[empty.workshop.code, empty.activity.uuid])
    )
    assert 'type="hidden" name="round"' in form.content.decode(), "nobody counts rounds by hand"


def test_fingers_count_as_they_are_tapped_and_the_reason_may_follow(room: Answering) -> None:
    """Who gave four and then taps one objects from that moment on."""
    anna = room.join("Anna")
    assert room.send(anna, number=4, round=1)[0] == 200
    assert room.send(anna, number=1, round=1, text="", device="d", tap=1)[0] == 200
    assert (Answer.objects.get().number, 'name="with_reason"' in room.mine(anna)) == (1, True)
    room.go("revealed")
    first = round_of(room.activity, 1)
    assert (first.has_consent, [(each.name, each.text) for each in first.objections]) == (
        False,
        [("Anna", "No reason given")],
    )
    for page in room.screens().values():
        assert "1 objection to resolve" in page
