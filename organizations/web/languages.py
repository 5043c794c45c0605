"""The language of a page (docs/languages.md).

Pages for participants and for readers of links are in the language of the person: the one they chose on a
page, else the first of their browser's that Headwaters has, else that of the workshop. The stage is in the
workshop's language. Pages of facilitators are in English. What went wrong is in the person's language, too,
unless someone is signed in.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from core.labels import known_language
from organizations.web.access import View

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)
V = TypeVar("V", bound=View)

READERS: Final = frozenset({"public", "room", "contributor", "stage", "observer", "surface", "stream"})
"""The access (`View.access`) of pages that people without an account read."""
_MOST_ASKED: Final = 20
"""Languages of a browser that are looked at; more are no browser's."""

_CHOICE: Final = ("Accept-Language", "Cookie")
"""What the language of a page depends on."""

_offers: ContextVar[bool] = ContextVar("offers", default=False)


def for_readers(view: V) -> V:
    """The view, marked as a page in the person's language though its access is that of members, such as the
    answer of a reviewer."""
    view.for_readers = True  # type: ignore[attr-defined]  # read by `is_for_readers`
    return view


def for_facilitators(view: V) -> V:
    """The view, marked as a page in English though its access is open, such as a sign-in link."""
    view.for_readers = False  # type: ignore[attr-defined]  # read by `is_for_readers`
    return view


def for_guests(view: V) -> V:
    """The view, marked as a page in the person's language as long as no one is signed in, such as the front
    page; facilitators use it, too."""
    view.for_guests = True  # type: ignore[attr-defined]  # read by `ReadersLanguage`
    return view


def is_for_readers(view: Callable[..., Any]) -> bool:
    """True if the view is for participants or readers of links, by its access or its own mark."""
    return bool(getattr(view, "for_readers", getattr(view, "access", "") in READERS))


def language_of(request: HttpRequest) -> str | None:
    """The language that the person chose on a page, else the first of their browser's that is known."""
    cookie = known_language(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))
    if cookie is not None:
        return cookie
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500])
    # A weight of 0 refuses a language.
    preferences = (known_language(language) for language, weight in accepted[:_MOST_ASKED] if weight)
    return next(filter(None, preferences), None)


def remember(response: HttpResponse, language: str) -> HttpResponse:
    """Give the browser the cookie that keeps the language for its next pages."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )
    return response


def speak(request: HttpRequest, fallback: str) -> None:
    """Answer in the person's language, else in the `fallback`, such as the workshop's."""
    translation.activate(language_of(request) or known_language(fallback) or settings.LANGUAGE_CODE)


def tells_problem(
    answer: Callable[Concatenate[HttpRequest, P], R],
) -> Callable[Concatenate[HttpRequest, P], R]:
    """The function, which answers a request that failed, in the language of the page, where it is one for
    readers, else in the person's as long as no one is signed in."""

    @wraps(answer)
    def wrapper(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with _for_problem(request):
            response = answer(request, *args, **kwargs)
        patch_vary_headers(response, _CHOICE)
        return response

    return wrapper


@contextmanager
def _for_problem(request: HttpRequest) -> Iterator[None]:
    match = request.resolver_match
    if match is not None and is_for_readers(match.func):
        yield
        return
    language = None if _is_signed_in(request) else language_of(request)
    with translation.override(language or settings.LANGUAGE_CODE):
        yield


def _is_signed_in(request: HttpRequest) -> bool:
    """Return True if someone is signed in, or a session can't be read. The database is asked only for a
    browser that has one, and not if it failed itself."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    if isinstance(sys.exc_info()[1], DatabaseError | InterfaceError):
        return True
    try:
        return not hasattr(request, "user") or request.user.is_authenticated
    except Exception:
        return True


def speak_only(language: str) -> None:
    """Answer in this language, not in the person's: many people read the page together."""
    translation.activate(known_language(language) or settings.LANGUAGE_CODE)
    _offers.set(False)


def chosen_now(request: HttpRequest) -> str | None:
    """The language whose button was pressed inside the form that was sent; it is active from now on. What
    was typed comes along, so that the form can be shown again with it."""
    language = known_language(request.POST.get("language"))
    if language is not None:
        translation.activate(language)
    return language


def page_languages() -> Mapping[str, str]:
    """The languages that the page being drawn offers, each by its own name; none on others."""
    return NAMES if _offers.get() else {}


NAMES: Final[Mapping[str, str]] = {
    language: str(translation.get_language_info(language)["name_local"]).capitalize()
    for language, _name in settings.LANGUAGES
}


class ReadersLanguage:
    """Activates the language of the page for each request, and the default one after it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = _offers.set(False)
        try:
            with translation.override(settings.LANGUAGE_CODE):
                response = self.get_response(request)
                is_for_many = _offers.get()
        finally:
            _offers.reset(token)
        if is_for_many and not response.streaming:
            patch_vary_headers(response, _CHOICE)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        is_account = getattr(view, "for_guests", False) and request.user.is_authenticated
        if is_for_readers(view) and not is_account:
            _offers.set(True)
            translation.activate(language_of(request) or settings.LANGUAGE_CODE)
