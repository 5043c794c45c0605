"""Forms of usage patterns and of their groups."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discovery.forms.artifacts import ArtifactForm
from products.models import Consumer, DataProduct, UsageGroup, UsagePattern
from products.selectors.usage import consumers_for, patterns_of
from products.services.usage import ASKED


class UsagePatternForm(ArtifactForm[UsagePattern]):
    class Meta:
        model = UsagePattern
        fields = ("consumer", *ASKED)
        widgets = {"what_breaks": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "who": gettext_lazy("A role or a group of people, when it is none of the consumers."),
            "when": gettext_lazy("Such as: before each visit."),
            "how_often": gettext_lazy("Such as: ten times a day."),
            "how_fresh": gettext_lazy("Such as: from yesterday, before 9:00."),
            "how_complete": gettext_lazy("Such as: all visits, with date and result."),
            "how_fast": gettext_lazy("Such as: within 2 seconds, on a phone."),
        }

    def __init__(self, *args: Any, product: DataProduct, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        consumer = self.fields["consumer"]
        assert isinstance(consumer, forms.ModelChoiceField)  # noqa: S101  # narrows the type
        consumer.queryset = consumers_for(product)
        consumer.empty_label = _("Nobody of the list")
        if not Consumer.objects.filter(domain=product.domain_id).exists():
            del self.fields["consumer"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.get(name) for name in ("consumer", *ASKED)):
            self.add_error("who", _("Say at least who uses the product, or what they expect of it."))
        return cleaned


class _Patterns(forms.ModelMultipleChoiceField[UsagePattern]):
    def label_from_instance(self, obj: UsagePattern) -> str:
        return " · ".join(filter(None, (str(obj), *(getattr(obj, name) for name in ASKED[1:5]))))[:120]


class UsageGroupForm(ArtifactForm[UsageGroup]):
    """The name of a group; a new one also says which patterns it holds."""

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
        patterns = self.fields["patterns"]
        assert isinstance(patterns, forms.ModelMultipleChoiceField)  # noqa: S101  # narrows the type
        patterns.queryset = patterns_of(product)
        if self.instance.pk or not patterns_of(product).exists():
            del self.fields["patterns"]
