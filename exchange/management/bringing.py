"""What the commands that bring something in have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import OutputWrapper

from core.models.history import ActorKind
from core.services.incoming import in_words
from discovery.management.failures import reading
from exchange.services.texts import BroughtIn
from organizations.actors import Actor


def bring_in(service: Callable[..., BroughtIn], file: Path, **target: Any) -> BroughtIn:
    """What came of the file. Raises CommandError, with a line for each problem."""
    with reading(file):
        actor = Actor(ActorKind.IMPORT, f"import of {file.name}"[:200])
        return service(actor=actor, data=file.read_bytes(), **target)


def print_counts(out: OutputWrapper, came: BroughtIn) -> None:
    """Print `discovery` with its address, how much is added, changed and unchanged, what was not read, and
    what may be meant otherwise."""
    plan = came.plan
    out.write(f"discovery: {came.slug}")
    for word, rows in (("added", plan.added), ("changed", plan.changed), ("unchanged", plan.unchanged)):
        out.write(f"{word}: {len(rows)}")
    for name in came.left_out:
        out.write(f"not read: {name}")
    for question in came.questions:
        out.write(f"check: {in_words(question)}")
