"""What is kept about people, for how long, and what becomes of it then: what `services/retention.py` does.
Since when it counts is said here once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import Operation
from workshops.models import Participant, Workshop
from workshops.models.workshop import WorkshopState


def workshops_over(before: datetime) -> QuerySet[Workshop]:
    """The workshops that were over at that time, deleted ones too. A workshop is over since it ended, or, if
    nobody ended it, since its latest event: its planned date, a person who came in, or an operation."""
    done = Operation.objects.filter(room_uuid=OuterRef("uuid")).order_by("-at")
    came = Participant.objects.filter(workshop=OuterRef("pk"), joined_at__gte=before)
    is_ended = Q(state=WorkshopState.ENDED, ended__isnull=False)
    is_quiet = ~Exists(done.filter(at__gte=before)) & ~Exists(came)
    return Workshop.everything.annotate(
        ended=Subquery(done.filter(verb="workshop.ended").values("at")[:1])
    ).filter(
        (is_ended & Q(ended__lt=before))
        | (~is_ended & is_quiet & (Q(starts_at=None) | Q(starts_at__lt=before)))
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """`what` is kept for `how_long`; `then` says what becomes of it, in sentences."""

    what: str
    how_long: str
    then: str


def what_is_kept() -> list[Kept]:
    """In the order in which people ask for it."""
    return [
        Kept(
            _("Name, side and role of somebody who takes part without an account"),
            _days(
                settings.KEEP_GUESTS_DAYS,
                _("after the workshop ended; where nobody ended it, after the last that happened in it"),
            ),
            _("A pseudonym takes their place. What they wrote and scored stays, without their name."),
        ),
        Kept(
            _("E-mail address that somebody left for the mail after a workshop"),
            _("until the mail is sent, at most 30 days after the workshop ended"),
            _("It is deleted."),
        ),
        Kept(
            _("Name and e-mail address of an account"),
            _("until the person deletes the account, or an admin erases them"),
            _("A pseudonym takes the place of the name, and the address is gone."),
        ),
        Kept(
            _("People in the list of an organization, and who did what"),
            _("until an admin erases the person"),
            _("A pseudonym takes the place of the name, also in history and in frozen versions."),
        ),
        Kept(
            _("What was deleted"),
            _days(settings.KEEP_TRASH_DAYS, _("in the trash")),
            _("It is deleted for good, with its history and files. Nobody can bring it back."),
        ),
        Kept(
            _("Reports as files"),
            _days(settings.KEEP_REPORTS_DAYS, ""),
            _("The file is deleted. A report can be made again; PDFs of frozen versions stay."),
        ),
        Kept(
            _("Who was let in, what programs did and what was refused: the audit list that admins read"),
            _days(settings.KEEP_AUDIT_DAYS, ""),
            _("It is deleted. The network addresses in it go earlier: %(how_long)s.")
            % {"how_long": _days(settings.KEEP_ADDRESSES_DAYS, "")},
        ),
        Kept(
            _("Sessions with their browser and network address, sign-in links, limits and finished tasks"),
            _("until they are over"),
            _("They are deleted every day."),
        ),
    ]


def _days(count: int, since: str) -> str:
    if not count:
        return _("until somebody asks for it to be erased")
    words = ngettext("%(count)s day", "%(count)s days", count) % {"count": count}
    return f"{words} {since}".strip()
