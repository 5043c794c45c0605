"""Writing an artifact by what its kind says."""

from __future__ import annotations

import pytest

from core.exceptions import Stale
from core.services import kinds
from discovery.models import Discovery
from lvt.models import Goal, Hypothesis
from tests.factories import SYSTEM, make

pytestmark = pytest.mark.django_db


def test_what_was_moved_in_between_is_not_changed_unseen(discovery: Discovery) -> None:
    """What it hung on is locked, and not what it hangs on: its rules would not see all siblings."""
    here, there = (make(Goal, discovery=discovery, title=title) for title in ("Here", "There"))
    read = kinds.add(actor=SYSTEM, draft=Hypothesis(goal=here, statement="It works"))
    kinds.change(actor=SYSTEM, artifact=Hypothesis.objects.get(pk=read.pk), goal=there)

    with pytest.raises(Stale) as refused:
        kinds.change(actor=SYSTEM, artifact=read, statement="It works better")
    assert refused.value.current == read
    assert Hypothesis.objects.get(pk=read.pk).statement == "It works"
