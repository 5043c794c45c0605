"""The form that takes the export of a tracker, so that the next file updates what is there."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from core.forms import PlainForm
from documents.foreign_sheet import NotATable
from documents.foreign_tables import rows_of_csv
from technology.tracker_files.rules import NOTHING, TRACKERS, NoNumbers, TrackerTasks


class TrackerExportForm(PlainForm):
    """`existing` holds the tasks that the `tracker` has, once the form is valid."""

    tracker = forms.ChoiceField(
        label=gettext_lazy("Tracker"), choices=[(each.key, each.name) for each in TRACKERS.values()]
    )
    file = forms.FileField(
        label=gettext_lazy("Tracker export (CSV)"),
        help_text=gettext_lazy(
            "It needs the column with the tracker’s numbers: “Issue key” in Jira, “ID” in Azure "
            "Boards, “number” in GitHub. It also needs the column with the Headwaters key."
        ),
        error_messages={"required": gettext_lazy("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    existing: TrackerTasks = NOTHING

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file, key = cleaned.get("file"), cleaned.get("tracker")
        if file and key and (problem := self._problem(key, file)):
            self.add_error("file", problem)
        return cleaned

    def _problem(self, key: str, file: Any) -> str:
        """Read the file, and return its problem in a sentence, "" for none."""
        try:
            self.existing = TRACKERS[key].tasks_in(rows_of_csv(file.read()))
        except NotATable:
            return _("This file isn’t a CSV table, or it’s too large. Choose another file.")
        except NoNumbers as missing:
            return _("The column “%(column)s” is missing.") % {"column": missing.column}
        if not self.existing:
            return _("No Headwaters key found, such as “hw-0b6e…”. Export the column that contains it.")
        return ""
