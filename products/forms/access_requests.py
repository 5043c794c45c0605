"""The form in which a request for access is answered."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms.kinds import KindForm
from core.forms.typed import field_of
from products.models import AccessRequest


class AnswerForm(KindForm[AccessRequest]):
    """One of what may become of the request has to be chosen; nothing is chosen beforehand but the only way
    there is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moves = list(self.kind.offered(self.instance)["state"])
        field_of(self, "state", forms.ChoiceField).choices = moves
        self.initial["state"] = moves[0][0] if len(moves) == 1 else ""
