"""Whoever asks is known to the audit list while a request is answered: the network address, and the key of a
program."""

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TypeVar

from django.http import HttpRequest, HttpResponseBase

from organizations.audit.services import (
    Client,
    ClientProgram,
    asked_from,
    current_client,
    record_read,
    record_refused,
    write_refusals,
)
from organizations.web.client_address import client_address

R = TypeVar("R", bound=HttpResponseBase)
REFUSED = frozenset({401, 403, 413, 415, 429})
"""Statuses that count as a refusal."""
logger = logging.getLogger("headwaters.api")


class ClientsAreKnown:
    """Every request is answered as one of its client; what was refused again a minute ago is written with the
    next one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with client_of(request):
            response = self.get_response(request)
        write_refusals()
        return response


def client_of(request: HttpRequest) -> AbstractContextManager[Client]:
    """Has what is recorded inside come from the request."""
    return asked_from(client_address(request))


def program_asks(program: ClientProgram) -> None:
    """From now on the request is one of this program."""
    current_client().program = program


def page_of(organization: int) -> None:
    """The page that is asked for is one of this organization (primary key)."""
    current_client().organization = organization


def answer_with_audit(request: HttpRequest, answer: Callable[[], R]) -> R:
    """The answer to a program, with a line in the log of the interface; a refusal and a read are recorded,
    too. Writes of a program are recorded with the write."""
    began = time.monotonic()
    response = answer()
    client = current_client()
    program = client.program
    logger.info(
        "%s %s %s key=%s address=%s ms=%d",
        request.method,
        request.path,
        response.status_code,
        program.uuid if program else "-",
        client.address or "-",
        (time.monotonic() - began) * 1000,
    )
    if response.status_code in REFUSED:
        record_refused(response.status_code, None)
    elif program is not None and response.status_code < 400 and request.method in ("GET", "HEAD"):
        record_read(program)
    return response
