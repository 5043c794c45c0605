"""One reading: what is asked again within it is not read again, and nothing stale is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from core.selectors.request_cache import cached_per_request, one_reading
from core.services.operations import operation
from discovery.models import Discovery
from handover.reports.document import assemble
from lvt.models import Goal
from lvt.rounds import selectors as rounds
from lvt.tree import selectors as tree
from lvt.tree.selectors import value_tree
from organizations.actors import Actor
from organizations.models import User
from organizations.web.in_place import PagePart
from products.landscape import selectors as landscape
from products.selectors import goal_coverage
from technology.selectors import fitness
from tests.factories import make
from tests.products import value_world

pytestmark = pytest.mark.django_db

# What each selector that many ask calls once for itself.
_READINGS: tuple[tuple[Any, str], ...] = (
    (tree, "_standings"),
    (rounds, "revealed_rounds"),
    (landscape, "_graph"),
    (goal_coverage, "_assembled"),
    (fitness, "facts_of"),
)


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each of them was read."""
    counts: Counter[str] = Counter()

    def counted(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def read(*args: Any, **kwargs: Any) -> Any:
            counts[name] += 1
            return original(*args, **kwargs)

        return read

    for module, name in _READINGS:
        monkeypatch.setattr(module, name, counted(name, getattr(module, name)))
    return counts


@pytest.fixture
def asked() -> list[tuple[Any, ...]]:
    return []


@pytest.fixture
def selector(asked: list[tuple[Any, ...]]) -> Callable[..., list[int]]:
    @cached_per_request
    def counting(*args: Any, **kwargs: Any) -> list[int]:
        asked.append((args, kwargs))
        return [len(asked)]

    return counting


def test_a_report_reads_each_of_what_many_sections_show_once(
    discovery: Discovery, readings: Counter[str]
) -> None:
    value_world.build(discovery)

    assemble(discovery, made_at=datetime(2026, 3, 5, tzinfo=UTC), progress=lambda percent, words: None)

    assert readings == {name: 1 for _module, name in _READINGS}


@pytest.mark.parametrize("page", ["operating-model/", "technology/", "technology/gaps/"])
def test_a_page_reads_each_of_them_at_most_once(
    discovery: Discovery, client_of: Any, account: User, readings: Counter[str], page: str
) -> None:
    value_world.build(discovery)

    answer = client_of(account).get(f"/d/{discovery.slug}/{page}")

    assert answer.status_code == 200
    assert readings["_assembled"] == 1
    assert set(readings.values()) == {1}


def test_without_a_reading_everything_is_read_anew(selector: Any, discovery: Discovery) -> None:
    assert selector(discovery) == [1]
    assert selector(discovery) == [2]


def test_within_a_reading_an_answer_is_given_again_and_ends_with_it(
    selector: Any, discovery: Discovery
) -> None:
    with one_reading():
        first = selector(discovery)
        with one_reading():
            assert selector(Discovery.objects.get(pk=discovery.pk), at=None) is first
        assert selector(discovery) is first
    assert selector(discovery) == [2]


def test_a_part_that_is_shown_after_a_write_is_one_reading(
    selector: Any, asked: list[Any], discovery: Discovery, rf: RequestFactory
) -> None:
    def render() -> HttpResponse:
        return HttpResponse(str(selector(discovery) + selector(discovery)))

    request: Any = rf.post("/")
    request.htmx = True
    PagePart("part", "/", render).answer(request, "Saved")
    assert len(asked) == 1


def test_another_object_another_language_and_other_questions_are_read_for_themselves(
    selector: Any, asked: list[Any], discovery: Discovery
) -> None:
    with one_reading():
        selector(discovery)
        selector(discovery.domain)
        selector(discovery.domain.organization)
        with translation.override("de"):
            selector(discovery)
        for _turn in range(2):
            selector(discovery, at=datetime(2026, 3, 5, tzinfo=UTC))
    assert len(asked) == 6


def test_what_is_written_within_a_reading_is_seen_at_once(discovery: Discovery) -> None:
    with one_reading():
        assert not value_tree(discovery).goals
        with operation(Actor.system("test"), "test.made", place=discovery):
            assert not value_tree(discovery).goals
            make(Goal, discovery=discovery, title="First")
            assert len(value_tree(discovery).goals) == 1
            make(Goal, discovery=discovery, title="Second")
            assert len(value_tree(discovery).goals) == 2
        assert len(value_tree(discovery).goals) == 2


def test_what_fails_is_read_again(discovery: Discovery) -> None:
    tries = []

    @cached_per_request
    def failing(place: Discovery) -> int:
        tries.append(place)
        raise ValueError("not now")

    with one_reading():
        for _turn in range(2):
            with pytest.raises(ValueError, match="not now"):
                failing(discovery)
    assert len(tries) == 2
