"""Answering with a report that was made as one web page (discovery.reports.document.make_page).

Such a page carries its styles, which our policy refuses in a page: they are handed out under an address of
their own. The fonts stay in the styles.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar, cast

from csp.constants import NONE
from csp.decorators import csp_replace
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.templatetags.static import static
from django.utils.html import format_html

V = TypeVar("V", bound=Callable[..., HttpResponseBase])

_STYLES = re.compile(r"<style\b[^>]*>(.*?)</style\s*>", re.DOTALL | re.IGNORECASE)
_LINKS = re.compile(r"<link\b[^>]*>", re.IGNORECASE)
_END_OF_HEAD = "</head>"
# The part of an e-mail address after the name. It begins at the sign, so that a long word costs one look.
_HOST_OF_ADDRESS = re.compile(
    r"(?<=[\w.+-])(?:@|&#0*64;|&#[xX]0*40;|&commat;)(?:[\w-]+\.)+[^\W\d_]{2,}", re.UNICODE
)

# A frozen page may have come in a file that somebody else made (discovery.exchange): it starts no script, not
# even one of ours, and sends nothing.
_POLICY: dict[str, list[str]] = {
    "font-src": ["data:"],
    "script-src": [NONE],
    "connect-src": [NONE],
    "form-action": [NONE],
}
_LINKS_WORK = ["allow-popups", "allow-popups-to-escape-sandbox"]
_POLICY_OF_FILES = (
    '<!doctype html><meta http-equiv="Content-Security-Policy" content="'
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; form-action 'none'; "
    "base-uri 'none'\">\n"
)


def with_fonts(view: V) -> V:
    """For views that answer with such a page: the fonts of a report come within its styles, and it needs
    nothing else."""
    allow: Any = csp_replace(_POLICY)
    return cast(V, allow(view))


def with_nothing_of_ours(view: V) -> V:
    """For views whose page strangers look at: as with_fonts, and browsers take it for a page of nowhere, that
    reads nothing of what this site keeps in them. Its styles come without cookies then."""
    allow: Any = csp_replace({**_POLICY, "sandbox": _LINKS_WORK})
    return cast(V, allow(view))


def without_addresses(page: str) -> str:
    """The page for strangers: of an e-mail address, in whichever text it stands, only the name is left."""
    return _HOST_OF_ADDRESS.sub("@…", page)


def as_file(page: str) -> str:
    """The page to be kept: opened from a disk, where no header tells browsers what it may do, it runs
    nothing."""
    return _POLICY_OF_FILES + page


def answer_page(page: str, styles_url: str) -> HttpResponse:
    """The page, with its styles from `styles_url`. Search engines are told to stay away."""
    head, end, body = page.partition(_END_OF_HEAD)
    head = _LINKS.sub("", _STYLES.sub("", head))
    link = format_html(
        '<meta name="robots" content="noindex, nofollow"><link rel="icon" type="image/svg+xml" href="{}">'
        '<link rel="stylesheet" href="{}">\n',
        static("img/logo.svg"),
        styles_url,
    )
    response = HttpResponse(head + link + end + body)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def answer_styles(page: str) -> HttpResponse:
    """The styles that the page carries."""
    head = page.partition(_END_OF_HEAD)[0]
    response = HttpResponse("\n".join(_STYLES.findall(head)), content_type="text/css; charset=utf-8")
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
