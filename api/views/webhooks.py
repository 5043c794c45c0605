"""Webhooks of a discovery or an organization: made beside the keys, each with a page of what it was told."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from api.forms.webhooks import WebhookForm
from api.selectors.webhooks import webhooks_of
from api.services import webhooks as services
from api.views.keys import Place, admin, facilitator, place_url
from core.exceptions import DomainError
from core.forms.artifacts import refuse
from discovery.models import Discovery
from organizations.models import Organization
from organizations.web.form_pages import done, form_methods, form_page, posted
from organizations.web.lookups import find
from organizations.web.page_scopes import framed
from organizations.web.pages import page
from organizations.web.requests import Request

_SHOWN = 100


@facilitator
@form_methods
def discovery_webhook_add(request: Request, discovery: Discovery) -> HttpResponse:
    """Make a webhook of the discovery."""
    return _add(request, discovery)


@admin
@form_methods
def organization_webhook_add(request: Request, organization: Organization) -> HttpResponse:
    """Make a webhook of the organization, which is told of all its discoveries."""
    return _add(request, organization)


@facilitator
@require_safe
def discovery_webhook(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """What a webhook of the discovery was told."""
    return _webhook(request, discovery, uuid)


@admin
@require_safe
def organization_webhook(request: Request, organization: Organization, uuid: UUID) -> HttpResponse:
    """What a webhook of the organization was told."""
    return _webhook(request, organization, uuid)


@facilitator
@require_POST
def discovery_webhook_stop(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Tell a webhook of the discovery nothing more."""
    return _stop(request, discovery, uuid)


@admin
@require_POST
def organization_webhook_stop(request: Request, organization: Organization, uuid: UUID) -> HttpResponse:
    """Tell a webhook of the organization nothing more."""
    return _stop(request, organization, uuid)


@facilitator
@require_POST
def discovery_webhook_again(
    request: Request, discovery: Discovery, uuid: UUID, delivery: UUID
) -> HttpResponse:
    """Tell a webhook of the discovery once more what it was told."""
    return _again(request, discovery, uuid, delivery)


@admin
@require_POST
def organization_webhook_again(
    request: Request, organization: Organization, uuid: UUID, delivery: UUID
) -> HttpResponse:
    """Tell a webhook of the organization once more what it was told."""
    return _again(request, organization, uuid, delivery)


def _add(request: Request, place: Place) -> HttpResponse:
    form = WebhookForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            webhook = services.add_webhook(actor=request.actor, place=place, **form.cleaned_data)
        except DomainError as wrong:
            refuse(form, wrong)
        else:
            return done(request, place_url(place, "webhook", webhook.uuid), _("Webhook made"))
    return form_page(request, form, title=_("A webhook"), back=place_url(place), place=place)


def _webhook(request: Request, place: Place, uuid: UUID) -> HttpResponse:
    webhook = find(webhooks_of(place), uuid=uuid)
    deliveries = webhook.deliveries.all()[:_SHOWN]
    context = {
        **framed(place),
        "webhook": webhook,
        "secret": services.secret_of(webhook),
        "deliveries": [(each, place_url(place, "webhook_again", uuid, each.uuid)) for each in deliveries],
        "stop": place_url(place, "webhook_stop", uuid),
        "back": place_url(place),
    }
    response = page(request, "api/webhook.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _stop(request: Request, place: Place, uuid: UUID) -> HttpResponse:
    services.stop_webhook(actor=request.actor, webhook=find(webhooks_of(place), uuid=uuid))
    return done(request, place_url(place), _("Webhook stopped"))


def _again(request: Request, place: Place, uuid: UUID, delivery: UUID) -> HttpResponse:
    webhook = find(webhooks_of(place), uuid=uuid)
    services.send_again(actor=request.actor, delivery=find(webhook.deliveries.all(), uuid=delivery))
    return done(request, place_url(place, "webhook", uuid), _("It is sent again"))
