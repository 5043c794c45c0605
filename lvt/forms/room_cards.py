"""The card as it is written on a phone: what a person in the room knows, without what editors add later."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from lvt.forms.use_cases import UseCaseForm

_FOR_EDITORS = ("initiative", "owner", "measures")
_EXAMPLE = ("example_role", "example_want", "example_by")


class RoomCardForm(UseCaseForm):
    """The template of the card in the order of its sentence; the example of its use comes last, folded."""

    field_order = ("name", "we_believe", "will_help", "known_by", "hypothesis", *_EXAMPLE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in _FOR_EDITORS:
            self.fields.pop(name, None)
        # On their own phone, "Name" reads as the person's.
        self.fields["name"].label = _("Name of the use case")
        for field in self.fields.values():
            # The browser would cut a long text silently; here it is said, and what was written is kept.
            field.widget.attrs.pop("maxlength", None)

    def sentence(self) -> list[Any]:
        """The bound fields of the card itself."""
        return [field for field in self.visible_fields() if field.name not in _EXAMPLE]

    def example(self) -> list[Any]:
        """The bound fields of the example of its use."""
        return [field for field in self.visible_fields() if field.name in _EXAMPLE]

    def has_example_errors(self) -> bool:
        return any(name in self.errors for name in _EXAMPLE)
