"""Kano's method on every surface: counts per category and better and worse, never the mean of an answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from core.exceptions import Invalid
from discovery.discoveries.models import DiscoveryRole
from handover.reports.document import assemble
from lvt.exports_score_book import score_book
from lvt.models import Criterion
from lvt.rounds.selectors import current_results, round_results
from lvt.rounds.services import open_round, reveal
from lvt.scores.selectors import round_progress
from lvt.selectors.ranking_charts import quadrant
from lvt.selectors.ranking_results import Results
from lvt.selectors.unheard_sides import unheard
from lvt.services.score_import import import_scores
from tests import factories
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room
from tests.lvt.test_ranking_sheet import worked_out
from tests.workbooks import read, workbook
from workshops.registries import spotlights

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
MADE_AT = datetime(2026, 3, 5, 14, 32, tzinfo=UTC)
LIKE, EXPECT, NEUTRAL, LIVE_WITH, DISLIKE = range(5)
# Of each of five people by use case: having it, being without it.
ANSWERS: dict[str, list[tuple[int, int | None]]] = {
    "Delight": [(LIKE, NEUTRAL), (LIKE, LIVE_WITH), (LIKE, DISLIKE), (NEUTRAL, NEUTRAL), (LIKE, EXPECT)],
    "Must": [(EXPECT, DISLIKE), (NEUTRAL, DISLIKE), (LIKE, DISLIKE), (LIKE, DISLIKE), (EXPECT, DISLIKE)],
    "Reverse": [(DISLIKE, LIKE), (DISLIKE, LIKE), (NEUTRAL, LIKE), (LIKE, LIKE), (NEUTRAL, None)],
    "Cold": [(NEUTRAL, NEUTRAL)] * 5,
}


@pytest.fixture
def room() -> Room:
    # Of one side: a score book names no side of fewer than three, and then does not come back by itself.
    room = scoring_room(*ANSWERS, preset="kano")
    for number in range(5):
        person = room.join(f"P{number}", "business")
        for place, answers in enumerate(ANSWERS.values()):
            room.give_all(person, *answers[number], use_case=place)
    reveal(actor=SYSTEM, round=room.round)
    return room


def results_of(room: Room) -> Results:
    results = current_results(room.discovery)
    assert results is not None
    return results


def test_category_by_letter_and_word_and_a_place_by_better_plus_worse(room: Room) -> None:
    results = results_of(room)
    assert [(each.use_case.name, each.rank, str(each.total), each.group) for each in results.ranking] == [
        ("Must", 1, "1.4", "M Must-be"),
        ("Delight", 2, "1.0", "A Attractive"),
        ("Cold", 3, "0.0", "I Indifferent"),
        ("Reverse", None, "None", "R Reverse"),
    ]
    assert [(each.counts, each.pairs, each.better, each.worse) for each in results.categories] == [
        ((0, 2, 3, 0, 0, 0), 5, "40%", "100%"),
        ((3, 1, 0, 1, 0, 0), 5, "80%", "20%"),
        ((0, 0, 0, 5, 0, 0), 5, "0%", "0%"),
        ((0, 0, 0, 0, 3, 1), 4, "", ""),
    ]
    assert results.ranking[3].problem == "No one answered both questions in a way that counts."
    assert [each.name for each in results.criteria] == ["Better with it", "Worse without it"]
    assert not any("weight" in words or "half" in words for words in results.depends_on)


def test_business_that_rejects_a_use_case_was_heard(room: Room) -> None:
    """Only business was in the room, and only IT is missing, of every use case alike."""
    assert unheard(results_of(room)) == ("No IT score: Must, Delight, Cold and Reverse.",)
    assert {each.missing for each in results_of(room).ranking} == {("No IT score",)}


def test_better_against_worse_is_the_plane_of_the_source(room: Room) -> None:
    drawn = quadrant(results_of(room))
    assert drawn is not None
    assert [(row.ranked.use_case.name, row.value, row.effort, row.kind) for row in drawn.rows] == [
        ("Must", "40%", "100%", "Must-be"),
        ("Delight", "80%", "20%", "Attractive"),
        ("Cold", "0%", "0%", "Indifferent"),
    ]
    assert drawn.message == "1 of 3 ranked use cases is in the “Must-be” quadrant: Must."
    spotlight = spotlights.get("quadrant")
    shown = render_to_string(spotlight.template, spotlight.context(room.discovery, str(room.discovery.uuid)))
    assert "Better vs. worse" in shown
    assert "Effort" not in shown


def test_pages_and_report_say_categories(room: Room, client_of: ClientOf) -> None:
    viewer = client_of(factories.access(room.discovery, DiscoveryRole.VIEWER))
    slug = room.discovery.slug
    page = viewer.get(reverse("lvt:prioritization", args=[slug])).content.decode()
    report = assemble(room.discovery, made_at=MADE_AT, progress=lambda percent, words: None)
    for words in ("Kano category of each use case", "M Must-be", "Better vs. worse", "Worse without it"):
        assert words in page
        assert words in report
    assert "With it" not in page
    weights = viewer.get(reverse("lvt:weights", args=[slug])).content.decode()
    assert "pairs of answers (Kano)" in weights
    assert 'type="range"' not in weights
    card = viewer.get(reverse("lvt:use_case", args=[slug, room.use_cases[1].uuid])).content.decode()
    assert "2 One-dimensional, 3 Must-be" in card
    with translation.override("de"):
        assert results_of(room).ranking[0].group == "M Basismerkmal"
    focus = render_to_string("lvt/prioritization/parts/focus.html", {"ranked": results_of(room).ranking[1]})
    assert "3 Attractive, 1 One-dimensional, 1 Indifferent" in focus


def test_the_phone_asks_both_questions_with_five_worded_answers_each() -> None:
    room = scoring_room("One", preset="kano")
    for criterion in room.method.criteria.all():
        assert criterion.is_worded
        assert [step.label for step in criterion.scale] == [
            *("I like it", "I expect it", "I am neutral", "I can live with it", "I dislike it"),
        ]


def test_spreadsheets_hold_counts_and_what_the_total_is_made_of(room: Room) -> None:
    book = workbook(room.discovery)
    rows = {row["Use case"]: row for row in book["Categories"]}
    assert (rows["Must"]["M Must-be"], rows["Must"]["Better"], rows["Must"]["Worse"]) == (3, 0.4, 1)
    assert (rows["Reverse"]["R Reverse"], rows["Reverse"]["Better"], rows["Reverse"]["Most common"]) == (
        *(3, None, "R Reverse"),
    )


@pytest.mark.sqlite
@pytest.mark.parametrize("part", ["benefit", "cost"])
def test_a_third_question_that_an_older_document_holds_is_kept_and_not_counted(
    room: Room, tmp_path: Path, part: str
) -> None:
    factories.make(Criterion, method=room.method, name="More", question="More?", part=part, position=9)
    made = score_book(room.discovery)
    for computed in (read(made), worked_out(made, tmp_path)):
        rows = {row["Use case"]: row for row in computed["Ranking"]}
        assert [(rows[name]["Total"], rows[name]["Rank"]) for name in ("Must", "Delight")] == [
            (pytest.approx(1.4), 1),
            (pytest.approx(1), 2),
        ]
    assert "More" in read(made)["Scores"][0]
    with pytest.raises(Invalid, match="Kano needs two questions"):
        import_scores(actor=SYSTEM, data=made, into=room.discovery)


def test_the_console_counts_as_heard_whom_the_results_count_as_scorers(room: Room) -> None:
    """Answers to the two questions are enough, whatever else an older document asks beside them."""
    made = {"method": room.method, "name": "More", "question": "More?", "part": "benefit", "position": 9}
    opened = open_round(
        actor=SYSTEM, activity=room.activity, use_cases=room.use_cases[:1], method=room.method
    )
    factories.make(Criterion, **made)
    room.round = opened
    person = room.join("Ana")
    room.give_all(person, LIKE, DISLIKE)
    (row,) = round_progress(opened).coverage
    assert row.business.heard == 1
    revealed = reveal(actor=SYSTEM, round=opened)
    assert round_results(revealed).ranking[0].evidence.scorers["business"] == 1


@pytest.mark.sqlite
def test_a_book_without_one_of_the_two_questions_ranks_nothing(room: Room, tmp_path: Path) -> None:
    room.method.criteria.filter(part="cost").update(part="benefit")
    _weights, *rows = worked_out(score_book(room.discovery), tmp_path)["Ranking"]
    assert [(row["Total"], row["Rank"]) for row in rows] == [(None, None)] * 4


@pytest.mark.sqlite
def test_the_score_book_counts_pairs_itself_and_comes_back(room: Room, tmp_path: Path) -> None:
    results = results_of(room)
    made = score_book(room.discovery)
    for computed in (read(made), worked_out(made, tmp_path)):
        _weights, *rows = computed["Ranking"]
        assert [(row["Use case"], row["Rank"]) for row in rows] == [
            (each.use_case.name, each.rank) for each in results.ranking
        ]
        for row, ranked in zip(rows, results.ranking, strict=True):
            total = None if ranked.result.total is None else float(ranked.result.total)
            assert row["Total"] == pytest.approx(total)
    assert {row["With it"] for row in read(made)["Scores"]} == {1, 2, 3, 5}

    assert import_scores(actor=SYSTEM, data=made, into=room.discovery).added == 20
    again = results_of(room)
    assert again.rounds != results.rounds
    assert [(each.use_case, each.result.total, each.result.categories) for each in again.ranking] == [
        (each.use_case, each.result.total, each.result.categories) for each in results.ranking
    ]
