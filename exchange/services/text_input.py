"""Reads the text of a discovery: facts of the discovery itself, and rows of artifacts."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.imports.importable_kinds import Entry, entries
from core.imports.rows import InputRow, Place, Problem
from core.imports.values import from_text
from core.imports.yaml_parser import (
    MOST_NODES,
    Fields,
    Items,
    Node,
    NotYaml,
    Scalar,
    TextRefusal,
    read_document,
)
from core.imports.yaml_rows import Reading
from core.kinds import plain_message
from core.services.imports import Refusal
from discovery import process
from discovery.models import Discovery
from documents import rounded_numbers
from documents.reader_process import apart
from exchange.format.table_rules import left_out, texts_left_out
from organizations.models import Domain

HEADWATERS, DISCOVERY, DOMAINS = "headwaters", "discovery", "domains"
VERSION = 1
HEADS = (HEADWATERS, DISCOVERY, DOMAINS)
ABOUT = ("name", "organization", "domain", "template", "starts_on", "ends_on")


@cache
def entries_of_texts() -> tuple[Entry, ...]:
    """Return the entries of a text, in the order of writing."""
    return tuple(entries({*left_out(), *texts_left_out()}))


@dataclass
class TextReader:
    """The content of a text: rows, and facts of the discovery. Raises Refusal if it is no YAML."""

    data: bytes
    about: dict[str, Any] = field(default_factory=dict)
    domains: list[str] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        try:
            document = apart(read_document, self.data, otherwise=NotYaml(TextRefusal.TOO_MANY))
        except NotYaml as error:
            raise Refusal([Problem(Place(error.line), None, message=not_yaml_words(error))]) from None
        self._reading = Reading(entries_of_texts())
        if not isinstance(document, Fields):
            self._reading.refuse(document.line, _("Start with the name of a list, such as “goals:”."))
            return
        self.lines = document.lines
        version = document.fields.get(HEADWATERS)
        if version is not None and version != Scalar(version.line, str(VERSION)):
            message = _(
                "This text file has another format version. This installation reads version %(version)s."
            )
            self._reading.refuse(version.line, message % {"version": VERSION})
        self._read_about(document.fields.get(DISCOVERY))
        self._read_domains(document.fields.get(DOMAINS))
        self._reading.read(document, HEADS)

    @property
    def rows(self) -> list[InputRow]:
        """The rows of artifacts, in the order of the text."""
        return self._reading.rows

    @property
    def problems(self) -> list[Problem]:
        """The problems of the text, each with its line."""
        return self._reading.problems

    @property
    def name(self) -> str:
        """The name of a new discovery."""
        return str(self.about.get("name", ""))

    def _read_about(self, node: Node | None) -> None:
        if isinstance(node, Scalar) and node.text is not None:
            node = Fields(node.line, {"name": node}, {"name": node.line})
        if not isinstance(node, Fields):
            if node is not None and node != Scalar(node.line, None):
                self._reading.refuse(node.line, _("Enter details of the discovery here, such as its name."))
            return
        for name, value in node.fields.items():
            line = node.lines[name]
            if name not in ABOUT:
                self._reading.refuse(line, _("“%(key)s” isn’t recognized here.") % {"key": name[:60]})
            elif not isinstance(value, Scalar):
                self._reading.refuse(line, _("This is a list. Use a single value."))
            else:
                self._read_fact(name, value, line)

    def _read_fact(self, name: str, value: Scalar, line: int) -> None:
        model, column = (Discovery, name) if name not in ("organization", "domain") else (Domain, "name")
        column_field: Any = model._meta.get_field(column)
        try:
            fact = from_text(column_field, value.text)
            if fact:
                column_field.run_validators(fact)
        except Invalid as error:
            self._reading.refuse(line, f"{name}: {error}")
            return
        except ValidationError as error:
            self._reading.refuse(line, f"{name}: {plain_message(error)}")
            return
        if name == "template" and fact not in process.PROCESSES:
            self._reading.refuse(line, _("Template not found."))
            return
        self.about[name] = fact

    def _read_domains(self, node: Node | None) -> None:
        if node is None:
            return
        for item in node.items if isinstance(node, Items) else [node]:
            if not isinstance(item, Scalar) or not item.text or len(item.text) > 120:
                self._reading.refuse(item.line, _("Enter a domain by its name."))
            else:
                self.domains.append(item.text.strip())


def not_yaml_words(wrong: NotYaml) -> str:
    """Return the reason why a text can't be read, as a sentence."""
    sentences = {
        TextRefusal.TOO_LARGE: _("The file is larger than 5 MB."),
        TextRefusal.NOT_UTF8: _("The file isn’t encoded in UTF-8. Save it as UTF-8."),
        TextRefusal.NOT_YAML: _("This isn’t valid YAML: %(detail)s."),
        TextRefusal.TOO_MANY: _("The file is too large. The limit is %(nodes)s values, lists and mappings.")
        % {"nodes": rounded_numbers.text(MOST_NODES)},
        TextRefusal.TOO_DEEP: _("This is nested too deeply."),
        TextRefusal.ALIAS: _("Anchors and aliases aren’t supported. Write out “%(detail)s”."),
        TextRefusal.TAG: _("Tags aren’t supported. Remove “%(detail)s”."),
        TextRefusal.TWICE: _("“%(detail)s” appears twice here."),
        TextRefusal.NO_TEXT_AS_KEY: _("A key must be text."),
        TextRefusal.SEVERAL: _("A file can contain only one document."),
    }
    return sentences[wrong.wrong] % {"detail": wrong.detail[:100]}
