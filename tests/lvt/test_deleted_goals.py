"""Deleting a goal says what goes with it, and what is left."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lvt.models import Goal, Hypothesis, Initiative, Measure, UseCase
from tests import factories
from tests.factories import make

pytestmark = pytest.mark.django_db


def test_deleting_a_goal_says_how_much_goes_with_it_and_what_stays(client: Client) -> None:
    discovery = factories.discovery()
    full, bare = (make(Goal, discovery=discovery, title=title) for title in ("Full", "Bare"))
    bet, other = (make(Hypothesis, goal=full, statement=statement) for statement in ("One", "Two"))
    for place, each in enumerate((bet, other)):
        make(UseCase, discovery=discovery, name=f"Case {place}", hypothesis=each)
    initiative = make(Initiative, hypothesis=bet, name="Try it")
    for parent in ({"goal": full}, {"hypothesis": bet}, {"initiative": initiative}):
        make(Measure, name="Rate", target=1, **parent)
    client.force_login(factories.access(discovery))

    said = [
        client.post(
            reverse("lvt:goal_delete", args=[discovery.slug, goal.uuid]), headers={"HX-Request": "true"}
        )
        for goal in (full, bare)
    ]

    told = [str(answer.headers) + answer.content.decode() for answer in said]
    assert f"Deleted: {full}, with 2 hypotheses, 1 initiative and 3 measures of success." in told[0]
    assert "2 use cases are no longer linked to it." in told[0]
    assert f"Deleted: {bare}" in told[1]
    assert f"Deleted: {bare}," not in told[1]
    assert not UseCase.objects.exclude(hypothesis=None).exists()
