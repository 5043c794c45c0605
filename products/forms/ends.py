"""Forms of sources and consumers."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Prefetch, Q
from django.forms import Textarea
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.naming import perhaps_same
from discovery.actors import Actor
from discovery.forms.artifacts import ArtifactForm, PlainForm
from discovery.models import Discovery
from discovery.selectors.earlier import Link
from lvt.models import UseCase
from products.models import Consumer, ConsumerUseCase, ProductConsumer, Source, SourceFeed, SourceKind
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


class SourceForm(ArtifactForm[Source]):
    """A source; an integration source says which others it brings together."""

    links: ClassVar = {"feeds": Link(SourceFeed, "integration", "source")}

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


class ConsumerForm(ArtifactForm[Consumer]):
    """A consumer, and the use cases that it works on."""

    links: ClassVar = {"use_cases": Link(ConsumerUseCase, "consumer", "use_case")}

    use_cases = forms.ModelMultipleChoiceField(
        queryset=UseCase.objects.none(),
        required=False,
        label=gettext_lazy("Works on the use cases"),
        help_text=gettext_lazy("All data products that it uses count as serving them."),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Consumer
        fields = ("name", "description")
        widgets = {"description": Textarea(attrs={"rows": 3})}
        help_texts = {"name": gettext_lazy("A group of people, a role or a system. Unique in the domain.")}

    def __init__(self, *args: Any, discovery: Discovery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.discovery = discovery
        rows = UseCase.objects.filter(discovery=discovery)
        if rows.exists():
            own = ConsumerUseCase.objects.filter(consumer=self.instance.pk, use_case__deleted_at=None)
            self.fields["use_cases"].queryset = rows  # type: ignore[attr-defined]  # set above
            self.fields["use_cases"].initial = list(own.values_list("use_case", flat=True))
        else:
            del self.fields["use_cases"]

    def clean_name(self) -> str:
        return _free(Consumer, self.cleaned_data["name"], self.discovery, self.instance)


class _UserChoice(forms.ModelMultipleChoiceField[Consumer]):
    """Consumers, each with what would serve the use case by it."""

    def label_from_instance(self, obj: Any) -> str:
        """The name, and the names of the products that it uses."""
        names = sorted({link.product.name for link in obj.product_links.all() if not link.product.deleted_at})
        return (
            _("%(name)s (uses %(products)s)") % {"name": obj, "products": ", ".join(names)}
            if names
            else str(obj)
        )


class UsersForm(PlainForm):
    """Who works on a use case: consumers that are known, and a new one. Suggested is the role of the
    example on its card."""

    users = _UserChoice(
        queryset=Consumer.objects.none(),
        required=False,
        label=gettext_lazy("Consumers who work on it"),
        help_text=gettext_lazy("All data products that they use count as serving the use case."),
        widget=forms.CheckboxSelectMultiple,
    )
    name = forms.CharField(
        max_length=120,
        required=False,
        label=gettext_lazy("Another consumer"),
        help_text=gettext_lazy("A group of people or a role that is not in the list."),
    )

    def __init__(self, *args: Any, use_case: UseCase, **kwargs: Any) -> None:
        rows = Consumer.objects.filter(discovery=use_case.discovery)
        own = ConsumerUseCase.objects.filter(use_case=use_case, consumer__deleted_at=None)
        chosen = set(own.values_list("consumer", flat=True))
        role = use_case.example_role.strip()
        known = [row.pk for row in rows if role and perhaps_same(row.name, role)]
        initial = {"users": chosen | set(known[:1]), "name": "" if known else role[:120]}
        super().__init__(*args, **{"initial": initial, **kwargs})
        if rows.exists():
            shown = rows.prefetch_related(
                Prefetch("product_links", ProductConsumer.objects.select_related("product"))
            )
            self.fields["users"].queryset = shown  # type: ignore[attr-defined]  # set above
        else:
            del self.fields["users"]
