"""Controls of forms that Django does not have."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.forms.field_casts import field_of


class SuggestingInput(forms.TextInput):
    """A text field that offers `suggestions` while someone types, and takes anything else as well."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.suggestions: tuple[str, ...] = ()

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        if not self.suggestions:
            return super().render(name, value, attrs, renderer)
        choices = f"{(attrs or {}).get('id', name)}_choices"
        control = super().render(name, value, {**(attrs or {}), "list": choices}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((each,) for each in self.suggestions))
        return format_html('{}<datalist id="{}">{}</datalist>', control, choices, options)


def suggest(form: forms.BaseForm, name: str, suggestions: Iterable[str]) -> None:
    """Let the field of the form, which has a SuggestingInput, offer these."""
    widget: Any = field_of(form, name, forms.CharField).widget
    widget.suggestions = tuple(suggestions)
