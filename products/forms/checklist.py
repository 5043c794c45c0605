"""Forms of the checklist: each of its attributes where it stands."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import RadioSelect, Textarea
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discovery.forms.artifacts import ArtifactForm
from lvt.selectors.tree import people_of
from products.models import (
    AccessEffect,
    Classification,
    DataProduct,
    Distribution,
    Privacy,
    Sharing,
)
from products.selectors.checklist import FIELDS

CHOICES: dict[str, list[tuple[Any, Any]]] = {
    "sharing": Sharing.choices,
    "access_default": AccessEffect.choices,
    "distribution_modified": Distribution.choices,
    "distribution_unmodified": Distribution.choices,
    "classification": Classification.choices,
    "privacy": Privacy.choices,
}


class AttributeForm(ArtifactForm[DataProduct]):
    """One attribute of the checklist, by its key in FIELDS, with what belongs to it."""

    agreement_url = forms.URLField(
        label=gettext_lazy("Where the agreement is published"),
        max_length=500,
        required=False,
        assume_scheme="https",
    )

    class Meta:
        model = DataProduct
        fields = (
            "owner",
            "description",
            "sharing",
            "access_policy",
            "access_default",
            "agreement_url",
            "distribution_modified",
            "distribution_unmodified",
            "classification",
            "privacy",
            "privacy_note",
            "compliance",
        )
        widgets = {
            "description": Textarea(attrs={"rows": 4}),
            "access_policy": Textarea(attrs={"rows": 4}),
            "privacy_note": Textarea(attrs={"rows": 3}),
            "compliance": Textarea(attrs={"rows": 4}),
            "sharing": RadioSelect,
            "access_default": RadioSelect,
            "distribution_modified": RadioSelect,
            "distribution_unmodified": RadioSelect,
            "classification": RadioSelect,
            "privacy": RadioSelect,
        }
        help_texts = {
            "owner": gettext_lazy("Or steward: the first contact, who approves access."),
            "access_policy": gettext_lazy("Who may use it for what, in the words in which it is published."),
            "access_default": gettext_lazy("“May not” is the safe choice: access is denied by default."),
            "privacy_note": gettext_lazy("Which personal data, on which grounds, and for how long."),
            "compliance": gettext_lazy("The rules that apply, and how they are kept."),
        }

    def __init__(self, *args: Any, attribute: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = {*FIELDS[attribute], "revision"}
        for name in [name for name in self.fields if name not in kept]:
            del self.fields[name]
        for name, field in self.fields.items():
            if isinstance(field, forms.TypedChoiceField) and isinstance(field.widget, RadioSelect):
                field.choices = [("", _("Not said yet")), *CHOICES[name]]
        owner = self.fields.get("owner")
        if isinstance(owner, forms.ModelChoiceField):
            owner.queryset = people_of(self.instance.discovery)
            owner.empty_label = _("Nobody yet")
