"""Tables that ship with the program: how they are read, and that each of the project's is sound."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from core.labels import Text
from core.shipped_tables import BadTable, read_table, text_columns
from discovery.discoveries.models import StreamKind
from lvt.methods.presets import PRESETS
from lvt.scoring.models import CriterionPart, Direction
from operating_model import shipped as operating_model
from operating_model.governance.models import Cadence, GovernanceKind
from process import shipped as process
from process.strategy.models import Aspect
from technology.capability_catalog import CATALOG
from technology.platforms.models import Plane


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Fruit:
    key: str
    name: Text
    is_ripe: bool
    grams: int
    colors: tuple[str, ...]
    also: tuple[Text, ...]
    size: Size


def _table(folder: Path, *lines: str) -> Path:
    path = folder / "fruits.csv"
    path.write_text("\n".join(("key,name,is_ripe,grams,colors,also,size", *lines)))
    return path


def test_a_row_is_read_by_the_types_of_its_fields(tmp_path: Path) -> None:
    path = _table(tmp_path, 'apple,"Apple, red",yes,150,red green,Pome | Fall,large', "nut,Nut,,3,,,small")
    apple, nut = read_table(path, Fruit)
    assert (apple.key, str(apple.name), apple.is_ripe, apple.grams, apple.colors) == (
        *("apple", "Apple, red", True, 150, ("red", "green")),
    )
    assert ([str(each) for each in apple.also], apple.size) == (["Pome", "Fall"], Size.LARGE)
    assert (nut.is_ripe, nut.colors, nut.also) == (False, (), ())


def test_the_columns_with_sentences_are_known_of_each_table(tmp_path: Path) -> None:
    read_table(_table(tmp_path, "apple,Apple,,1,,,small"), Fruit)
    assert text_columns(tmp_path) == {"fruits.csv": ("name", "also")}


def test_sentences_are_translated_when_they_are_shown(tmp_path: Path) -> None:
    (row,) = read_table(_table(tmp_path, "owner,Ownership of data,,1,,,small"), Fruit)
    with translation.override("de"):
        assert str(row.name) == "Verantwortung für Daten"
    assert str(row.name) == "Ownership of data"


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["apple,Apple,yes,150"], "line 2: 7 cells are expected"),
        (["apple,Apple,yes,150,red,,small,"], "line 2: 7 cells are expected"),
        (["apple,Apple,no,150,red,,small"], "line 2: 'no' is neither 'yes' nor empty"),
        (["apple,Apple,yes,heavy,red,,small"], "line 2: invalid literal"),
        (["apple,Apple,yes,150,red,,huge"], "line 2: 'huge' is not a valid Size"),
        (
            ["apple,Apple,yes,1,,,small", "apple,Pear,yes,1,,,small"],
            "line 3: an earlier row has the key 'apple'",
        ),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, lines: list[str], problem: str) -> None:
    with pytest.raises(BadTable, match=problem):
        read_table(_table(tmp_path, *lines), Fruit)


def test_other_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "fruits.csv"
    path.write_text("key,title\n")
    with pytest.raises(BadTable, match="expected are"):
        read_table(path, Fruit)


def test_every_table_that_ships_is_read() -> None:
    """By name, in a module of its app."""
    for path in settings.BASE_DIR.glob("*/tables/*.csv"):
        modules = path.parent.parent.rglob("*.py")
        assert any(f'"{path.name}"' in module.read_text() for module in modules), path


def _lines(place: str) -> list[str]:
    return (settings.BASE_DIR / place).read_text().splitlines()


def test_what_tables_name_exists() -> None:
    roles = {role.key for role in operating_model.STANDARD_ROLES}
    assert operating_model.PRODUCT_OWNER in roles
    for duty in operating_model.STANDARD_DUTIES:
        assert {*duty.parts} <= roles, duty
        assert len(duty.accountable) == 1, duty
    bodies = {body.kind for body in operating_model.STANDARD_BODIES}
    assert bodies == {*GovernanceKind.values}
    for body in (*operating_model.STANDARD_BODIES, *operating_model.SECOND_BODIES):
        assert {*body.roles} <= roles, body
        assert body.escalates_to in {*bodies, ""}, body
        assert body.cadence in Cadence.values, body
    ends = {each for flow in operating_model.STANDARD_FLOWS for each in (flow.origin, flow.end)}
    assert ends <= {*bodies, operating_model.EACH_TEAM}
    assert {entry.plane for entry in CATALOG} == {*Plane.values}
    assert {each.aspect for each in process.STATEMENTS} == {*Aspect.values}
    for preset in PRESETS.values():
        assert preset.criteria, preset
    criteria = [each for preset in PRESETS.values() for each in preset.criteria]
    assert len(criteria) == len(_lines("lvt/tables/criteria.csv")) - 1
    assert {each.direction for each in criteria} <= {*Direction.values}
    assert {each.part for each in criteria} <= {*CriterionPart.values}
    assert {each.stream for each in process.DIMENSIONS} == {*StreamKind.values}
