"""A document (JSON) that someone sends as it is or within an archive, counted before anything is made of it.
Pure."""

import io
import re
import zipfile
from enum import Enum, auto

from core.zip_reading import DamagedZip, reading_zip

# Ours are packed so. Others take as much memory to unpack as the archive says.
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Each text once, without looking back: one that does not end goes to the end.
_TEXT = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)


class DocumentRefusal(Enum):
    """Reasons to refuse a document."""

    MISSING = auto()
    DAMAGED = auto()
    PACKING = auto()
    TOO_LARGE = auto()


class NotTaken(Exception):
    """The document is not taken."""

    def __init__(self, wrong: DocumentRefusal) -> None:
        super().__init__(wrong)
        self.wrong = wrong


def unpack_within(data: bytes, name: str, most: int, most_values: int) -> bytes:
    """As `unpacked`. Raises NotTaken also for more than `most` bytes, and for more than `most_values` values:
    each takes many times the memory of its characters."""
    document = unpacked(data, name, most + 1)
    if len(document) > most or values_in(document) > most_values:
        raise NotTaken(DocumentRefusal.TOO_LARGE)
    return document


def unpacked(data: bytes, name: str, most: int = -1) -> bytes:
    """The file with this name in an archive, or its first `most` bytes; `data` itself when it is no archive.
    Raises NotTaken."""
    if not data.startswith(b"PK\x03\x04"):
        return data
    try:
        with reading_zip(), zipfile.ZipFile(io.BytesIO(data)) as archive:
            packed = archive.getinfo(name)
            if packed.compress_type not in _PACKED:
                raise NotTaken(DocumentRefusal.PACKING)
            with archive.open(packed) as file:
                return file.read(most)
    except KeyError:
        raise NotTaken(DocumentRefusal.MISSING) from None
    except (DamagedZip, OSError):
        raise NotTaken(DocumentRefusal.DAMAGED) from None


def values_in(document: bytes) -> int:
    """Number of values, lists and objects in a document, by the signs between them; no object is made."""
    bare = _TEXT.sub(b"", document)
    return 1 + bare.count(b",") + bare.count(b":") + bare.count(b"[") + bare.count(b"{")
