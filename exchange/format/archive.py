"""The document within an archive of a discovery: what people have is often the archive."""

from __future__ import annotations

import io
import zipfile

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.zips import Damaged, reading_zip
from exchange.format.reading import Unreadable

DOCUMENT = "discovery.json"
SCHEMA = "discovery.schema.json"
LARGEST = 10 * 1024 * 1024
"""Bytes of a document that pages take, packed or not; more is refused before it is unpacked."""
MOST_PARTS = 2_000_000
"""Lists and objects in it: each takes many times the memory that its two characters take."""
BY_COMMAND = gettext_lazy(
    "The administrator of this server imports a discovery of any size by the command"
    " “manage.py import_discovery FILE --organization SLUG”."
)
"""The way for what is larger."""
# Ours are packed so. Others take as much memory to unpack as the archive says.
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def document_in(data: bytes) -> bytes:
    """As `unpacked`. Raises Unreadable also for what a server of pages should not hold in memory."""
    document = unpacked(data, most=LARGEST + 1)
    if len(document) > LARGEST or document.count(b"{") + document.count(b"[") > MOST_PARTS:
        raise Unreadable(_("The discovery in this file is too large for a page."), str(BY_COMMAND))
    return document


def unpacked(data: bytes, *, most: int = -1) -> bytes:
    """The document in an archive, or its first `most` bytes; `data` itself when it is not an archive. Raises
    Unreadable."""
    if not data.startswith(b"PK\x03\x04"):
        return data
    try:
        with reading_zip(), zipfile.ZipFile(io.BytesIO(data)) as archive:
            packed = archive.getinfo(DOCUMENT)
            if packed.compress_type in _PACKED:
                with archive.open(packed) as file:
                    return file.read(most)
    except KeyError:
        raise Unreadable(_("This archive holds no discovery.")) from None
    except (Damaged, OSError):
        raise Unreadable(_("The archive is cut off or damaged.")) from None
    raise Unreadable(_("The archive is packed in a way that is not read here. Pack it as ZIP."))
