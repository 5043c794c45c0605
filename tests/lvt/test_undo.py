"""Undo keeps to the rules of prioritization."""

from __future__ import annotations

import pytest

from core.exceptions import Conflict
from core.models import Operation
from core.services import kinds
from lvt.methods import services as methods
from lvt.models import Criterion, ScoringMethod, UseCase
from lvt.rounds.services import open_round
from tests import factories
from tests.factories import SYSTEM
from workshops.services.undo import undo
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db


def _heavier(criterion: Criterion) -> None:
    methods.change_criterion(actor=SYSTEM, criterion=criterion, weight=3)


def _renamed(criterion: Criterion) -> None:
    methods.change_method(actor=SYSTEM, method=criterion.method, name="Ours")


def _one_more(criterion: Criterion) -> None:
    methods.add_criterion(actor=SYSTEM, method=criterion.method, name="Reach", question="How many?")


def _one_less(criterion: Criterion) -> None:
    methods.delete_criterion(actor=SYSTEM, criterion=criterion)


@pytest.mark.parametrize("change", [_heavier, _renamed, _one_more, _one_less])
def test_the_method_of_a_round_is_not_changed_by_undoing(change) -> None:
    """Else the weights of a revealed round could be set back, and its ranking with them."""
    workshop = factories.workshop(state=WorkshopState.LIVE)
    method = methods.ensure_default_method(actor=SYSTEM, discovery=workshop.discovery)
    change(method.criteria.all()[0])
    done = Operation.objects.first()
    assert done is not None
    use_case = kinds.add(actor=SYSTEM, draft=UseCase(discovery=workshop.discovery, name="Next best action"))
    scoring = factories.activity(workshop, "scoring", "Score")
    open_round(actor=SYSTEM, activity=scoring, use_cases=[use_case], method=method)

    before = list(Criterion.everything.order_by("pk").values())
    with pytest.raises(Conflict, match="answered with this method"):
        undo(actor=SYSTEM, target=done)
    assert list(Criterion.everything.order_by("pk").values()) == before
    assert ScoringMethod.objects.get() == method


def test_before_the_first_round_it_is(db: None) -> None:
    method = methods.ensure_default_method(actor=SYSTEM, discovery=factories.discovery())
    criterion = method.criteria.all()[0]
    _heavier(criterion)
    done = Operation.objects.first()
    assert done is not None
    undo(actor=SYSTEM, target=done)
    criterion.refresh_from_db()
    assert criterion.weight == 1
