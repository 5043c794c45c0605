"""A grid of short fields over many artifacts, changed as in a spreadsheet."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import Operation
from core.services import artifacts, kinds
from core.services.imports import Refusal
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from exchange.grid.services import grid_entry, grid_file, grid_of, import_grid
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
    return grid_file("products", rows)


def write(discovery: Discovery, data: bytes) -> Any:
    return import_grid(actor=SYSTEM, data=data, into=discovery)


def test_cells_are_owner_team_state_and_effort(discovery: Discovery) -> None:
    grid = grid_of(grid_entry("products"), discovery)
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
    assert "2027-01-31" in [cell.value for cell in grid_of(grid_entry("measures"), discovery).lines[0].cells]
    assert [column.name for column in grid_of(grid_entry("use_cases"), discovery).columns] == ["owner"]


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
    with pytest.raises(Refusal) as caught:
        write(discovery, typed(First=cells, Second={"effort": "3"}))
    (problem,) = caught.value.problems
    assert problem.place.sheet == "First"
    assert not column or problem.place.column.lower().startswith(column.lower())
    assert product("Second").effort is None


def test_people_of_elsewhere_cannot_be_chosen(discovery: Discovery) -> None:
    other = make(Person, organization=factories.organization(), name="Eve")
    with pytest.raises(Refusal):
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


def test_a_deleted_owner_stays_until_somebody_chooses_another(discovery: Discovery, client: Client) -> None:
    ana, first = Person.objects.get(name="Ana"), product("First")
    with operation(SYSTEM, "test.changed", place=discovery):
        artifacts.change(first, owner=ana)
        artifacts.change(ana, deleted_at=timezone.now())
    client.force_login(factories.access(discovery, DiscoveryRole.EDITOR, name="Eda Editor"))
    url = reverse("discovery:grid", args=[discovery.slug, "products"])
    page = client.get(url).content.decode()
    assert page.count(f'<option value="{ana.uuid}" selected>Ana</option>') == 1
    assert page.count(f'<option value="{ana.uuid}"') == 1, "nobody else is offered to own by her"
    revision = str(product("First").revision)
    sent = {f"r:{first.uuid}": revision, f"c:{first.uuid}:owner": str(ana.uuid)}
    came = write(
        discovery, grid_file("products", {str(first.uuid): (int(revision), {"owner": str(ana.uuid)})})
    )
    assert len(came.plan.changed) == 0
    assert (
        client.post(url, {"changed": json.dumps({**sent, f"c:{first.uuid}:effort": "2"})}).status_code == 303
    )


def test_of_many_products_only_those_that_were_changed_are_sent(discovery: Discovery, client: Client) -> None:
    for number in range(200):
        make(DataProduct, discovery=discovery, domain=discovery.domain, name=f"P{number}", kind="aggregate")
    client.force_login(factories.access(discovery, DiscoveryRole.EDITOR, name="Eda Editor"))
    url = reverse("discovery:grid", args=[discovery.slug, "products"])
    every = list(DataProduct.objects.order_by("pk"))
    kinds.change(actor=SYSTEM, artifact=every[50], effort=9)
    sent: dict[str, str] = {}
    for each in every[:200]:
        sent |= {f"r:{each.uuid}": "1"}
        sent |= {f"c:{each.uuid}:{name}": "3" for name in ("effort", "effort_low", "effort_high")}
        sent |= {f"c:{each.uuid}:state": "planned", f"c:{each.uuid}:owner": ""}
    few = {key: value for key, value in sent.items() if str(every[7].uuid) in key}
    preview: Any = client.get(client.post(url, {"changed": json.dumps(few)})["Location"])
    assert preview.context["preview"].changed == 1, "what is not sent stays, whatever its revision"
    assert len(sent) > 1_000
    preview = client.get(client.post(url, {"changed": json.dumps(sent)})["Location"])
    assert preview.context["preview"].changed == 200
    wrong = client.post(url, {"changed": json.dumps({**sent, f"c:{every[3].uuid}:effort": "much"})})
    assert wrong.status_code == 422
    assert re.search(r'value="much"[^>]* data-typed', wrong.content.decode()), "nothing typed is lost"


@pytest.mark.parametrize(
    "changed", ["", "{", "[" * 100_000, "[]", '"x"', '{"r:a": "²"}', '{"r:\\u0000": "1", "c:\\ud800:x": 1}']
)
def test_what_no_script_of_ours_sends_changes_nothing(
    discovery: Discovery, client: Client, changed: str
) -> None:
    client.force_login(factories.access(discovery, DiscoveryRole.EDITOR, name="Eda Editor"))
    url = reverse("discovery:grid", args=[discovery.slug, "products"])
    assert client.post(url, {"changed": changed}).status_code in (303, 422)
    assert not Operation.objects.filter(verb="grid.imported").exists()
