"""Reading zip archives that someone else may have written."""

import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

# What programs write. Of other packings zipfile unpacks all at once, whatever was asked for.
_PACKED = (ZIP_STORED, ZIP_DEFLATED)


class DamagedZip(Exception):
    """The archive was cut off or changed, is encrypted, or is packed in a way that zipfile does not know."""


@contextmanager
def reading_zip() -> Iterator[None]:
    """Raises DamagedZip for each error by which zipfile says that an archive cannot be read.

    Our own code raises some of them too, such as RuntimeError: put only calls of zipfile inside.
    """
    try:
        yield
    except (BadZipFile, EOFError, ValueError, OverflowError, zlib.error, lzma.LZMAError) as error:
        raise DamagedZip from error
    except RuntimeError as error:  # encrypted, or of an unknown compression
        raise DamagedZip from error


def read_part(archive: ZipFile, part: ZipInfo, *, most: int) -> bytes:
    """Content of the part, up to `most` bytes.

    zipfile unpacks what is there before it cuts off what the archive does not speak of, in gigabytes: so a
    part is asked for one byte more than it should have, and must not have it. Raises DamagedZip for one that
    has, and for one that is packed in a way that no program for documents uses.
    """
    if part.compress_type not in _PACKED:
        raise DamagedZip
    uncut = copy(part)
    uncut.file_size = part.file_size + 1
    with reading_zip(), archive.open(uncut) as file:
        content = file.read(min(part.file_size, most) + 1)
    if len(content) > part.file_size:
        raise DamagedZip
    return content[:most]
