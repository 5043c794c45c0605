"""Forms of a data product: a new one, and each part of its template."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import Textarea
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discovery.forms.artifacts import ArtifactForm, PlainForm
from discovery.models import Discovery, Organization, Team
from lvt.models import Measure, UseCase
from lvt.selectors.tree import measures_of, people_of
from products.models import Confidence, DataProduct, ProductKind, TemplateAnswer
from products.selectors.names import taken_by


class ProductForm(ArtifactForm[DataProduct]):
    """What all forms of a product hold to: its name is unique in the domain of the `discovery`."""

    class Meta:
        model = DataProduct
        fields: tuple[str, ...] = ("name", "kind", "job", "description")
        widgets = {
            "kind": forms.RadioSelect,
            "job": Textarea(attrs={"rows": 3, "class": "said"}),
            "description": Textarea(attrs={"rows": 4}),
            "effort_confidence": forms.RadioSelect,
        }
        help_texts = {
            "name": gettext_lazy("Unique in the domain."),
            "job": gettext_lazy("What it does for whom, in a sentence."),
        }

    def __init__(self, *args: Any, discovery: Discovery | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.discovery = discovery or self.instance.discovery
        kind = self.fields.get("kind")
        if isinstance(kind, forms.ChoiceField):
            kind.choices = ProductKind.choices  # without an empty one

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        taken = taken_by(
            DataProduct,
            self.discovery.domain_id,
            name,
            besides=self.instance if self.instance.pk else None,
        )
        if taken is not None:
            raise forms.ValidationError(
                _("“%(name)s” exists in this domain already. Choose another name.") % {"name": taken.name}
            )
        return name


class NewProductForm(ProductForm):
    """A new product, with the use cases that it serves."""

    use_cases = forms.ModelMultipleChoiceField(
        queryset=UseCase.objects.none(),
        required=False,
        label=gettext_lazy("Serves the use cases"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["description"]
        rows = UseCase.objects.filter(discovery=self.discovery)
        if rows.exists():
            self.fields["use_cases"].queryset = rows  # type: ignore[attr-defined]  # set above
        else:
            del self.fields["use_cases"]


class NameForm(ProductForm):
    class Meta(ProductForm.Meta):
        fields = ("name", "kind")


class JobForm(ProductForm):
    class Meta(ProductForm.Meta):
        fields = ("job",)


class DescriptionForm(ProductForm):
    class Meta(ProductForm.Meta):
        fields = ("description",)


class OwnershipForm(ProductForm):
    class Meta(ProductForm.Meta):
        fields = ("owner", "team")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organization: Organization = self.discovery.domain.organization
        for name, rows in (
            ("owner", people_of(self.discovery)),
            ("team", Team.objects.filter(organization=organization)),
        ):
            field = self.fields[name]
            field.queryset = rows  # type: ignore[attr-defined]  # both are choices of models
            field.empty_label = _("Nobody yet")  # type: ignore[attr-defined]  # a field of models
            if not rows.exists():
                field.help_text = _("Nobody can be chosen yet: add them on the page of the organization.")


class EffortForm(ProductForm):
    class Meta(ProductForm.Meta):
        fields = ("effort", "effort_low", "effort_high", "effort_confidence")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        confidence = self.fields["effort_confidence"]
        if isinstance(confidence, forms.TypedChoiceField):
            confidence.choices = [("", _("Not said")), *Confidence.choices]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        low, likely, high = (cleaned.get(name) for name in ("effort_low", "effort", "effort_high"))
        if low is not None and high is not None and low > high:
            self.add_error("effort_high", _("“At most” cannot be less than “at least”."))
        elif likely is not None and (
            (low is not None and likely < low) or (high is not None and likely > high)
        ):
            self.add_error("effort", _("The effort lies between “at least” and “at most”."))
        return cleaned


class DeliversForm(ProductForm):
    class Meta(ProductForm.Meta):
        fields = ("delivers",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["delivers"]
        field.queryset = measures_of(self.discovery)  # type: ignore[attr-defined]  # a choice of measures
        field.empty_label = _("None: it serves use cases")  # type: ignore[attr-defined]  # a field of models
        field.help_text = _(
            "The first consumer-oriented product of a bet is often the one that measures whether it pays off."
        )


# The parts of a template that are edited in it, by the name that stands in the address.
PART_FORMS: dict[str, type[ProductForm]] = {
    "name": NameForm,
    "job": JobForm,
    "description": DescriptionForm,
    "ownership": OwnershipForm,
    "effort": EffortForm,
    "delivers": DeliversForm,
}


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
