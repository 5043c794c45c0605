"""People for roles, as a room proposes them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Artifact
from organizations.models import Role
from workshops.contributions.models import AUTHOR_LENGTH
from workshops.models import Activity

LONGEST_NAME = 120


class RoleProposal(Artifact):
    """Someone in the room proposed a person for a role. The person may be new to the organization, so it is a
    name until it is accepted."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="role_proposals")
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="proposals")
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    author = models.CharField(max_length=AUTHOR_LENGTH, blank=True)
    is_taken = models.BooleanField(default=False)

    class Meta(Artifact.Meta):
        ordering = ("pk",)
