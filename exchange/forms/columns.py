"""The form that asks what the sheets and columns of a table are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import Field
from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.forms.artifacts import PlainForm
from core.incoming.entries import needed_of
from core.text import in_one_line
from discovery.kinds.reading import PARENT
from documents.read_sheets import ReadCell, ReadSheet
from exchange.services.columns import Assigned, choices_of, has_parents, suggested, tabular

_EXAMPLES, _LONGEST = 3, 60
# Another kind has other fields.
_ASKS_ANEW = {
    "hx-get": "",
    "hx-include": "#columns select",
    "hx-target": "#columns",
    "hx-select": "#columns",
    "hx-swap": "outerHTML",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its head, its first cells as examples, and the choice of the field that it is."""

    head: str
    examples: tuple[str, ...]
    field: BoundField


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: what its rows and columns are, and what is said of all rows. Its heads are in the row
    `head_row`, and `above` is what the rows above them say."""

    title: str
    head_row: int
    above: str
    rows: int
    kind: BoundField
    columns: tuple[Column, ...]
    said: tuple[BoundField, ...]


class ColumnsForm(PlainForm):
    """Asks for the kind of rows of each sheet, and for the field of each column. `asked` holds the choices so
    far, by the names of form fields; `anew` is the field that changed just now. A valid form has its choices
    in `assigned`."""

    def __init__(
        self,
        *args: Any,
        sheets: Sequence[ReadSheet],
        before: Sequence[Assigned],
        asked: Mapping[str, str],
        anew: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._sheets, self._asked, self._anew = sheets, asked, anew
        self._now = [
            self._begin(number, sheet, before[number] if number < len(before) else None)
            for number, sheet in enumerate(sheets)
        ]

    def _chosen(self, number: int, sheet: ReadSheet, before: Assigned | None) -> Assigned:
        """What the rows of the sheet are: as the person says now, said before, or else as its columns
        suggest."""
        kind, said = f"kind-{number}", f"said-{number}-"
        chosen = self.data if self.is_bound else self._asked
        heading = chosen.get(kind)
        if heading is None:
            return before or suggested(sheet)
        columns = {head: f"column-{number}-{at}" for at, head in enumerate(sheet.heads)}
        if kind == self._anew or chosen.keys().isdisjoint(columns.values()):
            return suggested(sheet, heading)
        return Assigned(
            heading,
            {head: chosen.get(name, "") for head, name in columns.items()},
            {name.removeprefix(said): chosen[name] for name in chosen if name.startswith(said)},
        )

    def _begin(self, number: int, sheet: ReadSheet, before: Assigned | None) -> Assigned:
        """Adds the fields of a sheet."""
        now = self._chosen(number, sheet, before)
        self.fields[f"kind-{number}"] = forms.ChoiceField(
            label=_("Row type"),
            required=False,
            initial=now.heading,
            widget=forms.Select(attrs=_ASKS_ANEW),
            choices=[
                ("", _("Don’t import this sheet")),
                *(
                    (key, capfirst(str(entry.kind.model._meta.verbose_name)))
                    for key, entry in tabular().items()
                ),
            ],
        )
        entry = tabular().get(now.heading)
        if entry is None:
            return now
        choices = [("", _("Don’t import")), *choices_of(entry).items()]
        for column, head in enumerate(sheet.heads):
            self.fields[f"column-{number}-{column}"] = forms.ChoiceField(
                label=head, required=False, choices=choices, initial=now.fields.get(head, "")
            )
        for name in needed_of(entry.kind):
            needed = entry.kind.column(name)
            if isinstance(needed, Field) and needed.choices and name not in now.fields.values():
                self.fields[f"said-{number}-{name}"] = forms.ChoiceField(
                    label=_("%(field)s for all rows") % {"field": capfirst(str(needed.verbose_name))},
                    help_text=_("Required for new rows. Leave it empty if all rows already exist."),
                    required=False,
                    initial=now.said.get(name, ""),
                    choices=[("", "–"), *needed.flatchoices],
                )
        return now

    @property
    def tables(self) -> Iterator[Sheet]:
        """What the page shows of each sheet."""
        for number, sheet in enumerate(self._sheets):
            yield Sheet(
                sheet.title,
                sheet.head_row,
                in_one_line(" · ".join(sheet.above.values())),
                len(sheet.rows),
                self[f"kind-{number}"],
                tuple(
                    Column(head, _examples(sheet, head), self[f"column-{number}-{column}"])
                    for column, head in enumerate(sheet.heads)
                    if head and f"column-{number}-{column}" in self.fields
                ),
                tuple(self[name] for name in self.fields if name.startswith(f"said-{number}-")),
            )

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where no sheet is chosen, two columns are one field, or none has the
        names."""
        cleaned = super().clean() or {}
        for number, now in enumerate(self._now):
            if entry := tabular().get(now.heading):
                self._check(number, cleaned, entry.kind.title, needs_parent=has_parents(entry))
        if not any(each.heading for each in self._now):
            raise forms.ValidationError(_("Choose a row type for at least one sheet."))
        return cleaned

    def _check(self, number: int, cleaned: Mapping[str, Any], title: str, *, needs_parent: bool) -> None:
        seen: set[str] = set()
        for name in self.fields:
            if name.startswith(f"column-{number}-") and (said := cleaned.get(name)):
                if said in seen:
                    self.add_error(name, _("Another column already has this content. Choose something else."))
                seen.add(said)
        for needed, words in (
            (title, _("Choose the column that contains the names of the rows.")),
            *(
                ((PARENT, _("Choose the column that contains the parents of the rows.")),)
                if needs_parent
                else ()
            ),
        ):
            if needed not in seen:
                self.add_error(f"kind-{number}", words)

    @property
    def assigned(self) -> list[Assigned]:
        return [
            Assigned(
                now.heading,
                {
                    head: said
                    for column, head in enumerate(sheet.heads)
                    if head and (said := self.cleaned_data.get(f"column-{number}-{column}"))
                },
                {
                    name.split("-", 2)[2]: said
                    for name, said in self.cleaned_data.items()
                    if name.startswith(f"said-{number}-") and said
                },
            )
            for number, (now, sheet) in enumerate(zip(self._now, self._sheets, strict=True))
        ]


def _examples(sheet: ReadSheet, head: str) -> tuple[str, ...]:
    cells = (_shown(cells.get(head)) for _number, cells in sheet.rows)
    shown = dict.fromkeys(cell[:_LONGEST] for cell in cells if cell)
    return tuple(shown)[:_EXAMPLES]


def _shown(cell: ReadCell) -> str:
    """The cell as people see it: a day without the hour at which it begins."""
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return "" if cell is None else str(cell).strip()
