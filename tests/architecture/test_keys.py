"""No key and no link of a feed reads what is hidden until a reveal, or what belongs to somebody else: every
kind and every address that answers a GET, asked with a key of each scope, and by the link."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from api.artifacts.selectors import readable
from api.keys.services import add_key
from api.models import Scope
from api.product_feed_links.services import make_link
from api.web import bearer
from core.rate_limits import Limit
from organizations.actors import Actor
from specifications.catalogs.exporters import EXPORTERS
from tests.architecture.asking import ask, text_of
from tests.architecture.entries import KEYLESS, OPEN, answer_of
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


def test_a_feed_shows_what_is_published_and_opens_nothing_else(world: World) -> None:
    """Whatever is named below the key is asked for without any account; and the key is none of the
    interface."""
    room = hiding_rooms(world)[0]
    own = world.own
    key = make_link(actor=Actor.of_account(own.admin), discovery=own.discovery)
    nobody = Client()
    feed = ask(nobody, "GET", f"/feed/{key}/")
    (item,) = json.loads(text_of(feed))["items"]
    assert item["id"].endswith(str(own.live_product.uuid))
    paths = ["keys", *(each["url"].split(f"/feed/{key}/")[1] for each in item["attachments"])]
    answers = [feed, *(ask(nobody, "GET", f"/feed/{key}/{path}") for path in paths)]
    assert [each.status_code for each in answers] == [200] * len(answers)
    private = [
        own.person.email,
        own.product.name,
        own.consumer.name,
        own.use_case.name,
        own.goal.title,
        FOREIGN,
    ]
    for answer in answers:
        text = text_of(answer)
        assert not SECRET.search(text)
        assert [each for each in private if each in text] == []
    for half in (own, world.other, room.half):
        for product in (half.product, half.feeder, half.output_port, world.other.live_product):
            for format in ("odps", "odcs", *EXPORTERS):
                assert ask(nobody, "GET", f"/feed/{key}/{format}/{product.uuid}").status_code == 404
    program = world.interface(key)
    for entry in TABLE:
        if entry.access.startswith("api_key") and "GET" in entry.methods:
            assert answer_of(ask(program, "GET", entry.url(own))) == KEYLESS, entry.label
    assert ask(nobody, "GET", f"/feed/{own.api_secret}/").status_code == 404
