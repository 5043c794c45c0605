"""An empty spreadsheet to start lists in: a sheet for each kind of artifact."""

from collections.abc import Iterator

from core.kinds import artifact_kinds
from core.labels import as_label
from discovery.kinds.artifact_content import empty_table
from discovery.models import Discovery
from documents.look import Look
from documents.spreadsheet import spreadsheet
from documents.table_and_slide_parts import Front, Table
from exchange.services.text_input import entries_of_texts


def table_template(discovery: Discovery) -> bytes:
    """Return the spreadsheet. The discovery can import it once it is filled."""
    domain = discovery.domain
    front = Front(discovery.name, domain.organization.name, domain.name)
    return spreadsheet(front, _sheets(), made_at=discovery.created_at, accent=Look().accent)


def _sheets() -> Iterator[tuple[str, Table]]:
    for entry in entries_of_texts():
        if entry.key in artifact_kinds and entry.kind.root is Discovery:
            yield as_label(entry.kind.model._meta.verbose_name_plural), empty_table(entry.kind)
