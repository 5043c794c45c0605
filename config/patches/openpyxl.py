"""openpyxl: a formula in a sheet that is read row by row stays as it is, unread."""

from __future__ import annotations

from typing import Any, Final

from openpyxl.worksheet import _read_only
from openpyxl.worksheet._reader import WorkSheetParser

CHECKED: Final = {"openpyxl": "3.1"}


class _FormulasUnread(WorkSheetParser):
    """For each cell that shares a formula, the library writes all of it again: a long one, shared by many
    cells, would take hours. It also raises what nothing else in it does for one that it cannot read."""

    def parse_formula(self, element: Any) -> str:
        """That there is one."""
        return "="


def leave_formulas() -> None:
    """From now on, workbooks that are opened to be read only tell where formulas are, not what they say."""
    _read_only.WorkSheetParser = _FormulasUnread  # type: ignore[attr-defined]  # a name that it imports
