"""The rules of each app for its tables in documents, and for fields that look like names.

Tables and fields without a rule are exported unchanged.
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

    `left_out`, `fields_left_out` and `history_left_out` map omissions from documents to their reasons.
    `shapes` maps each JSON field to a check of its value. `former_labels` map labels of older files to
    current ones. `no_names` maps fields that look like a name, but aren't that of a person, to the reason;
    `unlinked` are links to accounts ("app.Model.field") that are cleared when the account is erased. The
    tables of `frozen` are in a document only if it includes frozen versions. The rows of `claims` name people
    who decided, approved or said something; in a row of a file that no one changed here since, that is a
    claim of the file. `only_here` returns which rows of a table (uuids) an organization already has (primary
    keys), because it has only one of them. `texts_left_out` maps tables and fields that are in documents, but
    not in texts (docs/texts.md), to the reason. `carried_on` are the labels of models whose rows the next
    discovery of a domain starts from.
    """

    key: str
    left_out: Mapping[str, str] = field(default_factory=dict)
    fields_left_out: Mapping[str, str] = field(default_factory=dict)
    history_left_out: Mapping[str, str] = field(default_factory=dict)
    shapes: Mapping[str, Callable[[Any], bool]] = field(default_factory=dict)
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
    """Return the reasons for tables that are in no document, by label."""
    return _all_of("left_out")


def fields_left_out() -> dict[str, str]:
    """Return the reasons for fields that are in no document, by label."""
    return _all_of("fields_left_out")


def history_left_out() -> dict[str, str]:
    """Return the reasons for tables without history in documents, by label."""
    return _all_of("history_left_out")


def shapes() -> dict[str, Callable[[Any], bool]]:
    """Return the checks of JSON fields, by label."""
    return _all_of("shapes")


def frozen_labels() -> tuple[str, ...]:
    """Return the labels of tables that are only in documents with frozen versions."""
    return tuple(label for rules in document_rules for label in rules.frozen)


def claims() -> tuple[str, ...]:
    """Return the labels of tables whose rows name people who said or decided something."""
    return tuple(label for rules in document_rules for label in rules.claims)


def former_labels() -> dict[str, str]:
    """Return the current labels of tables by their labels in older files."""
    return _all_of("former_labels")


def only_here() -> dict[str, OnlyHere]:
    """Return the functions that find existing rows of an organization, by label."""
    return _all_of("only_here")


def texts_left_out() -> dict[str, str]:
    """Return the reasons for tables and fields that are in no text, by label."""
    return _all_of("texts_left_out")


def unlinked() -> tuple[str, ...]:
    """Return the links to accounts that an erasure clears, by label of the model."""
    return tuple(label for rules in document_rules for label in rules.unlinked)


def carried_on() -> frozenset[str]:
    """Return the labels of models whose rows a new discovery copies from the last one."""
    return frozenset(label for rules in document_rules for label in rules.carried_on)


def no_names() -> dict[str, str]:
    """Return the reasons for fields that look like a name but aren't that of a person, by label."""
    return _all_of("no_names")


def _all_of(name: str) -> dict[str, Any]:
    """Return the entries of all apps."""
    return {key: value for rules in document_rules for key, value in getattr(rules, name).items()}
