"""The actions of a discovery as files: for a calendar (RFC 5545) and for a spreadsheet (RFC 4180)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.clean_text import csv_cell
from core.selectors.operations import is_claim
from discovery.models import Discovery
from workshops.models import ActionItem, ActionState
from workshops.results.quick_captures.selectors import ActionRow

if TYPE_CHECKING:
    from icalendar import Event


def calendar_of(discovery: Discovery, rows: Iterable[ActionRow], *, url: str = "") -> bytes:
    """The actions with a due date as all-day events; an action keeps its identity from file to file. They
    lead to `url`, by default to the list of actions.

    Events, not to-dos: those are what every calendar shows. Dates without a time zone are days, wherever
    one is.
    """
    from icalendar import Calendar  # read when it is needed: every start and command would wait for it

    calendar = Calendar()
    calendar.add("prodid", "-//Headwaters//Actions//EN")
    calendar.add("version", "2.0")
    # The library writes names that begin with X- as they are, so a second line would be a line of the file.
    name = _("Actions of %(discovery)s") % {"discovery": discovery}
    calendar.add("x-wr-calname", " ".join(name.split()))
    for row in rows:
        if row.action.due is not None:
            calendar.add_component(_event(row.action, url or page_of(discovery)))
    return bytes(calendar.to_ical())


def _event(action: ActionItem, url: str) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{action.uuid}@headwaters")
    event.add("dtstamp", action.modified_at)
    event.add("last-modified", action.modified_at)
    event.add("sequence", action.revision - 1)
    event.add("summary", _summary(action))
    event.add("dtstart", action.due)
    if action.due != date.max:  # without an end it is a day as well (RFC 5545, 3.6.1)
        event.add("dtend", action.due + timedelta(days=1))  # type: ignore[operator]  # only those with a date
    event.add("transp", "TRANSPARENT")
    if action.state == ActionState.DROPPED:
        event.add("status", "CANCELLED")
    event.add("description", "\n".join(_lines(action)))
    event.add("url", url)
    return event


def _summary(action: ActionItem) -> str:
    text = (
        _("Done: %(action)s") % {"action": action.title} if action.state == ActionState.DONE else action.title
    )
    return f"{text} ({action.responsible})" if action.responsible else text


def _lines(action: ActionItem) -> list[str]:
    lines = [action.detail, ""] if action.detail else []
    lines.append(_("State: %(state)s") % {"state": action.get_state_display()})
    if action.workshop:
        lines.append(_("From the workshop “%(workshop)s”") % {"workshop": action.workshop})
    return lines


def table_of(rows: Iterable[ActionRow]) -> bytes:
    """The actions as CSV: UTF-8 with the mark that spreadsheets want, lines end with CRLF, and no cell is a
    formula."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(
        [
            _("Action"),
            _("Details"),
            _("Owner"),
            _("Due"),
            _("Overdue"),
            _("Stream"),
            _("State"),
            _("Captured by"),
            _("Workshop"),
            _("Added"),
        ]
    )
    for row in rows:
        action = row.action
        cells = [
            action.title,
            action.detail,
            action.responsible,
            action.due.isoformat() if action.due else "",
            _("Yes") if row.is_overdue else "",
            action.get_stream_display(),
            action.get_state_display(),
            f"{action.captured_by} ({_('from an imported file')})"
            if is_claim(action)
            else action.captured_by,
            str(action.workshop) if action.workshop else "",
            action.created_at.date().isoformat(),
        ]
        writer.writerow([csv_cell(str(cell)) for cell in cells])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def page_of(discovery: Discovery) -> str:
    """The absolute address of the list."""
    path = reverse("discovery:discovery_actions", args=[discovery.slug])
    return f"{settings.BASE_URL.rstrip('/')}{path}"
