"""Static files under their own names, for tests that never collected any."""

from __future__ import annotations

from typing import Any

from django.contrib.staticfiles.storage import StaticFilesStorage


class Storage(StaticFilesStorage):
    """Django's storage, with the same cache of addresses as the product's own (config/static_files.py)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str | None, str] = {}

    def url(self, name: str | None) -> str:
        """The address of a file."""
        if name not in self._addresses:
            self._addresses[name] = super().url(name)
        return self._addresses[name]
