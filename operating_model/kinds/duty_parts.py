"""Rows in files of the parts of roles in duties, which responsibilities/services.py writes."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.kinds import Layout, WrittenOutKind
from operating_model.models import DutyPart, RaciPart
from organizations.models import Role


class PartKind(WrittenOutKind[DutyPart]):
    """A role may have two parts; one role is accountable."""

    model = DutyPart
    noun = "part"
    path = "duty__discovery"
    title = "role"
    layout = Layout("role", "part")
    recognized_by = ("role", "part")

    def choices(self, artifact: DutyPart) -> dict[str, QuerySet[Any]]:
        """The roles of its organization."""
        organization = artifact.duty.discovery.domain.organization_id
        return {"role": Role.objects.filter(organization=organization)}

    def check(self, draft: DutyPart, before: DutyPart | None) -> None:
        others = self.siblings(draft).exclude(pk=draft.pk)
        if draft.part == RaciPart.ACCOUNTABLE and others.filter(part=RaciPart.ACCOUNTABLE).exists():
            raise Invalid(_("Only one role can be accountable (A)."), "part")


PART = PartKind()
