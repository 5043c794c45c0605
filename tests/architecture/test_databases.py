"""Which tests run on one database only: `tests/databases.py`, asked of the tests below themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from core.services import artifacts
from tests import factories
from tests.databases import EACH, asked_of_postgresql, once_because

Clients = Callable[..., Client]


def _posted(client: Client) -> int:
    return _sent(client)


def _sent(client: Client) -> int:
    return client.post("/start/", {}).status_code


@pytest.fixture
def answered(client_of: Clients) -> int:
    return _posted(client_of())


def test_without_a_database_once(request: pytest.FixtureRequest) -> None:
    assert once_because(request.node) == "no database"


@pytest.mark.django_db
def test_looking_at_a_page_once(client_of: Clients, request: pytest.FixtureRequest) -> None:
    assert once_because(request.node) == "looks at pages"
    assert client_of().get("/").status_code < 500


@pytest.mark.django_db
def test_what_a_service_does_on_both(request: pytest.FixtureRequest) -> None:
    assert once_because(request.node) == ""
    assert factories.user().pk


@pytest.mark.django_db
def test_what_a_helper_sends_on_both(client_of: Clients, request: pytest.FixtureRequest) -> None:
    assert once_because(request.node) == ""
    assert _posted(client_of()) < 500


@pytest.mark.django_db
def test_what_a_fixture_sends_on_both(answered: int, request: pytest.FixtureRequest) -> None:
    assert once_because(request.node) == ""
    assert answered < 500


@pytest.mark.django_db(transaction=True)
def test_what_commits_on_both(client_of: Clients, request: pytest.FixtureRequest) -> None:
    assert once_because(request.node) == ""
    assert client_of().get("/").status_code < 500


@pytest.mark.services
def test_what_needs_the_services_runs_with_them(request: pytest.FixtureRequest) -> None:
    assert once_because(request.node) == ""


def _change() -> None:
    assert callable(artifacts.change)


def test_a_few_tests_ask_postgresql_about_each_function_that_speaks_sql(
    request: pytest.FixtureRequest,
) -> None:
    def made(function: Callable[[], None]) -> pytest.Function:
        return pytest.Function.from_parent(request.node.parent, name=function.__name__, callobj=function)

    speaking = [made(_change) for _ in range(EACH + 2)]
    assert asked_of_postgresql([made(lambda: None), *speaking]) == speaking[:EACH]
