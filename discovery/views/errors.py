"""Answers to requests that reach no view."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from discovery.web.middleware import answer


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(
        request, 403, _("This page was open for too long. Reload it and try again; what you typed is kept.")
    )
