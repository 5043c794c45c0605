"""Erasures outlast a restore: a list outside of the database names them by identifiers, and each that an
older backup does not know is done again (docs/adr/0078)."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from exchange.models import Erasure
from organizations.models import Organization

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Erased:
    """One erasure as a line of the list has it: no name, no address. `organization` is "" where an account
    was deleted with all that it had."""

    uuid: str
    number: int
    at: str
    organization: str
    uuids: list[str]
    in_texts: bool
    in_words: bool

    @classmethod
    def of(cls, erasure: Erasure) -> Erased:
        """What the list says of the row."""
        organization = erasure.organization
        return cls(
            str(erasure.uuid),
            erasure.number,
            erasure.at.isoformat(),
            "" if organization is None else str(organization.uuid),
            erasure.uuids,
            erasure.in_texts,
            erasure.in_words,
        )

    def row(self) -> Erasure:
        """The row, not saved. Raises ValueError for a damaged line, and one of an unknown organization."""
        organization = None
        if self.organization:
            organization = Organization.everything.filter(uuid=UUID(self.organization)).first()
            if organization is None:
                raise ValueError("the organization is not here")
        return Erasure(
            uuid=UUID(self.uuid),
            number=self.number,
            at=datetime.fromisoformat(self.at),
            organization=organization,
            uuids=[str(UUID(each)) for each in self.uuids],
            in_texts=self.in_texts,
            in_words=self.in_words,
        )


def keep(erased: Iterable[Erased]) -> None:
    """Add what the list lacks. A list that cannot be written is told in the log: the erasure is done."""
    path = Path(settings.ERASURES_FILE)
    try:
        known = {each.uuid for each in kept()}
        lines = [json.dumps(asdict(each)) + "\n" for each in erased if each.uuid not in known]
        if not lines:
            return
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a") as file:
            # What was cut off before ends here.
            file.write("".join(["\n" if file.tell() else "", *lines]))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        logger.error("the list of erasures cannot be written: %s", error.strerror or error)


def kept() -> list[Erased]:
    """What the list says, the oldest first. A line that is cut off or damaged is passed over, and told in the
    log."""
    path = Path(settings.ERASURES_FILE)
    if not path.exists():
        return []
    entries = []
    for line in filter(None, path.read_text().splitlines()):
        try:
            entries.append(Erased(**json.loads(line)))
        except (ValueError, TypeError):
            logger.error("a line of the list of erasures is damaged")
    return entries


def of_database() -> list[Erased]:
    """The erasures that the database knows and somebody asked for: those of another server, or whose line was
    not written."""
    rows = Erasure.objects.filter(is_asked_for=True).select_related("organization")
    return [Erased.of(each) for each in rows.order_by("number")]


def missing(erased: Iterable[Erased]) -> list[Erasure]:
    """Rows of those that the database does not know, not saved. Those of organizations that it does not have
    are left out."""
    known = {str(uuid) for uuid in Erasure.objects.values_list("uuid", flat=True)}
    rows = []
    for each in erased:
        if each.uuid not in known:
            try:
                rows.append(each.row())
            except ValueError as error:
                logger.warning("erasure %s is not done again: %s", each.number, error)
    return rows
