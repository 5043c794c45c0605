"""Objects that an account made for a place."""

from django.db import models

from core.models import optional_link
from organizations.models import User


class MadeByAccount(models.Model):
    """An object made by an account; once the account is erased, `made_by_label` is the pseudonym
    that took the place of its name."""

    made_by = optional_link(User, "+")
    made_by_label = models.CharField(max_length=60, blank=True)

    class Meta:
        abstract = True

    @property
    def maker(self) -> str:
        """Label of the maker, as everyone may read it."""
        return str(self.made_by or self.made_by_label)
