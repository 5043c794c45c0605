"""What each app says of its tables in documents, and of what in them could be taken for a name.

A table or field that nobody names here is in documents as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.registry import Registry

if TYPE_CHECKING:
    from uuid import UUID

    from organizations.models import Organization

    OnlyHere = Callable[[list[dict[str, Any]], Organization], dict[UUID, int]]

# Why something is in no document, in the words of the document itself. They are the same in every language,
# so that equal discoveries are equal bytes.
ACCOUNT = "accounts and their permissions belong to an installation"
SECRET = "it gives access to its holder"  # noqa: S105  a sentence, not a password
MOMENT = "it only matters at the moment"
FILE = "files can be created again from the discovery"
WORKED_OUT = "it can be calculated from the discovery"
LIBRARY = "it belongs to the organization, and nothing in the discovery refers to it"
DEVICE = "it only distinguishes devices"
UNSEEN = "it was withdrawn or changed before others could read it"
HIDDEN = "it isn't revealed yet"
ELSEWHERE = "it belongs to another discovery"
NAMELESS = "in anonymous activities, nothing shows which entries share an author"
UNCHANGED = "it never changes"
INSTALLED = "it records what was erased or purged in one installation"
TO_FORGET = "it is kept to find a person who asks to be forgotten"
FROZEN = "a frozen version doesn't contain other frozen versions"
OF_ROOMS = "rooms write it, and a document contains it"
OF_ORGANIZATION = "it belongs to the organization, not to the discovery"
OF_PROGRAMS = "programs write it, and a document contains it"
AT_THE_HEAD = "the head of the text contains it, or the template named there"
OF_PAGES = "pages ask for it when names are similar, and a document contains it"
NAMELESS_ROW = "the things it refers to have no names for a text"
BY_IDENTIFIERS = "it refers to its changes by identifiers, and a document contains it"
OF_HANDOVER = "the handover creates it, and a document contains it"
OF_INSTALLATION = "it leads to a page of one installation"
ADDRESS = "it belongs to a person, and texts are passed on"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRules:
    """The rules of one app, by labels of tables ("lvt.Goal") and fields ("lvt.Goal.title").

    `left_out`, `fields_left_out` and `history_left_out` say why something is in no document. `shapes` say of
    each field that holds JSON what may be in it. `later_tables` have no rows in an older file, `later_fields`
    are what rows of an older file get; `former_labels` lead from the label that a table had in older files to
    that of today. `no_names` say why a field that sounds like a name is none of a person; `unlinked`
    name accounts ("app.Model.field"), and are emptied when one of these is erased. The tables of
    `frozen` are in a document only if it is asked to hold frozen versions. The rows of `claims` name people
    who decided, approved or said something; in one that came with a file and that nobody here changed since,
    that is what the file says. `only_here` answers which rows of a table (uuids) an organization has already
    (primary keys), because it has one of them only. `texts_left_out` say why tables and fields are in
    documents, and not in texts that people write (docs/texts.md). Rows of the tables in `carried_on`, by the
    labels of their models, are what the next discovery of a domain starts from.
    """

    key: str
    left_out: Mapping[str, str] = field(default_factory=dict)
    fields_left_out: Mapping[str, str] = field(default_factory=dict)
    history_left_out: Mapping[str, str] = field(default_factory=dict)
    shapes: Mapping[str, Callable[[Any], bool]] = field(default_factory=dict)
    later_tables: tuple[str, ...] = ()
    later_fields: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    former_labels: Mapping[str, str] = field(default_factory=dict)
    no_names: Mapping[str, str] = field(default_factory=dict)
    unlinked: tuple[str, ...] = ()
    frozen: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    only_here: Mapping[str, OnlyHere] = field(default_factory=dict)
    texts_left_out: Mapping[str, str] = field(default_factory=dict)
    carried_on: tuple[str, ...] = ()


document_rules: Registry[DocumentRules] = Registry("rules of documents")


def left_out() -> dict[str, str]:
    """Why tables are in no document, by label."""
    return _all_of("left_out")


def fields_left_out() -> dict[str, str]:
    """Why fields are in no document, by label."""
    return _all_of("fields_left_out")


def history_left_out() -> dict[str, str]:
    """Why the history of tables is in no document, by label."""
    return _all_of("history_left_out")


def shapes() -> dict[str, Callable[[Any], bool]]:
    """What may be in fields that hold JSON, by label."""
    return _all_of("shapes")


def later_tables() -> tuple[str, ...]:
    """Labels of tables that older files lack: they have no rows then."""
    return tuple(label for rules in document_rules for label in rules.later_tables)


def frozen() -> tuple[str, ...]:
    """Labels of tables that are in a document only if it is asked to hold frozen versions."""
    return tuple(label for rules in document_rules for label in rules.frozen)


def claims() -> tuple[str, ...]:
    """Labels of tables whose rows name people who said or decided something."""
    return tuple(label for rules in document_rules for label in rules.claims)


def later_fields() -> dict[str, Mapping[str, Any]]:
    """What rows of older files get for fields that came later, by label of the table."""
    return _all_of("later_fields")


def former_labels() -> dict[str, str]:
    """From the labels that tables had in older files to those of today."""
    return _all_of("former_labels")


def only_here() -> dict[str, OnlyHere]:
    """What answers which rows of a table an organization has already, by label."""
    return _all_of("only_here")


def texts_left_out() -> dict[str, str]:
    """Why tables and fields are in no text that people write, by label."""
    return _all_of("texts_left_out")


def unlinked() -> tuple[str, ...]:
    """Fields that are emptied when the account in them is erased, by label of the model."""
    return tuple(label for rules in document_rules for label in rules.unlinked)


def carried_on() -> frozenset[str]:
    """Labels of models of which a new discovery takes over the rows of the last one."""
    return frozenset(label for rules in document_rules for label in rules.carried_on)


def no_names() -> dict[str, str]:
    """Why a field that sounds like a name is none of a person, by label."""
    return _all_of("no_names")


def _all_of(name: str) -> dict[str, Any]:
    """What all apps say together."""
    return {key: value for rules in document_rules for key, value in getattr(rules, name).items()}
