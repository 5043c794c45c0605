"""Django's forms: which fields are cleaned, and which of a model's checks run."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django import forms

CHECKED: Final = {"Django": "5.2"}


class CleansSome(forms.Form):
    """A form that cleans only the fields that its data calls for; errors in the others do not count."""

    def names_to_clean(self) -> Collection[str]:
        """The names of the fields that are cleaned; all, unless a form says otherwise."""
        return self.fields.keys()

    def _clean_fields(self) -> None:
        every, names = self.fields, self.names_to_clean()
        self.fields = {name: field for name, field in every.items() if name in names}
        try:
            super()._clean_fields()  # type: ignore[misc]  # not in the stubs
        finally:
            self.fields = every


class LeavesChecksOut(forms.ModelForm[Any]):
    """A form of a model that checks the fields `left_out` itself, with its own messages."""

    left_out: tuple[str, ...] = ()

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), *self.left_out}  # type: ignore[misc]  # not in the stubs
