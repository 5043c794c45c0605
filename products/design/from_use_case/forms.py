"""The form that designs a product backwards from a use case."""

import re
from typing import Any
from uuid import uuid4

from django import forms
from django.forms import Textarea
from django.utils.translation import gettext as _, gettext_lazy

from core.forms import PlainForm, field_of, was_sent_before
from lvt.models import Measure, UseCase
from lvt.tree.selectors import measures_of
from products import answer_extraction
from products.models import DataProduct, ProductState, Source

_SURFACE = re.compile(r"[\s:–-]*\b(dashboard|report|app|cockpit|portal|view)$", re.IGNORECASE)


def proposed_name(use_case: UseCase) -> str:
    """The name of the use case without the surface that it ends with: "HCP 360 dashboard" asks for the
    product "HCP 360"."""
    name = " ".join(use_case.name.split())
    return (_SURFACE.sub("", name) or name)[:120].rstrip()


def proposed_job(use_case: UseCase) -> str:
    """The belief on the card as a whole sentence: on the card it follows "We believe that"."""
    job = answer_extraction.sentence(use_case.we_believe, 500).rstrip(" ,;:")
    return job[:1].upper() + job[1:]


class BackwardsForm(PlainForm):
    """Measure of success first, then the product, then what it needs."""

    measured = forms.ModelMultipleChoiceField(
        queryset=Measure.objects.none(),
        required=False,
        label=gettext_lazy("Measure success first"),
        help_text=gettext_lazy("Each measure you tick gets its own data product."),
        widget=forms.CheckboxSelectMultiple,
    )
    name = forms.CharField(
        max_length=120,
        label=gettext_lazy("Data product that serves the use case"),
        help_text=gettext_lazy("Unique in the domain."),
    )
    job = forms.CharField(
        max_length=500,
        required=False,
        label=gettext_lazy("Job of the product"),
        help_text=gettext_lazy("In one sentence: what does it do, and for whom?"),
        widget=Textarea(attrs={"rows": 3, "class": "said"}),
    )
    feeders = forms.ModelMultipleChoiceField(
        queryset=DataProduct.objects.none(),
        required=False,
        label=gettext_lazy("Takes data from these data products"),
        widget=forms.CheckboxSelectMultiple,
    )
    sources = forms.ModelMultipleChoiceField(
        queryset=Source.objects.none(),
        required=False,
        label=gettext_lazy("Takes data from these sources"),
        widget=forms.CheckboxSelectMultiple,
    )
    new_inputs = forms.CharField(
        max_length=2000,
        required=False,
        label=gettext_lazy("Takes data from sources that aren’t listed"),
        help_text=gettext_lazy("One per line."),
        widget=Textarea(attrs={"rows": 3}),
    )

    uuid = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def __init__(self, *args: Any, use_case: UseCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        discovery, own = use_case.discovery, measures_of(use_case.discovery)
        if not was_sent_before(self, DataProduct):
            delivered = DataProduct.objects.filter(discovery=discovery).exclude(delivers=None)
            own = own.exclude(pk__in=delivered.values("delivers"))
        linked = own.filter(use_case_links__use_case=use_case, use_case_links__deleted_at=None)
        of_bet = own.filter(hypothesis=use_case.hypothesis_id) if use_case.hypothesis_id else own.none()
        rows: dict[str, Any] = {
            "measured": own.filter(
                pk__in={*linked.values_list("pk", flat=True), *of_bet.values_list("pk", flat=True)}
            ),
            "feeders": DataProduct.objects.filter(discovery=discovery).exclude(state=ProductState.RETIRED),
            "sources": Source.objects.filter(discovery=discovery),
        }
        for field, choices in rows.items():
            if choices.exists():
                field_of(self, field, forms.ModelChoiceField).queryset = choices
            else:
                del self.fields[field]
        self.fields["name"].initial = proposed_name(use_case)
        self.fields["job"].initial = proposed_job(use_case)

    def clean_new_inputs(self) -> list[str]:
        names = dict.fromkeys(" ".join(line.split()) for line in self.cleaned_data["new_inputs"].splitlines())
        names.pop("", None)
        if any(len(name) > answer_extraction.LONGEST for name in names):
            raise forms.ValidationError(
                _("Names can have at most %(count)s characters.") % {"count": answer_extraction.LONGEST}
            )
        return list(names)
