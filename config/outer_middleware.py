"""The outermost middleware: checks every request first, and adds its headers to every answer last."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from config import plain_responses
from organizations.web.languages import tells_problem
from organizations.web.middleware import answer

# The key under which config.wsgi puts the content type of a request whose body it cannot read.
REFUSED_TYPE: Final = "headwaters.refused_type"
# The methods that some address takes. The check for forged requests would refuse others for another reason.
METHODS: Final = ("GET", "HEAD", "OPTIONS", "POST")
# Programs ask there with other methods, too: each address answers which it takes.
INTERFACE: Final = "/api/v1/"


class OuterMiddleware:
    """Answers 405 to a method that no page takes, and 415 to what is sent in another encoding than UTF-8.
    Tells browsers that no page asks for a camera or the like."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase
        if request.method not in METHODS and not request.path.startswith(INTERFACE):
            response = unknown_method(request)
            response.headers["Allow"] = ", ".join(METHODS)
        elif REFUSED_TYPE in request.META:
            response = unknown_encoding(request)
        else:
            response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Permissions-Policy", plain_responses.NO_DEVICE)
        return response


@tells_problem
def unknown_method(request: HttpRequest) -> HttpResponse:
    """The answer to a method that no page takes."""
    return answer(request, 405, _("Headwaters doesn’t support this type of request."))


@tells_problem
def unknown_encoding(request: HttpRequest) -> HttpResponse:
    """The answer to a request in another encoding than UTF-8."""
    return answer(request, 415, _("Headwaters only accepts UTF-8. Nothing was saved."))
