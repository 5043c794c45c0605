"""The form that takes a pasted list."""

from typing import Any

from django import forms
from django.db.models import Field
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy

from core.forms import PlainForm
from core.imports.importable_kinds import needed_of
from core.kinds import ArtifactKind
from exchange.services.row_limits import MOST_ON_PAGES

LONGEST = 1_000_000


class ListForm(PlainForm):
    """Asks for the lines, and for the choices that all of them need. `child_names` are the kinds below a
    line."""

    lines = forms.CharField(
        label=gettext_lazy("One per line"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "autofocus": True, "class": "said"}),
        error_messages={"required": gettext_lazy("Paste or type at least one line.")},
    )

    def __init__(self, *args: Any, kind: ArtifactKind[Any], child_names: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints = [_("At most %(most)s lines at once.") % {"most": MOST_ON_PAGES}]
        if child_names:
            hints = [
                _("Indent a line to put it below another: %(below)s.") % {"below": child_names},
                *hints,
            ]
        self.fields["lines"].help_text = " ".join(hints)
        for name in needed_of(kind):
            column = kind.column(name)
            if isinstance(column, Field):
                self.fields[name] = forms.ChoiceField(
                    label=capfirst(str(column.verbose_name)), choices=[*column.flatchoices]
                )

    def clean_lines(self) -> str:
        """Raises ValidationError for blank lines only."""
        lines: str = self.cleaned_data["lines"]
        if not lines.strip():
            raise forms.ValidationError(self.fields["lines"].error_messages["required"])
        return lines

    @property
    def defaults(self) -> dict[str, str]:
        """The choices for all lines, by the names of fields."""
        return {name: str(value) for name, value in self.cleaned_data.items() if name != "lines"}
