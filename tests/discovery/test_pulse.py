"""The pulse of a discovery: grows with every change in it, costs next to nothing to ask for."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from discovery.discoveries.models import DiscoveryRole
from tests import factories
from workshops.models import Risk
from workshops.results.quick_captures import services as captures

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewer(client_of, discovery):
    return client_of(factories.access(discovery, DiscoveryRole.VIEWER))


def _ask(client, discovery, known=None):
    headers = {} if known is None else {"If-None-Match": f'"{known}"'}
    return client.get(reverse("discovery:pulse", args=[discovery.slug]), headers=headers)


def test_it_grows_with_a_change_of_the_discovery_and_of_no_other(viewer, discovery):
    before = _ask(viewer, discovery).json()["pulse"]
    captures.add(actor=factories.SYSTEM, draft=Risk(discovery=factories.discovery(), title="Elsewhere"))
    assert _ask(viewer, discovery).json()["pulse"] == before
    captures.add(actor=factories.SYSTEM, draft=Risk(discovery=discovery, title="A risk"))
    assert _ask(viewer, discovery).json()["pulse"] > before


def test_a_page_that_is_current_gets_no_content(viewer, discovery):
    captures.add(actor=factories.SYSTEM, draft=Risk(discovery=discovery, title="A risk"))
    first = _ask(viewer, discovery)
    again = _ask(viewer, discovery, known=first.json()["pulse"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    captures.add(actor=factories.SYSTEM, draft=Risk(discovery=discovery, title="Another risk"))
    assert _ask(viewer, discovery, known=first.json()["pulse"]).status_code == 200


def test_asking_costs_one_query_more_than_the_door(viewer, discovery):
    with CaptureQueriesContext(connection) as asked:
        assert _ask(viewer, discovery).status_code == 200
    about = [query["sql"] for query in asked if 'FROM "core_operation"' in query["sql"]]
    assert len(about) == 1
    assert "LIMIT 1" in about[0]
    assert len(asked) <= 7, [query["sql"] for query in asked]
