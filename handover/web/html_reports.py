"""Answering with a report that was made as one web page (handover.reports.document.make_page).

Such a page carries its styles, which our policy refuses in a page: they are handed out under an address of
their own. The fonts stay in the styles.
"""

import re
from collections.abc import Callable
from typing import Any, TypeVar, cast
from uuid import UUID

from csp.constants import NONE
from csp.decorators import csp_replace
from django.core import signing
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _

V = TypeVar("V", bound=Callable[..., HttpResponseBase])

# A page may come from an untrusted file: each pattern reads it in one pass, without backtracking for a
# missing end.
_STYLES_BEGIN = re.compile(r"<style\b[^<>]*>", re.IGNORECASE)
_STYLES_END = re.compile(r"</style\s*>", re.IGNORECASE)
_LINKS = re.compile(r"<link\b[^<>]*>", re.IGNORECASE)
_METAS_BEGIN = re.compile(r"<meta\b", re.IGNORECASE)
_END_OF_HEAD = "</head>"
# Where the way to the PDF goes: below what the page says about itself.
_END_OF_HEADER = "</header>"

# A frozen page may have come in a file that someone else made (exchange.format): it starts no script, not
# even one of ours, and sends nothing.
_POLICY: dict[str, list[str]] = {
    "font-src": ["data:"],
    "script-src": [NONE],
    "connect-src": [NONE],
    "form-action": [NONE],
}
_WAY_TO_PDF = '<p class="web-pdf"><a href="{}" target="_blank" rel="noopener">{}</a></p>\n'
_LINKS_WORK = ["allow-popups", "allow-popups-to-escape-sandbox"]
# The meta elements of a page. All that the page has are removed, so these are put back.
_META = '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">\n'
_POLICY_OF_FILES = (
    '<!doctype html><meta http-equiv="Content-Security-Policy" content="'
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; form-action 'none'; "
    "base-uri 'none'\">\n"
)
_STYLES_SALT = "discovery.styles_of_version"
# How long a page that is open gets its styles: longer than people look at one.
_STYLES_SECONDS = 60 * 60 * 12


def with_fonts(view: V) -> V:
    """For views that answer with such a page, made now from what is here: the fonts of a report come within
    its styles, and it needs nothing else."""
    allow: Any = csp_replace(_POLICY)
    return cast(V, allow(view))


def with_nothing_of_ours(view: V) -> V:
    """For views whose page was kept, and may have come in a file: as with_fonts, and browsers take it for a
    page of nowhere, that reads nothing of what this site keeps in them and leads no one away. Its styles are
    asked for without cookies then."""
    allow: Any = csp_replace({**_POLICY, "sandbox": _LINKS_WORK})
    return cast(V, allow(view))


def as_file(page: str) -> str:
    """The page to be kept: opened from a disk, where no header tells browsers what it may do, it runs
    nothing."""
    return _POLICY_OF_FILES + _META + _without_metas(page)


def styles_ticket(uuid: UUID) -> str:
    """Token that gives a page in the sandbox, which has no cookies, the styles of frozen version `uuid`."""
    return signing.dumps(uuid.hex, salt=_STYLES_SALT)


def version_of_ticket(ticket: str) -> UUID | None:
    """The version whose styles the ticket is for; None for one that was forged or is too old."""
    try:
        return UUID(signing.loads(ticket, salt=_STYLES_SALT, max_age=_STYLES_SECONDS))
    except (signing.BadSignature, ValueError):
        return None


def answer_page(page: str, styles_url: str, *, pdf_url: str = "") -> HttpResponse:
    """The page, with its styles from `styles_url`, and with the way to its PDF when there is one. Search
    engines are told to stay away. Elements `meta` are left out: one may lead elsewhere."""
    head, end, body = page.partition(_END_OF_HEAD)
    # Last, and with a space in its place: nothing else that is taken out leaves one behind.
    head = _without_metas(_LINKS.sub("", _apart(head)[0]))
    body = _without_metas(body)
    link = _META + format_html(
        '<meta name="robots" content="noindex, nofollow"><link rel="icon" type="image/svg+xml" href="{}">'
        '<link rel="stylesheet" href="{}">\n',
        static("img/logo.svg"),
        styles_url,
    )
    before, end_of_header, after = body.partition(_END_OF_HEADER)
    if pdf_url and end_of_header:
        # In a tab of its own, which is not in the sandbox that downloads nothing.
        body = before + format_html(_WAY_TO_PDF, pdf_url, _("Download as PDF")) + end_of_header + after
    response = HttpResponse(head + link + end + body)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def answer_styles(page: str) -> HttpResponse:
    """The styles that the page carries."""
    styles = _apart(page.partition(_END_OF_HEAD)[0])[1]
    response = HttpResponse("\n".join(styles), content_type="text/css; charset=utf-8")
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _apart(head: str) -> tuple[str, list[str]]:
    """The head without its styles, and those."""
    pieces, styles, at = [], [], 0
    while (begin := _STYLES_BEGIN.search(head, at)) and (end := _STYLES_END.search(head, begin.end())):
        pieces.append(head[at : begin.start()])
        styles.append(head[begin.end() : end.start()])
        at = end.end()
    return "".join((*pieces, head[at:])), styles


def _without_metas(page: str) -> str:
    """The page without any element `meta`, wherever it stands: browsers follow those of a body, too."""
    pieces, at = [], 0
    while begin := _METAS_BEGIN.search(page, at):
        pieces.append(page[at : begin.start()])
        at = page.find(">", begin.end()) + 1 or len(page)
    return " ".join((*pieces, page[at:]))
