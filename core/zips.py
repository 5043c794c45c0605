"""Reading zip archives that somebody else may have written."""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from zipfile import BadZipFile


class Damaged(Exception):
    """The archive was cut off or changed, is encrypted, or is packed in a way that zipfile does not know."""


@contextmanager
def reading_zip() -> Iterator[None]:
    """Raises Damaged for each error by which zipfile says that an archive cannot be read.

    Our own code raises some of them too, such as RuntimeError: put only calls of zipfile inside.
    """
    try:
        yield
    except (BadZipFile, EOFError, ValueError, OverflowError, zlib.error, lzma.LZMAError) as error:
        raise Damaged from error
    except RuntimeError as error:  # encrypted, or of an unknown compression
        raise Damaged from error
