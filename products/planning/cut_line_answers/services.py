"""Keeping the answers of the cut line, and asking the worker for them (docs/adr/0063)."""

import hashlib
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.exceptions import Conflict
from core.registries import PurgeStep, purge_steps
from core.selectors.request_cache import forget
from discovery.models import Discovery
from discovery.permissions import check_see_discovery
from organizations.actors import Actor
from products.models import AnswerRequest, KeptAnswer
from products.planning.cut_line.optimal_choice import CutLineQuestion, dump, prove
from products.planning.cut_line_answers.selectors import (
    LOST,
    answer_to,
    kept_answer,
    still_waiting,
    waiting_for,
)

MOST_KEPT: Final = 40
"""The number of answers stored for a discovery: those that were kept or needed last."""
MOST_ASKED: Final = 20
"""How many what-ifs of a discovery wait for the worker at most."""
MOST_OF_A_PERSON: Final = 3
"""How many of these one person has waiting, over all discoveries."""
OLD: Final = timedelta(days=90)


def register_own() -> None:
    """Register what deletes old answers at night."""
    purge_steps.register(PurgeStep("answers of the cut line", 66, _delete_old))


def keep(*, discovery: Discovery, question: CutLineQuestion, seconds: float) -> bool:
    """Compute the answer with so many seconds of processor time, beginning from the present one, and store
    it. Returns whether it is settled. What is settled already is only marked as needed."""
    answer = answer_to(discovery, question)
    mine = KeptAnswer.objects.filter(discovery=discovery, key=question.key)
    if answer.progress.is_settled and mine.update(kept_at=timezone.now()):
        return True
    choices = prove(question, answer.choices, seconds)
    is_settled = all(each.is_settled for each in choices)
    values = {
        "choices": dump(choices, question),
        "is_settled": is_settled,
        "kept_at": timezone.now(),
    }
    with transaction.atomic():
        _row, is_new = KeptAnswer.objects.get_or_create(
            discovery=discovery, key=question.key, defaults=values
        )
        if not is_new:
            # What another process settled meanwhile stays settled.
            mine.filter(is_settled=False).update(**values)
        rows = KeptAnswer.objects.filter(discovery=discovery)
        rows.filter(pk__in=list(rows.values_list("pk", flat=True)[MOST_KEPT:])).delete()
    forget(kept_answer)
    return is_settled


def ask(*, actor: Actor, discovery: Discovery, changes: str) -> AnswerRequest | None:
    """Ask for the answers of a what-if, by its changes; without any for the recorded ones. Returns the
    request that is to be worked on, or None where a task has the same before it. Raises NotAllowed, NotFound,
    and Conflict where MOST_OF_A_PERSON others of this person are waiting, or MOST_ASKED of the discovery."""
    check_see_discovery(actor, discovery)
    waiting = waiting_for(discovery)
    asker = str(actor.account.uuid) if actor.account else ""
    if not waiting.filter(key=_key(changes)).exists():
        if asker and AnswerRequest.objects.filter(still_waiting(), asker=asker).count() >= MOST_OF_A_PERSON:
            raise Conflict(
                _(
                    "The server is still calculating %(count)s answers for you. For now, this is the "
                    "best answer found, with an upper bound."
                )
                % {"count": MOST_OF_A_PERSON}
            )
        if waiting.count() >= MOST_ASKED:
            raise Conflict(_("The server is calculating other answers. Try again in a minute."))
    return _ask(discovery, changes, timezone.now(), asker)


def ask_after(*, discovery: Discovery, pause: timedelta) -> AnswerRequest | None:
    """Ask for the recorded answers once nothing has changed for so long. Returns the request that is to be
    worked on, or None where a task has it before it: that one waits longer."""
    return _ask(discovery, "", timezone.now() + pause)


def finish(*, request: AnswerRequest) -> AnswerRequest | None:
    """End a request that was worked on. Returns it as it is now where it was asked for again meanwhile: what
    was worked out may be out of date."""
    mine = AnswerRequest.objects.filter(pk=request.pk)
    return None if mine.filter(due_at=request.due_at).delete()[0] else mine.first()


def _ask(discovery: Discovery, changes: str, due_at: datetime, asker: str = "") -> AnswerRequest | None:
    request, is_new = AnswerRequest.objects.get_or_create(
        discovery=discovery,
        key=_key(changes),
        defaults={"changes": changes, "due_at": due_at, "asker": asker},
    )
    if is_new:
        return request
    known_at, request.due_at = request.due_at, max(request.due_at, due_at)
    if not AnswerRequest.objects.filter(pk=request.pk).update(due_at=request.due_at):
        return _ask(discovery, changes, due_at, asker)  # a task has just finished it
    return request if known_at < timezone.now() - LOST else None


def _key(changes: str) -> str:
    return hashlib.sha256(changes.encode()).hexdigest() if changes else ""


def _delete_old(now: datetime) -> int:
    """Old answers, and requests that no task works on any more."""
    count = KeptAnswer.objects.filter(kept_at__lt=now - OLD).delete()[0]
    return count + AnswerRequest.objects.filter(due_at__lt=now - LOST).delete()[0]
