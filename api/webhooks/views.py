"""Webhooks of a discovery or an organization: a form beside the keys, and a page with the deliveries."""

from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from api.keys.selectors import Place, place_url
from api.keys.views import of_both
from api.models import Webhook
from api.outgoing.models import SHOWN
from api.services.deliveries import send_again
from api.webhooks import services
from api.webhooks.forms import WebhookForm
from api.webhooks.selectors import webhooks_of
from core.exceptions import DomainError
from core.forms import refuse
from organizations.recent_sign_in.web import grants
from organizations.web import (
    Request,
    find,
    form_methods,
    form_page,
    page,
    posted,
    redirect_with_toast,
    way_back,
)
from organizations.web.page_scopes import framed

_MASKED: Final = "whsec_••••••"


@of_both
@form_methods
@grants
def webhook_add(request: Request, place: Place) -> HttpResponse:
    """Make a webhook. The answer shows its secret, this once."""
    form = WebhookForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            webhook = services.add_webhook(actor=request.actor, place=place, **form.cleaned_data)
        except DomainError as wrong:
            refuse(form, wrong)
        else:
            return _webhook(request, place, webhook, secret=services.secret_of(webhook))
    return form_page(request, form, title=_("Add a webhook"), back=place_url(place), place=place)


@of_both
@require_safe
def webhook(request: Request, place: Place, uuid: UUID) -> HttpResponse:
    """A webhook and its last deliveries."""
    return _webhook(request, place, find(webhooks_of(place), uuid=uuid))


def _webhook(request: Request, place: Place, webhook: Webhook, *, secret: str = "") -> HttpResponse:
    """The page, with a new secret, which it shows this once."""
    uuid = webhook.uuid
    deliveries = webhook.deliveries.all()[:SHOWN]
    context = {
        **framed(place),
        "webhook": webhook,
        "secret": secret,
        "masked": _MASKED,
        "both_until": services.both_until(webhook),
        "renew": place_url(place, "webhook_renew", uuid),
        "deliveries": [(each, place_url(place, "webhook_again", uuid, each.uuid)) for each in deliveries],
        "stop": place_url(place, "webhook_stop", uuid),
        "back": place_url(place),
    }
    response = page(request, "api/webhooks/page.html", context)
    if secret:
        response.headers["Cache-Control"] = "no-store"
    return response


@of_both
@require_POST
@grants
def webhook_renew(request: Request, place: Place, uuid: UUID) -> HttpResponse:
    """Give it another secret, which the answer shows, this once."""
    webhook = find(webhooks_of(place), uuid=uuid)
    secret = services.renew_secret(actor=request.actor, webhook=webhook)
    return _webhook(request, place, find(webhooks_of(place), uuid=uuid), secret=secret)


@of_both
@require_POST
def webhook_stop(request: Request, place: Place, uuid: UUID) -> HttpResponse:
    """Stop a webhook: it receives nothing more."""
    services.stop_webhook(actor=request.actor, webhook=find(webhooks_of(place), uuid=uuid))
    return redirect_with_toast(request, way_back(request, place_url(place)), _("Webhook stopped"))


@of_both
@require_POST
def webhook_again(request: Request, place: Place, uuid: UUID, delivery: UUID) -> HttpResponse:
    """Send a delivery once more."""
    webhook = find(webhooks_of(place), uuid=uuid)
    send_again(actor=request.actor, delivery=find(webhook.deliveries.all(), uuid=delivery))
    return redirect_with_toast(request, place_url(place, "webhook", uuid), _("Sending again"))
