"""A discovery as a text that people write, and one from a text: new, or merged into one that is there
(docs/texts.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.exceptions import DomainError, Invalid
from core.incoming.entries import Entry, entries
from core.incoming.known import known_rows, names_of
from core.incoming.rows import Given, Known, Place, Plan, Problem
from core.incoming.texts import Reading, document_of
from core.incoming.values import from_text
from core.incoming.yaml_lines import Fields, Items, Node, NotYaml, Scalar, Wrong, read
from core.models import Artifact, Operation
from core.naming import looks
from core.services import artifacts
from core.services import incoming as incoming_rows
from core.services.incoming import Refused
from core.services.operations import operation
from core.yaml_text import to_yaml
from discovery import permissions, process
from discovery.models import Activity, Discovery
from discovery.registries import activity_kinds
from discovery.services.discoveries import create_discovery
from exchange.format.rules import left_out, texts_left_out
from organizations.actors import Actor
from organizations.models import Domain, Organization
from organizations.permissions import check_start_discovery
from organizations.services import organizations

HEADWATERS, DISCOVERY, DOMAINS = "headwaters", "discovery", "domains"
VERSION = 1
HEADS = (HEADWATERS, DISCOVERY, DOMAINS)
ABOUT = ("name", "organization", "domain", "template", "starts_on", "ends_on")
_TEMPLATE = "three_streams"
# What people read and write first. All else follows in an order in which it can be written.
_FIRST = ("vision", "goals", "use_cases", "products", "sources", "consumers", "people", "teams", "roles")


@cache
def held() -> tuple[Entry, ...]:
    """What texts hold, in the order in which it is written."""
    return tuple(entries({*left_out(), *texts_left_out()}))


# --- To a text ------------------------------------------------------------------------------------


def export_text(*, actor: Actor, discovery: Discovery) -> str:
    """What the discovery says, as YAML: only what is filled, names in place of identifiers, nothing that is
    not revealed. Writes nothing. Raises NotFound and NotAllowed: editors may export."""
    permissions.check_edit_discovery(actor, discovery)
    all_entries = held()
    known = revealed(known_rows(all_entries, _scopes(discovery)), discovery)
    there = {row.token for row in known}
    named = names_of(_tokens(known) - there)
    domain = discovery.domain
    about = {
        "name": discovery.name,
        "organization": domain.organization.name,
        "domain": domain.name,
        "template": discovery.template,
        "starts_on": discovery.starts_on,
        "ends_on": discovery.ends_on,
    }
    domains = sorted(
        {name for token, name in named.items() if token[1] == Domain._meta.label} - {domain.name}
    )
    lists = document_of(all_entries, known, lambda token: named.get(token, ""))
    document: dict[str, Any] = {
        HEADWATERS: VERSION,
        DISCOVERY: {name: value for name, value in about.items() if value is not None},
        **({DOMAINS: domains} if domains else {}),
        **{heading: lists[heading] for heading in _FIRST if heading in lists},
        **lists,
    }
    return to_yaml(document)


def revealed(known: Iterable[Known], discovery: Discovery) -> list[Known]:
    """The rows without those that nobody may read as it stands."""
    hidden: set[tuple[str, int]] = set()
    for activity in Activity.objects.filter(track__workshop__discovery=discovery):
        if activity.kind in activity_kinds:
            for rows in activity_kinds.get(activity.kind).hidden(activity):
                hidden |= {
                    (rows.model._meta.label, key) for key in rows.order_by().values_list("pk", flat=True)
                }
    return [row for row in known if (row.kind, row.key) not in hidden]


def _scopes(discovery: Discovery) -> list[Artifact]:
    return [discovery.domain.organization, discovery]


def _tokens(known: Iterable[Known]) -> set[tuple[Any, ...]]:
    tokens: set[tuple[Any, ...]] = set()
    for row in known:
        for value in row.fields.values():
            if isinstance(value, frozenset):
                tokens |= value
            elif isinstance(value, tuple):
                tokens.add(value)
    return tokens


# --- From a text ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class New:
    """A new discovery of the organization: of the domain with this name, or of the one that the text
    names."""

    organization: Organization
    domain: str = ""


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What came of a text, or would come: `slug` and `name` are those of the discovery."""

    slug: str
    name: str
    plan: Plan
    digest: str
    done: Operation | None = None


class _TakenBack(Exception):
    """A rehearsal is over."""

    def __init__(self, brought_in: BroughtIn) -> None:
        super().__init__()
        self.brought_in = brought_in


def import_text(
    *, actor: Actor, data: bytes, into: Discovery | New, digest: str = "", is_rehearsal: bool = False
) -> BroughtIn:
    """Writes what the text says into the discovery, or into a new one: all of it or nothing, in one
    operation with one undo. What the text does not name stays as it is.

    A rehearsal writes all of it, and takes it back. `digest` is that of the rehearsal that somebody saw.
    Raises Refused with all that is wrong, by lines; Changed when something else would be written than was
    seen; NotFound and NotAllowed.
    """
    text = _Text(data)
    if isinstance(into, New):
        check_start_discovery(actor, into.organization)
    else:
        permissions.check_edit_discovery(actor, into)
    try:
        with operation(actor, "text.imported", summary=text.name(into), place=_place(into)) as done:
            brought_in = _bring_in(actor, text, into, digest, done)
            if is_rehearsal:
                raise _TakenBack(brought_in)
            return brought_in
    except _TakenBack as rehearsed:
        return rehearsed.brought_in


def _place(into: Discovery | New) -> Discovery | Organization:
    return into.organization if isinstance(into, New) else into


def _bring_in(actor: Actor, text: _Text, into: Discovery | New, digest: str, done: Operation) -> BroughtIn:
    organization = into.organization if isinstance(into, New) else into.domain.organization
    with _refused_at(text.lines.get(DOMAINS, 1)):
        _add_domains(actor, organization, text.domains)
    if isinstance(into, New):
        with _refused_at(text.lines.get(DISCOVERY, 1)):
            discovery = _new_discovery(actor, text, into)
    else:
        discovery = into
    artifacts.locked(discovery)  # so that two texts come one after the other
    all_entries = held()
    scopes = _scopes(discovery)
    incoming = incoming_rows.planned(
        all_entries,
        text.given,
        scopes,
        actor,
        seen=lambda known: revealed(known, discovery),
        is_in_order=True,
    )
    incoming_rows.check_unchanged(incoming, digest)
    if text.problems:
        raise Refused([*text.problems, *incoming.plan.problems])
    incoming_rows.write(all_entries, incoming, scopes, actor)
    written = (*incoming.plan.added, *incoming.plan.changed)
    if isinstance(into, New) or any(_is_of_organization(all_entries, row.shape.key) for row in written):
        done.verb = "organization_text.imported"
        done.save(update_fields=["verb"])
    return BroughtIn(discovery.slug, discovery.name, incoming.plan, incoming.digest, done)


def _is_of_organization(all_entries: Sequence[Entry], key: str) -> bool:
    return any(entry.key == key and entry.kind.root is Organization for entry in all_entries)


def _add_domains(actor: Actor, organization: Organization, names: Iterable[str]) -> None:
    there = {
        looks(name) for name in organization.domains.filter(deleted_at=None).values_list("name", flat=True)
    }
    for name in names:
        if looks(name) not in there:
            there.add(looks(name))
            organizations.add_domain(actor=actor, organization=organization, name=name)


def _new_discovery(actor: Actor, text: _Text, new: New) -> Discovery:
    name = new.domain or text.about.get("domain") or ""
    if not name:
        raise Invalid(_("Say of which domain the discovery is."))
    domains = [
        each for each in new.organization.domains.filter(deleted_at=None) if looks(each.name) == looks(name)
    ]
    domain = (
        domains[0]
        if domains
        else organizations.add_domain(actor=actor, organization=new.organization, name=name)
    )
    domain.organization = new.organization
    if not text.about.get("name"):
        raise Invalid(_("A new discovery has a name: discovery, name."))
    return create_discovery(
        actor=actor,
        domain=domain,
        name=text.about["name"],
        template=text.about.get("template") or _TEMPLATE,
        starts_on=text.about.get("starts_on"),
        ends_on=text.about.get("ends_on"),
        with_workshops=False,
    )


@contextmanager
def _refused_at(line: int) -> Iterator[None]:
    try:
        yield
    except DomainError as wrong:
        raise Refused([Problem(Place(line), None, said=str(wrong))]) from None


# --- What the text says ---------------------------------------------------------------------------


@dataclass
class _Text:
    """What stands in a text: rows, and what it says of the discovery. Raises Refused when it is no YAML."""

    data: bytes
    about: dict[str, Any] = field(default_factory=dict)
    domains: list[str] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        try:
            document = read(self.data)
        except NotYaml as wrong:
            raise Refused([Problem(Place(wrong.line), None, said=not_yaml_words(wrong))]) from None
        self._reading = Reading(held())
        if not isinstance(document, Fields):
            self._reading.refuse(document.line, _("A text begins with what it lists, such as “goals:”."))
            return
        self.lines = document.lines
        version = document.fields.get(HEADWATERS)
        if version is not None and version != Scalar(version.line, str(VERSION)):
            said = _("This is a text of another version: this installation reads version %(version)s.")
            self._reading.refuse(version.line, said % {"version": VERSION})
        self._read_about(document.fields.get(DISCOVERY))
        self._read_domains(document.fields.get(DOMAINS))
        self._reading.read(document, HEADS)

    @property
    def given(self) -> list[Given]:
        return self._reading.given

    @property
    def problems(self) -> list[Problem]:
        return self._reading.problems

    def name(self, into: Discovery | New) -> str:
        """What the operation is about."""
        return into.name if isinstance(into, Discovery) else str(self.about.get("name", ""))

    def _read_about(self, node: Node | None) -> None:
        if isinstance(node, Scalar) and node.text is not None:
            node = Fields(node.line, {"name": node}, {"name": node.line})
        if not isinstance(node, Fields):
            if node is not None and node != Scalar(node.line, None):
                self._reading.refuse(
                    node.line, _("Here stands what is said of the discovery, such as its name.")
                )
            return
        for name, value in node.fields.items():
            line = node.lines[name]
            if name not in ABOUT:
                self._reading.refuse(line, _("There is no “%(key)s” here.") % {"key": name[:60]})
            elif not isinstance(value, Scalar):
                self._reading.refuse(line, _("Here stands a list, where one value is expected."))
            else:
                self._read_fact(name, value, line)

    def _read_fact(self, name: str, value: Scalar, line: int) -> None:
        model, column = (Discovery, name) if name not in ("organization", "domain") else (Domain, "name")
        column_field: Any = model._meta.get_field(column)
        try:
            said = from_text(column_field, value.text)
            if said:
                column_field.run_validators(said)
        except Invalid as wrong:
            self._reading.refuse(line, f"{name}: {wrong}")
            return
        except ValidationError as wrong:
            self._reading.refuse(line, f"{name}: {' '.join(wrong.messages)}")
            return
        if name == "template" and said not in process.TEMPLATES:
            self._reading.refuse(line, _("There is no such template."))
            return
        self.about[name] = said

    def _read_domains(self, node: Node | None) -> None:
        if node is None:
            return
        for item in node.items if isinstance(node, Items) else [node]:
            if not isinstance(item, Scalar) or not item.text or len(item.text) > 120:
                self._reading.refuse(item.line, _("A domain is named by its name."))
            else:
                self.domains.append(item.text.strip())


def not_yaml_words(wrong: NotYaml) -> str:
    """Why a text is not read, in a sentence."""
    sentences = {
        Wrong.TOO_LARGE: _("The file is larger than 5 MB."),
        Wrong.NOT_UTF8: _("This is not written in UTF-8."),
        Wrong.NOT_YAML: _("This is not YAML: %(detail)s."),
        Wrong.TOO_MANY: _("The file holds more than anybody writes."),
        Wrong.TOO_DEEP: _("This hangs deeper than anything here does."),
        Wrong.ALIAS: _("Anchors and aliases are not read: write “%(detail)s” out."),
        Wrong.TAG: _("Tags are not read: take “%(detail)s” away."),
        Wrong.TWICE: _("“%(detail)s” stands here twice."),
        Wrong.NO_TEXT_AS_KEY: _("A key is a word."),
        Wrong.SEVERAL: _("There is one document in a file."),
    }
    return sentences[wrong.wrong] % {"detail": wrong.detail[:100]}
