"""Sending what changed of the data products to a catalog that takes it over REST."""

import hashlib
import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils import timezone

from api.models import Publication
from api.outgoing.safe_requests import ATTEMPTS, outside, send
from core.send_results import SendResult
from discovery.models import Discovery
from specifications.files import files_of
from specifications.selectors.specification_products import product_specs

logger = logging.getLogger(__name__)

GIVES_UP: Final = 3
"""After so many documents one after the other that a catalog is too broken to take, the rest is left."""


@dataclass(frozen=True, slots=True)
class PublishResult:
    """The result for one document: `name` is its title for people, "" for one that is gone; `verb` is PUT or
    DELETE."""

    name: str
    document: UUID
    verb: str
    answer: SendResult

    @property
    def is_done(self) -> bool:
        """True if the catalog has the present document now, or no longer has a deleted one."""
        return self.answer.is_taken or (self.verb == "DELETE" and self.answer.status in (404, 410))


def publish(
    discovery: Discovery,
    *,
    address: str,
    token: str = "",
    is_inside_allowed: bool = False,
    most_attempts: int = ATTEMPTS,
    pause: Callable[[float], None] = time.sleep,
) -> Iterator[PublishResult]:
    """Send each document that the catalog at `address` does not have as it is now, one after the other, and
    take back those that are gone. What the catalog refuses, or does not answer, is sent again the next time.

    A document is put below the address under its uuid. Raises Inside for an address inside the network,
    unless that is allowed, and Unknown for one that cannot be looked up, before anything is sent.
    """
    base = address.rstrip("/")
    outside(base, is_inside_allowed=is_inside_allowed)
    publications = {
        row.document: row for row in Publication.objects.filter(discovery=discovery, address=base)
    }
    headers = {"Content-Type": "application/json", "User-Agent": "Headwaters"}
    if token:
        headers["Authorization"] = f"Bearer {token}"

    failing = 0
    for due in _due(discovery, publications):
        answer = send(
            due.verb,
            f"{base}/{due.document}",
            due.body,
            headers,
            is_inside_allowed=is_inside_allowed,
            most_attempts=1 if failing else most_attempts,
            pause=pause,
        )
        logger.info("%s %s %s attempts=%s", due.verb, due.document, answer.status, answer.attempts)
        result = PublishResult(due.name, due.document, due.verb, answer)
        if due.verb == "DELETE" and result.is_done:
            publications[due.document].delete()
        else:
            _keep(discovery, base, result, due.digest)
        yield result
        failing = failing + 1 if answer.is_for_later else 0
        if failing == GIVES_UP:
            return


@dataclass(frozen=True, slots=True)
class _Due:
    """A document that the catalog does not have as it is, or has though it is gone."""

    name: str
    document: UUID
    verb: str
    body: bytes
    digest: str


def _due(discovery: Discovery, publications: Mapping[UUID, Publication]) -> Iterator[_Due]:
    """Those that failed the last time come last, the one that was tried longest ago first: they keep none of
    the others back, and each has its turn."""
    there, failed = set(), []
    for product in product_specs(discovery):
        for file in files_of(product):
            document = UUID(file.id)
            there.add(document)
            body = json.dumps(file.document, ensure_ascii=False).encode()
            digest = hashlib.sha256(body).hexdigest()
            due = _Due(file.name, document, "PUT", body, digest)
            if document not in publications:
                yield due
            elif publications[document].digest != digest:
                if SendResult(publications[document].status, "", 0).is_for_later:
                    failed.append(due)
                else:
                    yield due
    for document in publications.keys() - there:
        due = _Due("", document, "DELETE", b"", publications[document].digest)
        if SendResult(publications[document].status, "", 0).is_for_later:
            failed.append(due)
        else:
            yield due
    yield from sorted(failed, key=lambda due: publications[due.document].tried_at)


def _keep(discovery: Discovery, address: str, result: PublishResult, digest: str) -> None:
    now = timezone.now()
    defaults = {"status": result.answer.status, "detail": result.answer.detail[:300], "tried_at": now}
    if result.answer.is_taken:
        defaults |= {"digest": digest, "taken_at": now}
    Publication.objects.update_or_create(
        discovery=discovery, address=address, document=result.document, defaults=defaults
    )
