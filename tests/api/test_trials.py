"""Writes of programs that are only tried: what they say is what the write does, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.db.models import CharField, TextField

from api.artifacts.selectors import fields_of, is_writable, readable
from api.models import Scope
from api.selectors import changes
from api.views.v1_products import INTERFACE
from api.web import bearer
from core.imports.importable_kinds import Entry
from core.rate_limits import Limit
from discovery.models import Discovery
from lvt.models import Goal, Hypothesis
from organizations.organization.models import OrganizationRole
from products.models import DataProduct, Measurement
from tests import factories
from tests.api.conftest import Program, program
from tests.demo import demo_discovery, put_demo
from tests.factories import make
from tests.products.promising import freshness
from tests.rows import counts

pytestmark = pytest.mark.django_db

# What is looked at by a trial of its own, in the body.
OTHERWISE = {"text_add"}


@contextmanager
def taken_back() -> Iterator[None]:
    """What a test writes to compare it is not there for the next comparison."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_every_write_can_be_tried() -> None:
    described = INTERFACE.get_openapi_schema(path_prefix="/api/v1")["paths"]
    writes = [each for methods in described.values() for name, each in methods.items() if name != "get"]
    trying = {
        each["operationId"]
        for each in writes
        if any(given["name"] == "trial" for given in each.get("parameters", ()))
    }
    assert trying == {each["operationId"] for each in writes} - OTHERWISE
    assert trying


def test_what_would_be_added_is_told_and_not_added(
    api: Program, discovery: Discovery, django_capture_on_commit_callbacks: Any
) -> None:
    goal = make(Goal, discovery=discovery, title="Growth")
    before = counts()
    body = {"parent": str(goal.uuid), "fields": {"statement": "A view helps"}}
    with django_capture_on_commit_callbacks() as told:
        answer = api.ask("POST", "/artifacts/hypothesis?trial=true", body)
    assert (answer.status_code, told) == (200, [])
    said = answer.json()
    fields = {each["name"]: (each["before"], each["after"]) for each in said["fields"]}
    assert (said["trial"], said["kind"], said["uuid"]) == (True, "hypothesis", None)
    assert fields["statement"] == (None, "A view helps")
    assert fields["parent"] == (None, str(goal.uuid))
    assert counts() == before
    assert not Hypothesis.objects.exists()
    refused = api.ask("POST", "/artifacts/hypothesis?trial=true", {"fields": {"statement": "x"}})
    assert refused.json()["errors"][0]["field"] == "parent"


def test_what_was_added_before_would_add_nothing(api: Program) -> None:
    body = {"fields": {"title": "Growth"}}
    seen = api.ask("POST", "/artifacts/goal?trial=1", body, Idempotency_Key="one")
    added = api.ask("POST", "/artifacts/goal", body, Idempotency_Key="one")
    assert (seen.status_code, added.status_code) == (200, 201)
    again = api.ask("POST", "/artifacts/goal?trial=1", body, Idempotency_Key="one").json()
    assert (again["uuid"], again["fields"], again["artifacts"]) == (added.json()["uuid"], [], [])


def test_a_change_is_tried_by_the_revision_that_it_means(api: Program, discovery: Discovery) -> None:
    goal = make(Goal, discovery=discovery, title="Growth")
    path = f"/artifacts/goal/{goal.uuid}"
    body = {"fields": {"title": "More growth"}}
    assert api.ask("PATCH", f"{path}?trial=true", body).status_code == 428
    assert api.ask("PATCH", f"{path}?trial=true", body, If_Match='"7"').status_code == 412
    assert api.ask("DELETE", f"{path}?trial=true", If_Match='"7"').status_code == 412
    before = counts()
    seen = api.ask("PATCH", f"{path}?trial=true", body, If_Match="*")
    assert seen.json()["fields"] == [{"name": "title", "before": "Growth", "after": "More growth"}]
    assert counts() == before
    written = api.ask("PATCH", path, body, If_Match=seen.headers["ETag"])
    assert written.json()["fields"]["title"] == "More growth"
    nothing = api.ask("PATCH", f"{path}?trial=true", body, If_Match="*").json()
    assert (nothing["fields"], nothing["artifacts"]) == ([], [])


def test_a_trial_needs_what_the_write_needs(discovery: Discovery) -> None:
    goal = make(Goal, discovery=discovery, title="Growth")
    reads = program(discovery, Scope.READ, Scope.MEASURE)
    for method, path, body in (
        ("POST", "/artifacts/goal", {"fields": {"title": "x"}}),
        ("PATCH", f"/artifacts/goal/{goal.uuid}", {"fields": {"title": "x"}}),
        ("DELETE", f"/artifacts/goal/{goal.uuid}", None),
        ("POST", f"/products/{goal.uuid}/state", {"state": "live"}),
        ("POST", "/artifacts/person", {"fields": {"name": "x"}}),
    ):
        assert reads.ask(method, f"{path}?trial=true", body, If_Match="*").status_code == 403, path


def test_a_state_and_measurements_are_tried(api: Program, editor: Any, discovery: Discovery) -> None:
    product = make(
        DataProduct, discovery=discovery, domain=discovery.domain, name="HCP 360", kind="consumer_oriented"
    )
    moved = api.ask("POST", f"/products/{product.uuid}/state?trial=true", {"state": "planned"}).json()
    assert {"name": "state", "before": "proposed", "after": "planned"} in moved["fields"]
    product.refresh_from_db()
    assert product.state == "proposed"
    slo = freshness(editor, product)
    one = {"starts_at": "2024-03-04T00:00Z", "ends_at": "2024-03-05T00:00Z", "total": 1000, "missed": 1000}
    before = counts()
    path = f"/promises/{slo.uuid}/measurements"
    seen = api.ask("POST", f"{path}?trial=true", {"measurements": [one]}).json()
    assert counts() == before
    assert not Measurement.objects.exists()
    assert seen == api.ask("POST", path, {"measurements": [one]}).json()
    assert seen["added"] == 1


def _changed(entry: Entry, told: dict[str, Any]) -> dict[str, Any]:
    """A text of the artifact, said otherwise; nothing where its kind has none."""
    for name, column in fields_of(entry).items():
        is_text = isinstance(column, CharField | TextField) and not column.choices
        value = told["fields"].get(name)
        if is_text and name in entry.kind.field_names and isinstance(value, str) and value[:-1].strip():
            return {name: value[:-1].strip()}
    return {}


@pytest.mark.sweep(sample="tests/api/test_trials.py")
@pytest.mark.sqlite
def test_every_kind_does_what_its_trial_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each kind of the demo one artifact is changed and deleted, first tried and then done."""
    put_demo()
    monkeypatch.setattr(changes, "SETTLED", -changes.SETTLED)
    monkeypatch.setattr(bearer, "REQUESTS", Limit(burst=1e9, per_second=1e9))
    discovery = demo_discovery()
    organization = discovery.domain.organization
    admin = factories.member(organization, OrganizationRole.ADMIN, name="Ada")
    api = program(discovery, Scope.READ, Scope.WRITE, place=organization, maker=admin)
    tried = set()
    # What is written below is taken back, so that this stays the last.
    cursor = api.get("/changes?limit=200")
    while cursor["items"]:
        cursor = api.get(f"/changes?limit=200&cursor={cursor['next']}")
    for kind, entry in readable().items():
        items = api.get(f"/artifacts/{kind}?limit=1")["items"]
        for told in items if is_writable(entry) else ():
            path = f"/artifacts/{kind}/{told['uuid']}"
            for method, body in (("PATCH", {"fields": _changed(entry, told)}), ("DELETE", None)):
                before = counts()
                seen = api.ask(method, f"{path}?trial=true", body, If_Match="*")
                assert counts() == before, (kind, method)
                assert api.get(path) == told, (kind, method)
                with taken_back():
                    done = api.ask(method, path, body, If_Match="*")
                    if done.status_code >= 400:
                        assert (seen.status_code, seen.json()) == (done.status_code, done.json()), kind
                        continue
                    assert seen.status_code == 200, (kind, method, seen.content)
                    after = api.get(path) if method == "PATCH" else None
                    _agree(seen.json(), told, after)
                    if entry.kind.root is Discovery:
                        written = api.get(f"/changes?cursor={cursor['next']}")["items"]
                        touched = [each for item in written for each in item["artifacts"]]
                        assert seen.json()["artifacts"] == touched, (kind, method)
                tried.add(kind)
    assert len(tried) > 30


def _agree(seen: dict[str, Any], before: dict[str, Any], after: dict[str, Any] | None) -> None:
    """The trial says how what is told differs, and nothing else."""
    said = {each["name"]: (each["before"], each["after"]) for each in seen["fields"]}
    names = [*before["fields"], "parent", "position"]

    def of(told: dict[str, Any] | None, name: str) -> Any:
        return None if told is None else told["fields"].get(name, told.get(name))

    differing = {
        name: (of(before, name), of(after, name)) for name in names if of(before, name) != of(after, name)
    }
    assert said == differing
