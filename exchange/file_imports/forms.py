"""The form that takes a file to import into a discovery."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.exceptions import Invalid, NotAllowed
from core.forms import PlainForm
from discovery.models import Discovery
from exchange.file_imports.services import endings, prepared_file
from exchange.registries import file_formats
from organizations.actors import Actor


class IncomingFileForm(PlainForm):
    """A valid form has the pending `content` of the file, and its `format`."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        error_messages={"required": gettext_lazy("Choose a file.")},
        widget=forms.FileInput,
    )
    content = b""
    format = ""

    def __init__(self, *args: Any, actor: Actor, discovery: Discovery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._actor, self._discovery = actor, discovery
        self.fields["file"].widget.attrs["accept"] = ",".join(endings())

    def clean_file(self) -> Any:
        """Raises ValidationError for a file without a format, or that the actor may not import."""
        upload = self.cleaned_data["file"]
        try:
            self.format, self.content = prepared_file(upload.name, upload.read())
            file_formats.get(self.format).check(self._actor, self._discovery)
        except (Invalid, NotAllowed) as error:
            raise forms.ValidationError(str(error)) from None
        return upload
