"""Finds the document in an archive of a discovery, which people often have instead."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_lazy

from core.imports import packed_documents
from core.imports.packed_documents import DocumentRefusal, NotTaken
from documents import rounded_numbers
from documents.reader_process import apart
from exchange.format.reading import InvalidDocument

DOCUMENT = "discovery.json"
SCHEMA = "discovery.schema.json"
LARGEST = 10 * 1024 * 1024
"""Bytes of a document that pages take, packed or not; more is refused before it is unpacked."""
MOST_VALUES = 1_500_000
"""Values, lists and objects in it: each takes many times the memory of its characters."""
BY_COMMAND = gettext_lazy(
    "The administrator of this server can import a discovery of any size with the "
    "command “manage.py import_discovery FILE --organization SLUG”."
)
"""The way for what is larger."""
_WRONG = {
    DocumentRefusal.MISSING: gettext_lazy("This archive contains no discovery."),
    DocumentRefusal.DAMAGED: gettext_lazy("The archive is incomplete or damaged."),
    DocumentRefusal.PACKING: gettext_lazy("The archive uses an unsupported compression. Pack it as ZIP."),
    DocumentRefusal.TOO_LARGE: gettext_lazy(
        "The discovery in this file is too large to import on a page. The limit is "
        "%(megabytes)s MB and %(values)s values."
    ),
}


def document_in(data: bytes) -> bytes:
    """Like `unpacked`, in a separate process. Raises InvalidDocument also for a file that would need too much
    memory."""
    too_much = NotTaken(DocumentRefusal.TOO_LARGE)
    with _in_words():
        return apart(packed_documents.unpack_within, data, DOCUMENT, LARGEST, MOST_VALUES, otherwise=too_much)


def unpacked(data: bytes) -> bytes:
    """Return the document of an archive; `data` itself if it is no archive. Raises InvalidDocument."""
    with _in_words():
        return packed_documents.unpacked(data, DOCUMENT)


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except NotTaken as error:
        words = {"megabytes": LARGEST // (1024 * 1024), "values": rounded_numbers.text(MOST_VALUES)}
        message = str(_WRONG[error.wrong]) % words
        advice = [str(BY_COMMAND)] if error.wrong == DocumentRefusal.TOO_LARGE else []
        raise InvalidDocument(message, *advice) from None
