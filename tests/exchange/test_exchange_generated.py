"""Whatever people did in a discovery, it comes back from its document to the last byte."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings, strategies as st

from core.exceptions import DomainError
from core.models import Artifact, Operation
from core.services import artifacts
from core.services.operations import operation
from discovery.models import Discovery
from exchange.format import dump
from lvt.methods.services import ensure_default_method
from lvt.models import Goal, Hypothesis, Measure, MeasuredValue, RoundUseCase, Score, ScoringRound, UseCase
from organizations.actors import Actor
from organizations.models import Person, Team, TeamMembership
from products.models import DataProduct, InputPort, Measurement, OutputPort, Slo
from tests import factories
from tests.exchange.exchanging import PHASES, again, exported
from tests.factories import SYSTEM
from tests.sweeps import examples
from workshops.actors import RoomActor
from workshops.models import ActivityCompletion, Answer, KeyGrant, Note, NoteGroup, Question, Vote
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db

# What somebody may have typed, and can see; addresses of accounts among it.
WORDS = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40),
    st.sampled_from(
        ["Mehr Umsatz – 20 %", "اختبار", "🚀 a\nb\tc", "mail known@example.org!", "</script>", "\\u0000"]
    ),
).map("W{}".format)
KEY = "5e" * 32
Step = Callable[["Script", int, str], None]


class Script:
    """A discovery in which things happen; each is `step(number, text)`, and numbers choose among what is
    there."""

    def __init__(self) -> None:
        self.discovery: Discovery = factories.discovery()
        self.organization = self.discovery.domain.organization
        self.account = factories.member(self.organization, email="known@example.org", name="Known")
        self.workshop = factories.workshop(self.discovery)
        self.people = [factories.participant(self.workshop, name) for name in ("Ann", "Bo")]
        started = timezone.now() - timedelta(hours=1)
        self.boards = [
            factories.activity(
                self.workshop, "brainstorm", started_at=started, phase=phase, is_anonymous=hidden
            )
            for phase, hidden in (("write", False), ("group", False), ("results", True), ("results", False))
        ]
        self.polls = [
            factories.activity(self.workshop, "poll", started_at=started, phase=phase, is_anonymous=hidden)
            for phase, hidden in (("answer", False), ("revealed", False), ("revealed", True))
        ]
        self.scoring = factories.activity(self.workshop, "scoring", started_at=started)
        self.method = ensure_default_method(actor=SYSTEM, discovery=self.discovery)
        self.criterion = self.method.criteria.first()
        self.made: list[Artifact] = []

    def add(self, model: type[Artifact], **fields: object) -> None:
        with operation(self.actor(len(self.made)), "thing.added", place=self.discovery):
            self.made.append(artifacts.add(model, **fields))

    def actor(self, number: int) -> Actor:
        choices = [SYSTEM, Actor.of_account(self.account), *map(RoomActor.of_participant, self.people)]
        return choices[number % len(choices)]

    def one(self, model: type[Artifact], number: int) -> Artifact | None:
        made = [each for each in self.made if isinstance(each, model)]
        return made[number % len(made)] if made else None

    # --- What happens -------------------------------------------------------------------------------

    def person(self, number: int, text: str) -> None:
        self.add(
            Person, organization=self.organization, name=text[:100], email="known@example.org" * (number % 2)
        )

    def team(self, number: int, text: str) -> None:
        self.add(Team, organization=self.organization, name=text[:100], is_today=bool(number % 2))
        if person := self.one(Person, number):
            self.add(TeamMembership, team=self.made[-1], person=person)

    def goal(self, number: int, text: str) -> None:
        self.add(Goal, discovery=self.discovery, title=text[:100], owner=self.one(Person, number))

    def bet(self, number: int, text: str) -> None:
        if goal := self.one(Goal, number):
            self.add(Hypothesis, goal=goal, statement=text, about_data=bool(number % 2))

    def measure(self, number: int, text: str) -> None:
        if goal := self.one(Goal, number):
            self.add(Measure, goal=goal, name=text[:100], target=Decimal(number) / 8)
            self.add(MeasuredValue, measure=self.made[-1], value=number, measured_on=timezone.localdate())

    def use_case(self, number: int, text: str) -> None:
        self.add(UseCase, discovery=self.discovery, name=text[:60], authors=[str(self.people[0].uuid)])

    def product(self, number: int, text: str) -> None:
        fields = {"discovery": self.discovery, "domain": self.discovery.domain, "kind": "source_oriented"}
        self.add(DataProduct, name=f"{text[:40]} {len(self.made)}", effort=Decimal(number), **fields)
        product = self.made[-1]
        self.add(OutputPort, product=product, name="Out", kind="file")
        self.add(InputPort, product=product, name="In")

    def change(self, number: int, text: str) -> None:
        goal = self.one(Goal, number)
        if goal is not None and Goal.objects.filter(pk=goal.pk).exists():
            with operation(self.actor(number), "goal.changed", place=self.discovery):
                artifacts.change(goal, description=text)

    def trash(self, number: int, _text: str) -> None:
        if self.made:
            with operation(self.actor(number), "thing.deleted", place=self.discovery):
                artifacts.trash(self.made[number % len(self.made)])

    def undo(self, number: int, _text: str) -> None:
        operations = list(Operation.objects.filter(scope_uuid=self.discovery.uuid).order_by("pk"))
        if operations:
            try:
                undo(actor=SYSTEM, target=operations[number % len(operations)])
            except DomainError:
                return

    def note(self, number: int, text: str) -> None:
        board, person = self.boards[number % 4], self.people[number % 2]
        if board.is_anonymous:
            with operation(RoomActor.of_key(KEY, board), "note.added"):
                self.made.append(artifacts.add(Note, activity=board, text=text[:200], author=KEY))
            KeyGrant.objects.get_or_create(activity=board, participant=person, defaults={"digest": KEY})
            return
        author = {"author": str(person.uuid), "participant": person}
        self.add(Note, activity=board, text=text[:200], position=number, **author)
        if number % 3 == 0:
            self.add(NoteGroup, activity=board, name=text[:50])

    def vote(self, number: int, _text: str) -> None:
        note = self.one(Note, number)
        if isinstance(note, Note):
            fields: dict[str, Any] = (
                {"author": KEY} if note.activity.is_anonymous else {"author": str(self.people[0].uuid)}
            )
            Vote.objects.update_or_create(
                activity=note.activity,
                item=note.uuid,
                defaults={"dots": number % 5, "device": "d1"},
                **fields,
            )

    def answer(self, number: int, text: str) -> None:
        poll, person = self.polls[number % 3], self.people[number % 2]
        fields: dict[str, Any] = (
            {"author": f"{KEY[:60]}{number % 7}"} if poll.is_anonymous else {"author": str(person.uuid)}
        )
        Answer.objects.update_or_create(
            activity=poll, slot="", defaults={"text": text[:300], "choices": [text[:20]]}, **fields
        )
        ActivityCompletion.objects.get_or_create(activity=poll, participant=person)

    def ask(self, number: int, text: str) -> None:
        fields = {"discovery": self.discovery, "workshop": self.workshop, "author": str(self.people[0].uuid)}
        self.add(Question, title=text[:100], activity=self.polls[number % 3], **fields)

    def round(self, number: int, _text: str) -> None:
        use_case: Any = self.one(UseCase, number)
        if use_case is None:
            return
        open_round = ScoringRound.objects.filter(activity=self.scoring, state="open").first()
        if open_round is None:
            taken = ScoringRound.everything.filter(activity=self.scoring).count()
            self.add(ScoringRound, activity=self.scoring, method=self.method, number=taken + 1)
            self.add(RoundUseCase, round=self.made[-1], use_case=use_case)
            open_round = self.made[-2]  # type: ignore[assignment]  # the round that was just made
        for person in self.people:
            Score.objects.update_or_create(
                round=open_round,
                participant=person,
                use_case=use_case,
                criterion=self.criterion,
                defaults={"value": number % 6, "device": "d1", "tap": number},
            )
        if number % 2:
            with operation(SYSTEM, "round.revealed", place=self.discovery):
                artifacts.change(open_round, state="revealed", revealed_at=timezone.now())  # type: ignore[type-var]  # never None

    def promise(self, number: int, text: str) -> None:
        if product := self.one(DataProduct, number):
            fields = {"product": product, "kind": "freshness", "indicator": text[:100], "sentence": "Kept"}
            self.add(Slo, **fields)
            now = timezone.now()
            self.add(
                Measurement,
                slo=self.made[-1],
                starts_at=now - timedelta(days=1),
                ends_at=now,
                total=9,
                bad=number % 9,
            )


STEPS = (
    *(Script.person, Script.team, Script.goal, Script.bet, Script.measure, Script.use_case, Script.product),
    *(Script.change, Script.trash, Script.undo, Script.note, Script.vote, Script.answer, Script.ask),
    *(Script.round, Script.promise),
)
EVERYTHING = [(step, number, f"Said {number}") for number in (0, 1, 2, 3) for step in STEPS]


@example(steps=EVERYTHING)
@settings(
    max_examples=examples(6),
    phases=PHASES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 40), WORDS), min_size=1, max_size=25))
def test_whatever_happened_comes_back(db: None, steps: list[tuple[Step, int, str]]) -> None:
    with transaction.atomic():
        script = Script()
        for step, number, text in steps:
            step(script, number, text)
        document = exported(script.discovery)
        text = json.dumps(document)
        assert "known@example.org" not in text
        assert KEY[:60] not in text
        assert '"d1"' not in text
        open_rounds = {row["uuid"] for row in document["rows"]["lvt.ScoringRound"] if row["state"] == "open"}
        assert not [row for row in document["rows"]["lvt.Score"] if row["round"] in open_rounds]
        assert again(dump(document)) == dump(document)
        transaction.set_rollback(True)
