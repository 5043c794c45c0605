"""The form of the look of an organization's documents."""

import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from core.forms import ArtifactForm, refusals_in
from documents.look import ACCENT
from organizations.looks.services import WRONG_FILE, check_accent, checked_logo
from organizations.models import OrganizationLook
from organizations.reports.logo_upload import MOST_BYTES


class LookForm(ArtifactForm[OrganizationLook]):
    """Accent color and logo. `content` is the file that was uploaded."""

    accent = forms.CharField(
        label=gettext_lazy("Accent color"),
        required=False,
        max_length=7,
        help_text=gettext_lazy(
            "Six digits after #, such as #0b63b6. It must be dark enough to read on white."
        ),
        widget=forms.TextInput(attrs={"placeholder": ACCENT, "autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        help_text=gettext_lazy("PNG, JPEG, GIF or WebP, up to 2 MB. It’s resized to at most 800 by 240."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/gif,image/webp"}),
    )
    without_logo = forms.BooleanField(label=gettext_lazy("Remove the logo"), required=False)
    content: bytes | None = None

    class Meta:
        model = OrganizationLook
        fields = ("accent",)

    def __init__(
        self, data: QueryDict | None = None, *, instance: OrganizationLook | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, instance=instance, **kwargs)
        if instance is None or not instance.logo:
            del self.fields["without_logo"]

    def clean_accent(self) -> str:
        """As "#0b63b6": a color of three digits, or without its sign, becomes one."""
        color: str = self.cleaned_data["accent"].strip().lower()
        if color and not color.startswith("#"):
            color = f"#{color}"
        if re.fullmatch(r"#[0-9a-f]{3}", color):
            color = "#" + "".join(2 * digit for digit in color[1:])
        with refusals_in(self):
            check_accent(color)
        return color

    def clean_file(self) -> Any:
        """Raises ValidationError for a file that is too large, and refuses one that is no picture."""
        file = self.cleaned_data["file"]
        if file is None:
            return None
        # Known before anything of it is read.
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(WRONG_FILE["large"])
        self.content = file.read()
        with refusals_in(self):
            checked_logo(self.content)
        return file
