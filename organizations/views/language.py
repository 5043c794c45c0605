"""Choosing the language of pages."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.exceptions import Invalid
from organizations.web import Request, languages, page_before
from organizations.web.access import public


@public
@require_POST
def language(request: Request) -> HttpResponse:
    """Keep the chosen language in this browser, and go back to the page that offered it."""
    code = languages.chosen_now(request)
    if code is None:
        raise Invalid(_("Unknown language."))
    return languages.remember(redirect(page_before(request, reverse("discovery:home"))), code)
