"""Forms of the Data Mesh delta."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _, gettext_lazy

from core.forms import KindForm, PlainForm, field_of, refusals_in
from core.kinds import check_visible, check_year
from discovery.models import Discovery
from organizations.models import Person
from process.models import DeltaScore


class ScoreForm(KindForm[DeltaScore]):
    """Says what the dimension means."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["today"].help_text = escape(self.instance.dimension.description)


class GapActionForm(PlainForm):
    """The action that closes a gap. `uuid` is chosen with the empty form: sent twice, it is one action."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    title = forms.CharField(
        label=gettext_lazy("Action"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "said"}),
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Owner"), queryset=Person.objects.none(), required=False
    )
    due = forms.DateField(
        label=gettext_lazy("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, discovery: Discovery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(organization=discovery.domain.organization_id)
        owner = field_of(self, "owner", forms.ModelChoiceField)
        owner.queryset, owner.empty_label = people, _("No one yet")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        with refusals_in(self):
            check_visible(cleaned.get("title", ""), "title")
            check_year(cleaned.get("due"), "due")
        return cleaned
