"""The stored answers of the cut line, and first answers where none is stored."""

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from products.models import AnswerRequest, KeptAnswer
from products.planning.cut_line.optimal_choice import CutLineChoice, CutLineQuestion, first_answer, load

LOST: Final = timedelta(minutes=15)
"""A request that has been due for so long has lost its task, as when a worker was killed."""


class SearchProgress(IntEnum):
    """The progress of a search for an answer. SETTLED: nothing is left to search. ENDED: it ended too early.
    AWAITED: it waits for the worker, or is under way. UNASKED: the worker has not been asked yet. Of several
    answers the largest counts."""

    SETTLED, ENDED, AWAITED, UNASKED = range(4)

    @property
    def is_settled(self) -> bool:
        return self is SearchProgress.SETTLED

    @property
    def is_awaited(self) -> bool:
        """Return True if a better answer or a proof may follow."""
        return self >= SearchProgress.AWAITED

    @property
    def is_unasked(self) -> bool:
        return self is SearchProgress.UNASKED


@dataclass(frozen=True, slots=True)
class CutLineAnswer:
    """A choice for each capacity that was asked for, and how far the search for it is."""

    choices: tuple[CutLineChoice, ...]
    progress: SearchProgress


def answer_to(discovery: Discovery, question: CutLineQuestion) -> CutLineAnswer:
    """The stored answer, or the first one. Nothing is searched here for long: a page can wait for it."""
    row = kept_answer(discovery, question.key)
    if row is not None:
        return CutLineAnswer(load(row.choices, question), _progress_of(row, discovery))
    choices = first_answer(question)
    is_settled = all(each.is_settled for each in choices)
    return CutLineAnswer(choices, SearchProgress.SETTLED if is_settled else SearchProgress.UNASKED)


def _progress_of(row: KeptAnswer, discovery: Discovery) -> SearchProgress:
    if row.is_settled:
        return SearchProgress.SETTLED
    return SearchProgress.AWAITED if is_asked_for(discovery) else SearchProgress.ENDED


@cached_per_request
def kept_answer(discovery: Discovery, key: str) -> KeptAnswer | None:
    """The row of a question by its key."""
    return KeptAnswer.objects.filter(discovery=discovery, key=key).first()


@cached_per_request
def is_asked_for(discovery: Discovery) -> bool:
    """Return True if the worker computes an answer for the discovery, or is about to."""
    return waiting_for(discovery).exists()


def waiting_for(discovery: Discovery) -> QuerySet[AnswerRequest]:
    """The requests of the discovery that wait for the worker, or that it works on."""
    return AnswerRequest.objects.filter(still_waiting(), discovery=discovery)


def still_waiting() -> Q:
    """That a request has not lost its task."""
    return Q(due_at__gt=timezone.now() - LOST)
