"""A reader of a feed of data products: `python example_feed_reader.py URL`, with the packages PyJWT and
cryptography.

It checks the signature of all that it reads, and asks again with what the server said of the last answer.
docs/api.md says more.
"""

from __future__ import annotations

import json
import sys
from contextlib import closing
from http.client import HTTPConnection, HTTPMessage, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

import jwt


class Reader:
    """Reads the feed at `url`. `keys` are those with which it is signed: take them once, and keep them."""

    def __init__(self, url: str, keys: dict[str, Any] | None = None) -> None:
        self.url, self.etag = url, ""
        self.keys = keys or json.loads(fetch(f"{url}keys")[1])

    def feed(self) -> dict[str, Any] | None:
        """The feed; None while it is as it was. Raises jwt.InvalidSignatureError as `document`."""
        status, body, headers = fetch(self.url, If_None_Match=self.etag)
        if status == 304:
            return None
        self.etag = headers["ETag"]
        read: dict[str, Any] = json.loads(self.checked(body, headers))
        return read

    def document(self, url: str) -> bytes:
        """One of the documents that the feed names. Raises jwt.InvalidSignatureError for what somebody else
        wrote."""
        _status, body, headers = fetch(url)
        return self.checked(body, headers)

    def checked(self, body: bytes, headers: HTTPMessage) -> bytes:
        signature = headers["x-jws-signature"]
        name = jwt.get_unverified_header(signature)["kid"]
        key = jwt.PyJWKSet.from_dict(self.keys)[name]
        jwt.PyJWS().decode(signature, key, ["EdDSA"], detached_payload=body)
        return body


def fetch(url: str, **headers: str) -> tuple[int, bytes, HTTPMessage]:
    """Status, body and headers of the answer. Raises ValueError for one that is an error."""
    at = urlsplit(url)
    sort = HTTPSConnection if at.scheme == "https" else HTTPConnection
    with closing(sort(at.netloc, timeout=30)) as connection:
        connection.request("GET", at.path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        answer = connection.getresponse()
        body = answer.read()
    if answer.status >= 400:
        raise ValueError(f"{answer.status} {answer.reason}")
    return answer.status, body, answer.headers


def main(url: str) -> None:
    reader = Reader(url)
    feed = reader.feed() or {}
    for item in feed["items"]:
        print(f"{item['title']}, changed {item['date_modified']}")
        for each in item["attachments"]:
            print(f"  {each['title']}: {len(reader.document(each['url']))} bytes")
    print("unchanged since" if reader.feed() is None else "changed meanwhile")


if __name__ == "__main__":
    main(*sys.argv[1:])
