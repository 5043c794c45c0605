"""The two pages for executives name objections, open actions, and the decision that is needed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from discovery.models import Discovery
from discovery.registries import board_slides, executive_parts
from documents.pdf_engine_process import Engine
from documents.section_excerpts import shortened
from handover.models import Recommendation
from handover.reports.document import (
    _LARGER,
    EXECUTIVE_PAGES,
    DocumentSection,
    _executive,
    in_order,
    render_part,
)
from handover.reports.part_rendering import section_of
from lvt.models import Goal, Hypothesis, Measure, UseCase
from tests import factories
from tests.demo import demo_discovery, put_demo
from tests.factories import SYSTEM, make
from tests.pages import filled, laid_out_here
from tests.workshops.answering import Answering, answering
from workshops.actors import RoomActor
from workshops.contributions.consent.services import record_decision
from workshops.exports import decision_slides
from workshops.joining.participants.services import change_details
from workshops.models import ActionItem, Decision, Question
from workshops.results.outcomes.models import ActionState

pytestmark = pytest.mark.django_db


@pytest.fixture
def discovery() -> Discovery:
    return factories.discovery()


def drawn(key: str, discovery: Discovery) -> str:
    return " ".join((render_part(executive_parts.get(key), discovery) or "").split())


def title_of(key: str, discovery: Discovery) -> str:
    written = section_of(executive_parts.get(key), discovery)
    assert written is not None
    return written.headline


def test_what_is_asked_for_stands_before_what_explains_it() -> None:
    keys = [part.key for part in in_order(executive_parts)]

    assert keys[:6] == ["asked_for", "decided", "sure", "heard", "objections", "next"]


def test_open_actions_stand_with_owner_and_date_the_first_due_first(discovery: Discovery) -> None:
    assert drawn("next", discovery) == ""
    today = timezone.localdate()
    for title, owner, due in (
        ("Later", "", None),
        ("Soon", "Ana <b>", today + timedelta(days=3)),
        ("Late", "Ben", date(2026, 1, 2)),
    ):
        make(ActionItem, discovery=discovery, title=title, owner_name=owner, due=due)
    make(ActionItem, discovery=discovery, title="Over", state=ActionState.DONE)

    text = drawn("next", discovery)

    places = [text.index(words) for words in ("Late", "Ben", "Soon", "Ana &lt;b&gt;", "Later", "No one yet")]
    assert places == sorted(places)
    assert 'Jan 2, 2026, <b class="late">overdue</b>' in text
    assert text.count("overdue") == 1
    assert "Over<" not in text


def test_dates_are_short_in_the_way_of_each_language(discovery: Discovery) -> None:
    make(ActionItem, discovery=discovery, title="Late", owner_name="Ben", due=date(2026, 2, 1))

    with translation.override("de"):
        assert "1. Feb. 2026" in drawn("next", discovery)


def test_what_is_recommended_and_what_nobody_answered_is_asked_for(discovery: Discovery) -> None:
    assert drawn("asked_for", discovery) == ""
    make(Question, discovery=discovery, title="Who pays?")
    make(Question, discovery=discovery, title="Who asks?", answer="We do")
    make(Recommendation, discovery=discovery, title="Begin small")

    text = drawn("asked_for", discovery)

    assert "Begin small" in text
    assert "Who pays?" in text
    assert "Who asks?" not in text


def test_goals_are_to_be_confirmed_while_there_is_no_use_case(discovery: Discovery) -> None:
    goal = make(Goal, discovery=discovery, title="Fuller <shelves>")
    assert title_of("asked_for", discovery) == "Confirm the goal before use cases are proposed"
    make(Goal, discovery=discovery, title="Less waste")
    assert title_of("asked_for", discovery) == "Confirm the 2 goals before use cases are proposed"
    assert render_part(board_slides.get("findings"), discovery) is None, "a slide has nothing to show"

    bet = make(Hypothesis, goal=goal, statement="Shops order in time")
    make(UseCase, discovery=discovery, name="Order proposal", hypothesis=bet)

    assert title_of("asked_for", discovery) == "Decide whether to pursue Order proposal"


def test_goals_with_their_measures_and_what_is_missing_stand_until_there_is_a_shortlist(
    discovery: Discovery,
) -> None:
    goal = make(Goal, discovery=discovery, title="Fuller <shelves>")
    make(Measure, goal=goal, name="Guess", target=3)
    make(Measure, goal=goal, name="Availability", unit="%", baseline=90, target=97)
    bet = make(Hypothesis, goal=goal, statement="Shops order in time")
    make(UseCase, discovery=discovery, name="Order proposal", hypothesis=bet)
    make(UseCase, discovery=discovery, name="Shelf alarm", hypothesis=bet)

    text = drawn("decided", discovery)

    assert "Fuller &lt;shelves&gt;" in text
    assert "From 90% to 97%" in text, "the measure that is complete"
    assert "Guess</span>" not in text
    assert '<td class="number">1</td><td class="number">2</td>' in text
    assert "1 goal depends on a single hypothesis" in text
    assert "No shortlist yet" not in text, "the title says it"

    put_demo()
    text = drawn("decided", demo_discovery())
    assert "Open points" not in text
    assert "<table" not in text


@pytest.mark.parametrize("paragraphs", [9, 14, 20, 27, 33])
def test_pages_are_filled_by_little_and_by_much(
    discovery: Discovery, monkeypatch: pytest.MonkeyPatch, paragraphs: int
) -> None:
    texts = (f"<p>{'word ' * (10 + 17 * number % 61)}</p>" for number in range(paragraphs))
    body = mark_safe("".join(texts))  # noqa: S308  the text is above
    section = DocumentSection("one", "One", body, is_wide=False, order=5)

    with laid_out_here(monkeypatch) as documents:
        Engine().render(
            _executive(discovery, [section], timezone.now()), most_pages=EXECUTIVE_PAGES, sizes=_LARGER
        )

    pages = documents[0].pages
    assert len(pages) <= EXECUTIVE_PAGES
    assert [round(filled(page), 2) for page in pages if filled(page) < 0.7] == []


def test_each_statement_has_a_chart_but_those_of_words(db: None) -> None:
    """The demo has every part; of decisions and objections there are no numbers (docs/adr/0086), next steps
    have dates, and a chart of two steps would repeat its table."""
    put_demo()
    discovery = demo_discovery()
    parts = {part.key: drawn(part.key, discovery) for part in executive_parts}
    assert {key for key, text in parts.items() if text and "<svg" not in text and "<img" not in text} == {
        "decided",
        "next",
        "objections",
        "products.cut_line",
    }


@pytest.fixture
def room() -> Answering:
    """A proposal that Ana objects to."""
    made = answering("consent", {"proposal": "We begin in May"})
    made.answer(made.actor("Ana"), number=2, text="Nobody owns the <map>")
    return made


def test_dissent_and_objections_stand_until_somebody_decides(room: Answering) -> None:
    discovery = room.workshop.discovery
    assert drawn("objections", discovery) == "", "nothing is told before the reveal"
    make(Decision, discovery=discovery, title="We begin", reason="It pays")
    make(Decision, discovery=discovery, title="We wait", reason="It rains", dissent="Ben would go")
    room.go("revealed")

    text = drawn("objections", discovery)

    assert "<b>We begin</b>" not in text
    assert text.index("We wait") < text.index("Ben would go") < text.index("We begin in May")
    assert "Not decided" in text
    assert "Nobody owns the &lt;map&gt;" in text
    assert "Ana" not in text, "a board reads what is said, and not who said it"

    record_decision(actor=SYSTEM, activity=room.activity, title="Dropped", reason="No owner")
    assert "Not decided" not in drawn("objections", discovery)


def test_a_board_is_not_told_who_objected_in_a_room(room: Answering) -> None:
    discovery = room.workshop.discovery
    lines = "Ana (2): No owner\nAna: no map\nIn short: no data\n(1) Too early\nUntil 12:30: no one is free"
    make(Decision, discovery=discovery, title="We wait", reason="It rains", dissent=lines)

    text = drawn("objections", discovery)

    assert "Ana" not in text
    for words in ("No owner", "No map", "In short: no data", "(1) Too early", "Until 12:30: no one is free"):
        assert f">{words}<" in text


def test_a_board_reads_no_name_that_someone_had_in_a_room(room: Answering) -> None:
    workshop = room.workshop
    ana = RoomActor.of_participant(workshop.participants.get())
    change_details(actor=ana, workshop=workshop, display_name="Ana Miller", side="it", role_title="")
    for name in ("Ben (2)", "Eve", "IT", "IT: Kim"):
        room.join(name)
    lines = (
        "Ana (2): Former",
        "Ben (1): Numbered once",
        "Ben (2) (2) (0): Numbered twice",
        "Eve (entered by the facilitator) (2): By another",
        "Eve (2) (eingetragen von der Moderation) (1): In German",
        "IT: Kim (2): With a colon",
        "Evelyn: is not in the room",
    )
    make(Decision, discovery=workshop.discovery, title="We wait", reason="It rains", dissent="\n".join(lines))

    text = drawn("objections", workshop.discovery)
    (slide,) = decision_slides(workshop.discovery)

    words = ["Former", "Numbered once", "Numbered twice", "By another", "In German", "With a colon"]
    words.append("Evelyn: is not in the room")
    assert all(f">{each}<" in text for each in words)
    assert slide.table is not None
    assert "\n".join(words) in slide.table.rows[0]


def test_many_objections_leave_room_for_what_is_asked_for(discovery: Discovery) -> None:
    dissent = "\n\n".join(f"({number}) Too early" for number in range(20))
    for number in range(9):
        make(Decision, discovery=discovery, title=f"Step {number}", reason="It pays", dissent=dissent)

    text = shortened(drawn("objections", discovery), items=3, letters=120)

    assert text.count("and 17 more") == 3
    assert text.count("and 6 more") == 1


def test_a_shortened_text_keeps_the_space_before_its_date() -> None:
    text = shortened("<p><b>Why</b> It pays, and soon. <span>May 3</span></p>", items=3, letters=10)

    assert text == "<p><b>Why</b> It pays … <span>May 3</span></p>"


def test_lists_that_are_cut_last_keep_their_rows() -> None:
    rows = "".join(f"<tr><td>{letter}</td></tr>" for letter in "abc")
    body = f"<table><tbody data-cut-last>{rows}</tbody></table><table><tbody>{rows}</tbody></table>"

    text = shortened(body, items=1, letters=100, last=3)

    assert [text.count(f">{letter}<") for letter in "abc"] == [2, 1, 1]
    assert text.count("and 2 more") == 1


def test_rows_left_out_without_a_day_are_counted() -> None:
    days = ("2026-12-06", "2026-12-13", "2026-12-27", "")
    rows = "".join(f'<li data-until="{day}">x</li>' if day else "<li>x</li>" for day in days)

    assert "and 3 more: 2 by Dec 27, 2026, 1 without a date" in shortened(
        f"<ul>{rows}</ul>", items=1, letters=100
    )
