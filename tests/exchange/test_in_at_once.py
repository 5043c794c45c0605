"""Two people bring the same things in at the same moment, on a database with several writers."""

from __future__ import annotations

import pytest

from core.services.imports import PreviewOutdated
from exchange.lists.services import import_list, list_file
from lvt.models import Goal, Hypothesis
from tests import factories
from tests.at_once import at_once
from tests.factories import SYSTEM

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def test_what_both_bring_is_there_once() -> None:
    """The one who comes second waits, and is told that it is there already."""
    discovery = factories.discovery()
    data = list_file("goals", "", "Growth\n\tReps visit the right people\nFewer complaints", {})

    def bring() -> tuple[int, int]:
        plan = import_list(actor=SYSTEM, data=data, into=discovery).plan
        return len(plan.added), len(plan.unchanged)

    assert set(at_once(bring, bring)) == {(0, 3), (3, 0)}
    assert Goal.objects.count() == 2
    assert Hypothesis.objects.count() == 1


def test_of_two_who_confirm_what_they_saw_one_is_told_that_it_is_another_by_now() -> None:
    discovery = factories.discovery()
    data = list_file("goals", "", "Growth\nFewer complaints", {})
    seen = import_list(actor=SYSTEM, data=data, into=discovery, is_trial=True)

    def confirm() -> object:
        return import_list(actor=SYSTEM, data=data, into=discovery, digest=seen.digest).added

    outcomes = at_once(confirm, confirm)
    assert [each for each in outcomes if not isinstance(each, PreviewOutdated)] == [2]
    assert Goal.objects.count() == 2
