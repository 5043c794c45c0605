"""The form of the look of an organization's documents."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms.artifacts import ArtifactForm
from documents.look import ACCENT, LEAST_CONTRAST, contrast, darkened
from organizations.models import OrganizationLook
from organizations.reports.logo import MOST_BYTES, BadLogo, redrawn


class LookForm(ArtifactForm[OrganizationLook]):
    """Accent color and logo. `content` is the file that was uploaded, checked."""

    accent = forms.CharField(
        label=gettext_lazy("Accent color"),
        required=False,
        max_length=7,
        help_text=gettext_lazy(
            "Six digits after #, such as #0b63b6. It has to be dark enough to be read on white."
        ),
        widget=forms.TextInput(attrs={"placeholder": ACCENT, "autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        help_text=gettext_lazy("PNG, JPEG, GIF or WebP, up to 2 MB. It is drawn anew, 800 by 240 at most."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/gif,image/webp"}),
    )
    without_logo = forms.BooleanField(label=gettext_lazy("Take the logo away"), required=False)
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
        """Raises ValidationError with a color of the same hue that could be read."""
        given: str = self.cleaned_data["accent"].strip().lower()
        if not given:
            return ""
        color = given if given.startswith("#") else f"#{given}"
        if re.fullmatch(r"#[0-9a-f]{3}", color):
            color = "#" + "".join(2 * digit for digit in color[1:])
        if not re.fullmatch(r"#[0-9a-f]{6}", color):
            raise forms.ValidationError(_("Write the color as six digits after #, such as #0b63b6."))
        ratio = contrast(color)
        if ratio < LEAST_CONTRAST:
            raise forms.ValidationError(
                _(
                    "This is too light to be read on white: its contrast is %(contrast).1f, and"
                    " %(least).1f is needed. %(darker)s would do."
                )
                % {"contrast": ratio, "least": LEAST_CONTRAST, "darker": darkened(color)}
            )
        return color

    def clean_file(self) -> Any:
        """Raises ValidationError for a file that is not a picture or is too large."""
        given = self.cleaned_data["file"]
        if given is None:
            return None
        # Known before anything of it is read.
        if (given.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This file is too large for a logo: it may have 2 MB."))
        content = given.read()
        try:
            redrawn(content)
        except BadLogo as bad:
            raise forms.ValidationError(
                _("This picture has too many pixels for a logo. Save it smaller.")
                if bad.reason == "pixels"
                else _(
                    "This is not a picture that can be printed. Save the logo as PNG; an SVG may hold "
                    "programs, so it is not taken."
                )
            ) from None
        self.content = content
        return given
