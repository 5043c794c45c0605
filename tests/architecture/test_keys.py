"""No key reads what is hidden until a reveal, or what belongs to somebody else: every kind and every address
that answers a GET, asked with a key of each scope."""

from __future__ import annotations

import pytest

from api.models import Scope
from api.selectors.artifacts import readable
from api.services.keys import add_key
from api.web import bearer
from core.rates import Limit
from organizations.actors import Actor
from tests.architecture.asking import ask, text_of
from tests.architecture.entries import OPEN, answer_of
from tests.architecture.hiding import SECRET, hiding_rooms
from tests.architecture.table import TABLE
from tests.architecture.world import FOREIGN, World

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.mark.parametrize("place", ["discovery", "organization"])
@pytest.mark.parametrize("scope", Scope)
def test_a_key_reads_what_its_scope_opens_and_nothing_hidden(
    world: World, scope: Scope, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bearer, "REQUESTS", Limit(burst=1e9, per_second=1e9))
    room = hiding_rooms(world)[0]
    _key, secret = add_key(
        actor=Actor.of_account(world.own.admin),
        place=getattr(world.own, place),
        name=f"{scope} of {place}",
        scopes=[scope],
    )
    program = world.interface(secret)
    base = f"/api/v1/discoveries/{world.own.discovery.slug}"
    urls = [f"{base}/artifacts/{kind}?limit=200" for kind in readable()]
    urls += [
        entry.url(half)
        for entry in TABLE
        for half in (world.own, room.half)
        if entry.access.startswith("api_key") and "GET" in entry.methods
    ]
    opened = 0
    for url in urls:
        response = ask(program, "GET", url)
        text = text_of(response)
        assert not SECRET.search(text), url
        assert FOREIGN not in text, url
        assert (answer_of(response) == OPEN) == (scope == Scope.READ), url
        opened += response.status_code == 200
    assert (opened > 40) == (scope == Scope.READ)
