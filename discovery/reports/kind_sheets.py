"""Sheets of the spreadsheet that follow from kinds of artifacts."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from core.kinds import ArtifactKind, artifact_kinds
from core.labels import Text, as_label
from discovery.document_parts import Sheet, report_sheets
from discovery.kinds.artifact_content import table_of
from discovery.models import Discovery

_LAST = 190
"""The order of the sheets that follow from kinds: before the people who took part."""


def kind_sheet(kind: ArtifactKind[Any], title: Text, order: int) -> Sheet:
    """A sheet with a row for each artifact of the kind and a column for each field."""
    return Sheet(kind.key, title, order, partial(table_of, kind), shows=(kind.key,))


def all_sheets() -> list[Sheet]:
    """The sheets that apps registered, and one for each kind that they leave out, in their order."""
    return sorted([*report_sheets, *_left_out()], key=lambda sheet: sheet.order)


def _left_out() -> Iterator[Sheet]:
    keys = {key for sheet in report_sheets for key in sheet.shows}
    for kind in artifact_kinds:
        if kind.key not in keys and kind.root is Discovery:
            yield kind_sheet(kind, as_label(kind.model._meta.verbose_name_plural), _LAST)
