"""Agenda templates of an organization, and agendas as files."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import Conflict
from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from documents.concurrency_limit import takes_turn
from organizations import permissions
from organizations.models import Organization
from organizations.web import (
    Request,
    access as organization_access,
    attachment,
    find,
    form_methods,
    form_view,
    page,
    posted,
    redirect_with_toast,
)
from workshops.agenda import file_format as agenda_files
from workshops.agenda.agenda_templates import selectors, services
from workshops.agenda.agenda_templates.forms import (
    AgendaFileForm,
    AgendaTemplateForm,
    SavedAgendaForm,
    in_words,
)
from workshops.agenda.file_format import AgendaFile, BadFile
from workshops.agenda.views import agenda_url
from workshops.agenda.workshop_templates import TEMPLATES
from workshops.models import AgendaTemplate
from workshops.web import workshop_of


@organization_access.organization("member")
@require_safe
def index(request: Request, organization: Organization) -> HttpResponse:
    """The templates of the organization, and those that ship with Headwaters."""
    context = {
        "organization": organization,
        "rows": selectors.template_rows(organization),
        "shipped": list(TEMPLATES.values()),
        "may_edit": permissions.allows(permissions.check_start_discovery, request.actor, organization),
    }
    return page(request, "workshops/agenda_templates.html", context)


@organization_access.organization("facilitator")
@form_methods
def upload(request: Request, organization: Organization) -> HttpResponse:
    """Take a template from a file."""
    form = AgendaFileForm(posted(request), request.FILES or None, organization=organization)

    def save() -> AgendaTemplate:
        assert form.agenda is not None  # noqa: S101 - a valid form has read one; for the type checker
        if form.replaced is not None:
            return services.replace_template(actor=request.actor, template=form.replaced, agenda=form.agenda)
        return services.add_template(actor=request.actor, organization=organization, agenda=form.agenda)

    return form_view(
        request,
        form,
        save,
        message=_("Template saved"),
        title=_("Import a template"),
        save_label=_("Add the template"),
        back=_back(organization),
        organization=organization,
    )


@organization_access.organization("facilitator")
@form_methods
def edit(request: Request, organization: Organization, uuid: UUID) -> HttpResponse:
    """Name and description."""
    template = _template_of(organization, uuid)
    form = AgendaTemplateForm(posted(request), instance=template)
    return form_view(
        request,
        form,
        lambda: services.change_template(actor=request.actor, template=template, **form.changes()),
        message=_("Template saved"),
        title=_("Edit the template"),
        back=_back(organization),
        organization=organization,
    )


@organization_access.organization("facilitator")
@require_POST
def delete(request: Request, organization: Organization, uuid: UUID) -> HttpResponse:
    """Put a template into the trash and offer to undo it."""
    deletion = services.delete_template(actor=request.actor, template=_template_of(organization, uuid))
    return redirect_with_toast(request, _back(organization), _("Template deleted"), undoes=deletion)


@organization_access.organization("member")
@require_safe
@takes_turn
def download(request: Request, organization: Organization, uuid: UUID) -> HttpResponse:
    """A template as a file."""
    try:
        return _file(selectors.file_of_template(_template_of(organization, uuid)))
    except BadFile as bad:
        raise Conflict(in_words(bad)) from None


@access.discovery(DiscoveryRole.FACILITATOR)
@form_methods
def save(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Keep the agenda of a workshop as a template of the organization."""
    workshop = workshop_of(discovery, uuid)
    organization = discovery.domain.organization
    form = SavedAgendaForm(
        posted(request),
        organization=organization,
        may_replace=permissions.allows(permissions.check_start_discovery, request.actor, organization),
        initial={"name": workshop.name, "description": workshop.purpose[:1000]},
    )
    return form_view(
        request,
        form,
        lambda: services.save_as_template(
            actor=request.actor, workshop=workshop, replaced=form.replaced, **form.values()
        ),
        message=_("Template saved. You can use it for new workshops in the organization."),
        title=_("Save the agenda as a template"),
        save_label=_("Save the template"),
        back=agenda_url(workshop),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
@takes_turn
def workshop_file(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The agenda of a workshop as a file, with the notes for facilitators."""
    return _file(selectors.file_of_workshop(workshop_of(discovery, uuid)))


def _file(agenda: AgendaFile) -> HttpResponse:
    name = f"{slugify(agenda.name) or 'agenda'}.agenda.json"
    return attachment(agenda_files.write(agenda), "application/json", name)


def _template_of(organization: Organization, uuid: UUID) -> AgendaTemplate:
    return find(selectors.templates_of(organization), uuid=uuid)


def _back(organization: Organization) -> str:
    return reverse("discovery:organization_templates", args=[organization.slug])
