"""The table of what rooms said is read in as many queries however many activities there are, of each kind."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import Artifact
from discovery.models import Discovery
from lvt.models import Goal, Measure, Proposal, UseCase
from operating_model.models import AnswerProposal, KeyQuestion, RoleProposal
from organizations.models import Role
from process.models import SuitabilityStatement
from products.models import DataProduct, InputPort, MapMark, Source, TemplateProposal
from tests import factories
from tests.factories import make
from workshops.activity_kind import ActivityKind
from workshops.contributions.answers.activity import AnswerKind
from workshops.contributions.assessment.selectors import slot_of
from workshops.exports import rooms_sheet
from workshops.models import Activity, Answer, Note, Participant, Question, Vote
from workshops.registries import activity_kinds

pytestmark = pytest.mark.django_db

TELLING = sorted(
    kind.key for kind in activity_kinds if type(kind).result_lines is not ActivityKind.result_lines
)
PEOPLE = ("Ana", "Ben", "Cem")


class Ground:
    """What rooms talk about."""

    def __init__(self, discovery: Discovery) -> None:
        own = {"discovery": discovery, "domain": discovery.domain}
        self.measures = [
            make(Measure, goal=make(Goal, discovery=discovery, title=f"Goal {number}"), name="Visits")
            for number in range(5)
        ]
        self.statement = make(SuitabilityStatement, discovery=discovery, text="Data is spread")
        self.questions = [make(KeyQuestion, discovery=discovery, text=f"Who? {n}") for n in range(5)]
        self.role = make(Role, organization=discovery.domain.organization, name="Data steward")
        self.products = [make(DataProduct, **own, name=f"P {n}", kind="aggregate") for n in range(5)]
        source = make(Source, **own, name="CRM", kind="source")
        for product in self.products:
            make(InputPort, product=product, source=source, kind="api")

    def settings(self, key: str, number: int) -> dict[str, Any]:
        return {
            "consent": {"proposal": "In May"},
            "assessment": {"what": "suitability"},
            "prediction": {"measure": str(self.measures[number].uuid)},
            "template_together": {"product": str(self.products[number].uuid)},
            "presentation": {"slides": "# One\n\n---\n\n# Two"},
        }.get(key, {"form": "words"})

    def say(self, activity: Activity, by: Participant, number: int) -> None:
        """What one person contributes to the activity."""
        given: dict[str, Any] = {"activity": activity, "author": str(by.uuid)}
        with_person: dict[str, Any] = {"activity": activity, "participant": by}
        words = f"Because {by.display_name}"
        discovery = activity.track.workshop.discovery
        product = self.products[number]
        of_kind: dict[str, tuple[type[Artifact], dict[str, Any]]] = {
            "questions": (
                Question,
                {**given, "discovery": discovery, "workshop": activity.track.workshop, "title": words},
            ),
            "map_review": (
                MapMark,
                {**given, "participant": by, "discovery": discovery, "product": product, "kind": "missing"}
                | {"text": words},
            ),
            "tree_together": (Proposal, {**with_person, "tier": "goal", "text": words}),
            "write_use_cases": (
                UseCase,
                {"discovery": discovery, "activity": activity, "name": f"{words} {number}", "author": by}
                | {"authors": [str(by.uuid)]},
            ),
            "key_questions": (
                AnswerProposal,
                {**given, "question": self.questions[number], "horizon": "today", "text": words},
            ),
            "fill_roles": (RoleProposal, {**given, "role": self.role, "name": words}),
            "template_together": (
                TemplateProposal,
                {**with_person, "product": product, "part": "users", "text": words},
            ),
        }
        if activity.kind in of_kind:
            model, fields = of_kind[activity.kind]
            make(model, **fields)
        elif activity.kind == "brainstorm":
            self.vote(activity, by, make(Note, text=words, **given).uuid)
        elif activity.kind == "product_ranking":
            self.vote(activity, by, product.uuid)
        elif activity.kind == "card_dots":
            self.vote(activity, by, make(UseCase, discovery=discovery, name=words).uuid)
        elif activity.kind != "presentation":
            kind = activity_kinds.get(activity.kind)
            is_answered = isinstance(kind, AnswerKind) or activity.kind not in TELLING
            assert is_answered, f"say in of_kind what one person sends to {activity.kind}"
            slots = {
                "consent": "1",
                "prediction": str(self.measures[number].uuid),
                "assessment": slot_of(self.statement.uuid, 0),
            }
            text = "12" if activity.kind == "prediction" else words
            Answer.objects.create(
                slot=slots.get(activity.kind, ""), number=1, text=text, participant=by, **given
            )

    @staticmethod
    def vote(activity: Activity, by: Participant, item: UUID) -> None:
        Vote.objects.create(activity=activity, author=str(by.uuid), item=item, dots=1)


def fill(discovery: Discovery, ground: Ground, key: str, numbers: range) -> None:
    """More workshops with an activity of the kind, in its last phase, that three people took part in."""
    phases = activity_kinds.get(key).phases
    for number in numbers:
        workshop = factories.workshop(discovery, f"Workshop {number}")
        activity = factories.activity(
            workshop,
            key,
            "Why?",
            settings=ground.settings(key, number),
            phase=phases[-1].key if phases else "",
            started_at=timezone.now(),
        )
        for name in PEOPLE:
            ground.say(activity, factories.participant(workshop, name), number)


@pytest.mark.sweep(sample=4)
@pytest.mark.parametrize("key", TELLING)
def test_as_many_queries_however_many_activities_there_are(key: str, discovery: Discovery) -> None:
    ground = Ground(discovery)
    fill(discovery, ground, key, range(2))
    with CaptureQueriesContext(connection) as few:
        first = rooms_sheet(discovery)
    fill(discovery, ground, key, range(2, 5))
    with CaptureQueriesContext(connection) as many:
        second = rooms_sheet(discovery)
    assert first is not None
    assert second is not None
    assert len({row[0] for row in first.rows}) == 2
    assert len({row[0] for row in second.rows}) == 5
    assert len(many) == len(few) < 22


def test_kinds_that_tell_nothing_are_not_asked(discovery: Discovery) -> None:
    ground = Ground(discovery)
    with CaptureQueriesContext(connection) as none:
        assert rooms_sheet(discovery) is None
    for key in sorted({kind.key for kind in activity_kinds} - {*TELLING}):
        fill(discovery, ground, key, range(1))
    with CaptureQueriesContext(connection) as asked:
        assert rooms_sheet(discovery) is None
    assert len(asked) - len(none) <= 4, "workshops come with people, tracks and agendas"
