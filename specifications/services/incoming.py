"""Specifications of data products from elsewhere (ODPS, ODCS) brought into a discovery: a file, or a zip of
them, by the same plan, preview and undo as all that comes in (docs/texts.md)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.exceptions import Invalid
from core.incoming.entries import Entry
from core.incoming.rows import Given, Place, Problem
from core.incoming.texts import Reading
from core.incoming.yaml_lines import LARGEST, Fields, NotYaml, read
from core.naming import looks
from core.services.incoming import Refused
from core.services.operations import operation
from core.zips import Damaged, read_part, reading_zip
from discovery import permissions
from discovery.models import Discovery
from exchange.registries import FileFormat, file_formats
from exchange.services.read_texts import entries_of_texts, not_yaml_words
from exchange.services.row_limits import check_how_many
from exchange.services.texts import BroughtIn, New, tried, write_rows
from organizations.actors import Actor
from products.models import DataProduct
from specifications.incoming import CONTRACT, as_text, described_in, is_specification

TEXTS, ARCHIVE = (".yaml", ".yml", ".json"), ".zip"
MOST_FILES = 1_000


def register_own() -> None:
    """Register the format of specifications."""
    file_formats.register(
        FileFormat(
            "specification",
            (*TEXTS, ARCHIVE),
            import_specifications,
            recognizes=_is_one,
            otherwise=gettext_lazy(
                "This is no data product (ODPS), no data contract (ODCS), and no zip of them."
            ),
        )
    )


def import_specifications(
    *, actor: Actor, data: bytes, into: Discovery | New, digest: str = "", is_trial: bool = False
) -> BroughtIn:
    """Writes products, ports, columns and objectives of a specification, or of all in a zip, into the
    discovery: all of it or nothing, in one operation with one undo. What they do not say stays. Raises as
    texts.import_text, and Invalid for a discovery that is not there yet."""
    if isinstance(into, New):
        raise Invalid(_("A specification comes into a discovery that is there."))
    permissions.check_edit_discovery(actor, into)
    rows = _Rows(entries_of_texts())
    documents, unreadable = _documents(data)
    rows.read(documents, into)
    check_how_many(actor, rows.given)
    with (
        tried(is_trial) as trial,
        operation(actor, "specification.imported", summary=into.name, place=into) as done,
    ):
        came = write_rows(actor, into, rows.given, rows.problems, done=done, digest=digest, keeps_names=True)
        trial.came = replace(came, left_out=(*unreadable, *rows.left_out))
        trial.end()
    return trial.result


# --- Files ----------------------------------------------------------------------------------------


def _is_one(data: bytes) -> bool:
    """Whether it is a zip, or a document of one of the standards."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        return True
    try:
        return is_specification(read(data))
    except NotYaml:
        return False


def _documents(data: bytes) -> tuple[dict[str, Fields], list[str]]:
    """The specifications by file name, data products first, and the names of unreadable files. Raises Refused
    without a specification."""
    files = _unpacked(data) if data.startswith(b"PK") else {"": data}
    documents, problems = {}, []
    for name, content in files.items():
        try:
            document = read(content)
        except NotYaml as wrong:
            problems.append(Problem(Place(wrong.line, file=name), None, said=not_yaml_words(wrong)))
            continue
        if isinstance(document, Fields) and is_specification(document):
            documents[name] = document
        elif not name:
            said = _("This is no data product (ODPS) and no data contract (ODCS).")
            problems.append(Problem(Place(1), None, said=said))
    if not documents:
        none = Problem(Place(0), None, said=_("There is no specification in this archive."))
        raise Refused(problems or [none])
    ordered = sorted(documents.items(), key=lambda each: _kind(each[1]) == CONTRACT)
    return dict(ordered), [each.place.file for each in problems]


def _kind(document: Fields) -> str:
    return str(getattr(document.fields["kind"], "text", ""))


def _is_text(name: str) -> bool:
    """Whether the file may hold a specification: none that programs hide, as macOS does in its archives."""
    is_hidden = any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))
    return not is_hidden and name.lower().endswith(TEXTS)


def _unpacked(data: bytes) -> dict[str, bytes]:
    """The texts in an archive, all of which may hold as much as one text. Raises Refused."""
    texts: dict[str, bytes] = {}
    left = LARGEST
    try:
        with reading_zip(), zipfile.ZipFile(io.BytesIO(data)) as archive:
            packed = [each for each in archive.infolist() if _is_text(each.filename)]
            for each in packed[: MOST_FILES + 1]:
                texts[each.filename] = read_part(archive, each, most=left + 1)
                left -= len(texts[each.filename])
                if left < 0:
                    break
    except (Damaged, OSError):
        said = _("The archive is cut off or damaged.")
        raise Refused([Problem(Place(0), None, said=said)]) from None
    if left < 0 or len(packed) > MOST_FILES:
        words = {"files": MOST_FILES, "megabytes": LARGEST // 1_000_000}
        said = _("An archive has at most %(files)s specifications and, unpacked, %(megabytes)s MB.") % words
        raise Refused([Problem(Place(0), None, said=said)])
    return texts


# --- Rows -----------------------------------------------------------------------------------------


class _Rows:
    """Rows of several documents. A product and its contracts may describe the same row."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._of = {entry.key: entry for entry in entries}
        self._same: dict[tuple[object, ...], tuple[Given, str]] = {}
        self._first: dict[Given, Given] = {}
        self.given: list[Given] = []
        self.problems: list[Problem] = []
        self.left_out: tuple[str, ...] = ()

    def read(self, documents: Mapping[str, Fields], into: Discovery) -> None:
        """Reads all of them."""
        known = {looks(name) for name in _names_in(into)}
        described = described_in(documents.values())
        for file, document in documents.items():
            reading = Reading(self._entries)
            reading.read(as_text(document, described, lambda name: looks(name) in known))
            for each in described.wrong:
                reading.refuse(each[0], _("“%(name)s” is a list of things.") % {"name": each[1]})
            described.wrong.clear()
            self.problems += [replace(each, place=_in(file, each.place)) for each in reading.problems]
            for given in reading.given:
                self._take(given, file)
        self.left_out = tuple(described.left_out)

    def _take(self, given: Given, file: str) -> None:
        given.place = _in(file, given.place)
        given.places = {name: _in(file, place) for name, place in given.places.items()}
        if isinstance(given.parent, Given):
            given.parent = self._first.get(given.parent, given.parent)
        values = (given.fields.get(name) for name in self._of[given.kind].recognized_by)
        said = (looks(each) if isinstance(each, str) else each for each in values)
        key = given.kind, id(given.parent), *said
        there, of = self._same.setdefault(key, (given, file))
        if there is given or of == file:
            self.given.append(given)
            return
        self._first[given] = there
        for name, value in given.fields.items():
            if name not in there.fields:
                there.fields[name], there.places[name] = value, given.place_of(name)


def _in(file: str, place: Place) -> Place:
    return replace(place, file=file)


def _names_in(discovery: Discovery) -> Iterator[str]:
    products = DataProduct.objects.filter(discovery=discovery)
    return products.values_list("name", flat=True).iterator()
