"""Keeping the answers of the cut line, and asking the worker for them (docs/adr/0063)."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.exceptions import Conflict
from core.registries import PurgeStep, purge_steps
from discovery.models import Discovery
from discovery.permissions import check_see_discovery
from organizations.actors import Actor
from products.cut_line import Question, dumped, proven
from products.models import AnswerRequest, KeptAnswer
from products.selectors.kept_answers import answer_to

MOST_KEPT: Final = 40
"""How many answers a discovery keeps: those that were kept or needed last."""
MOST_ASKED: Final = 20
"""How many what-ifs of a discovery wait for the worker at most."""
OLD: Final = timedelta(days=90)
_LOST: Final = timedelta(hours=1)


def register_own() -> None:
    """Register what deletes old answers at night."""
    purge_steps.register(PurgeStep("answers of the cut line", 66, _delete_old))


def keep(*, discovery: Discovery, question: Question, seconds: float) -> bool:
    """Work out the answer with so many seconds of processor time, beginning from what is known, and keep it.
    Returns whether it is settled. What is settled already is only marked as needed."""
    known = answer_to(discovery, question)
    mine = KeptAnswer.objects.filter(discovery=discovery, key=question.key)
    if known.progress.is_settled and mine.update(kept_at=timezone.now()):
        return True
    choices = proven(question, known.choices, seconds)
    is_settled = all(each.is_settled for each in choices)
    with transaction.atomic():
        rows = KeptAnswer.objects.filter(discovery=discovery)
        if is_settled or not rows.filter(key=question.key, is_settled=True).exists():
            KeptAnswer.objects.update_or_create(
                discovery=discovery,
                key=question.key,
                defaults={
                    "choices": dumped(choices, question),
                    "is_settled": is_settled,
                    "kept_at": timezone.now(),
                },
            )
        rows.filter(pk__in=list(rows.values_list("pk", flat=True)[MOST_KEPT:])).delete()
    return is_settled


def ask(*, actor: Actor, discovery: Discovery, changes: str) -> AnswerRequest | None:
    """Ask for the answers of a what-if, by its changes; without any for the recorded ones. Returns the
    request, or None where the same waits already. Raises NotAllowed, NotFound, and Conflict where MOST_ASKED
    are waiting."""
    check_see_discovery(actor, discovery)
    if AnswerRequest.objects.filter(discovery=discovery).count() >= MOST_ASKED:
        raise Conflict(_("The server is working out other answers. Try again in a minute."))
    return _ask(discovery, changes, timezone.now())


def ask_after(*, discovery: Discovery, pause: timedelta) -> AnswerRequest | None:
    """Ask for the recorded answers once nothing has changed for so long. Returns the request, or None where
    one waits already: that one waits longer."""
    due_at = timezone.now() + pause
    if AnswerRequest.objects.filter(discovery=discovery, key="").update(due_at=due_at):
        return None
    return _ask(discovery, "", due_at)


def take(*, request: AnswerRequest) -> bool:
    """Whether the request is to be worked on now, which ends it: what changes from here on is asked for
    again."""
    return bool(AnswerRequest.objects.filter(pk=request.pk, due_at=request.due_at).delete()[0])


def _ask(discovery: Discovery, changes: str, due_at: datetime) -> AnswerRequest | None:
    key = hashlib.sha256(changes.encode()).hexdigest() if changes else ""
    request, is_new = AnswerRequest.objects.get_or_create(
        discovery=discovery, key=key, defaults={"changes": changes, "due_at": due_at}
    )
    return request if is_new else None


def _delete_old(now: datetime) -> int:
    """Old answers, and requests that no task works on any more."""
    gone = KeptAnswer.objects.filter(kept_at__lt=now - OLD).delete()[0]
    return gone + AnswerRequest.objects.filter(due_at__lt=now - _LOST).delete()[0]
