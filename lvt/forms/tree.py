"""Forms of the value tree."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import Textarea
from django.utils.translation import gettext_lazy as _

from discovery.forms.artefacts import ArtefactForm
from discovery.models import Discovery
from lvt.models import Goal, Hypothesis, Initiative, Vision
from lvt.selectors.tree import people_of


class VisionForm(ArtefactForm[Vision]):
    class Meta:
        model = Vision
        fields = ("statement",)
        widgets = {"statement": Textarea(attrs={"class": "said", "rows": 3})}
        help_texts = {
            "statement": _("What is different for customers and for us, once all of this has worked?")
        }


class GoalForm(ArtefactForm[Goal]):
    """`discovery` may be left out for an existing goal."""

    class Meta:
        model = Goal
        fields = ("title", "description", "owner", "wip_limit")
        widgets = {"description": Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, discovery: Discovery | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _owners(self.fields["owner"], discovery or self.instance.discovery)


class HypothesisForm(ArtefactForm[Hypothesis]):
    """A new hypothesis belongs to the goal that it is added to; an existing one may move to another.

    `discovery` may be left out for an existing one.
    """

    class Meta:
        model = Hypothesis
        fields = ("statement", "about_data", "owner", "goal")
        widgets = {"statement": Textarea(attrs={"class": "said", "rows": 3})}
        labels = {"about_data": _("This is about data")}
        help_texts = {
            "about_data": _(
                "Take the mark away for an effort that the goal needs besides data, such as a training."
            )
        }

    def __init__(self, *args: Any, discovery: Discovery | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        discovery = discovery or self.instance.goal.discovery
        _owners(self.fields["owner"], discovery)
        if self.instance.pk:
            goals = self.fields["goal"]
            assert isinstance(goals, forms.ModelChoiceField)  # noqa: S101  # narrows the type
            goals.queryset = Goal.objects.filter(discovery=discovery)
            goals.empty_label = None
        else:
            del self.fields["goal"]


class InitiativeForm(ArtefactForm[Initiative]):
    class Meta:
        model = Initiative
        fields = ("name", "description", "about_data")
        widgets = {"description": Textarea(attrs={"rows": 2})}
        labels = {"about_data": _("This is about data")}


def _owners(field: forms.Field, discovery: Discovery) -> None:
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # narrows the type
    field.queryset = people_of(discovery)
    field.empty_label = _("Nobody yet")
    if not field.queryset.exists():
        field.help_text = _("Nobody can be chosen yet: add people on the page of the organization.")
