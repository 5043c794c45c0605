"""The form that takes a file that somebody brings into a discovery."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.exceptions import Invalid
from core.forms.artifacts import PlainForm
from exchange.services.incoming_files import as_kept, endings

LARGEST = 10_000_000


class IncomingFileForm(PlainForm):
    """`content` is what is kept of the file and `format` its format, once the form is valid."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        error_messages={"required": gettext_lazy("Choose a file.")},
        widget=forms.FileInput,
    )
    content = b""
    format = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ",".join(endings())

    def clean_file(self) -> Any:
        """Raises ValidationError for a file that nothing here reads."""
        given = self.cleaned_data["file"]
        if given.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        try:
            self.format, self.content = as_kept(given.name, given.read())
        except Invalid as wrong:
            raise forms.ValidationError(str(wrong)) from None
        return given
