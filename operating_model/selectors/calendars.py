"""Meetings of governing bodies as events of a calendar file."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from documents.calendar_files import Meeting
from operating_model.governance.selectors import BodyLine, Governance, people_in, zone_of
from operating_model.governance_meetings import rules as cadence
from operating_model.models import Body


def meetings_of(governance: Governance, url_of: Callable[[Body], str]) -> list[Meeting]:
    """The bodies that have a first meeting, for a calendar file; `url_of` gives the whole address of a body's
    agenda."""
    return [
        Meeting(
            uid=f"{line.body.uuid}@headwaters",
            name=line.body.name,
            description=_description(line),
            url=url_of(line.body),
            first=line.body.first_on,
            at=line.body.at,
            zone=zone_of(line.body),
            minutes=line.body.minutes,
            rule=cadence.rule(line.body.first_on, line.body.cadence),
            changed=line.body.modified_at,
            sequence=line.body.revision - 1,
        )
        for line in governance.bodies
        if line.body.first_on is not None
    ]


def _description(line: BodyLine) -> str:
    parts = [line.body.purpose]
    if people := people_in(line):
        parts.append(_("Members: %(people)s") % {"people": ", ".join(people)})
    if line.body.decision_rights:
        parts.append(_("Decision rights: %(rights)s") % {"rights": line.body.decision_rights})
    return "\n".join(part for part in parts if part)
