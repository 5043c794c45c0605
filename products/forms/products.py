"""What is asked about a data product: a new one, each part of its template and of its checklist, and what it
is linked with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import Textarea
from django.utils.translation import gettext_lazy

from discovery.forms.artifacts import ArtifactForm, PlainForm
from discovery.kinds.layout import Layout, only
from lvt.models import Measure, UseCase
from lvt.selectors.tree import measures_of
from products.kinds.products import DATA_PRODUCT
from products.models import DataProduct, TemplateAnswer
from products.selectors.checklist import FIELDS

NEW = only(DATA_PRODUCT.layout, "name", "kind", "job", "use_cases")
"""What a new product is asked for."""
PARTS: dict[str, Layout] = {
    "name": only(DATA_PRODUCT.layout, "name", "kind"),
    "job": only(DATA_PRODUCT.layout, "job"),
    "description": only(DATA_PRODUCT.layout, "description"),
    "ownership": only(DATA_PRODUCT.layout, "owner", "team"),
    "effort": only(DATA_PRODUCT.layout, "effort", "effort_low", "effort_high", "effort_confidence"),
    "delivers": only(DATA_PRODUCT.layout, "delivers"),
}
"""The parts of a template that are edited in it, by the name that stands in the address."""
CHECKLIST = {attribute: only(DATA_PRODUCT.layout, *names) for attribute, names in FIELDS.items()}
"""The attributes of the checklist, each with what belongs to it."""


class UseCaseLinkForm(PlainForm):
    """One more use case that the product serves, of those that it does not serve yet."""

    use_case = forms.ModelChoiceField(
        queryset=UseCase.objects.none(),
        label=gettext_lazy("Use case"),
        empty_label=gettext_lazy("Choose one"),
    )

    def __init__(self, *args: Any, product: DataProduct, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        linked = product.use_case_links.filter(deleted_at=None).values("use_case")
        rows = UseCase.objects.filter(discovery=product.discovery).exclude(pk__in=linked)
        self.fields["use_case"].queryset = rows  # type: ignore[attr-defined]  # set above


class MeasureLinkForm(PlainForm):
    """One more measure of success that the product is judged by."""

    measure = forms.ModelChoiceField(
        queryset=Measure.objects.none(),
        label=gettext_lazy("Measure of success"),
        empty_label=gettext_lazy("Choose one"),
    )

    def __init__(self, *args: Any, product: DataProduct, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        linked = product.measure_links.filter(deleted_at=None).values("measure")
        rows = measures_of(product.discovery).exclude(pk__in=linked)
        self.fields["measure"].queryset = rows  # type: ignore[attr-defined]  # set above


class AnswerForm(ArtifactForm[TemplateAnswer]):
    """What the group answers to one of the six questions; empty takes the answer back."""

    class Meta:
        model = TemplateAnswer
        fields = ("text",)
        widgets = {"text": Textarea(attrs={"rows": 7, "class": "said"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False
