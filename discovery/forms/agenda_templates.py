"""Forms of agenda templates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discovery import agenda_files
from discovery.agenda_files import AgendaFile, BadFile
from discovery.forms.artifacts import ArtifactForm, PlainForm
from discovery.models import AgendaTemplate
from discovery.registries import activity_kinds
from discovery.services.plans import wrong_settings


def in_words(bad: BadFile) -> str:
    """What is wrong with a file, for the person who has it."""
    words = {
        "too_large": _("This file is too large for an agenda: it may have 256 kB."),
        "not_json": _("This is not an agenda that Headwaters wrote: it cannot be read."),
        "not_an_agenda": _("This is not an agenda that Headwaters wrote."),
        "newer": _(
            "This template is from a newer version of Headwaters. Update this one, or export it there."
        ),
        "empty": _("There is no activity in this agenda."),
        "broken": _("This agenda is damaged. Nothing was taken from it. Mend in the file: %(where)s."),
    }
    return words[bad.reason] % {"where": bad.where}


class AgendaTemplateForm(ArtifactForm[AgendaTemplate]):
    """How a template is called, and what it is for."""

    class Meta:
        model = AgendaTemplate
        fields = ("name", "description")
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}


class AgendaFileForm(PlainForm):
    """A file with an agenda. With kinds that are not installed here it comes back and names them; the person
    may leave them out, without choosing the file again (`content` carries it)."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        error_messages={"required": gettext_lazy("Choose a file.")},
        help_text=gettext_lazy("A .json file that was downloaded from a workshop or a template."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    content = forms.CharField(required=False, widget=forms.HiddenInput)
    leave_out = forms.BooleanField(label=gettext_lazy("Leave these activities out"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agenda: AgendaFile | None = None
        self.fields["file"].required = not self.data.get("content")
        if "leave_out" not in self.data and not self.data.get("content"):
            self._leave_out = self.fields.pop("leave_out")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        raw = self._raw(cleaned.get("file"))
        if raw is None:
            return cleaned
        try:
            agenda = agenda_files.read(raw, wrong_settings)
        except BadFile as bad:
            self.add_error("file", in_words(bad))
            return cleaned
        known = {kind.key for kind in activity_kinds}
        unknown = agenda_files.unknown_kinds(agenda.activities, known)
        if unknown and not cleaned.get("leave_out"):
            self._ask_to_leave_out(raw, unknown)
            return cleaned
        kept = agenda_files.without_unknown(agenda.activities, known)
        if not kept:
            self.add_error("file", _("Nothing would be left of this agenda."))
            return cleaned
        self.agenda = AgendaFile(agenda.name, agenda.description, kept)
        return cleaned

    def _raw(self, file: UploadedFile[Any] | None) -> bytes | None:
        if file is not None:
            raw: bytes = file.read(agenda_files.MAX_BYTES + 1)
            return raw
        content: str = self.data.get("content", "")
        return content.encode() if content else None

    def _ask_to_leave_out(self, raw: bytes, unknown: list[str]) -> None:
        if "leave_out" not in self.fields:
            self.fields["leave_out"] = self._leave_out
        self.add_error(
            "leave_out",
            _("Not installed here: %(kinds)s. Tick to take the agenda without them.")
            % {"kinds": ", ".join(unknown)},
        )
        self.data = {
            **{name: self.data[name] for name in self.data},
            "content": raw.decode("utf-8-sig", errors="replace"),
        }
