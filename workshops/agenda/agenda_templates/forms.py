"""Forms of agenda templates."""

from collections.abc import Collection
from dataclasses import replace
from itertools import count
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _, gettext_lazy

from core.forms import ArtifactForm, PlainForm, was_sent_before
from core.name_comparison import is_same
from organizations.models import Organization
from workshops.agenda import file_format as agenda_files
from workshops.agenda.agenda_templates.selectors import templates_of
from workshops.agenda.file_format import AgendaFile, BadFile
from workshops.agenda.timeline.services import wrong_settings
from workshops.models import AgendaTemplate
from workshops.registries import activity_kinds

REPLACE, KEEP_BOTH = "replace", "both"


def in_words(bad: BadFile) -> str:
    """The errors of a file, in words for the person who has it."""
    words = {
        "too_large": _("This file is too large. An agenda can have up to 256 kB."),
        "not_json": _("This file can’t be read. It isn’t an agenda from Headwaters."),
        "not_an_agenda": _("This file isn’t an agenda from Headwaters."),
        "newer": _(
            "This template is from a newer version of Headwaters. Update this installation, or "
            "export the template there."
        ),
        "empty": _("This agenda has no activities."),
        "broken": _("This agenda is damaged. Nothing was imported. Fix in the file: %(where)s."),
    }
    return words[bad.reason] % {"where": bad.where}


class NameTaken(Exception):
    """A template of the organization has this name, and the person is asked what becomes of it; the text is
    the question."""


def _same_name_field(*, may_replace: bool = True) -> forms.ChoiceField:
    replacing = [(REPLACE, gettext_lazy("Replace it with this agenda"))] if may_replace else []
    return forms.ChoiceField(
        label=gettext_lazy("A template with this name already exists"),
        choices=[
            *replacing,
            (KEEP_BOTH, gettext_lazy("Keep both and add a number to the new name")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )


def _name_and_replaced(
    name: str, answer: str | None, organization: Organization
) -> tuple[str, AgendaTemplate | None]:
    """The name under which an agenda is kept, and the template that it replaces. Raises NameTaken while the
    person has not answered."""
    there = list(templates_of(organization))
    same = next((each for each in there if is_same(each.name, name)), None)
    if same is None:
        return name, None
    if answer == REPLACE:
        return name, same
    if answer == KEEP_BOTH:
        return numbered(name, [each.name for each in there]), None
    words = _("This organization already has a template “%(name)s”. Choose what to do with it.")
    raise NameTaken(words % {"name": same.name})


class AgendaTemplateForm(ArtifactForm[AgendaTemplate]):
    """Name and purpose of a template."""

    class Meta:
        model = AgendaTemplate
        fields = ("name", "description")
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}


class SavedAgendaForm(AgendaTemplateForm):
    """Name of a workshop's agenda as a template. With the name of an existing template it asks what to do; a
    person who may not replace templates can keep both. `replaced` is the template whose place the agenda
    takes."""

    adds = True

    def __init__(
        self, data: QueryDict | None, *, organization: Organization, may_replace: bool, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.organization = organization
        self.replaced: AgendaTemplate | None = None
        self._question = _same_name_field(may_replace=may_replace)
        if "same_name" in self.data:
            self.fields["same_name"] = self._question

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        answer = cleaned.pop("same_name", None)
        if cleaned.get("name") and not was_sent_before(self, AgendaTemplate):
            try:
                cleaned["name"], self.replaced = _name_and_replaced(
                    cleaned["name"], answer, self.organization
                )
            except NameTaken as taken:
                self.fields["same_name"] = self._question
                self.add_error("same_name", str(taken))
        return cleaned


class AgendaFileForm(PlainForm):
    """A file with an agenda. With kinds that are not installed here it comes back and names them, and with
    the name of a template that is there already it asks what to do; the person answers without choosing the
    file again (`content` carries it). `replaced` is the template that the agenda takes the place of.
    """

    file = forms.FileField(
        label=gettext_lazy("File"),
        error_messages={"required": gettext_lazy("Choose a file.")},
        help_text=gettext_lazy("A .json file downloaded from a workshop or a template."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    content = forms.CharField(required=False, widget=forms.HiddenInput)
    leave_out = forms.BooleanField(label=gettext_lazy("Leave out these activities"), required=False)
    same_name = _same_name_field()

    def __init__(self, data: QueryDict | None, *args: Any, organization: Organization) -> None:
        super().__init__(data, *args)
        self.organization = organization
        self.agenda: AgendaFile | None = None
        self.replaced: AgendaTemplate | None = None
        self.fields["file"].required = not self.data.get("content")
        self._questions = {name: self.fields[name] for name in ("leave_out", "same_name")}
        for name in self._questions.keys() - self.data.keys():
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        raw = self._raw(cleaned.get("file"))
        if raw is None:
            return cleaned
        try:
            agenda = agenda_files.read_agenda(raw, wrong_settings)
        except BadFile as bad:
            self.add_error("file", in_words(bad))
            return cleaned
        kinds = {kind.key for kind in activity_kinds}
        unknown = agenda_files.unknown_kinds(agenda.activities, kinds)
        if unknown and not cleaned.get("leave_out"):
            words = _("Not installed here: %(kinds)s. Check the box to import the agenda without them.")
            self._ask("leave_out", words % {"kinds": ", ".join(unknown)}, raw)
            return cleaned
        activities = agenda_files.without_unknown(agenda.activities, kinds)
        if not activities:
            self.add_error("file", _("The agenda would have no activities left."))
            return cleaned
        self.agenda = replace(agenda, activities=activities)
        try:
            name, self.replaced = _name_and_replaced(agenda.name, cleaned.get("same_name"), self.organization)
            self.agenda = replace(self.agenda, name=name)
        except NameTaken as taken:
            self._ask("same_name", str(taken), raw)
        return cleaned

    def _raw(self, file: UploadedFile[Any] | None) -> bytes | None:
        if file is not None:
            raw: bytes = file.read(agenda_files.MAX_BYTES + 1)
            return raw
        content: str = self.data.get("content", "")
        return content.encode() if content else None

    def _ask(self, question: str, words: str, raw: bytes) -> None:
        self.fields[question] = self._questions[question]
        self.add_error(question, words)
        self.data = {
            **{name: self.data[name] for name in self.data},
            "content": raw.decode("utf-8-sig", errors="replace"),
        }


def numbered(name: str, existing: Collection[str]) -> str:
    """The name with the first number after it that no name of `existing` looks like."""
    longest = agenda_files.LENGTHS["name"]
    endings = (f" ({number})" for number in count(2))
    names = (name[: longest - len(ending)].rstrip() + ending for ending in endings)
    return next(each for each in names if not any(is_same(each, other) for other in existing))
