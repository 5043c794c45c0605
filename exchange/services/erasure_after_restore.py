"""Keeps erasures across a restore: a list outside the database contains their identifiers, and an erasure
that an older backup lacks is repeated (docs/adr/0078)."""

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
class ListedErasure:
    """An erasure as a line of the list, without names and addresses. `organization` is "" for a deleted
    account."""

    uuid: str
    number: int
    at: str
    organization: str
    uuids: list[str]
    in_texts: bool
    in_words: bool

    @classmethod
    def of(cls, erasure: Erasure) -> ListedErasure:
        """Return the line for the row."""
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
        """Return the row, not saved. Raises ValueError for a damaged line, and for an unknown
        organization."""
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


def append_to_list(entries: Iterable[ListedErasure]) -> None:
    """Append the erasures that the list lacks. If the list cannot be written, that is logged and no error is
    raised: the erasure is complete."""
    path = Path(settings.ERASURES_FILE)
    try:
        listed_uuids = {each.uuid for each in listed_erasures()}
        lines = [json.dumps(asdict(each)) + "\n" for each in entries if each.uuid not in listed_uuids]
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


def listed_erasures() -> list[ListedErasure]:
    """Return the erasures of the list, the oldest first. Damaged or truncated lines are logged and
    skipped."""
    path = Path(settings.ERASURES_FILE)
    if not path.exists():
        return []
    entries = []
    for line in filter(None, path.read_text().splitlines()):
        try:
            entries.append(ListedErasure(**json.loads(line)))
        except (ValueError, TypeError):
            logger.error("a line of the list of erasures is damaged")
    return entries


def of_database() -> list[ListedErasure]:
    """Return the requested erasures of the database: those of another server, or whose line was not
    written."""
    rows = Erasure.objects.filter(is_asked_for=True).select_related("organization")
    return [ListedErasure.of(each) for each in rows.order_by("number")]


def missing_erasures(entries: Iterable[ListedErasure]) -> list[Erasure]:
    """Return rows, not saved, of the erasures that the database lacks. Erasures of unknown organizations are
    omitted."""
    existing_uuids = {str(uuid) for uuid in Erasure.objects.values_list("uuid", flat=True)}
    rows = []
    for each in entries:
        if each.uuid not in existing_uuids:
            try:
                rows.append(each.row())
            except ValueError as error:
                logger.warning("erasure %s is not done again: %s", each.number, error)
    return rows
