"""A small client of the REST interface: `python example_client.py URL KEY`, with nothing but Python.

It prints what each data product promises and where that stands, follows what changes, and shows how to add
and to change an artifact. docs/api.md says more.
"""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPSConnection
from typing import Any
from urllib.parse import urlencode, urlsplit


class Refused(Exception):
    """What the interface refused; `problem` holds its details (RFC 9457)."""

    def __init__(self, problem: dict[str, Any]) -> None:
        super().__init__(f"{problem['status']} {problem['detail']}")
        self.problem = problem


class Headwaters:
    """The interface at `url`, such as https://headwaters.example.org, with a key."""

    def __init__(self, url: str, key: str) -> None:
        self.at, self.key = urlsplit(url), key

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[Any, str]:
        """The answer, and its ETag. Raises Refused."""
        sort = HTTPSConnection if self.at.scheme == "https" else HTTPConnection
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = None if body is None else json.dumps(body)
        with closing(sort(self.at.netloc, timeout=30)) as connection:
            connection.request(
                method,
                f"{self.at.path.rstrip('/')}/api/v1{path}",
                sent,
                {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json", **named},
            )
            answer = connection.getresponse()
            text = answer.read()
        if answer.status >= 400:
            raise Refused(json.loads(text))
        return json.loads(text) if text else None, answer.getheader("ETag", "")

    def all_of(self, path: str, **query: str) -> Iterator[Any]:
        """Everything of a list, page by page."""
        cursor: str | None = ""
        while cursor is not None:
            page, _etag = self.ask("GET", f"{path}?{urlencode({**query, 'cursor': cursor})}")
            yield from page["items"]
            cursor = page["next"]


def main(url: str, key: str) -> None:
    api = Headwaters(url, key)
    for discovery in api.all_of("/discoveries"):
        print(discovery["name"])
        at = f"/discoveries/{discovery['slug']}"
        names = {each["uuid"]: each["fields"]["name"] for each in api.all_of(f"{at}/artifacts/data_product")}
        for promise in api.ask("GET", f"{at}/promises")[0]["items"]:
            print(f"  {names[promise['product']]}: {promise['sentence']} – {promise['state']}")
        goal = {"fields": {"title": "A goal that a program added"}}
        added, etag = api.ask("POST", f"{at}/artifacts/goal", goal, Idempotency_Key=str(uuid.uuid4()))
        one = f"{at}/artifacts/goal/{added['uuid']}"
        changed, etag = api.ask("PATCH", one, {"fields": {"description": "Why"}}, If_Match=etag)
        print(f"  added “{changed['fields']['title']}”, revision {changed['revision']}")
        api.ask("DELETE", one, If_Match=etag)


if __name__ == "__main__":
    main(*sys.argv[1:])
