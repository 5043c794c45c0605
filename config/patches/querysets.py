"""Django's querysets: deleting rows without reading what hangs on them."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet

CHECKED: Final = {"Django": "5.2.19"}


def delete_rows(rows: QuerySet[Any]) -> None:
    """Delete the rows with one statement; what hangs on them must be gone already."""
    rows._raw_delete(rows.db)
