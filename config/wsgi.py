"""The pages as a WSGI application; `config.asgi` runs it in its pool."""

import codecs
import os
from collections.abc import Iterable
from typing import Any, Final
from wsgiref.types import StartResponse

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

_pages = get_wsgi_application()
_READ: Final = {"utf-8", "ascii"}


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answer one request.

    A request in another encoding than UTF-8 goes on without its content type; config.outer_middleware refuses
    it: Django reads query and form in any encoding that Python knows, and fails with some of them while it
    makes the request or the answer.
    """
    if "CONTENT_TYPE" in environ and not _is_read(environ["CONTENT_TYPE"]):
        from config.outer_middleware import REFUSED_TYPE  # Django is set up

        environ[REFUSED_TYPE] = environ.pop("CONTENT_TYPE")
    return _pages(environ, start_response)


def _is_read(content_type: str) -> bool:
    try:
        charset = parse_header_parameters(content_type)[1].get("charset")
        return charset is None or codecs.lookup(charset).name in _READ
    except (LookupError, ValueError):
        return False
