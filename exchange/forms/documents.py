"""The form that takes the file of a discovery."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.forms.artifacts import PlainForm
from exchange.format.archive import document_in
from exchange.format.reading import Unreadable, read


class DiscoveryFileForm(PlainForm):
    """`document` is what the file holds, once the form is valid."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        error_messages={"required": gettext_lazy("Choose a file.")},
        help_text=gettext_lazy(
            "The .json file of a discovery, or its archive (.zip), up to 10 MB. Larger ones are imported on"
            " the server."
        ),
        widget=forms.FileInput(attrs={"accept": ".json,.zip,application/json,application/zip"}),
    )
    document = b""

    def clean_file(self) -> Any:
        """Raises ValidationError with all that is wrong with it."""
        given = self.cleaned_data["file"]
        try:
            self.document = document_in(given.read())
            read(self.document)
        except Unreadable as error:
            raise forms.ValidationError(error.lines) from None
        return given
