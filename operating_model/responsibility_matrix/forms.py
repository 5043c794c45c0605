"""The form of a row of the responsibility matrix."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.forms import ArtifactForm
from core.selectors.earlier_revisions import rows_at
from discovery.models import Discovery
from operating_model.models import Duty, DutyPart
from operating_model.responsibilities.kinds import DUTY
from operating_model.responsibility_matrix.selectors import letters_in, letters_of
from operating_model.roles.selectors import ordered_roles
from organizations.models import Role

# The choices of a role's part in a row; the value holds the letters.
PART_CHOICES = (
    ("", gettext_lazy("– not involved")),
    ("R", gettext_lazy("R – does it")),
    ("A", gettext_lazy("A – owns the result")),
    ("RA", gettext_lazy("A/R – owns the result and does it")),
    ("C", gettext_lazy("C – asked beforehand")),
    ("I", gettext_lazy("I – told afterwards")),
)


class DutyForm(ArtifactForm[Duty]):
    """A row of the matrix: an activity, and the part of each role in it."""

    adds = True

    class Meta:
        model = Duty
        fields = ("name",)
        help_texts = DUTY.help_texts

    def __init__(self, *args: Any, discovery: Discovery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles: dict[str, Role] = {
            f"role_{role.uuid}": role for role in ordered_roles(discovery.domain.organization)
        }
        letters = letters_in(self.instance) if self.instance.pk else {}
        for name, role in self.roles.items():
            # Several letters that no choice has, such as "RC", are kept as they are until someone chooses.
            have = letters.get(role.pk, "")
            own = () if have in dict(PART_CHOICES) else ((have, "/".join(have)),)
            self.fields[name] = forms.ChoiceField(
                label=role.name, choices=(*PART_CHOICES, *own), required=False, initial=have
            )

    def values(self) -> dict[str, Any]:
        """The name, and the letters of each role."""
        values = super().values()
        parts = {role: values.pop(name) for name, role in self.roles.items()}
        return {**values, "parts": parts}

    def linked_at(self, artifact: Duty, revision: int) -> dict[str, Any]:
        letters = letters_of(rows_at(DutyPart, "duty", artifact, revision))
        return {name: letters.get(role.pk, "") for name, role in self.roles.items()}
