"""Contributions about products from people in a room, and a facilitator's settings for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from core.forms import ArtifactForm, PlainForm, field_of, refusals_in
from products.design.template_proposals.selectors import LIST, STRAIGHT
from products.design.template_proposals.services import check_proposed
from products.landscape.map_review.services import NO_KIND
from products.models import (
    Consumer,
    DataProduct,
    MarkKind,
    OutputKind,
    ProductKind,
    TemplatePart,
    UsagePattern,
)
from products.promises.usage_patterns.kinds import NOTHING_SAID
from products.selectors.room_products import discovery_of, products_at
from workshops.contributions.answers.forms import ContributionForm, Sentence
from workshops.contributions.artifact_dots.selectors import DotRules
from workshops.forms.activity_settings import DotsSettings, SettingsForm, number_field
from workshops.models import Activity
from workshops.policies import EMPTY

_LONGEST_MARK = 300


class TemplateProposalForm(ContributionForm):
    """A sentence for a part of the template, under the uuid that its device gave it."""

    uuid = forms.UUIDField(required=False)
    part = forms.ChoiceField(choices=TemplatePart.choices)
    kind = forms.ChoiceField(choices=OutputKind.choices, required=False)
    text = forms.CharField(error_messages={"required": EMPTY})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            with refusals_in(self):
                check_proposed(TemplatePart(cleaned["part"]), cleaned["text"].strip(), cleaned["kind"])
        return cleaned


class MarkForm(ContributionForm):
    """An observation on the map."""

    uuid = forms.UUIDField()
    kind = forms.ChoiceField(
        choices=MarkKind.choices,
        error_messages={"required": NO_KIND},
    )
    product = forms.UUIDField(required=False)
    text = Sentence(_LONGEST_MARK, empty=gettext_lazy("Describe what you noticed in one sentence."))


class DeviceForm(ContributionForm):
    """The uuid that a device gave what it sends."""

    uuid = forms.UUIDField()


class RoomPatternForm(ArtifactForm[UsagePattern]):
    """A usage pattern as it is written on a phone: short questions, each with an example."""

    class Meta:
        model = UsagePattern
        fields = (
            "who",
            "consumer",
            "when",
            "how_often",
            "how_fresh",
            "how_complete",
            "how_fast",
            "what_breaks",
        )
        help_texts = {
            "who": gettext_lazy("Example: sales representatives, before a visit"),
            "when": gettext_lazy("Example: each morning before 9"),
            "how_often": gettext_lazy("Example: about 20 times a day"),
            "how_fresh": gettext_lazy("Example: all of yesterday"),
            "how_complete": gettext_lazy("Example: 99 of 100 visits"),
            "how_fast": gettext_lazy("Example: within two seconds"),
            "what_breaks": gettext_lazy("Example: the rep doesn’t know about the last visit"),
        }

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        consumer = field_of(self, "consumer", forms.ModelChoiceField)
        consumer.queryset = Consumer.objects.filter(discovery=discovery_of(activity))
        consumer.empty_label = _("not listed or not known")
        if not consumer.queryset.exists():
            del self.fields["consumer"]
        for field in self.fields.values():
            # The browser would cut a long text silently; here an error is shown, and the text is kept.
            field.widget.attrs.pop("maxlength", None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(value for name, value in cleaned.items() if name != "revision"):
            self.add_error("who", NOTHING_SAID)
        return cleaned

    def usage(self) -> list[Any]:
        """The bound fields that everyone fills in."""
        return [field for field in self.visible_fields() if field.name in _ASKED_FIRST]

    def expectations(self) -> list[Any]:
        """The bound fields of what the consumers expect."""
        return [field for field in self.visible_fields() if field.name not in _ASKED_FIRST]


_ASKED_FIRST = ("who", "consumer", "when", "how_often")


class ChooseProductForm(PlainForm):
    """The product that the room works on."""

    product = forms.UUIDField(error_messages={"required": gettext_lazy("Choose a data product.")})


# --- Settings -------------------------------------------------------------------------------------


def _product_choices(activity: Activity, none: Any) -> list[tuple[str, Any]]:
    return [("", none), *((str(product.uuid), product.name) for product in products_at(activity))]


class TemplateSettings(SettingsForm):
    """The product that the room shapes, and the place for its proposals."""

    product = forms.ChoiceField(label=gettext_lazy("Data product"), required=False)
    name = forms.CharField(
        label=gettext_lazy("Name of the new data product"),
        help_text=gettext_lazy(
            "Created when the activity starts. If you leave this empty, it takes the title of the activity."
        ),
        max_length=110,
        required=False,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Type of the new data product"),
        choices=ProductKind.choices,
        initial=ProductKind.CONSUMER_ORIENTED,
        required=False,
    )
    take_up = forms.ChoiceField(
        label=gettext_lazy("Proposals"),
        choices=(
            (STRAIGHT, gettext_lazy("Are added right away")),
            (LIST, gettext_lazy("Go to your list first")),
        ),
        widget=forms.RadioSelect,
        required=False,
        initial=STRAIGHT,
        help_text=gettext_lazy(
            "What is added right away shows who proposed it. A new name or job goes to your list in either "
            "case, because it replaces the current one."
        ),
    )

    def __init__(self, data: Any, *, activity: Activity) -> None:
        super().__init__(data, activity=activity)
        self.initial.setdefault("take_up", STRAIGHT)

    def offer(self) -> None:
        _offer(self, gettext_lazy("A new one"))

    def clean_take_up(self) -> str:
        return self.cleaned_data["take_up"] or STRAIGHT

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or ProductKind.CONSUMER_ORIENTED.value


class UsageSettings(SettingsForm):
    """The product whose use the room describes."""

    product = forms.ChoiceField(
        label=gettext_lazy("Data product"),
        required=False,
        help_text=gettext_lazy("You can choose another from the console."),
    )

    def offer(self) -> None:
        _offer(self, gettext_lazy("The first one in the discovery"))


def _offer(form: SettingsForm, none: Any) -> None:
    activity = form.activity
    field = field_of(form, "product", forms.ChoiceField)
    choices = _product_choices(activity, none)
    choice = str(activity.settings.get("product") or "")
    if choice and choice not in dict(choices):
        deleted_product = DataProduct.everything.filter(uuid=choice).first()
        if deleted_product is not None:
            choices.append((choice, deleted_product.name))
    field.choices = choices
    field.error_messages["invalid_choice"] = _("This data product is no longer available. Choose another.")


_RULES = DotRules()


class RankingSettings(DotsSettings):
    """The question, and how many dots there are
    (workshops.contributions.artifact_dots.selectors.DotRules)."""

    rules = _RULES
    too_many = gettext_lazy("Dots per data product can’t exceed dots per person.")

    dots = number_field(gettext_lazy("Dots per person"), _RULES.dots, 50)
    most = number_field(gettext_lazy("Maximum dots per person on one data product"), _RULES.most, 50)
