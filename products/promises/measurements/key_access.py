"""Access of programs: a key in the header, JSON in and out, and a limit for each key.

In the style of discovery/web/access.py, for the views that no browser of a person opens.
"""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, Final, cast
from uuid import UUID

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from core.exceptions import DomainError, NotFound, TooMany
from core.models.key_expiry import KeyEnded
from core.rate_limits import Buckets, Limit
from organizations.web import Request
from organizations.web.audit_middleware import answer_with_audit, program_asks
from products.models import Slo
from products.promises.selectors import slos_of
from products.services.measurement_keys import former_measurement_key, program_of, use_measurement_key
from workshops.web.rate_limits import count_wrong_key

# A pipeline that reports each minute of a hundred objectives, and one that fills in what it missed.
REQUESTS: Final = Limit(burst=120, per_second=2)

_buckets: Final = Buckets()
_CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="measurements"'}

View = Callable[..., HttpResponse]


def measurement_key(view: View) -> View:
    """Views under the `uuid` of an objective, for programs that send `Authorization: Bearer <key>` with a key
    of its discovery. Hands the view the objective; all answers are JSON.

    405 for anything but POST, 401 without a valid key, 404 for an objective of another discovery, 429 after
    120 requests at once or more than two a second for long. It carries no cookie, so it needs no token
    against forged requests either: no browser sends this header by itself.
    """

    @csrf_exempt
    @wraps(view)
    def wrapper(request: HttpRequest, uuid: UUID, **kwargs: Any) -> HttpResponse:
        return answer_with_audit(request, partial(_answer, request, view, uuid, kwargs))

    wrapper.access = "measurement_key"  # type: ignore[attr-defined]  # read by the middleware and by the access table
    return wrapper


def _answer(request: HttpRequest, view: View, uuid: UUID, kwargs: dict[str, Any]) -> HttpResponse:
    if request.method != "POST":
        return _refused(405, _("Only POST is supported here."), {"Allow": "POST"})
    try:
        return _let_in(cast(Request, request), view, uuid, kwargs)
    except TooMany as error:
        return _refused(error.status, str(error), {"Retry-After": str(error.retry_after)})
    except KeyEnded as error:
        return _refused(error.status, str(error), _CHALLENGE)
    except DomainError as error:
        return _refused(error.status, str(error))
    except OperationalError:
        return _refused(503, _("Not saved: the server is busy. Try again."), {"Retry-After": "2"})


def _let_in(request: Request, view: View, uuid: UUID, kwargs: dict[str, Any]) -> HttpResponse:
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    try:
        access = use_measurement_key(secret=secret.strip()) if scheme.lower() == "bearer" else None
    except KeyEnded:
        _count_wrong(request, secret.strip())
        raise
    if access is None:
        _count_wrong(request, secret.strip())
        sentence = _("Send a valid key: “Authorization: Bearer <key>”.")
        return _refused(401, sentence, _CHALLENGE)
    key, actor = access
    program_asks(program_of(key))
    _check_rate(key.pk)
    slo: Slo | None = slos_of(key.discovery).filter(uuid=uuid).first()
    if slo is None:
        raise NotFound(_("Promise (SLO) not found in the discovery of this key."))
    slo.product.discovery = key.discovery
    request.actor = actor
    return view(request, slo, **kwargs)


def _count_wrong(request: Request, secret: str) -> None:
    if not secret:
        return
    if former := former_measurement_key(secret=secret):
        program_asks(program_of(former))
    count_wrong_key(request)


def _refused(status: int, sentence: str, headers: dict[str, str] | None = None) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status, headers=headers)


def _check_rate(key: int) -> None:
    """Count one request with the key, in this process. Raises TooMany."""
    if wait := _buckets.take(key, REQUESTS):
        raise TooMany(_("Too many requests with this key. Wait a moment, then try again."), wait)
