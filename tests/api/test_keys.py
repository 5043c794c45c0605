"""Keys: shown once, kept as a digest, held to their place, their scopes, their rate, and to their maker."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from api.artifacts.selectors import readable
from api.keys.services import add_key, revoke_key
from api.models import ApiKey, Scope
from api.views.v1_products import INTERFACE
from api.web import bearer
from core.exceptions import Invalid, NotAllowed
from core.models.key_expiry import USUAL
from core.rate_limits import Buckets, Limit
from core.services import artifacts
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery, DiscoveryAccess
from documents import concurrency_limit
from lvt.models import Goal
from organizations.actors import Actor
from organizations.models import Membership, Person
from organizations.organization.models import OrganizationRole
from tests import factories
from tests.api.conftest import program
from tests.factories import make

pytestmark = pytest.mark.django_db


def test_a_key_is_shown_once_and_kept_as_a_digest(client_of: Any, discovery: Discovery) -> None:
    facilitator = client_of(factories.access(discovery, name="Fio"))
    page = facilitator.get(reverse("discovery:discovery_access", args=[discovery.slug])).content.decode()
    url = reverse("api:discovery_keys", args=[discovery.slug])
    assert f'href="{url}"' in page
    made = facilitator.post(f"{url}add/", {"name": "Catalog", "scopes": ["read"], "ends_on": _in(days=30)})
    [secret] = {
        word
        for word in made.content.decode().replace("<", " <").replace(">", "> ").split()
        if word.startswith("hwk_")
    }
    assert made.headers["Cache-Control"] == "no-store"
    key = ApiKey.objects.get()
    assert secret not in str(vars(key))
    assert secret not in facilitator.get(url).content.decode()
    asked = Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/discoveries")
    assert [each["slug"] for each in asked.json()["items"]] == [discovery.slug]
    facilitator.post(reverse("api:discovery_key_revoke", args=[discovery.slug, key.uuid]))
    refused = Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/discoveries")
    assert refused.status_code == 401
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert "Revoked" in facilitator.get(url).content.decode()


def test_a_key_needs_a_scope_and_a_facilitator(discovery: Discovery, client_of: Any) -> None:
    editor = Actor.of_account(factories.access(discovery, DiscoveryRole.EDITOR, name="Ed"))
    with pytest.raises(NotAllowed):
        add_key(actor=editor, place=discovery, name="x", scopes=["read"])
    facilitator = client_of(factories.access(discovery, name="Fio"))
    url = reverse("api:discovery_key_add", args=[discovery.slug])
    assert facilitator.post(url, {"name": "x"}).status_code == 422
    assert not ApiKey.objects.exists()


CALLS = [
    (Scope.READ, "GET", "", None),
    (Scope.READ, "GET", "/kinds", None),
    (Scope.READ, "GET", "/artifacts/goal", None),
    (Scope.READ, "GET", "/artifacts/goal/{goal}", None),
    (Scope.READ, "GET", "/changes", None),
    (Scope.READ, "GET", "/tables", None),
    (Scope.READ, "GET", "/tables/lvt.tree", None),
    (Scope.READ, "GET", "/graph", None),
    (Scope.READ, "GET", "/catalogs/dprod", None),
    (Scope.READ, "GET", "/promises", None),
    (Scope.WRITE, "POST", "/artifacts/goal", {"fields": {"title": "New"}}),
    (Scope.WRITE, "POST", "/text", {"text": "goals: [New]", "trial": True}),
    (Scope.WRITE, "PATCH", "/artifacts/goal/{goal}", {"fields": {"title": "New"}}),
    (Scope.WRITE, "DELETE", "/artifacts/goal/{goal}", None),
    (Scope.WRITE, "POST", "/products/{goal}/state", {"state": "live"}),
    (
        Scope.MEASURE,
        "POST",
        "/promises/{goal}/measurements",
        {"measurements": [{"starts_at": "2024-03-04", "ends_at": "2024-03-05"}]},
    ),
]


LISTS = (("GET", "/artifacts/goal"), ("GET", "/changes"))


def test_every_operation_is_asked_with_each_scope() -> None:
    below = "/api/v1/discoveries/{slug}"
    described = INTERFACE.get_openapi_schema(path_prefix="/api/v1")["paths"]
    operations = {
        (method.upper(), path.removeprefix(below))
        for path, methods in described.items()
        if path.startswith(below)
        for method in methods
    }
    asked = {
        (method, path)
        for _scope, asked_by, called, _body in CALLS
        for method, path in operations
        if method == asked_by and re.fullmatch(re.sub(r"{\w+}", "[^/]+", path), called)
    }
    assert asked == operations


@pytest.mark.parametrize("held", Scope)
def test_a_scope_opens_its_own_and_nothing_else(discovery: Discovery, held: Scope) -> None:
    goal = make(Goal, discovery=discovery, title="Goal that a key may see")
    key = program(discovery, held)
    for needed, method, path, body in CALLS:
        answer = key.ask(method, path.format(goal=goal.uuid), body, If_Match="*")
        if needed == held:
            assert answer.status_code not in (401, 403), (method, path)
        else:
            assert answer.status_code == 403, (method, path)
            assert goal.title not in answer.content.decode()
    if held != Scope.WRITE:
        assert Goal.objects.get().title == goal.title


@pytest.mark.parametrize("held", Scope)
def test_without_the_scope_nothing_that_was_sent_is_read(discovery: Discovery, held: Scope) -> None:
    """Else what is said of it would tell the schema."""
    key = program(discovery, held)
    for needed, method, path, body in CALLS:
        wrong = None if body is None else {"nothing": "that fits"}
        query = "?limit=x" if (method, path) in LISTS else ""
        answer = key.ask(method, path.format(goal="no-uuid") + query, wrong)
        assert (answer.status_code == 403) == (needed != held), (method, path, answer.status_code)


def test_a_key_reaches_its_place_alone(discovery: Discovery) -> None:
    sibling = factories.discovery(discovery.domain, "Sibling")
    hidden = make(Goal, discovery=sibling, title="Goal of a sibling")
    own = program(discovery, *Scope)
    for _scope, method, path, body in CALLS:
        refused = own.ask(
            method, f"//discoveries/{sibling.slug}{path.format(goal=hidden.uuid)}", body, If_Match="*"
        )
        assert refused.status_code == 404, (method, path)
        assert hidden.title not in refused.content.decode()
        here = own.ask(method, path.format(goal=hidden.uuid), body, If_Match="*")
        assert hidden.title not in here.content.decode(), (method, path)
    assert Goal.objects.get(pk=hidden.pk).title == hidden.title
    assert [each["slug"] for each in own.get("//discoveries")["items"]] == [discovery.slug]
    admin = factories.member(discovery.domain.organization, OrganizationRole.ADMIN, name="Ada")
    of_all = program(discovery, *Scope, place=discovery.domain.organization, maker=admin)
    assert {each["slug"] for each in of_all.get("//discoveries")["items"]} == {discovery.slug, sibling.slug}
    elsewhere = factories.discovery(factories.domain(name="Elsewhere"), "Elsewhere")
    assert of_all.ask("GET", f"//discoveries/{elsewhere.slug}").status_code == 404


def test_a_key_can_do_what_its_maker_may_now(discovery: Discovery) -> None:
    maker = factories.access(discovery, name="Fio")
    key = program(discovery, *Scope, maker=maker)
    with operation(Actor.system("test"), "test.demoted"):
        artifacts.change(DiscoveryAccess.objects.get(user=maker), role=DiscoveryRole.VIEWER)
    assert key.ask("GET", "/artifacts/goal").status_code == 200
    assert key.ask("POST", "/artifacts/goal", {"fields": {"title": "New"}}).status_code == 403
    with operation(Actor.system("test"), "test.removed"):
        artifacts.trash(Membership.objects.get(user=maker))
    gone = key.ask("GET", "/artifacts/goal")
    assert gone.status_code == 404
    assert "no longer has access to this discovery" in gone.json()["detail"]
    maker.is_active = False
    maker.save()
    assert key.ask("GET", "/artifacts/goal").status_code == 401


def test_a_key_is_held_to_its_rate(discovery: Discovery, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bearer, "REQUESTS", Limit(burst=2, per_second=0.001))
    monkeypatch.setattr(bearer, "_buckets", Buckets())
    key = program(discovery, Scope.READ)
    assert [key.ask("GET", "/kinds").status_code for _time in range(3)] == [200, 200, 429]
    refused = key.ask("GET", "/kinds")
    assert int(refused.headers["Retry-After"]) > 0
    assert refused.json()["status"] == 429
    another = program(discovery, Scope.READ, maker=ApiKey.objects.get().made_by)
    assert another.ask("GET", "/kinds").status_code == 429
    of_another_person = program(discovery, Scope.READ, maker=factories.access(discovery, name="Ona"))
    assert of_another_person.ask("GET", "/kinds").status_code == 200


@pytest.mark.parametrize("path", ["/graph", "/catalogs/dprod", "/tables/lvt.tree"])
def test_what_takes_long_takes_a_turn_of_its_maker(
    discovery: Discovery, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(concurrency_limit, "PATIENCE", 0.0)
    key = program(discovery, Scope.READ)
    with concurrency_limit.turn_of(ApiKey.objects.get().made_by_id):
        refused = key.ask("GET", path)
        assert refused.status_code == 503
        assert int(refused.headers["Retry-After"]) > 0
    assert key.ask("GET", path).status_code != 503


def test_a_key_of_a_discovery_writes_what_belongs_to_it_alone(discovery: Discovery) -> None:
    """Whatever its maker may do: kinds of the organization are written with a key of the organization."""
    organization = discovery.domain.organization
    admin = factories.member(organization, OrganizationRole.ADMIN, name="Ada")
    person = make(Person, organization=organization, name="Ben")
    key = program(discovery, *Scope, maker=admin)
    shared = {name for name, entry in readable().items() if entry.kind.root is not Discovery}
    assert {"person", "team"} <= shared
    for kind in shared:
        answer = key.ask("POST", f"/artifacts/{kind}", {"fields": {}})
        assert answer.status_code == 403, kind
        assert "key of the organization" in answer.json()["detail"]
        assert key.ask("GET", f"/artifacts/{kind}").status_code == 200
    path = f"/artifacts/person/{person.uuid}"
    assert key.ask("PATCH", path, {"fields": {"name": "Eve"}}, If_Match="*").status_code == 403
    assert key.ask("DELETE", path, If_Match="*").status_code == 403
    told = {each["kind"]: each for each in key.get("/kinds")}
    assert not any(told[kind]["writable"] for kind in shared)
    assert not any(field["writable"] for kind in shared for field in told[kind]["fields"])
    assert told["goal"]["writable"]
    of_all = program(discovery, *Scope, place=organization, maker=admin)
    changed = of_all.ask("PATCH", path, {"fields": {"name": "Eve"}}, If_Match="*")
    assert changed.json()["fields"]["name"] == "Eve"


def test_keys_are_told_in_the_security_log(discovery: Discovery, caplog: pytest.LogCaptureFixture) -> None:
    actor = Actor.of_account(factories.access(discovery, name="Fio"))
    with caplog.at_level("INFO", logger="headwaters.security"):
        key, secret = add_key(actor=actor, place=discovery, name="Secret name", scopes=["read"])
        revoke_key(actor=actor, key=key)
    assert "secret name" not in caplog.text.lower()
    assert secret not in caplog.text


@pytest.mark.parametrize("method", ["PUT", "TRACE", "POST"])
def test_another_method_and_another_address_are_problems(discovery: Discovery, method: str) -> None:
    key = program(discovery, *Scope)
    refused = key.ask(method, "/kinds")
    assert refused.status_code == 405
    assert refused.headers["Allow"] == "GET"
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert key.ask("GET", "/artifacts/nothing").json()["status"] == 404


def test_the_description_is_computed_once_for_whoever_asks(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = client.get("/api/v1/openapi.json")
    monkeypatch.setattr(INTERFACE, "get_openapi_schema", lambda **_options: pytest.fail("computed again"))
    assert client.get("/api/v1/openapi.json").content == first.content


# --- Their last day -------------------------------------------------------------------------------


def test_a_key_is_refused_after_its_last_day(discovery: Discovery, client: Client) -> None:
    maker = Actor.of_account(factories.access(discovery, name="Kim"))
    key, secret = add_key(actor=maker, place=discovery, name="Pipeline", scopes=["read"])
    assert key.ends_on == timezone.localdate() + USUAL
    asked: Any = {"path": "/api/v1/discoveries", "headers": {"Authorization": f"Bearer {secret}"}}
    ApiKey.objects.filter(pk=key.pk).update(ends_on=timezone.localdate())
    assert client.get(**asked).status_code == 200
    yesterday = timezone.localdate() - timedelta(days=1)
    ApiKey.objects.filter(pk=key.pk).update(ends_on=yesterday)
    refused = client.get(**asked)
    assert refused.status_code == 401
    assert yesterday.isoformat() in refused.json()["detail"]
    assert "WWW-Authenticate" in refused.headers
    ApiKey.objects.filter(pk=key.pk).update(ends_on=None)  # made before keys had a last day
    assert client.get(**asked).status_code == 200


@pytest.mark.parametrize(
    ("days", "said"),
    [(None, "Never expires"), (-1, "Ended"), (0, "Expires soon"), (30, "Expires soon"), (31, "")],
)
def test_the_page_says_when_a_key_ends(
    client_of: Any, discovery: Discovery, days: int | None, said: str
) -> None:
    facilitator = factories.access(discovery, name="Fio")
    actor = Actor.of_account(facilitator)
    key, _secret = add_key(actor=actor, place=discovery, name="Pipeline", scopes=["read"])
    day = None if days is None else timezone.localdate() + timedelta(days=days)
    ApiKey.objects.filter(pk=key.pk).update(ends_on=day)
    page = client_of(facilitator).get(reverse("api:discovery_keys", args=[discovery.slug])).content.decode()
    shown = [each for each in ("Never expires", "Ended", "Expires soon") if f">{each}</span>" in page]
    assert shown == ([said] if said else [])


@pytest.mark.parametrize("days", [0, -5, 2 * 365 + 1])
def test_a_key_ends_within_two_years(discovery: Discovery, days: int) -> None:
    actor = Actor.of_account(factories.access(discovery, name="Fio"))
    day = timezone.localdate() + timedelta(days=days)
    with pytest.raises(Invalid, match="within the next two years"):
        add_key(actor=actor, place=discovery, name="x", scopes=["read"], ends_on=day)


def _in(*, days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()
