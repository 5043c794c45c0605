"""Pairing a device with a workshop: the code on the console, and the page that the device opens."""

from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core.exceptions import NotFound
from organizations.web import (
    AccountRequest,
    Request,
    find,
    form_methods,
    page,
    posted,
    redirect_with_toast,
    sent_values,
    user_agents,
    way_back,
)
from organizations.web.access import public
from organizations.web.languages import for_facilitators
from workshops.activities.console_regions import draw_devices
from workshops.joining import invitation
from workshops.joining.device_pairing import selectors, services as pairing
from workshops.joining.device_pairing.forms import DeviceForm, DigitsForm
from workshops.models import DeviceKind, PairedDevice, Workshop
from workshops.web import access, rate_limits, room_asked
from workshops.web.cookies import remember_device

# --- On the console -------------------------------------------------------------------------------


@access.console
@require_POST
def offer(request: AccountRequest, workshop: Workshop) -> HttpResponse:
    """Make a code for a device of a kind; answers with the dialog, which shows what is paired, too."""
    kind = DeviceKind(sent_values(DeviceForm(request.POST))["kind"])
    pairing_offer = pairing.offer_pairing(
        actor=request.actor,
        workshop=workshop,
        account=request.account,
        kind=kind,
        track=room_asked(request, workshop),
    )
    link = settings.BASE_URL + reverse("discovery:pair_link", args=[pairing_offer.link_key])
    context = {
        "workshop": workshop,
        "offer": pairing_offer,
        "kinds": DeviceKind,
        "link": link,
        "qr": invitation.qr_code(link),
        "host": urlsplit(settings.BASE_URL).netloc + reverse("discovery:pair").rstrip("/"),
        "devices": draw_devices(workshop),
    }
    return page(request, "workshops/live/pairing.html", context, part="content")


@access.console
@require_POST
def unpair(request: AccountRequest, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """End the pairing of a device. The dialog follows through the event stream."""
    device = find(selectors.devices_of(workshop), workshop=workshop, uuid=uuid)
    pairing.end_pairing(actor=request.actor, device=device)
    if back := way_back(request, ""):
        return redirect_with_toast(request, back, _("The device is no longer paired."))
    return HttpResponse(status=204)


# --- On the device --------------------------------------------------------------------------------


@for_facilitators
@public
@never_cache
@form_methods
def pair(request: Request) -> HttpResponse:
    """The field for the digits; the right ones pair this device."""
    form = DigitsForm(posted(request))
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            rate_limits.count_digits(request)
            offer = selectors.offer_with_digits(form.cleaned_data["digits"])
            if offer is not None:
                return _take(request, offer)
            form.add_error("digits", _("This code isn’t valid. Show a new one on the console."))
            status = NotFound.status
    return page(request, "workshops/join/pair.html", {"form": form}, status=status)


@for_facilitators
@public
@never_cache
@form_methods
def pair_link(request: Request, link_key: str) -> HttpResponse:
    """The link of the QR code. GET shows a button, and only its POST pairs: programs open links before people
    do, and must not use them up."""
    offer = selectors.offer_with_link(link_key)
    if request.method == "POST":
        return _take(request, offer)
    return page(request, "workshops/join/pair_link.html", {"offer": offer})


def _take(request: Request, offer: PairedDevice) -> HttpResponse:
    secret = pairing.take_pairing(offer=offer, browser=user_agents.browser_of(request))
    to = reverse(f"discovery:{offer.kind}", args=[offer.workshop.code])
    if offer.track is not None:
        to += "?" + urlencode({"track": offer.track.uuid})
    return remember_device(redirect(to), offer, secret)
