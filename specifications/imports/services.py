"""Imports specifications of data products (ODPS, ODCS) into a discovery: a file, or a zip of them, with the
same plan, preview and undo as other imports (docs/texts.md)."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from core.clean_text import in_one_line
from core.exceptions import Invalid
from core.imports.importable_kinds import Entry
from core.imports.rows import InputRow, Place, Problem
from core.imports.yaml_files import MOST_FILES, TooMany, read_files
from core.imports.yaml_parser import LARGEST, MOST_NODES, Fields, Items, Node, NotYaml, TextRefusal, read_all
from core.imports.yaml_rows import Reading
from core.name_comparison import looks
from core.services.imports import Unreadable
from core.zip_reading import DamagedZip
from discovery import permissions
from discovery.models import Discovery
from documents import rounded_numbers
from documents.foreign_sheet import NotATable
from documents.foreign_tables import titles_of
from documents.reader_process import apart
from exchange.registries import FileFormat, file_formats
from exchange.services.discovery_text import ImportResult, NewDiscovery
from exchange.services.row_imports import import_rows
from exchange.services.row_limits import check_how_many
from exchange.services.text_input import entries_of_texts, not_yaml_words
from lvt.models import Vision
from organizations.actors import Actor
from products.models import DataProduct, Privacy
from specifications.document_lookup import CONTRACT, of_opendataproducts, text_in
from specifications.document_relations import DocumentSet, ShareReading, described_in
from specifications.format_recognition import Format, format_of, is_read
from specifications.import_coverage import Omission
from specifications.imports.bitol_conversion import as_text
from specifications.imports.odps4_conversion import as_text as odps4_as_text, contract_inside
from specifications.sensitivity_recognition import LEVELS, PRIVACY, RiskMarks

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
            recognizes=_is_specification,
            unrecognized_hint=gettext_lazy(
                "This isn’t a data product (ODPS), a data contract (ODCS), or a zip of them."
            ),
        )
    )


def import_specifications(
    *, actor: Actor, data: bytes, into: Discovery | NewDiscovery, digest: str = "", is_trial: bool = False
) -> ImportResult:
    """Write products, ports, columns and objectives of a specification, or of all in a zip, into the
    discovery: all or nothing, in one operation with one undo. Fields that are not in the files stay. Raises
    the errors of texts.import_text, and Invalid for a new discovery."""
    if isinstance(into, NewDiscovery):
        raise Invalid(_("You can only import a specification into an existing discovery."))
    permissions.check_edit_discovery(actor, into)
    reader = _SpecificationRows(entries_of_texts())
    documents, ignored = _documents(data)
    reader.read(documents, into)
    check_how_many(actor, reader.rows)
    result = import_rows(
        "specification.imported",
        actor=actor,
        into=into,
        rows=reader.rows,
        problems=reader.problems,
        digest=digest,
        is_trial=is_trial,
        keeps_names=True,
    )
    return replace(
        result, left_out=(*ignored, *reader.left_out), questions=(*reader.questions, *result.questions)
    )


# --- Files ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Document:
    """A specification, with its file ("" for the only one)."""

    file: str
    fields: Fields


def _is_specification(data: bytes) -> bool:
    """Return True for a zip, and for a document of a recognized format, also of an unsupported one."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        return _PART_OF_WORKBOOKS.encode() not in data or _is_contract_workbook(data)
    try:
        return any(map(format_of, apart(read_all, data, otherwise=NotYaml(TextRefusal.TOO_MANY))))
    except NotYaml:
        return False


def _documents(data: bytes) -> tuple[list[_Document], list[str]]:
    """Return the specifications, data products first, and the names of ignored files and documents. Raises
    Unreadable without a specification."""
    is_archive = data.startswith(b"PK")
    if is_archive and _is_contract_workbook(data):
        message = _(
            "This is the workbook of a data contract (ODCS). Convert it to YAML first, for "
            "example with the Data Contract CLI, and import the YAML file."
        )
        raise Unreadable([Problem(Place(0), None, message=message)])
    files, ignored_files = _read_files(data)
    documents: list[_Document] = []
    problems: list[Problem] = []
    ignored_documents: list[str] = []
    for name, in_file in files.items():
        if isinstance(in_file, NotYaml):
            problems.append(Problem(Place(in_file.line, file=name), None, message=not_yaml_words(in_file)))
            ignored_documents.append(name)
            continue
        for document in _single_documents(in_file):
            if isinstance(document, Fields) and is_read(document):
                contract = contract_inside(document, is_read)
                for each in (document, contract) if contract is not None else (document,):
                    documents.append(_Document(name, each))
                continue
            format = format_of(document)
            place = Place(document.line, file=name)
            if format is not None:
                problems.append(Problem(place, None, message=_unsupported_words(format)))
            elif not is_archive:
                message = _("This isn’t a data product (ODPS) or a data contract (ODCS).")
                problems.append(Problem(place, None, message=message))
            ignored_documents.append(_document_name(name, format, document.line))
    if not documents:
        none = Problem(Place(0), None, message=_("This archive doesn’t contain a specification."))
        raise Unreadable(problems or [none])
    documents.sort(key=lambda each: _kind(each.fields) == CONTRACT)
    return documents, [*ignored_documents, *ignored_files]


def _single_documents(documents: Iterable[Node]) -> Iterator[Node]:
    """Yield the documents, and in place of a list of specifications each of its items."""
    for document in documents:
        if isinstance(document, Items) and any(map(is_read, document.items)):
            yield from document.items
        else:
            yield document


def _unsupported_words(format: Format) -> str:
    words = {"format": format.name, "advice": str(format.advice)}
    message = _(
        "This is %(format)s. You can import data products in Bitol’s ODPS 1 or in ODPS 4.1 "
        "(opendataproducts.org), and data contracts in ODCS 3. %(advice)s"
    )
    return message % words


def _document_name(file: str, format: Format | None, line: int) -> str:
    """Return the name of an ignored file or document."""
    name = file or _("line %(line)s") % {"line": line}
    return f"{name} ({format.name})" if format else name


def _is_contract_workbook(data: bytes) -> bool:
    """Return True for the workbook of a data contract (ODCS), by the titles of its sheets."""
    try:
        titles = {title.lower() for title in titles_of(data)}
    except NotATable:
        return False
    return "fundamentals" in titles and any(title.startswith("schema") for title in titles)


def _kind(document: Fields) -> str:
    return text_in(document, "kind")


def _read_files(data: bytes) -> tuple[dict[str, list[Node] | NotYaml], list[str]]:
    """Read the files in a separate process, like yaml_files.read_files. Raises Unreadable."""
    try:
        return apart(read_files, data, TEXTS, MOST_FILES, otherwise=TooMany())
    except DamagedZip:
        message = _("The archive is incomplete or damaged.")
    except TooMany:
        words = {
            "files": MOST_FILES,
            "megabytes": LARGEST // 1_000_000,
            "values": rounded_numbers.text(MOST_NODES),
        }
        message = (
            _(
                "An archive can have at most %(files)s specifications. Unpacked, it can have at most "
                "%(megabytes)s MB and %(values)s values."
            )
            % words
        )
    raise Unreadable([Problem(Place(0), None, message=message)])


# --- Rows -----------------------------------------------------------------------------------------


class _SpecificationRows:
    """Reads the rows of several documents. A product and its contracts may describe the same row."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._entry_by_kind = {entry.key: entry for entry in entries}
        self._first_by_key: dict[tuple[object, ...], tuple[InputRow, _Document]] = {}
        self._first: dict[InputRow, InputRow] = {}
        self._has_vision = True
        self.rows: list[InputRow] = []
        self.problems: list[Problem] = []
        self.left_out: tuple[str, ...] = ()
        self.questions: tuple[Problem, ...] = ()

    def read(self, documents: Sequence[_Document], into: Discovery) -> None:
        """Read all documents."""
        marks_by_name = dict(_marks_in(into))
        self._has_vision = Vision.objects.filter(discovery=into).exists()
        described = described_in(each.fields for each in documents)
        for each in documents:
            self._read(each, described, marks_by_name)
        self.left_out = tuple(map(_left_out_words, described.omissions()))
        file_of = {id(each.fields): each.file for each in documents}
        self.questions = tuple(
            Problem(Place(each.line, file=file_of[id(each.document)]), None, message=_share_words(each))
            for each in described.shares
        )

    def _read(
        self, document: _Document, described: DocumentSet, marks_by_name: Mapping[str, RiskMarks]
    ) -> None:
        file = document.file
        reading = Reading(self._entries)
        if of_opendataproducts(document.fields) is None:
            reading.read(as_text(document.fields, described, marks_by_name))
        else:
            reading.read(
                odps4_as_text(document.fields, described, marks_by_name, has_vision=self._has_vision)
            )
        for line, name in described.wrong:
            reading.refuse(line, _("“%(name)s” must be a list of objects.") % {"name": name})
        described.wrong.clear()
        self.problems += [replace(each, place=replace(each.place, file=file)) for each in reading.problems]
        for row in reading.rows:
            self._add_row(row, document)

    def _add_row(self, row: InputRow, document: _Document) -> None:
        file = document.file
        row.place = replace(row.place, file=file)
        row.places = {name: replace(place, file=file) for name, place in row.places.items()}
        if isinstance(row.parent, InputRow):
            row.parent = self._first.get(row.parent, row.parent)
        values = (row.fields.get(name) for name in self._entry_by_kind[row.kind].recognized_by)
        normalized = (looks(each) if isinstance(each, str) else each for each in values)
        key = row.kind, id(row.parent), *normalized
        existing, source = self._first_by_key.setdefault(key, (row, document))
        if existing is row or source is document:
            self.rows.append(row)
            return
        self._first[row] = existing
        for name, value in row.fields.items():
            if name not in existing.fields or _is_stricter(name, value, existing.fields[name]):
                existing.fields[name], existing.places[name] = value, row.place_of(name)


def _is_stricter(name: str, value: object, than: object) -> bool:
    """Return True for a stricter mark of risk than that of another document."""
    levels: tuple[object, ...] = {"classification": LEVELS, "privacy": PRIVACY}.get(name, ())
    return value in levels and (than not in levels or levels.index(value) > levels.index(than))


def _marks_in(discovery: Discovery) -> Iterator[tuple[str, RiskMarks]]:
    """Yield the marks of existing products, with their normalized names."""
    products = DataProduct.objects.filter(discovery=discovery).order_by()
    for name, secrecy, privacy in products.values_list("name", "classification", "privacy").iterator():
        is_sensitive = privacy == Privacy.SENSITIVE
        yield looks(name), RiskMarks(is_sensitive or privacy == Privacy.PERSONAL, is_sensitive, secrecy)


def _left_out_words(omission: Omission) -> str:
    message = ngettext("%(path)s: %(count)s value", "%(path)s: %(count)s values", omission.count)
    return message % {"path": in_one_line(omission.path, _LONGEST_PATH), "count": omission.count}


def _share_words(share: ShareReading) -> str:
    words = {"share": share.share, "percent": share.percent}
    return _("%(share)s is read as a share, so the promise is %(percent)s%%.") % words
