"""Reissues frozen copies without a person: frozen versions, and the pages of their PDFs."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import formats, timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from exchange import format as exchange
from exchange.erasure.fields import DOCUMENTS, NAMING, OWN, PAGES, PSEUDONYM
from exchange.erasure.names import PersonNames, everywhere
from exchange.erasure.slugs import out_of_slug
from exchange.format.document_tables import label_of
from exchange.format.table_rules import frozen_labels

# Where the note goes: below the head of a page, above the facts on a cover, else at the beginning.
_PLACES = (("</header>", True), ('<dl class="cover-facts">', False), ("<body>", True))
_NOTE = '<p class="small quiet reissued">{}</p>\n'


@dataclass(frozen=True)
class CopyAnonymizer:
    """Rewrites copies. `at` is the time of the erasure, `uuids` identify the rows of the person in
    documents."""

    at: datetime
    uuids: frozenset[str] = frozenset()

    def change(self, name: str, names: PersonNames) -> Callable[[str], str] | None:
        """Return the function that removes the names from the field; None for a field without a copy."""
        if name in PAGES:
            return names.out_of_page
        if name in DOCUMENTS:
            return lambda text: self._out_of_document(names, text)
        return None

    def reissue_values(self, row: Any, changes: dict[str, Any], pseudonym: str) -> dict[str, Any]:
        """Return the further values of a reissued copy with these `changes`: its note, and its date."""
        values: dict[str, Any] = {
            name: self._with_note(page, pseudonym)
            for name, page in changes.items()
            if name in ("page", "source") and page
        }
        if label_of(type(row)) in frozen_labels():
            values["reissued_at"] = self.at
            if "page" not in changes:
                values["page"] = self._with_note(row.page, pseudonym)
        return values

    def _with_note(self, page: str, pseudonym: str) -> str:
        language = "de" if '<html lang="de' in page[:500] else "en"
        with translation.override(language):
            day = formats.date_format(timezone.localtime(self.at), "LONG_DATE_FORMAT")
            words = _(
                "Reissued on %(day)s: a person was erased from this version and now appears as %(pseudonym)s."
            )
            note = format_html(_NOTE, words % {"day": day, "pseudonym": pseudonym})
        for place, is_after in _PLACES:
            head, mark, tail = page.partition(place)
            if mark:
                return head + (mark + note if is_after else note + mark) + tail
        return page + note

    def _out_of_document(self, names: PersonNames, text: str) -> str:
        try:
            document = json.loads(text)
        except ValueError:
            return names.out_of_text(text)
        if not isinstance(document, dict):
            return names.out_of_text(text)
        for part in ("rows", "history"):
            tables = document.get(part)
            if isinstance(tables, dict):
                document[part] = {
                    label: self.out_of_rows(label, rows, names) for label, rows in tables.items()
                }
        if "operations" in document:
            document["operations"] = self.out_of_rows("discovery.Operation", document["operations"], names)
        rewritten = exchange.dump(document).decode()
        return text if json.loads(text) == json.loads(rewritten) else rewritten

    def out_of_rows(self, label: str, rows: Any, names: PersonNames) -> Any:
        """Return the rows of one model of a document, without the names. A value that is no list is returned
        unchanged."""
        if not isinstance(rows, list):
            return rows
        return [self._row(label, row, names) if isinstance(row, dict) else row for row in rows]

    def _row(self, label: str, row: dict[str, Any], names: PersonNames) -> dict[str, Any]:
        values = {
            name: everywhere(value, self._change_of(f"{label}.{name}", names)) for name, value in row.items()
        }
        own = OWN.get(label, {}) if str(row.get("uuid")) in self.uuids else {}
        return values | {
            name: names.pseudonym if value == PSEUDONYM else value for name, value in own.items()
        }

    def _change_of(self, name: str, names: PersonNames) -> Callable[[str], str]:
        if name.endswith(".slug"):
            return lambda slug: out_of_slug(names, slug)
        return self.change(name, names) or (names.out_of_name if name in NAMING else names.out_of_text)
