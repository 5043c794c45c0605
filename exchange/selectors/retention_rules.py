"""The retention rules for personal data that `services/retention.py` applies, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _, ngettext

from core.models import Operation
from workshops.models import Participant, Workshop, WorkshopState

KEEP_TASKS: Final = timedelta(days=14)
"""Time that finished tasks are kept: long enough to look into what went wrong."""


def workshops_over(before: datetime) -> QuerySet[Workshop]:
    """Return the workshops that were over at the time `before`, including deleted ones. A workshop is over
    from its end, or without one from its latest event: its planned date, a person who joined, or an
    operation."""
    operations = Operation.objects.filter(room_uuid=OuterRef("uuid")).order_by("-at")
    arrivals = Participant.objects.filter(workshop=OuterRef("pk"), joined_at__gte=before)
    is_ended = Q(state=WorkshopState.ENDED, ended__isnull=False)
    is_quiet = ~Exists(operations.filter(at__gte=before)) & ~Exists(arrivals)
    return Workshop.everything.annotate(
        ended=Subquery(operations.filter(verb="workshop.ended").values("at")[:1])
    ).filter(
        (is_ended & Q(ended__lt=before))
        | (~is_ended & is_quiet & (Q(starts_at=None) | Q(starts_at__lt=before)))
    )


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """A rule: the data `what` is stored for `how_long`; `then` describes what happens after."""

    what: str
    how_long: str
    then: str


def what_is_kept() -> list[RetentionRule]:
    """Return the retention rules, the most requested first."""
    return [
        RetentionRule(
            _("Name, side and role of people who take part without an account"),
            _days(
                settings.KEEP_GUESTS_DAYS,
                _("after the workshop ended, or after the last event in it if no one ended it"),
            ),
            _("They’re replaced by a pseudonym. What the person wrote and scored stays, without their name."),
        ),
        RetentionRule(
            _("Email address left for the email after a workshop"),
            _("until the email is sent, at most 30 days after the workshop ended"),
            _("It is deleted."),
        ),
        RetentionRule(
            _("Name and email address of an account"),
            _("until the person deletes the account, or an admin erases them"),
            _("The name is replaced by a pseudonym, and the address is deleted."),
        ),
        RetentionRule(
            _("People listed in an organization, and the history of who did what"),
            _("until an admin erases the person"),
            _("The name is replaced by a pseudonym, also in history and in frozen versions."),
        ),
        RetentionRule(
            _("Deleted items"),
            _days(settings.KEEP_TRASH_DAYS, _("in the trash")),
            _("They are deleted permanently, with their history and files, and can’t be restored."),
        ),
        RetentionRule(
            _("Report files"),
            _days(settings.KEEP_REPORTS_DAYS, ""),
            _("The file is deleted. You can create the report again. PDFs of frozen versions stay."),
        ),
        RetentionRule(
            _("Audit log for admins: access, activity by programs and refused requests"),
            _days(settings.KEEP_AUDIT_DAYS, ""),
            _("It is deleted. The IP addresses in it are deleted earlier: %(how_long)s.")
            % {"how_long": _days(settings.KEEP_ADDRESSES_DAYS, "")},
        ),
        RetentionRule(
            _("Sessions with their browser and IP address, sign-in links, rate limits and finished tasks"),
            _("until they expire; finished tasks for %(count)s days") % {"count": KEEP_TASKS.days},
            _("They are deleted every day."),
        ),
    ]


def _days(count: int, since: str) -> str:
    if not count:
        return _("until someone asks for it to be erased")
    words = ngettext("%(count)s day", "%(count)s days", count) % {"count": count}
    return f"{words} {since}".strip()
