"""The mail after a workshop: where it goes, and sending it."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from organizations.web import (
    Request,
    form_methods,
    form_page,
    posted,
    redirect_htmx,
    redirect_with_toast,
    with_toast,
    with_trigger,
)
from workshops.models import Participant, Workshop, WorkshopState
from workshops.results.forms import SummaryForm
from workshops.results.result_mails.selectors import address_left_by
from workshops.results.result_mails.services import leave_address, mail_results
from workshops.web import access as workshop_access, workshop_of


@workshop_access.room
@never_cache
@form_methods
def leave(request: Request, workshop: Workshop, participant: Participant) -> HttpResponse:
    """Save the address for one's own mail."""
    form = SummaryForm(posted(request), initial={"address": address_left_by(participant)})
    room = reverse("discovery:room", args=[workshop.code])
    if not form.is_valid():
        return form_page(
            request,
            form,
            title=_("Get the results by email"),
            back=room,
            save_label=_("Save"),
            intro=_(
                "One email after the workshop with the decisions, your actions (with a calendar "
                "file) and a link to the results. Your address is used only for this email and "
                "deleted once it’s sent."
            ),
        )
    address = form.cleaned_data["address"]
    leave_address(actor=request.actor, workshop=workshop, address=address)
    if not request.htmx:
        return redirect_htmx(request, room)
    message = _("You’ll get one email") if address else _("You won’t get an email")
    closed = with_trigger(HttpResponse(status=204), "dialog:close")
    if workshop.state == WorkshopState.ENDED:  # the page says below the end where the mail goes
        with_trigger(closed, "headwaters:refresh", {"region": "mine"})
    return with_toast(closed, message)


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def mail(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Send the results by mail."""
    workshop = workshop_of(discovery, uuid)
    count = mail_results(actor=request.actor, workshop=workshop)
    message = ngettext("%(count)s email is on its way", "%(count)s emails are on their way", count)
    back = reverse("discovery:workshop_results", args=[discovery.slug, workshop.uuid])
    return redirect_with_toast(request, back, message % {"count": count})
