"""Templates without the indentation of their lines, which helps only people who read the templates: on a long
page it is a tenth of what is sent. Files in which spaces may matter stay unchanged."""

import re
from typing import Any, Final

from django.template.loaders import app_directories, filesystem

_INDENTATION: Final = re.compile(r"\n[ \t]+")
# Their texts keep their blanks; and only a text that is trimmed is translated whatever its blanks.
_COUNTS: Final = re.compile(r"<pre\b|<textarea\b|{% verbatim|{% blocktranslate (?![^%]*\btrimmed\b)")


def tight(source: str) -> str:
    """The source of a template without indentation; lines keep their numbers."""
    return source if _COUNTS.search(source) else _INDENTATION.sub("\n", source)


class _TightLoader:
    def get_contents(self, origin: Any) -> str:
        source: str = super().get_contents(origin)  # type: ignore[misc]  # that of the loader beside it
        return tight(source) if origin.name.endswith(".html") else source


class FolderLoader(_TightLoader, filesystem.Loader):
    """Loads the templates of the project."""


class AppLoader(_TightLoader, app_directories.Loader):
    """Loads the templates of installed apps."""
