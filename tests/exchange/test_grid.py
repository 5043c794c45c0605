"""A grid of short fields over many artifacts, changed as in a spreadsheet."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Operation
from core.services import kinds
from core.services.incoming import Refused
from discovery.models import Discovery
from discovery.models.discovery import DiscoveryRole
from exchange.services.grid import filled, grid_of, gridded, import_grid
from lvt.models import Goal, Measure, UseCase
from organizations.models import Person, Team
from products.models import DataProduct
from tests import factories
from tests.factories import SYSTEM, make
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def discovery() -> Discovery:
    made = factories.discovery()
    for name in ("First", "Second", "Third"):
        make(DataProduct, discovery=made, domain=made.domain, name=name, kind="aggregate")
    for name in ("Ana", "Ben"):
        make(Person, organization=made.domain.organization, name=name)
    make(Team, organization=made.domain.organization, name="Blue")
    return made


def product(name: str) -> DataProduct:
    return DataProduct.objects.get(name=name)


def typed(**cells: dict[str, str]) -> bytes:
    rows = {str(product(name).uuid): (product(name).revision, fields) for name, fields in cells.items()}
    return filled("products", rows)


def write(discovery: Discovery, data: bytes) -> Any:
    return import_grid(actor=SYSTEM, data=data, into=discovery)


def test_cells_are_owner_team_state_and_effort(discovery: Discovery) -> None:
    grid = grid_of(gridded("products"), discovery)
    assert [column.name for column in grid.columns] == [
        "owner",
        "team",
        "effort",
        "effort_low",
        "effort_high",
        "state",
    ]
    assert [line.title for line in grid.lines] == ["First", "Second", "Third"]
    goal = make(Goal, discovery=discovery, title="Goal")
    make(Measure, goal=goal, name="Rate", unit="%", due_on=date(2027, 1, 31))
    assert "2027-01-31" in [cell.value for cell in grid_of(gridded("measures"), discovery).lines[0].cells]
    assert [column.name for column in grid_of(gridded("use_cases"), discovery).columns] == ["owner"]


def test_what_was_typed_is_one_operation_with_one_undo(discovery: Discovery) -> None:
    ana, blue = Person.objects.get(name="Ana"), Team.objects.get()
    came = write(
        discovery,
        typed(
            First={"owner": str(ana.uuid), "effort": "2,5", "state": "planned"},
            Second={"owner": str(ana.uuid), "team": str(blue.uuid)},
            Third={"owner": "", "effort": ""},
        ),
    )
    assert len(came.plan.changed) == 2
    first = product("First")
    assert (first.owner, float(first.effort or 0), first.state) == (ana, 2.5, "planned")
    assert product("Second").team == blue
    undo(actor=SYSTEM, target=Operation.objects.get(verb="grid.imported"))
    assert product("First").owner is None


def test_what_others_changed_in_other_cells_stays(discovery: Discovery) -> None:
    first, ben = product("First"), Person.objects.get(name="Ben")
    data = typed(First={"owner": "", "effort": "4"})
    kinds.change(actor=SYSTEM, artifact=first, owner=ben)
    write(discovery, data)
    assert (product("First").owner, float(product("First").effort or 0)) == (ben, 4)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"effort": "much"}, "Effort"),
        ({"state": "sold"}, "State"),
        ({"owner": "zzz"}, "Owner"),
        ({"owner": "4ef2d2b8-0000-4000-8000-000000000000"}, "Owner"),
        ({"effort": "1", "effort_high": "0"}, ""),
    ],
)
def test_what_a_cell_does_not_take_is_told(discovery: Discovery, cells: dict[str, str], column: str) -> None:
    with pytest.raises(Refused) as caught:
        write(discovery, typed(First=cells, Second={"effort": "3"}))
    (problem,) = caught.value.problems
    assert problem.place.sheet == "First"
    assert not column or problem.place.column.lower().startswith(column.lower())
    assert product("Second").effort is None


def test_people_of_elsewhere_cannot_be_chosen(discovery: Discovery) -> None:
    other = make(Person, organization=factories.organization(), name="Eve")
    with pytest.raises(Refused):
        write(discovery, typed(First={"owner": str(other.uuid)}))


def test_from_the_grid_to_the_preview_and_back(discovery: Discovery, client: Client) -> None:
    client.force_login(factories.access(discovery, DiscoveryRole.EDITOR, name="Eda Editor"))
    page = client.get(reverse("products:product_list", args=[discovery.slug])).content.decode()
    url = reverse("discovery:grid", args=[discovery.slug, "products"])
    assert f'href="{url}?' in page
    assert client.get(reverse("discovery:grid", args=[discovery.slug, "nothing"])).status_code == 404
    uuid = product("First").uuid
    sent = {f"r:{uuid}": "1", f"c:{uuid}:effort": "much"}
    refused = client.post(url, sent)
    assert refused.status_code == 422
    assert re.search(r'value="much"[^>]* data-typed', refused.content.decode())
    answer = client.post(url, {**sent, f"c:{uuid}:effort": "3"})
    preview: Any = client.get(answer["Location"])
    assert product("First").effort is None
    again = client.get(preview.context["back"]).content.decode()
    assert re.search(r'value="3"[^>]* data-typed', again)
    client.post(answer["Location"], {"digest": preview.context["digest"]})
    assert float(product("First").effort or 0) == 3
    for broken in ({f"r:{uuid}": "x"}, {"c:x:y": "z"}, {"r:": "1"}, {}):
        assert client.post(url, broken).status_code in (303, 422)
    assert UseCase.objects.count() == 0
