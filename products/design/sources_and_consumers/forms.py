"""The form for the people who work on a use case."""

from typing import Any

from django import forms
from django.db.models import Prefetch
from django.utils.translation import gettext as _, gettext_lazy

from core.forms import PlainForm, field_of
from core.labels import by_name
from core.name_comparison import perhaps_same
from lvt.models import UseCase
from products.models import Consumer, ConsumerUseCase, ProductConsumer


class _UserChoice(forms.ModelMultipleChoiceField[Consumer]):
    """Consumers, each with what would serve the use case by it."""

    def label_from_instance(self, obj: Any) -> str:
        """The name, and the names of the products that it uses."""
        there = {link.product.name for link in obj.product_links.all() if not link.product.deleted_at}
        names = sorted(there, key=by_name)
        return (
            _("%(name)s (uses %(products)s)") % {"name": obj, "products": ", ".join(names)}
            if names
            else str(obj)
        )


class UsersForm(PlainForm):
    """The people who work on a use case: consumers that exist, and a new one. Suggested is the role of the
    example on its card."""

    users = _UserChoice(
        queryset=Consumer.objects.none(),
        required=False,
        label=gettext_lazy("Consumers who work on it"),
        help_text=gettext_lazy("All data products they use count as serving the use case."),
        widget=forms.CheckboxSelectMultiple,
    )
    name = forms.CharField(
        max_length=120,
        required=False,
        label=gettext_lazy("Another consumer"),
        help_text=gettext_lazy("A group of people or a role that isn’t listed."),
    )

    def __init__(self, *args: Any, use_case: UseCase, **kwargs: Any) -> None:
        rows = Consumer.objects.filter(discovery=use_case.discovery)
        own = ConsumerUseCase.objects.filter(use_case=use_case, consumer__deleted_at=None)
        users = set(own.values_list("consumer", flat=True))
        role = use_case.example_role.strip()
        similar = [row.pk for row in rows if role and perhaps_same(row.name, role)]
        initial = {"users": users | set(similar[:1]), "name": "" if similar else role[:120]}
        super().__init__(*args, **{"initial": initial, **kwargs})
        if rows.exists():
            consumers = rows.prefetch_related(
                Prefetch("product_links", ProductConsumer.objects.select_related("product"))
            )
            field_of(self, "users", forms.ModelChoiceField).queryset = consumers
        else:
            del self.fields["users"]
