"""Specifications of data products from elsewhere (ODPS, ODCS) brought into a discovery: a file, or a zip of
them, by the same plan, preview and undo as all that comes in (docs/texts.md)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.exceptions import Invalid
from core.incoming.entries import Entry
from core.incoming.rows import Given, Place, Problem
from core.incoming.texts import Reading
from core.incoming.yaml_files import MOST_FILES, TooMany, read_files
from core.incoming.yaml_lines import LARGEST, MOST_NODES, Fields, Node, NotYaml, Wrong, read_all
from core.naming import looks
from core.services.incoming import Unreadable
from core.services.operations import operation
from core.text import in_one_line
from core.zips import Damaged
from discovery import permissions
from discovery.models import Discovery
from documents import figures
from documents.apart import apart
from documents.foreign import titles_of
from documents.read_sheets import NotATable
from exchange.registries import FileFormat, file_formats
from exchange.services.read_texts import entries_of_texts, not_yaml_words
from exchange.services.row_limits import check_how_many
from exchange.services.texts import BroughtIn, New, tried, write_rows
from lvt.models import Vision
from organizations.actors import Actor
from products.models import DataProduct, Privacy
from specifications.account import Omission
from specifications.described import DocumentSet, Share, described_in
from specifications.incoming import as_text
from specifications.incoming_odps4 import as_text as odps4_as_text
from specifications.incoming_odps4 import contract_inside
from specifications.marks import Marks
from specifications.nodes import CONTRACT, of_opendataproducts, text_in
from specifications.recognized import Format, is_read, recognized

TEXTS, ARCHIVE = (".yaml", ".yml", ".json", ".jsonld"), ".zip"
_LONGEST_PATH = 160
_WORKBOOK, _PART_OF_WORKBOOKS = ".xlsx", "[Content_Types].xml"


def register_own() -> None:
    """Register the format of specifications."""
    file_formats.register(
        FileFormat(
            "specification",
            (*TEXTS, ARCHIVE, _WORKBOOK),
            import_specifications,
            recognizes=_is_one,
            otherwise=gettext_lazy(
                "This isn’t a data product (ODPS), a data contract (ODCS), or a zip of them."
            ),
        ),
    )


def import_specifications(
    *, actor: Actor, data: bytes, into: Discovery | New, digest: str = "", is_trial: bool = False
) -> BroughtIn:
    """Writes products, ports, columns and objectives of a specification, or of all in a zip, into the
    discovery: all of it or nothing, in one operation with one undo. What they do not say stays. Raises as
    texts.import_text, and Invalid for a discovery that is not there yet."""
    if isinstance(into, New):
        raise Invalid(_("You can only import a specification into an existing discovery."))
    permissions.check_edit_discovery(actor, into)
    rows = _Rows(entries_of_texts())
    documents, passed_over = _documents(data)
    rows.read(documents, into)
    check_how_many(actor, rows.given)
    with (
        tried(is_trial) as trial,
        operation(actor, "specification.imported", summary=into.name, place=into) as done,
    ):
        came = write_rows(actor, into, rows.given, rows.problems, done=done, digest=digest, keeps_names=True)
        trial.came = replace(
            came,
            left_out=(*passed_over, *rows.left_out),
            questions=(*rows.questions, *came.questions),
        )
        trial.end()
    return trial.result


# --- Files ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Document:
    """A specification: in which file it is ("" for the only one), and which document of the file."""

    file: str
    number: int
    fields: Fields


def _is_one(data: bytes) -> bool:
    """Whether it is a zip, or holds a document whose format is known, also one that is not read."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        return _PART_OF_WORKBOOKS.encode() not in data or _is_contract_workbook(data)
    try:
        return any(map(recognized, apart(read_all, data, otherwise=NotYaml(Wrong.TOO_MANY))))
    except NotYaml:
        return False


def _documents(data: bytes) -> tuple[list[_Document], list[str]]:
    """The specifications, data products first, and what else the file holds: files, and documents of other
    formats. Raises Refused without a specification."""
    is_archive = data.startswith(b"PK")
    if is_archive and _is_contract_workbook(data):
        said = _(
            "This is the workbook of a data contract (ODCS). Convert it to YAML first, for "
            "example with the Data Contract CLI, and import the YAML file."
        )
        raise Unreadable([Problem(Place(0), None, said=said)])
    files, passed_over = _read_files(data)
    documents: list[_Document] = []
    problems: list[Problem] = []
    others: list[str] = []
    for name, in_file in files.items():
        if isinstance(in_file, NotYaml):
            problems.append(Problem(Place(in_file.line, file=name), None, said=not_yaml_words(in_file)))
            others.append(name)
            continue
        for number, document in enumerate(in_file):
            if isinstance(document, Fields) and is_read(document):
                inside = contract_inside(document, is_read)
                for each in (document, inside) if inside is not None else (document,):
                    documents.append(_Document(name, number, each))
                continue
            format = recognized(document)
            place = Place(document.line, file=name)
            if format is not None:
                problems.append(Problem(place, None, said=_not_read(format)))
            elif not is_archive:
                said = _("This isn’t a data product (ODPS) or a data contract (ODCS).")
                problems.append(Problem(place, None, said=said))
            others.append(_named(name, format, document.line))
    if not documents:
        none = Problem(Place(0), None, said=_("This archive doesn’t contain a specification."))
        raise Unreadable(problems or [none])
    documents.sort(key=lambda each: _kind(each.fields) == CONTRACT)
    return documents, [*others, *passed_over]


def _not_read(format: Format) -> str:
    words = {"format": format.name, "advice": str(format.advice)}
    said = _(
        "This is %(format)s. You can import data products in Bitol’s ODPS 1 or in ODPS 4.1 "
        "(opendataproducts.org), and data contracts in ODCS 3. %(advice)s"
    )
    return said % words


def _named(file: str, format: Format | None, line: int) -> str:
    """What a file or a document is called that is passed over."""
    name = file or _("line %(line)s") % {"line": line}
    return f"{name} ({format.name})" if format else name


def _is_contract_workbook(data: bytes) -> bool:
    """Whether it is the workbook of a data contract (ODCS), which has sheets of these names."""
    try:
        titles = {title.lower() for title in titles_of(data)}
    except NotATable:
        return False
    return "fundamentals" in titles and any(title.startswith("schema") for title in titles)


def _kind(document: Fields) -> str:
    return text_in(document, "kind")


def _read_files(data: bytes) -> tuple[dict[str, list[Node] | NotYaml], list[str]]:
    """As yaml_files.read_files. Raises Unreadable."""
    try:
        return apart(read_files, data, TEXTS, MOST_FILES, otherwise=TooMany())
    except Damaged:
        said = _("The archive is incomplete or damaged.")
    except TooMany:
        words = {
            "files": MOST_FILES,
            "megabytes": LARGEST // 1_000_000,
            "values": figures.text(MOST_NODES),
        }
        said = (
            _(
                "An archive can have at most %(files)s specifications. Unpacked, it can have at most "
                "%(megabytes)s MB and %(values)s values."
            )
            % words
        )
    raise Unreadable([Problem(Place(0), None, said=said)])


# --- Rows -----------------------------------------------------------------------------------------


class _Rows:
    """Rows of several documents. A product and its contracts may describe the same row."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._of = {entry.key: entry for entry in entries}
        self._same: dict[tuple[object, ...], tuple[Given, _Document]] = {}
        self._first: dict[Given, Given] = {}
        self._has_vision = True
        self.given: list[Given] = []
        self.problems: list[Problem] = []
        self.left_out: tuple[str, ...] = ()
        self.questions: tuple[Problem, ...] = ()

    def read(self, documents: Sequence[_Document], into: Discovery) -> None:
        """Reads all of them."""
        known = dict(_marks_in(into))
        self._has_vision = Vision.objects.filter(discovery=into).exists()
        described = described_in(each.fields for each in documents)
        for each in documents:
            self._read(each, described, known)
        self.left_out = tuple(map(_left_out_words, described.left_out()))
        file_of = {id(each.fields): each.file for each in documents}
        self.questions = tuple(
            Problem(Place(each.line, file=file_of[id(each.document)]), None, said=_share_words(each))
            for each in described.shares
        )

    def _read(self, document: _Document, described: DocumentSet, known: Mapping[str, Marks]) -> None:
        file = document.file
        reading = Reading(self._entries)
        if of_opendataproducts(document.fields) is None:
            reading.read(as_text(document.fields, described, known))
        else:
            reading.read(odps4_as_text(document.fields, described, has_vision=self._has_vision))
        for line, name in described.wrong:
            reading.refuse(line, _("“%(name)s” must be a list of objects.") % {"name": name})
        described.wrong.clear()
        self.problems += [replace(each, place=_in(file, each.place)) for each in reading.problems]
        for given in reading.given:
            self._take(given, document)

    def _take(self, given: Given, document: _Document) -> None:
        file = document.file
        given.place = _in(file, given.place)
        given.places = {name: _in(file, place) for name, place in given.places.items()}
        if isinstance(given.parent, Given):
            given.parent = self._first.get(given.parent, given.parent)
        values = (given.fields.get(name) for name in self._of[given.kind].recognized_by)
        said = (looks(each) if isinstance(each, str) else each for each in values)
        key = given.kind, id(given.parent), *said
        there, of = self._same.setdefault(key, (given, document))
        if there is given or of is document:
            self.given.append(given)
            return
        self._first[given] = there
        for name, value in given.fields.items():
            if name not in there.fields:
                there.fields[name], there.places[name] = value, given.place_of(name)


def _in(file: str, place: Place) -> Place:
    return replace(place, file=file)


def _marks_in(discovery: Discovery) -> Iterator[tuple[str, Marks]]:
    """The marks of the products that are there, by their names."""
    products = DataProduct.objects.filter(discovery=discovery).order_by()
    for name, secrecy, privacy in products.values_list("name", "classification", "privacy").iterator():
        is_sensitive = privacy == Privacy.SENSITIVE
        yield looks(name), Marks(is_sensitive or privacy == Privacy.PERSONAL, is_sensitive, secrecy)


def _left_out_words(left_out: Omission) -> str:
    said = ngettext("%(path)s: %(count)s value", "%(path)s: %(count)s values", left_out.count)
    return said % {"path": in_one_line(left_out.path, _LONGEST_PATH), "count": left_out.count}


def _share_words(share: Share) -> str:
    words = {"share": share.share, "percent": share.percent}
    return _("%(share)s is read as a share, so the promise is %(percent)s%%.") % words
