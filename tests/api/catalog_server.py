"""A catalog on this machine, which takes documents over REST."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class CatalogServer:
    """A catalog on this machine: it keeps what it takes, and answers with `statuses` first."""

    def __init__(self) -> None:
        self.held: dict[str, Any] = {}
        self.asked: list[tuple[str, str]] = []
        self.statuses: list[int] = []
        catalog = self

        class Handler(BaseHTTPRequestHandler):
            def _take(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                catalog.asked.append((self.command, self.headers.get("Authorization", "")))
                status = catalog.statuses.pop(0) if catalog.statuses else 204
                if status < 300:
                    key = self.path.rpartition("/")[2]
                    if self.command == "PUT":
                        catalog.held[key] = json.loads(body)
                    else:
                        catalog.held.pop(key, None)
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_PUT = do_DELETE = _take

            def log_message(self, *_args: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/products"


@contextmanager
def catalog_server() -> Iterator[CatalogServer]:
    """A catalog that answers until the block ends."""
    catalog = CatalogServer()
    thread = threading.Thread(target=catalog.server.serve_forever, daemon=True)
    thread.start()
    yield catalog
    catalog.server.shutdown()
    catalog.server.server_close()
    thread.join()
