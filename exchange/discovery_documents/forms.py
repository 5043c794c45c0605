"""The form that takes the file of a discovery."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.forms import PlainForm
from exchange.file_imports.services import TEXT
from exchange.format.archive_reader import document_in
from exchange.format.reading import InvalidDocument, read_document


class DiscoveryFileForm(PlainForm):
    """A valid form has the content of the file in `document`, or in `text` for YAML."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        error_messages={"required": gettext_lazy("Choose a file.")},
        help_text=gettext_lazy(
            "The .json file of a discovery, its archive (.zip), or a text file (.yaml), up to 10 "
            "MB. Larger files are imported on the server."
        ),
        widget=forms.FileInput(
            attrs={"accept": ",".join((".json,.zip,application/json,application/zip", *TEXT.endings))}
        ),
    )
    domain = forms.CharField(
        label=gettext_lazy("Domain"),
        max_length=120,
        required=False,
        help_text=gettext_lazy(
            "The domain of the discovery, if a text file doesn’t name one. It’s added if it doesn’t exist."
        ),
    )
    document = b""
    text = b""

    def clean_file(self) -> Any:
        """Raises ValidationError with all problems of the file."""
        upload = self.cleaned_data["file"]
        if upload.name.lower().endswith(TEXT.endings):
            self.text = upload.read()
            return upload
        try:
            self.document = document_in(upload.read())
            read_document(self.document)
        except InvalidDocument as error:
            raise forms.ValidationError(error.lines) from None
        return upload
