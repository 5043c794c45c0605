"""The form of a group of usage patterns."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.forms import KindForm, field_of
from core.models import Artifact
from products.models import UsageGroup, UsagePattern
from products.promises.usage_patterns.kinds import ASKED
from products.promises.usage_patterns.selectors import patterns_of


class _Patterns(forms.ModelMultipleChoiceField[UsagePattern]):
    def label_from_instance(self, obj: UsagePattern) -> str:
        return " · ".join(filter(None, (str(obj), *(getattr(obj, name) for name in ASKED[1:5]))))[:120]


class UsageGroupForm(KindForm[UsageGroup]):
    """The name of a group; a new one also has the patterns that it contains."""

    patterns = _Patterns(
        queryset=UsagePattern.objects.none(),
        required=False,
        label=gettext_lazy("Patterns with the same need"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = patterns_of(self.instance.product)
        field_of(self, "patterns", forms.ModelMultipleChoiceField).queryset = rows
        if self.instance.pk or not rows.exists():
            del self.fields["patterns"]

    def linked(self) -> dict[str, list[Artifact]]:
        return {"patterns": list(self.cleaned_data.get("patterns", ()))}
