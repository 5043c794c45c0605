"""What the commands that bring something in have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, OutputWrapper
from django.db import DatabaseError

from core.exceptions import DomainError
from core.models.history import ActorKind
from core.services.incoming import Refused, in_words
from discovery.models import Discovery
from exchange.services.texts import BroughtIn
from organizations.actors import Actor
from organizations.models import Organization


def bring_in(service: Callable[..., BroughtIn], file: Path, **target: Any) -> BroughtIn:
    """What came of the file. Raises CommandError, with a line for each problem."""
    try:
        actor = Actor(ActorKind.IMPORT, f"import of {file.name}"[:200])
        return service(actor=actor, data=file.read_bytes(), **target)
    except Refused as refused:
        raise CommandError("\n".join(map(in_words, refused.problems))) from None
    except OSError as error:
        raise CommandError(f"Cannot read {file}: {error.strerror or error}.") from error
    except DomainError as error:
        raise CommandError(str(error)) from error
    except DatabaseError as error:
        raise CommandError(f"Cannot write the database: {error}") from error


def print_counts(out: OutputWrapper, came: BroughtIn) -> None:
    """Print `discovery` with its address, and how much is added, changed and unchanged."""
    plan = came.plan
    out.write(f"discovery: {came.slug}")
    for word, rows in (("added", plan.added), ("changed", plan.changed), ("unchanged", plan.unchanged)):
        out.write(f"{word}: {len(rows)}")


def discovery_at(slug: str) -> Discovery:
    """The discovery with this address. Raises CommandError."""
    discovery = Discovery.objects.select_related("domain__organization").filter(slug=slug).first()
    if discovery is None:
        raise CommandError(f"There is no discovery with the address {slug!r}.")
    return discovery


def organization_at(slug: str) -> Organization:
    """The organization with this address. Raises CommandError."""
    organization = Organization.objects.filter(slug=slug).first()
    if organization is None:
        raise CommandError(f"There is no organization with the address {slug!r}.")
    return organization
