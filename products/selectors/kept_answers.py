"""The answers of the cut line that are kept, and the first answers where none is."""

from __future__ import annotations

from dataclasses import dataclass

from core.selectors.once import read_once
from discovery.models import Discovery
from products.cut_line import Choice, Question, first_answer, loaded
from products.models import AnswerRequest, KeptAnswer


@dataclass(frozen=True, slots=True)
class Answer:
    """A choice for each capacity that was asked for. `is_kept`: a search worked it out; else it is the first
    answer. `is_settled`: there is nothing left to search."""

    choices: tuple[Choice, ...]
    is_kept: bool
    is_settled: bool


def answer_to(discovery: Discovery, question: Question) -> Answer:
    """The kept answer, or the first one. Nothing is searched here for long: a page can wait for it."""
    kept = kept_answer(discovery, question.key)
    if kept is not None:
        return Answer(loaded(kept.choices, question), is_kept=True, is_settled=kept.is_settled)
    choices = first_answer(question)
    return Answer(choices, is_kept=False, is_settled=all(each.is_settled for each in choices))


@read_once
def kept_answer(discovery: Discovery, key: str) -> KeptAnswer | None:
    """The row of a question by its key."""
    return KeptAnswer.objects.filter(discovery=discovery, key=key).first()


@read_once
def is_asked_for(discovery: Discovery) -> bool:
    """Whether the worker is about to work something out for the discovery."""
    return AnswerRequest.objects.filter(discovery=discovery).exists()
