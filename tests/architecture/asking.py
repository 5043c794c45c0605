"""How the sweeps ask for an address."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client


def ask(
    client: Client, method: str, url: str, data: dict[str, Any] | None = None, *, htmx: bool = False
) -> HttpResponseBase:
    """The answer to one request, whose writes are rolled back."""
    cookies = deepcopy(client.cookies)
    headers = {"HX-Request": "true"} if htmx else {}
    with transaction.atomic():
        response: HttpResponseBase = (client.post if method == "POST" else client.get)(
            url, data, headers=headers
        )
        transaction.set_rollback(True)
    client.cookies = cookies
    if response.streaming:
        b"".join(response)  # a file is closed when it was read
    return response


def text_of(response: HttpResponseBase) -> str:
    return "" if response.streaming else response.content.decode(errors="replace")  # type: ignore[attr-defined]  # both kinds of response have one
