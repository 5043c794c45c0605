"""What a report may load: our own style sheet and fonts, and pictures that it carries itself. Nothing
else."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.contrib.staticfiles import finders
from weasyprint.urls import URLFetcher, URLFetcherResponse

from discovery.reports import fonts

# Our assets have a scheme of their own, so that nobody mistakes them for an address: asset:css/report.css
SCHEME = "asset:"
STYLES = "css/report.css"
_TYPES = {".css": "text/css; charset=utf-8", ".ttf": "font/ttf"}


class Refused(ValueError):
    """A report asked for something that is not its own."""


class OwnAssets(URLFetcher):  # type: ignore[misc]  # the library is untyped
    """Serves `asset:` (the style sheet and the fonts) and `data:`; everything else is refused, so that a
    report fetches nothing from outside and reads no file of the server."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Raises Refused for any address that is not an asset of ours or data."""
        if url.startswith(SCHEME):
            path = _find(unquote(url.removeprefix(SCHEME)))
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _TYPES[path.suffix]})
        if url.startswith("data:"):
            return super().fetch(url, headers)
        raise Refused(f"a report may not load {url[:80]}")


def _find(name: str) -> Path:
    if name in fonts.FONTS:
        return fonts.unwrapped(name)
    found = finders.find(name) if name == STYLES else None
    if not isinstance(found, str):
        raise Refused(f"a report has no asset {name[:80]}")
    return Path(found)
