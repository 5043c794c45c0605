"""A workshop as an event for a calendar (RFC 5545), with the link to join, in the workshop's language."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from documents.calendar_files import Meeting, calendar
from workshops.joining import invitation
from workshops.models import Workshop
from workshops.workshop.selectors import agenda_of, changes_of

# Calendars show it in the time zone of the reader.
_ZONE = ZoneInfo("UTC")


def invitation_file(workshop: Workshop, starts_at: datetime) -> bytes:
    """The file. A calendar that has the event already takes the newer one."""
    start = starts_at.astimezone(_ZONE)
    changes = changes_of(workshop)
    with translation.override(workshop.language):
        meeting = Meeting(
            uid=f"{workshop.uuid}@headwaters",
            name=workshop.name,
            description=_description(workshop),
            url=invitation.of(workshop).url,
            first=start.date(),
            at=start.time(),
            zone=_ZONE,
            minutes=agenda_of(workshop).minutes,
            rule={},
            changed=changes.last_at,
            sequence=changes.count,
        )
        return calendar(workshop.name, [meeting])


def _description(workshop: Workshop) -> str:
    invited = invitation.of(workshop)
    link = _("Join here: %(address)s") % {"address": invited.url}
    words = _("Or go to %(host)s and enter the code %(code)s.")
    code = words % {"host": invited.host, "code": invited.spoken_code}
    return "\n\n".join(filter(None, (workshop.purpose, f"{link}\n{code}")))
