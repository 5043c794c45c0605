"""Capabilities, governing bodies and rows of the matrix are ordered by hand, and that is undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from core.exceptions import NotAllowed
from core.kinds.base import ArtifactKind
from core.models import Operation
from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from operating_model.governance.kinds import BODY
from operating_model.models import Body, Duty
from operating_model.responsibilities.kinds import DUTY
from organizations.actors import Actor
from organizations.models import Role
from technology.models import Capability
from technology.platforms.kinds import CAPABILITY
from tests import factories
from tests.factories import make

pytestmark = pytest.mark.django_db


def _of(kind: ArtifactKind[Any]) -> Callable[..., Operation]:
    return lambda *, actor, discovery, order: kinds.reorder(kind, actor=actor, parent=discovery, order=order)


LISTS: dict[str, Any] = {
    "capabilities": (Capability, {"plane": "supervision"}, {"plane": "infrastructure"}, _of(CAPABILITY)),
    "bodies": (Body, {"kind": "domain"}, {"kind": "portfolio"}, _of(BODY)),
    "duties": (Duty, {}, None, _of(DUTY)),
}
ADDRESSES = {
    "capabilities": ("technology:capability_order", "technology:capability_list", "capabilities.reordered"),
    "bodies": ("operating_model:body_order", "operating_model:governance", "bodies.reordered"),
    "duties": ("operating_model:duty_order", "operating_model:matrix", "duties.reordered"),
}


def rows_of(discovery, name):
    """Three rows of one list, and, where there are several lists, one of another."""
    model, here, elsewhere, _service = LISTS[name]
    make(Role, organization=discovery.domain.organization, name="Domain owner")
    rows = [
        make(model, discovery=discovery, name=each, position=place, **here)
        for place, each in enumerate(("One", "Two", "Three"))
    ]
    other = make(model, discovery=discovery, name="Elsewhere", position=1, **elsewhere) if elsewhere else None
    return rows, other


def names(discovery, name):
    model, here, _elsewhere, _service = LISTS[name]
    return [each.name for each in model.objects.filter(discovery=discovery, **here)]


@pytest.mark.parametrize("name", LISTS)
def test_an_order_is_kept_shown_and_undone(client_of, account, discovery, name):
    rows, other = rows_of(discovery, name)
    address, page, verb = ADDRESSES[name]
    browser = client_of(account)
    url = reverse(address, args=[discovery.slug])
    order = [str(rows[place].uuid) for place in (2, 0, 1)]

    assert browser.post(url, {name: order}).status_code == 204

    assert names(discovery, name) == ["Three", "One", "Two"]
    text = browser.get(reverse(page, args=[discovery.slug])).content.decode()
    assert f'hx-post="{url}"' in text
    shown = [text.index(f'data-name="{each}"') for each in ("Three", "One", "Two")]
    assert shown == sorted(shown)
    assert all(f'name="{name}" value="{uuid}"' in text for uuid in order)
    if other is not None:
        other.refresh_from_db()
        assert other.position == 1
    browser.post(f"/operations/{Operation.objects.get(verb=verb).uuid}/undo/")
    assert names(discovery, name) == ["One", "Two", "Three"]


@pytest.mark.parametrize("name", LISTS)
def test_viewers_order_nothing_and_are_offered_nothing(client_of, discovery, name):
    rows, _other = rows_of(discovery, name)
    viewer = factories.access(discovery, DiscoveryRole.VIEWER)
    address, page, _verb = ADDRESSES[name]

    with pytest.raises(NotAllowed):
        LISTS[name][3](actor=Actor.of_account(viewer), discovery=discovery, order=[rows[0].uuid])
    browser = client_of(viewer)
    assert browser.post(reverse(address, args=[discovery.slug]), {name: [rows[0].uuid]}).status_code == 403
    assert "data-sortable" not in browser.get(reverse(page, args=[discovery.slug])).content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_what_is_not_in_the_list_is_refused_and_nothing_moves(client_of, account, discovery, name):
    rows, other = rows_of(discovery, name)
    foreign, _other = rows_of(factories.discovery(), name)
    browser = client_of(account)
    url = reverse(ADDRESSES[name][0], args=[discovery.slug])

    for wrong in (uuid4(), foreign[0].uuid, *([other.uuid] if other else [])):
        assert browser.post(url, {name: [rows[1].uuid, wrong]}).status_code == 409
    assert browser.post(url, {name: ["soon"]}).status_code == 422
    assert names(discovery, name) == ["One", "Two", "Three"]
    assert not Operation.objects.filter(verb=ADDRESSES[name][2]).exists()
