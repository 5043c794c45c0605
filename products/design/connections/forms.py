"""Forms that connect a product by name: what is known is picked, what is new is made."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _, gettext_lazy

from core.forms import PlainForm, SuggestingInput, suggest
from core.labels import by_name
from core.name_comparison import is_same, nearest
from products.design.connections.services import ITSELF
from products.models import Consumer, DataProduct, Source


class NewProducer(models.TextChoices):
    """The kind of thing that a new name is for."""

    SOURCE = "source", gettext_lazy("A source")
    INTEGRATION = "integration", gettext_lazy("An integration source")
    PRODUCT = "product", gettext_lazy("A source-oriented data product")


class ProducerForm(PlainForm):
    """An origin of the product's data: a source or product of the domain, or a new one of that name.

    A new name that is nearly a known one is asked about first: `is_new` confirms that it is new.
    """

    name = forms.CharField(
        max_length=120,
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("A source or a data product. Enter an existing name or a new one."),
        widget=SuggestingInput,
    )
    kind = forms.ChoiceField(
        choices=NewProducer.choices,
        initial=NewProducer.SOURCE,
        label=gettext_lazy("If it’s new, add it as"),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, product: DataProduct, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.product = product
        names = {
            row.name
            for model in (Source, DataProduct)
            for row in model.objects.filter(discovery=product.discovery)
            if row != product
        }
        suggest(self, "name", sorted(names, key=by_name))
        entry = str(self.data.get("name", ""))
        self.is_known = any(is_same(entry, name) for name in names)
        self.near = [] if self.is_known else nearest(entry, sorted(names), name_of=str)
        if self.near:
            self.fields["is_new"] = forms.BooleanField(
                required=False, label=_("“%(name)s” is a different one") % {"name": entry}
            )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if is_same(name, self.product.name):
            raise forms.ValidationError(ITSELF)
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.near and "name" in cleaned and not cleaned.pop("is_new", False):
            self.add_error(
                "name",
                _("Did you mean “%(name)s”? Enter that name, or confirm below that this is a different one.")
                % {"name": self.near[0]},
            )
        return cleaned

    @property
    def makes_product(self) -> bool:
        """Return True if the answers make a new data product."""
        return not self.is_known and self.data.get("kind") == NewProducer.PRODUCT


class ConsumerForm(PlainForm):
    """A user of the product: a consumer of the domain, or a new one of that name."""

    name = forms.CharField(
        max_length=120,
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("A group of people, a role or a system. Enter an existing name or a new one."),
        widget=SuggestingInput,
    )

    def __init__(self, *args: Any, product: DataProduct, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Consumer.objects.filter(discovery=product.discovery)
        suggest(self, "name", [row.name for row in rows])
