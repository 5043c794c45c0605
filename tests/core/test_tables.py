"""Tables that ship with the program: how they are read, and that each of the project's is sound."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from core.labels import Text
from core.tables import BadTable, read_table
from discovery.models.discovery import StreamKind
from operating_model import shipped as operating_model
from operating_model.models.governance import Cadence, GovernanceKind
from process import shipped as process
from process.models.strategy import Aspect
from technology.catalog import CATALOG
from technology.models.platform import Plane


@dataclass(frozen=True, slots=True)
class Fruit:
    key: str
    name: Text
    is_ripe: bool
    grams: int
    colors: tuple[str, ...]


def _table(folder: Path, *lines: str) -> Path:
    path = folder / "fruits.csv"
    path.write_text("\n".join(("key,name,is_ripe,grams,colors", *lines)))
    return path


def test_a_row_is_read_by_the_types_of_its_fields(tmp_path: Path) -> None:
    path = _table(tmp_path, 'apple,"Apple, red",yes,150,red green', "nut,Nut,,3,")
    apple, nut = read_table(path, Fruit)
    assert (apple.key, str(apple.name), apple.is_ripe, apple.grams, apple.colors) == (
        *("apple", "Apple, red", True, 150, ("red", "green")),
    )
    assert (nut.is_ripe, nut.colors) == (False, ())


def test_sentences_are_translated_when_they_are_shown(tmp_path: Path) -> None:
    (row,) = read_table(_table(tmp_path, "owner,Ownership of data,,1,"), Fruit)
    with translation.override("de"):
        assert str(row.name) == "Verantwortung für Daten"
    assert str(row.name) == "Ownership of data"


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["apple,Apple,yes,150"], "line 2: 5 cells are expected"),
        (["apple,Apple,yes,150,red,green"], "line 2: 5 cells are expected"),
        (["apple,Apple,no,150,red"], "line 2: 'no' is neither 'yes' nor empty"),
        (["apple,Apple,yes,heavy,red"], "line 2: invalid literal"),
        (["apple,Apple,yes,1,", "apple,Pear,yes,1,"], "line 3: an earlier row has the key 'apple'"),
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
        modules = path.parent.parent.glob("*.py")
        assert any(f'"{path.name}"' in module.read_text() for module in modules), path


def test_what_tables_name_exists() -> None:
    roles = {role.key for role in operating_model.STANDARD_ROLES}
    assert operating_model.PRODUCT_OWNER in roles
    for duty in operating_model.STANDARD_DUTIES:
        assert {*duty.parts} <= roles, duty
        assert len(duty.accountable) == 1, duty
    bodies = {body.kind for body in operating_model.STANDARD_BODIES}
    assert bodies == {*GovernanceKind.values}
    for body in operating_model.STANDARD_BODIES:
        assert {*body.roles} <= roles, body
        assert body.escalates_to in {*bodies, ""}, body
        assert body.cadence in Cadence.values, body
    assert {each for flow in operating_model.STANDARD_FLOWS for each in (flow.origin, flow.end)} <= bodies
    assert {entry.plane for entry in CATALOG} == {*Plane.values}
    assert {each.aspect for each in process.STATEMENTS} == {*Aspect.values}
    assert {each.stream for each in process.DIMENSIONS} == {*StreamKind.values}
