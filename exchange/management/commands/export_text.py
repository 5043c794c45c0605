"""`manage.py export_text SLUG --output FILE.yaml`: exports a discovery as a text that people can edit."""

from discovery.models import Discovery
from exchange.management.export_helpers import ExportCommand
from exchange.services.discovery_text import export_text
from exchange.services.text_schema import text_schema_file
from organizations.actors import Actor


class Command(ExportCommand):
    """Writes a text."""

    help = "Writes the content of a discovery to a YAML file for import_text (docs/texts.md)."

    def content(self, discovery: Discovery) -> bytes:
        return export_text(actor=Actor.system("export"), discovery=discovery).encode()

    def schema(self) -> bytes:
        return text_schema_file()
