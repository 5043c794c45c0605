"""The form that takes a file that somebody brings into a discovery."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.exceptions import Invalid, NotAllowed
from core.forms.artifacts import PlainForm
from discovery.models import Discovery
from exchange.registries import file_formats
from exchange.services.incoming_files import as_kept, endings
from organizations.actors import Actor


class IncomingFileForm(PlainForm):
    """`content` is what is kept of the file and `format` its format, once the form is valid."""

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
        """Raises ValidationError for a file that nothing here reads, or that the actor may not bring in."""
        given = self.cleaned_data["file"]
        try:
            self.format, self.content = as_kept(given.name, given.read())
            file_formats.get(self.format).check(self._actor, self._discovery)
        except (Invalid, NotAllowed) as wrong:
            raise forms.ValidationError(str(wrong)) from None
        return given
