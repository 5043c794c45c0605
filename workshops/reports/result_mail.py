"""The mail with what came out of a workshop."""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from organizations.mail_texts import Attachment, Letter
from workshops.models import SummaryMail
from workshops.reports.action_files import calendar_of
from workshops.results.quick_captures.selectors import ActionRow
from workshops.results.result_mails.selectors import summary_for


def letter_to(mail: SummaryMail) -> Letter:
    """The mail to one person, with a calendar file of their actions that have a date, in their language."""
    with translation.override(mail.language or mail.workshop.language):
        return _letter_to(mail)


def _letter_to(mail: SummaryMail) -> Letter:
    summary = summary_for(mail)
    workshop = summary.workshop
    subject = _("Results: %(workshop)s") % {"workshop": workshop.name}
    to = mail.address or (mail.account.email if mail.account else "")
    body = render_to_string("workshops/mail/summary.txt", {"summary": summary, "mail": mail})
    dated = [ActionRow(action, is_overdue=False) for action in summary.actions if action.due]
    calendar = calendar_of(workshop.discovery, dated, url=summary.url).decode() if dated else ""
    files = (Attachment("actions.ics", calendar, "text/calendar"),) if dated else ()
    return Letter(to, subject, body, files)
