"""Helpers of the commands that import."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import OutputWrapper

from core.models import ActorKind
from core.services.imports import in_words
from discovery.management.failures import reading
from exchange.services.discovery_text import ImportResult
from organizations.actors import Actor


def bring_in(service: Callable[..., ImportResult], file: Path, **target: Any) -> ImportResult:
    """Import the file with the `service`. Raises CommandError, with a line for each problem."""
    with reading(file):
        actor = Actor(ActorKind.IMPORT, f"import of {file.name}"[:200])
        return service(actor=actor, data=file.read_bytes(), **target)


def print_counts(out: OutputWrapper, result: ImportResult) -> None:
    """Print the address of the discovery, the counts of added, changed and unchanged rows, ignored parts, and
    questions."""
    plan = result.plan
    out.write(f"discovery: {result.slug}")
    for word, rows in (("added", plan.added), ("changed", plan.changed), ("unchanged", plan.unchanged)):
        out.write(f"{word}: {len(rows)}")
    for name in result.left_out:
        out.write(f"not read: {name}")
    for question in result.questions:
        out.write(f"check: {in_words(question)}")
