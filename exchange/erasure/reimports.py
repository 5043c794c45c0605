"""Removes erased people from files that were exported before the erasure."""

from django.utils import timezone

from core.models import Operation
from exchange.erasure.copies import CopyAnonymizer
from exchange.erasure.fields import OWN
from exchange.erasure.names import NO_ADDRESS, PersonNames
from exchange.format.document_tables import label_of
from exchange.format.reading import DocumentContent
from exchange.models import Erasure


def replace_erased_people(document: DocumentContent) -> int:
    """Put the pseudonyms of people who were erased here into the document. Returns the count of people in it.
    A person without a row is not recognized: a name in texts only is imported."""
    count = 0
    for erasure in Erasure.objects.exclude(uuids=[]).order_by("pk"):
        uuids = frozenset(erasure.uuids)
        names = PersonNames.of(erasure.pseudonym, _names(document, uuids))
        if not names.parts:
            continue
        count += 1
        copies = CopyAnonymizer(timezone.now(), uuids)
        for tables in (document.rows, document.history):
            for label, rows in tables.items():
                tables[label] = copies.out_of_rows(label, rows, names)
        document.operations[:] = copies.out_of_rows(label_of(Operation), document.operations, names)
    return count


def _names(document: DocumentContent, uuids: frozenset[str]) -> set[str]:
    """Return the names of the person in the rows with these identifiers, and in their history."""
    names = set()
    for tables in (document.rows, document.history):
        for label, own in OWN.items():
            for row in tables.get(label, ()):
                if str(row.get("uuid")) in uuids:
                    name, role = (str(row.get(each) or "") for each in (next(iter(own)), "role_title"))
                    names |= {name, str(row.get("email") or ""), f"{name}, {role}" if role else ""}
    return names - {"", NO_ADDRESS}
