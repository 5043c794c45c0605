"""`manage.py export_discovery SLUG --output FILE.json`: a whole discovery as one document."""

from discovery.models import Discovery
from exchange.discovery_documents.services import export_file
from exchange.format.schema import schema_file
from exchange.management.export_helpers import ExportCommand
from organizations.actors import Actor


class Command(ExportCommand):
    """Writes a document."""

    help = "Writes a whole discovery to a JSON file for import_discovery."

    def content(self, discovery: Discovery) -> bytes:
        return export_file(actor=Actor.system("export"), discovery=discovery)

    def schema(self) -> bytes:
        return schema_file()
