"""Answers that take long to make: made once for each revision of what they say (docs/adr/0054)."""

import gzip
import hashlib
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from api.web.bearer import Caller
from core.version import VERSION
from documents.concurrency_limit import made_before, made_once, turn_of

_LEVEL: Final = 5


def is_held(etag: str, if_none_match: str | None) -> bool:
    """True if `if_none_match` of a program contains this ETag, weak or not."""
    etags = {each.strip().removeprefix("W/") for each in (if_none_match or "").split(",")}
    return bool(etags & {etag.removeprefix("W/"), "*"})


def kept_answer(request: HttpRequest, caller: Caller, key: str, make: Callable[[], str]) -> HttpResponse:
    """The JSON that `make` returns, compressed and cached; 304 if the program already has it.

    `key` and the version of Headwaters identify an answer. So `key` names everything that the answer
    depends on, and all callers with the same `key` get the same answer. `make` runs within a turn of the
    caller. Raises Busy while other requests of the caller hold its turns.
    """
    content = f"{VERSION} {key} {get_language()} gzip"
    # Weak, because it is the same compressed and not.
    etag = f'W/"{hashlib.sha256(content.encode()).hexdigest()[:32]}"'
    answer: HttpResponse
    if is_held(etag, request.headers.get("If-None-Match")):
        answer = HttpResponseNotModified()
    else:
        answer = HttpResponse(
            _compressed_once(caller, content, make), content_type="application/json; charset=utf-8"
        )
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            answer.headers["Content-Encoding"] = "gzip"
        else:
            answer.content = gzip.decompress(answer.content)
    answer.headers["ETag"] = etag
    patch_vary_headers(answer, ["Accept-Encoding", "Authorization"])
    return answer


def answer_with_content_tag(request: HttpRequest, caller: Caller, make: Callable[[], str]) -> HttpResponse:
    """The JSON of `make`, with an ETag of its content, for answers without a revision. 304 while
    the program has it. Made within a turn of the caller: raises Busy while others are."""
    with turn_of(caller.key.made_by_id):
        text = make()
    etag = f'W/"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    answer: HttpResponse
    if is_held(etag, request.headers.get("If-None-Match")):
        answer = HttpResponseNotModified()
    else:
        answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer.headers["ETag"] = etag
    patch_vary_headers(answer, ["Authorization"])
    return answer


def _compressed_once(caller: Caller, content: str, make: Callable[[], str]) -> bytes:
    if (answer := made_before(content)) is not None:
        return answer
    person = caller.key.made_by_id
    with turn_of(person):
        return made_once(person, content, lambda: gzip.compress(make().encode(), _LEVEL, mtime=0))
