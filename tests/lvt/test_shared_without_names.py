"""The link by which results are shared names nobody of the room, in no kind of activity."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lvt.models import Proposal, UseCase
from lvt.proposals.models import Tier
from lvt.rounds.services import reveal
from lvt.shortlist.services import decide
from tests import factories
from tests.factories import SYSTEM
from tests.lvt.rooms import scoring_room
from workshops.models import Answer, Question
from workshops.registries import activity_kinds
from workshops.results.services import share_results
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db

NAME = "Nadja Namesake"


def test_no_activity_names_anybody_behind_the_shared_link(client_of):
    room = scoring_room()
    workshop, discovery = room.workshop, room.discovery
    person = factories.participant(workshop, NAME)
    proxy = factories.participant(workshop, f"{NAME} the Second", is_proxy=True)
    room.give_all(proxy, 5, 4, 3)
    room.give_all(person, 1, 2, 3)
    reveal(actor=SYSTEM, round=room.round)

    def activity(kind, **fields):
        return factories.activity(workshop, kind, f"Their {kind}", **fields)

    def answer(kind, slot="", number=None, **fields):
        Answer.objects.create(
            activity=activity(kind, phase="revealed", **fields),
            slot=slot,
            author=str(person.uuid),
            participant=person,
            text=f"Said in {kind}",
            number=number,
        )

    answer("poll", settings={"form": "words"})
    answer("roti", number=1)
    answer("consent", slot="1", number=1, settings={"proposal": "We do it"})
    by_person = {"author": str(person.uuid), "captured_by": NAME}
    factories.make(
        Question,
        discovery=discovery,
        workshop=workshop,
        activity=activity("questions"),
        title="Said in questions",
        **by_person,
    )
    factories.make(
        Proposal,
        activity=activity("tree_together"),
        participant=person,
        tier=Tier.GOAL,
        text="Said in tree_together",
    )
    factories.make(
        UseCase,
        discovery=discovery,
        activity=activity("write_use_cases"),
        author=person,
        name="Said in write_use_cases",
    )
    decide(
        actor=SYSTEM,
        activity=activity("decide"),
        use_cases=room.use_cases,
        reason="Said in decide",
        decided_by=NAME,
        dissent=f"{NAME} disagreed",
    )
    type(workshop).objects.filter(pk=workshop.pk).update(state=WorkshopState.ENDED)
    shared = share_results(actor=SYSTEM, workshop=workshop, parts=["activities", "decisions", "questions"])
    viewer = client_of(factories.access(discovery))

    inside = viewer.get(reverse("discovery:workshop_results", args=[discovery.slug, workshop.uuid]))
    outside = client_of().get(reverse("discovery:shared_results", args=[shared.result_key]))

    kinds = ("poll", "roti", "consent", "questions", "tree_together", "write_use_cases", "decide")
    for kind in kinds:
        assert kind in activity_kinds
        assert f"Said in {kind}" in outside.content.decode(), kind
    assert NAME in inside.content.decode()
    assert NAME not in outside.content.decode()
