"""The mail to an owner with their link, and the days of the check-ins as a calendar file."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from discovery.models import Discovery
from discovery.selectors.default_language import usual_language
from documents.calendar_files import Meeting, calendar
from handover.models import CheckInLink
from handover.owner_follow_ups.selectors import Turn, address_of, mail_address, turns_of
from organizations.mail_texts import Attachment, Letter


def days_file(discovery: Discovery, turns: Sequence[Turn], url: str) -> bytes:
    """The check-ins as whole days, each of which leads to `url`."""
    title = _("Follow-up: %(discovery)s") % {"discovery": discovery.name}
    description = _("How are your measures doing? Are your promises kept? What happened to your actions?")
    return calendar(
        title,
        [
            Meeting(
                uid=f"{turn.check_in.uuid}@headwaters",
                name=title,
                description=description,
                url=url,
                first=turn.check_in.held_on,
                at=None,
                zone=timezone.get_current_timezone(),
                minutes=0,
                rule={},
                changed=turn.check_in.modified_at,
                sequence=turn.check_in.revision - 1,
            )
            for turn in turns
        ],
    )


def letter_to(link: CheckInLink) -> Letter:
    """The mail to the owner behind the link, in the usual language of the discovery."""
    with translation.override(usual_language(link.discovery)):
        return _letter_to(link)


def _letter_to(link: CheckInLink) -> Letter:
    turns = [turn for turn in turns_of(link.discovery) if turn.is_to_come or turn.is_open]
    url = address_of(link)
    subject = _("Follow-up: %(discovery)s") % {"discovery": link.discovery.name}
    body = render_to_string("handover/mail/check_in.txt", {"link": link, "turns": turns, "url": url})
    days = days_file(link.discovery, turns, url).decode()
    return Letter(mail_address(link), subject, body, (Attachment("check-ins.ics", days, "text/calendar"),))
