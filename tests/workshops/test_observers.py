"""Watching a room by a read-only link."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connections
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

import live
from core.exceptions import NotAllowed
from core.models import Operation
from discovery.discoveries.models import DiscoveryRole
from live import current_broker
from live.broker import Broker
from live.messages import Change
from live.process_transport import LocalTransport
from live.stream_limits import MOST_OBSERVERS, MOST_OF_LINK
from organizations.actors import Actor
from organizations.models import User
from tests import factories
from tests.architecture.table import TABLE
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room
from workshops.joining.observers.services import end_observer_link, make_observer_link
from workshops.models import Workshop
from workshops.services.undo import undo
from workshops.web import authorization
from workshops.web.cookies import remember_observer
from workshops.workshop.models import WorkshopState
from workshops.workshop.services import delete_workshop

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]


@pytest.fixture(autouse=True)
def streams_keep_the_connection_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "close_all", lambda: None)


@pytest.fixture
def room() -> Room:
    made = scoring_room()
    make_observer_link(actor=SYSTEM, workshop=made.workshop)
    made.workshop.refresh_from_db()
    return made


@pytest.fixture
def observer(room: Room, client_of: ClientOf) -> Client:
    """A browser that came by the link."""
    client = client_of()
    answer = client.get(f"/observe/{room.workshop.observer_key}/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/w/{room.workshop.code}/observe/"
    return client


class _Recorder:
    """What would be told to the streams."""

    def __init__(self) -> None:
        self.changes: list[Change] = []

    def publish(self, change: Change) -> None:
        self.changes.append(change)

    def connected(self, workshop_id: int) -> frozenset[str]:
        return frozenset()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> _Recorder:
    recorder = _Recorder()
    monkeypatch.setattr(current_broker, "broker", lambda: recorder)
    return recorder


def test_an_observer_sees_what_the_stage_shows(room: Room, observer: Client, client_of: ClientOf) -> None:
    page = observer.get(f"/w/{room.workshop.code}/observe/")
    assert page.status_code == 200
    html = page.content.decode()
    assert "You’re watching" in html
    assert "Next best action" in html
    assert "surface=observer" in html
    for key in ("main", "clock", "progress"):
        region = observer.get(f"/w/{room.workshop.code}/regions/{key}/?surface=observer")
        assert region.status_code == 200, key
    assert "surface=observer" in html.partition("data-live-url")[2][:100]
    assert observer.get(f"/w/{room.workshop.code}/events/?surface=observer").status_code != 403


def test_scores_are_as_hidden_from_observers_as_from_the_stage(room: Room, observer: Client) -> None:
    ann = room.join("Ann")
    url = f"/w/{room.workshop.code}/regions/main/?surface=observer"
    room.give_all(ann, *[1] * 7)
    before = observer.get(url).content
    room.give_all(ann, *[5] * 7)
    assert observer.get(url).content == before


def test_an_observer_does_nothing_and_is_nobody(room: Room, observer: Client) -> None:
    """Asked of every address under the room: only what shows the stage's content answers."""
    code = room.workshop.code
    opened = []
    for entry in TABLE:
        if entry.access not in ("room", "contributor", "console", "stage", "observer", "surface", "stream"):
            continue
        filled = {name: str(room.activity.uuid) for name in entry.ids}
        url = reverse(entry.name, kwargs={"code": code, **filled, **entry.text}) + entry.query
        for method in entry.methods:
            answer = (observer.post if method == "POST" else observer.get)(url)
            if answer.status_code not in (302, 303, 401, 403, 404, 405):
                opened.append((entry.name, entry.query))
    assert sorted(set(opened)) == [
        ("discovery:board", "?surface=observer"),
        ("discovery:events", "?surface=observer"),
        ("discovery:observe", ""),
        ("discovery:poll", "?surface=observer"),
        ("discovery:region", "?surface=observer"),
    ]
    assert room.workshop.participants.count() == 0
    html = observer.get(f"/w/{code}/observe/").content.decode()
    for element in ("<textarea", "hx-post", "data-contribute=", "<input"):
        assert element not in html.partition("<main")[2].partition("</main")[0]


def test_a_revoked_or_renewed_link_ends_at_once(room: Room, observer: Client, told: _Recorder) -> None:
    code, old = room.workshop.code, room.workshop.observer_key
    url = f"/w/{code}/observe/"
    renewed = make_observer_link(actor=SYSTEM, workshop=room.workshop)
    assert renewed.observer_key not in ("", old)
    assert observer.get(url).status_code == 403
    assert observer.get(f"/w/{code}/regions/main/?surface=observer").status_code == 403
    assert observer.get(f"/w/{code}/events/?surface=observer").status_code == 403
    assert Client().get(f"/observe/{old}/").status_code == 404
    assert observer.get(f"/observe/{renewed.observer_key}/").status_code == 302
    assert observer.get(url).status_code == 200
    end_observer_link(actor=SYSTEM, workshop=room.workshop)
    assert observer.get(url).status_code == 403
    assert Client().get(f"/observe/{renewed.observer_key}/").status_code == 404
    for verb in ("workshop.opened_to_observers", "workshop.closed_to_observers"):
        target = Operation.objects.filter(verb=verb).latest("pk")
        with pytest.raises(Exception, match="can’t be undone"):
            undo(actor=SYSTEM, target=target)


@pytest.mark.django_db(transaction=True)
def test_streams_of_observers_end_with_the_link(told: _Recorder) -> None:
    workshop = factories.workshop(state=WorkshopState.LIVE)
    make_observer_link(actor=SYSTEM, workshop=workshop)
    closed = [change.close for change in told.changes if change.close]
    assert closed == [":observer"]
    assert live.regions_for("observer"), "and there is something to carry"


def test_no_key_opens_nothing(room: Room, client_of: ClientOf) -> None:
    end_observer_link(actor=SYSTEM, workshop=room.workshop)
    client = client_of()
    for key in ("x", "%20", "0" * 300, room.workshop.code):
        assert client.get(f"/observe/{key}/").status_code == 404
    # A cookie that was signed for nothing, as if there had been an empty link.
    room.workshop.observer_key = ""
    client.cookies.update(remember_observer(HttpResponse(), room.workshop).cookies)
    assert client.get(f"/w/{room.workshop.code}/observe/").status_code == 403


def test_a_cookie_of_one_workshop_opens_no_other(room: Room, observer: Client) -> None:
    other = make_observer_link(actor=SYSTEM, workshop=factories.workshop(room.discovery))
    assert observer.get(f"/w/{other.code}/observe/").status_code == 403
    assert observer.get(f"/w/{other.code}/regions/main/?surface=observer").status_code == 403


def test_the_link_is_made_and_ended_in_the_invitation(room: Room, client_of: ClientOf) -> None:
    facilitator: User = factories.access(room.discovery)
    client = client_of(facilitator)
    base = f"/w/{room.workshop.code}/console/invite/"
    assert room.workshop.observer_key in client.get(base).content.decode()
    htmx = {"HX-Request": "true"}
    ended = client.post(f"{base}observers/end/", headers=htmx)
    assert "Create an observer link" in ended.content.decode()
    made = client.post(f"{base}observers/renew/", headers=htmx).content.decode()
    room.workshop.refresh_from_db()
    assert f"/observe/{room.workshop.observer_key}/" in made
    editor = factories.access(room.discovery, DiscoveryRole.EDITOR)
    with pytest.raises(NotAllowed):
        make_observer_link(actor=Actor.of_account(editor), workshop=room.workshop)


def test_a_deleted_workshop_is_watched_by_nobody(client_of: ClientOf) -> None:
    workshop = make_observer_link(actor=SYSTEM, workshop=factories.workshop())
    delete_workshop(actor=SYSTEM, workshop=workshop)
    assert client_of().get(f"/observe/{workshop.observer_key}/").status_code == 404
    assert Workshop.objects.count() == 0


def test_fetching_the_link_again_and_again_opens_no_more_streams():
    """Each fetch gives another cookie; streams are counted by workshop and address."""
    workshop = factories.workshop(observer_key="a-link-for-observers")
    holders = set()
    for _fetch in range(3):
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        cookies = remember_observer(HttpResponse(), workshop).cookies
        request.COOKIES.update({name: cookie.value for name, cookie in cookies.items()})
        holders.add(authorization.authorize_stream(request, workshop.code, "observer").holder)
    assert len(holders) == 1
    broker = Broker(lambda ids: {}, LocalTransport())
    broker._limits.open[holders.pop()] = MOST_OBSERVERS
    assert broker.has_enough(f"observer {workshop.pk} 127.0.0.1")
    assert not broker.has_enough(f"observer {workshop.pk} 127.0.0.2")


def test_one_link_opens_so_many_streams_from_whatever_addresses():
    broker = Broker(lambda ids: {}, LocalTransport())
    watching = [broker.stream(7, "observer", holder=f"observer 7 10.0.{n}.1") for n in range(MOST_OF_LINK)]

    async def watch() -> None:
        for stream in watching:
            assert not broker.has_enough("observer 7 10.9.9.9")
            await anext(stream)
        assert broker.has_enough("observer 7 10.9.9.9")
        assert not broker.has_enough("observer 8 10.9.9.9")
        for stream in watching:
            await stream.aclose()

    asyncio.run(watch())
    assert not broker._limits.open
