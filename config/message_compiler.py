"""Catalogs of translated words, compiled for gettext: `python -m config.message_compiler` in the root of
the project.

It needs no settings and no database, since bin/setup runs it before there are any.
"""

import sys
from pathlib import Path
from tempfile import NamedTemporaryFile

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

_FOLDER = "locale"
_DOMAIN = "LC_MESSAGES/django.po"


def path_of(language: str, root: Path) -> Path:
    """The path of a language's catalog below the root of the project."""
    return root / _FOLDER / language / _DOMAIN


def compile_all(root: Path) -> list[Path]:
    """Compile the catalogs beside themselves. Returns what was written.

    Raises PoFileError for one that is broken.
    """
    paths = []
    for path in sorted((root / _FOLDER).glob(f"*/{_DOMAIN}")):
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.parts[-3], abort_invalid=True)
        target = path.with_suffix(".mo")
        # Whole or not at all: a server may read it, and another process write it, at this moment.
        with NamedTemporaryFile(dir=target.parent, suffix=".part", delete=False) as draft:
            write_mo(draft, catalog)
        # As readable as other files are, for the account of the server.
        Path(draft.name).chmod(0o644)
        Path(draft.name).replace(target)
        paths.append(target)
    return paths


if __name__ == "__main__":
    for each in compile_all(Path.cwd()):
        sys.stdout.write(f"{each.relative_to(Path.cwd())}\n")
