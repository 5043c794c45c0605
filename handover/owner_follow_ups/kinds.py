"""The days on which owners are asked what became of it."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from core.exceptions import Conflict, Invalid
from core.kinds import ArtifactKind, Layout, check_year
from discovery.permissions import check_facilitate
from handover.models import CheckIn
from handover.owner_follow_ups.models import ONE_A_DAY
from organizations.actors import Actor


def check_to_come(day: date, field: str) -> None:
    """Raises Invalid, which names the field, for today and days before."""
    if day <= timezone.localdate():
        raise Invalid(_("Choose a day in the future."), field)


class CheckInKind(ArtifactKind[CheckIn]):
    """Facilitators set the days. A day that has come stays, with what was said on it."""

    model = CheckIn
    path = "discovery"
    title = "held_on"
    page = "handover:check_ins"
    layout = Layout("held_on")
    looks_at_siblings = True

    def check_may_edit(self, actor: Actor, artifact: CheckIn) -> None:
        check_facilitate(actor, artifact.discovery)

    def check(self, draft: CheckIn, before: CheckIn | None) -> None:
        check_year(draft.held_on, "held_on")
        check_to_come(draft.held_on, "held_on")
        if before is not None and before.held_on <= timezone.localdate():
            raise Conflict(_("This follow-up has begun, so it stays with its answers."))
        others = self.siblings(draft).filter(held_on=draft.held_on)
        if (others.exclude(pk=before.pk) if before else others).exists():
            raise Invalid(ONE_A_DAY, "held_on")

    def check_may_delete(self, artifact: CheckIn) -> None:
        if artifact.held_on <= timezone.localdate():
            raise Conflict(_("This follow-up has begun, so it stays with its answers."))


CHECK_IN = CheckInKind()
