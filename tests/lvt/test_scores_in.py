"""Scores that were collected elsewhere: read from a spreadsheet, looked at, brought in as a round of their
own with one undo, and refused as a whole with row and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from core.exceptions import NotAllowed
from core.services.imports import Refusal, in_words
from discovery.discoveries.models import DiscoveryRole
from exchange.file_imports.services import prepared_file
from lvt.exports_score_book import score_book
from lvt.methods.presets import PRESETS
from lvt.models import Score, ScoringRound, UseCase
from lvt.rounds.selectors import compared, current_results, revealed_rounds
from lvt.rounds.services import reveal
from lvt.services.score_import import SCORES, import_scores
from lvt.services.score_sheet_reader import ABOUT, COLLECTED_ON, SAID
from organizations.actors import Actor
from tests import factories
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room
from tests.lvt.test_ranking_sheet import worked_out
from tests.workbooks import read
from workshops.models import Participant, Workshop
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
HEADS = ["Person", "Side", "Role", "Use case", "Impact", "Confidence", "Ease"]
ANN = ["Ann", "Business", "Sales", "HCP 360 dashboard", 9, "8", 7]
BEN = ["Ben", "it", "", "hcp 360 DASHBOARD", "–", 5.0, None]
PEOPLE = ("Ann", "Ben", "Cal", "Dea", "Eva", "Flo")
NEXT = ["Ann", "Business", "sales", "Next best action", 10, 10, 10]


@pytest.fixture
def room() -> Room:
    return scoring_room(preset="ice")


def book(*rows: Sequence[Any], heads: Sequence[str] = HEADS, day: object = None) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    page = workbook.create_sheet("Scores")
    for row in (heads, *rows):
        page.append(list(row))
    about = workbook.create_sheet("About")
    about.append([ABOUT, SAID])
    about.append([COLLECTED_ON, day])
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def refused(room: Room, data: bytes) -> list[str]:
    """What is said of a file that is refused; nothing is written."""
    before = (Workshop.objects.count(), Participant.objects.count(), Score.objects.count())
    with pytest.raises(Refusal) as caught:
        import_scores(actor=SYSTEM, data=data, into=room.discovery)
    assert (Workshop.objects.count(), Participant.objects.count(), Score.objects.count()) == before
    return [in_words(each) for each in caught.value.problems]


def given() -> list[tuple[str, str, str, int | None]]:
    columns = ("participant__display_name", "use_case__name", "criterion__name", "value")
    return sorted(Score.objects.values_list(*columns), key=str)


def test_they_are_a_round_of_their_own_with_day_and_who_and_one_undo(room: Room) -> None:
    person = room.join("Cal")
    room.give_all(person, 1, 1, 1)
    reveal(actor=SYSTEM, round=room.round)
    day = timezone.localdate() - timedelta(days=3)
    Score.objects.all().delete()

    came = import_scores(actor=SYSTEM, data=book(ANN, BEN, NEXT, day=day), into=room.discovery)
    assert (came.added, came.plan.problems) == (3, ())
    assert given() == [
        ("Ann", "HCP 360 dashboard", "Confidence", 8),
        ("Ann", "HCP 360 dashboard", "Ease", 7),
        ("Ann", "HCP 360 dashboard", "Impact", 9),
        ("Ann", "Next best action", "Confidence", 10),
        ("Ann", "Next best action", "Ease", 10),
        ("Ann", "Next best action", "Impact", 10),
        ("Ben", "HCP 360 dashboard", "Confidence", 5),
        ("Ben", "HCP 360 dashboard", "Impact", None),
    ]
    made = ScoringRound.objects.exclude(pk=room.round.pk).get()
    assert timezone.localtime(made.revealed_at).date() == day
    assert set(made.roles.values()) == {"Sales"}
    workshop = made.activity.track.workshop
    assert (workshop.state, workshop.name) == ("ended", "Scores collected elsewhere")
    assert SYSTEM.label in workshop.purpose
    # What the room revealed later counts; both are compared.
    results = current_results(room.discovery)
    assert results is not None
    assert {each.round for each in results.ranking} == {room.round}
    assert compared(revealed_rounds(room.discovery)) is not None

    assert came.operation is not None
    undo(actor=SYSTEM, target=came.operation)
    assert revealed_rounds(room.discovery) == [room.round]


def test_formulas_beside_the_table_do_not_keep_scores_out(room: Room) -> None:
    came = import_scores(actor=SYSTEM, data=book([*ANN, None, "=AVERAGE(E2:G2)"]), into=room.discovery)
    assert came.plan.problems == ()
    assert {person for person, *_rest in given()} == {"Ann"}


def test_a_unit_in_the_format_of_a_cell_is_no_part_of_the_answer(room: Room) -> None:
    workbook = load_workbook(io.BytesIO(book(ANN)))
    workbook["Scores"].cell(2, 5).number_format = '0" points"'
    file = io.BytesIO()
    workbook.save(file)
    import_scores(actor=SYSTEM, data=file.getvalue(), into=room.discovery)
    assert ("Ann", "HCP 360 dashboard", "Impact", 9) in given()


@pytest.mark.parametrize("hour", [8, 18])
def test_what_was_collected_today_counts_after_a_room_of_today(
    room: Room, hour: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = timezone.localtime().replace(hour=hour, minute=0)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    room.give_all(room.join("Cal"), 1, 1, 1)
    reveal(actor=SYSTEM, round=room.round)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at + timedelta(hours=1))
    import_scores(actor=SYSTEM, data=book(ANN, day=at.date()), into=room.discovery)
    results = current_results(room.discovery)
    assert results is not None
    (ranked,) = (each for each in results.ranking if each.use_case.name == ANN[3])
    assert ranked.round != room.round


def test_the_same_file_again_brings_nothing_and_a_trial_writes_nothing(room: Room) -> None:
    data = book(ANN, NEXT)
    tried = import_scores(actor=SYSTEM, data=data, into=room.discovery, is_trial=True)
    assert (tried.added, Score.objects.count()) == (2, 0)
    import_scores(actor=SYSTEM, data=data, into=room.discovery, digest=tried.digest)
    assert import_scores(actor=SYSTEM, data=data, into=room.discovery).added == 0
    assert Score.objects.count() == 6
    results = current_results(room.discovery)
    assert results is not None
    assert [(each.use_case.name, each.total) for each in results.ranking] == [
        ("Next best action", Decimal("1000.0")),
        ("HCP 360 dashboard", Decimal("504.0")),
    ]


def test_what_was_undone_comes_in_again_as_often_as_it_is_undone(room: Room) -> None:
    data = book(ANN, NEXT)
    for _time in range(3):
        came = import_scores(actor=SYSTEM, data=data, into=room.discovery)
        assert (came.added, len(revealed_rounds(room.discovery))) == (2, 1)
        assert import_scores(actor=SYSTEM, data=data, into=room.discovery).added == 0
        assert came.operation is not None
        undo(actor=SYSTEM, target=came.operation)
        assert revealed_rounds(room.discovery) == []


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([[*ANN[:4], 11, 8, 7]], "Scores, row 2, Impact: “11” isn’t on the scale. Use one of 1, 2, 3"),
        ([[*ANN[:4], "1e5", 8, 7]], "Scores, row 2, Impact: “1e5” isn’t on the scale"),
        ([[*ANN[:4], True, 8, 7]], "Scores, row 2, Impact: “True” isn’t on the scale"),
        (
            [[*ANN[:4], "=1+1", 8, 7]],
            "Scores, row 2, Impact: This cell contains a formula. Replace it with its value.",
        ),
        ([ANN, ["", *ANN[1:]]], "Scores, row 3, Person: Enter a name for the person who scored"),
        ([["x" * 61, *ANN[1:]]], "Scores, row 2, Person: This is too long. Use at most 60 characters."),
        ([["Ann", "Sales", *ANN[2:]]], "Scores, row 2, Side: The side must be one of Business, IT, Other."),
        ([[*ANN[:3], "Nothing", 1, 1, 1]], "Scores, row 2, Use case: Use case “Nothing” not found"),
        ([ANN, ANN], "Scores, row 3: Ann is listed twice for “HCP 360 dashboard”."),
        ([ANN, ["ann", "IT", *NEXT[2:]]], "Scores, row 3, Person: ann has a different side or role"),
        ([[*ANN[:4], None, None, None]], "Scores, row 0: This sheet has no scores."),
    ],
)
def test_what_is_wrong_is_said_with_row_and_column(room: Room, rows: list[list[Any]], said: str) -> None:
    (words,) = refused(room, book(*rows))
    assert words.startswith(said)


def test_a_use_case_whose_name_another_has_is_not_guessed(room: Room) -> None:
    factories.make(UseCase, discovery=room.discovery, name="next BEST action", position=5)
    assert refused(room, book(ANN, NEXT)) == [
        "Scores, row 3, Use case: 2 use cases are called “Next best action”. Give each a unique name."
    ]


@pytest.mark.parametrize("is_text", [True, False])
@pytest.mark.parametrize("preset", PRESETS)
def test_scores_by_every_method_come_in(preset: str, is_text: bool) -> None:
    room = scoring_room(preset=preset)
    criteria = list(room.method.criteria.all())
    heads = [*HEADS[:4], *(each.name for each in criteria)]
    rows = [
        [person, "IT", "", use_case.name, *(str(each.scale[number]) for each in criteria)]
        for number, person in enumerate(("Ann", "Ben"))
        for use_case in room.use_cases
    ]
    if is_text:
        data = "\n".join(";".join(f'"{cell}"' for cell in row) for row in (heads, *rows)).encode()
    else:
        data = book(*rows, heads=heads)
    assert import_scores(actor=SYSTEM, data=data, into=room.discovery).added == 4
    values = Score.objects.values_list("participant__display_name", "criterion", "value")
    scales = {each.pk: each.scale for each in criteria}
    assert {value == scales[key][who == "Ben"].value for who, key, value in values} == {True}
    assert len(values) == 4 * len(criteria)
    results = current_results(room.discovery)
    assert results is not None
    assert len(results.ranking) == 2


def test_heads_and_days_that_are_wrong_are_said(room: Room) -> None:
    assert refused(room, book([*ANN, 1], heads=[*HEADS, "Beauty"])) == [
        "Scores, row 1, Beauty: The method has no criterion “Beauty”; it has Impact, Confidence, Ease."
    ]
    assert "Two columns have this name." in refused(room, book([*ANN, 1], heads=[*HEADS, "Ease"]))[0]
    to_come = timezone.localdate() + timedelta(days=1)
    for day in (to_come, "31/31/2026"):
        assert refused(room, book(ANN, day=day))[0].startswith("About, row 2, Answer: The collection date")
    assert "No sheet has the columns" in refused(room, book(ANN[1:], heads=HEADS[1:]))[0]
    for data in (b"PK no workbook", b"\x00\x01\x02"):
        assert refused(room, data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_as_text_comes_in_whatever_its_encoding_and_decimals(room: Room, encoding: str) -> None:
    lines = ["Person;Side;Role;Use case;Impact;Confidence;Ease", "Zoë;IT;;Next best action;9,0;8;-"]
    data = "\r\n".join(lines).encode(encoding)
    assert prepared_file("scores.csv", data) == (SCORES, data)
    import_scores(actor=SYSTEM, data=data, into=room.discovery)
    assert given() == [
        ("Zoë", "Next best action", "Confidence", 8),
        ("Zoë", "Next best action", "Ease", None),
        ("Zoë", "Next best action", "Impact", 9),
    ]


def test_more_rows_than_anybody_fills_are_refused(room: Room) -> None:
    many = ("Person,Side,Role,Use case,Impact\n" + "Ann,IT,,Next best action,1\n" * 100_000).encode()
    assert refused(room, many) == [
        "The file is too large. The limit is 20,000 rows or 500,000 cells at once. Import it in parts."
    ]


def test_only_facilitators_bring_scores_in_by_page_or_command(
    room: Room, client_of: ClientOf, tmp_path: Path
) -> None:
    editor = factories.access(room.discovery, DiscoveryRole.EDITOR)
    with pytest.raises(NotAllowed):
        import_scores(actor=Actor.of_account(editor), data=book(ANN), into=room.discovery)
    file = SimpleUploadedFile("scores.xlsx", book(ANN))
    told = client_of(editor).post(reverse("discovery:bring_in", args=[room.discovery.slug]), {"file": file})
    assert told.status_code == 422
    assert "Only a facilitator of the discovery can import scores." in told.content.decode()
    client = client_of(factories.access(room.discovery, DiscoveryRole.FACILITATOR))
    file = SimpleUploadedFile("scores.xlsx", book(ANN, BEN))
    upload = client.post(reverse("discovery:bring_in", args=[room.discovery.slug]), {"file": file})
    preview = upload["Location"]
    seen = client.get(preview)
    page = seen.content.decode()
    for words in ("Ann: HCP 360 dashboard", "Ben: HCP 360 dashboard", "Impact", "skipped", "row 3"):
        assert words in page
    assert not Score.objects.exists()
    assert client.post(preview, {"digest": seen.context["digest"]}).status_code == 303
    assert Score.objects.count() == 5

    path = tmp_path / "more.xlsx"
    path.write_bytes(book(NEXT))
    call_command("import_table", room.discovery.slug, path, stdout=io.StringIO())
    assert Score.objects.count() == 8
    path.write_bytes(book([*ANN[:4], 99]))
    with pytest.raises(CommandError, match="Scores, row 2, Impact"):
        call_command("import_table", room.discovery.slug, path, stdout=io.StringIO())


def test_what_is_taken_out_names_nobody_computes_the_ranking_and_comes_back(
    room: Room, client_of: ClientOf, tmp_path: Path
) -> None:
    sides = ("business", "it", "it", "business", "business", "it")
    people = [room.join(name, side) for name, side in zip(PEOPLE, sides, strict=True)]
    for number, person in enumerate(people):
        room.give_all(person, 3 + number, None if number == 1 else 4, 5)
        room.give_all(person, 9, 9 - number, 8, use_case=1)
    reveal(actor=SYSTEM, round=room.round)
    client = client_of(factories.access(room.discovery, DiscoveryRole.FACILITATOR))
    made = client.get(reverse("lvt:score_book", args=[room.discovery.slug])).content
    results = current_results(room.discovery)
    assert results is not None
    sheets = read(made)
    assert {row["Person"] for row in sheets["Scores"]} == {f"Person {number}" for number in range(1, 7)}
    assert not [name for name in PEOPLE if name.encode() in repr(sheets).encode()]
    for computed in (sheets, worked_out(made, tmp_path)):
        _weights, *rows = computed["Ranking"]
        assert [(row["Use case"], row["Rank"]) for row in rows] == [
            (each.use_case.name, each.rank) for each in results.ranking
        ]
        for row, ranked in zip(rows, results.ranking, strict=True):
            assert row["Total"] == pytest.approx(float(ranked.result.total or 0), abs=1e-6)
            assert [row[each.name] for each in results.criteria] == pytest.approx(
                [float(cell.opinion.mean or 0) for cell in ranked.cells]
            )

    came = import_scores(actor=SYSTEM, data=made, into=room.discovery)
    assert came.added == 12
    again = current_results(room.discovery)
    assert again is not None
    assert again.rounds != results.rounds
    assert [(each.use_case, each.result.total) for each in again.ranking] == [
        (each.use_case, each.result.total) for each in results.ranking
    ]


def test_the_same_answers_as_csv_hold_no_formula_and_come_back(client_of: ClientOf) -> None:
    room = scoring_room("=1+1", "\uff0b2", "Three", preset="rice")
    room.method.criteria.filter(position=0).update(name="=Reach")
    people = [room.join(name, side) for name, side in zip(PEOPLE, ("business", "it") * 3, strict=True)]
    for number, person in enumerate(people):
        for place in range(3):
            room.give_all(person, number, place, None if number == 5 else place, number, use_case=place)
    reveal(actor=SYSTEM, round=room.round)
    client = client_of(factories.access(room.discovery, DiscoveryRole.FACILITATOR))
    made = client.get(reverse("lvt:score_text", args=[room.discovery.slug]))
    assert made["Content-Type"] == "text/csv; charset=utf-8"
    head, *rows = csv.reader(io.StringIO(made.content.decode(), newline=""))
    assert head[3:] == ["Use case", "'=Reach", "Impact", "Confidence", "Effort"]
    assert len(rows) == 18
    assert {row[5] for row in rows} == {"0.25", "0.5", "1"}
    assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\uff0b")]
    assert not [name for name in PEOPLE if name in made.content.decode()]
    before = current_results(room.discovery)
    assert import_scores(actor=SYSTEM, data=made.content, into=room.discovery).added == 18
    again = current_results(room.discovery)
    assert before is not None
    assert again is not None
    assert [(each.use_case, each.result.total) for each in again.ranking] == [
        (each.use_case, each.result.total) for each in before.ranking
    ]


def test_the_order_of_people_cannot_be_worked_out_from_their_uuids(room: Room, settings: Any) -> None:
    for number in range(8):
        person = room.join(f"Somebody {number}")
        Participant.objects.filter(pk=person.pk).update(uuid=UUID(int=number))
        person.refresh_from_db()
        room.give_all(person, number + 1, 5, 5)
    reveal(actor=SYSTEM, round=room.round)

    def order() -> list[Any]:
        rows = sorted(read(score_book(room.discovery))["Scores"], key=lambda row: row["Person"])
        return [row["Impact"] for row in rows]

    orders = set()
    for number in range(3):
        settings.SECRET_KEY = f"key {number} of an installation, long enough to be believed"
        assert sorted(order()) == [1, 2, 3, 4, 5, 6, 7, 8]
        assert order() == order()
        orders.add(tuple(order()))
    assert len(orders) == 3


def test_before_the_first_reveal_it_is_a_sheet_to_fill(room: Room) -> None:
    person = room.join("Ann")
    room.give_all(person, 10, 10, 10)
    made = score_book(room.discovery)
    sheets = read(made)
    assert [row["Use case"] for row in sheets["Scores"]] == ["HCP 360 dashboard", "Next best action"]
    assert {row[head] for row in sheets["Scores"] for head in HEADS if head != "Use case"} == {None}
    assert "Ranking" not in sheets
    filled = load_workbook(io.BytesIO(made))
    filled["Scores"].append(ANN)
    file = io.BytesIO()
    filled.save(file)
    assert prepared_file("scores.xlsx", file.getvalue())[0] == SCORES
    came = import_scores(actor=SYSTEM, data=file.getvalue(), into=room.discovery)
    assert came.added == 1
    made_round = ScoringRound.objects.exclude(pk=room.round.pk).get()
    assert timezone.localtime(made_round.revealed_at).date() <= date.today()
