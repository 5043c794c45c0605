"""Agendas that an organization keeps: saved from a workshop or taken from a file, renamed, deleted."""

from copy import copy
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.models import Operation
from core.services import artifacts, operation
from organizations.actors import Actor
from organizations.models import Organization
from organizations.permissions import check_start_discovery
from organizations.selectors.unique_names import name_taken, namesake
from workshops import permissions
from workshops.agenda import file_format as agenda_files
from workshops.agenda.agenda_templates.selectors import plan_of
from workshops.agenda.file_format import AgendaFile, BadFile
from workshops.models import AgendaTemplate, Workshop


def save_as_template(
    *,
    actor: Actor,
    workshop: Workshop,
    name: str,
    description: str = "",
    replaced: AgendaTemplate | None = None,
    uuid: UUID | None = None,
) -> AgendaTemplate:
    """The agenda of a workshop as a template of its organization, in place of the one that is `replaced`;
    rooms and notes included. Settings that name artifacts of the discovery stay behind. `uuid` is the one
    that the form chose: sent again, it is the same template.

    Raises NotAllowed, also for one who may not replace templates of the organization, NotFound, and Invalid
    for an agenda that is empty or too long, and for a name that another template has.
    """
    permissions.check_facilitate_workshop(actor, workshop)
    planned = plan_of(workshop)
    if not planned:
        raise Invalid(_("The agenda is empty. Add an activity first."))
    agenda = AgendaFile(name, description, planned, workshop.stream)
    if replaced is not None:
        return replace_template(actor=actor, template=replaced, agenda=agenda)
    return _add(actor, workshop.discovery.domain.organization, agenda, uuid)


def add_template(*, actor: Actor, organization: Organization, agenda: AgendaFile) -> AgendaTemplate:
    """A template from a file that was read. Raises NotAllowed, NotFound, and Invalid for an agenda that is
    too long, and for a name that another template has."""
    check_start_discovery(actor, organization)
    return _add(actor, organization, agenda)


def replace_template(*, actor: Actor, template: AgendaTemplate, agenda: AgendaFile) -> AgendaTemplate:
    """The template with another agenda, its name and description. Raises as add_template."""
    check_start_discovery(actor, template.organization)
    return _change(
        actor, template, name=agenda.name, description=agenda.description, content=_content(agenda)
    )


def _content(agenda: AgendaFile) -> dict[str, Any]:
    content = agenda_files.content_of(agenda.activities, agenda.stream)
    try:
        agenda_files.read_content(content)
    except BadFile:
        raise Invalid(_("This agenda is too long for a template.")) from None
    return content


def _add(
    actor: Actor, organization: Organization, agenda: AgendaFile, uuid: UUID | None = None
) -> AgendaTemplate:
    content = _content(agenda)
    with operation(actor, "agenda_template.added", summary=agenda.name, place=organization):
        fields = {"name": agenda.name, "description": agenda.description, "content": content}
        if existing := artifacts.added_already(AgendaTemplate, uuid, fields, organization_id=organization.pk):
            return existing
        template = AgendaTemplate(uuid=uuid or uuid4(), organization=organization, **fields)
        _check_name(template, None)
        return artifacts.insert(template)


def _change(
    actor: Actor, template: AgendaTemplate, *, revision: int | None = None, **fields: Any
) -> AgendaTemplate:
    summary, organization = fields.get("name", template.name), template.organization
    with operation(actor, "agenda_template.changed", summary=summary, place=organization):
        current = artifacts.locked_at_revision(template, revision)
        draft = copy(current)
        draft.name = summary
        _check_name(draft, current)
        return artifacts.save_changed(current, **fields)


def _check_name(draft: AgendaTemplate, before: AgendaTemplate | None) -> None:
    """One after the other in an organization. Raises Invalid where another template has the name."""
    artifacts.locked(draft.organization)
    if namesake(draft, before):
        raise Invalid(name_taken(draft.name), "name")


def change_template(
    *, actor: Actor, template: AgendaTemplate, revision: int | None = None, **fields: Any
) -> AgendaTemplate:
    """The template with another `name` or `description`.

    Raises NotAllowed, NotFound, Invalid for a name that another template has, Stale when someone changed it
    since `revision`, and TypeError for another field.
    """
    check_start_discovery(actor, template.organization)
    unknown = fields.keys() - {"name", "description"}
    if unknown:
        raise TypeError(f"change_template does not change {', '.join(sorted(unknown))}")
    return _change(actor, template, revision=revision, **fields)


def delete_template(*, actor: Actor, template: AgendaTemplate) -> Operation:
    """Put a template into the trash; workshops that were made from it stay. Raises NotAllowed or NotFound."""
    check_start_discovery(actor, template.organization)
    with operation(
        actor, "agenda_template.deleted", summary=template.name, place=template.organization
    ) as deletion:
        artifacts.trash(artifacts.locked(template))
    return deletion
