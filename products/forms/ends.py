"""Forms of sources and consumers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.forms import Textarea
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discovery.actors import Actor
from discovery.forms.artefacts import ArtefactForm
from discovery.models import Discovery
from products.models import Consumer, Source, SourceFeed, SourceKind
from products.selectors.names import taken_by
from products.selectors.reach import sources_for


def _free(
    model: type[Consumer | Source], name: str, discovery: Discovery, instance: Consumer | Source
) -> str:
    """`name`, unless another one of the domain has it."""
    taken = taken_by(model, discovery.domain_id, name, besides=instance if instance.pk else None)
    if taken is not None:
        raise forms.ValidationError(
            _("“%(name)s” exists in this domain already. Choose another name.") % {"name": taken.name}
        )
    return name


class SourceForm(ArtefactForm[Source]):
    """A source; an integration source says which others it brings together."""

    feeds = forms.ModelMultipleChoiceField(
        queryset=Source.objects.none(),
        required=False,
        label=gettext_lazy("Brings together"),
        help_text=gettext_lazy("For an integration source: whose data it takes in."),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Source
        fields = ("name", "kind", "description", "feeds")
        widgets = {"kind": forms.RadioSelect, "description": Textarea(attrs={"rows": 3})}
        help_texts = {"name": gettext_lazy("Unique in the domain.")}

    def __init__(self, *args: Any, actor: Actor, discovery: Discovery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.discovery = discovery
        kind = self.fields["kind"]
        if isinstance(kind, forms.ChoiceField):
            kind.choices = SourceKind.choices
        own = SourceFeed.objects.filter(integration=self.instance.pk, source__deleted_at=None)
        rows = Source.objects.filter(
            Q(pk__in=sources_for(actor, discovery).values("pk")) | Q(pk__in=own.values("source"))
        )
        rows = rows.exclude(pk=self.instance.pk)
        if rows.exists():
            self.fields["feeds"].queryset = rows  # type: ignore[attr-defined]  # set above
            self.fields["feeds"].initial = list(own.values_list("source", flat=True))
        else:
            del self.fields["feeds"]

    def clean_name(self) -> str:
        return _free(Source, self.cleaned_data["name"], self.discovery, self.instance)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == SourceKind.SOURCE and cleaned.get("feeds"):
            self.add_error("feeds", _("Only an integration source brings other sources together."))
        return cleaned


class ConsumerForm(ArtefactForm[Consumer]):
    class Meta:
        model = Consumer
        fields = ("name", "description")
        widgets = {"description": Textarea(attrs={"rows": 3})}
        help_texts = {"name": gettext_lazy("A group of people, a role or a system. Unique in the domain.")}

    def __init__(self, *args: Any, discovery: Discovery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.discovery = discovery

    def clean_name(self) -> str:
        return _free(Consumer, self.cleaned_data["name"], self.discovery, self.instance)
