"""The archive holds the discovery itself, too: the document that imports again, and its schema."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from discovery.document_parts import ArchivePart, archive_parts
from discovery.models import Discovery
from exchange.discovery_documents.services import export_file
from exchange.format.archive_reader import DOCUMENT, SCHEMA
from exchange.format.schema import schema_file
from organizations.actors import Actor


def register_own() -> None:
    """Register the document of the discovery as a file of the archive."""
    archive_parts.register(ArchivePart("exchange", _("Exporting the whole discovery"), 10, _files))


def _files(discovery: Discovery) -> Iterator[tuple[str, bytes]]:
    yield DOCUMENT, export_file(actor=Actor.system("archive"), discovery=discovery)
    yield SCHEMA, schema_file()
