"""The agendas that ship: files as the product itself writes them, which say the same as its pages do."""

from __future__ import annotations

from pathlib import Path

import pytest

from discovery import data_mesh_basics
from tests.apps import APPS, ROOT
from workshops.agenda import file_format as agenda_files
from workshops.agenda.timeline.services import wrong_settings
from workshops.agenda.workshop_templates import TEMPLATES, register

FILES = [path for app in APPS for path in sorted((ROOT / app / "agendas").rglob("*.json"))]


def _deck(template: str) -> str:
    decks = [
        str(each.settings["slides"]) for each in TEMPLATES[template].activities if "slides" in each.settings
    ]
    return "\n".join(decks)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_as_the_product_writes_it(path: Path) -> None:
    raw = path.read_bytes()

    assert agenda_files.write(agenda_files.read_agenda(raw, wrong_settings)) == raw


def test_all_but_those_of_breakouts_can_be_chosen() -> None:
    keys = [path.stem.partition("_")[2] for path in FILES if path.parent.name == "agendas"]

    assert sorted(keys) == sorted(TEMPLATES)


@pytest.mark.parametrize("template", ["kick_off", "suitability"])
def test_the_second_challenge_asks_the_three_questions_of_autonomy(template: str) -> None:
    points = "".join(
        f"- **{each.name}:** {each.meaning}\n" + "".join(f"  - {asked.text}\n" for asked in each.questions)
        for each in data_mesh_basics.CHALLENGES
    )
    assert points in _deck(template) + "\n"


@pytest.mark.parametrize("template", ["kick_off", "joining"])
def test_slides_use_the_words_of_the_pages(template: str) -> None:
    points = (*data_mesh_basics.PRINCIPLES, *(data_mesh_basics.CHALLENGES if template == "kick_off" else ()))

    missing = [
        point.name for point in points if f"- **{point.name}:** {point.meaning}" not in _deck(template)
    ]
    assert missing == []


def test_each_role_that_joins_is_told_what_it_means_in_an_agenda_of_its_own() -> None:
    decks = [_deck(key) for key in TEMPLATES if key.startswith("joining_")]
    points = [line for line in _deck("joining").splitlines() if line.startswith("- **")]
    principles = [f"- **{each.name}:** {each.meaning}" for each in data_mesh_basics.PRINCIPLES]
    roles = [line for line in points if line not in principles and line.endswith(".")]
    assert len(roles) >= len(decks) > 1
    assert [line for line in roles if not any(line in deck for deck in decks)] == []
    assert all(line in deck for deck in decks for line in principles)
    assert {TEMPLATES[key].minutes for key in TEMPLATES if key.startswith("joining_")} == {45}


def test_a_key_is_taken_once(tmp_path: Path) -> None:
    taken = FILES[0]
    (tmp_path / taken.name).write_bytes(taken.read_bytes())

    with pytest.raises(ValueError, match="there is an agenda"):
        register(tmp_path)
