"""The form that takes notes of another whiteboard: pasted lines, or the file of a board."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from core.forms import PlainForm
from exchange.lists.forms import LONGEST
from exchange.services.whiteboard_files import TABLE, TEXT


class NotesForm(PlainForm):
    """A valid form has the `name` and `content` of an uploaded file."""

    lines = forms.CharField(
        label=gettext_lazy("One note per line"),
        max_length=LONGEST,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "autofocus": True, "class": "said"}),
        help_text=gettext_lazy(
            "A line such as “Costs:” starts a group. So does a line with indented lines below it."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a whiteboard file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join((*TABLE, *TEXT))}),
        help_text=gettext_lazy(
            "A board saved as CSV, or a text file (.txt). A table has either a “Text” column, with an "
            "optional “Group” column, or one column per group."
        ),
    )
    name, content = "", b""

    def clean_file(self) -> Any:
        """Raises ValidationError for a file that is no board."""
        upload = self.cleaned_data["file"]
        if not upload:
            return upload
        if not upload.name.lower().endswith((*TABLE, *TEXT)):
            endings = ", ".join((*TABLE, *TEXT))
            raise forms.ValidationError(_("Whiteboard files must end in %(endings)s.") % {"endings": endings})
        self.name, self.content = upload.name, upload.read()
        return upload

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError without lines or file, and for both."""
        cleaned = super().clean() or {}
        has_lines, has_file = bool(cleaned.get("lines", "").strip()), bool(self.name)
        if not self.errors and not has_lines and not has_file:
            self.add_error("lines", _("Paste at least one line, or choose a file."))
        if has_lines and has_file:
            self.add_error("file", _("Use either the lines or the file, not both."))
        return cleaned
