"""Working out the answers of the cut line: by the worker once changes have paused, by it when a page asks,
and by the program that writes a report. Pages read the stored answers (docs/adr/0063)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django_tasks import task

import live
from core.models import Operation
from core.registries import Follower, followers
from core.selectors.request_cache import forget, one_reading
from discovery.discoveries.models import OF_DISCOVERY
from discovery.document_parts import Preparation, report_preparations
from discovery.models import Discovery
from lvt.models import (
    Criterion,
    Goal,
    Hypothesis,
    RoundUseCase,
    ScoringMethod,
    ScoringRound,
    UseCase,
)
from lvt.rounds.selectors import current_results
from organizations.actors import Actor
from products.models import (
    AnswerRequest,
    ConsumerUseCase,
    DataProduct,
    InputPort,
    ProductConsumer,
    ProductMeasure,
    ProductUseCase,
    Scenario,
)
from products.planning.cut_line.optimal_choice import CutLineQuestion
from products.planning.cut_line.selectors import cut_line_of
from products.planning.cut_line_answers import services as kept_answers
from products.planning.cut_line_answers.selectors import answer_to
from products.planning.what_if.forms import asked_by, at_limit
from products.planning.what_if_scenarios.selectors import MOST_COMPARED, scenarios_of
from products.selectors.asked_rows import requested_products
from products.services.what_if_broadcast import SPOTLIGHT
from products.solver_result import Budget
from workshops.models import Workshop, WorkshopState

SECONDS: Final = 30.0
"""Processor time for one request."""
PAUSE: Final = timedelta(seconds=8)
"""So long nothing may change before the worker begins."""
SPOTLIGHTS: Final = ("cut_line", "scenarios", SPOTLIGHT)
"""What is on the screens of rooms and shows such answers."""
MOST_SCENARIOS: Final = 12
"""Of the saved scenarios the latest are worked out."""
# What needs, scores and states are made of. What is missing here is still asked for by the page.
RESTS_ON: Final = frozenset(
    {
        *(Goal, Hypothesis, UseCase, Criterion, RoundUseCase, ScoringMethod, ScoringRound, Discovery),
        *(ConsumerUseCase, DataProduct, InputPort, ProductConsumer, ProductMeasure, ProductUseCase, Scenario),
    }
)


def register_own() -> None:
    """Register what asks for answers, and what reports need."""
    followers.register(Follower("cut lines", wrote=ask_after_operation))
    report_preparations.register(Preparation("cut lines", work_out))


def ask_after_operation(operation: Operation) -> None:
    """Asks the worker after the commit of an operation that changed something that answers depend on."""
    if (
        operation.scope_uuid is None
        or operation.scope_kind != OF_DISCOVERY
        or not any(model in RESTS_ON for model, _activity in operation.written)
    ):
        return
    uuid = operation.scope_uuid
    # Robust: a write is saved, whatever becomes of the answer. No partial: Django names the
    # function in its log when it fails, and cannot name one.
    transaction.on_commit(lambda: _ask_later(uuid), robust=True)


def _ask_later(uuid: UUID) -> None:
    discovery = Discovery.objects.filter(uuid=uuid).first()
    if discovery is not None and DataProduct.objects.filter(discovery=discovery).exists():
        _begin(kept_answers.ask_after(discovery=discovery, pause=PAUSE))


def ask(*, actor: Actor, discovery: Discovery, changes: str) -> None:
    """Ask the worker at once: for a what-if, or for what is recorded. Raises as kept_answers.ask."""
    _begin(kept_answers.ask(actor=actor, discovery=discovery, changes=changes))


def _begin(request: AnswerRequest | None) -> None:
    if request is not None:
        work_on.using(run_after=request.due_at).enqueue(request.pk)


@task(priority=-10)
def work_on(key: int) -> None:
    """The worker's turn with the request of this primary key; again, where it was asked for meanwhile. The
    request is there until the work ends, so that pages wait for it."""
    request = AnswerRequest.objects.select_related("discovery__domain__organization").filter(pk=key).first()
    if request is None:
        return
    if request.due_at > timezone.now():
        _begin(request)
        return
    try:
        work_out(request.discovery, request.changes)
    finally:
        _begin(kept_answers.finish(request=request))


def work_out(discovery: Discovery, changes: str = "", seconds: float = SECONDS) -> None:
    """Work out and keep the answers that pages and reports of the discovery show, or those of a what-if, with
    so many seconds of processor time. Before anything is ranked there are none. Rooms that have such an
    answer on their screens are told of another one. All of it is one reading, which a report goes on with."""
    with one_reading():
        _work_out(discovery, changes, Budget(seconds))


def _work_out(discovery: Discovery, changes: str, budget: Budget) -> None:
    questions = tuple(dict.fromkeys(_questions(discovery, changes)))
    before = [answer_to(discovery, question) for question in questions]

    def settle(question: CutLineQuestion, seconds: float) -> bool:
        return kept_answers.keep(discovery=discovery, question=question, seconds=seconds)

    # First each has its part of the time, so that a hard one leaves some to those behind it.
    shares = range(len(questions), 0, -1)
    hard = [
        question
        for question, share in zip(questions, shares, strict=True)
        if not settle(question, budget.left / share)
    ]
    for question in hard:
        if not budget.is_spent:
            settle(question, budget.left)
    # What was asked with the answers of before: a report goes on with the proven ones.
    forget(asked_by)
    if before != [answer_to(discovery, question) for question in questions]:
        rooms = Workshop.objects.filter(
            discovery=discovery, state=WorkshopState.LIVE, spotlight_kind__in=SPOTLIGHTS
        )
        for room in rooms:
            live.changed_later(room.pk, "steering")


def _questions(discovery: Discovery, changes: str) -> Iterator[CutLineQuestion]:
    if current_results(discovery) is None:
        return
    if not changes:
        yield cut_line_of(discovery).question
    for query in [changes] if changes else _queries(discovery):
        what_if = asked_by(query, discovery)
        if what_if is not None:
            yield from (line.question for line in what_if.lines)


def _queries(discovery: Discovery) -> list[str]:
    """The changes of the saved scenarios; those of the latest also as a report compares them."""
    limit = requested_products(discovery)
    every = [each.changes for each in scenarios_of(discovery)[:MOST_SCENARIOS]]
    return [*every, *(at_limit(each, limit) for each in every[:MOST_COMPARED])]
