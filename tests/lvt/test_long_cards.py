"""Sixty use cases with names of two hundred characters: voted on, scored in shares, shown on every screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from lvt.longlist_funnel.selectors import cards_aside, cards_to_score
from lvt.longlist_funnel.services import give_dots
from lvt.models import UseCase
from lvt.rounds.selectors import latest_round, use_cases_of
from organizations.models import User
from tests import factories
from tests.factories import SYSTEM, make
from tests.workshops.answering import answering
from workshops.models import Activity
from workshops.room.running.services import move_cursor
from workshops.services.activity_phases import set_phase
from workshops.workshop.selectors import track_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("with_dots", [True, False])
def test_sixty_long_cards_pass_vote_and_scoring(
    client_of: Callable[[User], Client], *, with_dots: bool
) -> None:
    room = answering("card_dots", {"dots": 3, "most": 1, "keep": 6})
    discovery, workshop = room.workshop.discovery, room.workshop
    cards = [make(UseCase, discovery=discovery, name=f"{number:03} {'word ' * 39}x") for number in range(60)]
    assert len(cards[0].name) == 200
    scoring = factories.activity(workshop, "scoring", "Score", position=9, settings={"fair_share": True})
    client = client_of(factories.access(discovery))

    def screens() -> str:
        addresses = [
            reverse(f"discovery:{name}", args=[workshop.code]) for name in ("console", "stage", "remote")
        ]
        addresses.append(reverse("discovery:workshop", args=[discovery.slug, workshop.uuid]))
        answers = [client.get(address, follow=True) for address in addresses]
        assert {answer.status_code for answer in answers} == {200}
        return answers[0].content.decode()

    assert cards[59].name in screens()
    if with_dots:
        for actor in [room.actor(name) for name in ("Ann", "Bo", "Cy")]:
            for card in cards[:3]:
                give_dots(actor=actor, activity=room.activity, item=card.uuid, dots=1)
    set_phase(actor=SYSTEM, activity=room.activity, from_phase="vote", to="results")
    assert cards[59].name in screens()
    assert len(cards_to_score(discovery)) == (3 if with_dots else 60)
    assert len(cards_aside(discovery)) == (57 if with_dots else 0)
    track = track_of(workshop)
    move_cursor(actor=SYSTEM, track=track, from_activity=track.current, to_activity=scoring)
    opened = latest_round(Activity.objects.get(pk=scoring.pk))
    assert opened is not None
    assert len(use_cases_of(opened)) == (3 if with_dots else 60)
    assert opened.most_each == (None if with_dots else 10)
    assert cards[0].name in screens()
