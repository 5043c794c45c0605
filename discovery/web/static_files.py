"""Which static files are served, and under which names."""

from __future__ import annotations

from typing import Any
from wsgiref.headers import Headers

from django.conf import settings
from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(StaticFilesConfig):
    """Django's app for static files, told what our packages ship and no page asks for.

    Compressing takes most of the first start: all files need 12 seconds, these less than two.
    """

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "django_htmx",  # brings htmx again; ours comes through npm
        "ext",
        "htmx.js",
        "htmx.amd.js",
        "htmx.cjs.js",
        "htmx.esm.*",
        "*.gz",
        "bootstrap.*",  # only its ground (reboot) is used, minified
        "bootstrap-grid*",
        "bootstrap-reboot.css*",
        "bootstrap-utilities.*",
        "*.rtl.*",
        "sortable.complete.esm.js",
        "sortable.esm.js",
        "*-opsz-*",  # of each font only the axis of weight is used
        "*-standard-*",
    ]


class Storage(CompressedManifestStaticFilesStorage):
    """Names each file by its content, also where one JavaScript module imports another.

    So every file may be cached for ever: a phone that comes back asks for pages only, and no page mixes
    modules of two versions.
    """

    support_js_module_import_aggregation = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]  # WhiteNoise's says nothing
        self._addresses: dict[tuple[str, str], str] = {}

    def url(self, name: str, force: bool = False) -> str:  # type: ignore[override]  # as Django's own is
        """The address of a file. A page asks for that of its icons alone fifty times, and putting it together
        takes as long as drawing one; another manifest names another file, and its address is made anew."""
        stored = self.hashed_files.get(name)
        if stored is None or force or settings.DEBUG:
            return str(super().url(name, force))
        if (known := self._addresses.get((name, stored))) is None:
            known = self._addresses[name, stored] = str(super().url(name))
        return known


def add_headers(headers: Headers, path: str, url: str) -> None:
    """What WhiteNoise sends with each file: opened by itself, a drawing runs nothing. Pages have a policy of
    their own, which says what they take from here."""
    headers["Content-Security-Policy"] = "default-src 'none'"
