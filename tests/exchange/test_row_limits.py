"""How many rows come in at once, whatever they come in, and what a plan of many of them costs."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook

from core.imports import plan as plans
from core.imports.rows import InputRow, Place, Reference, RowShape, SavedRow
from core.kinds.base import ArtifactKind
from core.name_comparison import looks
from core.services.imports import Refusal
from discovery.models import Discovery
from exchange.file_imports.services import bring_in
from exchange.services import discovery_text, row_imports, row_limits
from exchange.services.discovery_text import is_for_facilitators
from exchange.services.table_template import table_template
from exchange.services.text_input import entries_of_texts
from organizations.actors import Actor
from organizations.organization.models import OrganizationRole
from tests import factories
from tests.factories import SYSTEM

MOST = 5


def as_text(count: int, discovery: Discovery) -> bytes:
    return b"goals:\n" + b"".join(b"- Goal %d\n" % number for number in range(count))


def as_domains(count: int, discovery: Discovery) -> bytes:
    return b"domains:\n" + b"".join(b"- Domain %d\n" % number for number in range(count))


def as_list(count: int, discovery: Discovery) -> bytes:
    lines = "\n".join(f"Goal {number}" for number in range(count))
    return json.dumps({"heading": "goals", "of": "", "lines": lines, "said": {}}).encode()


def as_table(count: int, discovery: Discovery) -> bytes:
    book = load_workbook(io.BytesIO(table_template(discovery)))
    page = book["Risks"]
    (head,) = (at for at, cell in enumerate(page[1], 1) if cell.value == "Risk")
    for number in range(count):
        page.cell(number + 2, head, f"Risk {number}")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("format", "written"), [("text", as_text), ("text", as_domains), ("list", as_list), ("table", as_table)]
)
def test_too_many_rows_are_refused_before_anything_is_written(
    format: str, written: Callable[[int, Discovery], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_limits, "MOST_ON_PAGES", MOST)
    discovery = factories.discovery()
    admin = Actor.of_account(
        factories.member(discovery.domain.organization, OrganizationRole.ADMIN, name="Ada")
    )
    how: dict[str, Any] = {"format": format, "into": discovery, "is_trial": True}
    fits, too_many = written(MOST, discovery), written(MOST + 1, discovery)
    bring_in(actor=admin, data=fits, **how)
    bring_in(actor=SYSTEM, data=too_many, **how)
    for module in (row_imports, discovery_text):
        monkeypatch.setattr(module, "operation", None)
    with pytest.raises(Refusal, match=r"at most 5 at once.*a command"):
        bring_in(actor=admin, data=too_many, **how)


@pytest.mark.django_db
def test_by_a_command_come_more_but_not_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_limits, "MOST_BY_COMMAND", MOST)
    discovery = factories.discovery()
    with pytest.raises(Refusal, match="line 7: That’s 6 rows"):
        bring_in(actor=SYSTEM, data=as_text(MOST + 1, discovery), format="text", into=discovery)


@pytest.mark.django_db
def test_what_only_facilitators_write_only_they_take_back() -> None:
    """Every kind that asks for more than its scope does. To ask for access to a port, which asks for less, is
    left out."""
    strict = {
        each.key
        for each in entries_of_texts()
        if type(each.kind).check_may_edit is not ArtifactKind.check_may_edit
    } - {"products.AccessRequest"}
    assert "lvt.ShortlistedUseCase" in strict
    assert {key for key in strict if not is_for_facilitators(entries_of_texts(), {key})} == set()
    assert not is_for_facilitators(entries_of_texts(), {"lvt.Goal"})
    assert is_for_facilitators(entries_of_texts(), {"lvt.Goal", "organizations.Person"})


# --- Plans ----------------------------------------------------------------------------------------

MANY = 300
SHAPE = RowShape("goal", "title", ("title",), names={"next": "goal"}, is_ordered=True)


class _Counted(str):
    asked = 0

    def startswith(self, *args: Any) -> bool:
        type(self).asked += 1
        return super().startswith(*args)


def test_the_beginning_of_a_name_is_looked_up_not_searched_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "looks", lambda name: _Counted(looks(name)))
    given = [
        InputRow(
            "goal",
            Place(number),
            {"title": f"Goal {number:03} of all", "next": Reference(f"Goal {number:03} …")},
        )
        for number in range(MANY)
    ]
    made = plans.plan(given, [], [SHAPE])
    assert [row.fields["next"] for row in made.rows] == list(made.rows)
    assert _Counted.asked <= 3 * MANY


def test_names_that_begin_alike_are_counted_in_the_order_in_which_they_came() -> None:
    given = [InputRow("goal", Place(1), {"title": title}) for title in ("Goal of Zoe", "Goal of Ana")]
    given.append(InputRow("goal", Place(2), {"title": "x", "next": Reference("Goal of…", number=1)}))
    made = plans.plan(given, [], [SHAPE])
    assert made.rows[2].fields["next"] is made.rows[0]


def test_the_order_of_many_is_found_in_one_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0
    token: Any = vars(SavedRow)["token"].fget

    def counted(known: SavedRow) -> Any:
        nonlocal asked
        asked += 1
        return token(known)

    monkeypatch.setattr(SavedRow, "token", property(counted))
    known = [
        SavedRow("goal", number, f"Goal {number}", None, {"title": f"Goal {number}"})
        for number in range(MANY)
    ]
    given = [
        InputRow("goal", Place(1), {"title": "New"}),
        InputRow("goal", Place(2), {"title": "Goal 7"}),
    ]
    (order,) = plans.plan(given, known, [SHAPE], is_in_order=True).orders
    titles = [each.title for each in order.rows]
    assert titles == [
        *(f"Goal {number}" for number in range(7)),
        "New",
        *(f"Goal {number}" for number in range(7, MANY)),
    ]
    assert asked <= 30 * MANY
