"""The one list of what a discovery concluded."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from discovery.models import Discovery
from tests import factories
from workshops.models import ActionItem, Decision, ParkingLotItem, Question, Risk
from workshops.results.outcomes.models import ActionState
from workshops.results.quick_captures import services as captures
from workshops.selectors.outcome_list import OutcomeFilter, kinds, outcome_rows, outcomes_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def discovery() -> Discovery:
    """One of each kind; the action is done, the question answered, the item settled."""
    made = factories.three_streams()
    factories.make(Decision, discovery=made, title="Start with consent", reason="It unlocks most")
    factories.make(
        ActionItem, discovery=made, title="Ask five partners", state=ActionState.DONE, owner_name="Jonas"
    )
    factories.make(Question, discovery=made, title="Who owns consent?", answer="Legal")
    factories.make(Risk, discovery=made, title="Nobody has time")
    factories.make(ParkingLotItem, discovery=made, title="Naming", is_settled=True, captured_by="Mia")
    factories.make(Risk, discovery=factories.discovery(made.domain), title="Of another discovery")
    return made


def titles(discovery: Discovery, **wanted: Any) -> list[str]:
    return [each.title for each in outcome_rows(discovery, outcomes_of(discovery, OutcomeFilter(**wanted)))]


def test_all_kinds_are_in_one_list_the_open_ones_first_and_the_newest_first(discovery: Discovery) -> None:
    expected = ["Nobody has time", "Start with consent", "Naming", "Who owns consent?", "Ask five partners"]
    assert titles(discovery) == expected
    assert [key for key, _name in kinds()] == ["actions", "decisions", "questions", "risks", "parking_lot"]


def test_equal_keys_and_times_of_two_kinds_have_an_order(discovery: Discovery) -> None:
    """Keys are of a table each, so that an action and a risk may have the same."""
    moment = timezone.now() + timedelta(days=1)
    for kind in (Risk, ParkingLotItem):
        factories.make(kind, discovery=discovery, pk=900_001, title=kind.__name__)
        kind.objects.filter(pk=900_001).update(created_at=moment)
    assert titles(discovery)[:2] == ["ParkingLotItem", "Risk"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"text": "CONSENT"}, ["Start with consent", "Who owns consent?"]),
        ({"kind": "parking_lot"}, ["Naming"]),
        ({"is_open": True}, ["Nobody has time", "Start with consent"]),
        ({"kind": "questions", "is_open": True}, []),
    ],
)
def test_a_filter_keeps_what_matches(
    discovery: Discovery, wanted: dict[str, Any], expected: list[str]
) -> None:
    assert titles(discovery, **wanted) == expected


def test_what_an_address_cannot_mean_is_left_out() -> None:
    assert OutcomeFilter.of({"q": " a\x00 ", "kind": "nobody", "state": "?"}) == OutcomeFilter("a")


def test_who_and_whether_it_is_over(discovery: Discovery) -> None:
    said = {
        each.title: (each.who, str(each.state.label), each.state.is_over)
        for each in outcome_rows(discovery, outcomes_of(discovery, OutcomeFilter()))
    }
    assert said == {
        "Start with consent": ("", "", False),
        "Ask five partners": ("Jonas", "Done", True),
        "Who owns consent?": ("", "Answered", True),
        "Nobody has time": ("", "", False),
        "Naming": ("Mia", "Settled", True),
    }


def test_an_action_shows_the_day_that_it_is_due(discovery: Discovery, client: Any) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    for title, state in (("Late", ActionState.OPEN), ("On time", ActionState.DONE)):
        factories.make(ActionItem, discovery=discovery, title=title, state=state, due=yesterday)
    shown = {each.title: each for each in outcome_rows(discovery, outcomes_of(discovery, OutcomeFilter()))}
    assert [shown[each].is_overdue for each in ("Late", "On time", "Naming")] == [True, False, False]
    client.force_login(factories.access(discovery))
    html = client.get(reverse("discovery:discovery_outcomes", args=[discovery.slug])).content.decode()
    assert html.count(f"due {date_format(yesterday, 'SHORT_DATE_FORMAT')}") == 2
    assert html.count("Overdue</span>") == 1
    assert titles(discovery)[0] == "Late"


def test_what_is_not_over_is_what_the_tabs_count(discovery: Discovery) -> None:
    """The state of each row and the count of its tab have the same meaning."""
    rows = outcome_rows(discovery, outcomes_of(discovery, OutcomeFilter()))
    assert [each.title for each in rows if not each.state.is_over] == titles(discovery, is_open=True)


def test_states_and_dates_are_those_of_the_page_of_the_kind(discovery: Discovery, client: Any) -> None:
    long_ago = timezone.now() - timedelta(days=40)
    factories.make(Decision, discovery=discovery, title="Old", reason="", decided_at=long_ago)
    factories.make(
        ActionItem, discovery=discovery, title="Dropped", state=ActionState.DROPPED, due=long_ago.date()
    )
    assert titles(discovery, is_open=True)[-1] == "Old"

    client.force_login(factories.access(discovery))

    def shown_on(name: str) -> str:
        return str(client.get(reverse(f"discovery:discovery_{name}", args=[discovery.slug])).content.decode())

    everything = shown_on("outcomes")
    day = date_format(timezone.localdate(long_ago), "SHORT_DATE_FORMAT")
    assert day in shown_on("decisions")
    assert everything.count(day) == 2  # the decision, and the action that was due
    for state in ("Done", "Dropped", "Answered", "Settled"):
        assert f">{state}</span>" in everything
    assert "Closed" not in everything.replace("Not closed", "")


def test_each_row_leads_to_its_place(discovery: Discovery, client: Any) -> None:
    client.force_login(factories.access(discovery))
    html = client.get(reverse("discovery:discovery_outcomes", args=[discovery.slug])).content.decode()
    links = re.findall(r'<h2 class="said"><a class="in-ink" href="([^"]+)"', html)
    assert len(links) == 5
    for link in map(unescape, links):
        page, _mark, anchor = link.partition("#")
        assert f'id="{anchor}"' in client.get(page).content.decode()


def test_it_takes_as_many_queries_however_much_there_is(discovery: Discovery) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            titles(discovery)
        return len(queries)

    few = asked()
    for number in range(5):
        factories.make(Risk, discovery=discovery, title=f"Risk {number}")
        factories.make(ActionItem, discovery=discovery, title=f"Action {number}")
    assert asked() == few


def test_what_the_system_captures_names_nobody(discovery: Discovery) -> None:
    draft = ActionItem(discovery=discovery, title="Ask the plants")

    assert captures.add(actor=factories.SYSTEM, draft=draft).captured_by == ""
