"""The static files that are served, and their names."""

from collections.abc import Callable, Iterator
from typing import Any, Final
from wsgiref.headers import Headers

import rcssmin
import rjsmin
from django.conf import settings
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.core.files.base import ContentFile
from django.http import FileResponse, HttpRequest
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

# What shortens our own files, by their folder. Those of packages are short already, and carry their licenses.
_SHORTEN: Final[dict[str, Callable[[str], str]]] = {"css": rcssmin.cssmin, "js": rjsmin.jsmin}


def shortened(name: str, text: str) -> str:
    """The text of a static file, by its name, as it is served: ours without comments and white space."""
    shorten = _SHORTEN.get(name.split("/")[0])
    return shorten(text) if shorten else text


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

    def post_process(
        self, paths: dict[str, tuple[Any, str]], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str, bool]]:
        """Shorten our own files, by a third of what a phone would fetch, then name them."""
        for name in paths if not dry_run else ():
            if name.split("/")[0] in _SHORTEN:
                with self.open(name) as file:
                    short = shortened(name, file.read().decode())
                self.delete(name)
                self._save(name, ContentFile(short.encode()))  # type: ignore[attr-defined]  # Django's own storages have it
                paths[name] = self, name
        yield from super().post_process(paths, dry_run, **options)  # type: ignore[no-untyped-call]  # as above

    def url(self, name: str, force: bool = False) -> str:  # type: ignore[override]  # as Django's own is
        """The address of a file. A page asks for that of its icons alone fifty times, and putting it together
        takes as long as drawing one; another manifest names another file, and its address is made again."""
        stored = self.hashed_files.get(name)
        if stored is None or force or settings.DEBUG:
            return str(super().url(name, force))
        if (address := self._addresses.get((name, stored))) is None:
            address = self._addresses[name, stored] = str(super().url(name))
        return address


class Files(WhiteNoiseMiddleware):
    """WhiteNoise, without ETag and Last-Modified for files that browsers cache for ever and never ask about
    again: that saves 4 kB in the sixty files of a room's first screen."""

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> FileResponse:  # type: ignore[override]  # WhiteNoise calls it so
        """Answer with a file, which WhiteNoise found."""
        response: FileResponse = WhiteNoiseMiddleware.serve(static_file, request)  # type: ignore[no-untyped-call]  # as above
        if "immutable" in response.headers.get("Cache-Control", ""):
            del response.headers["ETag"]
            del response.headers["Last-Modified"]
        return response


def add_headers(headers: Headers, path: str, url: str) -> None:
    """Add what concerns files. By the policy, a file that is opened by itself, such as a drawing, runs no
    script. Pages have another policy, which names what they take from here."""
    headers["Content-Security-Policy"] = "default-src 'none'"
    headers["X-Content-Type-Options"] = "nosniff"
