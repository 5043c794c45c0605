"""Page of the look of an organization's documents."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.exceptions import NotFound
from core.models import Operation
from organizations.looks import services as looks
from organizations.looks.forms import LookForm
from organizations.looks.selectors import look_row
from organizations.models import Organization
from organizations.reports.look import look_of
from organizations.web import Request, access, form_methods, form_view, posted


@access.organization("admin")
@form_methods
def look(request: Request, organization: Organization) -> HttpResponse:
    """The form of logo and accent color."""
    look = look_row(organization)
    form = LookForm(posted(request), instance=look, files=request.FILES or None)

    def save() -> Operation:
        return looks.set_look(
            actor=request.actor,
            organization=organization,
            accent=form.cleaned_data["accent"],
            logo=form.content,
            logo_name=form.cleaned_data["file"].name if form.cleaned_data["file"] else "",
            without_logo=bool(form.cleaned_data.get("without_logo")),
            revision=form.seen_revision,
        )

    return form_view(
        request,
        form,
        save,
        message=_("Branding saved. New reports use it."),
        title=_("Branding"),
        intro=_("The logo appears on the cover of reports and slides. Headings use the accent color."),
        back=reverse("discovery:organization_overview", args=[organization.slug]),
        undoes=lambda operation: operation,
        organization=organization,
    )


@access.organization("member")
@require_safe
def logo(request: Request, organization: Organization) -> HttpResponse:
    """The logo as it is kept: a PNG that was drawn again."""
    content = look_of(organization).logo
    if content is None:
        raise NotFound(_("This organization doesn’t have a logo."))
    return HttpResponse(content, content_type="image/png", headers={"Cache-Control": "private, no-cache"})
