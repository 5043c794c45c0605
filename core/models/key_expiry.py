"""The last day of a key for programs."""

from datetime import date, timedelta
from typing import Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import DomainError, Invalid

USUAL: Final = timedelta(days=365)
"""How long a key works unless its form says otherwise."""
LONGEST: Final = timedelta(days=2 * 365)
ENDS_SOON: Final = timedelta(days=30)
"""How long before its last day a key is marked."""


class KeyEnded(DomainError):
    """The last day of a key is over."""

    status = 401


class WithLastDay(models.Model):
    """Works until the end of `ends_on`. Keys made before there were such days have none."""

    ends_on = models.DateField(gettext_lazy("last day"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def has_ended(self) -> bool:
        return self.ends_on is not None and self.ends_on < timezone.localdate()

    @property
    def ends_soon(self) -> bool:
        """True if it ends so soon that another one should be made."""
        if self.ends_on is None or self.has_ended:
            return False
        return self.ends_on - timezone.localdate() <= ENDS_SOON


def checked_last_day(day: date | None) -> date:
    """The last day of a new key: USUAL from now if no day is given. Raises Invalid for a day that is not in
    the future, or beyond LONGEST."""
    today = timezone.localdate()
    day = day or today + USUAL
    if not today < day <= today + LONGEST:
        raise Invalid(_("Choose a date within the next two years."), "ends_on")
    return day


def check_has_not_ended(key: WithLastDay) -> None:
    """Raises KeyEnded after the last day of the key."""
    if key.ends_on is not None and key.has_ended:
        sentence = _("This key expired on %(day)s. Create a new one under “API keys”.")
        raise KeyEnded(sentence % {"day": key.ends_on.isoformat()})
