"""Forms of input ports, of consumers of output ports, and of splitting a product by them."""

from typing import Any

from django import forms
from django.db.models import Q
from django.forms import ModelChoiceField, Textarea
from django.utils.translation import gettext as _, gettext_lazy

from core.forms import KindForm, PlainForm, field_of, label_options
from core.models import Artifact
from lvt.models import UseCase
from organizations.actors import Actor
from products.design.ports.selectors import proposed_for_split
from products.models import (
    Consumer,
    DataProduct,
    InputKind,
    InputPort,
    OutputPort,
    ProductConsumer,
    ProductUseCase,
    Source,
)
from products.selectors.connectable import consumers_for, feeders_for, sources_for


class NamedChoice(ModelChoiceField[Any]):
    """A choice of one row; one that is in the trash is marked."""

    def label_from_instance(self, obj: Any) -> str:
        """The name of the row, and of the product that a port belongs to."""
        name = f"{obj.product}: {obj}" if isinstance(obj, OutputPort) else str(obj)
        return _("%(name)s (deleted)") % {"name": name} if obj.deleted_at is not None else name


class FeederChoice(NamedChoice):
    """A choice of one product; those of other domains show the domain."""

    own_domain: int = 0

    def label_from_instance(self, obj: Any) -> str:
        """The name of the product, and of its domain where that is another one."""
        name = super().label_from_instance(obj)
        return name if obj.domain_id == self.own_domain else f"{name} ({obj.domain})"


class InputPortForm(KindForm[InputPort]):
    """The present origin of the port may stay, even when it is in the trash."""

    source = NamedChoice(
        queryset=Source.objects.none(),
        required=False,
        label=gettext_lazy("Takes data from the source"),
        empty_label=gettext_lazy("No source"),
    )
    feeder = FeederChoice(
        queryset=DataProduct.objects.none(),
        required=False,
        label=gettext_lazy("or from the data product"),
        empty_label=gettext_lazy("No data product"),
    )
    feeder_port = NamedChoice(
        queryset=OutputPort.objects.none(),
        required=False,
        label=gettext_lazy("through its output port"),
        empty_label=gettext_lazy("Not known"),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        port, product = self.instance, self.instance.product
        feeders = feeders_for(actor, product)
        sources = sources_for(actor, product.discovery)
        self._narrow("source", Source, Q(pk__in=sources.values("pk")) | Q(pk=port.source_id), "name")
        self._narrow("feeder", DataProduct, Q(pk__in=feeders.values("pk")) | Q(pk=port.feeder_id), "name")
        own = Q(product__in=feeders.values("pk"), deleted_at=None) | Q(pk=port.feeder_port_id)
        self._narrow("feeder_port", OutputPort, own, "product__name", "position")
        feeder = self.fields["feeder"]
        if isinstance(feeder, FeederChoice):
            feeder.own_domain = product.domain_id
        kind = self.fields["kind"]
        if isinstance(kind, forms.ChoiceField):
            kinds = [each for each in InputKind.choices if each[0] != InputKind.PRODUCT or port.feeder_id]
            kind.choices = [("", _("Not known yet")), *kinds]

    def _narrow(self, name: str, model: type[Artifact], rows: Q, *order: str) -> None:
        field = self.fields[name]
        if isinstance(field, ModelChoiceField):
            choosable = model.everything.filter(rows).order_by(*order, "pk")
            field.queryset = choosable.select_related(
                *{"feeder": ("domain",), "feeder_port": ("product",)}.get(name, ())
            )

    def clean(self) -> dict[str, Any]:
        """Takes the product from its port, and lets go of the port of a product that is taken out."""
        cleaned = self.cleaned_data
        source, feeder, port = (cleaned.get(name) for name in ("source", "feeder", "feeder_port"))
        if port is not None and feeder is None and "feeder" in self.changed_data:
            cleaned["feeder_port"] = None  # the product was taken out, and its port with it
        elif port is not None and feeder is None:
            feeder = cleaned["feeder"] = port.product
        elif (
            port is not None
            and feeder is not None
            and port.product_id != feeder.pk
            and "feeder" in self.changed_data
            and "feeder_port" not in self.changed_data
        ):
            cleaned["feeder_port"] = None  # that of the product before
        if feeder is None and cleaned.get("kind") == InputKind.PRODUCT:
            cleaned["kind"] = ""
        if not (source or feeder or cleaned.get("name") or self.errors):
            self.add_error("source", _("Choose a source or a data product, or give the port a name."))
        return super().clean()


class PortConsumerForm(PlainForm):
    """One more consumer that uses an output port of the product. One that uses it already is not offered, and
    is taken when the form is sent twice."""

    consumer = forms.ModelChoiceField(
        queryset=Consumer.objects.none(),
        label=gettext_lazy("Consumer"),
        empty_label=gettext_lazy("Choose one"),
    )

    def __init__(
        self, *args: Any, actor: Actor, product: DataProduct, port: OutputPort, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        linked = ProductConsumer.objects.filter(product=product, port=port)
        rows = consumers_for(actor, product.discovery)
        others = rows.exclude(pk__in=linked.values("consumer"))
        field = self.fields["consumer"]
        if isinstance(field, ModelChoiceField):
            field.queryset = rows if self.is_bound else others
        if not others.exists():
            field.help_text = _("All consumers already use it. Add more on the page “Consumers”.")


class ConsumerPortForm(PlainForm):
    """Through which output port a consumer uses the product."""

    port = forms.ModelChoiceField(
        queryset=OutputPort.objects.none(),
        required=False,
        label=gettext_lazy("Output port"),
        empty_label=gettext_lazy("Not known"),
    )

    def __init__(self, *args: Any, product: DataProduct, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["port"]
        if isinstance(field, ModelChoiceField):
            field.queryset = OutputPort.objects.filter(product=product)


class SplitForm(PlainForm):
    """The name of the new product, the ports that it takes over, and the use cases that it serves."""

    name = forms.CharField(max_length=120, label=gettext_lazy("Name of the new data product"))
    job = forms.CharField(
        max_length=500,
        required=False,
        label=gettext_lazy("Job of the new data product"),
        widget=Textarea(attrs={"rows": 2}),
    )
    ports = forms.ModelMultipleChoiceField(
        queryset=OutputPort.objects.none(),
        label=gettext_lazy("Output ports to move"),
        help_text=gettext_lazy("Their columns, consumers and connected data products move with them."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one output port to move.")},
    )
    use_cases = forms.ModelMultipleChoiceField(
        queryset=UseCase.objects.none(),
        required=False,
        label=gettext_lazy("Use cases that the new data product also serves"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, product: DataProduct, **kwargs: Any) -> None:
        ports = list(OutputPort.objects.filter(product=product))
        links = ProductUseCase.objects.filter(product=product, use_case__deleted_at=None)
        use_cases = UseCase.objects.filter(pk__in=links.values("use_case"))
        proposed = proposed_for_split(ports)
        initial = {
            "ports": [port.pk for port in proposed],
            "use_cases": [each.pk for each in use_cases],
            "name": proposed[0].data_set.strip() if proposed else "",
        }
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.product = product
        field_of(self, "ports", forms.ModelChoiceField).queryset = OutputPort.objects.filter(product=product)
        label_options(self.fields["ports"], _port_label)
        field_of(self, "use_cases", forms.ModelChoiceField).queryset = use_cases
        if not use_cases.exists():
            del self.fields["use_cases"]


def _port_label(port: OutputPort) -> str:
    return f"{port.name} ({port.data_set})" if port.data_set else port.name
