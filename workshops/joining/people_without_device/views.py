"""People without a device: adding one to the room. Entering for them is done on the room's own page, with
`?for=` (workshops.web.authorization)."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from organizations.web import (
    Request,
    form_methods,
    form_page,
    posted,
    redirect_htmx,
    with_toast,
    with_trigger,
)
from workshops.joining.participants.forms import ProxyForm
from workshops.joining.people_without_device import services as proxies
from workshops.models import Workshop
from workshops.web import access


@access.console
@form_methods
def add(request: Request, workshop: Workshop) -> HttpResponse:
    """Name, side and role of someone without a device."""
    back = reverse("discovery:console", args=[workshop.code])
    form = ProxyForm(posted(request))
    if not form.is_valid():
        return form_page(
            request,
            form,
            title=_("Add someone without a device"),
            intro=_("You enter answers for them. Their entries are marked as entered by you."),
            back=back,
            save_label=_("Add"),
            discovery=workshop.discovery,
        )
    participant = proxies.add_proxy(actor=request.actor, workshop=workshop, **form.cleaned_data)
    if not request.htmx:
        return redirect_htmx(request, back)
    message = _("%(name)s was added. Enter answers for them from the list of people.") % {
        "name": participant.display_name
    }
    return with_trigger(with_toast(HttpResponse(status=204), message), "dialog:close")
