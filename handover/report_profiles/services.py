"""Kinds of report that a discovery keeps."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.models import Operation
from core.services import artifacts, operation
from discovery import permissions
from discovery.models import Discovery
from discovery.registries import report_sections
from handover.models import ReportAudience, ReportProfile
from organizations.actors import Actor

MOST_PROFILES = 50
_FIELDS = frozenset({"name", "audience", "stream", "language", "sections"})


def add_profile(
    *, actor: Actor, discovery: Discovery, uuid: UUID | None = None, **fields: Any
) -> ReportProfile:
    """A kind of report: `name`, `audience`, `stream`, `language`, `sections` (keys in their order). `uuid` is
    the one that the form chose: sent again, it is the same kind.

    Raises NotAllowed, NotFound, and Invalid for sections that are not known, or too many profiles, and
    TypeError for another field.
    """
    permissions.check_edit_discovery(actor, discovery)
    checked = _checked(fields)
    with operation(actor, "report_profile.added", summary=str(fields.get("name", "")), place=discovery):
        if existing := artifacts.added_already(ReportProfile, uuid, checked, discovery_id=discovery.pk):
            return existing
        if ReportProfile.objects.filter(discovery=discovery).count() >= MOST_PROFILES:
            message = _("A discovery can have at most %(count)d report types.")
            raise Invalid(message % {"count": MOST_PROFILES})
        return artifacts.add(ReportProfile, uuid=uuid, discovery=discovery, **checked)


def change_profile(
    *, actor: Actor, profile: ReportProfile, revision: int | None = None, **fields: Any
) -> ReportProfile:
    """The kind of report with other `fields`. Raises as add_profile, and Stale when someone changed it since
    `revision`."""
    permissions.check_edit_discovery(actor, profile.discovery)
    checked = _checked(fields)
    with operation(
        actor,
        "report_profile.changed",
        summary=str(fields.get("name", profile.name)),
        place=profile.discovery,
    ):
        return artifacts.change(profile, revision=revision, **checked)


def reorder_sections(*, actor: Actor, profile: ReportProfile, sections: Sequence[str]) -> ReportProfile:
    """The same sections in another order. Raises NotAllowed, and Invalid when others were sent."""
    if sorted(sections) != sorted(profile.sections):
        raise Invalid(_("Someone else changed the sections. Reload the page and try again."))
    return change_profile(actor=actor, profile=profile, sections=list(sections))


def delete_profile(*, actor: Actor, profile: ReportProfile) -> Operation:
    """Put it into the trash; reports that were made by it stay. Raises NotAllowed or NotFound."""
    permissions.check_edit_discovery(actor, profile.discovery)
    with operation(actor, "report_profile.deleted", summary=profile.name, place=profile.discovery) as current:
        artifacts.trash(artifacts.locked(profile))
    return current


def check_stream(audience: str, stream: str) -> None:
    """Raises Invalid for a report of a stream that does not say of which."""
    if audience == ReportAudience.STREAM and not stream:
        raise Invalid(_("Choose a stream for the report."), "stream")


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    unknown = fields.keys() - _FIELDS
    if unknown:
        raise TypeError(f"a profile has no {', '.join(sorted(unknown))}")
    sections = fields.get("sections")
    if sections is not None:
        if len(set(sections)) != len(sections) or any(key not in report_sections for key in sections):
            raise Invalid(_("These sections aren’t available. Reload the page and choose again."))
        fields = {**fields, "sections": list(sections)}
    audience = fields.get("audience")
    if audience is not None and audience != ReportAudience.STREAM:
        fields = {**fields, "stream": ""}
    elif audience is not None:
        check_stream(audience, fields.get("stream", ""))
    return fields
