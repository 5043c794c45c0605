"""Two facilitators merge the same use-case cards at once, on a database that lets them."""

from __future__ import annotations

from functools import partial

import pytest

from core.models import Operation
from lvt.models import UseCase
from lvt.use_case_merging.services import merge_cards
from tests.at_once import at_once
from tests.factories import make

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def test_of_two_who_merge_the_same_cards_one_is_told(editor, discovery):
    for number in range(4):
        cards = [
            make(UseCase, discovery=discovery, name=f"{name} {number}")
            for name in ("Churn alert", "Churn alarm")
        ]
        answers = at_once(
            partial(merge_cards, actor=editor, cards=cards),
            partial(merge_cards, actor=editor, cards=cards[::-1], take={"name": cards[1].uuid}),
        )
        assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "Operation"], answers
        kept = UseCase.objects.get(pk__in=[card.pk for card in cards])
        assert list(kept.merged_from) == [str(cards[1].uuid)]
    assert Operation.objects.filter(verb="use_case.merged").count() == 4
