"""The form of a use-case card: the template of the card, with what it hangs on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, ClassVar

from django import forms
from django.forms import Textarea
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from discovery.forms.artefacts import ArtefactForm
from discovery.models import Discovery
from discovery.selectors.earlier import Link
from lvt.models import Hypothesis, Initiative, Measure, UseCase, UseCaseMeasure
from lvt.selectors.measures import parent_of
from lvt.selectors.tree import hypotheses_of, initiatives_of, measures_of, people_of

_SAID = {"class": "said", "rows": 2}


class _ByParent(ModelChoiceIterator[Any]):
    """Options in groups: hypotheses under their goal, initiatives under their hypothesis."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for parent, rows in groupby(self.queryset, key=_parent):
            yield (_short(parent), [self.choice(row) for row in rows])


def _parent(row: Hypothesis | Initiative) -> Any:
    return row.goal if isinstance(row, Hypothesis) else row.hypothesis


def _short(what: object, most: int = 90) -> str:
    """One line of an option: a statement may be long, and a list of them must stay readable."""
    text = " ".join(str(what).split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


class _TreeChoice(forms.ModelChoiceField[Any]):
    iterator = _ByParent

    def label_from_instance(self, obj: Any) -> str:
        return _short(obj)


class _MeasuresChoice(forms.ModelMultipleChoiceField[Measure]):
    def label_from_instance(self, obj: Measure) -> str:
        return f"{_short(obj.name, 60)} ({_short(parent_of(obj), 60)})"


class UseCaseForm(ArtefactForm[UseCase]):
    """`measures` are those of the tree that the card names. An existing card knows its `discovery`."""

    links: ClassVar = {"measures": Link(UseCaseMeasure, "use_case", "measure")}
    help_template = "lvt/use_cases/_worked.html"

    hypothesis = _TreeChoice(
        queryset=Hypothesis.objects.none(),
        required=False,
        label=_("Hangs on the hypothesis"),
        empty_label=_("None yet: a loose end"),
    )
    initiative = _TreeChoice(
        queryset=Initiative.objects.none(),
        required=False,
        label=_("Delivered by the initiative"),
        empty_label=_("None"),
    )
    measures = _MeasuresChoice(
        queryset=Measure.objects.none(),
        required=False,
        label=_("Measures of success of the tree"),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = UseCase
        fields = (
            "name",
            "we_believe",
            "will_help",
            "known_by",
            "measures",
            "example_role",
            "example_want",
            "example_by",
            "hypothesis",
            "initiative",
            "owner",
        )
        widgets = {
            "we_believe": Textarea(attrs=_SAID),
            "will_help": Textarea(attrs=_SAID),
            "known_by": Textarea(attrs=_SAID),
            "example_want": Textarea(attrs=_SAID),
            "example_by": Textarea(attrs=_SAID),
        }
        labels = {
            "we_believe": _("We believe that …"),
            "will_help": _("will help achieving …"),
            "known_by": _("We know we are getting there based on …"),
            "example_role": _("As a …"),
            "example_want": _("I want to …"),
            "example_by": _("by …"),
        }

    field_order: Sequence[str] = Meta.fields

    def __init__(self, *args: Any, discovery: Discovery | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        discovery = discovery or self.instance.discovery
        self._choose_from("hypothesis", hypotheses_of(discovery))
        self._choose_from("initiative", initiatives_of(discovery))
        self._choose_from(
            "measures", measures_of(discovery).select_related("goal", "hypothesis", "initiative")
        )
        self._choose_from("owner", people_of(discovery))
        owner = self.fields["owner"]
        if isinstance(owner, forms.ModelChoiceField):
            owner.empty_label = _("Nobody yet")
            if not people_of(discovery).exists():
                owner.help_text = _("Nobody can be chosen yet: add people on the page of the organization.")
        if self.instance.pk:
            self.initial["measures"] = list(
                measures_of(discovery).filter(
                    pk__in=UseCaseMeasure.objects.filter(use_case=self.instance).values("measure")
                )
            )
        if not self.fields["measures"].queryset.exists():  # type: ignore[attr-defined]  # set above
            del self.fields["measures"]  # nothing to choose from yet

    def _choose_from(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # narrows the type
        field.queryset = rows

    def clean_measures(self) -> list[Measure]:
        return list(self.cleaned_data["measures"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        hypothesis, initiative = cleaned.get("hypothesis"), cleaned.get("initiative")
        if initiative is not None and (hypothesis is None or initiative.hypothesis_id != hypothesis.pk):
            self.add_error(
                "initiative",
                _("This initiative validates another hypothesis. Choose one of the same hypothesis."),
            )
        return cleaned
