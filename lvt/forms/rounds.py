"""What the facilitator sends about rounds."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

from lvt.models import UseCase


class OpenRoundForm(forms.Form):
    """A new round of `activity` for one use case, or for all when `use_case` is empty."""

    activity = forms.UUIDField()
    use_case = forms.UUIDField(required=False)

    def chosen(self, use_cases: Iterable[UseCase]) -> list[UseCase]:
        """Those of `use_cases` that the round is about."""
        wanted = self.cleaned_data["use_case"]
        return [each for each in use_cases if wanted is None or each.uuid == wanted]
