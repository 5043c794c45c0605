"""Removes erased people from files that were exported before the erasure."""

from __future__ import annotations

from django.utils import timezone

from core.models import Operation
from exchange.erasure.copies import Copies
from exchange.erasure.fields import OWN
from exchange.erasure.names import NO_ADDRESS, Names
from exchange.format.reading import Read
from exchange.format.shape import label_of
from exchange.models import Erasure


def without_the_erased(document: Read) -> int:
    """Puts the pseudonyms of those who were erased here where the document names them, and says how many of
    them it named. A person without a row in it is not recognized: a name that stands only in its texts is
    imported."""
    named = 0
    for erasure in Erasure.objects.exclude(uuids=[]).order_by("pk"):
        uuids = frozenset(erasure.uuids)
        names = Names.of(erasure.pseudonym, _names(document, uuids))
        if not names.parts:
            continue
        named += 1
        copies = Copies(timezone.now(), uuids)
        for tables in (document.rows, document.history):
            for label, rows in tables.items():
                tables[label] = copies.out_of_rows(label, rows, names)
        document.operations[:] = copies.out_of_rows(label_of(Operation), document.operations, names)
    return named


def _names(document: Read, uuids: frozenset[str]) -> set[str]:
    """What the rows with these identifiers, and their history, call their person."""
    names = set()
    for tables in (document.rows, document.history):
        for label, own in OWN.items():
            for row in tables.get(label, ()):
                if str(row.get("uuid")) in uuids:
                    name, role = (str(row.get(each) or "") for each in (next(iter(own)), "role_title"))
                    names |= {name, str(row.get("email") or ""), f"{name}, {role}" if role else ""}
    return names - {"", NO_ADDRESS}
