"""Notes of a whiteboard elsewhere come onto the board of a brainstorm."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.exceptions import Conflict, NotAllowed
from core.models import Operation
from core.services.imports import Refusal
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from exchange.services.whiteboard_files import notes_of_lines, read_notes
from exchange.whiteboard_notes.services import board_file, import_notes, lines_file
from organizations.actors import Actor
from tests import factories
from tests.factories import SYSTEM, make
from tests.workshops.boards import Board
from workshops.contributions.notes.selectors import notes_by_author
from workshops.models import Activity, Note, NoteGroup
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db

MURAL = (
    '"ID","Text","BG Color","Position X","Area","Last edited by"\n'
    '"1","Costs explode","#FCFE7D","10","Risks","ana"\n'
    '"2","Nobody asks &amp; nobody tells","#FCFE7D","12","Risks","ben"\n'
    '"3","Fewer visits","#FCFE7D","40","","ana"\n'
    '"4","","#FCFE7D","41","",""\n'
).encode("utf-16")
MIRO = (
    b"Id;Type;Content;Parent ID;X\n"
    b"f1;frame;What hurts;;0\n"
    b"s1;sticky_note;<p>Late <b>data</b></p>;f1;1\n"
    b"s2;sticky_note;Wrong data;f1;2\n"
    b"c1;connector;;;3\n"
    b"t1;text;Board of May;;4\n"
    b"s3;card;Ask the field;;5\n"
)
LINES = """# Costs
- Licenses
2. People

Risks:
Late data
Ideas
    Ask the field
      Ask twice
Alone
"""


@pytest.fixture
def board() -> Board:
    workshop = factories.workshop(factories.discovery())
    activity = make(
        Activity,
        track=workshop.tracks.get(),
        kind="brainstorm",
        title="What hurts",
        started_at=timezone.now(),
    )
    return Board(workshop, activity)


def bring(board: Board, data: bytes, actor: Actor = SYSTEM, **more: Any) -> Any:
    return import_notes(actor=actor, data=data, into=board.workshop.discovery, **more)


def on_board(board: Board) -> list[tuple[str, str]]:
    rows = Note.objects.filter(activity=board.activity).order_by("pk").select_related("group")
    return [(note.text, note.group.name if note.group else "") for note in rows]


@pytest.mark.parametrize(
    ("name", "data", "notes"),
    [
        (
            "mural.csv",
            MURAL,
            [
                ("Costs explode", "Risks"),
                ("Nobody asks & nobody tells", "Risks"),
                ("Fewer visits", ""),
            ],
        ),
        (
            "miro.csv",
            MIRO,
            [("Late data", "What hurts"), ("Wrong data", "What hurts"), ("Ask the field", "")],
        ),
        ("notes.txt", b"\xef\xbb\xbfOne\r\n\r\nTwo\r\n", [("One", ""), ("Two", "")]),
    ],
)
def test_files_of_boards_say_notes_and_groups(name: str, data: bytes, notes: list[Any]) -> None:
    assert [(each.text, each.group) for each in read_notes(data, name).notes] == notes


def test_headings_and_indented_lines_are_groups() -> None:
    assert [(each.text, each.group) for each in notes_of_lines(LINES)] == [
        ("Licenses", "Costs"),
        ("People", "Costs"),
        ("Late data", "Risks"),
        ("Ask the field", "Ideas"),
        ("Ask twice", "Ideas"),
        ("Alone", "Risks"),
    ]


def test_bullets_are_cut_from_headings_and_indentation_ends_a_group() -> None:
    lines = "Loose\n- Costs:\n  - Licenses\n1. Risks:\n    Late data\nAlone\n* Ideas:\nAsk: the field\n"
    assert [(each.text, each.group) for each in notes_of_lines(lines)] == [
        ("Loose", ""),
        ("Licenses", "Costs"),
        ("Late data", "Risks"),
        ("Alone", ""),
        ("Ask: the field", "Ideas"),
    ]


@pytest.mark.parametrize("head", ["Id;Type;Content;Parent ID", "No;Type;Content;Parent ID"])
def test_rows_without_an_identifier_are_nobodys_group(head: str) -> None:
    board = f"{head}\n;frame;What hurts;\n;sticky_note;Late data;\n;sticky_note;Wrong data;Risks\n"
    assert [(each.text, each.group) for each in read_notes(board.encode(), "x.csv").notes] == [
        ("Late data", ""),
        ("Wrong data", "Risks"),
    ]


def board_of(text: str) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    board = read_notes(text.encode(), "x.csv")
    return [(each.text, each.group) for each in board.notes], board.left_out


@pytest.mark.parametrize(
    ("text", "notes", "left_out"),
    [
        (
            "Notiz;Bereich;Stimmen;Autor\nPreise fehlen;Daten;4;Ana\nNiemand fragt;Rollen;2;\n",
            [("Preise fehlen", "Daten"), ("Niemand fragt", "Rollen")],
            ("Stimmen", "Autor"),
        ),
        (
            "Card Name,List Name,Card URL,Labels\nSlow,Doing,https://a.example,\n",
            [("Slow", "Doing")],
            ("Card URL",),
        ),
        ("Key,Summary,Status\nA-1,Slow,Open\n", [("Slow", "Open")], ("Key",)),
        (
            "Liked,Missed,Longed for\nDaily use,Depot,Alerts\nFast,,Maps\n",
            [
                ("Daily use", "Liked"),
                ("Fast", "Liked"),
                ("Depot", "Missed"),
                ("Alerts", "Longed for"),
                ("Maps", "Longed for"),
            ],
            (),
        ),
        (
            "Type,Text\nSticky,One\nDiscussion,Two\nDiscussion,Three\nFrame,Around\n",
            [("One", "")],
            ("2 rows of the type “Discussion”",),
        ),
        (
            "reflectionGroup,votes,type,content\nCosts,3,Reflection,Dear\nCosts,0,Discussion Thread,Yes\n",
            [("Dear", "Costs")],
            ("votes", "1 row of the type “Discussion Thread”"),
        ),
        ("Summary,Issue id,Parent,Status\nSlow,7,,Open\n", [("Slow", "Open")], ()),
        ("Summary,Issue id,Parent\nSlow,7,8\nCosts,8,\n", [("Slow", "Costs"), ("Costs", "")], ()),
        ("Texte;Groupe;Votes\nTrop tard;Données;4\n", [("Trop tard", "Données")], ("Votes",)),
        ("Nota;Grupo\nTarde;Datos\n", [("Tarde", "Datos")], ()),
        ("Task ID,Task Name,Bucket Name\n1,Slow,Open\n", [("Slow", "Open")], ("Task ID",)),
        ("Text,Labels,Labels\nSlow,a,b\n", [("Slow", "")], ("Labels", "Labels (C)")),
        ("Text,Labels,Labels\nSlow,a,\n", [("Slow", "")], ("Labels",)),
        ("Text,Group,Category\nSlow,,Open\n", [("Slow", "Open")], ()),
        ("Text,Type,Item type\nSlow,,note\nAround,,shape\n", [("Slow", "")], ("1 row of the type “shape”",)),
        ("Text,,Group\nOne,beside,Data\n", [("One", "Data")], ("(B)",)),
        ('Text\n"Rate <p99 of 3 min> & <b>more</b>"\n', [("Rate <p99 of 3 min> & more", "")], ()),
    ],
)
def test_what_a_board_says_comes_or_is_named(text: str, notes: object, left_out: object) -> None:
    assert board_of(text) == (notes, left_out)


def test_a_refusal_says_what_to_do(board: Board) -> None:
    with pytest.raises(Refusal, match="Rename the column with the notes to Text"):
        bring(board, board_file(board.activity, b"Name,Color\na,b\n", "x.csv"))


def test_one_column_without_a_head_is_notes() -> None:
    notes = read_notes(b'Costs\n"Late,\nand wrong"\n', "x.csv").notes
    assert [(each.text, each.place.line) for each in notes] == [("Costs", 1), ("Late, and wrong", 2)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.csv", b"Name,Color\na,b\n"),
        ("x.csv", b"Text,Text\na,b\n"),
        ("x.csv", b"Good,Bad,Good\na,b,c\n"),
        ("x.csv", b"Text,Group,Category,Category\na,,b,c\n"),
        ("x.csv", b"Text,Category,Category\na,b,\n"),
        ("x.csv", b"Text,Type,Type\na,note,shape\n"),
        ("x.csv", b"Text,ID,ID\na,1,2\n"),
        ("x.csv", b"Ideas\n\nFaster, cheaper\nSlow\n"),
        ("x.csv", b"#1 idea\nFaster, cheaper\nSlow\n"),
        ("x.csv", b""),
        ("x.txt", b""),
        ("x.csv", b"\0\0\0"),
        ("x.txt", b"a\0b"),
        ("x.txt", "a\n\u200b\n".encode()),
        ("x.csv", b'Text\na\n"b\nc\n'),
        ("x.csv", b"Too slow\nLate, and wrong\n"),
        ("x.csv", b"Text,Group\nLate, and wrong,Data\n"),
    ],
)
def test_what_is_no_board_is_refused(board: Board, name: str, data: bytes) -> None:
    with pytest.raises(Refusal):
        bring(board, board_file(board.activity, data, name))
    assert not Note.objects.exists()


def test_notes_come_with_their_groups_and_one_undo_takes_them_back(board: Board) -> None:
    came = bring(board, board_file(board.activity, MURAL, "mural.csv"))
    assert on_board(board) == [
        ("Costs explode", "Risks"),
        ("Nobody asks & nobody tells", "Risks"),
        ("Fewer visits", ""),
    ]
    assert (came.added, len(came.plan.changed)) == (4, 0)
    assert not notes_by_author(board.activity), "nobody here wrote them"
    operation = Operation.objects.get(verb="note.imported")
    assert operation.summary == "What hurts", "what notes say is hidden until the reveal"
    undo(actor=SYSTEM, target=operation)
    assert not Note.objects.exists()
    assert not NoteGroup.objects.exists()


def test_what_came_before_does_not_come_again(board: Board) -> None:
    bring(board, lines_file(board.activity, "Late data\nLate data"))
    came = bring(board, lines_file(board.activity, "late data\nWrong data"))
    assert (came.added, len(came.plan.unchanged), len(came.plan.absent)) == (1, 1, 1)


def test_hidden_notes_are_as_if_they_were_not_there(board: Board) -> None:
    make(Note, activity=board.activity, author="somebody", text="Nobody may know")
    came = bring(board, lines_file(board.activity, "Nobody may know"), is_trial=True)
    assert (came.added, len(came.plan.unchanged), len(came.plan.absent)) == (1, 0, 0)
    board.go("group")
    came = bring(board, lines_file(board.activity, "Nobody may know"), is_trial=True)
    assert (came.added, len(came.plan.unchanged)) == (0, 1)


def test_only_facilitators_bring_notes_and_only_before_the_vote(board: Board) -> None:
    data = lines_file(board.activity, "Late data")
    editor = Actor.of_account(factories.access(board.workshop.discovery, DiscoveryRole.EDITOR, name="Eda"))
    with pytest.raises(NotAllowed):
        bring(board, data, actor=editor)
    bring(board, data)
    board.go("group")
    board.go("vote")
    with pytest.raises(Conflict):
        bring(board, lines_file(board.activity, "Another"))
    assert len(on_board(board)) == 1


def test_all_or_nothing(board: Board) -> None:
    with pytest.raises(Refusal) as caught:
        bring(board, lines_file(board.activity, "Fits\n" + "x" * 501))
    assert [each.place.line for each in caught.value.problems] == [2]
    assert not Note.objects.exists()


def test_from_the_form_to_the_preview_and_back(board: Board, client: Client) -> None:
    discovery: Discovery = board.workshop.discovery
    client.force_login(factories.access(discovery, DiscoveryRole.FACILITATOR, name="Fay"))
    agenda = reverse("discovery:workshop", args=[discovery.slug, board.workshop.uuid])
    url = reverse("discovery:notes_bring_in", args=[discovery.slug, board.workshop.uuid, board.activity.uuid])
    assert f'href="{url}"' in client.get(agenda).content.decode()
    answer = client.post(url, {"lines": LINES})
    preview: Any = client.get(answer["Location"])
    assert "Ask twice" in preview.content.decode()
    assert "Ask twice" in client.get(preview.context["back"]).content.decode(), "the lines are still there"
    done = client.post(answer["Location"], {"digest": preview.context["digest"]})
    assert done["Location"] == agenda
    assert len(on_board(board)) == 6
    file = SimpleUploadedFile("miro.csv", MIRO)
    assert client.post(url, {"file": file}).status_code == 303
    wrong: list[dict[str, Any]] = [
        {},
        {"lines": " "},
        {"file": SimpleUploadedFile("board.pdf", b"%PDF")},
        {"file": SimpleUploadedFile("board.csv", b"Name,Color\nx,y\n")},
        {"lines": "x", "file": SimpleUploadedFile("miro.csv", MIRO)},
    ]
    for sent in wrong:
        assert client.post(url, sent).status_code == 422
