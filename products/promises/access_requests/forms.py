"""The forms in which access to a port is asked for, and answered."""

from typing import Any

from django import forms

from core.forms import KindForm, field_of
from organizations.actors import Actor
from products.models import AccessRequest


class AskForm(KindForm[AccessRequest]):
    """Asks for access to a port. A person who may not ask for others asks for themselves."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        if "asked_by" in self.kind.within_reach(actor, self.instance):
            self.fields.pop("asked_by", None)


class AccessDecisionForm(KindForm[AccessRequest]):
    """One of what may become of the request has to be chosen; nothing is chosen beforehand but the only way
    there is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moves = list(self.kind.offered(self.instance)["state"])
        field_of(self, "state", forms.ChoiceField).choices = moves
        self.initial["state"] = moves[0][0] if len(moves) == 1 else ""
