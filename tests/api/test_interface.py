"""What programs read and write: every kind, by the rules of pages, by revisions, and once."""

from __future__ import annotations

import base64
from typing import Any
from uuid import uuid4

import pytest

from api.artifacts.selectors import readable
from api.models import Scope
from api.selectors import changes
from api.web.cursors import operation_at
from core.exceptions import Invalid
from core.kinds.base import artifact_kinds, written_out_kinds
from core.models import Operation
from discovery.models import Discovery
from lvt.models import Goal, Hypothesis, Measure, UseCase
from products.models import DataProduct, Measurement
from tests import factories
from tests.api.conftest import Program, program
from tests.demo import demo_discovery, put_demo
from tests.factories import make
from tests.products.promising import freshness

pytestmark = pytest.mark.django_db


@pytest.fixture
def product(discovery: Discovery) -> DataProduct:
    return make(
        DataProduct, discovery=discovery, domain=discovery.domain, name="HCP 360", kind="consumer_oriented"
    )


@pytest.fixture
def goal(discovery: Discovery) -> Goal:
    return make(Goal, discovery=discovery, title="Higher success")


def test_every_kind_can_be_read_and_has_one_name(api: Program) -> None:
    described = api.get("/kinds")
    assert len({each["kind"] for each in described}) == len(described)
    kinds = {kind.key for kind in (*artifact_kinds, *written_out_kinds)}
    assert {entry.key for entry in readable().values()} == kinds
    for each in described:
        page = api.get(f"/artifacts/{each['kind']}")
        assert page == {"items": [], "next": None} or page["items"]


@pytest.mark.sqlite
def test_the_demo_is_read_whole_in_constant_queries(django_assert_max_num_queries: Any) -> None:
    put_demo()
    discovery = demo_discovery()
    api = program(discovery, Scope.READ)
    for name, entry in readable().items():
        with django_assert_max_num_queries(16):
            page = api.get(f"/artifacts/{name}?limit=200")
        if entry.kind.root is Discovery:
            assert len(page["items"]) == min(200, entry.kind.below(discovery).count()), name
        for item in page["items"]:
            assert "@" not in str(item["fields"].get("email", "")), "addresses of people are for pages"
    assert len(api.get("/graph")["nodes"]) > 10
    assert api.get("/promises")["items"]
    assert api.ask("GET", "/catalogs/openslo").content.startswith(b"---\napiVersion: openslo/v1")


def test_pages_follow_each_other_by_cursors(api: Program, discovery: Discovery) -> None:
    for number in range(7):
        make(Goal, discovery=discovery, title=f"Goal {number}")
    cursor: str | None = ""
    seen: list[str] = []
    while cursor is not None:
        page = api.get(f"/artifacts/goal?limit=3&cursor={cursor}")
        seen += [item["fields"]["title"] for item in page["items"]]
        cursor = page["next"]
    assert sorted(seen) == [f"Goal {number}" for number in range(7)]
    refused = api.ask("GET", "/artifacts/goal?cursor=nonsense!")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "cursor"


def test_conditions_narrow_a_page(api: Program, discovery: Discovery, goal: Goal) -> None:
    bet = make(Hypothesis, goal=goal, statement="A view helps", about_data=False)
    make(Hypothesis, goal=make(Goal, discovery=discovery, title="Other"), statement="Elsewhere")
    assert [each["uuid"] for each in api.get("/artifacts/hypothesis?where=about_data:no")["items"]] == [
        str(bet.uuid)
    ]
    assert len(api.get(f"/artifacts/hypothesis?where=parent:{goal.uuid}")["items"]) == 1
    # Measures hang on goals, on hypotheses or on initiatives.
    hypothesis = Hypothesis.objects.filter(goal=goal).first()
    measure = make(Measure, hypothesis=hypothesis, name="Reach")
    make(Measure, goal=goal, name="Trust")
    assert hypothesis is not None
    [told] = api.get(f"/artifacts/measure?where=parent:{hypothesis.uuid}")["items"]
    assert told["uuid"] == str(measure.uuid)
    for wrong in ("where=nothing:1", "where=statement", "where=parent:x", "where=about_data:perhaps"):
        assert api.ask("GET", f"/artifacts/hypothesis?{wrong}").status_code == 422, wrong


def test_what_is_added_is_added_once(api: Program, discovery: Discovery, goal: Goal) -> None:
    body = {"parent": str(goal.uuid), "fields": {"statement": "A view helps", "about_data": True}}
    first = api.ask("POST", "/artifacts/hypothesis", body, Idempotency_Key="one")
    again = api.ask("POST", "/artifacts/hypothesis", body, Idempotency_Key="one")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["uuid"] == again.json()["uuid"]
    assert first.headers["ETag"] == '"1"'
    assert Hypothesis.objects.count() == 1
    other = {**body, "fields": {"statement": "Something else"}}
    assert api.ask("POST", "/artifacts/hypothesis", other, Idempotency_Key="one").status_code == 409
    assert api.ask("POST", "/artifacts/hypothesis", body).json()["uuid"] != first.json()["uuid"]
    labels = {each.actor_label for each in Operation.objects.filter(verb="hypothesis.added")}
    assert labels == {"Pipeline (Fio 3)"}


def test_a_change_says_which_revision_it_means(api: Program, goal: Goal) -> None:
    path = f"/artifacts/goal/{goal.uuid}"
    read = api.ask("GET", path)
    tag = read.headers["ETag"]
    assert api.ask("GET", path, If_None_Match=tag).status_code == 304
    body = {"fields": {"title": "Much higher success"}}
    assert api.ask("PATCH", path, body).status_code == 428
    changed = api.ask("PATCH", path, body, If_Match=tag)
    assert changed.status_code == 200
    assert changed.json()["fields"]["title"] == "Much higher success"
    assert changed.headers["ETag"] == '"2"'
    late = api.ask("PATCH", path, {"fields": {"title": "Late"}}, If_Match=tag)
    assert late.status_code == 412
    assert late.headers["Content-Type"] == "application/problem+json"
    goal.refresh_from_db()
    assert goal.title == "Much higher success"
    assert api.ask("PATCH", path, {"fields": {"description": "d"}}, If_Match="*").status_code == 200
    assert api.ask("DELETE", path, If_Match=tag).status_code == 412
    assert api.ask("DELETE", path, If_Match='"3"').status_code == 204
    assert api.ask("GET", path).status_code == 404


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 300}, "title"),
        ({"title": ["x"]}, "title"),
        ({"nothing": 1}, "nothing"),
        ({"title": "Fine", "owner": str(uuid4())}, "owner"),
        ({"title": "Fine", "owner": "somebody"}, "owner"),
        ({"title": "Fine", "wip_limit": "many"}, "wip_limit"),
        ({"title": "Fine", "wip_limit": 10**20}, "wip_limit"),
        ({}, "title"),
    ],
)
def test_what_does_not_fit_is_named(api: Program, discovery: Discovery, fields: Any, field: str) -> None:
    refused = api.ask("POST", "/artifacts/goal", {"fields": fields})
    assert refused.status_code == 422, refused.content
    assert refused.json()["errors"][0]["field"].endswith(field)
    assert not Goal.objects.exists()


def test_links_are_lists_of_uuids(api: Program, discovery: Discovery) -> None:
    use_case = make(UseCase, discovery=discovery, name="Next best action")
    elsewhere = make(UseCase, discovery=factories.discovery(discovery.domain, "Elsewhere"), name="Theirs")
    fields = {"name": "HCP 360", "kind": "aggregate", "use_cases": [str(use_case.uuid)]}
    added = api.ask("POST", "/artifacts/data_product", {"fields": fields})
    assert added.status_code == 201, added.content
    assert added.json()["fields"]["use_cases"] == [str(use_case.uuid)]
    foreign = {**fields, "name": "Other", "use_cases": [str(elsewhere.uuid)]}
    assert api.ask("POST", "/artifacts/data_product", {"fields": foreign}).status_code == 422
    assert DataProduct.objects.count() == 1


def test_a_product_moves_along_its_states(api: Program, discovery: Discovery, product: DataProduct) -> None:
    path = f"/products/{product.uuid}/state"
    assert api.ask("POST", path, {"state": "planned"}).json()["fields"]["state"] == "planned"
    refused = api.ask("POST", path, {"state": "retired"})
    assert refused.status_code in (200, 409)
    assert api.ask("POST", path, {"state": "sold"}).status_code == 422


def test_measurements_are_recorded(api: Program, editor: Any, product: DataProduct) -> None:
    slo = freshness(editor, product)
    path = f"/promises/{slo.uuid}/measurements"
    one = {"starts_at": "2024-03-04T00:00Z", "ends_at": "2024-03-05T00:00Z", "total": 1000, "missed": 3}
    assert api.ask("POST", path, {"measurements": [one]}).json()["added"] == 1
    assert api.ask("POST", path, {"measurements": [one]}).json()["unchanged"] == 1
    refused = api.ask("POST", path, {"measurements": [{**one, "missed": 2000}]})
    assert refused.status_code == 422
    assert Measurement.objects.count() == 1


def test_changes_are_told_since_a_cursor(
    api: Program, discovery: Discovery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "SETTLED", -changes.SETTLED)
    start = api.get("/changes?limit=200")["next"]
    uuid = api.ask("POST", "/artifacts/goal", {"fields": {"title": "New"}}).json()["uuid"]
    api.ask("DELETE", f"/artifacts/goal/{uuid}", If_Match="*")
    told = api.get(f"/changes?cursor={start}")
    assert [(each["verb"], each["artifacts"]) for each in told["items"]] == [
        ("goal.added", [{"kind": "goal", "uuid": uuid, "is_deleted": False}]),
        ("goal.deleted", [{"kind": "goal", "uuid": uuid, "is_deleted": True}]),
    ]
    assert api.get(f"/changes?cursor={told['next']}") == {"items": [], "next": told["next"]}
    for wrong in ("x", "AAAAAAAAAAAAAAAAAAAAAA", base64.urlsafe_b64encode(b"9" * 16).decode()):
        assert api.ask("GET", f"/changes?cursor={wrong}").status_code == 422


def test_a_cursor_tells_nothing_of_what_others_did_and_older_ones_are_taken(
    api: Program, discovery: Discovery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "SETTLED", -changes.SETTLED)
    before = api.get("/changes?limit=200")["next"]
    api.ask("POST", "/artifacts/goal", {"fields": {"title": "New"}})
    last = Operation.objects.order_by("pk").last()
    assert last is not None
    after = api.get(f"/changes?cursor={before}")["next"]
    kept = base64.urlsafe_b64decode(f"{after}==")
    assert len(kept) == 16
    assert kept != last.pk.to_bytes(16)
    assert operation_at(after, discovery) == last.pk
    with pytest.raises(Invalid):
        operation_at(after, factories.discovery())
    older = base64.urlsafe_b64encode(str(last.pk - 1).encode()).decode().rstrip("=")
    assert [each["verb"] for each in api.get(f"/changes?cursor={older}")["items"]] == ["goal.added"]


def test_unknown_addresses_answer_problem_details(api: Program) -> None:
    for path in ("//nothing", "//discoveries/x/y/z", "/nothing", "//", "//discoveries/"):
        for method in ("GET", "POST", "PUT", "DELETE"):
            answer = api.ask(method, path, {} if method != "GET" else None)
            assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json"), path


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ({"title": "\u200b"}, "title", "Enter a few words."),
        ({"title": "Goal", "description": "x" * 2001}, "description", "Use at most 2000 characters"),
        ({"title": "x" * 201}, "title", "200"),
    ],
)
def test_what_no_form_takes_no_program_writes(
    api: Program, sent: dict[str, str], field: str, said: str
) -> None:
    answer = api.ask("POST", "/artifacts/goal", {"fields": sent})
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["field"], said in error["detail"]) == (field, True)


def test_a_body_that_is_too_large_is_a_problem_too(api: Program) -> None:
    answer = api.ask("POST", "/artifacts/goal", {"fields": {"title": "x" * 3_000_000}})
    assert (answer.status_code, answer.headers["Content-Type"]) == (413, "application/problem+json")
    above = api.client.get("/refused/413/?at=/api/v1/discoveries/x/artifacts/goal")
    assert (above.status_code, above.headers["Content-Type"]) == (413, "application/problem+json")


def test_the_description_is_enough_to_write_a_client(api: Program) -> None:
    """Names of operations for a client that is made of it, and what headers say."""
    paths = api.client.get("/api/v1/openapi.json").json()["paths"]
    operations = [each for methods in paths.values() for each in methods.values()]
    names = [each["operationId"] for each in operations]
    assert len({*names}) == len(names)
    assert {"artifact_add", "changes", "table"} <= {*names}
    for each in operations:
        said = [given for given in each.get("parameters", ()) if given["in"] != "path"]
        assert all(given.get("description") for given in said), each["operationId"]
        assert each["responses"]["429"]["headers"]["Retry-After"], each["operationId"]
    one = paths["/api/v1/discoveries/{slug}/artifacts/{kind}/{uuid}"]
    assert "ETag" in one["get"]["responses"]["200"]["headers"]
