"""Sending what changed of the data products to a catalog that takes it over REST."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from api.models import Publication
from api.outgoing.sending import Answer, outside, send
from discovery.models import Discovery
from products.selectors.specification import specified
from products.specification_files import files_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one document: `name` is what people call it, "" for one that is gone; `verb` is PUT or
    DELETE."""

    name: str
    document: UUID
    verb: str
    answer: Answer


def publish(
    discovery: Discovery,
    *,
    address: str,
    token: str = "",
    is_inside_allowed: bool = False,
    pause: Callable[[float], None] = time.sleep,
) -> Iterator[Sent]:
    """Send each document that the catalog at `address` does not have as it is now, one after the other, and
    take back those that are gone. What the catalog refuses, or does not answer, is sent again the next time.

    A document is put below the address under its uuid. Raises Inside for an address inside the network,
    unless that is allowed, and Unknown for one that cannot be looked up, before anything is sent.
    """
    base = address.rstrip("/")
    outside(base, is_inside_allowed=is_inside_allowed)
    held = {row.document: row for row in Publication.objects.filter(discovery=discovery, address=base)}
    headers = {"Content-Type": "application/json", "User-Agent": "Headwaters"}
    if token:
        headers["Authorization"] = f"Bearer {token}"

    def sent(name: str, document: UUID, verb: str, body: bytes) -> Sent:
        answer = send(
            verb,
            f"{base}/{document}",
            body,
            headers,
            is_inside_allowed=is_inside_allowed,
            pause=pause,
        )
        logger.info("%s %s %s attempts=%s", verb, document, answer.status, answer.attempts)
        return Sent(name, document, verb, answer)

    there = set()
    for product in specified(discovery):
        for file in files_of(product):
            document = UUID(file.id)
            there.add(document)
            body = json.dumps(file.document, ensure_ascii=False).encode()
            digest = hashlib.sha256(body).hexdigest()
            if document in held and held[document].digest == digest:
                continue
            result = sent(file.name, document, "PUT", body)
            _keep(discovery, base, result, digest)
            yield result
    for document in held.keys() - there:
        result = sent("", document, "DELETE", b"")
        if result.answer.is_taken or result.answer.status in (404, 410):
            held[document].delete()
        else:
            _keep(discovery, base, result, held[document].digest)
        yield result


def _keep(discovery: Discovery, address: str, sent: Sent, digest: str) -> None:
    now = timezone.now()
    said = {"status": sent.answer.status, "detail": sent.answer.detail[:300], "tried_at": now}
    if sent.answer.is_taken:
        said |= {"digest": digest, "taken_at": now}
    Publication.objects.update_or_create(
        discovery=discovery, address=address, document=sent.document, defaults=said
    )
