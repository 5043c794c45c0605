"""Today's architecture: data assets, and their reads."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from discovery.models import Discovery
from discovery.permissions import may_edit
from discovery.selectors.change_counter import pulse_of
from discovery.web.drawings import pending_drawing
from organizations.web import Request, find, form_methods, form_view, page, posted, redirect_with_toast
from organizations.web.kind_pages import Dialog
from technology.models import AssetRead, DataAsset
from technology.today import services
from technology.today.drawing import today_parts
from technology.today.forms import ReadForm
from technology.today.kinds import ASSET
from technology.today.selectors import today_of
from technology.today.stage_drawing import today_page_source
from technology.views.page_access import editor, viewer


@viewer
@require_safe
def today(request: Request, discovery: Discovery) -> HttpResponse:
    """Sources, assets and existing data products, drawn and as a list."""
    pulse = pulse_of(discovery)
    architecture = today_of(discovery)
    here = reverse("technology:today", args=[discovery.slug])
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "here": here,
        "today": architecture,
        "editing": may_edit(request.actor, discovery),
    }
    if architecture.nodes:
        context |= pending_drawing(
            request,
            here,
            today_page_source(architecture.picture),
            title=_("Today’s architecture of %(discovery)s") % {"discovery": discovery},
            description=_(
                "Sources on the left, data assets in the middle, and their readers on the right. The "
                "tables show the same."
            ),
            parts=today_parts(architecture.picture),
            links=architecture.links,
        )
    return page(request, "technology/today/page.html", context, part="today")


def _back(discovery: Discovery, part: str) -> str:
    return f"{reverse('technology:today', args=[discovery.slug])}#{part}"


class AssetPages(Dialog[DataAsset]):
    """Forms of a data asset of today."""

    kind = ASSET
    add_title = gettext_lazy("Add a data asset")
    saved = gettext_lazy("Saved.")

    def back(self, discovery: Discovery, artifact: DataAsset) -> str:
        return _back(discovery, "assets")


ASSET_PAGES = AssetPages()


@editor
@form_methods
def read_add(request: Request, discovery: Discovery) -> HttpResponse:
    """Add a read of today."""
    form = ReadForm(posted(request), actor=request.actor, discovery=discovery)
    return form_view(
        request,
        form,
        lambda: services.add_read(actor=request.actor, discovery=discovery, **form.values()),
        message=_("Added."),
        title=_("Data flows"),
        back=_back(discovery, "reads"),
        discovery=discovery,
    )


@editor
@require_POST
def read_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Remove a read of today."""
    asset_read = find(AssetRead.objects.all(), discovery=discovery, uuid=uuid)
    operation = services.delete_read(actor=request.actor, asset_read=asset_read)
    return redirect_with_toast(request, _back(discovery, "reads"), _("Removed."), undoes=operation)
