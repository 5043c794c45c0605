"""The form of a group of usage patterns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from discovery.forms.artifacts import ArtifactForm
from discovery.forms.typed import field_of
from products.kinds.usage import ASKED
from products.models import DataProduct, UsageGroup, UsagePattern
from products.selectors.usage import patterns_of


class _Patterns(forms.ModelMultipleChoiceField[UsagePattern]):
    def label_from_instance(self, obj: UsagePattern) -> str:
        return " · ".join(filter(None, (str(obj), *(getattr(obj, name) for name in ASKED[1:5]))))[:120]


class UsageGroupForm(ArtifactForm[UsageGroup]):
    """The name of a group; a new one also says which patterns it holds."""

    adds = True

    patterns = _Patterns(
        queryset=UsagePattern.objects.none(),
        required=False,
        label=gettext_lazy("Patterns that ask for the same"),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = UsageGroup
        fields = ("name",)

    def __init__(self, *args: Any, product: DataProduct, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        patterns = field_of(self, "patterns", forms.ModelMultipleChoiceField)
        patterns.queryset = patterns_of(product)
        if self.instance.pk or not patterns_of(product).exists():
            del self.fields["patterns"]
