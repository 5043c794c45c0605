"""The form that maps the sheets and columns of a table to kinds and fields."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import Field
from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.clean_text import in_one_line
from core.forms import PlainForm
from core.imports.importable_kinds import needed_of
from discovery.kinds.artifact_content import PARENT
from documents.foreign_sheet import ReadCell, ReadSheet
from exchange.column_mapping.services import SheetMapping, choices_of, has_parents, suggested_mapping, tabular

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
class ColumnInput:
    """A column of a sheet: its head, its first cells as examples, and the form field that selects its
    field."""

    head: str
    examples: tuple[str, ...]
    field: BoundField


@dataclass(frozen=True, slots=True)
class SheetInput:
    """A sheet with the form fields for its kind, its columns, and `defaults` for all rows. Its heads are in
    row `head_row`; `title_rows` is the text above them."""

    title: str
    head_row: int
    title_rows: str
    rows: int
    kind: BoundField
    columns: tuple[ColumnInput, ...]
    defaults: tuple[BoundField, ...]


class ColumnsForm(PlainForm):
    """Asks for the kind of each sheet, and for the field of each column. `mappings` are those of the pending
    file, `query` the choices so far, by form fields, and `changed_field` the field that changed last. A valid
    form has the result in `mappings`."""

    def __init__(
        self,
        *args: Any,
        sheets: Sequence[ReadSheet],
        mappings: Sequence[SheetMapping],
        query: Mapping[str, str],
        changed_field: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._sheets, self._query, self._changed_field = sheets, query, changed_field
        self._mappings = [
            self._add_fields(number, sheet, mappings[number] if number < len(mappings) else None)
            for number, sheet in enumerate(sheets)
        ]

    def _mapping_of(self, number: int, sheet: ReadSheet, stored: SheetMapping | None) -> SheetMapping:
        """Return the mapping of the sheet: the current choices, else the stored mapping, else a
        suggestion."""
        kind_field, defaults_prefix = f"kind-{number}", f"said-{number}-"
        choices = self.data if self.is_bound else self._query
        heading = choices.get(kind_field)
        if heading is None:
            return stored or suggested_mapping(sheet)
        columns = {head: f"column-{number}-{at}" for at, head in enumerate(sheet.heads)}
        if kind_field == self._changed_field or choices.keys().isdisjoint(columns.values()):
            return suggested_mapping(sheet, heading)
        return SheetMapping(
            heading,
            {head: choices.get(name, "") for head, name in columns.items()},
            {
                name.removeprefix(defaults_prefix): choices[name]
                for name in choices
                if name.startswith(defaults_prefix)
            },
        )

    def _add_fields(self, number: int, sheet: ReadSheet, stored: SheetMapping | None) -> SheetMapping:
        """Adds the fields of a sheet."""
        mapping = self._mapping_of(number, sheet, stored)
        self.fields[f"kind-{number}"] = forms.ChoiceField(
            label=_("Row type"),
            required=False,
            initial=mapping.heading,
            widget=forms.Select(attrs=_ASKS_ANEW),
            choices=[
                ("", _("Don’t import this sheet")),
                *(
                    (key, capfirst(str(entry.kind.model._meta.verbose_name)))
                    for key, entry in tabular().items()
                ),
            ],
        )
        entry = tabular().get(mapping.heading)
        if entry is None:
            return mapping
        choices = [("", _("Don’t import")), *choices_of(entry).items()]
        for index, head in enumerate(sheet.heads):
            self.fields[f"column-{number}-{index}"] = forms.ChoiceField(
                label=head, required=False, choices=choices, initial=mapping.fields.get(head, "")
            )
        for name in needed_of(entry.kind):
            column = entry.kind.column(name)
            if isinstance(column, Field) and column.choices and name not in mapping.fields.values():
                self.fields[f"said-{number}-{name}"] = forms.ChoiceField(
                    label=_("%(field)s for all rows") % {"field": capfirst(str(column.verbose_name))},
                    help_text=_("Required for new rows. Leave it empty if all rows already exist."),
                    required=False,
                    initial=mapping.defaults.get(name, ""),
                    choices=[("", "–"), *column.flatchoices],
                )
        return mapping

    @property
    def tables(self) -> Iterator[SheetInput]:
        """Yield each sheet for the page."""
        for number, sheet in enumerate(self._sheets):
            yield SheetInput(
                sheet.title,
                sheet.head_row,
                in_one_line(" · ".join(sheet.above.values())),
                len(sheet.rows),
                self[f"kind-{number}"],
                tuple(
                    ColumnInput(head, _examples(sheet, head), self[f"column-{number}-{column}"])
                    for column, head in enumerate(sheet.heads)
                    if head and f"column-{number}-{column}" in self.fields
                ),
                tuple(self[name] for name in self.fields if name.startswith(f"said-{number}-")),
            )

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError if no sheet is selected, two columns have one field, or no column has the
        names."""
        cleaned = super().clean() or {}
        for number, mapping in enumerate(self._mappings):
            if entry := tabular().get(mapping.heading):
                self._check(number, cleaned, entry.kind.title, needs_parent=has_parents(entry))
        if not any(each.heading for each in self._mappings):
            raise forms.ValidationError(_("Choose a row type for at least one sheet."))
        return cleaned

    def _check(self, number: int, cleaned: Mapping[str, Any], title: str, *, needs_parent: bool) -> None:
        chosen_fields: set[str] = set()
        for name in self.fields:
            if name.startswith(f"column-{number}-") and (field_name := cleaned.get(name)):
                if field_name in chosen_fields:
                    self.add_error(name, _("Another column already has this content. Choose something else."))
                chosen_fields.add(field_name)
        for required_field, words in (
            (title, _("Choose the column that contains the names of the rows.")),
            *(
                ((PARENT, _("Choose the column that contains the parents of the rows.")),)
                if needs_parent
                else ()
            ),
        ):
            if required_field not in chosen_fields:
                self.add_error(f"kind-{number}", words)

    @property
    def mappings(self) -> list[SheetMapping]:
        return [
            SheetMapping(
                mapping.heading,
                {
                    head: value
                    for column, head in enumerate(sheet.heads)
                    if head and (value := self.cleaned_data.get(f"column-{number}-{column}"))
                },
                {
                    name.split("-", 2)[2]: value
                    for name, value in self.cleaned_data.items()
                    if name.startswith(f"said-{number}-") and value
                },
            )
            for number, (mapping, sheet) in enumerate(zip(self._mappings, self._sheets, strict=True))
        ]


def _examples(sheet: ReadSheet, head: str) -> tuple[str, ...]:
    cells = (_cell_text(cells.get(head)) for _number, cells in sheet.rows)
    examples = dict.fromkeys(cell[:_LONGEST] for cell in cells if cell)
    return tuple(examples)[:_EXAMPLES]


def _cell_text(cell: ReadCell) -> str:
    """Return the visible text of the cell: a date without a time of midnight."""
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return "" if cell is None else str(cell).strip()
