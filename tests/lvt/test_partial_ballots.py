"""Rooms that answer in part: every surface shows the numbers of the pure module, with how many people are
behind them, and speaks of no first where nothing has a place."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from api.models import Scope
from core.selectors.request_cache import one_reading
from discovery.registries import board_slides, executive_parts
from documents import rounded_numbers
from handover.reports.document import assemble, render_part
from lvt.exports import ranking_slides
from lvt.exports_score_book import score_book
from lvt.posters import ranking as poster
from lvt.ranking_evidence.rules import Certainty
from lvt.rounds.selectors import current_results
from lvt.rounds.services import reveal, show_next
from lvt.scoring.rules import Result, UseCaseResult
from lvt.scoring_method import Key
from lvt.selectors.open_points import open_points
from lvt.tree.selectors import value_tree
from tests import factories
from tests.api.conftest import program
from tests.factories import SYSTEM
from tests.lvt.partial_ballots import CASES, Case, scored
from tests.lvt.random_rooms import random_room
from tests.lvt.rooms import Room, scoring_room
from tests.lvt.test_ranking_sheet import worked_out
from tests.sweeps import cut
from tests.workbooks import read, workbook
from workshops.actors import RoomActor
from workshops.models import Participant
from workshops.registries import activity_kinds, spotlights
from workshops.results.services import share_results

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ClientOf = Callable[..., Client]
MADE_AT = datetime(2026, 3, 5, 14, 32, tzinfo=UTC)


def plain(page: str) -> str:
    """What is read of a page, without its scripts and tags."""
    page = re.sub(r"<(script|style|template)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def surfaces(room: Room, client_of: ClientOf) -> dict[str, str]:
    """What everybody may read of the ranking, by where."""
    slug = room.discovery.slug
    told: dict[str, str] = {}
    for key in ("scoring", "ranking", "decide"):
        activity = room.activity
        if key != "scoring":
            activity = factories.activity(room.workshop, kind=key, title=f"To {key}")
        kind = activity_kinds.get(key)
        for audience in ("console", "room", "stage"):
            with one_reading():
                context = getattr(kind, audience)(activity)
                told[f"{key} {audience}"] = render_to_string(f"{kind.template_dir}/{audience}.html", context)
        if key != "decide":
            results = kind.results(activity)
            for name in ("results", "paper") if key == "scoring" else ("results",):
                told[f"{key} {name}"] = render_to_string(f"{kind.template_dir}/{name}.html", results)
    person = Participant.objects.filter(workshop=room.workshop).order_by("pk")[0]
    kind = activity_kinds.get("scoring")
    mine = kind.mine(room.activity, RoomActor.of_participant(person))
    told["phone"] = render_to_string(f"{kind.template_dir}/mine.html", mine)
    facilitator = client_of(factories.access(room.discovery))
    for name in (
        "lvt:prioritization",
        "lvt:weights",
        "lvt:use_case_list",
        "products:value",
        "products:value_list",
    ):
        told[name] = facilitator.get(reverse(name, args=[slug])).content.decode()
    for each in room.use_cases:
        told[f"card {each}"] = facilitator.get(
            reverse("lvt:use_case", args=[slug, each.uuid])
        ).content.decode()
    share_results(actor=SYSTEM, workshop=room.workshop, parts=["activities"])
    room.workshop.refresh_from_db()
    told["link"] = (
        Client().get(reverse("discovery:shared_results", args=[room.workshop.result_key])).content.decode()
    )
    told["report"] = assemble(room.discovery, made_at=MADE_AT, progress=lambda percent, words: None)
    told["executive"] = " ".join(
        filter(None, (render_part(each, room.discovery) for each in executive_parts))
    )
    for key in ("lvt.ranking", "lvt.sides"):
        told[f"board {key}"] = render_part(board_slides.get(key), room.discovery) or ""
    told["poster"] = render_to_string("lvt/report/poster_ranking.html", poster(room.discovery))
    shown = spotlights.get("ranking")
    told["spotlight"] = render_to_string(
        shown.template, shown.context(room.discovery, str(room.discovery.uuid))
    )
    told["slides"] = " ".join(
        str(cell)
        for slide in ranking_slides(room.discovery)
        if slide.table
        for row in slide.table.rows
        for cell in row
    )
    return {name: plain(text) for name, text in told.items()}


WHOLE = (
    *(
        f"{key} {audience}"
        for key in ("scoring", "ranking", "decide")
        for audience in ("console", "room", "stage")
    ),
    *(
        "scoring results",
        "scoring paper",
        "ranking results",
        "lvt:prioritization",
        "link",
        "report",
        "poster",
    ),
    *("spotlight", "slides"),
)
# What is said of a first place, or of how sure places are.
FIRST = ("The room’s recommendation", "First in ", "Tied for first", "Place 1", "place 1 ", "would be first")
SHARES = ("simulations", "Almost always", "Probably", "Between places")
SURE = (*SHARES, "stays first", "would be first")


def people_of(one: UseCaseResult) -> str:
    asked = one.evidence.people_asked
    return f"{one.evidence.people} of {asked} {'person' if asked == 1 else 'people'} scored"


@pytest.mark.sweep(sample=3)
@pytest.mark.parametrize("name", CASES)
def test_every_surface_says_what_the_pure_module_says(name: str, client_of: ClientOf) -> None:
    hold_surfaces(*scored(CASES[name]), client_of)


def hold_surfaces(room: Room, result: Result, client_of: ClientOf) -> None:
    told = surfaces(room, client_of)
    for one in result.use_cases:
        use_case = next(each for each in room.use_cases if each.pk == one.use_case)
        total = None if one.total is None else str(rounded_numbers.score(one.total, result.highest))
        for where in (*WHOLE, f"card {use_case}"):
            text = told[where]
            assert use_case.name in text, where
            assert total is None or total in text, (where, use_case, total)
            if one.evidence.criteria_answered:
                assert people_of(one) in text, (where, use_case)
            if one.total is not None and one.evidence.criteria_answered < one.evidence.criteria:
                criteria = f"{one.evidence.criteria_answered} of {one.evidence.criteria} criteria"
                assert criteria in text, (where, use_case)
        if one.side_totals["business"] is not None and one.side_totals["it"] is not None:
            for where in ("scoring stage", "scoring room", "lvt:prioritization"):
                for side, words in (("business", "Business"), ("it", "IT")):
                    count = one.evidence.scorers[side]
                    number = rounded_numbers.score(one.side_totals[side] or Fraction(0), result.highest)
                    said = f"{words} {number} ({count} {'person' if count == 1 else 'people'})"
                    each = r"[Ee]ach use case\b.*?\((\d+) business, (\d+) IT\)"
                    if each_of := re.search(each, told[where]):
                        assert f"{words} {number}" in told[where], where
                        assert int(each_of[1 if side == "business" else 2]) == count, where
                    else:
                        assert said in told[where], where
                    assert said.removeprefix(f"{words} ") in told["slides"]
    for where, read_there in told.items():
        text = read_there.replace("No place", "Below the places")
        if not result.placed:
            assert not [text[text.index(words) - 50 :][:120] for words in FIRST if words in text], where
        if not set(result.certainties.values()) - {Certainty.TOO_FEW}:
            assert not [words for words in SURE if words in text], where
        if Certainty.TOLD not in result.certainties.values():
            assert not [words for words in SHARES if words in text], where
    if Certainty.TOO_FEW in result.certainties.values():
        assert "Too few people to judge this" in told["scoring stage"]
    if Certainty.EQUAL in result.certainties.values():
        assert "Everyone gave the same answers" in told["scoring stage"]


def test_what_nobody_scored_is_not_open_as_scored_in_part() -> None:
    room = scoring_room("Both", "One side", "Nobody")
    for name, side, scored_cases in (("Ana", "business", (0, 1)), ("Bo", "it", (0,))):
        person = room.join(name, side)
        for use_case in scored_cases:
            for criterion in range(room.method.criteria.count()):
                room.give(person, 3, use_case, criterion)
    reveal(actor=SYSTEM, round=room.round)
    points = open_points(value_tree(room.discovery), current_results(room.discovery), None)
    named = {each.text: each.of for each in points}
    assert named["1 use case was not scored"] == ("Nobody",)
    assert named["1 use case was only partly scored"] == ("One side: No IT score",)


def test_an_answer_to_one_criterion_of_seven_is_open_as_that_on_page_and_report(client_of: ClientOf) -> None:
    room = scoring_room("Begun")
    effort = room.method.criteria.count() - 1
    room.give(room.join("Ana", "business"), 4, criterion=effort)
    room.join("Bo", "it")
    reveal(actor=SYSTEM, round=room.round)
    points = open_points(value_tree(room.discovery), current_results(room.discovery), None)
    named = {each.text: each.of for each in points}
    assert "1 use case was not scored" not in named
    assert named["1 use case was only partly scored"] == (
        "Begun: 1 of 7 criteria answered, 0 of 2 people scored",
    )
    told = surfaces(room, client_of)
    for where in ("scoring stage", "lvt:prioritization", "report", "link"):
        assert "1 of 7 criteria answered" in told[where], where
        assert not re.search("Not scored|was not scored|Nobody scored it", told[where]), where


@pytest.mark.sweep(sample=3)
@pytest.mark.parametrize("name", CASES)
def test_sheets_and_programs_get_the_same_numbers(name: str) -> None:
    hold_sheets(*scored(CASES[name]))


def hold_sheets(room: Room, result: Result) -> None:
    by_name: dict[Key, str] = {each.pk: each.name for each in room.use_cases}
    sheets = workbook(room.discovery)
    table = program(room.discovery, Scope.READ).get("/tables/lvt.ranking")
    interface = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"][1:]]
    for rows in (sheets["Ranking"][1:], interface):
        assert [row["Use case"] for row in rows] == [by_name[one.use_case] for one in result.use_cases]
        for row, one in zip(rows, result.use_cases, strict=True):
            total = None if one.total is None else pytest.approx(float(one.total), abs=1e-8)
            assert (None if row["Total"] in (None, "") else float(row["Total"])) == total
            assert (int(row["Rank"]) if row["Rank"] else None) == one.rank
            people = (int(row["Scored by"]), int(row["People asked"]))
            assert people == (one.evidence.people, one.evidence.people_asked)
            assert bool(row["Why it has no place"]) == (one.rank is None)
    rounds = {row["Use case"]: row for row in sheets["Totals by round"]}
    cases = {row[next(iter(row))]: row for row in sheets["Use cases"]}
    for one in result.use_cases:
        row, case = rounds[by_name[one.use_case]], cases[by_name[one.use_case]]
        people = (row["Scored by"], row["People asked"])
        assert people == (one.evidence.people, one.evidence.people_asked)
        assert row.get("Rank") == one.rank or len({each["Round"] for each in sheets["Totals by round"]}) > 1
        assert (row["Criteria answered"], row["Criteria scored by both sides"]) == (
            one.evidence.criteria_answered,
            one.evidence.shared,
        )
        assert (case.get("Rank"), case["Scored by"]) == (one.rank, one.evidence.people)


def test_the_book_of_answers_works_out_totals_people_and_places(tmp_path: Path) -> None:
    for number, case in enumerate(cut(CASES.values(), 2)):
        hold_book(*scored(case), tmp_path / str(number))


def hold_book(room: Room, result: Result, folder: Path) -> None:
    folder.mkdir()
    made = score_book(room.discovery)
    by_name: dict[Key, str] = {each.pk: each.name for each in room.use_cases}
    for book in (read(made), worked_out(made, folder)):
        rows = {row["Use case"]: row for row in book["Ranking"]}
        for one in result.use_cases:
            row = rows[by_name[one.use_case]]
            total = None if one.total is None else float(one.total)
            assert row["Total"] == pytest.approx(total, abs=1e-8), one
            assert (row["Scored by"], row["Rank"]) == (one.evidence.people, one.rank), one


@pytest.mark.sweep(sample=3)
@pytest.mark.parametrize("seed", range(36))
def test_rooms_made_by_chance_show_the_same_numbers_everywhere(
    seed: int, client_of: ClientOf, tmp_path: Path
) -> None:
    room, result = random_room(seed)
    hold_surfaces(room, result, client_of)
    hold_sheets(room, result)
    hold_book(room, result, tmp_path / "book")


def test_the_report_explains_whiskers_wherever_one_is_drawn() -> None:
    """Three of six put the first use case there, which is too few to tell how sure that is."""
    room, result = scored(
        Case(
            {
                **dict.fromkeys(("b1", "b2", "i1"), ("5555555", "3333333", "2222222")),
                **dict.fromkeys(("b3", "i2", "i3"), ("", "3333334", "1111111")),
            }
        )
    )
    told = [result.certainties[each.pk] for each in room.use_cases]
    assert told == [Certainty.TOO_FEW, Certainty.TOLD, Certainty.TOLD]
    report = assemble(room.discovery, made_at=MADE_AT, progress=lambda percent, words: None)
    assert "The whisker shows where the total falls" in report


def test_all_that_shows_a_round_reads_its_results_once(
    django_assert_num_queries: Callable[..., AbstractContextManager[None]],
) -> None:
    room, _result = scored(CASES["all the same"])
    kind = activity_kinds.get("scoring")
    with one_reading():
        kind.stage(room.activity)
        with django_assert_num_queries(1):  # whether there is a shortlist
            assert kind.stage_title(room.activity) == "The room’s recommendation"


def test_where_nothing_has_a_place_the_reveal_shows_all_at_once() -> None:
    room = scoring_room("Alpha", "Beta", "Gamma")
    people = [room.join(f"P{number}") for number in range(8)]
    for place in range(3):
        room.give_all(people[0], *[5 - place] * 7, use_case=place)
    revealed = show_next(actor=SYSTEM, round=room.round, steps=0)
    assert (revealed.state, revealed.steps_shown) == ("revealed", 1)


def test_what_has_no_place_is_shown_first_while_the_order_builds_up() -> None:
    room = scoring_room("Alpha", "Beta", "Gamma")
    people = [room.join(f"P{number}") for number in range(3)]
    for person in people:
        for place in (0, 1):
            room.give_all(person, *[5 - place] * 7, use_case=place)
    room.give_all(people[0], *[1] * 7, use_case=2)
    room.round = show_next(actor=SYSTEM, round=room.round, steps=0)
    kind = activity_kinds.get("scoring")
    stage = plain(render_to_string(f"{kind.template_dir}/stage.html", kind.stage(room.activity)))
    assert "Gamma" in stage
    assert "1 of 3 people scored" in stage
    assert "Alpha" not in stage
    assert "Beta" not in stage


@pytest.mark.parametrize(
    ("sides", "said"), [(("business",), True), (("business", "business"), False), (("other",), False)]
)
def test_a_person_who_is_alone_on_a_side_reads_so_before_they_score(
    sides: tuple[str, ...], said: bool
) -> None:
    room = scoring_room("Alpha", "Beta")
    person, *_others = [room.join(f"P{number}", side) for number, side in enumerate(sides)]
    room.join("Ivan", "it")
    kind = activity_kinds.get("scoring")
    mine = kind.mine(room.activity, RoomActor.of_participant(person))
    page = plain(render_to_string(f"{kind.template_dir}/mine.html", mine))
    assert ("You’re the only person from Business so far." in page) == said
