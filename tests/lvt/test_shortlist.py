"""The shortlist: decided with a reason, shown to all, decided again, undone."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from core.exceptions import Invalid, NotAllowed, NotFound
from discovery.actors import Actor
from discovery.models import Decision
from discovery.models.discovery import DiscoveryRole
from discovery.registries import activity_kinds, checkpoints
from discovery.services.undo import undo
from lvt.models import ShortlistedUseCase
from lvt.selectors.shortlist import shortlist, shortlist_of
from lvt.services.rounds import reveal
from lvt.services.shortlist import decide
from tests import factories
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]


@pytest.fixture
def room() -> Room:
    return scoring_room()


def test_a_decision_holds_use_cases_in_order_reason_and_dissent(room: Room) -> None:
    decision, _operation = decide(
        actor=SYSTEM,
        activity=room.activity,
        use_cases=room.use_cases[::-1],
        reason="Both pay off this year.",
        decided_by="The room",
        dissent="Ivan would wait.",
    )
    decided = shortlist(room.discovery)
    assert decided is not None
    assert decided.decision == decision
    assert list(decided.use_cases) == room.use_cases[::-1]
    assert decision.title == "Shortlist: Next best action, HCP 360 dashboard"
    assert (decision.workshop, decision.activity) == (room.workshop, room.activity)
    for audience in ("console", "room", "stage"):
        kind = activity_kinds.get("decide")
        html = render_to_string(
            f"{kind.template_dir}/{audience}.html", getattr(kind, audience)(room.activity)
        )
        assert "Both pay off this year." in html
        assert "Ivan would wait." in html
    assert checkpoints.get("shortlist").standing(room.discovery).is_complete


def test_deciding_again_replaces_it_and_keeps_the_first_in_the_log(room: Room) -> None:
    for use_cases in (room.use_cases[:1], room.use_cases[1:]):
        decide(actor=SYSTEM, activity=room.activity, use_cases=use_cases, reason="Because.")
    decided = shortlist_of(room.activity)
    assert decided is not None
    assert list(decided.use_cases) == room.use_cases[1:]
    assert Decision.objects.count() == 2


def test_undo_brings_the_earlier_shortlist_back(room: Room) -> None:
    decide(actor=SYSTEM, activity=room.activity, use_cases=room.use_cases[:1], reason="First.")
    _decision, second = decide(
        actor=SYSTEM, activity=room.activity, use_cases=room.use_cases[1:], reason="Second."
    )
    undo(actor=SYSTEM, target=second)
    decided = shortlist(room.discovery)
    assert decided is not None
    assert decided.decision.reason == "First."
    assert ShortlistedUseCase.objects.count() == 1


def test_a_decision_needs_use_cases_of_the_discovery_and_a_reason(room: Room) -> None:
    other = scoring_room()
    for use_cases, reason, error in (
        ([], "Because.", Invalid),
        (room.use_cases, "  \n", Invalid),
        (other.use_cases, "Because.", NotFound),
    ):
        with pytest.raises(error):
            decide(actor=SYSTEM, activity=room.activity, use_cases=use_cases, reason=reason)
    assert not Decision.objects.exists()


def test_only_facilitators_decide(room: Room) -> None:
    editor = Actor.of_account(factories.access(room.discovery, DiscoveryRole.EDITOR))
    guest = Actor.of_participant(room.join("Ann"))
    for actor, error in ((editor, NotAllowed), (guest, NotFound)):
        with pytest.raises(error):
            decide(actor=actor, activity=room.activity, use_cases=room.use_cases, reason="Because.")


def test_many_use_cases_have_a_short_title(room: Room) -> None:
    long = scoring_room("x" * 120, "y" * 120)
    decision, _operation = decide(
        actor=SYSTEM, activity=long.activity, use_cases=long.use_cases, reason="Because."
    )
    assert decision.title == "Shortlist of 2 use cases"


def test_the_form_lists_the_ranking_and_decides(room: Room, client_of: ClientOf) -> None:
    ann = room.join("Ann")
    room.give(ann, 1, use_case=0)
    room.give(ann, 5, use_case=1)
    reveal(actor=SYSTEM, round=room.round)
    url = reverse("lvt:shortlist_decide", args=[room.workshop.code, room.activity.uuid])
    assert client_of(ann).get(url).status_code == 302
    client = client_of(factories.access(room.discovery))
    form = client.get(url, headers={"hx-request": "true"}).content.decode()
    assert form.index("1. Next best action (5.0)") < form.index("2. HCP 360 dashboard (1.0)")

    empty = client.post(url, {}, headers={"hx-request": "true"})
    assert empty.status_code == 422
    assert b"Say why" in empty.content
    foreign = {"use_cases": [str(scoring_room().use_cases[0].uuid)], "reason": "Because."}
    assert client.post(url, foreign, headers={"hx-request": "true"}).status_code == 422

    uuids = [str(use_case.uuid) for use_case in room.use_cases]
    hostile = "<script>alert(1)</script> =1+1 \u202e"
    response = client.post(url, {"use_cases": uuids, "reason": hostile}, headers={"hx-request": "true"})
    assert response.status_code == 204
    triggers = json.loads(response.headers["HX-Trigger"])
    assert triggers["dialog:close"]
    assert triggers["toast"]["undo"].startswith("/operations/")
    decided = shortlist(room.discovery)
    assert decided is not None
    assert [use_case.name for use_case in decided.use_cases] == ["Next best action", "HCP 360 dashboard"]
    page = client.get(reverse("lvt:prioritization", args=[room.discovery.slug])).content
    assert b"<script>alert" not in page
    again = client.get(url, headers={"hx-request": "true"}).content.decode()
    assert again.count("checked") == 2


def test_the_form_that_is_sent_twice_decides_once(room: Room, client_of: ClientOf) -> None:
    client = client_of(factories.access(room.discovery))
    url = reverse("lvt:shortlist_decide", args=[room.workshop.code, room.activity.uuid])
    chosen = str(uuid4())
    sent = {"use_cases": [str(room.use_cases[0].uuid)], "reason": "Because.", "uuid": chosen}
    first, second = (client.post(url, sent, headers={"hx-request": "true"}) for _time in range(2))
    assert Decision.objects.count() == ShortlistedUseCase.objects.count() == 1
    undone = [json.loads(each.headers["HX-Trigger"])["toast"]["undo"] for each in (first, second)]
    assert undone[0] == undone[1]
    assert chosen not in client.get(url, headers={"hx-request": "true"}).content.decode()


def test_an_activity_of_another_workshop_is_not_found(room: Room, client_of: ClientOf) -> None:
    client = client_of(factories.access(room.discovery))
    url = reverse("lvt:shortlist_decide", args=[room.workshop.code, scoring_room().activity.uuid])
    assert client.get(url).status_code == 404


def test_a_use_case_is_on_a_shortlist_once(room: Room) -> None:
    decision, _operation = decide(
        actor=SYSTEM, activity=room.activity, use_cases=room.use_cases, reason="Because."
    )
    with pytest.raises(IntegrityError, match=r"shortlistedusecase_once|UNIQUE"), transaction.atomic():
        factories.make(ShortlistedUseCase, decision=decision, use_case=room.use_cases[0])
