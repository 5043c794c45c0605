"""Platforms and their capabilities: the page, and the forms in its dialogs."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import NotFound
from core.models import Operation
from discovery.models import Discovery
from discovery.permissions import may_edit
from discovery.selectors.change_counter import pulse_of
from organizations.web import Request, form_methods, page, redirect_with_toast
from organizations.web.kind_pages import Dialog
from technology import capability_catalog
from technology.capabilities.selectors import planes_of, platforms_of
from technology.capabilities.services import add_from_catalog
from technology.models import Capability, Platform, PlatformChange, PlatformFeedback
from technology.platforms.kinds import ABILITY, CAPABILITY, CHANGE, FEEDBACK, GAP, PLATFORM
from technology.views.page_access import editor, viewer


@viewer
@require_safe
def capability_list(request: Request, discovery: Discovery) -> HttpResponse:
    """The capabilities of all platforms by plane, each from today's to the needed maturity, and other entries
    of the catalog."""
    pulse = pulse_of(discovery)
    planes = planes_of(discovery)
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "planes": planes,
        "is_empty": not any(plane.lines for plane in planes),
        "platforms": platforms_of(discovery),
        "levels": list(enumerate(capability_catalog.LEVELS)),
        "editing": may_edit(request.actor, discovery),
        "says_all": "said" in request.GET,
    }
    return page(request, "technology/capabilities/list.html", context, part="capabilities")


class PlatformPages(Dialog[Platform]):
    """Forms of a platform."""

    kind = PLATFORM
    add_title = gettext_lazy("Add a platform")
    words = ("tool", "vendor", "technology")
    saved = gettext_lazy("Saved.")

    def back(self, discovery: Discovery, artifact: Platform) -> str:
        return _address(discovery, "platforms")


class CapabilityPages(Dialog[Capability]):
    """Forms of a capability."""

    kind = CAPABILITY
    layout = ABILITY
    add_title = gettext_lazy("Add a capability")
    saved = gettext_lazy("Saved.")

    def initial(self, request: Request, draft: Capability) -> dict[str, Any]:
        """`?plane=` chooses the plane beforehand."""
        return {"plane": request.GET.get("plane")}

    def back(self, discovery: Discovery, artifact: Capability) -> str:
        return _address(discovery, f"capability-{artifact.uuid}" if artifact.pk else "")

    def show_deleted(
        self, request: Request, discovery: Discovery, artifact: Capability, message: str, operation: Operation
    ) -> HttpResponse:
        return redirect_with_toast(request, _address(discovery), message, undoes=operation)


class GapPages(CapabilityPages):
    """Effort, person and date for closing the gap."""

    layout = GAP
    edit_title = gettext_lazy("Close the gap: %(name)s")

    def back(self, discovery: Discovery, artifact: Capability) -> str:
        return reverse("technology:gaps", args=[discovery.slug])


class FeedbackPages(Dialog[PlatformFeedback]):
    """Feedback is written in a dialog of the platforms."""

    kind = FEEDBACK
    add_title = gettext_lazy("What does a team think of %(name)s?")
    saved = gettext_lazy("Saved.")

    def back(self, discovery: Discovery, artifact: PlatformFeedback) -> str:
        return _address(discovery, f"platform-{artifact.platform.uuid}")


class ChangePages(Dialog[PlatformChange]):
    """A change is announced in a dialog of the platforms."""

    kind = CHANGE
    add_title = gettext_lazy("Announce a change to %(name)s")
    edit_title = gettext_lazy("Edit the announcement")
    added = gettext_lazy("Change announced.")
    saved = gettext_lazy("Saved.")
    deleted = gettext_lazy("Change deleted.")

    def back(self, discovery: Discovery, artifact: PlatformChange) -> str:
        return _address(discovery, f"platform-{artifact.platform.uuid}")


PLATFORM_PAGES = PlatformPages()
FEEDBACK_PAGES, CHANGE_PAGES = FeedbackPages(), ChangePages()
CAPABILITY_PAGES = CapabilityPages()
gap_plan = editor(form_methods(GapPages().edit))


@editor
@require_POST
def catalog_add(request: Request, discovery: Discovery) -> HttpResponse:
    """Add entries of the catalog: the one with the `key`, all of a `plane`, or all."""
    key, plane = request.POST.get("key"), request.POST.get("plane", "")
    keys = [key] if key else [each.key for each in capability_catalog.CATALOG if plane in ("", each.plane)]
    if not keys:
        raise NotFound(_("Unknown plane."))
    operation = add_from_catalog(actor=request.actor, discovery=discovery, keys=keys)
    return redirect_with_toast(
        request, _address(discovery, plane), _("Added from the catalog."), undoes=operation
    )


def _address(discovery: Discovery, part: str = "") -> str:
    return reverse("technology:capability_list", args=[discovery.slug]) + (f"#{part}" if part else "")
