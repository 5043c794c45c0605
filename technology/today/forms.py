"""The form that records who reads what today."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from core.forms import PlainForm, field_of
from discovery.models import Discovery
from organizations.actors import Actor
from products.models import DataProduct, ProductState, Source
from products.selectors.connectable import sources_for
from technology.models import DataAsset


class ReadForm(PlainForm):
    """Records that something reads something else today. Both ends are chosen from all sources, assets and
    products: a value names the sort of thing and its uuid."""

    reader = forms.ChoiceField(label=gettext_lazy("Reader"))
    origin = forms.ChoiceField(label=gettext_lazy("Reads from"))
    how = forms.CharField(
        label=gettext_lazy("Method"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("For example a nightly extract or a database link."),
    )

    def __init__(self, *args: Any, actor: Actor, discovery: Discovery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assets = list(DataAsset.objects.filter(discovery=discovery))
        products = DataProduct.objects.filter(discovery=discovery).exclude(state=ProductState.RETIRED)
        self.ends: dict[str, DataAsset | DataProduct | Source] = {}
        self._offer(
            "reader",
            (_("Data assets"), "asset", assets),
            (_("Data products"), "product", list(products)),
        )
        self._offer(
            "origin",
            (_("Sources"), "source", list(sources_for(actor, discovery))),
            (_("Data assets"), "asset", assets),
        )

    def _offer(
        self, name: str, *groups: tuple[str, str, list[DataAsset] | list[DataProduct] | list[Source]]
    ) -> None:
        choices: list[Any] = [("", _("Choose"))]
        for label, sort, rows in groups:
            if rows:
                self.ends |= {f"{sort}:{row.uuid}": row for row in rows}
                choices.append((label, [(f"{sort}:{row.uuid}", row.name) for row in rows]))
        field = field_of(self, name, forms.ChoiceField)
        field.choices = choices

    def values(self) -> dict[str, Any]:
        """Arguments of today.services.add_read."""
        return {
            "reader": self.ends[self.cleaned_data["reader"]],
            "origin": self.ends[self.cleaned_data["origin"]],
            "how": self.cleaned_data["how"],
        }
